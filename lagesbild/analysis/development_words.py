"""The answer of Trend och styrdiagram in Swedish, written from the results of the methods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.analysis.change import Change, find_change
from lagesbild.analysis.control_lines import Season
from lagesbild.analysis.method_words import BROKEN_WORDS
from lagesbild.analysis.time_series import Series
from lagesbild.analysis.wording import (
    change_words,
    number,
    periods_before,
    short_unit,
    value_text,
)
from lagesbild.domain.control import ControlLines
from lagesbild.domain.geography import Area
from lagesbild.domain.indicator import Kind as IndicatorKind
from lagesbild.domain.period import MONTHS
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import NBSP, decimals_for, format_period, format_range
from lagesbild.stats.change_points import ChangePoint, find_change_points
from lagesbild.stats.expectation import Expectation
from lagesbild.stats.expectation import Verdict as Against
from lagesbild.stats.power import smallest_visible_change
from lagesbild.stats.signals import Kind, Signals
from lagesbild.stats.trend import mann_kendall, monthly_trend, recent_trend, trend_start
from lagesbild.stats.verdict import Assessment, Verdict

YEAR = 12
CLEAR_CHANCE = 0.01
"""As in Effekt: with this chance of being chance, or less, it is said to be clear and not just likely."""

RECENT = 60
"""Months that the recent trend is told for."""

CLEAR = frozenset({Against.CLEARLY_FEWER, Against.CLEARLY_MORE})
PROBABLE = frozenset({Against.PROBABLY_FEWER, Against.PROBABLY_MORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The sentence, what else is known, what speaks against it, and the codes of the methods used."""

    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


def answer_of_months(
    series: Series, *, signals: Signals, years: ReleasedFigures, season: Season, start: int,
    where: Area,
) -> Answer:  # fmt: skip
    """From the examination of a monthly series of counts."""
    lead = f"{series.indicator.name} i {where.name}"
    verdict, kind = signals.verdict[0], signals.kind[0]
    broken = signals.broken[0]
    facts: list[tuple[str, str]] = []
    if "steady_trend" in broken:
        facts.append(
            ("Nivåskiften", "Serien har länge gått åt ett håll och delas inte in i nivåer.")
        )
    elif kind != Kind.TREND or verdict == Verdict.NOT_SHOWN:
        facts += _levels_fact(series, verdict=verdict, season=season, start=start)
    facts += _trend_fact(series, start=start)
    if verdict == Verdict.CANNOT_ASSESS:
        text = _cannot(lead, broken, signals=signals)
    elif verdict == Verdict.NOT_SHOWN:
        text = _not_shown(lead, series, signals=signals)
    elif kind == Kind.TREND:
        text = _trend(lead, series, signals=signals, years=years, season=season, start=start)
    elif kind in {Kind.SPIKE, Kind.PAST_SPIKE}:
        text = _spike(lead, series, signals=signals)
    else:
        text = _step(lead, series, signals=signals)
    doubts = [BROKEN_DOUBTS[code] for code in broken if code in BROKEN_DOUBTS]
    if "old_shift" in broken:
        doubts = [f"{_old_shift(series, start=start)}", *doubts]
    return Answer(
        sentence=text, facts=tuple(facts), doubts=tuple(doubts),
        methods=("signals", "change_points", "trend_poisson"),
    )  # fmt: skip


BROKEN_DOUBTS: dict[str, str] = {
    "steady_trend": (
        "Serien har länge gått åt ett håll. Det räknas som det vanliga, så bara det som avviker från den "
        "utvecklingen kallas en förändring."
    ),
}


def _old_shift(series: Series, *, start: int) -> str:
    return (
        f"Nivån ändrades omkring {_month(series.starts[start])} och har legat där sedan dess. Bara tiden "
        "efter jämförs. Om det var en verklig förändring eller ett nytt sätt att anmäla eller räkna syns "
        "inte i siffrorna: fråga den som lämnar dem."
    )


