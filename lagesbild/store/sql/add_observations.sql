INSERT INTO observation
SELECT
    m.measure_id, a.area_id, i.period_start::DATE, i.period_end::DATE, i.period_label,
    i.breakdown, i.is_total, i.value, i.status, i.raw,
    $1::DATE, $2::INTEGER, i.source_sheet, i.source_row, i.source_column
FROM incoming AS i
JOIN measure AS m ON m.id = i.measure
JOIN area AS a ON a.code = i.area_code
ORDER BY m.measure_id, a.area_id, i.period_start;
