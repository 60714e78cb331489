SELECT code, name, level, parent_code, kommun_code
FROM area
WHERE level IN (SELECT unnest($1::VARCHAR[]))
  AND (kommun_code IS NULL OR kommun_code = $2)
ORDER BY code;