def _cannot(lead: str, broken: tuple[str, ...], *, signals: Signals) -> str:
    reason = BROKEN_WORDS[broken[0]] if broken else "för få händelser"
    text = f"{lead}: om det har ändrats kan inte bedömas – {reason}."
    yearly = float(signals.yearly[0])
    if not yearly > 0:
        return text
    visible = smallest_visible_change(expected=yearly, dispersion=float(signals.dispersion[0]))
    if np.isfinite(visible.increase):
        text += f" Med ungefär {_about(yearly)} om året syns först en ökning till {_about(yearly * visible.increase)}."
    return text


def _about(value: float) -> str:
    return number(value) if value >= 10 else number(value, decimals=0 if value >= 2 else 1)


def _not_shown(lead: str, series: Series, *, signals: Signals) -> str:
    last = int(signals.last[0])
    window = slice(max(0, last - YEAR + 1), last + 1)
    text = f"{lead}: ingen förändring går att skilja från slump"
    counts = series.count[window]
    if len(counts) < YEAR or not np.isfinite(counts).all():
        return f"{text}."
    when = format_period(series.starts[window.start], series.ends[last])
    yearly = float(signals.yearly[0])
    steady = float(signals.steady[0])
    if np.isfinite(steady) and steady > 0:
        word, share = "öka" if steady > 1 else "minska", number(abs(steady - 1) * 100)
        return (
            f"{lead} fortsätter att {word} som tidigare, omkring {share}{NBSP}procent om året. "
            f"{number(counts.sum())} {_under(when)}; ingen förändring utöver det går att skilja från slump."
        )
    usual = f", mot ungefär {number(yearly)} om året tidigare" if yearly > 0 else ""
    return f"{text}. {number(counts.sum())} {_under(when)}{usual}."


def _trend(
    lead: str, series: Series, *, signals: Signals, years: ReleasedFigures, season: Season,
    start: int,
) -> str:  # fmt: skip
    rises = signals.verdict[0] == Verdict.HIGHER
    word = "ökat" if rises else "minskat"
    changed = f"{word} tydligt" if _is_clear(signals) else f"troligen {word}"
    settled = np.where(series.preliminary, np.nan, series.count)[start:]
    exposure = (series.exposure * season.factor)[start:]
    last = int(signals.last[0]) - start + 1
    bend, first, _ = trend_start(settled[:last], exposure=exposure[:last])
    is_whole = bend == 0 or first == 0
    since = "" if is_whole else f" sedan {_since(series.starts[start + bend])}"
    begun = series.starts[start if is_whole else start + bend]
    ratio = float(signals.ratio[0])
    pace = f"omkring {number(abs(ratio - 1) * 100)}{NBSP}procent {'mer' if rises else 'mindre'} för varje år"
    return f"{lead} har {changed}{since}: {_two_years(years, begun=begun)}{pace}."


def _two_years(years: ReleasedFigures, *, begun: date) -> str:
    """ "168 under 2025, mot 94 under 2023, ", from the year before the change; empty when one is hidden."""
    frame = years.frame.dropna(subset=["count"]).sort_values("period_start")
    before = frame[frame["period_end"] <= pd.Timestamp(begun) + pd.Timedelta(days=92)]
    if before.empty or frame.iloc[-1]["period_start"] <= before.iloc[-1]["period_start"]:
        return ""
    old, new = before.iloc[-1], frame.iloc[-1]
    told = [
        f"{number(row['count'])} {_under(format_period(row['period_start'], row['period_end'], label=row['period_label']))}"
        for row in (new, old)
    ]
    return f"{told[0]}, mot {told[1]}, "


def _spike(lead: str, series: Series, *, signals: Signals) -> str:
    onset, length = int(signals.onset[0]), int(signals.months[0])
    when = format_period(
        series.starts[onset], series.ends[min(onset + length, len(series.ends)) - 1]
    )
    side = "många" if signals.verdict[0] == Verdict.HIGHER else "få"
    text = f"{lead}: ovanligt {side} {_under(when) if length > 1 else f'i {when}'}: {_observed(signals)}"
    if signals.kind[0] == Kind.PAST_SPIKE:
        return f"{text}. Månaderna efter följer sitt vanliga mönster."
    return f"{text}. Om det är början på något syns först av månaderna efter."


