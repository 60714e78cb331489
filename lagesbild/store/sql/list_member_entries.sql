SELECT
    person_id, name, organisation, issuer, subject, email, "role", kommun_code, sources, starts_on,
    ends_on, deputy_role, deputy_from, deputy_until, is_removed, entry_id, entered_at, entered_by
FROM person
WHERE person_id = $1
ORDER BY entry_id DESC;
