SELECT DISTINCT m.id
FROM observation AS o
JOIN measure AS m USING (measure_id)
WHERE o.delivery_id IN (
    SELECT delivery_id FROM delivery
    WHERE status = 'stored' AND NOT is_example AND (kommun_code IS NULL OR kommun_code = $1)
);
