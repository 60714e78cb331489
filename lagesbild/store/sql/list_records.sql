SELECT
    entry_id, record_id, kind, kommun_code, version, body, saved_at, saved_by, state, based_on, is_example
FROM (
    SELECT *, min(entry_id) OVER (PARTITION BY record_id) AS first_entry
    FROM record
    WHERE state <> 'aside'
)
QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY version DESC) = 1
ORDER BY first_entry;
