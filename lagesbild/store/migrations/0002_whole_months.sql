-- A week that crosses a month's end is no month: only what begins and ends on the first counts whole.
CREATE OR REPLACE MACRO whole_months(first_day, day_after) AS
    CASE
        WHEN day(first_day) = 1 AND day(day_after) = 1 THEN datediff('month', first_day, day_after)
        ELSE datediff('day', first_day, day_after) // 31
    END::INTEGER;
