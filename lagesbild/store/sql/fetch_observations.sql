SELECT
    m.id AS measure, a.code AS area_code, a.name AS area_name, a.level AS area_level,
    a.parent_code AS area_parent, o.period_start, o.period_end, o.period_label,
    o.breakdown, o.is_total, o.value, o.status, o.issued_on, o.delivery_id,
    d.source_id AS source, d.is_example
FROM observation AS o
JOIN delivery AS d USING (delivery_id)
JOIN measure AS m USING (measure_id)
JOIN area AS a USING (area_id)
WHERE o.measure_id IN (SELECT measure_id FROM measure WHERE id IN (SELECT unnest($measures::VARCHAR[])))
  AND ($any_area OR o.area_id IN (SELECT area_id FROM area WHERE code IN (SELECT unnest($areas::VARCHAR[]))))
  AND a.level IN (SELECT unnest($levels::VARCHAR[]))
  AND o.period_start >= $start::DATE
  AND o.period_end <= $end::DATE
  AND d.status = 'stored'
  AND (d.kommun_code IS NULL OR d.kommun_code = $kommun)
QUALIFY row_number() OVER (
    PARTITION BY o.measure_id, o.area_id, o.period_start, o.period_end, o.breakdown, d.is_example
    ORDER BY o.issued_on DESC, o.delivery_id DESC
) = 1
ORDER BY o.measure_id, o.area_id, o.period_start;
