"""The plan in time: a bar a measure, an owner's below each other, with follow-ups and what is expected when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import build_figure, empty_figure
from lagesbild.charts.laid_text import escaped, joined, rows_of
from lagesbild.charts.points import year_of
from lagesbild.charts.theme import LIGHT, MONTHS_SHORT, SMALL_PX, Theme
from lagesbild.domain.work.measures import MeasureState
from lagesbild.domain.work.spans import Span

if TYPE_CHECKING:
    import plotly.graph_objects as go

ROW_PX = 40
OWNER_PX = 0.72
LEFT_PX = 300
SIZE_PX = 14
MOST_LETTERS = 38
AIR = timedelta(days=50)
LONGEST_BACK_YEARS = 4

PATTERNS: dict[MeasureState, str] = {
    MeasureState.PLANNED: ".",
    MeasureState.UNDERWAY: "",
    MeasureState.PAUSED: "/",
    MeasureState.DONE: "",
    MeasureState.STOPPED: "x",
}


def plan_figure(
    spans: Sequence[Span], *, today: date, example: bool = False, theme: Theme = LIGHT
) -> go.Figure:
    """Filled while it goes on, pale when it is done, dotted before it has begun, hatched while it rests."""
    if not spans:
        return empty_figure(
            "Ingen åtgärd har en första dag än.", theme=theme, height=160, example=example
        )
    places, labels, height = _places(spans, theme=theme)
    start, end = _reach(spans, today=today)
    traces = [_bars(spans, places=places, first=start, end=end, theme=theme)]
    traces += _marks(spans, places=places, theme=theme)
    layout = {
        "barmode": "overlay", "bargap": 0, "xaxis": _axis(start, end, theme=theme),
        "yaxis": {"visible": False, "fixedrange": True, "range": [height, 0]},
        "shapes": [_today(today, height=height, theme=theme)],
        "annotations": [*labels, _today_word(today, theme=theme)],
    }  # fmt: skip
    return build_figure(
        traces, layout, theme=theme, height=int(height * ROW_PX) + 66,
        margin={"t": 26, "r": 24, "b": 40, "l": LEFT_PX}, example=example, alt=plan_in_words(spans),
    )  # fmt: skip


def plan_in_words(spans: Sequence[Span]) -> str:
    """The same as the picture, for those who do not see it."""
    told = "; ".join(
        f"{one.title}, {one.owner}, {one.state.words}, från {one.starts_on}"
        f"{f' till {one.ends_on}' if one.ends_on else ''}"
        for one in spans
    )
    return f"Åtgärder i tiden. {told}."


def _places(
    spans: Sequence[Span], *, theme: Theme
) -> tuple[list[float], list[dict[str, Any]], float]:
    """The middle of each measure's row, the words to the left, and the height; in rows."""
    places: list[float] = []
    labels: list[dict[str, Any]] = []
    at, owner = 0.0, None
    for one in spans:
        if one.owner != owner:
            owner = one.owner
            text = f"<b>{joined(rows_of(owner, width=MOST_LETTERS, most=1))}</b>"
            labels.append(_label(text, y=at + OWNER_PX / 2, theme=theme))
            at += OWNER_PX
        places.append(at + 0.5)
        rows = rows_of(one.title, width=MOST_LETTERS, most=2)
        labels.append(_label(joined(rows), y=at + 0.5, theme=theme))
        at += 1
    return places, labels, at


def _label(text: str, *, y: float, theme: Theme) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "y": y, "yref": "y", "text": text, "showarrow": False,
        "xanchor": "left", "xshift": -LEFT_PX + 6, "yanchor": "middle", "align": "left",
        "font": {"size": SIZE_PX, "color": theme.ink},
    }  # fmt: skip


def _reach(spans: Sequence[Span], *, today: date) -> tuple[date, date]:
    """What the axis covers: not more than some years back, and a while after the last day."""
    days = [today, *(one.starts_on for one in spans)]
    days += [day for one in spans for day in (one.ends_on, one.expected_on) if day]
    first = max(min(days), date(today.year - LONGEST_BACK_YEARS, 1, 1))
    return first - AIR, max(days) + AIR