def _is_clear(signals: Signals) -> bool:
    return bool(signals.p_value[0] < CLEAR_CHANCE)


def _step(lead: str, series: Series, *, signals: Signals) -> str:
    onset, length = int(signals.onset[0]), int(signals.months[0])
    side = "fler" if signals.verdict[0] == Verdict.HIGHER else "färre"
    span = "en månad" if length == 1 else f"{length} månader"
    return (
        f"{lead}: {'tydligt' if _is_clear(signals) else 'troligen'} {side} sedan omkring {_month(series.starts[onset])}: {_observed(signals)} "
        f"på {span}."
    )


def _observed(signals: Signals) -> str:
    seen, wanted = (number(float(x[0])) for x in (signals.observed, signals.expected))
    return f"{seen}, mot väntade {wanted} ({number(float(signals.low[0]))}–{number(float(signals.high[0]))})"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _since(day: date) -> str:
    """A bend is never dated to the month: "2024", "våren 2024"."""
    if day.month in {11, 12}:
        return str(day.year + 1)
    if day.month in {1, 2}:
        return str(day.year)
    season = {3: "våren", 4: "våren", 5: "våren", 9: "hösten", 10: "hösten"}.get(
        day.month, "sommaren"
    )
    return f"{season} {day.year}"


def _under(when: str) -> str:
    return when if when.startswith("läsåret") else f"under {when}"


def season_words(series: Series, *, start: int, factor: np.ndarray) -> str:
    """ "Högst i juni (61 procent över en vanlig månad), lägst i februari (28 procent under)." """
    period = series.per_year
    year = factor[start : start + period] if len(factor) - start >= period else factor[-period:]
    high, low = int(np.argmax(year)), int(np.argmin(year))
    what = {12: "månad", 4: "kvartal"}.get(period, "period")
    above = f"{number((year[high] - 1) * 100)}{NBSP}procent över ett vanligt läge"
    if what != "period":
        above = f"{number((year[high] - 1) * 100)}{NBSP}procent över {'en vanlig' if what == 'månad' else 'ett vanligt'} {what}"
    below = f"{number((1 - year[low]) * 100)}{NBSP}procent under"
    return (
        f"Högst i {_time_of_year(series, start + high)} ({above}), lägst i "
        f"{_time_of_year(series, start + low)} ({below}). Styrdiagrammets gränser följer årstiden."
    )


def _time_of_year(series: Series, at: int) -> str:
    at = min(at, len(series.starts) - 1)
    if series.per_year == YEAR:
        return MONTHS[series.starts[at].month - 1]
    return f"{'kvartal' if series.months == 3 else 'period'} {(series.starts[at].month - 1) // series.months + 1}"


def _levels_fact(
    series: Series, *, verdict: Verdict, season: Season, start: int
) -> list[tuple[str, str]]:
    """Shifts of the level once the season is taken away; needs every month. They only describe: whether
    anything has changed is what the sentence says, and this may not say otherwise."""
    settled = ~series.preliminary[start:]
    values = (series.count / season.factor)[start:][settled]
    if not np.isfinite(values).all() or len(values) < 2 * YEAR:
        return []
    points = find_change_points(values).points
    told = " ".join(_shift_words(series, point, start=start) for point in points)
    if verdict in {Verdict.HIGHER, Verdict.LOWER}:
        alone = "Sedd i sin helhet beskrivs serien lika bra av en enda nivå. Förändringen är alltså osäker."
        return [("Nivåskiften", told or alone)]
    if not points:
        return [("Nivåskiften", "Inga: en och samma nivå beskriver serien bäst.")]
    return [("Nivåskiften", f"Inget säkert. Om nivån har ändrats är detta mest troligt: {told}")]


