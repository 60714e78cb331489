"""What stands out, of everything that the reader may see? Examined at once, chance kept under control.

Monthly counts are judged month by month; everything else by its newest figure against the ones before.
Both kinds of tests share one list: of what is called a signal, at most one in twenty is chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lagesbild.access.policy import may_see
from lagesbild.access.release import part_about, part_of
from lagesbild.analysis.change import Change, find_change_in_rows
from lagesbild.analysis.figures import released_figures, released_survey
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.monthly import MonthlySeries, counted_monthly, monthly_series, places_of
from lagesbild.analysis.newest_rows import Rows, own_places, rows_of
from lagesbild.analysis.signal_parts import own_strengths
from lagesbild.analysis.signal_words import (
    count_words,
    doubts,
    lasting,
    month_name,
    place_name,
    single_month,
    sloping,
    usual_words,
)
from lagesbild.analysis.trends import own_area, trend_sentence
from lagesbild.analysis.wording import judgement, number
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote, ReleasedFigures, ReleasedSurvey
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.usual import UsualRange
from lagesbild.domain.work.signals import TENTHS, Direction, Dismissal, Form
from lagesbild.stats.few_points import chances_together
from lagesbild.stats.multiplicity import benjamini_hochberg
from lagesbild.stats.signals import (
    APART,
    FALSE_SHARE,
    YEAR,
    Kind,
    find_signals,
    usual_months,
)
from lagesbild.stats.signals import Signals as Found
from lagesbild.stats.verdict import Verdict
from lagesbild.store.observations import Grain

STALE = 18
"""Months without a new figure from which a series says nothing of now."""

SETTLED_CHANCE = 0.05
"""A decrease is called only when it is also seen, at this chance, without the preliminary months."""

WEIGHT = {"worse": 1.2, "higher": 1.1, "lower": 1.0, "better": 1.0}
"""Consequence: at the same strength what got worse comes first."""

SINGLE_KINDS = frozenset({Kind.SPIKE, Kind.PAST_SPIKE})
METHOD = (
    "varje mått månad för månad mot samma plats och årstid tidigare, övriga mot tidigare mätningar; "
    "slumpfynden hålls under ett på tjugo (Benjamini och Hochberg)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One series that deviates: a measure in a place.

    row       of the monthly table, None for what is not counted by the month
    strength  signed, in standard errors; ranks all series on one scale
    start     first day of what deviates; end: the first day after it
    doubts    what speaks against it
    """

    indicator: Indicator
    area_code: str
    area_name: str
    sentence: str
    is_higher: bool
    is_lasting: bool
    strength: float
    start: date
    end: date
    doubts: tuple[str, ...]
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A measure that stands out, in one place or several; the strongest leads.

    id          the indicator's
    judgement   "worse", "better" or, where high is neither, "higher" and "lower"
    rank        strength times consequence
    """

    indicator: Indicator
    deviations: tuple[Deviation, ...]
    judgement: str
    rank: float

    @property
    def id(self) -> str:
        return self.indicator.id

    @property
    def lead(self) -> Deviation:
        return self.deviations[0]

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(one.area_code for one in self.deviations)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """A series that nothing can be said about, and why."""

    indicator: Indicator
    area_name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """Everything that was examined for a kommun and a reader.

    signals     what stands out, ranked
    usual       ids of the measures that follow their pattern; unjudged: of those that cannot be assessed;
                empty: of those without figures; refused: of those that are not for the reader
    not_judged  every series without an answer
    shifted     series whose level changed long ago, with the month: compared with the time after only
    n_series, n_places, n_other  monthly series, the kommun's parts among them, and other measures
    newest      the newest month that any of them has, None without months
    """

    kommun: str
    signals: tuple[Signal, ...]
    usual: tuple[str, ...]
    unjudged: tuple[str, ...]
    empty: tuple[str, ...]
    refused: tuple[str, ...]
    not_judged: tuple[NotJudged, ...]
    shifted: tuple[tuple[str, str], ...]
    n_series: int
    n_places: int
    n_other: int
    newest: date | None
    is_example: bool
    series: MonthlySeries
    first: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalsAnswer:
    """What the page Signaler shows.

    headline  how many stand out; sentence: the chosen signal's own, or the headline without one
    shown     the signals that the choices leave, ranked
    chosen    the one whose picture is shown, its deviation leading
    figures   of the chosen one, None without one; usual: what they are held against
    """

    headline: str
    sentence: str
    shown: tuple[Signal, ...]
    chosen: Signal | None
    figures: ReleasedFigures | None
    usual: UsualRange | None
    footnote: Footnote
    what_was_examined: str


def signals(
    inquiry: Inquiry, *, theme: str = "", source: str = "", area: str = "", signal: str = "",
    examined: Examined | None = None, figures_of: Mapping[bool, ReleasedSurvey] | None = None,
) -> SignalsAnswer:  # fmt: skip
    """What stands out in the inquiry's kommun.

    theme, source  ids, "" for all; area: a code of the kommun or its parts, "" for all
    signal         id of the one to show; "" for the first
    examined       what examine gave for the same inquiry, where it is known already; figures_of what
                   figures_of_signals gave for it
    raises         LagesbildError AN-001 for an unknown kommun, AN-020 for an area outside it
    """
    found = examined or examine(inquiry)
    if area and area not in places_of(inquiry) and not _is_somewhere(found, area):
        raise LagesbildError(
            "AN-020", f"Området {area} hör inte till {found.kommun}.",
            remedy="Välj ett av kommunens områden i listan.",
        )  # fmt: skip
    shown = narrowed(found.signals, theme=theme, source=source, area=area)
    chosen = next((one for one in shown if one.id == signal), shown[0] if shown else None)
    figures = usual = None
    if chosen is not None:
        figures = _figures(inquiry, chosen.lead, known=figures_of or {})
        usual = _usual_range(found, chosen.lead)
    headline = headline_of(found)
    return SignalsAnswer(
        headline=headline, shown=shown, chosen=chosen, figures=figures, usual=usual,
        sentence=chosen.lead.sentence if chosen and signal else headline,
        footnote=_footnote(inquiry, found, figures=figures, usual=usual),
        what_was_examined=what_was_examined(found),
    )  # fmt: skip


def _is_somewhere(found: Examined, area: str) -> bool:
    return any(area in one.places for one in found.signals)


def narrowed(found: Sequence[Signal], *, theme: str, source: str, area: str) -> tuple[Signal, ...]:
    """Those of the theme and source; of the area with the area's own deviation leading."""
    kept = []
    for one in found:
        if theme and one.indicator.theme.value != theme:
            continue
        if source and one.indicator.source != source:
            continue
        own = [each for each in one.deviations if not area or each.area_code == area]
        if own:
            kept.append(replace(one, deviations=tuple(own)))
    return tuple(kept)


