-- Every cell of some measures: what was delivered, and the years that twelve months add up to.
WITH newest AS (
    SELECT
        o.measure_id, o.area_id, o.period_start, o.period_end, o.breakdown, o.is_total, o.value,
        o.status, whole_months(o.period_start, o.period_end) AS months
    FROM observation AS o
    WHERE o.measure_id IN $measures
      AND o.delivery_id IN $deliveries
    -- newest issue only
),
summed AS (
    SELECT
        measure_id, area_id, year(period_start) AS year, breakdown, bool_and(is_total) AS is_total,
        sum(value) AS value
    FROM newest
    WHERE months = 1 AND measure_id IN $summable
    GROUP BY measure_id, area_id, year(period_start), breakdown
    HAVING count(*) = 12 AND count(value) = 12
)
SELECT measure_id, area_id, period_start, period_end, breakdown, is_total, value, status
FROM newest
UNION ALL
SELECT
    measure_id, area_id, make_date(year, 1, 1), make_date(year + 1, 1, 1), breakdown, is_total,
    value, 0::UTINYINT
FROM summed
WHERE (measure_id, area_id, make_date(year, 1, 1), breakdown) NOT IN (
    SELECT (measure_id, area_id, period_start, breakdown) FROM newest WHERE months = 12
)
ORDER BY measure_id, area_id, period_start, period_end, breakdown;
