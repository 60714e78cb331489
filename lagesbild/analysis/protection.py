"""Which cells are hidden, decided for all of a measure's figures at once and not for a view of them.

A pattern is made when it is first asked for after a delivery that concerns its measure, and kept: no
figure of the measure leaves before that. What was hidden stays hidden, and what was shown with the
same number cannot protect anything later.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lagesbild.analysis.cells import (
    DAYS_OF_MONTH,
    Layout,
    Places,
    above,
    apply_rule,
    below,
    cube_of,
    half_numbers,
    lay_out,
    numbers_beside,
)
from lagesbild.analysis.denominators import SOUGHT, match_denominators
from lagesbild.analysis.example_pattern import has_example_pattern, read_example_pattern
from lagesbild.analysis.pattern import MeasurePattern, pattern_of, rows_of
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.geography import division_of
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.stats.disclosure import Pattern, protect
from lagesbild.store.columns import Columns, columns_of_frame, number_of_rows, same_text, text
from lagesbild.store.connection import Store
from lagesbild.store.hidden import (
    HIDDEN_COLUMNS,
    Basis,
    Whose,
    Why,
    add_hidden,
    areas_of_measures,
    deliveries_of,
    fetch_cells,
    read_bases,
    read_hidden,
)
from lagesbild.store.lookups import AreaEntry, Lookups, read_lookups
from lagesbild.store.observations import fetch_columns

METHOD = "2"
"""Part of every basis: another way to find patterns makes them anew."""

HIDDEN_BY = ("measure", "is_example", "area_code", "period_start", "period_end", "breakdown")
"""Columns of figures that decide whether a pattern hides them."""

_CELL = ["area_code", "period_start", "period_end", "breakdown"]


@dataclass(slots=True)
class _Definitions:
    """The catalogue by measure: the indicators it leads, the measures it adds up with, those that it
    is a part of and those that are parts of it."""

    catalog: Catalog
    rules: dict[str, list[Indicator]]
    families: dict[str, tuple[str, ...]]
    wholes: dict[str, list[str]]
    parts: dict[str, list[str]]


def _definitions(catalog: Catalog) -> _Definitions:
    rules: dict[str, list[Indicator]] = {}
    for one in catalog.indicators.values():
        rules.setdefault(one.leading_measure, []).append(one)
    families = {
        name: (whole.id, *whole.sum_of)
        for whole in catalog.measures.values() if whole.sum_of
        for name in (whole.id, *whole.sum_of)
    }  # fmt: skip
    wholes: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for part in catalog.measures.values():
        if part.part_of and part.id in rules and part.part_of in rules:
            wholes.setdefault(part.id, []).append(part.part_of)
            parts.setdefault(part.part_of, []).append(part.id)
    return _Definitions(catalog=catalog, rules=rules, families=families, wholes=wholes, parts=parts)


@dataclass(slots=True)
class _Memory:
    """What is known of one open store."""

    definitions: _Definitions | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    version: int = -1
    bases: dict[Whose, Basis] = field(default_factory=dict)
    texts: dict[Whose, str] = field(default_factory=dict)
    patterns: dict[tuple[Whose, str], MeasurePattern] = field(default_factory=dict)
    shared_tree: str = ""
    places: dict[str, frozenset[int]] | None = None

    owned: dict[str, frozenset[tuple[str, bool]]] = field(default_factory=dict)

    def own_of(self, kommun: str | None, *, look: Lookups) -> frozenset[tuple[str, bool]]:
        """Measures of which a kommun has deliveries of its own, in each of the worlds."""
        if kommun is None:
            return frozenset()
        if kommun not in self.owned:
            self.owned[kommun] = frozenset(
                (h.measure, h.is_example) for h in look.held if h.kommun_code == kommun
            )
        return self.owned[kommun]

    def definitions_of(self, catalog: Catalog) -> _Definitions:
        if self.definitions is None or self.definitions.catalog is not catalog:
            with self.lock:
                self.definitions, self.texts = _definitions(catalog), {}
        return self.definitions


_MEMORY: WeakKeyDictionary[Store, _Memory] = WeakKeyDictionary()
_MEMORY_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Protector:
    """Finds the patterns that hold for one reader.

    owner  the kommun whose own deliveries the reader sees beside the shared ones, None for nobody's
    """

    store: Store
    catalog: Catalog
    owner: str | None

    def hidden_rows(self, figures: Columns) -> NDArray[np.bool_]:
        """Which rows of figures the patterns hide.

        figures  HIDDEN_BY
        """
        hidden, rows = np.zeros(number_of_rows(figures), dtype=bool), rows_of(figures)
        for pattern, at in self._patterns(figures):
            hidden[at] = pattern.hides(rows.at(at))
        return hidden

    def untold_sums(self, figures: Columns) -> NDArray[np.bool_]:
        """Which rolling sums of twelve months are not to be formed; figures as for hidden_rows."""
        untold, rows = np.zeros(number_of_rows(figures), dtype=bool), rows_of(figures)
        for pattern, at in self._patterns(figures):
            untold[at] = pattern.untold(rows.at(at))
        return untold

    def _patterns(self, figures: Columns) -> Iterator[tuple[MeasurePattern, np.ndarray]]:
        memory = _memory_of(self.store)
        with memory.lock:
            look = _refresh(memory, self.store)
        known: dict[str | None, int] = {}
        number = 2 * text(figures, "measure").numbered(known) + figures["is_example"]
        measures = [str(one) for one in known]
        for one in np.unique(number).tolist():
            measure, is_example = measures[one // 2], bool(one % 2)
            pattern = self._pattern(measure, is_example, look=look, memory=memory)
            if pattern is not None:
                yield pattern, np.flatnonzero(number == one)

    def pattern(self, measure: str, *, is_example: bool) -> MeasurePattern | None:
        """A measure's pattern, None where no rule for small counts applies to it."""
        memory = _memory_of(self.store)
        with memory.lock:
            look = _refresh(memory, self.store)
        return self._pattern(measure, is_example, look=look, memory=memory)

    def _pattern(
        self, measure: str, is_example: bool, *, look: Lookups, memory: _Memory
    ) -> MeasurePattern | None:
        rules = self._rules(measure)
        if not any(_can_hide(one) for one in rules):
            return None
        with memory.lock:
            whose = self._whose(measure, is_example=is_example, look=look)
            text = self._basis(whose, look=look, memory=memory)
            known = memory.patterns.get((whose, text))
            if known is None:
                known = self._find(whose, text=text, look=look, memory=memory)
                memory.patterns[whose, text] = known
            return known

    def refresh_all(self) -> int:
        """Make every pattern that is missing, after a delivery; returns how many were made.

        Of a kommun those for its own deliveries; of nobody those that all share.
        """
        memory = _memory_of(self.store)
        made = 0
        with memory.lock:
            look = _refresh(memory, self.store)
            for measure, is_example in sorted({(h.measure, h.is_example) for h in look.held}):
                whose = self._whose(measure, is_example=is_example, look=look)
                is_held = any(h.measure == measure for h in self._held(whose, look))
                if is_held and whose.owner == (self.owner or ""):
                    made += self._make_if_missing(whose, look=look, memory=memory)
        return made

    def basis_text(self, measure: str, *, is_example: bool) -> str:
        """What a measure's pattern depends on, in a few letters."""
        memory = _memory_of(self.store)
        with memory.lock:
            look = _refresh(memory, self.store)
            whose = self._whose(measure, is_example=is_example, look=look)
            return self._basis(whose, look=look, memory=memory)

    def _make_if_missing(self, whose: Whose, *, look: Lookups, memory: _Memory) -> bool:
        if not any(_can_hide(one) for one in self._rules(whose.measure)):
            return False
        text = self._basis(whose, look=look, memory=memory)
        known = memory.bases.get(whose)
        if known is not None and known.text == text:
            return False
        if whose.is_example and has_example_pattern(whose.measure, basis=text):
            return False
        self._pattern(whose.measure, whose.is_example, look=look, memory=memory)
        return True

    # What a pattern depends on

    def _rules(self, measure: str) -> list[Indicator]:
        return _memory_of(self.store).definitions_of(self.catalog).rules.get(measure, [])

    def _family(self, measure: str) -> tuple[str, ...]:
        """The measure that is a sum and those it is the sum of, where all are shown; else it alone."""
        family = _memory_of(self.store).definitions_of(self.catalog).families.get(measure, ())
        return family if family and all(self._rules(one) for one in family) else (measure,)

    def _around(self, measure: str) -> list[str]:
        """What the measure is a part of, and what are parts of it."""
        known = _memory_of(self.store).definitions_of(self.catalog)
        return [*known.wholes.get(measure, []), *sorted(known.parts.get(measure, []))]

    def _whose(self, measure: str, *, is_example: bool, look: Lookups) -> Whose:
        own = _memory_of(self.store).own_of(self.owner, look=look)
        has_own = bool(own) and any((one, is_example) in own for one in self._family(measure))
        return Whose(
            measure=measure, owner=(self.owner or "") if has_own else "", is_example=is_example
        )

    def _held(self, whose: Whose, look: Lookups) -> list:  # type: ignore[type-arg]
        return [
            h for h in look.held
            if h.is_example == whose.is_example and h.is_readable_for(whose.owner or None)
        ]  # fmt: skip

    def _basis(self, whose: Whose, *, look: Lookups, memory: _Memory) -> str:
        if whose not in memory.texts:
            family = self._family(whose.measure)
            parts = [METHOD, self._tree(whose, family, look=look, memory=memory)]
            for measure in family:
                rules = self._rules(measure)
                bases = sorted({one.denominator for one in rules if one.denominator})
                parts += [
                    measure,
                    *(
                        f"{r.kind}/{r.min_count}/{r.zero_is_shown}/{r.near_all_is_shown}/{r.denominator}"
                        for r in sorted(rules, key=lambda r: r.id)
                    ),
                    *(
                        self._fingerprint(whose, name, look=look)
                        for name in (measure, *bases, *self._around(measure))
                    ),
                ]
            memory.texts[whose] = hashlib.blake2b(
                "|".join(parts).encode(), digest_size=12
            ).hexdigest()
        return memory.texts[whose]

    def _tree(
        self, whose: Whose, family: Sequence[str], *, look: Lookups, memory: _Memory
    ) -> str:  # fmt: skip
        """How the areas of a family of measures add up. Areas that only others have do not count:
        else a kommun's new parts would make every pattern anew."""
        if whose.is_example:
            return memory.shared_tree
        if memory.places is None:
            real = [h.delivery_id for h in look.held if not h.is_example]
            memory.places = areas_of_measures(self.store, deliveries=real)
        ids = {one for name in family for one in memory.places.get(name, ())}
        return _tree_text(look.areas[one] for one in ids)

    def _fingerprint(self, whose: Whose, measure: str, *, look: Lookups) -> str:
        held = [h for h in self._held(whose, look) if h.measure == measure]
        if whose.is_example:
            # Invented figures are the same every time; only how many have come differs.
            return repr(sorted({(h.months, str(h.first_period)) for h in held}))
        return repr(sorted({h.delivery_id for h in held}))

    # Making one

    def _find(self, whose: Whose, *, text: str, look: Lookups, memory: _Memory) -> MeasurePattern:
        basis = memory.bases.get(whose)
        if basis is not None and basis.text == text:
            return pattern_of(read_hidden(self.store, whose=whose))
        if whose.is_example:
            ready = read_example_pattern(whose.measure, basis=text)
            if ready is not None:
                return pattern_of(ready)
        for measure, (rows, made) in self.make(whose, look=look, memory=memory, text=text).items():
            mine = Whose(measure=measure, owner=whose.owner, is_example=whose.is_example)
            memory.bases[mine] = made
            if measure == whose.measure:
                found = pattern_of(rows)
        return found

    def make(
        self, whose: Whose, *, look: Lookups, memory: _Memory, text: str
    ) -> dict[str, tuple[pd.DataFrame, Basis]]:
        """The patterns of the measure and of those it adds up with, made anew and stored."""
        family = self._family(whose.measure)
        owned = {
            m: Whose(measure=m, owner=whose.owner, is_example=whose.is_example) for m in family
        }
        before = {m: self._before(owned[m], memory) for m in family}
        cells, kept = self._cells(owned, before=before, look=look)
        rows, unprotected = self._solve(cells, kept=kept, family=family)
        found, stored = {}, []
        for number, measure in enumerate(family):
            mine = rows[rows["member"] == number][list(HIDDEN_COLUMNS)]
            both = (
                pd.concat([before[measure], mine], ignore_index=True)
                if len(before[measure])
                else mine
            )
            ids = deliveries_of(
                self._held(whose, look), measure=measure, is_example=whose.is_example
            )
            line = (
                text
                if measure == whose.measure
                else self._basis(owned[measure], look=look, memory=memory)
            )
            basis = Basis(text=line, deliveries=ids, unprotected=unprotected)
            found[measure] = (both, basis)
            stored.append((owned[measure], basis, _beyond(mine, before[measure])))
        add_hidden(self.store, patterns=stored)
        return found

    def _before(self, whose: Whose, memory: _Memory) -> pd.DataFrame:
        """What was hidden earlier, for the reader's kommun and for everyone."""
        frames = [read_hidden(self.store, whose=whose)] if whose in memory.bases else []
        if whose.owner:
            shared = Whose(measure=whose.measure, owner="", is_example=whose.is_example)
            if shared in memory.bases:
                frames.append(read_hidden(self.store, whose=shared))
        if not frames:
            return pd.DataFrame(columns=list(HIDDEN_COLUMNS))
        return pd.concat(frames, ignore_index=True).drop_duplicates([*_CELL, "why"])

    def _cells(
        self, owned: dict[str, Whose], *, before: dict[str, pd.DataFrame], look: Lookups
    ) -> tuple[pd.DataFrame, list[tuple[str, int, str]]]:
        """Every cell of a family of measures, with the rule applied and what was known before; and
        the half-years whose sums were told."""
        frames: list[pd.DataFrame] = []
        kept: list[tuple[str, int, str]] = []
        for number, (measure, whose) in enumerate(owned.items()):
            held = self._held(whose, look)
            ids = deliveries_of(held, measure=measure, is_example=whose.is_example)
            cells = self._fetch(measure, ids, look)
            cells = cells.assign(member=number, base=np.nan, is_example=whose.is_example)
            cells["base"] = self._bases(cells, measure)
            cells = apply_rule(cells, indicators=self._rules(measure))
            cells = self._between(cells, measure, whose=whose, look=look)
            hidden = before[measure]
            cells["was_hidden"] = _is_among(cells, hidden[hidden["why"] != Why.HALF_YEAR.value])
            cells["was_told"] = False
            for earlier, pattern in self._earlier(whose, look=look):
                told = _is_among(cells, earlier, also=["value"]) & ~_is_among(cells, pattern)
                cells["was_told"] |= told
                kept += _kept_halves(earlier, pattern)
            frames.append(cells)
        return pd.concat(frames, ignore_index=True), kept

    def _between(
        self, cells: pd.DataFrame, measure: str, *, whose: Whose, look: Lookups
    ) -> pd.DataFrame:  # fmt: skip
        """The cells, no higher than what they are part of and no lower than their parts."""
        known = _memory_of(self.store).definitions_of(self.catalog)
        for other in self._around(measure):
            ids = deliveries_of(self._held(whose, look), measure=other, is_example=whose.is_example)
            if ids:
                numbers = numbers_beside(cells, self._fetch(other, ids, look))
                is_whole = other in known.wholes.get(measure, [])
                least = min(one.min_count for one in self._rules(other))
                cells = below(cells, numbers, least=least) if is_whole else above(cells, numbers)
        return cells

    def _fetch(self, measure: str, ids: Sequence[int], look: Lookups) -> pd.DataFrame:
        adds_up = any(one.numerator for one in self._rules(measure))
        return fetch_cells(
            self.store, measure_id=look.measure_ids.get(measure, -1), deliveries=ids,
            adds_up=adds_up, look=look,
        )  # fmt: skip

    def _bases(self, cells: pd.DataFrame, measure: str) -> np.ndarray:
        """Denominators of shares and means: a count is no secret from its population, nor small by it."""
        names = {
            one.denominator for one in self._rules(measure)
            if one.denominator and one.kind in {Kind.SHARE, Kind.VALUE}
        }  # fmt: skip
        if not names or cells.empty:
            return np.full(len(cells), np.nan)
        bases = fetch_columns(self.store, measures=sorted(names), kommun_code=self.owner)
        asked = columns_of_frame(cells, names=[one for one in SOUGHT if one != "base"])
        found = [
            match_denominators({**asked, "base": same_text(name, rows=len(cells))}, bases)
            for name in sorted(names)
        ]
        return np.fmin.reduce(found)

    def _earlier(
        self, whose: Whose, *, look: Lookups
    ) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
        """The cells as they were when each earlier pattern was made, and that pattern."""
        memory = _memory_of(self.store)
        shared = Whose(measure=whose.measure, owner="", is_example=whose.is_example)
        for known in dict.fromkeys([whose, shared]):
            basis = memory.bases.get(known)
            if basis is not None:
                cells = self._fetch(whose.measure, basis.deliveries, look)
                yield cells, read_hidden(self.store, whose=known)

    def _solve(
        self, cells: pd.DataFrame, *, kept: list[tuple[str, int, str]], family: Sequence[str]
    ) -> tuple[pd.DataFrame, int]:
        """HIDDEN_COLUMNS and member of all that is to be hidden, and how many could not be protected."""
        if not cells["small"].any() and not cells["was_hidden"].any():
            empty = cells.loc[[], [*_CELL, "member"]].assign(why=np.zeros(0, dtype=np.int64))
            return empty, 0
        totals = self._totals(family)
        layout = lay_out(cells, totals=totals)
        rules = [one for name in family for one in self._rules(name)]
        cube = cube_of(
            cells, layout=layout, places=self._places(cells),
            lowest_half=float(max((one.min_count for one in rules), default=0)),
            kept=kept,
        )  # fmt: skip
        found = protect(cube)
        return _rows(cells, layout=layout, found=found), len(found.open)

    def _totals(self, family: Sequence[str]) -> dict[str, str]:
        source = self.catalog.sources.get(family[0].split(".")[0])
        return dict(source.totals) if source else {}

    def _places(self, cells: pd.DataFrame) -> Places:
        entries = {a.code: a for a in read_lookups(self.store).areas.values()}
        codes = cells["area_code"].unique()
        return Places(
            parent={code: entries[code].parent_code or "" for code in codes},
            division={code: f"{entries[code].level}:{division_of(code)}" for code in codes},
        )


