"""A figure that is finished. Importing this imports Plotly."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

NO_TEMPLATE: dict[str, Any] = {"data": {"scatter": [{"type": "scatter"}]}}
"""What Plotly writes for "none": no style but ours."""


class DrawnFigure(go.Figure):
    """Sent as it is written. Plotly's own look at every part of it costs more than drawing did, and the
    tests take that look: here it waits until somebody asks for a part. Not to be changed."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.__dict__["_written"] = written

    def to_dict(self) -> dict[str, Any]:
        """As Plotly's, without a copy."""
        return self.__dict__["_written"]  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        """What only a figure that has been looked through has."""
        if "_looked_through" in self.__dict__:
            raise AttributeError(name)
        self.__dict__["_looked_through"] = True
        super().__init__(self.__dict__["_written"])
        return getattr(self, name)
