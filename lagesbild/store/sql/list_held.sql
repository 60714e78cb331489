SELECT o.measure_id, o.delivery_id, d.is_example, d.kommun_code
FROM (SELECT DISTINCT measure_id, delivery_id FROM observation) AS o
JOIN delivery AS d USING (delivery_id)
WHERE d.status = 'stored';
