-- fetch_year_sums without its joins. $years[period_id]: the year of a wanted month, NULL for what is not
-- wanted; $breakdowns and $totals likewise by series_id.
WITH months AS (
    SELECT
        measure_id, area_id, $years[place - period_shift] AS year,
        $breakdowns[series_id] AS breakdown, $totals[series_id] AS is_total, value, status,
        issued_on, delivery_id, delivery_id IN $example_deliveries AS is_example
    FROM figure
    WHERE measure_id IN $summable
      AND area_id IN (SELECT unnest($areas::INTEGER[]))
      AND delivery_id IN $deliveries
)
SELECT
    measure_id, area_id, make_date(year, 1, 1) AS period_start,
    make_date(year + 1, 1, 1) AS period_end, year::VARCHAR AS period_label, breakdown,
    bool_and(is_total) AS is_total, CASE WHEN count(value) = 12 THEN sum(value) END AS value,
    max(status)::UTINYINT AS status, max(issued_on) AS issued_on,
    max(delivery_id)::INTEGER AS delivery_id, 12 AS months
FROM months
WHERE year IS NOT NULL AND breakdown IS NOT NULL
GROUP BY measure_id, area_id, year, breakdown, is_example
HAVING count(*) = 12
ORDER BY measure_id, area_id, period_start, breakdown;
