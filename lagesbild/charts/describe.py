"""One Swedish sentence that says what a picture shows, for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from lagesbild.charts.canvas import require_released
from lagesbild.charts.points import MeasureShown, Point, Series, read_points, series_of
from lagesbild.charts.theme import NBSP
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import Status
from lagesbild.domain.written import EXAMPLE_TEXT, joined


def describe(figures: ReleasedFigures, *, own_code: str) -> str:
    """The sentence for figures of any shape: a development, or one period's comparison."""
    figures = require_released(figures)
    if figures.totals["period_start"].nunique() > 1:
        return describe_trend(figures, own_code=own_code)
    points = read_points(figures.totals, indicator=figures.indicator)
    return describe_points(points, figures=figures, own_code=own_code, what="Jämförelse")


def describe_trend(
    figures: ReleasedFigures, *, own_code: str, measure: MeasureShown = "rate"
) -> str:
    """First and last value of the own area, and whom it is compared with."""
    series = series_of(figures, own_code=own_code, measure=measure)
    return describe_series(series, figures=figures, measure=measure)


def describe_series(
    series: Sequence[Series], *, figures: ReleasedFigures, measure: MeasureShown = "rate"
) -> str:
    """As describe_trend, for who has the series already."""
    own = [point for one in series if one.is_own for point in one.points]
    known = [point for point in own if point.y is not None]
    what = f"Linjediagram: {figures.indicator.name}"
    if not known:
        return finish(f"{what}, inga värden att visa", figures=figures, points=own)
    unit = unit_of(figures.indicator, measure=measure)
    text = f"{what} i {known[-1].name}, {said(known[-1], unit=unit)}"
    if len(known) > 1:
        text += f" mot {said(known[0], unit=unit)}"
    others = [one.name for one in series if not one.is_own]
    if others:
        text += f", jämfört med {listed(others)}"
    return finish(text, figures=figures, points=own)


def describe_points(
    points: Sequence[Point], *, figures: ReleasedFigures, own_code: str | None, what: str
) -> str:
    """Highest, lowest and the own area's value among one period's points."""
    known = sorted((p for p in points if p.y is not None), key=lambda p: p.y or 0)
    text = f"{what}: {figures.indicator.name}"
    if not known:
        return finish(f"{text}, inga värden att visa", figures=figures, points=points)
    low, high, unit = known[0], known[-1], unit_of(figures.indicator)
    text += f" {high.period}, {unit}"
    if len(known) > 1:
        text += f", från {low.text} i {low.name} till {high.text} i {high.name}"
    own = next((point for point in points if point.code == own_code), None)
    if own is not None:
        text += f"; {own.name}: {own.text}"
    return finish(text, figures=figures, points=points)


def said(point: Point, *, unit: str) -> str:
    return f"{point.text}{NBSP}{unit} {point.period}" if unit else f"{point.text} {point.period}"


def unit_of(indicator: Indicator, *, measure: MeasureShown = "rate") -> str:
    if measure == "count":
        return ""
    return "%" if indicator.kind is Kind.SHARE else indicator.unit


def listed(names: Sequence[str], *, most: int = 4) -> str:
    """ "riket, länet och Härnösand"; long lists are counted."""
    if len(names) > most:
        return f"{len(names)} andra områden"
    return joined(names)


def finish(text: str, *, figures: ReleasedFigures, points: Sequence[Point]) -> str:
    """What is hidden, what is missing and what is invented belongs in the sentence too."""
    holes = [point for point in points if point.y is None]
    hidden = sum(point.status is Status.SUPPRESSED for point in holes)
    missing = len(holes) - hidden
    parts = [f"{hidden} skyddade" if hidden else "", f"{missing} utan värde" if missing else ""]
    if holes:
        text += f" ({', '.join(part for part in parts if part)})"
    return f"{text}. {EXAMPLE_TEXT}." if figures.example else f"{text}."