def _can_hide(indicator: Indicator) -> bool:
    """Whether the rule could hide a figure of the indicator at all."""
    if indicator.kind is Kind.VALUE:
        return indicator.denominator is not None and indicator.min_count > 0
    least = 1 if indicator.zero_is_shown else 0
    return indicator.min_count > least


def _memory_of(store: Store) -> _Memory:
    with _MEMORY_LOCK:
        return _MEMORY.setdefault(store, _Memory())


def _refresh(memory: _Memory, store: Store) -> Lookups:
    """What was worked out for another data version is forgotten; patterns are known by their basis."""
    look = read_lookups(store)
    if memory.version != look.data_version:
        memory.version = look.data_version
        memory.texts, memory.owned = {}, {}
        memory.bases = read_bases(store)
        memory.places = None
        memory.shared_tree = _tree_text(a for a in look.areas.values() if a.kommun_code is None)
        memory.patterns = dict(list(memory.patterns.items())[-400:])
    return look


def _tree_text(areas: Iterable[AreaEntry]) -> str:
    tree = sorted(f"{a.code}<{a.parent_code}" for a in areas)
    return hashlib.blake2b("|".join(tree).encode(), digest_size=8).hexdigest()


def _is_among(cells: pd.DataFrame, others: pd.DataFrame, *, also: Iterable[str] = ()) -> np.ndarray:
    """Which cells stand among others, told by their place in the cube and what else is named."""
    if cells.empty or others.empty:
        return np.zeros(len(cells), dtype=bool)
    # A number for each distinct row of the others so far, -1 for what is none of them.
    left, right = np.zeros(len(cells), dtype=np.int64), np.zeros(len(others), dtype=np.int64)
    for name in [*_CELL, *also]:
        known = pd.Index(_comparable(others[name]).unique())
        own, their = (known.get_indexer(_comparable(one[name])) for one in (cells, others))
        both, right = np.unique(right * len(known) + their, return_inverse=True)
        asked = np.where((left < 0) | (own < 0), -1, left * len(known) + own)
        at = np.minimum(np.searchsorted(both, asked), len(both) - 1)
        left = np.where(both[at] == asked, at, -1)
    return left >= 0


