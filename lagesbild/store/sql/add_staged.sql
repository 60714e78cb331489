INSERT INTO figure
SELECT
    place, measure_id, area_id, period_shift, series_id, value, status, raw, row_shift, $1::DATE,
    $2::INTEGER
FROM staged;
