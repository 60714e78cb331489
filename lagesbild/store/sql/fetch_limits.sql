-- What stood in the cells that lie below the limit of what could be measured.
SELECT o.area_id, o.period_start, o.period_end, o.delivery_id, o.raw
FROM observation AS o
WHERE o.measure_id = $measure
  AND o.status = $status
  AND o.is_total
  AND o.area_id IN (SELECT unnest($areas::INTEGER[]))
  AND o.delivery_id IN $deliveries
  AND o.raw IS NOT NULL;
