INSERT INTO area
SELECT
    (SELECT coalesce(max(area_id), 0) FROM area) + row_number() OVER (ORDER BY code),
    code, name, level, parent_code, kommun_code, is_example
FROM incoming_area
WHERE code NOT IN (SELECT code FROM area);
