"""Has it changed, or is it chance? One measure in one place, over time: the page Trend och styrdiagram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lagesbild.analysis.calendar import MONTHS_BETWEEN, next_figure
from lagesbild.analysis.control_lines import (
    Season,
    control_lines,
    examine,
    find_season,
    ordinary_from,
    season_shown,
)
from lagesbild.analysis.development_words import (
    Answer,
    answer_of_months,
    answer_of_periods,
    season_words,
)
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.lengths import figures_by_length
from lagesbild.analysis.method_words import METHOD_WORDS
from lagesbild.analysis.time_series import MOST_HIDDEN, Series, series_of
from lagesbild.analysis.trends import own_area
from lagesbild.domain.control import ControlLines, SeasonShown
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Break, Indicator
from lagesbild.domain.results import Footnote, ReleasedFigures
from lagesbild.stats.signals import Kind, Signals

PARTS, YEARS = "delar", "ar"
YEAR_WORD = "År"
LENGTH_WORDS = {1: "Månad", 3: "Kvartal", 4: "Tertial", 6: "Halvår"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What the page Trend och styrdiagram shows.

    figures   one area's undivided figures, in periods of one length
    lines     the control chart, None for fewer than two figures
    series, ordinary_from, season_found  what the season is shown from
    facts     heading and sentence: season, levels, trend
    doubts    what speaks against the answer
    lengths   id and name of the lengths of period there are, the one shown first
    places    the kommun and its parts that have the measure
    """

    indicator: Indicator
    area: Area
    sentence: str
    figures: ReleasedFigures
    lines: ControlLines | None
    series: Series
    ordinary_from: int
    season_found: Season
    facts: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    breaks: tuple[Break, ...]
    length: str
    lengths: tuple[tuple[str, str], ...]
    places: tuple[Area, ...]
    footnote: Footnote

    @property
    def season(self) -> SeasonShown | None:
        """An ordinary year, None where there is no season to see. Worked out for those who look at it: the
        library that takes a season away needs more than a second of processor time to load."""
        return season_shown(self.series, start=self.ordinary_from, season=self.season_found)


def development(
    inquiry: Inquiry, *, indicator_id: str, area: str = "", length: str = ""
) -> Development:
    """An indicator in the kommun or one of its parts, and whether it has changed.

    area     code; empty for the kommun itself
    length   "delar" for months, quarters ... as delivered, "ar" for years, or their words on the page;
             empty for the finest that is not mostly hidden
    raises   LagesbildError AN-001..AN-003
    """
    indicator = inquiry.indicator(indicator_id)
    own = own_area(inquiry, indicator=indicator)
    where = inquiry.area(area or own)
    known = figures_by_length(inquiry, indicator=indicator, codes=[where.code])
    by_length = dict(zip((PARTS, YEARS), known.usual([where.code]), strict=True))
    every = {name: series_of(found) for name, found in by_length.items()}
    chosen = _chosen(by_length, every=every, length=length)
    figures, series = by_length[chosen], every[chosen]
    signals = examine(series)
    start = ordinary_from(series, signals)
    season = find_season(series, start=start, odd=_spike(signals))
    lines = control_lines(series, start=start, season=season)
    if signals is not None:
        answer = answer_of_months(
            series, signals=signals, years=by_length[YEARS], season=season, start=start, where=where
        )
    else:
        answer = answer_of_periods(series, figures=figures, lines=lines, start=start, where=where)
    note = footnote(inquiry, figures)
    return Development(
        indicator=indicator, area=where, sentence=answer.sentence, figures=figures, lines=lines,
        series=series, ordinary_from=start, season_found=season,
        facts=(*_season_fact(series, start=start, season=season), *answer.facts),
        doubts=(
            *answer.doubts, *_doubts(series, start=start, every=every, chosen=chosen),
            *_late(inquiry, series),
        ),
        breaks=indicator.breaks, length=chosen, lengths=_lengths(by_length, every=every, first=chosen),
        places=_places(inquiry, indicator, own=own),
        footnote=replace(note, method=_method(lines, answer, note)),
    )  # fmt: skip


