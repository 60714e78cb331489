-- Points stay here: what goes out is how many fell in each square of each area.
WITH known AS (
    SELECT e.*
    FROM current_event e
    JOIN (SELECT DISTINCT code, parent_code FROM area) a ON a.code = e.area_code
    WHERE $1 IN (a.code, a.parent_code)
        AND (e.kommun_code IS NULL OR e.kommun_code = $6)
        AND e.source_id = $7
        AND e.east IS NOT NULL AND e.north IS NOT NULL
),
chosen AS (
    -- One world: invented events are gone as soon as there is a real one.
    SELECT * FROM known WHERE is_example = (SELECT bool_and(is_example) FROM known)
)
SELECT
    area_code,
    floor(east / $2)::INTEGER AS square_column,
    floor(north / $2)::INTEGER AS square_row,
    (count(*) FILTER (
        list_contains($3, lower(trim(category))) AND happened_at >= $4 AND happened_at < $5
    ))::INTEGER AS events,
    bool_and(is_example) AS is_example
FROM chosen
GROUP BY ALL
ORDER BY area_code, square_column, square_row
