"""A series with its control limits, what in it is more than chance, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import (
    CHAR_PX,
    Span,
    build_figure,
    empty_figure,
    nice_ticks,
    require_released,
    tick_texts,
    time_axis,
    value_axis,
)
from lagesbild.charts.describe import finish, said, unit_of
from lagesbild.charts.lines import (
    CROWDED,
    LINE_PX,
    NOTHING,
    break_annotations,
    break_shapes,
    breaks_within,
    head_annotation,
    hole_traces,
    with_gaps,
)
from lagesbild.charts.points import Point, in_order, middle_of, read_points, year_of
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme, with_alpha
from lagesbild.domain.control import RULE_WORDS, ControlLines, ControlPoint, Rule, SeasonShown
from lagesbild.domain.indicator import Break
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.written import format_number

if TYPE_CHECKING:
    import plotly.graph_objects as go

RULE_MARKS: dict[Rule, tuple[str, str]] = {
    Rule.OUTSIDE: ("diamond", "◆"),
    Rule.RUN: ("square", "■"),
    Rule.CLIMB: ("triangle-up", "▲"),
    Rule.NEAR: ("cross", "✚"),
}
"""A shape for each rule, so that nothing rests on colour."""

HEAD_CHARS = 52
MOST_FLAGS = 9
FLAG_WIDTH = 0.14
"""Of the picture: flags nearer than this would lie over each other."""


def control_figure(
    figures: ReleasedFigures, *, lines: ControlLines | None, breaks: Sequence[Break] = (),
    flags: Sequence[Dated] = (), theme: Theme = LIGHT, height: int = 400,
) -> go.Figure:  # fmt: skip
    """One area's undivided figures between their limits.

    figures  rows of one area
    flags    measures and events; numbered in their order, at most MOST_FLAGS
    raises   TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    measure = lines.measure if lines else "rate"
    points = in_order(read_points(figures.totals, indicator=figures.indicator, measure=measure))
    if not points:
        return empty_figure(NOTHING, theme=theme, height=height, example=figures.example)
    around = {one.start: one for one in lines.points} if lines else {}
    spans = [(p.start, p.end, p.label) for p in points]
    shown_breaks = breaks_within(breaks, spans)
    ticks = nice_ticks(_highest(points, around=around) * (1.2 if shown_breaks or flags else 1.05))
    unit = "antal" if measure == "count" else figures.indicator.unit
    head = head_rows(unit, points=points, around=around, lines=lines)
    margin = {
        "t": 12.0 + LINE_PX * len(head), "r": 12.0, "b": 40.0,
        "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks))),
    }  # fmt: skip
    shown_flags = flags_within(flags, spans=spans)
    layout = {
        "xaxis": time_axis(spans, theme=theme), "yaxis": value_axis(ticks, theme=theme),
        "shapes": [
            *_judged_shape(lines, spans=spans, theme=theme),
            *break_shapes(shown_breaks, theme=theme), *_flag_shapes(shown_flags, theme=theme),
        ],
        "annotations": [
            head_annotation(head, theme=theme),
            *break_annotations(shown_breaks, spans=spans, theme=theme),
            *_flag_annotations(shown_flags, spans=spans, theme=theme),
        ],
        "hovermode": "x", "hoverdistance": 60,
    }  # fmt: skip
    traces = [
        *limit_traces(points, around=around, theme=theme),
        value_trace(points, theme=theme),
        *rule_traces(points, around=around, theme=theme),
        *hole_traces(points, theme=theme),
        hover_trace(points, around=around),
    ]
    return build_figure(
        traces, layout, theme=theme, height=height, margin=margin, example=figures.example,
        alt=describe_control(figures, points=points, around=around, measure=measure),
    )  # fmt: skip


def flags_within(flags: Sequence[Dated], *, spans: Sequence[Span]) -> list[tuple[int, Dated]]:
    """Those that begin inside what is drawn, each with its number in the list beside the picture."""
    first, last = spans[0][0], spans[-1][1]
    inside = [(n, one) for n, one in enumerate(flags, start=1) if first <= one.starts_on < last]
    return inside[-MOST_FLAGS:]


