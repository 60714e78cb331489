-- Which kinds of event there are lists of, and the stretches of days that the lists are the whole of; no
-- numbers. A list that does not say what it covers runs from its first event of any kind to its last.
WITH known AS (
    SELECT e.*
    FROM current_event e
    JOIN (SELECT DISTINCT code, parent_code FROM area) a ON a.code = e.area_code
    WHERE $kommun IN (a.code, a.parent_code)
        AND (e.kommun_code IS NULL OR e.kommun_code = $reader)
),
worlds AS (SELECT source_id, bool_and(is_example) AS is_example FROM known GROUP BY source_id),
chosen AS (SELECT k.* FROM known k JOIN worlds w USING (source_id, is_example)),
kinds AS (
    SELECT DISTINCT source_id, category, lower(trim(category)) AS name, is_example FROM chosen
),
covers AS (
    SELECT DISTINCT d.source_id, c.category, d.is_example, c.first_day, c.day_after
    FROM event_cover AS c
    JOIN delivery AS d USING (delivery_id)
    WHERE d.status = 'stored' AND c.place = $kommun
        AND (d.kommun_code IS NULL OR d.kommun_code = $reader)
),
spans AS (
    SELECT
        source_id, is_example, min(happened_at)::DATE AS first_day,
        max(happened_at)::DATE + 1 AS day_after
    FROM chosen
    WHERE delivery_id NOT IN (SELECT delivery_id FROM event_cover)
    GROUP BY ALL
)
SELECT k.source_id, k.name, k.is_example, c.first_day, c.day_after
FROM kinds AS k JOIN covers AS c USING (source_id, category, is_example)
UNION
SELECT k.source_id, k.name, k.is_example, s.first_day, s.day_after
FROM kinds AS k JOIN spans AS s USING (source_id, is_example)
ORDER BY ALL
