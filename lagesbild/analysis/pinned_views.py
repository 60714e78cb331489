"""Making a view again from its address, without a browser: for a lägesbild, its frozen versions and its
papers.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from lagesbild.access.policy import may_see
from lagesbild.analysis.event_grid import EventGrid, size_words
from lagesbild.analysis.event_hours import EventHours
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.pinned_hours import UNIT, hour_points
from lagesbild.analysis.pinned_maps import map_of_areas, map_of_squares
from lagesbild.analysis.pinned_pages import VIEWS, Seen, code_of, see
from lagesbild.analysis.tracing import traces_of
from lagesbild.analysis.wording import number
from lagesbild.domain.document import (
    ChartKind,
    DocumentFigure,
    DocumentPoint,
    DocumentSeries,
    footnote_words,
)
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.event_grid import GridPart
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.person import PUBLIC, ROLE_WORDS, Role
from lagesbild.domain.results import (
    FIGURE_COLUMNS,
    ReleasedFigures,
    ReleasedSurvey,
)
from lagesbild.domain.secrecy import STATUS_WORDS, Secrecy, Status
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.view_address import read_address
from lagesbild.domain.written import decimals_for, format_period

EYES = {
    Secrecy.OPEN: Role.PUBLIC,
    Secrecy.INTERNAL: Role.LEDAMOT,
    Secrecy.RESTRICTED: Role.ARBETSGRUPP,
}
"""The role whose eyes a version of each audience is made with: none that reads it sees less."""


def as_audience(inquiry: Inquiry, *, audience: Secrecy) -> Inquiry:
    """The same question about the asker's own kommun, with the eyes of whom it will be read by."""
    kommun = inquiry.person.kommun_code or inquiry.kommun_code
    person = replace(PUBLIC, role=EYES[audience], kommun_code=kommun)
    return replace(inquiry, person=person, kommun_code=kommun)


def figures_of(inquiry: Inquiry, *, views: Sequence[Evidence]) -> dict[str, DocumentFigure]:
    """Every pinned view with today's figures, by its address."""
    found: dict[str, DocumentFigure] = {}
    for one in views:
        if one.address not in found:
            found[one.address] = figure_of(inquiry, view=one)
    return found


def figure_of(inquiry: Inquiry, *, view: Evidence) -> DocumentFigure:
    """A pinned view, made again. What cannot be made says why, and never stops the rest."""
    asked = read_address(view.address)
    if asked is None or asked.page_id not in VIEWS:
        return _only_words(view, trouble="Vyn kan inte göras om här. Öppna den på sin sida.")
    if view.indicator and not asked.one("indikator"):
        asked = replace(asked, choices=(*asked.choices, ("indikator", view.indicator)))
    code = code_of(inquiry, asked.one("kommun")) or inquiry.kommun_code
    try:
        seen = see(replace(inquiry, kommun_code=code), asked)
    except LagesbildError as error:
        return _only_words(view, trouble=error.message)
    return _figure(inquiry, seen, view=view)


def figures_mark(figure: DocumentFigure) -> str:
    """The same for the same figures: their keys, their words, and what is said instead of them."""
    points = sorted((point.key, point.text) for one in figure.series for point in one.points)
    told = [figure.trouble, *(() if points else (figure.sentence,)), points]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]


def _only_words(view: Evidence, *, trouble: str) -> DocumentFigure:
    return DocumentFigure(
        address=view.address, indicator_id=view.indicator, name="", unit="", pinned="",
        sentence="", kind=ChartKind.TABLE, series=(), footnote="", trouble=trouble,
    )  # fmt: skip


def _figure(inquiry: Inquiry, seen: Seen, *, view: Evidence) -> DocumentFigure:
    known = _indicators(seen.figures)
    leading = known.get(view.indicator) or next(iter(known.values()), None)
    frame = None if seen.figures is None else _drawn(seen)
    if seen.squares is not None:
        return _squares(inquiry, seen, grid=seen.squares, view=view)
    if seen.hours is not None:
        return _hours(inquiry, seen, hours=seen.hours, view=view)
    series = () if frame is None else _series(inquiry, seen, frame=frame, indicators=known)
    unit = "antal" if seen.counts else (leading.unit if leading else "")
    return DocumentFigure(
        address=view.address, indicator_id=view.indicator or (leading.id if leading else ""),
        name=leading.name if leading else "", unit=unit, sentence=seen.sentence,
        pinned=_pinned(inquiry, view),
        kind=seen.kind, series=series,
        footnote=footnote_words(seen.footnote) if seen.footnote else "",
        example=frame is not None and bool(frame["is_example"].any()),
        trouble=_trouble(inquiry, frame, indicators=known),
        map=map_of_areas(inquiry, frame, unit=unit)
        if seen.kind is ChartKind.MAP and frame is not None
        else None,
    )  # fmt: skip


