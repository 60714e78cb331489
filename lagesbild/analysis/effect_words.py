"""The answer of Effekt in Swedish: what happened, against what, and what could have been seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import NormalDist

import numpy as np

from lagesbild.analysis.effect_result import Effect, Outcome
from lagesbild.analysis.effect_windows import FEWEST_YEARS_BEFORE, Table, Windows, spread_of
from lagesbild.analysis.method_words import BROKEN_WORDS, METHOD_WORDS
from lagesbild.analysis.wording import number
from lagesbild.domain.control import ControlLines
from lagesbild.domain.indicator import Break
from lagesbild.domain.period import MONTHS
from lagesbild.domain.written import NBSP
from lagesbild.stats.displacement import smallest_visible_displacement_effect
from lagesbild.stats.interrupted import InterruptedSeries
from lagesbild.stats.power import VisibleChange, smallest_visible_ratio
from lagesbild.stats.verdict import Assessment, Verdict

YEAR = 12
CLEAR = 0.01
TOO_COARSE = 0.5
"""A comparison that could not have seen even a halving says nothing when it sees nothing."""

CAUTION = "Något annat kan ha hänt samtidigt. Att det blev färre eller fler säger inte ensamt att det var åtgärden."


def describe_effect(
    found: Effect, *, table: Table, windows: Windows | None, warnings: Sequence[str],
    breaks: Sequence[Break], has_months: bool,
) -> Effect:  # fmt: skip
    """The same answer with its sentence, facts and warnings.

    has_months   whether the measure is delivered by the month at all
    """
    broken = _breaks_within(table, windows, breaks)
    outcome = Outcome.CANNOT_ASSESS if broken else _outcome(found)
    found = replace(found, outcome=outcome)
    told = [
        *warnings, *(f"Serien har ett brott {one.date.isoformat()}: {one.reason}" for one in broken),
        *_about_windows(table, windows, has_months=has_months), *_about_comparison(found, windows),
    ]  # fmt: skip
    told += _disagreement(found)
    if windows is not None:
        told.append(CAUTION)
    return replace(
        found, sentence=_sentence(found, years=table, windows=windows, broken=broken).rstrip(),
        facts=_facts(found, windows=windows, years=table), warnings=tuple(dict.fromkeys(told)),
        footnote=replace(found.footnote, method=methods_of(found) or found.footnote.method),
    )  # fmt: skip


def methods_of(found: Effect) -> str:
    """The methods behind an answer, for its footnote."""
    codes = [one.method for one in (found.local,) if one is not None]
    codes += ["interrupted_series"] if found.series is not None else []
    codes += [found.lines.method] if found.lines is not None else []
    return "; ".join(METHOD_WORDS[code] for code in dict.fromkeys(codes) if code in METHOD_WORDS)


def _breaks_within(table: Table, windows: Windows | None, breaks: Sequence[Break]) -> list[Break]:
    if windows is None:
        return []
    first, last = windows.before[0], table.ends[windows.after[-1]]
    return [one for one in breaks if first < one.date < last]


def _outcome(found: Effect) -> Outcome:
    """What the comparison says, before what speaks against it."""
    local = found.local
    if local is None or local.verdict is Verdict.CANNOT_ASSESS:
        return Outcome.CANNOT_ASSESS
    if local.verdict is Verdict.NOT_SHOWN:
        return Outcome.NO_CHANGE if _least_share(found) <= TOO_COARSE else Outcome.CANNOT_ASSESS
    is_clear = local.p_value < CLEAR and local.method == "wdd"
    if local.verdict is Verdict.LOWER:
        return Outcome.CLEARLY_FEWER if is_clear else Outcome.PROBABLY_FEWER
    return Outcome.CLEARLY_MORE if is_clear else Outcome.PROBABLY_MORE


def _least_share(found: Effect) -> float:
    """The smallest fall that would have been seen, as a share; infinite when not even the end of it."""
    if math.isfinite(found.visible_share):
        return found.visible_share
    visible = found.visible_ratio
    if visible is None or not math.isfinite(visible.decrease):
        return math.inf
    return 1 - visible.decrease


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.CLEARLY_FEWER: "tydligt färre",
    Outcome.PROBABLY_FEWER: "minskade troligen",
    Outcome.NO_CHANGE: "ingen förändring går att skilja från slump",
    Outcome.PROBABLY_MORE: "ökade troligen",
    Outcome.CLEARLY_MORE: "tydligt fler",
    Outcome.CANNOT_ASSESS: "kan inte bedömas",
}


def _sentence(
    found: Effect, *, years: Table, windows: Windows | None, broken: Sequence[Break]
) -> str:
    lead = f"{found.indicator.name} i {found.place.name.removesuffix(' (exempel)')}"
    if found.starts_on is None:
        return f"{lead}: det finns inga siffror att jämföra."
    when = month_words(found.starts_on)
    if windows is None or found.outcome is Outcome.CANNOT_ASSESS:
        reason = _why_not(found, table=years, windows=windows, broken=broken)
        text = f"{lead}: om något ändrades sedan {when} kan inte bedömas – {reason}."
        return f"{text} {_what_would_show(found, years=years, windows=windows)}"
    word = OUTCOME_WORDS[found.outcome]
    text = f"{lead}: {word} sedan {when}. {_seen(found)}"
    if found.outcome is Outcome.NO_CHANGE:
        text = f"{text} {_what_would_show(found, years=years, windows=windows)}"
    return text


def month_words(day: date) -> str:
    """ "mars 2025"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def _seen(found: Effect) -> str:
    """ "30 under 2025, mot väntade 84 (63–105) om det gått som i resten av kommunen." """
    own, local = found.counts[0], found.local
    told = f"{number(own.after)} under {found.after}"
    if local is None or local.method != "wdd":
        return f"{told}, mot {number(own.before)} under {found.before}."
    wanted = own.after - local.estimate
    low, high = (max(0.0, own.after - x) for x in (local.upper, local.lower))
    span = f" ({number(low)}–{number(high)})" if math.isfinite(low) else ""
    return f"{told}, mot väntade {number(wanted)}{span} om det gått som i {found.compared_with}."


