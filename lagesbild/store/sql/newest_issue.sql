QUALIFY row_number() OVER (
    PARTITION BY
        o.measure_id, o.area_id, o.period_start, o.period_end, o.breakdown,
        o.delivery_id IN $example_deliveries
    ORDER BY o.issued_on DESC, o.delivery_id DESC
) = 1
