-- How many events of some kinds fell in each week, Monday to Sunday.
SELECT date_trunc('week', happened_at)::DATE AS monday, count(*)::INTEGER AS events
FROM known_event($kommun, $reader, $source)
WHERE list_contains($categories, lower(trim(category)))
GROUP BY ALL
ORDER BY monday
