"""Example data: an invented Sweden for demonstration and tests. Never real."""
