-- $shortest, $longest: as few and as many whole months as a period may have.
SELECT
    o.measure_id, o.area_id, o.period_start, o.period_end, o.period_label, o.breakdown, o.is_total,
    o.value, o.status, o.issued_on, o.delivery_id,
    whole_months(o.period_start, o.period_end) AS months
FROM observation AS o
WHERE o.measure_id IN (SELECT unnest($measures::INTEGER[]))
  AND o.area_id IN (SELECT unnest($areas::INTEGER[]))
  AND o.delivery_id IN $deliveries
  AND o.period_start >= $start::DATE
  AND o.period_end <= $end::DATE
  AND whole_months(o.period_start, o.period_end) BETWEEN $shortest AND $longest
-- newest issue only
ORDER BY o.measure_id, o.area_id, o.period_start, o.breakdown;
