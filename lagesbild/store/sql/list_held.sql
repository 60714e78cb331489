-- Counted by the numbers of the long table first: there are few of those, and of dates many.
SELECT
    m.id, o.measure_id, o.delivery_id, o.months, o.n, o.first_period, o.last_period, o.issued_on,
    d.is_example, d.kommun_code, d.source_id
FROM (
    SELECT
        f.measure_id, f.delivery_id, whole_months(p.period_start, p.period_end) AS months,
        sum(f.n)::BIGINT AS n, min(p.period_start) AS first_period,
        max(p.period_end) AS last_period, max(f.issued_on) AS issued_on
    FROM (
        SELECT
            measure_id, delivery_id, place - period_shift AS period_id, count(*) AS n,
            max(issued_on) AS issued_on
        FROM figure
        GROUP BY ALL
    ) AS f
    JOIN period AS p USING (period_id)
    GROUP BY ALL
) AS o
JOIN measure AS m USING (measure_id)
JOIN delivery AS d USING (delivery_id)
WHERE d.status = 'stored';
