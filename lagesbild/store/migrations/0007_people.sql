-- Who has access. Append-only: the newest row of a person counts, the older ones are the history.
CREATE TABLE person (
    entry_id INTEGER, entered_at TIMESTAMP, entered_by VARCHAR,
    person_id VARCHAR, name VARCHAR, organisation VARCHAR, issuer VARCHAR, subject VARCHAR,
    email VARCHAR, "role" VARCHAR, kommun_code VARCHAR, sources VARCHAR,
    starts_on DATE, ends_on DATE, deputy_role VARCHAR, deputy_from DATE, deputy_until DATE,
    is_removed BOOLEAN
);

-- Where the audit's chain begins and ends: 'start' after old entries were removed, 'end' always.
CREATE TABLE audit_mark (kind VARCHAR, audit_id INTEGER, hash VARCHAR);
INSERT INTO audit_mark SELECT 'end', audit_id, hash FROM audit ORDER BY audit_id DESC LIMIT 1;
