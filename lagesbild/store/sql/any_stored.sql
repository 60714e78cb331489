SELECT count(*)
FROM (
    SELECT DISTINCT o.measure_id
    FROM observation AS o
    JOIN delivery AS d USING (delivery_id)
    WHERE d.status = 'stored'
      AND NOT d.is_example
      AND d.kommun_code IS NOT DISTINCT FROM $1
      AND o.measure_id IN (SELECT measure_id FROM measure WHERE list_contains($2, id))
    LIMIT 1
);
