-- Times stay here: what goes out is how many fell on each weekday and hour, and how many have only a day,
-- or only the stroke of twelve.
WITH known AS (
    SELECT e.*
    FROM current_event e
    JOIN (SELECT DISTINCT code, parent_code FROM area) a ON a.code = e.area_code
    WHERE $kommun IN (a.code, a.parent_code)
        AND (e.kommun_code IS NULL OR e.kommun_code = $reader)
        AND e.source_id = $source
),
chosen AS (
    -- One world: invented events are gone as soon as there is a real one.
    SELECT * FROM known WHERE is_example = (SELECT bool_and(is_example) FROM known)
)
SELECT
    (isodow(happened_at) - 1)::INTEGER AS weekday,
    hour(happened_at)::INTEGER AS hour,
    (count(*) FILTER (has_time))::INTEGER AS events,
    (count(*) FILTER (has_time AND happened_at = date_trunc('day', happened_at)))::INTEGER AS at_midnight,
    (count(*) FILTER (NOT has_time))::INTEGER AS untimed
FROM chosen
WHERE list_contains($categories, lower(trim(category)))
    AND happened_at >= $start AND happened_at < $end
    AND (month(happened_at) BETWEEN 6 AND 8) IN $seasons
GROUP BY ALL
ORDER BY weekday, hour
