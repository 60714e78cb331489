"""Released results drawn with Plotly, and only here."""
