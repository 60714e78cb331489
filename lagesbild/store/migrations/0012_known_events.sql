-- The events of a kommun in one source's lists, as somebody may read them, also those without a place.
-- One world: invented events are gone as soon as there is a real one.
CREATE OR REPLACE MACRO known_event(of_kommun, of_reader, of_source) AS TABLE
    SELECT *
    FROM current_event
    WHERE place = of_kommun AND source_id = of_source
        AND (kommun_code IS NULL OR kommun_code = of_reader)
    QUALIFY is_example = bool_and(is_example) OVER ();
