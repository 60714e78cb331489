"""A figure that is finished. Importing this imports Plotly."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


class DrawnFigure(go.Figure):
    """Written out once, however often it is sent. Not to be changed after its first use."""

    def to_dict(self) -> dict[str, Any]:
        """As Plotly's, kept."""
        kept = self.__dict__.get("_written")
        if kept is None:
            kept = self.__dict__["_written"] = super().to_dict()
        return kept  # type: ignore[no-any-return]