def examine(inquiry: Inquiry, *, delivered: Rows | None = None) -> Examined:
    """Every measure of the catalogue that the person may see, in the kommun and its parts.

    delivered  what analysis.newest_rows.delivered_rows gave for the same inquiry, where it is known
    """
    headline = [one for one in inquiry.catalog.indicators.values() if one.headline]
    allowed = [one for one in headline if may_see(inquiry.person, secrecy=one.secrecy)]
    monthly = counted_monthly(inquiry)
    series = monthly_series(inquiry, indicators=monthly)
    first = _first_columns(series)
    found = find_signals(_usable(inquiry, series), first=first)
    others = _other_changes(
        inquiry, [one for one in allowed if one not in monthly], delivered=delivered or {}
    )
    p = np.concatenate([found.p_value, _chances(list(others.values()))])
    q = benjamini_hochberg(p) if len(p) else p
    called = _called(series, found, first=first, q=q[: len(series)])
    within = own_strengths(series, found, called, first=first, measures=inquiry.catalog.measures)
    deviations = [
        _told_with_part(_monthly_deviation(inquiry, series, found, n, first=first), within.get(n))
        for n in called
    ]
    deviations += [
        _other_deviation(inquiry, one, change)
        for (one, change), chance in zip(others.items(), q[len(series) :], strict=True)
        if change is not None and chance <= FALSE_SHARE
    ]
    return _sorted_out(
        inquiry, headline=headline, deviations=deviations, series=series, found=found, first=first,
        called=called, others=others,
    )  # fmt: skip


