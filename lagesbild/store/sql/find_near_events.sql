-- Points stay here: what goes out is which events, by a number without meaning, are near each other, and their days.
WITH chosen AS (
    SELECT
        (row_number() OVER (ORDER BY happened_at, event_id) - 1)::INTEGER AS number,
        datediff('day', DATE '1970-01-01', happened_at::DATE)::INTEGER AS day, east, north
    FROM known_event($kommun, $reader, $source)
    WHERE list_contains($categories, lower(trim(category)))
        AND happened_at >= $start AND happened_at < $end
        AND east IS NOT NULL AND north IS NOT NULL
),
near AS (
    SELECT
        one.number AS number, other.number AS other,
        sqrt((one.east - other.east) ** 2 + (one.north - other.north) ** 2) AS apart
    FROM chosen one JOIN chosen other
        ON one.number < other.number
        AND abs(one.east - other.east) < $within AND abs(one.north - other.north) < $within
)
SELECT number, day, NULL::INTEGER AS other, NULL::INTEGER AS band FROM chosen
UNION ALL
SELECT number, NULL, other, floor(apart / $step)::INTEGER FROM near WHERE apart < $within
