-- $grain: as_delivered, ar (a year or longer; twelve months are added up where no year was
-- delivered), manad (shorter than a year), tolv (the latest twelve months, at every month).
WITH newest AS (
    SELECT
        o.measure_id, o.area_id, o.period_start, o.period_end, o.period_label, o.breakdown,
        o.is_total, o.value, o.status, o.issued_on, o.delivery_id, d.source_id, d.is_example,
        datediff('month', o.period_start, o.period_end) AS months
    FROM observation AS o
    JOIN delivery AS d USING (delivery_id)
    WHERE o.measure_id IN (SELECT measure_id FROM measure WHERE id IN (SELECT unnest($measures::VARCHAR[])))
      AND o.area_id IN (
          SELECT area_id FROM area
          WHERE level IN (SELECT unnest($levels::VARCHAR[]))
            AND ($any_area OR code IN (SELECT unnest($areas::VARCHAR[])))
      )
      AND o.period_start >= $start::DATE
      AND o.period_end <= $end::DATE
      AND d.status = 'stored'
      AND (d.kommun_code IS NULL OR d.kommun_code = $kommun)
    QUALIFY row_number() OVER (
        PARTITION BY o.measure_id, o.area_id, o.period_start, o.period_end, o.breakdown, d.is_example
        ORDER BY o.issued_on DESC, o.delivery_id DESC
    ) = 1
),
long_periods AS (SELECT * FROM newest WHERE months >= 12),
summed AS (
    SELECT
        measure_id, area_id,
        date_trunc('year', period_start)::DATE AS period_start,
        (date_trunc('year', period_start) + INTERVAL 1 YEAR)::DATE AS period_end,
        year(period_start)::VARCHAR AS period_label,
        breakdown, bool_and(is_total) AS is_total,
        CASE WHEN count(value) = 12 THEN sum(value) END AS value,
        max(status)::UTINYINT AS status, max(issued_on) AS issued_on,
        max(delivery_id) AS delivery_id, any_value(source_id) AS source_id, is_example,
        12 AS months
    FROM newest
    WHERE $grain = 'ar' AND months = 1
      AND measure_id IN (SELECT measure_id FROM measure WHERE id IN (SELECT unnest($summable::VARCHAR[])))
    GROUP BY measure_id, area_id, date_trunc('year', period_start), year(period_start), breakdown, is_example
    HAVING count(*) = 12
),
rolling AS (
    SELECT
        measure_id, area_id, min(period_start) OVER latest AS period_start, period_end,
        period_label, breakdown, is_total,
        CASE WHEN count(value) OVER latest = 12 THEN sum(value) OVER latest END AS value,
        max(status) OVER latest AS status, max(issued_on) OVER latest AS issued_on,
        max(delivery_id) OVER latest AS delivery_id, source_id, is_example,
        datediff('month', min(period_start) OVER latest, period_end) AS months
    FROM newest
    WHERE $grain = 'tolv' AND months = 1
      AND measure_id IN (SELECT measure_id FROM measure WHERE id IN (SELECT unnest($summable::VARCHAR[])))
    WINDOW latest AS (
        PARTITION BY measure_id, area_id, breakdown, is_example ORDER BY period_start
        ROWS BETWEEN 11 PRECEDING AND CURRENT ROW
    )
),
chosen AS (
    SELECT * FROM newest WHERE $grain = 'as_delivered' OR ($grain = 'manad' AND months < 12)
    UNION ALL
    SELECT * FROM long_periods WHERE $grain IN ('ar', 'tolv')
    UNION ALL
    SELECT summed.*
    FROM summed
    ANTI JOIN long_periods USING (measure_id, area_id, period_start, period_end, breakdown, is_example)
    UNION ALL
    SELECT * FROM rolling WHERE months = 12
)
SELECT
    m.id AS measure, a.code AS area_code, a.name AS area_name, a.level AS area_level,
    a.parent_code AS area_parent, c.period_start, c.period_end, c.period_label, c.breakdown,
    c.is_total, c.value, c.status, c.issued_on, c.delivery_id, c.source_id AS source, c.is_example,
    c.months::INTEGER AS months
FROM chosen AS c
JOIN measure AS m USING (measure_id)
JOIN area AS a USING (area_id)
ORDER BY c.measure_id, c.area_id, c.period_start, c.breakdown;