def _highest(points: Sequence[Point], *, around: dict[date, ControlPoint]) -> float:
    values = [p.y for p in points if p.y is not None]
    limits = [one.upper for one in around.values() if one.upper == one.upper]
    top = max(values, default=0.0)
    return max(top, min(max(limits, default=0.0), 2.0 * top if top else 1e9)) or 1.0


def limit_traces(
    points: Sequence[Point], *, around: dict[date, ControlPoint], theme: Theme
) -> list[dict[str, Any]]:
    """Centre line whole, limits dashed, with their names in the hover and the head."""
    drawn = [(p.x, around[p.start]) for p in points if p.start in around]
    drawn = [(x, one) for x, one in drawn if one.centre == one.centre]
    if not drawn:
        return []
    xs = [x for x, _ in drawn]
    styles = (("centre", "solid", 1.25), ("lower", "dash", 1.5), ("upper", "dash", 1.5))
    return [
        {
            "type": "scatter", "mode": "lines", "x": xs, "hoverinfo": "skip",
            "y": [round(getattr(one, name), 2) for _, one in drawn],
            "line": {
                "color": theme.muted, "width": width, "dash": dash,
                "shape": "hvh" if len(drawn) < CROWDED else "linear",
            },
        }
        for name, dash, width in styles
    ]  # fmt: skip


def value_trace(points: Sequence[Point], *, theme: Theme) -> dict[str, Any]:
    """The series itself; preliminary points hollow."""
    drawn = with_gaps(points)
    hollow = [point is not None and point.is_preliminary for _, _, point in drawn]
    crowded = len(drawn) > CROWDED
    return {
        "type": "scatter", "mode": "lines+markers", "cliponaxis": False, "hoverinfo": "skip",
        "x": [x for x, _, _ in drawn], "y": [y for _, y, _ in drawn],
        "line": {"color": theme.own, "width": 1.75 if crowded else 2.5},
        "marker": {
            "color": [theme.page if mark else theme.own for mark in hollow],
            "size": 4.5 if crowded else 8, "line": {"color": theme.own, "width": 1.25},
        },
    }  # fmt: skip


def rule_traces(
    points: Sequence[Point], *, around: dict[date, ControlPoint], theme: Theme
) -> list[dict[str, Any]]:
    """A larger mark on every point that is more than chance, by its strongest rule."""
    marked = _by_rule(points, around=around)
    return [
        {
            "type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False,
            "x": [p.x for p in own], "y": [p.y for p in own],
            "marker": {
                "symbol": [RULE_MARKS[rule][0] + ("-open" if p.is_preliminary else "") for p in own], "size": 11 if rule is Rule.OUTSIDE else 9,
                "color": theme.ambiguous,
                "line": {"width": 2, "color": [theme.ambiguous if p.is_preliminary else theme.page for p in own]},
            },
        }
        for rule, own in marked.items()
    ]  # fmt: skip


def _by_rule(
    points: Sequence[Point], *, around: dict[date, ControlPoint]
) -> dict[Rule, list[Point]]:
    found: dict[Rule, list[Point]] = {}
    for point in points:
        one = around.get(point.start)
        if one is not None and one.rules and point.y is not None:
            found.setdefault(one.rules[0], []).append(point)
    return {rule: found[rule] for rule in Rule if rule in found}


def hover_trace(points: Sequence[Point], *, around: dict[date, ControlPoint]) -> dict[str, Any]:
    """One box a period: the figure, its limits and the rules in words."""
    return {
        "type": "scatter", "mode": "markers", "marker": {"opacity": 0, "size": 12},
        "x": [p.x for p in points], "y": [p.y or 0 for p in points], "hoverinfo": "text",
        "text": [_hover(point, around.get(point.start)) for point in points],
    }  # fmt: skip


def _hover(point: Point, one: ControlPoint | None) -> str:
    rows = [
        f"<b>{point.period}</b>",
        point.text + (" (preliminär)" if point.is_preliminary else ""),
    ]
    if one is not None and one.centre == one.centre:
        places = point.decimals if point.y is not None else 0
        low, mid, high = (
            format_number(x, decimals=max(places, 1 if one.upper < 10 else 0))
            for x in (one.lower, one.centre, one.upper)
        )
        rows.append(f"vanligt {mid}, gränser {low}–{high}")
        if point.y is not None:
            rows += [RULE_WORDS[rule] for rule in one.rules]
    return "<br>".join(rows)


