SELECT entered_at, subject, details
FROM audit
WHERE action = 'refuse' AND kommun_code IS NOT DISTINCT FROM $1
ORDER BY audit_id DESC
LIMIT $2;
