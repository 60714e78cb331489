-- How a stored file was laid out, so that the next of the same layout is read with the same answers.
-- The answers are the delivery's own mapping: recall it, and what was said before counts again.
CREATE TABLE profile (delivery_id INTEGER, shape VARCHAR, columns VARCHAR);

-- Cells that were read as something else than they say, with the reason.
CREATE TABLE correction (
    delivery_id INTEGER, measure VARCHAR, area_code VARCHAR, period_start DATE, period_end DATE,
    source_sheet VARCHAR, source_row INTEGER, source_column VARCHAR, raw VARCHAR, "right" VARCHAR,
    reason VARCHAR, status VARCHAR
);
