-- How many events that count today a new list would take the place of, and from when to when the lists
-- they stand in are replaced.
WITH cover AS (SELECT c.* FROM (SELECT unnest($covers) AS c)),
older AS (
    SELECT delivery_id FROM delivery
    WHERE status = 'stored' AND NOT is_example AND source_id = $source
        AND kommun_code IS NOT DISTINCT FROM $kommun AND issued_on <= $issued_on
),
replaced AS (
    SELECT e.event_id
    FROM current_event AS e
    SEMI JOIN older USING (delivery_id)
    SEMI JOIN cover AS k
        ON k.place = e.place AND k.category = e.category
        AND e.happened_at >= k.first_day AND e.happened_at < k.day_after
),
days AS (
    SELECT greatest(c.first_day, k.first_day) AS first_day, least(c.day_after, k.day_after) AS day_after
    FROM event_cover AS c
    SEMI JOIN older USING (delivery_id)
    JOIN cover AS k USING (place, category)
    WHERE c.first_day < k.day_after AND k.first_day < c.day_after
)
SELECT
    (SELECT count(*) FROM replaced)::INTEGER, min(first_day)::DATE, (max(day_after) - 1)::DATE
FROM days
