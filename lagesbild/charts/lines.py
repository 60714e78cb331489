"""A kommun's figures over time, beside others and the middle half of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    Span,
    build_figure,
    empty_figure,
    nice_ticks,
    push_apart,
    require_released,
    tick_texts,
    time_axis,
    value_axis,
)
from lagesbild.charts.describe import describe_series
from lagesbild.charts.points import MeasureShown, Point, Series, band_points, series_of, year_of
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme, with_alpha, wrap
from lagesbild.domain.indicator import Break
from lagesbild.domain.results import Band, ReleasedFigures
from lagesbild.domain.secrecy import STATUS_WORDS, Status

if TYPE_CHECKING:
    import plotly.graph_objects as go

NOTHING = "Inga uppgifter för det här urvalet."
ALL_HIDDEN = "Alla värden är skyddade (för få)."
NO_VALUES = "Inga värden att visa."

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
HOLE_MARKS = {
    Status.SUPPRESSED: ("x-thin", "×"), Status.MISSING: ("diamond-open", "◇"),
    Status.BELOW_LIMIT: ("triangle-down-open", "▽"),
}  # fmt: skip
OTHER_HOLE_MARK = ("square-open", "□")
MOST_LABELS = 12
LABEL_CHARS = 14
CROWDED = 40
"""Above so many points a line carries no marks of its own."""
HEAD_CHARS = 46
LINE_PX = 16

Surface = list[tuple[float, float, float]]
"""x, low and high."""


def trend_figure(
    figures: ReleasedFigures, *, own_code: str, band: Band | None = None,
    breaks: Sequence[Break] | None = None, measure: MeasureShown = "rate", theme: Theme = LIGHT,
    height: int = 360,
) -> go.Figure:  # fmt: skip
    """The undivided figures of every area as lines, own_code's in the strong colour.

    band     drawn pale behind the lines; only with rates
    breaks   None takes those of the indicator
    measure  "count" draws own_code alone: a country's count would flatten it
    raises   TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    series = series_of(figures, own_code=own_code, measure=measure)
    spans = spans_of(series)
    if not spans:
        return empty_figure(NOTHING, theme=theme, height=height, example=figures.example)
    surface = band_points(band) if band is not None and measure == "rate" else []
    shown_breaks = breaks_within(figures.indicator.breaks if breaks is None else breaks, spans)
    ticks = nice_ticks(highest(series, surface=surface) * (1.16 if shown_breaks else 1.03))
    head = head_rows("antal" if measure == "count" else figures.indicator.unit, series)
    room = label_room([one.name for one in series])
    margin = {
        "t": 12.0 + LINE_PX * len(head), "r": room, "b": 40.0,
        "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks))),
    }  # fmt: skip
    plot_px = height - margin["t"] - margin["b"]
    traces = [
        *([surface_trace(surface, fill=theme.band, edge=theme.band_edge)] if surface else []),
        *ribbon_traces(series, theme=theme),
        *[line_trace(one, order=n, theme=theme) for n, one in enumerate(series)],
        *hole_traces(own_points(series), theme=theme),
        hover_trace(series, spans=spans),
    ]
    annotations = [
        head_annotation(head, theme=theme),
        *label_annotations(series, top=ticks[-1], plot_px=plot_px, theme=theme),
        *break_annotations(shown_breaks, spans=spans, theme=theme),
        *(
            [band_label(band.label, surface, series, top=ticks[-1], theme=theme)]
            if surface and band
            else []
        ),
        *nothing_known(series, theme=theme),
    ]
    layout = {
        "xaxis": time_axis(spans, theme=theme, most=8 if room < 80 else 5),
        "yaxis": value_axis(ticks, theme=theme, is_known=not without_values(series)),
        "shapes": break_shapes(shown_breaks, theme=theme),
        "annotations": annotations, "hovermode": "x", "hoverdistance": 60,
    }  # fmt: skip
    return build_figure(
        traces, layout, theme=theme, height=height, margin=margin, example=figures.example,
        alt=describe_series(series, figures=figures, measure=measure),
    )  # fmt: skip


def own_points(series: Iterable[Series]) -> tuple[Point, ...]:
    return next((one.points for one in series if one.is_own), ())


def spans_of(series: Iterable[Series]) -> list[Span]:
    """Every period that any of the series has a row for, in order of time."""
    found = {
        point.start: (point.start, point.end, point.label) for s in series for point in s.points
    }
    return [found[start] for start in sorted(found)]


