SELECT
    person_id, action, count(*)::BIGINT AS n,
    arg_max(json_extract_string(details, '$.name'), audit_id) AS name
FROM audit
WHERE kommun_code IS NULL OR kommun_code = $1
GROUP BY ALL
ORDER BY person_id, action;