def rows_for_many(inquiries: Sequence[Inquiry]) -> Rows:
    """What is not counted monthly, for kommuner that the same person asks about: one question instead of
    one for each, to be handed to examine."""
    first = inquiries[0]
    monthly = {one.id for one in counted_monthly(first)}
    wanted = [
        one for one in first.catalog.indicators.values()
        if one.headline and one.id not in monthly and may_see(first.person, secrecy=one.secrecy)
    ]  # fmt: skip
    places = dict.fromkeys(code for inquiry in inquiries for code in own_places(inquiry))
    return rows_of(first, wanted, grain=Grain.AS_DELIVERED, areas=list(places))


def _first_columns(series: MonthlySeries) -> NDArray[np.int64]:
    """Where each comparison may begin: at the last break that the catalogue knows."""
    width = series.counts.shape[1]
    return np.array(
        [
            max([c for b in one.breaks if 0 < (c := series.column(b.date)) < width], default=0)
            for one in series.indicators
        ],
        dtype=np.int64,
    )


def _usable(inquiry: Inquiry, series: MonthlySeries) -> NDArray[np.float64]:
    """Without what is too much hidden and what has long had no new figure."""
    known = np.isfinite(series.counts)
    width = known.shape[1]
    last = np.where(known.any(axis=1), width - 1 - np.argmax(known[:, ::-1], axis=1), -1)
    is_fresh = last >= series.column(inquiry.today) - STALE
    kept = series.is_known & is_fresh
    return np.where(kept[:, None], series.counts, np.nan)


def _other_changes(
    inquiry: Inquiry, indicators: Sequence[Indicator], *, delivered: Rows
) -> dict[Indicator, Change | None]:
    """The newest figure of everything else in the kommun, against those before it."""
    lacking = [one for one in indicators if one.id not in delivered]
    rows = dict(delivered)
    if lacking:
        rows |= rows_of(
            inquiry, lacking, grain=Grain.AS_DELIVERED, areas=own_places(inquiry)
        )  # fmt: skip
    return {
        one: find_change_in_rows(
            rows[one.id].get(own_area(inquiry, indicator=one), []), indicator=one
        )
        for one in indicators
    }


def _chances(changes: Sequence[Change | None]) -> NDArray[np.float64]:
    told = [n for n, one in enumerate(changes) if one is not None and one.expectation is not None]
    chances = np.full(len(changes), np.nan)
    kept = [one.expectation for one in changes if one is not None and one.expectation is not None]
    chances[told] = chances_together(kept)
    return chances


def _called(
    series: MonthlySeries, found: Found, *, first: NDArray[np.int64], q: NDArray[np.float64]
) -> list[int]:
    """Rows of the monthly signals.

    A single month must be told: a hidden one is only known to be small, or hidden for another's sake.
    Figures that are still coming in make a decrease look larger: it must be seen without them too.
    """
    single = np.isin(found.kind, list(SINGLE_KINDS))
    row = np.arange(len(series))
    with np.errstate(invalid="ignore"):
        called = (q <= FALSE_SHARE) & (~single | series.told[row, found.onset])
    falls = np.flatnonzero(called & (found.strength < 0) & series.preliminary.any(axis=1))
    if len(falls):
        settled = find_signals(
            series.counts[falls], first=first[falls], preliminary=series.preliminary[falls]
        )
        with np.errstate(invalid="ignore"):
            holds = (settled.p_value <= SETTLED_CHANCE) & (settled.strength < 0)
        called[falls] &= holds
    return [int(n) for n in np.flatnonzero(called)]