def highest(series: Sequence[Series], *, surface: Surface) -> float:
    """The top of the axis. A wide interval may not press the line down below two fifths of it."""
    tops = [point.y for one in series for point in one.points if point.y is not None]
    top = max([*tops, *(high for _, _, high in surface)], default=0.0)
    limits = [point.upper for point in own_points(series) if point.upper is not None]
    return max(top, min(max(limits, default=0.0), 2.5 * top))


def breaks_within(breaks: Iterable[Break], spans: Sequence[Span]) -> list[Break]:
    """Those that fall inside what is drawn: a break before the first point explains nothing."""
    return [one for one in breaks if spans[0][0] < one.date < spans[-1][1]]


def label_room(names: Iterable[str]) -> float:
    rows = [row for name in names for row in wrap(name, LABEL_CHARS).split("<br>")]
    return 24.0 + (CHAR_PX + 0.6) * max((len(row) for row in rows), default=0)


def with_gaps(points: Sequence[Point]) -> list[tuple[float, float | None, Point | None]]:
    """x, y and the point; a hole in time is a hole in the line even when no row says so."""
    steps = sorted(b.x - a.x for a, b in pairwise(points))
    usual = steps[len(steps) // 2] if steps else 0.0
    found: list[tuple[float, float | None, Point | None]] = []
    for point in points:
        if found and point.x - found[-1][0] > 1.6 * usual:
            found.append((round(found[-1][0] + usual, 3), None, None))
        found.append((point.x, point.y, point))
    return found


def line_trace(one: Series, *, order: int, theme: Theme) -> dict[str, Any]:
    """One area's line: own strong with hollow preliminary points, others thin, grey and dashed."""
    drawn = with_gaps(one.points)
    crowded = len(drawn) > CROWDED
    colour = theme.own if one.is_own else theme.comparison
    trace: dict[str, Any] = {
        "type": "scatter", "x": [x for x, _, _ in drawn], "y": [y for _, y, _ in drawn],
        "mode": "lines+markers", "name": one.name, "hoverinfo": "skip", "cliponaxis": False,
        "line": {"color": colour, "width": (2.25 if crowded else 3) if one.is_own else 1.5},
    }  # fmt: skip
    if not one.is_own:
        trace["line"]["dash"] = DASHES[order % len(DASHES)]
        trace["marker"] = {"color": colour, "size": 1.5 if crowded else 3}
        return trace
    hollow = [point is not None and point.is_preliminary for _, _, point in drawn]
    size: Any = 8
    if crowded:
        size = [
            6 if mark or alone else 1 for mark, alone in zip(hollow, _alone(drawn), strict=True)
        ]
    fill = [theme.page if mark else colour for mark in hollow] if any(hollow) else colour
    edge = 2 if not crowded or any(hollow) else 0
    trace["marker"] = {"color": fill, "size": size, "line": {"color": colour, "width": edge}}
    return trace


def _alone(drawn: Sequence[tuple[float, float | None, Point | None]]) -> list[bool]:
    """Points with a hole on both sides, which a line alone would not show."""
    ys = [None, *[y for _, y, _ in drawn], None]
    return [ys[n - 1] is None and ys[n + 1] is None for n in range(1, len(ys) - 1)]


def ribbon_traces(series: Sequence[Series], *, theme: Theme) -> list[dict[str, Any]]:
    """The own area's interval, broken where the line is: nothing may be guessed across a hole."""
    runs: list[Surface] = [[]]
    for x, _, point in with_gaps(own_points(series)):
        if point is None or point.lower is None or point.upper is None:
            runs.append([])
        else:
            runs[-1].append((x, point.lower, point.upper))
    fill = with_alpha(theme.own, 0.18)
    return [surface_trace(run, fill=fill, edge=None) for run in runs if run]


def surface_trace(surface: Surface, *, fill: str, edge: str | None) -> dict[str, Any]:
    """A closed surface between low and high; a single point becomes a narrow bar."""
    if len(surface) == 1:
        ((x, low, high),) = surface
        surface = [(x - 0.04, low, high), (x + 0.04, low, high)]
    return {
        "type": "scatter",
        "x": [x for x, _, _ in surface] + [x for x, _, _ in reversed(surface)],
        "y": [high for _, _, high in surface] + [low for _, low, _ in reversed(surface)],
        "mode": "lines", "fill": "toself", "fillcolor": fill, "hoverinfo": "skip",
        "line": {"width": 0.75 if edge else 0, "color": edge or fill},
    }  # fmt: skip


def holes_of(points: Iterable[Point]) -> dict[Status, list[Point]]:
    """Points without a number, by the reason."""
    found: dict[Status, list[Point]] = {}
    for point in points:
        if point.y is None:
            found.setdefault(point.status, []).append(point)
    return found


def hole_traces(points: Iterable[Point], *, theme: Theme) -> list[dict[str, Any]]:
    """Marks on the baseline where the own area has no number: one symbol for each reason."""
    return [
        {
            "type": "scatter", "x": [point.x for point in holes], "y": [0] * len(holes),
            "mode": "markers", "hoverinfo": "skip", "cliponaxis": False,
            "marker": {
                "symbol": HOLE_MARKS.get(status, OTHER_HOLE_MARK)[0], "size": 9,
                "color": theme.muted, "line": {"width": 2, "color": theme.muted},
            },
        }
        for status, holes in holes_of(points).items()
    ]  # fmt: skip


def hover_trace(series: Sequence[Series], *, spans: Sequence[Span]) -> dict[str, Any]:
    """One box for a period, in our words: Plotly's own would be in English and in parts."""
    by_start: dict[Any, list[tuple[Series, Point]]] = {span[0]: [] for span in spans}
    for one in reversed(series):
        for point in one.points:
            by_start[point.start].append((one, point))
    rows = [found for _, found in sorted(by_start.items())]
    return {
        "type": "scatter", "x": [found[0][1].x for found in rows],
        "y": [(found[0][1].y or 0) if found[0][0].is_own else 0 for found in rows],
        "mode": "markers", "marker": {"opacity": 0, "size": 12}, "hoverinfo": "text",
        "text": [
            "<br>".join([f"<b>{found[0][1].period}</b>", *[hover_line(*each) for each in found]])
            for found in rows
        ],
    }  # fmt: skip


def hover_line(one: Series, point: Point) -> str:
    """One area's part of the hover box."""
    parts = [f"{one.name}:", point.text]
    if one.is_own and point.y is not None:
        parts += [point.interval] if point.interval else []
    parts += ["preliminär"] if point.is_preliminary else []
    return " ".join(parts)


def head_rows(unit: str, series: Sequence[Series]) -> list[str]:
    """Unit where the eye starts, then what ribbon, hollow points and marks mean."""
    own = own_points(series)
    notes = []
    confidence = [p.confidence for p in own if p.confidence is not None and p.lower is not None]
    if any(point.lower is not None for point in own):
        percent = f"{confidence[0] * 100:.0f} % " if confidence else ""
        notes.append(f"skuggat: {percent}osäkerhet")
    if any(point.is_preliminary for point in own):
        notes.append("○ preliminärt")
    for status, holes in holes_of(own).items():
        said = holes[0].word if status is Status.SUPPRESSED else STATUS_WORDS[status]
        notes.append(f"{HOLE_MARKS.get(status, OTHER_HOLE_MARK)[1]} {said}")
    rows = [unit[:1].upper() + unit[1:]]
    for note in notes:
        if len(rows) > 1 and len(rows[-1]) + 3 + len(note) <= HEAD_CHARS:
            rows[-1] += f" · {note}"
        else:
            rows.append(note)
    return rows


def head_annotation(rows: Sequence[str], *, theme: Theme) -> dict[str, Any]:
    """The rows over the plot, left."""
    return {
        "text": "<br>".join(rows), "xref": "paper", "yref": "paper", "x": 0, "y": 1,
        "xanchor": "left", "yanchor": "bottom", "yshift": 5, "showarrow": False, "align": "left",
        "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def label_annotations(
    series: Sequence[Series], *, top: float, plot_px: float, theme: Theme
) -> list[dict[str, Any]]:
    """Names at the lines' ends instead of a legend, moved apart where lines end close together."""
    named = [(one, one.last_value) for one in series if one.last_value is not None][-MOST_LABELS:]
    texts = [wrap(one.name, LABEL_CHARS, lines=2) for one, _ in named]
    tallest = max((text.count("<br>") + 1 for text in texts), default=1)
    heights = [value / top * plot_px for _, value in named]
    placed = push_apart(heights, gap=float(LINE_PX * tallest), low=4, high=plot_px)
    return [
        {
            "text": f"<b>{text}</b>" if one.is_own else text,
            "xref": "paper", "x": 1, "y": value, "ax": 14, "ay": round(at - to, 1),
            "showarrow": True, "arrowhead": 0, "arrowwidth": 1, "standoff": 3,
            "arrowcolor": theme.own if one.is_own else theme.comparison,
            "xanchor": "left", "align": "left",
            "font": {"size": TEXT_PX, "color": theme.own if one.is_own else theme.muted},
        }
        for (one, value), text, at, to in zip(named, texts, heights, placed, strict=True)
    ]  # fmt: skip


def without_values(series: Iterable[Series]) -> bool:
    return all(point.y is None for one in series for point in one.points)


def nothing_known(series: Sequence[Series], *, theme: Theme) -> list[dict[str, Any]]:
    """An empty plot says why it is empty."""
    if not without_values(series):
        return []
    points = [point for one in series for point in one.points]
    hidden = all(point.status is Status.SUPPRESSED for point in points)
    return [
        {
            "text": ALL_HIDDEN if hidden else NO_VALUES, "xref": "paper", "yref": "paper", "x": 0.5,
            "y": 0.5, "showarrow": False, "font": {"size": TEXT_PX + 1, "color": theme.muted},
        }
    ]  # fmt: skip


def break_shapes(breaks: Sequence[Break], *, theme: Theme) -> list[dict[str, Any]]:
    """A dotted upright line for each break."""
    return [
        {
            "type": "line", "yref": "paper", "x0": round(year_of(one.date), 3),
            "x1": round(year_of(one.date), 3), "y0": 0, "y1": 1,
            "line": {"color": theme.muted, "width": 1.5, "dash": "dot"},
        }
        for one in breaks
    ]  # fmt: skip


def break_annotations(
    breaks: Sequence[Break], *, spans: Sequence[Span], theme: Theme
) -> list[dict[str, Any]]:
    """The reason at the line's top, on the side with more room; the second one lower."""
    middle = (year_of(spans[0][0]) + year_of(spans[-1][1])) / 2
    return [
        {
            "text": wrap(one.reason, 24, lines=2), "hovertext": one.reason, "captureevents": True,
            "x": round(year_of(one.date), 3), "yref": "paper", "y": 1, "yshift": -32 * n,
            "xanchor": "left" if year_of(one.date) < middle else "right", "yanchor": "top",
            "align": "left", "showarrow": False, "borderpad": 2,
            "bgcolor": with_alpha(theme.page, 0.8), "font": {"size": SMALL_PX, "color": theme.muted},
        }
        for n, one in enumerate(breaks)
    ]  # fmt: skip


def band_label(
    label: str, surface: Surface, series: Sequence[Series], *, top: float, theme: Theme
) -> dict[str, Any]:
    """The band's name, inside it or at its edge, where the lines leave most room."""
    lines = [[(p.x, p.y) for p in one.points if p.y is not None] for one in series]
    start, width = surface[0][0], surface[-1][0] - surface[0][0]
    # Outside the band only where it is much freer there: the name should lie in what it names.
    places = [
        (x, y, penalty)
        for x, low, high in surface
        if x <= start + 0.62 * width
        for y, penalty in (
            (high - 0.07 * top, 0.0), ((low + high) / 2, 0.0), (low + 0.07 * top, 0.0),
            (high + 0.07 * top, 0.05), (low - 0.07 * top, 0.05),
        )
    ]  # fmt: skip
    best = max(
        places, key=lambda at: _clearance(at[:2], lines, reach=0.38 * width, top=top) - at[2]
    )
    return {
        "text": wrap(label, 14, lines=2), "x": best[0], "y": round(best[1], 2), "xanchor": "left",
        "yanchor": "middle", "showarrow": False, "align": "left", "borderpad": 1,
        "bgcolor": with_alpha(theme.page, 0.55), "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip


def _clearance(
    at: tuple[float, float], lines: Sequence[Sequence[tuple[float, float]]], *, reach: float,
    top: float,
) -> float:  # fmt: skip
    """Distance, as a share of the height, from a text starting at ``at`` to the nearest line."""
    x, y = at
    gaps = [abs(b - y) for line in lines for a, b in line if x - 0.6 <= a <= x + reach]
    return min([*gaps, y, top - y]) / top
