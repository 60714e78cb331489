-- Which kommun is in which group, as a delivered list has it. A list belongs to the delivery that brought it: recalled
-- with it, and the list before shows again. list_name is what the list calls itself.
CREATE TABLE kommun_group (delivery_id INTEGER, kommun VARCHAR, code VARCHAR, name VARCHAR, list_name VARCHAR);