def _monthly_deviation(
    inquiry: Inquiry, series: MonthlySeries, found: Found, n: int, *, first: NDArray[np.int64]
) -> Deviation:
    one, code = series.indicators[n], series.areas[n]
    onset, months = int(found.onset[n]), int(found.months[n])
    end = onset + 1 if found.kind[n] in SINGLE_KINDS else int(found.last[n]) + 1
    window = slice(onset, end)
    is_early = series.preliminary[n, window]
    source = inquiry.catalog.sources.get(one.source)
    is_old = "old_shift" in found.broken[n]
    broken = max((b.date for b in one.breaks if series.column(b.date) == first[n]), default=None)
    return Deviation(
        indicator=one, area_code=code, area_name=place_name(inquiry, code),
        sentence=_monthly_sentence(inquiry, series, found, n, window=window),
        is_higher=bool(found.strength[n] > 0), is_lasting=months > 1,
        strength=float(found.strength[n]), start=series.month(onset), end=series.month(end), row=n,
        doubts=doubts(
            one, kind=found.kind[n], seen=float(found.observed[n]), expected=float(found.expected[n]),
            preliminary=series.month(onset + int(np.argmax(is_early))) if is_early.any() else None,
            n_hidden=int(series.hidden[n, window].sum()),
            n_missing=int((~series.told[n, window] & ~series.hidden[n, window]).sum()),
            since_break=broken if first[n] > 0 else None,
            shifted=series.month(int(found.compared_from[n])) if is_old else None,
            steady=float(found.steady[n]), source=source.provider if source else "källan",
            is_higher=bool(found.strength[n] > 0),
        ),
    )  # fmt: skip


def _told_with_part(deviation: Deviation, part: tuple[float, str] | None) -> Deviation:
    if part is None:
        return deviation
    left, name = part
    told = f"{name} ingår här och ändras åt samma håll. Utan dem är avvikelsen mindre eller ingen."
    return replace(deviation, strength=left, doubts=(told, *deviation.doubts))


def _monthly_sentence(
    inquiry: Inquiry, series: MonthlySeries, found: Found, n: int, *, window: slice
) -> str:
    one, place = series.indicators[n], place_name(inquiry, series.areas[n])
    limit, since = max(one.min_count, 1), series.month(window.start)
    kind, is_higher = found.kind[n], bool(found.strength[n] > 0)

    def told(part: slice) -> str:
        seen = float(np.nansum(series.counts[n, part]))
        return count_words(seen, is_estimated=bool(series.hidden[n, part].any()), limit=limit)

    if kind == Kind.TREND:
        is_whole = window.start - YEAR < int(found.compared_from[n])
        begins = window.start if is_whole else window.start - YEAR
        return sloping(
            one.name, place, since=since, ratio=float(found.ratio[n]), is_whole=is_whole,
            early=told(slice(begins, begins + YEAR)),
            late=told(slice(window.stop - YEAR, window.stop)),
        )  # fmt: skip
    usual = usual_words(float(found.low[n]), float(found.high[n]))
    if kind in SINGLE_KINDS:
        return single_month(
            one.name, place, month=since, is_higher=is_higher, seen=told(window), usual=usual
        )
    return lasting(
        one.name, place, since=since, months=window.stop - window.start, is_higher=is_higher,
        seen=told(window), usual=usual,
    )  # fmt: skip


