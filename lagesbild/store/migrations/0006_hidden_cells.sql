-- Which cells are hidden, for all views alike. By code and not by number: kept when the database is rebuilt.
-- why: 1 small by the rule, 2 company for a small one, 3 a half-year whose sum may not be told.
CREATE TABLE hidden_cell (
    measure VARCHAR, owner VARCHAR, is_example BOOLEAN, area_code VARCHAR, period_start DATE,
    period_end DATE, breakdown VARCHAR, why UTINYINT, data_version BIGINT
);
-- What each measure's pattern was made of; without such a line, or with another basis, it is made anew.
CREATE TABLE hidden_basis (
    measure VARCHAR, owner VARCHAR, is_example BOOLEAN, basis VARCHAR, deliveries VARCHAR,
    unprotected INTEGER, data_version BIGINT
);
