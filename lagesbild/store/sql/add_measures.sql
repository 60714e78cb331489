INSERT INTO measure
SELECT (SELECT coalesce(max(measure_id), 0) FROM measure) + row_number() OVER (ORDER BY id), id
FROM (SELECT DISTINCT measure AS id FROM incoming)
WHERE id NOT IN (SELECT id FROM measure);