def _bars(
    spans: Sequence[Span], *, places: Sequence[float], first: date, end: date, theme: Theme
) -> dict[str, Any]:
    starts = [year_of(max(one.starts_on, first)) for one in spans]
    ends = [year_of(max(one.ends_on or end, one.starts_on + timedelta(days=7))) for one in spans]
    return {
        "type": "bar", "orientation": "h", "y": list(places), "base": [round(x, 3) for x in starts],
        "x": [round(max(0.02, b - a), 3) for a, b in zip(starts, ends, strict=True)],
        "width": [0.5] * len(spans),
        "marker": {
            "color": [_fill(one.state, theme=theme) for one in spans],
            "line": {"color": theme.own, "width": 1.5},
            "pattern": {
                "shape": [PATTERNS[one.state] for one in spans], "fgcolor": theme.own, "size": 8,
                "solidity": 0.3, "fillmode": "replace", "bgcolor": theme.panel,
            },
        },
        "text": [one.state.words for one in spans], "textposition": "inside", "insidetextanchor": "start",
        "textfont": {
            "size": SMALL_PX,
            "color": [theme.page if one.state is MeasureState.UNDERWAY else theme.ink for one in spans],
        },
        "customdata": [_told(one) for one in spans], "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _fill(state: MeasureState, *, theme: Theme) -> str:
    if state is MeasureState.UNDERWAY:
        return theme.own
    return theme.band if state is MeasureState.DONE else theme.panel


def _told(one: Span) -> str:
    lines = [
        f"<b>{joined(rows_of(one.title, width=60, most=4))}</b>", escaped(one.owner),
        escaped(f"{one.state.words}, från {one.starts_on}{f' till {one.ends_on}' if one.ends_on else ''}"),
    ]  # fmt: skip
    return "<br>".join(lines)


def _marks(spans: Sequence[Span], *, places: Sequence[float], theme: Theme) -> list[dict[str, Any]]:
    """A filled diamond for each follow-up, an empty one where a change is expected."""
    done = [(day, y) for one, y in zip(spans, places, strict=True) for day in one.followed_up]
    waits = [(one.expected_on, y) for one, y in zip(spans, places, strict=True) if one.expected_on]
    return [
        _diamonds(done, name="uppföljd", symbol="diamond", theme=theme),
        _diamonds(waits, name="förändring väntas senast", symbol="diamond-open", theme=theme),
    ]


def _diamonds(
    found: Sequence[tuple[date, float]], *, name: str, symbol: str, theme: Theme
) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": [round(year_of(day), 3) for day, _ in found],
        "y": [y + 0.36 for _, y in found],
        "marker": {"symbol": symbol, "size": 11, "color": theme.ink, "line": {"width": 1.5}},
        "text": [f"{name} {day}" for day, _ in found], "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _axis(start: date, end: date, *, theme: Theme) -> dict[str, Any]:
    """A label each January, and each third month while there are few years."""
    step = 3 if (end - start).days < 1100 else 12
    days = [
        date(year, month, 1)
        for year in range(start.year, end.year + 1)
        for month in range(1, 13, step)
        if start <= date(year, month, 1) <= end
    ]
    return {
        "range": [round(year_of(start), 3), round(year_of(end), 3)], "fixedrange": True,
        "tickvals": [round(year_of(day), 3) for day in days],
        "ticktext": [f"{MONTHS_SHORT[day.month - 1]}<br>{day.year}" if day.month == 1 else MONTHS_SHORT[day.month - 1] for day in days],
        "gridcolor": theme.grid, "zeroline": False, "tickangle": 0,
        "tickfont": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def _today(today: date, *, height: float, theme: Theme) -> dict[str, Any]:
    x = round(year_of(today), 3)
    return {
        "type": "line", "x0": x, "x1": x, "y0": 0, "y1": height,
        "line": {"color": theme.ink, "width": 2, "dash": "dot"},
    }  # fmt: skip


def _today_word(today: date, *, theme: Theme) -> dict[str, Any]:
    return {
        "x": round(year_of(today), 3), "y": 0, "yref": "y", "text": "i dag", "showarrow": False,
        "yanchor": "bottom", "font": {"size": SMALL_PX, "color": theme.ink},
    }  # fmt: skip
