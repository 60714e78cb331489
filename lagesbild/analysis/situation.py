"""How do things stand? Every indicator's newest figure, and which of them deserve attention."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from lagesbild.analysis.change import Change, Row, find_change_in_rows
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.newest_rows import Rows, adds_up, delivered_rows, own_places, rows_of
from lagesbild.analysis.signals import Examined, Signal, examine
from lagesbild.analysis.trends import own_area, trend_sentence
from lagesbild.analysis.wording import (
    change_words,
    comparison_words,
    judgement,
    value_text,
)
from lagesbild.domain.indicator import Indicator, Theme
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import format_period
from lagesbild.stats.expectation import Verdict
from lagesbild.store.observations import Grain

SOFTENED = {
    Verdict.CLEARLY_MORE: Verdict.PROBABLY_MORE,
    Verdict.CLEARLY_FEWER: Verdict.PROBABLY_FEWER,
}
"""What one measure alone shows clearly is "probably" beside a hundred others, unless Signaler has it too."""

SPARK_POINTS = 10

FIRST = 1000.0
"""More attention than any tile gets by itself: what stands out comes first in its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One indicator, newest period.

    judgement   "worse", "better", "higher", "lower" for a clear or probable change, else ""
    attention   what the tiles are ordered by: 0 for nothing to see
    spark       earlier to newest, None for holes
    status      of the newest figure; NOT_COLLECTED where nobody has delivered
    """

    indicator: Indicator
    area_code: str
    sentence: str
    value_text: str
    period_label: str
    change_text: str
    comparison_text: str
    judgement: str
    attention: float
    spark: tuple[float | None, ...]
    status: Status
    status_reason: str
    stands_out: bool
    is_example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the page Översikt shows."""

    headline: str
    tiles: tuple[Tile, ...]
    is_example: bool

    def of_theme(self, theme: Theme) -> tuple[Tile, ...]:
        """Most deserving first; what nobody has delivered comes last."""
        return tuple(tile for tile in self.tiles if tile.indicator.theme is theme)


def situation(
    inquiry: Inquiry, *, examined: Examined | None = None, delivered: Rows | None = None
) -> Situation:
    """Every headline indicator for the inquiry's kommun.

    examined   what analysis.signals.examine gave for the same inquiry, where it is known already: what
               stands out here is what stands out there
    delivered  what analysis.newest_rows.delivered_rows gave, likewise
    """
    out = {one.id: one for one in (examined or examine(inquiry)).signals}
    indicators = [one for one in inquiry.catalog.indicators.values() if one.headline]
    rows = {
        **(delivered_rows(inquiry) if delivered is None else delivered),
        **rows_of(
            inquiry, [one for one in indicators if adds_up(one)], grain=Grain.TWELVE_MONTHS,
            areas=[*own_places(inquiry), *inquiry.yardsticks],
        ),
    }  # fmt: skip
    tiles = [
        _tile(inquiry, one, rows=rows.get(one.id, {}), signal=out.get(one.id)) for one in indicators
    ]
    tiles.sort(key=lambda tile: (tile.status is Status.NOT_COLLECTED, -tile.attention))
    return Situation(
        headline=f"Läget i {inquiry.kommun.name}",
        tiles=tuple(tiles),
        is_example=any(tile.is_example for tile in tiles),
    )


def _tile(
    inquiry: Inquiry, indicator: Indicator, *, rows: dict[str, list[Row]], signal: Signal | None
) -> Tile:
    own = own_area(inquiry, indicator=indicator)
    change = find_change_in_rows(rows.get(own, []), indicator=indicator)
    if signal is None:
        change = _softened(change)
    sentence = trend_sentence(inquiry, indicator=indicator, own_code=own, change=change)
    if change is None:
        return _empty_tile(indicator, area_code=own, sentence=sentence)
    comparison = _comparison(inquiry, rows, latest=change.latest)
    tile = _filled_tile(indicator, change=change, sentence=sentence, comparison=comparison)
    return tile if signal is None else _standing_out(tile, signal)


def _standing_out(tile: Tile, signal: Signal) -> Tile:
    """The tile's own words are about twelve months; what stands out may be one of them, or a part of
    the kommun."""
    return replace(
        tile, stands_out=True, attention=FIRST + signal.rank, change_text="sticker ut",
        judgement=signal.judgement,
    )  # fmt: skip


def _softened(change: Change | None) -> Change | None:
    if change is None or change.expectation is None:
        return change
    verdict = SOFTENED.get(change.expectation.verdict, change.expectation.verdict)
    return replace(change, expectation=replace(change.expectation, verdict=verdict))


def _empty_tile(indicator: Indicator, *, area_code: str, sentence: str) -> Tile:
    return Tile(
        indicator=indicator, area_code=area_code, sentence=sentence,
        value_text="", period_label="", change_text="", comparison_text="", judgement="",
        attention=0.0, spark=(), status=Status.NOT_COLLECTED,
        status_reason="ingen har lämnat uppgifter", stands_out=False, is_example=False,
    )  # fmt: skip


def _filled_tile(indicator: Indicator, *, change: Change, sentence: str, comparison: str) -> Tile:
    latest, found = change.latest, change.expectation
    changed = found is not None and found.verdict not in {Verdict.AS_BEFORE, Verdict.CANNOT_TELL}
    verdict = judgement(indicator, is_higher=found.strength > 0) if found and changed else ""
    status = Status(latest["status"])
    return Tile(
        indicator=indicator,
        area_code=str(latest["area_code"]),
        sentence=sentence,
        value_text=value_text(indicator, latest),
        period_label=format_period(
            latest["period_start"], latest["period_end"], label=latest["period_label"]
        ),
        change_text=change_words(indicator, found) if found else STATUS_WORDS[status],
        comparison_text=comparison,
        judgement=verdict,
        attention=_attention(found.strength if found and changed else 0.0, verdict),
        spark=_spark(change),
        status=status,
        status_reason=str(latest["status_reason"]),
        stands_out=False,
        is_example=bool(latest["is_example"]),
    )


def _attention(strength: float, verdict: str) -> float:
    """What got worse comes before what got better at the same strength."""
    return abs(strength) * {"worse": 1.5, "better": 1.0}.get(verdict, 1.2)


def _comparison(inquiry: Inquiry, rows: dict[str, list[Row]], *, latest: Row) -> str:
    words = []
    for code, name in zip(inquiry.yardsticks, ("länet", "riket"), strict=True):
        same_time = [r for r in rows.get(code, []) if r["period_start"] == latest["period_start"]]
        if same_time:
            words.append(comparison_words(latest, same_time[0], name=name))
    return _join_comparisons([word for word in words if word])


def _join_comparisons(words: list[str]) -> str:
    """ "högre än länet och riket" rather than the same words twice."""
    if len(words) == 2 and words[0].rsplit(" ", 1)[0] == words[1].rsplit(" ", 1)[0]:
        return f"{words[0]} och {words[1].rsplit(' ', 1)[1]}"
    return ", ".join(words)


def _spark(change: Change) -> tuple[float | None, ...]:
    values = [row["value"] for row in change.periods[-SPARK_POINTS:]]
    return tuple(None if pd.isna(value) else float(f"{value:.4g}") for value in values)
