"""A lägesbild as it is shown, printed and kept: words, released figures, and where each number stood.

Made from a draft with today's figures, or read from a frozen version, which is this and nothing else:
screen, slides and paper draw it without asking anything more.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from lagesbild.domain.results import Footnote
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.written import EXAMPLE_TEXT, format_period

AUDIENCES: dict[Secrecy, str] = {
    Secrecy.OPEN: "alla, också invånare",
    Secrecy.INTERNAL: "rådet och arbetsgruppen",
    Secrecy.RESTRICTED: "arbetsgruppen och samordnaren, med känsliga uppgifter",
}
"""For whom a version's figures were released."""


class ChartKind(StrEnum):
    """How the figures are drawn.

    LINE   a series an area, a point a period
    BARS   one series, a point an area, highest first
    MAP    the same, on the figure's own map
    TABLE  no picture, only the rows
    """

    LINE = "linje"
    BARS = "staplar"
    MAP = "karta"
    TABLE = "tabell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where a number stood: rows of one column of one delivered file.

    what         measure id
    sheet        "" in a file without sheets; column likewise
    rows         "14", "14–25", "3, 7, 12": the file's own rows, from 1
    """

    what: str
    delivery_id: int
    sheet: str
    column: str
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPoint:
    """One released number, or the word for why there is none.

    label   on the axis: a period, or an area
    text    as it is written: "62", "skyddat (för få)"
    value   None where there is none; lower and upper likewise
    row     the contract's columns (domain.results.FIGURE_COLUMNS), as ``query`` gives them
    is_own  True for the kommun's own, in the strong colour
    traces  empty for a hidden number
    """

    label: str
    text: str
    value: float | None
    lower: float | None
    upper: float | None
    row: dict[str, Any]
    is_own: bool = False
    traces: tuple[Trace, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What the number is about: the same in an earlier and a later version."""
        names = ("indicator", "area_code", "period_start", "period_end", "breakdown")
        return tuple(str(self.row.get(name)) for name in names)

    @property
    def period(self) -> str:
        """The row's period as it is said, whatever its file called it."""
        start, end = (date.fromisoformat(self.row[name]) for name in ("period_start", "period_end"))
        return format_period(start, end, label=str(self.row["period_label"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSeries:
    """Points in the order they are drawn. ``is_own``: the kommun's own, in the strong colour."""

    name: str
    is_own: bool
    points: tuple[DocumentPoint, ...]


Ring = tuple[tuple[float, float], ...]
"""A closed line: to the right and downwards, as parts of the map's longer side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapArea:
    """An area's outline. ``km2``: for squares that are coloured by what they have per km², else None."""

    code: str
    rings: tuple[Ring, ...]
    km2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMap:
    """Outlines that are kept with their numbers: the map stands though borders are drawn anew.

    ground         where one is, uncoloured; areas lie on it, in the order in which they are drawn
    width, height  of the whole; the longer is 1
    """

    ground: tuple[MapArea, ...]
    areas: tuple[MapArea, ...]
    width: float
    height: float
    unit: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFigure:
    """A pinned view: one picture with its sentence.

    address   makes the view again (domain.work.view_address)
    pinned    the sentence when it was pinned
    sentence  the sentence of these figures
    footnote  source, issue date, period, n, what was hidden
    trouble   why nothing is shown, or what has happened to the underlag; "" when all is well
    """

    address: str
    indicator_id: str
    name: str
    unit: str
    pinned: str
    sentence: str
    kind: ChartKind
    series: tuple[DocumentSeries, ...]
    footnote: str
    example: bool = False
    trouble: str = ""
    map: DocumentMap | None = None

    @property
    def points(self) -> tuple[DocumentPoint, ...]:
        return tuple(point for one in self.series for point in one.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNote:
    """An observation that is no figure. ``grade``: data, forskning, erfarenhet or antagande."""

    text: str
    source: str
    kind: str
    grade: str
    on: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSection:
    """A section. ``part`` is the law's words for where it belongs."""

    id: str
    part: str
    heading: str
    text: str
    notes: tuple[DocumentNote, ...]
    figures: tuple[DocumentFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A delivered file that numbers come from. Days are ISO."""

    delivery_id: int
    source: str
    file_name: str
    sha256: str
    issued_on: str
    received_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole lägesbild.

    id        of the record
    version   number of the frozen version, 0 for a draft
    audience  whose eyes the figures were released for
    state     "utkast", "antagen" ...
    as_of     the day its figures are of
    council   what the council is called here
    answers   question and answer: Brå's four, what lies behind an extra one
    steps     "antagen 9 december 2026 av kommunstyrelsen (KS 2026/12)"
    """

    id: str
    title: str
    kommun_code: str
    kommun: str
    council: str
    kind: str
    reason: str
    period: str
    state: str
    as_of: str
    audience: Secrecy
    sections: tuple[DocumentSection, ...]
    answers: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    files: tuple[SourceFile, ...] = field(default=())
    version: int = 0

    @property
    def figures(self) -> tuple[DocumentFigure, ...]:
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def example(self) -> bool:
        """True when any figure is invented."""
        return any(figure.example for figure in self.figures)

    def written(self) -> str:
        """As it is kept: the same text for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, allow_nan=False)


def document_of(text: str) -> Document:
    """What ``written`` wrote, back."""
    body = json.loads(text)
    return Document(
        **{
            **body,
            "audience": Secrecy(body["audience"]),
            "sections": tuple(_section(one) for one in body["sections"]),
            "answers": tuple((question, answer) for question, answer in body["answers"]),
            "steps": tuple(body["steps"]),
            "files": tuple(SourceFile(**one) for one in body["files"]),
        }
    )


def _section(body: dict[str, Any]) -> DocumentSection:
    notes = tuple(DocumentNote(**one) for one in body["notes"])
    figures = tuple(_figure(one) for one in body["figures"])
    return DocumentSection(**{**body, "notes": notes, "figures": figures})


def _figure(body: dict[str, Any]) -> DocumentFigure:
    series = tuple(
        DocumentSeries(**{**one, "points": tuple(_point(point) for point in one["points"])})
        for one in body["series"]
    )
    drawn = _map(body["map"]) if body.get("map") else None
    return DocumentFigure(
        **{**body, "kind": ChartKind(body["kind"]), "series": series, "map": drawn}
    )


def _map(body: dict[str, Any]) -> DocumentMap:
    return DocumentMap(
        **{
            **body,
            "ground": tuple(map(_map_area, body["ground"])),
            "areas": tuple(map(_map_area, body["areas"])),
        }
    )


def _map_area(body: dict[str, Any]) -> MapArea:
    rings = tuple(tuple((x, y) for x, y in ring) for ring in body["rings"])
    return MapArea(code=body["code"], rings=rings, km2=body["km2"])


def _point(body: dict[str, Any]) -> DocumentPoint:
    return DocumentPoint(**{**body, "traces": tuple(Trace(**one) for one in body["traces"])})


def footnote_words(footnote: Footnote) -> str:
    """The line under a figure: source, issue date, period, n, interval, what is hidden, method."""
    issued = f"Utgiven {footnote.issued_on.isoformat()}" if footnote.issued_on else ""
    parts = [
        f"Källa: {footnote.source}" if footnote.source else "", issued, footnote.period,
        footnote.n, footnote.interval, footnote.preliminary, footnote.hidden,
        f"Metod: {footnote.method}" if footnote.method else "", footnote.attribution,
        EXAMPLE_TEXT if footnote.example else "",
    ]  # fmt: skip
    sentences = [part[0].upper() + part[1:].rstrip(".") for part in parts if part]
    return f"{'. '.join(sentences)}." if sentences else ""
