INSERT INTO delivery VALUES (
    $1, $2, $3, $4, $5, coalesce($13::TIMESTAMP, now()::TIMESTAMP), $6, $7, 'stored', $8, $9, $10, $11, $12
);
