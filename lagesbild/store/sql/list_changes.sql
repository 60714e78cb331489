-- As compare_with_stored, with the figures themselves: those that would change, and those that are gone.
WITH stored AS (
    SELECT
        m.id AS measure, a.code AS area_code, o.period_start, o.period_end, o.period_label,
        o.breakdown, o.value, o.status, d.delivered_by
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
        i.measure IS NULL AS is_gone,
        coalesce(i.measure, s.measure) AS measure,
        coalesce(i.area_code, s.area_code) AS area_code,
        coalesce(i.period_label, s.period_label) AS period_label,
        coalesce(i.period_start::DATE, s.period_start) AS period_start,
        coalesce(i.breakdown, s.breakdown) AS breakdown,
        s.value AS value_before, s.status AS status_before, s.delivered_by,
        i.value AS value_after, i.status AS status_after, i.source_sheet, i.source_row
    FROM incoming AS i
    FULL JOIN (SELECT stored.* FROM stored JOIN periods USING (measure, period_start, period_end)) AS s
        ON i.measure = s.measure
        AND i.area_code = s.area_code
        AND i.period_start::DATE = s.period_start
        AND i.period_end::DATE = s.period_end
        AND i.breakdown = s.breakdown
    WHERE s.measure IS NOT NULL
      AND (i.measure IS NULL OR i.value IS DISTINCT FROM s.value OR i.status <> s.status)
)
SELECT
    is_gone, measure, area_code, period_label, breakdown, value_before, status_before, delivered_by,
    value_after, status_after, source_sheet, source_row,
    count(*) FILTER (status_before = $2 AND status_after = $3) OVER () AS made_final
FROM paired
ORDER BY is_gone, abs(value_after - value_before) DESC NULLS LAST, measure, area_code, period_start, breakdown
LIMIT $4;