def _shift_words(series: Series, point: ChangePoint, *, start: int) -> str:
    when = _month(series.starts[start + point.index])
    low, high = (number(x, decimals=1) for x in (point.before, point.after))
    span = ""
    if np.isfinite(point.first) and np.isfinite(point.last):
        last = len(series.starts) - 1
        ends = [
            _month(series.starts[int(np.clip(start + x, 0, last))])
            for x in (point.first, point.last)
        ]
        span = f" (mellan {ends[0]} och {ends[1]})" if ends[0] != ends[1] else ""
    return f"Omkring {when}{span}: från {low} till {high} i månaden."


def _trend_fact(series: Series, *, start: int) -> list[tuple[str, str]]:
    settled = np.where(series.preliminary, np.nan, series.count)[start:]
    last = int(np.flatnonzero(np.isfinite(settled))[-1]) + 1 if np.isfinite(settled).any() else 0
    recent = slice(max(0, last - RECENT), last)
    found = monthly_trend(settled[recent], exposure=series.exposure[start:][recent])
    years = round((recent.stop - recent.start) / YEAR)
    return [("Trend", _trend_words(found, span=f"de senaste {years} åren"))]


def _trend_words(found: Assessment, *, span: str) -> str:
    if found.verdict is Verdict.CANNOT_ASSESS:
        return f"Kan inte bedömas: {BROKEN_WORDS[found.broken[0]]}."
    low, high = ((limit - 1) * 100 for limit in (found.lower, found.upper))
    if found.verdict is Verdict.NOT_SHOWN:
        return (
            f"Ingen trend {span} går att skilja från slump (mellan {_signed(low)} och {_signed(high)}"
            f"{NBSP}procent om året)."
        )
    word = "Ökar" if found.verdict is Verdict.HIGHER else "Minskar"
    size = abs(found.estimate - 1) * 100
    limits = sorted(abs(x) for x in (low, high))
    return (
        f"{word} {span} med omkring {number(size)}{NBSP}procent om året "
        f"({number(limits[0])}–{number(limits[1])})."
    )


def _signed(value: float) -> str:
    return f"+{number(value)}" if round(value) > 0 else number(value)


def answer_of_periods(
    series: Series, *, figures: ReleasedFigures, lines: ControlLines | None, start: int, where: Area
) -> Answer:
    """For years, quarters, shares and values: the newest against the ones before, and the trend."""
    indicator = series.indicator
    lead = f"{indicator.name} i {where.name}"
    change = find_change(figures.frame, indicator=indicator)
    if change is None:
        return Answer(sentence=f"{lead}: ingen har lämnat några uppgifter ännu.")
    trend = _trend_of_periods(series, start=start)
    facts = _period_facts(trend=trend, lines=lines)
    methods = tuple(one.method for one in (trend,) if one is not None)
    return Answer(
        sentence=_period_sentence(lead, change, series, trend=trend), facts=facts, methods=methods
    )


def _trend_of_periods(series: Series, *, start: int) -> Assessment | None:
    """The five-year rule for yearly counts; ranks for other yearly values; nothing within a year, where
    the season would be in the way."""
    if series.per_year > 1:
        return None
    if series.is_counted and series.months == YEAR:
        inside = len(series.starts) - 5 < start
        if not np.isfinite(series.count[-5:]).all():
            return None
        return recent_trend(
            series.count, population=series.exposure, breaks=int(inside and start > 0)
        )
    return mann_kendall(series.value[start:])


