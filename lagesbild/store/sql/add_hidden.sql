INSERT INTO hidden_cell
SELECT
    measure, owner, is_example, area_code, period_start::DATE, period_end::DATE, breakdown, why,
    (SELECT value::BIGINT FROM meta WHERE key = 'data_version')
FROM incoming_hidden;