def _why_not(
    found: Effect, *, table: Table, windows: Windows | None, broken: Sequence[Break]
) -> str:
    if broken:
        return "serien har ett brott i den tid som jämförs"
    if windows is None:
        return _why_no_windows(found, table)
    if found.local is not None and found.local.verdict is Verdict.NOT_SHOWN:
        return "skillnaden är inte större än slumpen gör, och bara en mycket stor förändring hade synts"
    if found.local is not None and found.local.broken:
        return BROKEN_WORDS[found.local.broken[0]]
    return "för få händelser"


def _why_no_windows(found: Effect, table: Table) -> str:
    if found.figures.is_empty or found.starts_on is None:
        return "det finns inga siffror att jämföra"
    if table.months not in {1, 12}:
        return "måttet finns varken för månader eller hela år"
    if found.figures.frame["is_hidden"].any():
        return "antalen är så små att de är skyddade"
    known = table.counts[found.place.code].dropna().index
    if any(table.ends[day] > found.starts_on for day in known) and table.months == YEAR:
        earlier = sum(table.ends[day] <= found.starts_on for day in known)
        if earlier < FEWEST_YEARS_BEFORE:
            return (
                "det finns för få år före åtgärden för att veta hur mycket som är vanlig variation"
            )
    return "det finns för få siffror efter åtgärden"


def _what_would_show(found: Effect, *, years: Table, windows: Windows | None) -> str:
    """The size of change that could have been seen, whatever the answer."""
    if windows is not None and math.isfinite(found.visible) and math.isfinite(found.visible_share):
        size, share = number(found.visible), number(100 * found.visible_share)
        if found.visible_share >= 1:
            return (
                f"Först en förändring med omkring {size} ({share}{NBSP}procent) hade synts: inte ens om det "
                "upphört helt hade det gått att säga säkert."
            )
        return f"En förändring med omkring {size} ({share}{NBSP}procent) eller mer hade synts."
    if found.visible_ratio is not None:
        return _ratio_words(found.visible_ratio, level="")
    return _by_visible_years(found, years)


def _by_visible_years(found: Effect, years: Table) -> str:
    """A year against a year, at the level of the years that are shown and as uneven as they are; at most
    the limit where all are hidden. Empty where there are too few years to say."""
    if years.months != YEAR or found.figures.is_empty:
        return ""
    known = years.counts[found.place.code].dropna()
    start = found.starts_on or date.max
    # The years before: how they differ says what is ordinary, and the measure may have changed the rest.
    shown = known[[years.ends[day] <= start for day in known.index]].to_numpy(dtype=float)
    n_hidden = int(found.figures.frame["is_hidden"].sum())
    if len(shown) + n_hidden < FEWEST_YEARS_BEFORE:
        return ""
    level = max(float(np.mean(shown)) if len(shown) else 0.0, float(found.indicator.min_count), 1.0)
    visible = smallest_visible_ratio(before=level, dispersion=spread_of(shown))
    # Hidden years are low ones: with them the level is lower, and less can be seen.
    return _ratio_words(visible, level=f"{'högst ' if n_hidden else ''}omkring {number(level)}")


