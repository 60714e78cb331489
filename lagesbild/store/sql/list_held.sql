SELECT
    m.id, o.measure_id, o.delivery_id, o.months, o.n, o.first_period, o.last_period, o.issued_on,
    d.is_example, d.kommun_code, d.source_id
FROM (
    SELECT
        measure_id, delivery_id, whole_months(period_start, period_end) AS months, count(*) AS n,
        min(period_start) AS first_period, max(period_end) AS last_period,
        max(issued_on) AS issued_on
    FROM observation
    GROUP BY ALL
) AS o
JOIN measure AS m USING (measure_id)
JOIN delivery AS d USING (delivery_id)
WHERE d.status = 'stored';
