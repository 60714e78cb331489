"""DuckDB, and the only SQL."""