def _squares(inquiry: Inquiry, seen: Seen, *, grid: EventGrid, view: Evidence) -> DocumentFigure:
    """The squares that the gate let through, densest first, each with its number."""
    indicator = grid.indicator
    points = tuple(
        _square(part, place=place, grid=grid) for place, part in enumerate(grid.drawn, start=1)
    )
    return DocumentFigure(
        address=view.address, indicator_id=indicator.id, name=f"{indicator.name}, händelser i rutor",
        unit="antal", sentence=seen.sentence, pinned=_pinned(inquiry, view), kind=ChartKind.MAP,
        series=(DocumentSeries(name="", is_own=True, points=points),) if points else (),
        footnote=footnote_words(seen.footnote) if seen.footnote else "", example=grid.is_example,
        map=map_of_squares(inquiry, grid.drawn, unit="händelser per kvadratkilometer"),
    )  # fmt: skip


def _hours(inquiry: Inquiry, seen: Seen, *, hours: EventHours, view: Evidence) -> DocumentFigure:
    """The times of the week that the gate let through, densest first."""
    indicator = hours.indicator
    points = hour_points(hours, kommun_code=inquiry.kommun_code)
    return DocumentFigure(
        address=view.address, indicator_id=indicator.id, name=f"{indicator.name}, tid i veckan",
        unit=UNIT, sentence=seen.sentence, pinned=_pinned(inquiry, view), kind=seen.kind,
        series=(DocumentSeries(name="", is_own=True, points=points),) if points else (),
        footnote=footnote_words(seen.footnote) if seen.footnote else "", example=hours.is_example,
    )  # fmt: skip


def _square(part: GridPart, *, place: int, grid: EventGrid) -> DocumentPoint:
    label = f"{place}. ruta på {size_words(part)}"
    row = dict.fromkeys(FIGURE_COLUMNS) | {
        "indicator": grid.indicator.id, "area_code": f"{part.size_m}-{part.east}-{part.north}",
        "area_name": label, "area_level": "ruta", "period_start": f"{grid.year}-01-01",
        "period_end": f"{grid.year + 1}-01-01", "period_label": str(grid.year), "breakdown": "{}",
        "count": part.count, "unit": "antal", "status": Status.VALUE.value, "status_reason": "",
    }  # fmt: skip
    return DocumentPoint(
        label=label, text=number(part.count), value=float(part.count), lower=None, upper=None,
        row=row,
    )  # fmt: skip


def _pinned(inquiry: Inquiry, view: Evidence) -> str:
    """What was pinned was released for whoever pinned it, not for everyone who reads."""
    known = inquiry.catalog.indicators.get(view.indicator)
    return view.says if known and may_see(inquiry.person, secrecy=known.secrecy) else ""


def _drawn(seen: Seen) -> pd.DataFrame:
    """Of counts only the own area's: a country's would flatten it."""
    frame = seen.figures.frame if seen.figures is not None else pd.DataFrame()
    if not seen.counts:
        return frame
    return frame[frame["area_code"] == seen.own].reset_index(drop=True)


def _indicators(figures: ReleasedFigures | ReleasedSurvey | None) -> dict[str, Indicator]:
    if figures is None:
        return {}
    if isinstance(figures, ReleasedSurvey):
        return figures.indicators
    return {figures.indicator.id: figures.indicator}


def _trouble(
    inquiry: Inquiry, frame: pd.DataFrame | None, *, indicators: Mapping[str, Indicator]
) -> str:
    """What has happened to a view since it was pinned."""
    if frame is not None and frame.empty:
        return "Det finns inga siffror längre: underlaget har återkallats eller har aldrig lämnats."
    barred = f"visas inte för {ROLE_WORDS[inquiry.person.role]}"
    if frame is not None and len(frame) and (frame["status_reason"] == barred).all():
        names = ", ".join(one.name for one in indicators.values())
        return f"Siffrorna ({names}) visas inte för den som lägesbilden är till för."
    return ""


