INSERT INTO area_boundary
SELECT code, $1::INTEGER, geometry
FROM incoming_boundary
WHERE code IN (SELECT code FROM area);
