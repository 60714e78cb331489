-- Twelve months added up, where nobody has delivered a year: fetch_years without what it joins.
WITH newest AS (
    SELECT
        o.measure_id, o.area_id, o.period_start, o.period_end, o.breakdown, o.is_total, o.value,
        o.status, o.issued_on, o.delivery_id, o.delivery_id IN $example_deliveries AS is_example
    FROM observation AS o
    WHERE o.measure_id IN $summable
      AND o.area_id IN (SELECT unnest($areas::INTEGER[]))
      AND o.delivery_id IN $deliveries
      AND o.period_start >= $start::DATE
      AND o.period_end <= $end::DATE
      AND whole_months(o.period_start, o.period_end) = 1
    -- newest issue only
)
SELECT
    measure_id, area_id, make_date(year(period_start), 1, 1) AS period_start,
    make_date(year(period_start) + 1, 1, 1) AS period_end,
    year(period_start)::VARCHAR AS period_label, breakdown, bool_and(is_total) AS is_total,
    CASE WHEN count(value) = 12 THEN sum(value) END AS value,
    max(status)::UTINYINT AS status, max(issued_on) AS issued_on,
    max(delivery_id)::INTEGER AS delivery_id, 12 AS months
FROM newest
GROUP BY measure_id, area_id, year(period_start), breakdown, is_example
HAVING count(*) = 12
ORDER BY measure_id, area_id, period_start, breakdown;