def _chosen(
    by_length: dict[str, ReleasedFigures], *, every: dict[str, Series], length: str
) -> str:  # fmt: skip
    """The one asked for where it exists; else months, unless they are mostly hidden and years are not."""
    parts, years = by_length[PARTS], by_length[YEARS]
    if length in {*LENGTH_WORDS.values(), "Period"}:
        length = PARTS
    length = YEARS if length == YEAR_WORD else length
    if length in by_length and not by_length[length].is_empty:
        return length
    if parts.is_empty:
        return YEARS
    if years.is_empty:
        return PARTS
    return YEARS if every[PARTS].share_hidden > MOST_HIDDEN else PARTS


def _lengths(
    by_length: dict[str, ReleasedFigures], *, every: dict[str, Series], first: str
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    names = {YEARS: YEAR_WORD}
    if not by_length[PARTS].is_empty:
        names[PARTS] = LENGTH_WORDS.get(every[PARTS].months, "Period")
    there = [one for one in (PARTS, YEARS) if not by_length[one].is_empty]
    return tuple((one, names[one]) for one in sorted(there, key=lambda one: one != first))


def _places(inquiry: Inquiry, indicator: Indicator, *, own: str) -> tuple[Area, ...]:
    """The kommun (or its plant) first, then its parts of the levels that the measure has."""
    levels = {AreaLevel.DELOMRADE, AreaLevel.SKOLA, AreaLevel.VERK} & set(indicator.levels)
    parts = [
        one for one in inquiry.areas.values()
        if one.parent_code == inquiry.kommun_code and one.level in levels and one.code != own
    ]  # fmt: skip
    return (inquiry.areas[own], *sorted(parts, key=lambda one: one.name))


def _spike(signals: Signals | None) -> slice:
    """The months of a lone peak, which would else make a season of themselves."""
    if signals is None or not signals.is_signal[0]:
        return slice(0)
    if signals.kind[0] not in {Kind.SPIKE, Kind.PAST_SPIKE}:
        return slice(0)
    onset = int(signals.onset[0])
    return slice(onset, onset + int(signals.months[0]))


def _season_fact(series: Series, *, start: int, season: Season) -> tuple[tuple[str, str], ...]:
    if series.per_year < 2 or not series.is_counted:
        return ()
    if not season.is_shown:
        text = "Ingen årstid går att skilja från slump."
        if np.isnan(season.p_value):
            text = "För kort tid eller för få händelser för att se någon årstid."
        return (("Årstid", text),)
    return (("Årstid", season_words(series, start=start, factor=season.factor)),)


def _doubts(series: Series, *, start: int, every: dict[str, Series], chosen: str) -> Sequence[str]:
    found = []
    early, hidden = int(series.preliminary.sum()), int(series.hidden[start:].sum())
    if early:
        kept = " Det syns i bilden men är inte med i bedömningen." if series.months == 1 else ""
        found.append(f"Preliminärt: {series.spans(early)}, som kan ändras.{kept}")
    if hidden:
        found.append(
            f"Skyddat (för få): {series.spans(hidden)}, som inte är med. Det är skyddat för att det är "
            "lågt, så nivån kan se högre ut än den är."
        )
    if chosen == YEARS and every[PARTS].share_hidden > MOST_HIDDEN:
        found.append("För månader är många av talen skyddade. Därför visas år.")
    if series.first and series.first < len(series.starts):
        found.append("Serien har ett brott. Bara tiden efter det jämförs.")
    return found


def _late(inquiry: Inquiry, series: Series) -> tuple[str, ...]:
    """That the newest figure has not come, where it should have: the curve just ends."""
    is_regular = series.months == MONTHS_BETWEEN.get(series.indicator.frequency)
    if not is_regular or not (np.isfinite(series.events) | series.hidden)[-3:].all():
        return ()  # an election comes every fourth year, whatever its figures are called
    coming = next_figure(series.indicator, last_end=series.ends[-1], today=inquiry.today)
    return (coming.sentence,) if coming is not None and coming.is_late else ()


def _method(lines: ControlLines | None, answer: Answer, note: Footnote) -> str:
    names = [METHOD_WORDS[lines.method]] if lines else []
    names += [METHOD_WORDS[code] for code in answer.methods if code in METHOD_WORDS]
    return "; ".join(dict.fromkeys(names)) or note.method
