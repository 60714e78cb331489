-- Times stay here: what goes out is how many fell on each weekday and hour in the summer and the rest of each
-- year, and how many have only a day, or only the stroke of twelve.
SELECT
    year(happened_at)::INTEGER AS year,
    month(happened_at) BETWEEN 6 AND 8 AS is_summer,
    (isodow(happened_at) - 1)::INTEGER AS weekday,
    hour(happened_at)::INTEGER AS hour,
    (count(*) FILTER (has_time))::INTEGER AS events,
    (count(*) FILTER (has_time AND happened_at = date_trunc('day', happened_at)))::INTEGER AS at_midnight,
    (count(*) FILTER (NOT has_time))::INTEGER AS untimed
FROM known_event($kommun, $reader, $source)
WHERE list_contains($categories, lower(trim(category)))
    AND happened_at >= $start AND happened_at < $end
GROUP BY ALL
ORDER BY year, is_summer, weekday, hour