def _ratio_words(visible: VisibleChange, *, level: str) -> str:
    lead = f"Med {level} om året hade" if level else "Här hade"
    up = _increase_words(visible.increase) if math.isfinite(visible.increase) else ""
    if math.isfinite(visible.decrease) and visible.decrease > 0:
        down = f"en minskning med minst {number(100 * (1 - visible.decrease))}{NBSP}procent"
        return f"{lead} först {down}{f' eller {up}' if up else ''} gått att se."
    if visible.decrease == 0:
        return f"{lead} bara ett helt stopp{f' eller {up}' if up else ''} gått att se."
    return f"{lead} inte ens ett helt stopp gått att se säkert{f', och först {up}' if up else ''}."


def _increase_words(ratio: float) -> str:
    """In per cent where "1,0 gånger så många" would say nothing."""
    if ratio < 1.5:
        return f"en ökning med minst {number(max(1.0, 100 * (ratio - 1)))}{NBSP}procent"
    return f"en ökning till {number(ratio, decimals=1)} gånger så många"


def _about_windows(table: Table, windows: Windows | None, *, has_months: bool) -> list[str]:
    if windows is None:
        return []
    found = []
    early = [day for day in windows.after if day in table.preliminary]
    if early:
        found.append(
            f"{len(early)} av {len(windows.after)} perioder efter åtgärden är preliminära och kan ändras."
            if len(windows.after) > 1 else "Tiden efter åtgärden är preliminär och kan ändras."
        )  # fmt: skip
    if table.months >= 12:
        found.append(
            "Månadstalen är skyddade i något av områdena. Därför jämförs hela år." if has_months
            else "Måttet finns bara för hela år. Därför jämförs hela år."
        )  # fmt: skip
    if windows.diluted:
        span = "en månad" if windows.diluted == 1 else f"{windows.diluted} månader"
        found.append(
            f"Första året räknas som efter, fast {span} av det låg före åtgärden. Effekten ser då mindre ut "
            "än den är."
        )
    return found


def _about_comparison(found: Effect, windows: Windows | None) -> list[str]:
    if windows is None or found.compared_with:
        return []
    return [
        "Det finns inget att jämföra med som är synligt. Bara före och efter jämförs, och då syns också sådant "
        "som hände överallt."
    ]


def _disagreement(found: Effect) -> list[str]:
    """Two ways of counting that say different things are told, not weighed."""
    if found.series is None or found.series.level.verdict not in {Verdict.HIGHER, Verdict.LOWER}:
        return []
    fewer = {Outcome.CLEARLY_FEWER, Outcome.PROBABLY_FEWER}
    more = {Outcome.CLEARLY_MORE, Outcome.PROBABLY_MORE}
    if found.outcome in (fewer if found.series.level.verdict is Verdict.LOWER else more):
        return []
    against = "jämförelsen" if found.compared_with else "tiden just före"
    return [
        "Två sätt att räkna är inte överens: platsens nivå ändrades mot sin egen trend, men inte tydligt mot "
        f"{against}."
    ]


def _facts(found: Effect, *, windows: Windows | None, years: Table) -> tuple[tuple[str, str], ...]:
    facts: list[tuple[str, str]] = []
    if windows is not None and found.counts:
        facts.append(("Mot jämförelsen", _against(found)))
    if found.moved is not None:
        facts.append(("Flyttade det?", _moved(found, found.moved)))
    if found.series is not None:
        facts.append(("Avbruten tidsserie", _interrupted(found.series)))
    if found.lines is not None and not found.lines.broken:
        frame = found.figures.frame.dropna(subset=["count"])
        known = {day.date() for day in frame["period_start"]}
        facts.append(("Styrdiagram", _chart(found.lines, known=known)))
    visible = _what_would_show(found, years=years, windows=windows)
    if visible:
        facts.append(("Vad hade kunnat synas?", visible))
    return tuple(facts)


