SELECT count(*), bit_xor(hash(entry_id, record_id, kommun_code, version, body, saved_at, saved_by, state, is_example))
FROM record;