def _period_sentence(lead: str, change: Change, series: Series, *, trend: Assessment | None) -> str:
    indicator, latest = series.indicator, change.latest
    when = format_period(latest["period_start"], latest["period_end"], label=latest["period_label"])
    found = change.expectation
    if found is None:
        word = latest["status_reason"] or STATUS_WORDS[Status(latest["status"])]
        return f"{lead}: om det har ändrats kan inte bedömas – {when}{' är' if word.startswith('skydd') else ':'} {word}."
    has_trend = trend is not None and trend.verdict in {Verdict.HIGHER, Verdict.LOWER}
    if trend is not None and has_trend and found.verdict not in CLEAR:
        return _long_trend(lead, series, trend=trend)
    if not series.is_counted and pd.isna(latest["value"]):
        return f"{lead}: om det har ändrats kan inte bedömas – {when}: {value_text(indicator, latest)}."
    told = f"{_told(series, latest)} {_under(when)}"
    if found.verdict is Against.CANNOT_TELL:
        return f"{lead}: {told}. Om det har ändrats kan inte bedömas – {found.reason}."
    before = periods_before(latest["period_start"], latest["period_end"], count=change.n_earlier)
    places = 0 if series.is_counted else _places(series, latest)
    if found.verdict in CLEAR | PROBABLE:
        words = change_words(indicator, found)
        if not series.is_counted and _looks_inside(latest["value"], found, places):
            places += 1  # rounded it would lie within what it lies outside
        seen = (
            _told(series, latest)
            if series.is_counted
            else value_text(indicator, latest, decimals=places)
        )
        return (
            f"{lead}: {words} {_under(when)} än {before}: {seen}, mot väntat "
            f"{_range(series, found, places=places)}."
        )
    range_ = _range(series, found, places=places)
    return f"{lead}: ingen förändring går att skilja från slump. {told}, ungefär som {before} ({range_})."


def _looks_inside(value: float, found: Expectation, places: int) -> bool:
    low, seen, high = (round(x, places) for x in (found.low, value, found.high))
    return low <= seen <= high


def _range(series: Series, found: Expectation, *, places: int) -> str:
    """Not cut off at zero where figures may be below it."""
    can_be_negative = bool((series.value < 0).any())
    low = found.low if can_be_negative else max(found.low, 0.0)
    return format_range(low, found.high, decimals=places)


def _long_trend(lead: str, series: Series, *, trend: Assessment) -> str:
    word = "ökat" if trend.verdict is Verdict.HIGHER else "minskat"
    changed = f"{word} tydligt" if trend.p_value < CLEAR_CHANCE else f"troligen {word}"
    known = np.flatnonzero(np.isfinite(series.events))
    is_five = trend.method == "recent_trend"
    old, new = (known[-5] if is_five else known[0]), known[-1]
    span = "de senaste fem åren" if is_five else f"sedan {series.labels[old]}"
    told = [
        f"{_told(series, _row(series, at))} {_under(format_period(series.starts[at], series.ends[at], label=series.labels[at]))}"
        for at in (new, old)
    ]
    return f"{lead} har {changed} {span}: {told[0]}, mot {told[1]}."


def _row(series: Series, at: int) -> dict[str, object]:
    return {
        "count": series.count[at], "value": series.value[at], "denominator": series.size[at],
        "status_reason": "", "status": Status.VALUE.value,
    }  # fmt: skip


def _told(series: Series, row) -> str:  # type: ignore[no-untyped-def]
    if series.is_counted:
        unit = (
            f" {short_unit(series.indicator)}"
            if series.indicator.kind is IndicatorKind.COUNT
            else ""
        )
        return f"{number(row['count'])}{unit}"
    return value_text(series.indicator, row)


def _places(series: Series, row) -> int:  # type: ignore[no-untyped-def]
    return decimals_for(series.indicator, row["value"], denominator=row["denominator"])


def _period_facts(
    *, trend: Assessment | None, lines: ControlLines | None
) -> tuple[tuple[str, str], ...]:
    facts = []
    if trend is not None and trend.method == "recent_trend":
        facts.append(("Trend", _trend_words(trend, span="de senaste fem åren")))
    elif trend is not None:
        facts.append(("Trend", _rank_words(trend)))
    if lines is not None and "too_few_points" in lines.broken:
        facts.append(
            (
                "Styrdiagrammet",
                "Färre än tolv punkter: gränserna är osäkra och visas bara som stöd.",
            )
        )
    return tuple(facts)


def _rank_words(trend: Assessment) -> str:
    if trend.verdict is Verdict.CANNOT_ASSESS:
        return f"Kan inte bedömas: {BROKEN_WORDS[trend.broken[0]]}."
    if trend.verdict is Verdict.NOT_SHOWN:
        return "Ingen genomgående riktning går att skilja från slump."
    way = "högre" if trend.verdict is Verdict.HIGHER else "lägre"
    return f"Senare värden är genomgående {way} än tidigare."
