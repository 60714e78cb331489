SELECT
    c.delivery_id, d.source_id, d.file_name, c.measure, c.area_code, c.period_start, c.period_end,
    c.source_sheet, c.source_row, c.source_column, c.raw, c."right", c.reason, c.status
FROM correction AS c
JOIN delivery AS d USING (delivery_id)
WHERE d.status = 'stored'
  AND (d.kommun_code IS NULL OR d.kommun_code = $1)
ORDER BY c.delivery_id DESC, c.source_row;
