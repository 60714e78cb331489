-- The end of the unbroken beginning in which everything is older.
SELECT audit_id, hash
FROM audit
WHERE audit_id < (
    SELECT coalesce(min(audit_id) FILTER (entered_at >= $1), max(audit_id) + 1) FROM audit
)
ORDER BY audit_id DESC
LIMIT 1;
