SELECT
    delivery_id, source_id, kommun_code, file_name, sha256, received_at, delivered_by, issued_on,
    status, is_example, rows_read, observations_stored
FROM delivery
WHERE kommun_code IS NULL OR kommun_code = $1
ORDER BY delivery_id DESC;
