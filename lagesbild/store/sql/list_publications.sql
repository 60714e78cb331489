SELECT publication_id, body, published_at, published_by, withdrawn_at, withdrawn_by
FROM publication
WHERE kommun_code = ?
ORDER BY publication_id DESC
LIMIT ?
