SELECT audit_id, entered_at, person_id, kommun_code, action, subject, details
FROM audit
WHERE (kommun_code IS NULL OR kommun_code = $kommun)
  AND ($person IS NULL OR person_id = $person)
  AND ($action IS NULL OR action = $action)
  AND entered_at >= $since
  AND entered_at < $until
ORDER BY audit_id DESC
LIMIT $most;
