SELECT
    period_id, period_start, period_end, period_label,
    whole_months(period_start, period_end) AS months
FROM period
ORDER BY period_id;
