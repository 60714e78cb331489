"""Which areas a file's rows are about: known ones, parts of a kommun, treatment plants, or nobody's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.example_rows import is_example
from lagesbild.ingest.mapping import IGNORED, PART_OF, Mapping, slug

SITE_CODE = re.compile(r"^[A-Z]{2}\d{3}$")
"""EUDA's name for a treatment plant: country and number."""

SPLIT = "\x1f"
"""Between code and name in a key; pandas takes a tuple for a level of an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What became of the areas of a long frame.

    codes    area code of each row, None where it is not known
    new      areas that come into being with the delivery
    parts    those of them that nobody has confirmed, taken for parts of ``kommun``
    unknown  the file's name -> its row numbers
    ignored  row numbers that a person chose to leave out
    nameless True when no row says which area it is about
    answers  the file's name -> code, to be remembered
    known    every area that a row is about, by code
    """

    codes: pd.Series[str]
    new: tuple[Area, ...] = ()
    parts: tuple[Area, ...] = ()
    kommun: Area | None = None
    unknown: dict[str, tuple[int, ...]] = field(default_factory=dict)
    ignored: tuple[int, ...] = ()
    nameless: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    known: dict[str, Area] = field(default_factory=dict)


def find_places(
    long: pd.DataFrame, *, areas: AreaIndex, source: Source, mapping: Mapping,
    owner: str | None,
) -> Places:  # fmt: skip
    """The areas of the rows.

    owner  the kommun whose data this is; None when everyone shares it
    """
    code, name = long["area_code"].fillna(""), long["area_name"].fillna("")
    keys = code + SPLIT + name
    search = Search(areas=areas, source=source, mapping=mapping, owner=owner)
    found = {str(key): search.find(*_split(key)) for key in keys.unique()}
    nameless = all(key == SPLIT for key in found) and mapping.area is None
    kommun, parts = _find_parts(long, keys=keys, found=found, search=search)
    settled = {key: area for key, area in {**found, **parts}.items() if area}
    codes = keys.map({key: area.code for key, area in settled.items()})
    skipped = keys.map({key: search.is_ignored(*_split(key)) for key in found}).astype(bool)
    lost = long[codes.isna() & ~skipped & (keys != SPLIT)]
    return Places(
        codes=codes.astype(object).where(codes.notna(), None),
        new=tuple({a.code: a for a in [*search.made.values(), *parts.values()]}.values()),
        parts=tuple({a.code: a for a in parts.values() if a.code not in areas.by_code}.values()),
        kommun=kommun,
        unknown=_rows_by_name(lost),
        ignored=tuple(sorted(set(long.loc[skipped, "source_row"].astype(int)))),
        nameless=nameless,
        answers=search.answers,
        known={area.code: area for area in settled.values()},
    )


