"""Boundaries, measuring, neighbours. GeoPandas, and only here."""