def _other_deviation(inquiry: Inquiry, one: Indicator, change: Change) -> Deviation:
    code, latest = str(change.latest["area_code"]), change.latest
    expected = change.expectation
    strength = expected.strength if expected else 0.0
    told = [
        f"Det är ett enda värde mot {change.n_earlier} tidigare. Om det är en ny nivå går inte att säga."
    ]
    if latest["status"] == Status.PRELIMINARY.value:
        told.append("Siffran är preliminär och kan ändras.")
    if one.breaks:
        newest = max(one.breaks, key=lambda b: b.date)
        told.append(f"Serien har ett brott i {month_name(newest.date)}: {newest.reason}")
    return Deviation(
        indicator=one, area_code=code, area_name=place_name(inquiry, code),
        sentence=trend_sentence(inquiry, indicator=one, own_code=code, change=change),
        is_higher=strength > 0, is_lasting=False, strength=strength,
        start=latest["period_start"].date(), end=latest["period_end"].date(), doubts=tuple(told),
    )  # fmt: skip


def _sorted_out(
    inquiry: Inquiry, *, headline: Sequence[Indicator], deviations: Sequence[Deviation],
    series: MonthlySeries, found: Found, first: NDArray[np.int64], called: Sequence[int],
    others: dict[Indicator, Change | None],
) -> Examined:  # fmt: skip
    signals_found = _ranked(deviations)
    not_judged = _not_judged(inquiry, series, found, called=called)
    not_judged += [
        NotJudged(indicator=one, area_name=inquiry.kommun.name, why=why)
        for one, change in others.items() if change is not None and (why := _why_not(change))
    ]  # fmt: skip
    out = {one.id for one in signals_found}
    own = inquiry.kommun.name
    unjudged = {one.indicator.id for one in not_judged if one.area_name == own} - out
    known = {one.id for one in series.indicators} | {
        i.id for i, c in others.items() if c is not None
    }
    refused = {one.id for one in headline if not may_see(inquiry.person, secrecy=one.secrecy)}
    empty = {one.id for one in headline} - known - refused
    rest = {one.id for one in headline} - out - unjudged - refused - empty
    old = [n for n in range(len(series)) if "old_shift" in found.broken[n] and n not in called]
    return Examined(
        kommun=own, signals=signals_found, usual=tuple(sorted(rest)), unjudged=tuple(sorted(unjudged)),
        empty=tuple(sorted(empty)), refused=tuple(sorted(refused)), not_judged=tuple(not_judged),
        shifted=tuple(
            (
                f"{series.indicators[n].name} i {place_name(inquiry, series.areas[n])}",
                month_name(series.month(int(found.compared_from[n]))),
            )
            for n in old
        ),
        n_series=len(series), n_places=len(set(series.areas) - {inquiry.kommun_code}),
        n_other=sum(change is not None for change in others.values()),
        newest=_newest(series), is_example=series.is_example or _is_invented(others), series=series, first=first,
    )  # fmt: skip


def _newest(series: MonthlySeries) -> date | None:
    columns = np.flatnonzero(series.told.any(axis=0))
    return series.month(int(columns[-1])) if len(columns) else None


def _is_invented(others: dict[Indicator, Change | None]) -> bool:
    return any(one is not None and bool(one.latest["is_example"]) for one in others.values())


def _ranked(deviations: Sequence[Deviation]) -> tuple[Signal, ...]:
    by_indicator: dict[str, list[Deviation]] = {}
    for one in deviations:
        by_indicator.setdefault(one.indicator.id, []).append(one)
    found = []
    for members in by_indicator.values():
        members.sort(key=lambda one: -abs(one.strength))
        lead = members[0]
        how = judgement(lead.indicator, is_higher=lead.is_higher)
        found.append(
            Signal(
                indicator=lead.indicator,
                deviations=tuple(members),
                judgement=how,
                rank=abs(lead.strength) * WEIGHT[how],
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.rank, one.id)))


def _not_judged(
    inquiry: Inquiry, series: MonthlySeries, found: Found, *, called: Sequence[int]
) -> list[NotJudged]:
    told = []
    for n, one in enumerate(series.indicators):
        why = "" if n in called else _why_no_answer(inquiry, series, found, n)
        if why:
            name = place_name(inquiry, series.areas[n])
            told.append(NotJudged(indicator=one, area_name=name, why=why))
    return told


