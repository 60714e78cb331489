WITH stored AS (
    SELECT
        m.id AS measure, a.code AS area_code, o.period_start, o.period_end, o.breakdown,
        o.value, o.status
    FROM observation AS o
    JOIN delivery AS d USING (delivery_id)
    JOIN measure AS m USING (measure_id)
    JOIN area AS a USING (area_id)
    WHERE d.status = 'stored'
      AND NOT d.is_example
      AND d.kommun_code IS NOT DISTINCT FROM $1
      AND m.id IN (SELECT DISTINCT measure FROM incoming)
    QUALIFY row_number() OVER (
        PARTITION BY o.measure_id, o.area_id, o.period_start, o.period_end, o.breakdown
        ORDER BY o.issued_on DESC, o.delivery_id DESC
    ) = 1
),
periods AS (
    SELECT DISTINCT measure, period_start::DATE AS period_start, period_end::DATE AS period_end
    FROM incoming
),
paired AS (
    SELECT
        i.measure IS NOT NULL AS is_incoming,
        s.measure IS NOT NULL AS is_stored,
        i.value IS NOT DISTINCT FROM s.value AND i.status = s.status AS is_same
    FROM incoming AS i
    FULL JOIN (SELECT stored.* FROM stored JOIN periods USING (measure, period_start, period_end)) AS s
        ON i.measure = s.measure
        AND i.area_code = s.area_code
        AND i.period_start::DATE = s.period_start
        AND i.period_end::DATE = s.period_end
        AND i.breakdown = s.breakdown
)
SELECT
    count(*) FILTER (is_incoming AND NOT is_stored),
    count(*) FILTER (is_incoming AND is_stored AND NOT is_same),
    count(*) FILTER (is_incoming AND is_stored AND is_same),
    count(*) FILTER (is_stored AND NOT is_incoming)
FROM paired;
