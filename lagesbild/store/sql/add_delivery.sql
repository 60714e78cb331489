INSERT INTO delivery VALUES (
    $1, $2, $3, $4, $5, now()::TIMESTAMP, $6, $7, 'stored', $8, $9, $10, $11, $12
);
