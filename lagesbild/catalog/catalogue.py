"""The catalogue in memory, and finding what a heading in a file means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lagesbild.domain.correction import Correction
from lagesbild.domain.focus import Focus
from lagesbild.domain.geography import AreaLevel, KommunGroup
from lagesbild.domain.indicator import Indicator, Kind, Measure, Source
from lagesbild.domain.pair import Pair

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All definitions, by id.

    glossary     Swedish word -> one plain paragraph
    corrections  known errors at the sources
    pairs        surveyed and reported indicators about the same thing
    kommungrupper  kommuner put together by somebody else, empty where no list is at hand; the first one
                   that holds a kommun is its own
    focuses      themes that Översikt can be narrowed to
    """

    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    measures: dict[str, Measure]
    glossary: dict[str, str]
    corrections: tuple[Correction, ...] = ()
    pairs: tuple[Pair, ...] = ()
    kommungrupper: tuple[KommunGroup, ...] = ()
    focuses: tuple[Focus, ...] = ()
    _by_name: dict[str, tuple[Measure, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, tuple[Measure, ...]] = {}
        for measure in self.measures.values():
            for name in measure_names(measure):
                index[name] = (*index.get(name, ()), measure)
        object.__setattr__(self, "_by_name", {**self._by_indicator(), **index})

    def _by_indicator(self) -> dict[str, tuple[Measure, ...]]:
        """Names of indicators, which people know from the pages and write as headings. A share is not
        the number that it is a share with, and a name of two is nobody's."""
        found: dict[str, tuple[Measure, ...]] = {}
        for one in self.indicators.values():
            measure = self.measures.get(one.leading_measure)
            if measure is not None and one.kind is not Kind.SHARE and not measure.select:
                name = fold_name(one.name)
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), measure)))
        return {name: measures for name, measures in found.items() if len(measures) == 1}

    def with_delivered(
        self, *, measures: Iterable[Measure], indicators: Iterable[Indicator]
    ) -> Catalog:
        """The catalogue with what deliveries have defined; on the same id the delivery counts."""
        return Catalog(
            indicators={
                **self.indicators,
                **{one.id: replace(one, origin="delivery") for one in indicators},
            },
            sources=self.sources,
            measures={**self.measures, **{one.id: one for one in measures}},
            glossary=self.glossary,
            corrections=self.corrections,
            pairs=self.pairs,
            kommungrupper=self.kommungrupper,
            focuses=self.focuses,
        )

    def with_groups(self, groups: Iterable[KommunGroup]) -> Catalog:
        """The catalogue with delivered kommungrupper before those of its own file."""
        return replace(self, kommungrupper=(*groups, *self.kommungrupper))

    def find_measure(
        self, text: str, *, source_id: str, breakdown: Mapping[str, str]
    ) -> tuple[Measure, dict[str, str]] | None:
        """The measure that a heading or a cell means, and the breakdown that is left.

        A measure with ``select`` fits only a row that has its pairs, which are then used up; the
        most exact fit wins. The source's own measures come first; another source's measure is taken
        only when it is the only one that fits, looked for first among sources about the same kind
        of area ("population" of a kommun is not that of a treatment plant). None when nothing fits
        or the choice is open.
        """
        given = {fold_name(key): fold_name(value) for key, value in breakdown.items()}
        fits = [m for m in self._by_name.get(fold_name(text), ()) if _is_selected(m, given)]
        own = [m for m in fits if m.source == source_id]
        alike = [m for m in fits if self._level_of(m.source) == self._level_of(source_id)]
        found = _most_exact(own) if own else alike or fits
        if len(found) != 1:
            return None
        used = {fold_name(key) for key, _ in found[0].select}
        left = {key: value for key, value in breakdown.items() if fold_name(key) not in used}
        return found[0], left

    def _level_of(self, source_id: str) -> AreaLevel | None:
        source = self.sources.get(source_id)
        return source.default_level if source else None


@lru_cache(maxsize=20_000)  # the same few hundred names, for every catalogue and every delivery
def fold_name(text: str) -> str:
    """A heading without what varies between copies of the same file: case, spacing, kind of dash."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", "", plain)


def measure_names(measure: Measure) -> set[str]:
    """Every folded spelling of a measure: its id with and without source, name and aliases."""
    short = measure.id.removeprefix(f"{measure.source}.")
    return {fold_name(name) for name in (measure.id, short, measure.name, *measure.aliases)}


def _is_selected(measure: Measure, given: dict[str, str]) -> bool:
    return all(given.get(fold_name(key)) == fold_name(value) for key, value in measure.select)


def _most_exact(measures: list[Measure]) -> list[Measure]:
    most = max(len(measure.select) for measure in measures)
    return [measure for measure in measures if len(measure.select) == most]
