"""How is it with a theme, seen by everybody who has figures about it?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.access.policy import may_see
from lagesbild.access.release import part_of
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.month_pattern import MonthsOfYear, months_of_year
from lagesbild.analysis.situation import Situation, Tile
from lagesbild.catalog.catalogue import fold_name
from lagesbild.domain.focus import Focus
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import HOLES, Status
from lagesbild.store.observations import Grain

AGE_KEYS = frozenset(fold_name(name) for name in ("Ålder", "Åldersgrupp", "Årskurs", "Stadium"))
MOST_NAMED = 3
NATIONAL = "Nationell statistik och enkäter"


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusGroup:
    """What one provider has about the theme."""

    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgePart:
    """A measure's figures for the theme's age; None where nobody has divided it by age."""

    indicator: Indicator
    figures: ReleasedFigures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusView:
    """A theme as it is shown."""

    focus: Focus
    sentence: str
    groups: tuple[FocusGroup, ...]

    @property
    def tiles(self) -> tuple[Tile, ...]:
        return tuple(tile for group in self.groups for tile in group.tiles)

    @property
    def is_example(self) -> bool:
        return any(tile.is_example for tile in self.tiles)


def focus_view(inquiry: Inquiry, focus: Focus, *, situation: Situation) -> FocusView:
    """The theme's tiles by provider, the kommun's own first and what everybody has last, in the theme's
    order: the very tiles of Översikt."""
    known = {tile.indicator.id: tile for tile in situation.tiles}
    tiles = [known[one] for one in focus.indicators if one in known]
    groups: dict[str, list[Tile]] = {}
    for tile in tiles:
        groups.setdefault(_provider(inquiry, tile.indicator), []).append(tile)
    groups[NATIONAL] = groups.pop(NATIONAL, [])
    return FocusView(
        focus=focus, sentence=_sentence(inquiry, focus, tiles),
        groups=tuple(FocusGroup(name=name, tiles=tuple(own)) for name, own in groups.items() if own),
    )  # fmt: skip


def _provider(inquiry: Inquiry, indicator: Indicator) -> str:
    source = inquiry.catalog.sources.get(indicator.source)
    if source is None:
        return indicator.source
    return NATIONAL if source.scope == "public" else source.name


_SIDES = (
    ("worse", "Åt fel håll"), ("better", "Åt rätt håll"), ("higher", "Högre"), ("lower", "Lägre"),
)  # fmt: skip


def _sentence(inquiry: Inquiry, focus: Focus, tiles: Sequence[Tile]) -> str:
    shown = [tile for tile in tiles if tile.status not in HOLES | {Status.NOT_COLLECTED}]
    words = f"{focus.name} i {inquiry.kommun.name}: {len(shown)} av {len(tiles)} mått har en siffra att visa."
    for judgement, side in _SIDES:
        names = [tile.indicator.name for tile in shown if tile.judgement == judgement]
        if names:
            more = f" och {len(names) - MOST_NAMED} till" if len(names) > MOST_NAMED else ""
            words = f"{words} {side}: {', '.join(names[:MOST_NAMED])}{more}."
    if shown and not any(tile.judgement for tile in shown):
        words = f"{words} Inget har ändrats mer än det brukar."
    return words


def summers(inquiry: Inquiry, focus: Focus) -> list[MonthsOfYear]:
    """The theme's summers compared, of the measures that the reader may see."""
    return [
        months_of_year(inquiry, indicator_id=one)
        for one in focus.summers
        if may_see(inquiry.person, secrecy=inquiry.indicator(one).secrecy)
    ]


def ages(inquiry: Inquiry, focus: Focus) -> list[AgePart]:
    """The theme's measures for its age, where a delivery has divided them by it."""
    if not focus.ages:
        return []
    wanted = {fold_name(one) for one in focus.ages}
    return [_of_age(inquiry, inquiry.indicator(one), wanted=wanted) for one in focus.indicators]


def _of_age(inquiry: Inquiry, indicator: Indicator, *, wanted: set[str]) -> AgePart:
    figures = released_figures(
        inquiry, indicator_id=indicator.id, grain=Grain.YEAR, area_codes=[inquiry.kommun_code]
    )
    rows = figures.frame["breakdown"].map(lambda text: _is_of_age(str(text), wanted=wanted))
    found = part_of(figures, rows=rows.astype(bool))
    return AgePart(indicator=indicator, figures=None if found.is_empty else found)


def _is_of_age(breakdown: str, *, wanted: set[str]) -> bool:
    """Divided by age and by nothing else."""
    body = json.loads(breakdown) if breakdown else {}
    return len(body) == 1 and all(
        fold_name(key) in AGE_KEYS and fold_name(str(value)) in wanted
        for key, value in body.items()
    )
