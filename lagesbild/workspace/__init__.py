"""Records people edit together: who has access, the inventory, the year wheel, the register."""