def head_rows(
    unit: str, *, points: Sequence[Point], around: dict[date, ControlPoint],
    lines: ControlLines | None,
) -> list[str]:  # fmt: skip
    """Unit first, then what lines and marks mean: only those that are drawn."""
    notes = ["streckat: gränser för slump"] if around else []
    if lines is not None and lines.judged is not None:
        notes.append(f"skuggat: {lines.judged_as}")
    notes += [
        f"{RULE_MARKS[rule][1]} {RULE_WORDS[rule]}" for rule in _by_rule(points, around=around)
    ]
    if any(point.is_preliminary for point in points):
        notes.append("○ preliminärt")
    holes = {p.status: p for p in points if p.y is None}
    signs = {Status.SUPPRESSED: "×", Status.MISSING: "◇"}
    for status, hole in holes.items():
        word = hole.word if status is Status.SUPPRESSED else STATUS_WORDS[status]
        notes.append(f"{signs.get(status, '□')} {word}")
    rows = [unit[:1].upper() + unit[1:]]
    for note in notes:
        if len(rows) > 1 and len(rows[-1]) + 3 + len(note) <= HEAD_CHARS:
            rows[-1] += f" · {note}"
        else:
            rows.append(note)
    return rows


def _judged_shape(
    lines: ControlLines | None, *, spans: Sequence[Span], theme: Theme
) -> list[dict[str, Any]]:
    """The newest year, held against limits from the time before it."""
    if lines is None or lines.judged is None:
        return []
    return [
        {
            "type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
            "x0": round(year_of(lines.judged), 3), "x1": round(year_of(spans[-1][1]), 3),
            "line": {"width": 0}, "fillcolor": with_alpha(theme.own, 0.08),
        }
    ]  # fmt: skip


def _flag_shapes(flags: Sequence[tuple[int, Dated]], *, theme: Theme) -> list[dict[str, Any]]:
    return [
        {
            "type": "line", "yref": "paper", "y0": 0, "y1": 0.97, "layer": "below",
            "x0": round(year_of(one.starts_on), 3), "x1": round(year_of(one.starts_on), 3),
            "line": {"color": theme.ink, "width": 1},
        }
        for _, one in flags
    ]  # fmt: skip


def _flag_annotations(
    flags: Sequence[tuple[int, Dated]], *, spans: Sequence[Span], theme: Theme
) -> list[dict[str, Any]]:
    """A small flag with its number: the titles stand in a list beside the picture. Those that come close
    stand under each other."""
    width = year_of(spans[-1][1]) - year_of(spans[0][0])
    found: list[dict[str, Any]] = []
    row, before = 0, float("-inf")
    for n, one in flags:
        x = round(year_of(one.starts_on), 3)
        row = (row + 1) % 5 if x - before < FLAG_WIDTH * width else 0
        before = x
        is_late = x > year_of(spans[-1][1]) - FLAG_WIDTH * width
        found.append(
            {
                "text": f"⚑{n}", "hovertext": one.title, "captureevents": True, "yref": "paper",
                "y": 1, "yshift": -16 * row, "x": x, "xanchor": "right" if is_late else "left",
                "yanchor": "top", "showarrow": False, "bgcolor": with_alpha(theme.page, 0.8),
                "font": {"size": TEXT_PX, "color": theme.ink},
            }
        )  # fmt: skip
    return found


def describe_control(
    figures: ReleasedFigures, *, points: Sequence[Point], around: dict[date, ControlPoint],
    measure: str,
) -> str:  # fmt: skip
    """The chart in a sentence, for those who do not see it."""
    known = [p for p in points if p.y is not None]
    text = f"Styrdiagram: {figures.indicator.name} i {points[-1].name}"
    if not known:
        return finish(f"{text}, inga värden att visa", figures=figures, points=points)
    unit = unit_of(figures.indicator, measure="count" if measure == "count" else "rate")
    text += f", {len(known)} perioder till {said(known[-1], unit=unit)}"
    marked = _by_rule(points, around=around)
    told = [f"{len(own)} {RULE_WORDS[rule]}" for rule, own in marked.items()]
    text += f"; mer än slump: {', '.join(told)}" if told else "; alla punkter inom det vanliga"
    return finish(text, figures=figures, points=points)


