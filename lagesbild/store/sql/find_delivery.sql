SELECT delivery_id
FROM delivery
WHERE sha256 = $1 AND source_id = $2 AND kommun_code IS NOT DISTINCT FROM $3 AND status = 'stored'
ORDER BY delivery_id DESC
LIMIT 1;