def _why_no_answer(inquiry: Inquiry, series: MonthlySeries, found: Found, n: int) -> str:
    if not np.isfinite(series.counts[n]).any() and not series.hidden[n].any():
        return "alla månader saknas"
    if not series.is_known[n]:
        return "för många månader är skyddade"
    if found.verdict[n] != Verdict.CANNOT_ASSESS:
        return ""
    if np.isfinite(found.p_value[n]):
        return "för få händelser"
    last = int(np.flatnonzero(np.isfinite(series.counts[n]))[-1])
    if last < series.column(inquiry.today) - STALE:
        return f"ingen ny siffra sedan {month_name(series.month(last))}"
    return "för kort tid bakåt att jämföra med"


def _why_not(change: Change) -> str:
    if change.expectation is None:
        latest = change.latest
        return str(latest["status_reason"]) or STATUS_WORDS[Status(latest["status"])]
    return change.expectation.reason


def is_nothing_known(found: Examined) -> bool:
    """That nothing stands out is an answer only where something could have."""
    return not found.signals and not found.usual


def headline_of(found: Examined, *, dismissed: int = 0) -> str:
    """ "3 saker sticker ut mot det vanliga i Ånge": the page's answer. Sticker vi ut? asks another question."""
    out = len(found.signals) - dismissed
    if out:
        return f"{out} {'sak' if out == 1 else 'saker'} sticker ut mot det vanliga i {found.kommun}"
    if is_nothing_known(found):
        return f"Om något sticker ut mot det vanliga i {found.kommun} kan inte bedömas än"
    return f"Inget sticker ut mot det vanliga i {found.kommun}"


def counts_text(found: Examined, *, dismissed: int = 0) -> str:
    """ "3 saker sticker ut · 54 följer sitt mönster · 6 kan inte bedömas": every measure once."""
    out = len(found.signals) - dismissed
    first = f"{out} {'sak' if out == 1 else 'saker'} sticker ut" if out else "Inget sticker ut"
    if is_nothing_known(found):
        first = "Inget kan bedömas än"
    return f"{first} · {rest_text(found, dismissed=dismissed)}"


def rest_text(found: Examined, *, dismissed: int = 0) -> str:
    """What there is besides that which stands out."""
    parts = [
        f"{dismissed} avfärdade" if dismissed > 1 else "1 avfärdad" if dismissed else "",
        f"{len(found.usual)} mått följer sitt mönster",
        f"{len(found.unjudged)} kan inte bedömas",
        f"{len(found.empty)} saknar uppgifter" if found.empty else "",
        f"{len(found.refused)} visas inte för din roll" if found.refused else "",
    ]
    return " · ".join(part for part in parts if part)


def what_was_examined(found: Examined) -> str:
    """How many series, and how many without an answer: nothing found is an answer only with that."""
    n, other, lost = found.n_series, found.n_other, len(found.not_judged)
    places = f" i kommunen och {found.n_places} av dess områden" if found.n_places else ""
    text = (
        f"Undersökt: {number(n)} serier månad för månad{places}, och {number(other)} mått som mäts "
        "mer sällan."
    )
    if lost:
        text += f" {number(lost)} av dem kan inte bedömas."
    if found.newest is not None:
        text += f" Nyaste månaden är {month_name(found.newest)}."
    return f"{text} Av det som kallas en signal är högst ungefär en på tjugo en slump."


