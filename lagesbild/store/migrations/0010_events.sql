-- Single events of delivered lists. Nothing more exact than the middle of a square of 100 m is kept, a
-- time of day only where the list has one, and of what kind it was only a name out of the definitions.
-- place: the kommun that it happened in. Append-only, as all that is delivered.
ALTER TABLE event ADD COLUMN has_time BOOLEAN;
ALTER TABLE event ADD COLUMN place VARCHAR;
UPDATE event SET
    has_time = true, east = floor(east / 100) * 100 + 50, north = floor(north / 100) * 100 + 50;
UPDATE event SET place = a.place
FROM (
    SELECT code, any_value(CASE WHEN level = 'delomrade' THEN parent_code ELSE code END) AS place
    FROM area GROUP BY code
) AS a
WHERE a.code = event.area_code;

-- What a list is the whole of: within the days, what older lists had of the kind there is not counted.
CREATE TABLE event_cover (
    delivery_id INTEGER, place VARCHAR, category VARCHAR, first_day DATE, day_after DATE
);

-- Each event once: of lists that cover the same days the newest issue counts, as with figures.
CREATE VIEW current_event AS
SELECT e.*, d.source_id, d.is_example
FROM event AS e
JOIN delivery AS d USING (delivery_id)
WHERE d.status = 'stored'
    AND NOT EXISTS (
        SELECT 1
        FROM event_cover AS c
        JOIN delivery AS n ON n.delivery_id = c.delivery_id
        WHERE n.status = 'stored'
            AND n.source_id = d.source_id
            AND n.kommun_code IS NOT DISTINCT FROM d.kommun_code
            AND n.is_example = d.is_example
            AND c.place = e.place
            AND c.category = e.category
            AND e.happened_at >= c.first_day AND e.happened_at < c.day_after
            AND (n.issued_on > d.issued_on
                OR (n.issued_on = d.issued_on AND n.delivery_id > d.delivery_id))
    );