def _comparable(column: pd.Series) -> pd.Series:
    """Days may be stored in finer units on one side than on the other."""
    return (
        column.astype("datetime64[us]") if column.name in {"period_start", "period_end"} else column
    )


def _beyond(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    return rows[~_is_among(rows, before, also=["why"])] if len(before) else rows


def _kept_halves(cells: pd.DataFrame, pattern: pd.DataFrame) -> list[tuple[str, int, str]]:
    """Area, number since 1970 and breakdown of half-years that were over, had a hidden month, and
    whose sums were told all the same."""
    whole = _half_keys(cells).value_counts()
    is_half = pattern["why"] == Why.HALF_YEAR.value
    untold = set(_half_keys(pattern[is_half], months_only=False))
    hidden = set(_half_keys(pattern[~is_half]))
    return sorted((hidden & set(whole[whole == 6].index)) - untold)


def _half_keys(rows: pd.DataFrame, *, months_only: bool = True) -> pd.Series:
    number = rows["period_start"].to_numpy(dtype="datetime64[M]").astype(np.int64) // 6
    days = (rows["period_end"] - rows["period_start"]).dt.days
    keys = pd.Series(
        list(zip(rows["area_code"], number.tolist(), rows["breakdown"], strict=True)),
        index=rows.index, dtype=object,
    )  # fmt: skip
    return keys[days.between(*DAYS_OF_MONTH)] if months_only else keys


def _rows(cells: pd.DataFrame, *, layout: Layout, found: Pattern) -> pd.DataFrame:
    hidden = found.hidden[layout.at]
    rows = cells.loc[hidden, [*_CELL, "member"]].assign(
        why=np.where(cells.loc[hidden, "small"], Why.SMALL.value, Why.COMPANY.value)
    )
    return pd.concat([rows, _half_rows(cells, layout=layout, found=found)], ignore_index=True)


def _half_rows(cells: pd.DataFrame, *, layout: Layout, found: Pattern) -> pd.DataFrame:
    """Half-years with a hidden month whose sums may not be told; those that are over."""
    numbers = half_numbers(layout)
    number = numbers[layout.time_at]
    known = numbers[numbers >= 0]
    if not len(known):
        return cells.loc[[], [*_CELL, "member"]].assign(why=np.zeros(0, dtype=np.int64))
    whole = np.array([n for n in np.unique(known) if (known == n).sum() == 6], dtype=np.int64)
    place = np.where(number >= 0, number - known.min(), 0)
    at = found.hidden[layout.at] & np.isin(number, whole)
    at &= found.broken[layout.area_at, place, layout.group_at]
    rows = cells.loc[at, [*_CELL, "member"]].assign(half=number[at])
    rows = rows.drop_duplicates(["area_code", "breakdown", "member", "half"])
    start = (rows["half"].to_numpy() * 6).astype("datetime64[M]")
    end = (rows["half"].to_numpy() * 6 + 6).astype("datetime64[M]")
    return rows.drop(columns="half").assign(
        period_start=start.astype("datetime64[us]"), period_end=end.astype("datetime64[us]"),
        why=Why.HALF_YEAR.value,
    )  # fmt: skip
