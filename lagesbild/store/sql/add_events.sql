-- The door: what comes in more exact leaves as the middle of its square of 100 m.
INSERT INTO event
SELECT
    (SELECT coalesce(max(event_id), 0) FROM event) + row_number() OVER (),
    $1::INTEGER, $2::VARCHAR, i.area_code, i.category, i.happened_at,
    floor(i.east / 100) * 100 + 50, floor(i.north / 100) * 100 + 50, i.has_time, a.place
FROM incoming_event AS i
LEFT JOIN (
    SELECT code, any_value(CASE WHEN level = 'delomrade' THEN parent_code ELSE code END) AS place
    FROM area GROUP BY code
) AS a ON a.code = i.area_code;
