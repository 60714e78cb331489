SELECT b.code, a.name, b.geometry, d.source_id
FROM area_boundary AS b
JOIN area AS a ON a.code = b.code
JOIN delivery AS d ON d.delivery_id = b.delivery_id
WHERE a.parent_code = $1
  AND d.status = 'stored'
  AND (d.kommun_code IS NULL OR d.kommun_code = $2)
  AND (a.kommun_code IS NULL OR a.kommun_code = $2)
QUALIFY row_number() OVER (PARTITION BY b.code ORDER BY b.delivery_id DESC) = 1
ORDER BY b.code;
