UPDATE area SET
    name = incoming_area.name,
    parent_code = incoming_area.parent_code
FROM incoming_area
WHERE area.code = incoming_area.code
  AND area.kommun_code IS NOT DISTINCT FROM incoming_area.kommun_code;
