-- What people write of the council's work. Append-only: of a record the newest version that is not set
-- aside counts. state: 'saved', 'removed' (can be taken back), 'aside' (two saved at once: kept, not shown).
CREATE TABLE record (
    entry_id BIGINT, record_id VARCHAR, kind VARCHAR, kommun_code VARCHAR, version INTEGER,
    body VARCHAR, saved_at TIMESTAMP, saved_by VARCHAR, state VARCHAR, based_on INTEGER,
    is_example BOOLEAN
);
