SELECT
    g.delivery_id, g.code, g.name, g.list_name, d.issued_on, list(g.kommun ORDER BY g.kommun) AS kommuner
FROM kommun_group AS g
JOIN delivery AS d ON d.delivery_id = g.delivery_id
WHERE d.status = 'stored'
GROUP BY ALL
ORDER BY g.delivery_id DESC, g.name;
