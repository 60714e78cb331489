-- Areas with a figure in each measure's newest period.
WITH known AS (
    SELECT measure_id, area_id, period_end
    FROM observation
    WHERE measure_id IN (SELECT unnest($measures::INTEGER[]))
      AND delivery_id IN $deliveries
      AND is_total
      AND value IS NOT NULL
)
SELECT DISTINCT k.measure_id, k.area_id
FROM known AS k
JOIN (SELECT measure_id, max(period_end) AS newest FROM known GROUP BY measure_id) AS n
    ON n.measure_id = k.measure_id AND n.newest = k.period_end;
