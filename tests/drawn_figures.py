"""Figures are sent as they are written, without Plotly's look at every part: the tests take that look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import plotly.io
import pytest

from lagesbild.charts.drawn import DrawnFigure


@pytest.fixture(scope="session", autouse=True)
def figures_are_what_plotly_writes() -> Iterator[None]:
    """Every figure that a test draws."""
    draw = DrawnFigure.__init__

    def draw_and_look(figure: DrawnFigure, written: dict[str, Any]) -> None:
        draw(figure, written)
        looked_through = go.Figure(written).to_dict()
        assert as_sent(written) == as_sent(looked_through)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DrawnFigure, "__init__", draw_and_look)
        yield


def as_sent(figure: dict[str, Any]) -> Any:
    """As a browser reads it; Plotly leaves out what is empty."""
    return without_empty(json.loads(plotly.io.to_json(figure, validate=False)))


def without_empty(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: without_empty(one) for key, one in part.items() if one not in (None, [], {})}
    return [without_empty(one) for one in part] if isinstance(part, list) else part
