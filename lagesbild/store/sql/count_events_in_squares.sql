-- Points stay here: what goes out is how many fell in each square of each area, and in none.
SELECT
    area_code,
    floor(east / $cell)::INTEGER AS square_column,
    floor(north / $cell)::INTEGER AS square_row,
    (count(*) FILTER (
        list_contains($categories, lower(trim(category)))
        AND happened_at >= $start AND happened_at < $end
    ))::INTEGER AS events,
    bool_and(is_example) AS is_example
FROM known_event($kommun, $reader, $source)
GROUP BY ALL
ORDER BY area_code, square_column, square_row
