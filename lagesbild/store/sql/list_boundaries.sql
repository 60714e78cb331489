SELECT code, boundary FROM area WHERE kommun_code = $1 AND boundary IS NOT NULL ORDER BY code;