def _series(
    inquiry: Inquiry, seen: Seen, *, frame: pd.DataFrame, indicators: Mapping[str, Indicator]
) -> tuple[DocumentSeries, ...]:
    """The rows as they are drawn, the own first, each with its way back to its files."""
    traces = traces_of(inquiry, frame, indicators=indicators)
    rows = frame.to_dict("records")
    name_of = _namer(frame, indicators=indicators)
    points = [
        _point(row, indicator=indicators[str(row["indicator"])], traces=found, seen=seen,
               name=name_of(row))
        for row, found in zip(rows, traces, strict=True)
    ]  # fmt: skip
    if seen.kind is not ChartKind.LINE:
        return (DocumentSeries(name="", is_own=True, points=tuple(points)),) if points else ()
    grouped: dict[str, list[DocumentPoint]] = {}
    owners: dict[str, bool] = {}
    for row, point in zip(rows, points, strict=True):
        name = name_of(row)
        grouped.setdefault(name, []).append(point)
        owners[name] = str(row["area_code"]) == seen.own
    return tuple(
        DocumentSeries(
            name=name, is_own=owners[name],
            points=tuple(sorted(group, key=lambda one: str(one.row["period_start"]))),
        )
        for name, group in sorted(grouped.items(), key=lambda pair: not owners[pair[0]])
    )  # fmt: skip


def _namer(
    frame: pd.DataFrame, *, indicators: Mapping[str, Indicator]
) -> Callable[[Mapping[str, Any]], str]:
    """What a row is called among the others: by whatever they differ in."""
    several = {name: frame[name].nunique() > 1 for name in ("indicator", "area_code", "breakdown")}

    def name(row: Mapping[str, Any]) -> str:
        parts = [
            indicators[str(row["indicator"])].name if several["indicator"] else "",
            _area_name(row) if several["area_code"] else "",
            _breakdown_words(str(row["breakdown"])) if several["breakdown"] else "",
        ]
        return ", ".join(part for part in parts if part) or _area_name(row)

    return name


def _area_name(row: Mapping[str, Any]) -> str:
    """The ribbon says once that a figure is invented; in every name it would crowd out the rest."""
    name = str(row["area_name"])
    return name.removesuffix(" (exempel)") if row["is_example"] else name


def _breakdown_words(text: str) -> str:
    """{"Veckodag": "måndag"} as "måndag"; nothing for the undivided."""
    body = json.loads(text) if text else {}
    return ", ".join(str(value) for value in body.values())


def _point(
    row: Mapping[str, Any], *, indicator: Indicator, traces: Any, seen: Seen, name: str
) -> DocumentPoint:
    value = row["count"] if seen.counts else row["value"]
    drawn = None if pd.isna(value) else float(value)
    label = format_period(row["period_start"], row["period_end"], label=row["period_label"])
    bare = seen.counts
    return DocumentPoint(
        label=label if seen.kind is ChartKind.LINE else name, value=drawn,
        lower=None if bare else _plain(row["lower"]), upper=None if bare else _plain(row["upper"]),
        text=_text(row, drawn, indicator=indicator, counts=seen.counts),
        row={column: _plain(row[column]) for column in FIGURE_COLUMNS},
        is_own=str(row["area_code"]) == seen.own, traces=traces,
    )  # fmt: skip


def _text(
    row: Mapping[str, Any], value: float | None, *, indicator: Indicator, counts: bool
) -> str:
    if value is None:
        return str(row["status_reason"] or STATUS_WORDS[Status(row["status"])])
    if counts:
        return number(value)
    figure = number(
        value, decimals=decimals_for(indicator, value, denominator=row["denominator"])
    )  # fmt: skip
    return f"{figure} %" if indicator.kind is Kind.SHARE else figure


def _plain(value: Any) -> Any:
    """As JSON has it: no NaN, no dates of pandas, no numbers of numpy."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (pd.Timestamp, date)):
        return None if pd.isna(value) else value.isoformat()[:10]
    if pd.isna(value):
        return None
    whole = isinstance(value, int) or (hasattr(value, "item") and isinstance(value.item(), int))
    return int(value) if whole else (float(value) if math.isfinite(value) else None)
