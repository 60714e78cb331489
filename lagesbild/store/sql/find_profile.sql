SELECT d.delivery_id, d.file_name, d.received_at, d.mapping, p.columns
FROM profile AS p
JOIN delivery AS d USING (delivery_id)
WHERE p.shape = $1
  AND d.source_id = $2
  AND d.kommun_code IS NOT DISTINCT FROM $3
  AND d.status = 'stored'
ORDER BY d.delivery_id DESC
LIMIT 1;
