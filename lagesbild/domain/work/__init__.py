"""What the council keeps of its own work: inventory, year wheel and register. No figures."""
