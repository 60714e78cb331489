-- No primary keys, uniqueness, sequences or indexes: DuckLake has none of them.
CREATE TABLE meta (key VARCHAR, value VARCHAR);
CREATE TABLE migration (number INTEGER, name VARCHAR, applied_at TIMESTAMP);

CREATE TABLE area (
    area_id INTEGER, code VARCHAR, name VARCHAR, level VARCHAR, parent_code VARCHAR,
    kommun_code VARCHAR, is_example BOOLEAN, boundary VARCHAR
);
CREATE TABLE area_alias (kommun_code VARCHAR, source_id VARCHAR, spelling VARCHAR, area_code VARCHAR);

CREATE TABLE measure (measure_id INTEGER, id VARCHAR);

-- Definitions that people made; those of data/catalog stay in their files.
CREATE TABLE definition (
    kind VARCHAR, id VARCHAR, body VARCHAR, delivery_id INTEGER, saved_at TIMESTAMP, saved_by VARCHAR
);

CREATE TABLE delivery (
    delivery_id INTEGER, source_id VARCHAR, kommun_code VARCHAR, file_name VARCHAR, sha256 VARCHAR,
    received_at TIMESTAMP, delivered_by VARCHAR, issued_on DATE, status VARCHAR,
    is_example BOOLEAN, rows_read BIGINT, observations_stored BIGINT, receipt VARCHAR, mapping VARCHAR
);

-- Append-only, settled in the order measure, area, period: the trend question reads one stretch.
CREATE TABLE observation (
    measure_id INTEGER, area_id INTEGER, period_start DATE, period_end DATE, period_label VARCHAR,
    breakdown VARCHAR, is_total BOOLEAN, value DOUBLE, status UTINYINT, raw VARCHAR,
    issued_on DATE, delivery_id INTEGER,
    source_sheet VARCHAR, source_row INTEGER, source_column VARCHAR
);

CREATE TABLE event (
    event_id INTEGER, delivery_id INTEGER, kommun_code VARCHAR, area_code VARCHAR, category VARCHAR,
    happened_at TIMESTAMP, east DOUBLE, north DOUBLE
);

CREATE TABLE audit (
    audit_id INTEGER, entered_at TIMESTAMP, person_id VARCHAR, kommun_code VARCHAR, action VARCHAR,
    subject VARCHAR, details VARCHAR, previous_hash VARCHAR, hash VARCHAR
);
INSERT INTO meta VALUES ('data_version', '0');