def figures_of_signals(inquiry: Inquiry, found: Examined) -> dict[bool, ReleasedSurvey]:
    """The figures of everything that stands out, wherever it does: by whether they are monthly."""
    wanted: dict[bool, dict[str, Indicator]] = {}
    places: dict[bool, dict[str, None]] = {}
    for one in (each for signal in found.signals for each in signal.deviations):
        wanted.setdefault(_is_monthly(one), {})[one.indicator.id] = one.indicator
        places.setdefault(_is_monthly(one), {})[one.area_code] = None
    return {
        monthly: released_survey(
            inquiry, indicators=list(indicators.values()), grain=_GRAINS[monthly],
            area_codes=list(places[monthly]),
        )
        for monthly, indicators in wanted.items()
    }  # fmt: skip


_GRAINS = {True: Grain.PART_OF_YEAR, False: Grain.AS_DELIVERED}


def _is_monthly(one: Deviation) -> bool:
    return one.row is not None


def _figures(
    inquiry: Inquiry, lead: Deviation, *, known: Mapping[bool, ReleasedSurvey]
) -> ReleasedFigures:
    survey = known.get(_is_monthly(lead))
    if survey is None:
        return released_figures(
            inquiry, indicator_id=lead.indicator.id, grain=_GRAINS[_is_monthly(lead)],
            area_codes=[lead.area_code],
        )  # fmt: skip
    everywhere = part_about(survey, indicator_id=lead.indicator.id)
    return part_of(everywhere, rows=everywhere.frame["area_code"] == lead.area_code)


def _usual_range(found: Examined, lead: Deviation) -> UsualRange | None:
    """What the months of a signal are held against, estimated from those before it."""
    if lead.row is None:
        return None
    series, n = found.series, lead.row
    lasted = (lead.end.year - lead.start.year) * YEAR + lead.end.month - lead.start.month
    apart = next((a for a in APART if a >= lasted), APART[-1])
    made = usual_months(series.counts[n : n + 1], first=found.first[n : n + 1], apart=apart)
    columns = [int(c) for c in np.flatnonzero(np.isfinite(made.expected[0]))]
    return UsualRange(
        months=tuple(series.month(c) for c in columns),
        expected=tuple(float(made.expected[0, c]) for c in columns),
        low=tuple(float(made.low[0, c]) for c in columns),
        high=tuple(float(made.high[0, c]) for c in columns),
        window_start=lead.start, window_end=lead.end,
    )  # fmt: skip


def _footnote(
    inquiry: Inquiry, found: Examined, *, figures: ReleasedFigures | None, usual: UsualRange | None
) -> Footnote:
    if figures is not None:
        told = footnote(inquiry, figures)
        band = "bandet rymmer 95 av 100 vanliga månader" if usual else told.interval
        return replace(told, method=METHOD, interval=band)
    sources = sorted({one.source for one in found.series.indicators})
    names = [inquiry.catalog.sources[s].provider for s in sources if s in inquiry.catalog.sources]
    return Footnote(
        source=", ".join(dict.fromkeys(names)), issued_on=None, period="",
        n=f"{number(found.n_series + found.n_other)} serier", interval="", preliminary="", hidden="",
        method=METHOD, example=found.is_example,
    )  # fmt: skip


def dismissal_of(signal: Signal, *, reason: str, data_version: int) -> Dismissal:
    """The signal as it stands, to be put aside."""
    return Dismissal(
        says=signal.lead.sentence, reason=reason, indicator=signal.id, places=signal.places,
        direction=_direction(signal), shape=_form(signal),
        strength=round(abs(signal.lead.strength) * TENTHS), data_version=data_version,
    )  # fmt: skip


def is_put_aside(signal: Signal, dismissal: Dismissal) -> bool:
    """Whether the council's reason is about the signal as it stands now."""
    return dismissal.indicator == signal.id and dismissal.still_holds(
        direction=_direction(signal), shape=_form(signal), places=signal.places,
        strength=signal.lead.strength,
    )  # fmt: skip


def _direction(signal: Signal) -> Direction:
    return Direction.HIGHER if signal.lead.is_higher else Direction.LOWER


def _form(signal: Signal) -> Form:
    return Form.LASTING if signal.lead.is_lasting else Form.SINGLE
