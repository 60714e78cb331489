-- What earlier lists of the same layout are the whole of, and the areas that their events lie in.
SELECT DISTINCT c.place, c.category, e.area_code
FROM event_cover AS c
JOIN delivery AS d USING (delivery_id)
JOIN profile AS p USING (delivery_id)
LEFT JOIN event AS e
    ON e.delivery_id = c.delivery_id AND e.place = c.place AND e.category = c.category
WHERE d.status = 'stored' AND NOT d.is_example AND p.shape = $shape AND d.source_id = $source
    AND d.kommun_code IS NOT DISTINCT FROM $kommun
ORDER BY ALL
