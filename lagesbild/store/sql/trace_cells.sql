-- Where the newest issue of each figure stood in its file. No values leave here.
SELECT
    o.measure_id, o.area_id, o.period_start, o.period_end, o.breakdown, o.is_total, o.delivery_id,
    coalesce(o.source_sheet, '') AS source_sheet, o.source_row,
    coalesce(o.source_column, '') AS source_column
FROM observation AS o
WHERE o.measure_id IN (SELECT unnest($measures::INTEGER[]))
  AND o.area_id IN (SELECT unnest($areas::INTEGER[]))
  AND o.delivery_id IN $deliveries
  AND o.period_start >= $start::DATE
  AND o.period_end <= $end::DATE
-- newest issue only
ORDER BY o.measure_id, o.area_id, o.period_start, o.breakdown;
