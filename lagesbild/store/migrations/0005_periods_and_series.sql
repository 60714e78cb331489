-- The long table holds numbers only. What many figures share stands once: when (period), and what it
-- is divided by and where it stood (series). 11 MB became 3 for a million rows.
--
-- place          running number of what was stored together; period_id is place - period_shift. In an
--                unbroken series both run on together, and then the shift is one and the same
-- row_shift      source_row less the first rows of its period and its series, for the same reason
CREATE TABLE period (
    period_id INTEGER, period_start DATE, period_end DATE, period_label VARCHAR, first_row INTEGER
);
CREATE TABLE series (
    series_id INTEGER, breakdown VARCHAR, is_total BOOLEAN, source_sheet VARCHAR,
    source_column VARCHAR, first_row INTEGER
);

-- Append-only, settled in the order measure, area, series, period: the trend question reads one stretch.
CREATE TABLE figure (
    place INTEGER, measure_id INTEGER, area_id INTEGER, period_shift INTEGER, series_id INTEGER,
    value DOUBLE, status UTINYINT, raw VARCHAR, row_shift INTEGER, issued_on DATE,
    delivery_id INTEGER
);

INSERT INTO period
SELECT row_number() OVER (ORDER BY period_start, period_end, period_label), *
FROM (
    SELECT period_start, period_end, period_label, coalesce(min(source_row), 0) AS first_row
    FROM observation
    GROUP BY ALL
);
INSERT INTO series
SELECT row_number() OVER (ORDER BY is_total DESC, breakdown, source_sheet, source_column), *
FROM (
    SELECT breakdown, is_total, source_sheet, source_column, coalesce(min(source_row), 0) AS first_row
    FROM observation
    GROUP BY ALL
);
INSERT INTO figure
SELECT
    place, measure_id, area_id, place - period_id, series_id, value, status, raw,
    source_row - first_rows, issued_on, delivery_id
FROM (
    SELECT
        row_number() OVER (
            ORDER BY o.delivery_id, o.measure_id, o.area_id, s.series_id, p.period_id
        ) AS place,
        o.measure_id, o.area_id, s.series_id, p.period_id, o.value, o.status, o.raw, o.source_row,
        p.first_row + s.first_row AS first_rows, o.issued_on, o.delivery_id
    FROM observation AS o
    JOIN period AS p
        ON p.period_start IS NOT DISTINCT FROM o.period_start
        AND p.period_end IS NOT DISTINCT FROM o.period_end
        AND p.period_label IS NOT DISTINCT FROM o.period_label
    JOIN series AS s
        ON s.breakdown IS NOT DISTINCT FROM o.breakdown
        AND s.is_total IS NOT DISTINCT FROM o.is_total
        AND s.source_sheet IS NOT DISTINCT FROM o.source_sheet
        AND s.source_column IS NOT DISTINCT FROM o.source_column
)
ORDER BY place;

DROP TABLE observation;
CREATE VIEW observation AS
SELECT
    f.measure_id, f.area_id, p.period_start, p.period_end, p.period_label, s.breakdown, s.is_total,
    f.value, f.status, f.raw, f.issued_on, f.delivery_id, s.source_sheet,
    f.row_shift + p.first_row + s.first_row AS source_row, s.source_column
FROM figure AS f
JOIN period AS p ON p.period_id = f.place - f.period_shift
JOIN series AS s ON s.series_id = f.series_id;
