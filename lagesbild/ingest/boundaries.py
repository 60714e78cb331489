"""A file with boundaries: which areas it brings, whose they are, and what they are called here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lagesbild.domain.errors import Fault
from lagesbild.domain.geography import OFFICIAL_PART, Area, AreaLevel
from lagesbild.geo.boundaries import BoundaryArea, find_columns, read_boundaries
from lagesbild.ingest.areas import AreaIndex, fold
from lagesbild.ingest.faults import count_in_words, make_fault, shorten
from lagesbild.ingest.mapping import slug
from lagesbild.ingest.receipt import AreaCount
from lagesbild.ingest.table import (
    Column,
    ColumnRole,
    OpenedFile,
    TextTable,
    Understood,
    UnderstoodTable,
)

NAMES_SHOWN = 5
WIDER = frozenset({AreaLevel.RIKET, AreaLevel.LAN, AreaLevel.KOMMUN})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBoundaries:
    """What a boundary file holds.

    areas     every area of the file, as it is called here
    outlines  code -> GeoJSON geometry text, WGS 84
    counts    how many each kommun gets
    """

    areas: tuple[Area, ...]
    outlines: dict[str, str]
    counts: tuple[AreaCount, ...]
    faults: tuple[Fault, ...] = ()


def find_boundaries(
    data: bytes, *, file_name: str, areas: AreaIndex, owner: str | None,
    reserved: Collection[str] = (),
) -> FoundBoundaries:  # fmt: skip
    """The areas of a boundary file.

    owner     the kommun whose own boundaries these are; None when everyone shares them
    reserved  codes of example areas: a real area never takes over an invented one
    raises    FileRefused GEO-001 to GEO-006
    """
    found = read_boundaries(data, file_name=file_name)
    wider = [one for one in found if _is_wider(one, areas=areas, owner=owner)]
    if wider:
        return _nothing(make_fault("IN-021", names=_names(wider)))
    whose = {one.code: _kommun_of(one, areas=areas, owner=owner) for one in found}
    lost = [one for one in found if whose[one.code] is None]
    if lost:
        counted = count_in_words(len(lost), one="ett område", many="områden")
        return _nothing(make_fault("IN-020", count=counted, names=_names(lost)))
    naming = _Naming(areas=areas, owner=owner, reserved=reserved, names=[one.name for one in found])
    settled = {one.code: naming.area(one, kommun=str(whose[one.code])) for one in found}
    return FoundBoundaries(
        areas=tuple(settled.values()),
        outlines={settled[one.code].code: one.geometry for one in found},
        counts=_count(list(settled.values()), areas=areas),
    )


def understand_boundaries(opened: OpenedFile, *, faults: tuple[Fault, ...] = ()) -> Understood:
    """How a boundary file was understood: the columns with codes and names are used, no others."""
    tables = tuple(_table(table) for table in opened.tables)
    return Understood(
        file=opened.file, format=opened.format, encoding=None, dialect=None, tables=tables,
        faults=faults, warnings=opened.warnings,
    )  # fmt: skip


def _table(text: TextTable) -> UnderstoodTable:
    headings = [str(cell) for cell in text.frame.iloc[0]]
    code, name = find_columns(headings)
    used = {
        code: (ColumnRole.AREA_CODE, "rubriken är områdenas kod"),
        name: (ColumnRole.AREA_NAME, "rubriken är områdenas namn"),
    }
    columns = []
    for index, heading in enumerate(headings):
        role, reason = used.get(heading, (ColumnRole.IGNORED, "behövs inte för gränserna"))
        columns.append(Column(index=index, name=heading, role=role, reason=reason))
    return UnderstoodTable(
        name=text.name, title="", period=None, header_lines=(1,), first_data_line=2, footnotes=(),
        columns=tuple(columns), body=text.frame.iloc[1:],
    )  # fmt: skip


def _nothing(fault: Fault) -> FoundBoundaries:
    return FoundBoundaries(areas=(), outlines={}, counts=(), faults=(fault,))


def _names(found: Sequence[BoundaryArea]) -> str:
    shown = ", ".join(shorten(one.code, limit=30) for one in found[:NAMES_SHOWN])
    return shown + (" …" if len(found) > NAMES_SHOWN else "")


def _is_wider(one: BoundaryArea, *, areas: AreaIndex, owner: str | None) -> bool:
    """A kommun or a län. A kommun's own number 14 is neither, though Västra Götaland has that code."""
    known = areas.find_code(one.code)
    if known is None or known.level not in WIDER:
        return False
    return owner is None or areas.find(one.name, level=known.level) is known


def _kommun_of(one: BoundaryArea, *, areas: AreaIndex, owner: str | None) -> str | None:
    if OFFICIAL_PART.match(one.code):
        return _known_kommun(one.code[:4], areas=areas)
    return owner or _known_kommun(one.kommun_code or "", areas=areas)


def _known_kommun(code: str, *, areas: AreaIndex) -> str | None:
    area = areas.by_code.get(code)
    return code if area is not None and area.level is AreaLevel.KOMMUN else None


def _count(found: Sequence[Area], *, areas: AreaIndex) -> tuple[AreaCount, ...]:
    every = Counter(str(area.parent_code) for area in found)
    new = Counter(str(area.parent_code) for area in found if area.code not in areas.by_code)
    return tuple(
        AreaCount(
            kommun_code=code, kommun_name=areas.by_code[code].name, areas=every[code], new=new[code]
        )
        for code in sorted(every)
    )


class _Naming:
    """Turns the file's codes into ours. SCB's are kept; a kommun's own get its number in front."""

    def __init__(
        self, *, areas: AreaIndex, owner: str | None, reserved: Collection[str],
        names: Sequence[str],
    ) -> None:  # fmt: skip
        self.owner = owner
        self.reserved = frozenset(reserved)
        self.repeated = {name for name, times in Counter(map(fold, names)).items() if times > 1}
        self.parts = {
            (area.parent_code, fold(area.name)): area.code
            for area in areas.by_code.values()
            if area.level is AreaLevel.DELOMRADE
            and area.code not in self.reserved
            and not OFFICIAL_PART.match(area.code)
        }

    def area(self, one: BoundaryArea, *, kommun: str) -> Area:
        """The area as it is kept. SCB's areas are everyone's, whoever delivers them."""
        is_official = OFFICIAL_PART.match(one.code) is not None
        return Area(
            code=one.code if is_official else self._code(one, kommun=kommun), name=one.name,
            level=AreaLevel.DELOMRADE, parent_code=kommun,
            kommun_code=None if is_official else self.owner,
        )  # fmt: skip

    def _code(self, one: BoundaryArea, *, kommun: str) -> str:
        """By name where names are unique: figures by name then find their area."""
        is_ambiguous = fold(one.name) in self.repeated
        known = None if is_ambiguous else self.parts.get((kommun, fold(one.name)))
        if known:
            return known
        if one.code.startswith(kommun) and len(one.code) > len(kommun):
            code = one.code
        else:
            code = f"{kommun}-{slug(one.code if is_ambiguous else one.name, separator='-')}"
        while code in self.reserved:
            code += "-2"
        return code
