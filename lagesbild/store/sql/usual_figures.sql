SELECT
    m.id AS measure, a.code AS area_code,
    round(datediff('day', f.period_start, f.period_end) / 30.44)::INTEGER AS months,
    median(f.value) AS usual
FROM (
    -- figures
) AS f
JOIN measure AS m USING (measure_id)
JOIN area AS a USING (area_id)
WHERE f.is_total AND f.value IS NOT NULL
GROUP BY ALL;
