CREATE TEMP VIEW incoming AS
SELECT
    m.id AS measure, a.code AS area_code, s.period_start, s.period_end,
    s.breakdown::VARCHAR AS breakdown, s.value, s.status
FROM staged AS s
JOIN staged_measure AS m USING (measure_id)
JOIN staged_area AS a USING (area_id);
