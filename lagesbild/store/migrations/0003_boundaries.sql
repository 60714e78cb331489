-- Outlines belong to the delivery that brought them: recalled with it, and the older ones show again.
CREATE TABLE area_boundary (code VARCHAR, delivery_id INTEGER, geometry VARCHAR);
ALTER TABLE area DROP COLUMN boundary;
