-- fetch_observations without its joins: which period and which series is told by their numbers.
SELECT
    measure_id, area_id, place - period_shift AS period_id, series_id, value, status, issued_on,
    delivery_id
FROM figure
WHERE measure_id IN (SELECT unnest($measures::INTEGER[]))
  AND area_id IN (SELECT unnest($areas::INTEGER[]))
  AND delivery_id IN $deliveries;