def season_figure(
    figures: ReleasedFigures, *, season: SeasonShown, theme: Theme = LIGHT, height: int = 280
) -> go.Figure:
    """An ordinary year, a bar for each time of it.

    raises  TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    places = 0 if max(season.usual) >= 20 else 1
    values = [round(value, places) for value in season.usual]
    ticks = nice_ticks(max(values) * 1.1)
    mean = sum(season.usual) / len(season.usual)
    layout = {
        "xaxis": {
            "tickvals": list(range(len(values))), "ticktext": _short(season.names), "tickangle": 0,
            "showgrid": False, "zeroline": False, "fixedrange": True,
            "tickfont": {"size": SMALL_PX, "color": theme.ink},
        },
        "yaxis": value_axis(ticks, theme=theme), "bargap": 0.3, "hovermode": "closest",
        "shapes": [
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": mean, "y1": mean,
                "line": {"color": theme.muted, "width": 1.5, "dash": "dash"},
            }
        ],
        "annotations": [head_annotation(["Antal", "streckat: året i snitt"], theme=theme)],
    }  # fmt: skip
    said_values = [format_number(value, decimals=places) for value in values]
    bars = {
        "type": "bar", "x": list(range(len(values))), "y": values, "hoverinfo": "text",
        "hovertext": [f"{name}: {text}" for name, text in zip(season.names, said_values, strict=True)],
        "marker": {"color": theme.own},
    }  # fmt: skip
    listed = ", ".join(f"{n} {t}" for n, t in zip(season.names, said_values, strict=True))
    where = str(figures.frame["area_name"].iloc[0])
    return build_figure(
        [bars], layout, theme=theme, height=height, example=figures.example,
        margin={"t": 44, "r": 8, "b": 30, "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks)))},
        alt=f"Stapeldiagram: ett vanligt år, {figures.indicator.name} i {where}: {listed}.",
    )  # fmt: skip


def _short(names: Sequence[str]) -> list[str]:
    """Twelve names have no room under bars on a phone: their first letters; the hover says the rest."""
    return [name[0].upper() for name in names] if len(names) == 12 else list(names)


def adjusted_figure(
    figures: ReleasedFigures, *, season: SeasonShown, theme: Theme = LIGHT, height: int = 280
) -> go.Figure:
    """The series with its season taken away, over the series itself in grey.

    raises  TypeError for anything but ReleasedFigures
    """
    figures = require_released(figures)
    points = in_order(
        read_points(figures.totals, indicator=figures.indicator, measure=season.measure)
    )
    ends = {p.start: p.end for p in points}
    drawn = [
        (middle_of(day, ends[day]), max(0.0, round(v, 1)))
        for day, v in season.adjusted
        if day in ends
    ]
    spans = [(p.start, p.end, p.label) for p in points]
    ticks = nice_ticks(max([p.y for p in points if p.y is not None], default=1.0) * 1.03)
    head = head_annotation(["Antal", "grått: som det var · blått: utan årstid"], theme=theme)
    traces = [
        {
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False,
            "x": [p.x for p in points], "y": [p.y for p in points],
            "line": {"color": theme.comparison, "width": 1, "dash": "dot"},
        },
        {
            "type": "scatter", "mode": "lines", "cliponaxis": False, "hoverinfo": "text",
            "x": [x for x, _ in drawn], "y": [y for _, y in drawn],
            "text": [f"{p.period}: {format_number(y, decimals=0)} utan årstid"
                     for p, (_, y) in zip(points[-len(drawn):], drawn, strict=True)],
            "line": {"color": theme.own, "width": 2.25},
        },
    ]  # fmt: skip
    return build_figure(
        traces,
        {
            "xaxis": time_axis(spans, theme=theme), "yaxis": value_axis(ticks, theme=theme),
            "annotations": [head], "hovermode": "x",
        },
        theme=theme, height=height, example=figures.example,
        margin={"t": 44, "r": 12, "b": 40, "l": 12.0 + CHAR_PX * max(map(len, tick_texts(ticks)))},
        alt=f"Linjediagram: {figures.indicator.name} i {points[-1].name} utan årstid, till {points[-1].period}.",
    )  # fmt: skip
