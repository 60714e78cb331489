-- How many events of some kinds fell in each week, Monday to Sunday.
WITH known AS (
    SELECT e.*
    FROM current_event e
    JOIN (SELECT DISTINCT code, parent_code FROM area) a ON a.code = e.area_code
    WHERE $kommun IN (a.code, a.parent_code)
        AND (e.kommun_code IS NULL OR e.kommun_code = $reader)
        AND e.source_id = $source
)
SELECT date_trunc('week', happened_at)::DATE AS monday, count(*)::INTEGER AS events
FROM known
WHERE is_example = (SELECT bool_and(is_example) FROM known)
    AND list_contains($categories, lower(trim(category)))
GROUP BY ALL
ORDER BY monday
