-- Years and longer as delivered, and beside them the latest twelve months at every month.
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
      AND o.period_start >= $start::DATE
      AND o.period_end <= $end::DATE
    -- newest issue only
),
rolling AS (
    SELECT
        measure_id, area_id, min(period_start) OVER latest AS period_start, period_end,
        period_label, breakdown, is_total,
        CASE WHEN count(value) OVER latest = 12 THEN sum(value) OVER latest END AS value,
        max(status) OVER latest AS status, max(issued_on) OVER latest AS issued_on,
        max(delivery_id) OVER latest AS delivery_id,
        whole_months(min(period_start) OVER latest, period_end) AS months
    FROM newest
    WHERE months = 1 AND measure_id IN $summable
    WINDOW latest AS (
        PARTITION BY measure_id, area_id, breakdown, is_example ORDER BY period_start
        ROWS BETWEEN 11 PRECEDING AND CURRENT ROW
    )
)
SELECT * EXCLUDE (is_example) FROM newest WHERE months >= 12
UNION ALL
SELECT * FROM rolling WHERE months = 12
ORDER BY measure_id, area_id, period_start, breakdown;
