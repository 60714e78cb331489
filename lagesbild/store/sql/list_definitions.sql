SELECT body
FROM definition
JOIN delivery USING (delivery_id)
WHERE kind = $1
  AND delivery.status = 'stored'
  AND ($2 OR delivery.kommun_code IS NULL OR delivery.kommun_code = $3)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY saved_at DESC, definition.delivery_id DESC) = 1
ORDER BY id;
