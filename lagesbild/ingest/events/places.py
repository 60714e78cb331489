"""In which kommun, and in which of its known parts, each event happened. No name of a place is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.events.columns import EventColumns
from lagesbild.ingest.headings import area_code_heading, area_name_heading
from lagesbild.ingest.matching import match_areas
from lagesbild.ingest.places import SPLIT, Search
from lagesbild.ingest.table import ColumnRole, UnderstoodTable

Codes = npt.NDArray[np.object_]
POINTS = frozenset((AreaLevel.SKOLA, AreaLevel.VERK, AreaLevel.PLATS))
"""A single school is a point on the map: what happens there is kept as of the kommun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlaces:
    """A row for each row of the list.

    kommun   code of the kommun, None where the list does not say and nobody owns it
    area     code of the smallest known area: a part of the kommun, or the kommun itself
    words    area code -> code, name and level as a table of figures would have them
    unknown  the file's rows with a name of a place that is no known part
    names    those names, the most usual first, to be asked about. An answer is kept with the name that it is
             about, so what has a digit, as an address has, is not among them
    left_out  rows that a person, or the template, says are not to be read
    """

    kommun: Codes
    area: Codes
    words: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    left_out: npt.NDArray[np.bool_]


def find_event_places(
    table: UnderstoodTable, *, columns: EventColumns, areas: AreaIndex, search: Search
) -> EventPlaces:
    """An unknown name is nobody's part of a kommun: it may be a street or somebody's home."""
    matched = match_areas(table, areas=areas, source=search.source)
    keys = (matched["area_code"] + SPLIT + matched["area_name"]).to_numpy(dtype=object)
    said = _said_kommun(table, columns=columns, areas=areas)
    is_kommun = _is_column_of_kommuner(table)
    kommun, area = np.full(table.rows, None, dtype=object), np.full(table.rows, None, dtype=object)
    skipped = np.zeros(table.rows, dtype=bool)
    unknown: list[int] = []
    names: Counter[str] = Counter()
    for key, own, here in _rows_by(keys, said=said):
        code, name = _cut(key)
        if search.is_ignored(code, name):
            skipped[here] = True
            continue
        one = search.find(code, name)
        home = own or _home(one, is_kommun=is_kommun, owner=search.owner)
        fits = one is not None and one.level not in POINTS and home in (one.code, one.parent_code)
        kommun[here], area[here] = home, one.code if fits and one else home
        if not fits and key != SPLIT and home != _code(one):
            unknown += [int(row) for row in table.body.index[here]]
            names[f"{code} {name}".strip()] += len(here)
    return EventPlaces(
        kommun=kommun, area=area, words=_words(kommun, area, areas=areas, search=search),
        unknown=tuple(sorted(unknown)), names=_askable(names), left_out=skipped,
    )  # fmt: skip


def _rows_by(keys: Codes, *, said: Codes) -> Iterator[tuple[str, str | None, npt.NDArray[np.intp]]]:
    """Each place, the kommun that the list writes beside it, and the rows that have both."""
    written = pd.DataFrame({"key": keys, "said": said}).groupby(
        ["key", "said"], sort=False, dropna=False
    )
    number = written.ngroup().to_numpy()
    order = np.argsort(number, kind="stable")
    for here in np.split(order, np.flatnonzero(np.diff(number[order])) + 1):
        if len(here):
            yield keys[here[0]], said[here[0]], here


def _askable(names: Counter[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in names.most_common() if not any(map(str.isdigit, name)))


def _cut(key: str) -> tuple[str, str]:
    code, _, name = key.partition(SPLIT)
    return code, name


def _code(area: Area | None) -> str | None:
    return area.code if area else None


def _home(area: Area | None, *, is_kommun: bool, owner: str | None) -> str | None:
    """The kommun of an area. In one kommun's own list a place that happens to have the name of another
    kommun is a place, unless the column is of kommuner."""
    found = None
    if area is not None:
        is_inside = area.level is AreaLevel.DELOMRADE or area.level in POINTS
        found = area.parent_code if is_inside else area.code
    return found if found and (owner is None or is_kommun or found == owner) else owner


def _said_kommun(table: UnderstoodTable, *, columns: EventColumns, areas: AreaIndex) -> Codes:
    """What a column of kommuner beside that of smaller areas says."""
    said = np.full(table.rows, None, dtype=object)
    if columns.kommun is None:
        return said
    cells = table.body[columns.kommun.index]
    for text in cells.unique():
        area = areas.find(str(text), level=AreaLevel.KOMMUN) if text else None
        if area is not None and area.level is AreaLevel.KOMMUN:
            said[(cells == text).to_numpy()] = area.code
    return said


def _is_column_of_kommuner(table: UnderstoodTable) -> bool:
    for role, told_by in (
        (ColumnRole.AREA_CODE, area_code_heading), (ColumnRole.AREA_NAME, area_name_heading)
    ):  # fmt: skip
        for column in table.with_role(role):
            told = told_by(column.name)
            if told is not None and told.level is AreaLevel.KOMMUN:
                return True
    return False


def _words(
    kommun: Codes, area: Codes, *, areas: AreaIndex, search: Search
) -> dict[str, tuple[str, str, str]]:
    """A part that came into being by an answer is told by its name, so that the answer is found again."""
    found = {}
    for code in {*kommun[kommun != None], *area[area != None]}:  # noqa: E711
        known = areas.by_code.get(code)
        if known is not None:
            found[code] = (known.code, known.name, known.level.value)
            continue
        made = search.made[code]
        found[code] = ("", made.name, made.level.value)
    return found
