SELECT
    d.delivery_id, d.source_id, d.kommun_code, d.file_name, d.sha256, d.received_at, d.delivered_by,
    d.issued_on, d.status, d.is_example, d.rows_read, d.observations_stored,
    coalesce(e.events, 0)::INTEGER AS events, coalesce(g.kommuner, 0)::INTEGER AS kommuner
FROM delivery AS d
LEFT JOIN (SELECT delivery_id, count(*) AS events FROM event GROUP BY delivery_id) AS e
    USING (delivery_id)
LEFT JOIN (SELECT delivery_id, count(*) AS kommuner FROM kommun_group GROUP BY delivery_id) AS g
    USING (delivery_id)
WHERE d.kommun_code IS NULL OR d.kommun_code = $1
ORDER BY d.delivery_id DESC;
