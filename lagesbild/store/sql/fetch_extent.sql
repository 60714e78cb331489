SELECT
    m.id AS measure, a.level, d.is_example, d.source_id AS source, count(*)::BIGINT AS n,
    min(o.period_start) AS first_period, max(o.period_end) AS last_period,
    max(o.issued_on) AS issued_on
FROM observation AS o
JOIN delivery AS d USING (delivery_id)
JOIN measure AS m USING (measure_id)
JOIN area AS a USING (area_id)
WHERE d.status = 'stored' AND (d.kommun_code IS NULL OR d.kommun_code = $1)
GROUP BY ALL
ORDER BY ALL;
