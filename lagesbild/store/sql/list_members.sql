SELECT
    person_id, name, organisation, issuer, subject, email, "role", kommun_code, sources, starts_on,
    ends_on, deputy_role, deputy_from, deputy_until, is_removed
FROM person
QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY entry_id DESC) = 1
ORDER BY name, person_id;
