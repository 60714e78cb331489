-- Which kinds of event there are lists of, and from when to when all kinds of a list run; no numbers.
WITH known AS (
    SELECT e.*, d.is_example, d.source_id
    FROM event e
    JOIN delivery d USING (delivery_id)
    JOIN (SELECT DISTINCT code, parent_code FROM area) a ON a.code = e.area_code
    WHERE d.status = 'stored'
        AND $kommun IN (a.code, a.parent_code)
        AND (e.kommun_code IS NULL OR e.kommun_code = $reader)
),
worlds AS (SELECT source_id, bool_and(is_example) AS is_example FROM known GROUP BY source_id),
chosen AS (SELECT k.* FROM known k JOIN worlds w USING (source_id, is_example)),
spans AS (
    SELECT source_id, min(happened_at)::DATE AS first_day, max(happened_at)::DATE AS last_day
    FROM chosen GROUP BY source_id
)
SELECT DISTINCT c.source_id, lower(trim(c.category)) AS category, s.first_day, s.last_day, c.is_example
FROM chosen c JOIN spans s USING (source_id)
ORDER BY ALL
