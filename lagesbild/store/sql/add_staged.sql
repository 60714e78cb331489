INSERT INTO observation
SELECT
    measure_id, area_id, period_start, period_end, period_label, breakdown, is_total, value, status,
    raw, $1::DATE, $2::INTEGER, '', source_row, source_column
FROM staged;
