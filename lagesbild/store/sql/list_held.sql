SELECT
    o.*, d.is_example, d.kommun_code, d.source_id AS source
FROM (
    SELECT
        measure_id, delivery_id, whole_months(period_start, period_end) AS months,
        count(*)::BIGINT AS n, min(period_start) AS first_period, max(period_end) AS last_period,
        max(issued_on) AS issued_on
    FROM observation
    GROUP BY ALL
) AS o
JOIN delivery AS d USING (delivery_id)
WHERE d.status = 'stored';
