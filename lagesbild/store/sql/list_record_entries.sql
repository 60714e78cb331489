SELECT
    entry_id, record_id, kind, kommun_code, version, body, saved_at, saved_by, state, based_on, is_example
FROM record
WHERE kommun_code = $1 AND record_id = $2
ORDER BY version DESC;
