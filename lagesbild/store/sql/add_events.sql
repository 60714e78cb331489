INSERT INTO event
SELECT
    (SELECT coalesce(max(event_id), 0) FROM event) + row_number() OVER (),
    $1::INTEGER, $2::VARCHAR, area_code, category, happened_at, east, north
FROM incoming_event;
