CREATE TEMP VIEW incoming AS
SELECT
    m.id AS measure, a.code AS area_code, s.period_start, s.period_end,
    s.period_label::VARCHAR AS period_label, s.breakdown::VARCHAR AS breakdown, s.value, s.status,
    NULL::VARCHAR AS source_sheet, s.source_row
FROM staged AS s
JOIN staged_measure AS m USING (measure_id)
JOIN staged_area AS a USING (area_id);
