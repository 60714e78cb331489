-- Lägesbilder as they stood: append-only, never computed anew. body is the whole document, checksum its
-- SHA-256; audience says whose eyes its figures were released for.
CREATE TABLE frozen_lagesbild (
    lagesbild_id VARCHAR, kommun_code VARCHAR, version INTEGER, audience VARCHAR, body VARCHAR,
    checksum VARCHAR, frozen_at TIMESTAMP, frozen_by VARCHAR
);
