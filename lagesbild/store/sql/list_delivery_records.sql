SELECT
    delivery_id, source_id, kommun_code, file_name, sha256, received_at, delivered_by, issued_on,
    status, is_example, rows_read, observations_stored, mapping
FROM delivery
ORDER BY delivery_id;
