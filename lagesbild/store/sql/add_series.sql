INSERT INTO series
SELECT
    (SELECT coalesce(max(series_id), 0) FROM series)
    + row_number() OVER (ORDER BY is_total DESC, breakdown, source_sheet, source_column),
    *
FROM (
    SELECT breakdown, is_total, source_sheet, source_column, coalesce(min(source_row), 0) AS first_row
    FROM incoming
    GROUP BY ALL
) AS i
WHERE NOT EXISTS (
    SELECT 1 FROM series AS s
    WHERE s.breakdown IS NOT DISTINCT FROM i.breakdown
      AND s.is_total IS NOT DISTINCT FROM i.is_total
      AND s.source_sheet IS NOT DISTINCT FROM i.source_sheet
      AND s.source_column IS NOT DISTINCT FROM i.source_column
);
