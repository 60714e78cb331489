-- What the residents have been shown: never changed, only withdrawn. The newest row of a kommun is what
-- is out, unless it is withdrawn; an older one never comes back by itself.
CREATE TABLE publication (
    publication_id INTEGER, kommun_code VARCHAR, body VARCHAR, published_at TIMESTAMP,
    published_by VARCHAR, withdrawn_at TIMESTAMP, withdrawn_by VARCHAR
);
