-- fetch_numbers of a single measure: told by its number alone, the database looks only where it lies.
SELECT
    measure_id, area_id, place - period_shift AS period_id, series_id, value, status, issued_on,
    delivery_id
FROM figure
WHERE measure_id = $measure AND list_contains($areas::INTEGER[], area_id)
  AND delivery_id IN $deliveries;