def _rows_by_name(lost: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    names = (
        lost["area_name"].fillna("").where(lost["area_name"].fillna("") != "", lost["area_code"])
    )
    grouped = lost.assign(said=names).groupby("said", sort=False)["source_row"]
    return {str(name): tuple(sorted(set(rows.astype(int)))) for name, rows in grouped}


class Search:
    """Looks up one area at a time and remembers what it had to make."""

    def __init__(
        self, *, areas: AreaIndex, source: Source, mapping: Mapping, owner: str | None
    ) -> None:
        self.areas = areas
        self.source = source
        self.mapping = mapping
        self.owner = owner
        self.made: dict[str, Area] = {}
        self.answers: dict[str, str] = {}

    def find(self, code: str, name: str) -> Area | None:
        """The person's answer, the code, the name; a plant where the source is about plants."""
        if is_example(name or code):
            return None
        answer = self._answer(code, name)
        if answer is not None:
            return self._from_answer(answer, name=name or code)
        if not code and not name:
            return self._whole_file()
        if self.source.default_level is AreaLevel.VERK:
            return self._plant(code, name)
        by_code = self.areas.find_code(code) if code else None
        return by_code or (self.areas.find(name) if name else None) or self._own_part(name)

    def is_ignored(self, code: str, name: str) -> bool:
        answer = (self._answer(code, name) or "").strip().casefold()
        return answer == IGNORED or is_example(name or code)

    def _answer(self, code: str, name: str) -> str | None:
        answers = self.mapping.areas
        return answers.get(name) or answers.get(code) or None

    def _from_answer(self, answer: str, *, name: str) -> Area | None:
        part = PART_OF.match(answer)
        if part and part["kommun"] in self.areas.by_code:
            area = self.part_of(self.areas.by_code[part["kommun"]], name=name)
            self.answers[name] = area.code
            return self._make(area)
        area_found = self.areas.by_code.get(answer.strip())
        if area_found:
            self.answers[name] = area_found.code
        return area_found

    def _whole_file(self) -> Area | None:
        return self.areas.find(self.mapping.area) if self.mapping.area else None

    def _own_part(self, name: str) -> Area | None:
        """A name that several kommuner have, in a file that belongs to one of them."""
        code = f"{self.owner}-{slug(name, separator='-')}"
        return self.areas.by_code.get(code) if self.owner and name else None

    def part_of(self, kommun: Area, *, name: str) -> Area:
        """The kommun's part with the name, known or new."""
        code = f"{kommun.code}-{slug(name, separator='-')}"
        return self.areas.by_code.get(code) or Area(
            code=code, name=name, level=AreaLevel.DELOMRADE, parent_code=kommun.code,
            kommun_code=self.owner,
        )  # fmt: skip

    def _plant(self, code: str, name: str) -> Area:
        """A treatment plant: by the file's own number, else by its name. It is never a kommun,
        even when it has the name of the town it stands in."""
        site = (
            code
            if SITE_CODE.match(code)
            else f"{self.owner or self.source.id}-{slug(name or code, separator='-')}"
        )
        known = self.areas.by_code.get(site)
        if known:
            return known
        town = (
            self.areas.find(re.sub(r"\s*\(\d+\)$", "", name), level=AreaLevel.KOMMUN)
            if name
            else None
        )
        abroad = SITE_CODE.match(code) and not code.startswith("SE")
        parent = None if abroad or town is None else town.code
        return self._make(
            Area(
                code=site, name=name or code, level=AreaLevel.VERK,
                parent_code=parent or self.owner, kommun_code=self.owner,
            )
        )  # fmt: skip

    def _make(self, area: Area) -> Area:
        if area.code not in self.areas.by_code:
            self.made[area.code] = area
        return area


def _split(key: str) -> tuple[str, str]:
    code, _, name = key.partition(SPLIT)
    return code, name


def _find_parts(
    long: pd.DataFrame, *, keys: pd.Series[str], found: dict[str, Area | None], search: Search
) -> tuple[Area | None, dict[str, Area]]:
    """Unknown names taken for parts of the file's only kommun, when the figures allow it.

    They do when there are at least two names (known parts counted in), and none of them is ever
    larger than the kommun.
    """
    lost = [
        key for key, area in found.items()
        if area is None and key != SPLIT and not search.is_ignored(*_split(key))
    ]  # fmt: skip
    whole = {area.code: area for area in found.values() if area and area.level is AreaLevel.KOMMUN}
    if not search.source.sub_areas or not lost or len(whole) != 1:
        return None, {}
    kommun = next(iter(whole.values()))
    known = {a.code for a in found.values() if a and a.parent_code == kommun.code}
    is_kommun = keys.map({k: a is not None and a.code == kommun.code for k, a in found.items()})
    if len(lost) + len(known) < 2 or not _all_smaller(
        long, part=keys.isin(lost), whole=is_kommun.astype(bool)
    ):
        return None, {}
    return kommun, {key: search.part_of(kommun, name=" ".join(_split(key)).strip()) for key in lost}


def _all_smaller(long: pd.DataFrame, *, part: pd.Series[bool], whole: pd.Series[bool]) -> bool:
    """Whether no part is larger than the whole for the same measure, period and breakdown.

    Names with nothing to be compared with prove nothing, and then the answer is no.
    """
    on = ["measure", "breakdown", "period_start", "period_end"]
    pairs = long.loc[part, [*on, "value"]].merge(
        long.loc[whole, [*on, "value"]], on=on, suffixes=("", "_whole")
    )
    pairs = pairs.dropna(subset=["value", "value_whole"])
    return bool(len(pairs)) and bool((pairs["value"] <= pairs["value_whole"]).all())