def _against(found: Effect) -> str:
    told = [
        f"{name}: {_pair(one.before, one.after)}"
        for one, name in zip(
            found.counts[:2],
            ("Här", f"I {found.compared_with}" if found.compared_with else ""),
            strict=False,
        )
    ]
    lasting = (
        "" if found.before == found.after else f" Före är {found.before}, efter {found.after}."
    )
    return f"{'. '.join(told)}.{lasting}"


def _pair(before: float, after: float) -> str:
    if not before > 0:
        return f"{number(before)} före, {number(after)} efter"
    change = 100 * (after / before - 1)
    sign = "+" if round(change) > 0 else ""
    return f"{number(before)} före, {number(after)} efter ({sign}{number(change)}{NBSP}procent)"


def _moved(found: Effect, moved: Assessment) -> str:
    near = next(one for one in found.counts if one.role == "intill")
    text = f"Intill: {_pair(near.before, near.after)}. "
    if moved.verdict is Verdict.CANNOT_ASSESS:
        return f"{text}Om det flyttade dit kan inte bedömas: {BROKEN_WORDS[moved.broken[0]]}."
    if moved.verdict is Verdict.HIGHER:
        text += "Det blev fler än väntat där, så en del kan ha flyttat dit."
    elif moved.verdict is Verdict.LOWER:
        text += "Det blev färre än väntat också där: inget tecken på flytt, snarare tvärtom."
    else:
        text += f"Inget tecken på flytt går att skilja från slump. {_least_move(moved)}"
    return (
        text
        + _quotient(found, is_shown=moved.verdict is not Verdict.NOT_SHOWN)
        + _total(found.total)
    )


def _least_move(moved: Assessment) -> str:
    reach = NormalDist().inv_cdf(0.5 + moved.confidence / 2)
    error = (moved.upper - moved.lower) / (2 * reach)
    return f"En flytt av färre än omkring {number(smallest_visible_displacement_effect(error))} hade inte synts."


def _quotient(found: Effect, *, is_shown: bool) -> str:
    """The quotient has no uncertainty of its own: in words only where the move itself is shown."""
    if not math.isfinite(found.quotient):
        return ""
    told = f"spridningskvot {number(found.quotient, decimals=2)}"
    if not is_shown:
        return f" ({told[:1].upper()}{told[1:]}, vilket slumpen kan ge.)"
    share, way = number(100 * abs(found.quotient)), "färre" if found.quotient > 0 else "fler"
    return f" För varje 100 färre här blev det omkring {share} {way} intill ({told})."


def _total(total: Assessment | None) -> str:
    if total is None or total.verdict is Verdict.CANNOT_ASSESS:
        return ""
    word = "färre" if total.estimate < 0 else "fler"
    limits = sorted((total.lower, total.upper))
    return (
        f" Sammanlagt omkring {number(abs(total.estimate))} {word} än väntat (mellan {_signed(limits[0])} och "
        f"{_signed(limits[1])})."
    )


def _signed(value: float) -> str:
    return f"+{number(value)}" if round(value) > 0 else number(value)


def _interrupted(series: InterruptedSeries) -> str:
    level = series.level
    if level.verdict is Verdict.CANNOT_ASSESS:
        return f"Kan inte bedömas: {BROKEN_WORDS[level.broken[0]]}."
    low, high = (100 * (x - 1) for x in (level.lower, level.upper))
    span = f"mellan {_signed(low)} och {_signed(high)}{NBSP}procent"
    if level.verdict is Verdict.NOT_SHOWN:
        text = f"Nivån ändrades inte så att det går att skilja från slump ({span})"
    else:
        way = "högre" if level.verdict is Verdict.HIGHER else "lägre"
        size = number(100 * abs(level.estimate - 1))
        text = f"Nivån blev omkring {size}{NBSP}procent {way} när åtgärden började ({span})"
    warn = f" {BROKEN_WORDS['dependent_months'].capitalize()}." if level.broken else ""
    return f"{text}, med trend och årstid borträknade.{warn}"


def _chart(lines: ControlLines, *, known: set[date]) -> str:
    after = [
        one for one in lines.points
        if lines.judged is not None and one.start >= lines.judged and one.start in known
    ]  # fmt: skip
    special = sum(bool(one.rules) for one in after)
    if len(after) == 1:
        how = "avviker" if special else "avviker inte"
        return f"Den enda punkten efter åtgärden {how} från det vanliga före den."
    share = "Ingen" if not special else str(special)
    return f"{share} av {len(after)} punkter efter åtgärden avviker från det vanliga före den."
