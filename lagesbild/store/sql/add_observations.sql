INSERT INTO figure
SELECT
    place, measure_id, area_id, place - period_id, series_id, value, status, raw,
    source_row - first_rows, $1::DATE, $2::INTEGER
FROM (
    SELECT
        row_number() OVER (
            ORDER BY m.measure_id, a.area_id, s.series_id, p.period_id, i.source_row
        ) AS place,
        m.measure_id, a.area_id, p.period_id, s.series_id, i.value, i.status, i.raw, i.source_row,
        p.first_row + s.first_row AS first_rows
    FROM incoming AS i
    JOIN measure AS m ON m.id = i.measure
    JOIN area AS a ON a.code = i.area_code
    JOIN period AS p
        ON p.period_start IS NOT DISTINCT FROM i.period_start::DATE
        AND p.period_end IS NOT DISTINCT FROM i.period_end::DATE
        AND p.period_label IS NOT DISTINCT FROM i.period_label
    JOIN series AS s
        ON s.breakdown IS NOT DISTINCT FROM i.breakdown
        AND s.is_total IS NOT DISTINCT FROM i.is_total
        AND s.source_sheet IS NOT DISTINCT FROM i.source_sheet
        AND s.source_column IS NOT DISTINCT FROM i.source_column
)
ORDER BY place;
