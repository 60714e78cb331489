-- Undivided months, and each calendar year as it was delivered or as its twelve months add up.
WITH newest AS (
    SELECT
        o.measure_id, o.area_id, o.period_start, o.period_end, o.period_label, o.breakdown,
        o.is_total, o.value, o.status, o.issued_on, o.delivery_id,
        o.delivery_id IN $example_deliveries AS is_example,
        whole_months(o.period_start, o.period_end) AS months
    FROM observation AS o
    WHERE o.measure_id IN (SELECT unnest($measures::INTEGER[]))
      AND o.area_id IN (SELECT unnest($areas::INTEGER[]))
      AND o.delivery_id IN $deliveries
      AND o.is_total
    -- newest issue only
),
summed AS (
    SELECT
        measure_id, area_id, year(period_start) AS year, breakdown, sum(value) AS value,
        max(status)::UTINYINT AS status, max(issued_on) AS issued_on,
        max(delivery_id)::INTEGER AS delivery_id, is_example
    FROM newest
    WHERE months = 1 AND measure_id IN $summable
    GROUP BY measure_id, area_id, year(period_start), breakdown, is_example
    HAVING count(*) = 12 AND count(value) = 12
)
SELECT * EXCLUDE (is_example) FROM newest
WHERE months = 1 OR (months = 12 AND month(period_start) = 1)
UNION ALL
SELECT
    measure_id, area_id, make_date(year, 1, 1), make_date(year + 1, 1, 1), year::VARCHAR,
    breakdown, true, value, status, issued_on, delivery_id, 12
FROM summed
WHERE (measure_id, area_id, make_date(year, 1, 1), breakdown, is_example) NOT IN (
    SELECT (measure_id, area_id, period_start, breakdown, is_example) FROM newest WHERE months = 12
)
ORDER BY measure_id, area_id, period_start, breakdown;
