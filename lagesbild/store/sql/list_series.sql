SELECT series_id, breakdown, is_total
FROM series
ORDER BY series_id;
