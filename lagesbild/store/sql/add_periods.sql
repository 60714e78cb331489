INSERT INTO period
SELECT
    (SELECT coalesce(max(period_id), 0) FROM period)
    + row_number() OVER (ORDER BY period_start, period_end, period_label),
    *
FROM (
    SELECT
        period_start::DATE AS period_start, period_end::DATE AS period_end, period_label,
        coalesce(min(source_row), 0) AS first_row
    FROM incoming
    GROUP BY ALL
) AS i
WHERE NOT EXISTS (
    SELECT 1 FROM period AS p
    WHERE p.period_start IS NOT DISTINCT FROM i.period_start
      AND p.period_end IS NOT DISTINCT FROM i.period_end
      AND p.period_label IS NOT DISTINCT FROM i.period_label
);
