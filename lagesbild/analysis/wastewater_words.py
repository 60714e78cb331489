"""Avloppsvatten in Swedish: the sentence and what stands beside the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, normalize

import numpy as np
import pandas as pd

from lagesbild.analysis.method_words import BROKEN_WORDS
from lagesbild.analysis.wastewater_campaigns import Campaign, Level
from lagesbild.analysis.wording import COUNT_WORDS, number
from lagesbild.domain.geography import Area
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.secrecy import STATUS_WORDS, Status
from lagesbild.domain.written import NBSP
from lagesbild.stats.verdict import Assessment, Verdict

ALIKE = (0.8, 1.25)
"""Ratios that are called about the same, where no difference is shown."""

PLACES = 2
"""Decimals: loads are published with two."""


ENGLISH_NAMES = {"goteborg": "gothenburg"}
"""What the European file calls a city otherwise than by leaving out its dots and rings."""


def bears_name(place: Area, kommun: Area) -> bool:
    """Whether a place is called as the kommun: "Umea" and "Stockholm (2)" are."""
    own, its = (_bare(one.name) for one in (kommun, place))
    return its.split(" (")[0] in {own, ENGLISH_NAMES.get(own, own)}


def _bare(name: str) -> str:
    return "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c))


def whose_place(kommun: Area, place: Area | None) -> str:
    """That the place shown is another's, where the kommun has none: its water says nothing of the kommun."""
    if place is None or place.parent_code == kommun.code or bears_name(place, kommun):
        return ""
    return (
        f"Det här är {place.name}, inte {kommun.name}. Vad som mäts där säger inget om {kommun.name}. "
        "Välj en annan plats i listan, eller lämna egna mätningar."
    )


def sentence_of(
    indicator: Indicator, place: Area | None, *, campaigns: Sequence[Campaign], level: Level | None,
    series: ReleasedFigures,
) -> str:  # fmt: skip
    """The newest load, its week, and how it lies against the level before."""
    if place is None or not campaigns or level is None:
        return f"{indicator.name}: ingen har lämnat några mätningar ännu."
    newest, lead = campaigns[-1], f"{indicator.name} i {place.name}"
    if not np.isfinite(newest.mean):
        word = "under mätgränsen" if newest.n_below else _word(series)
        return f"{lead}: mängden kan inte bedömas – {word} i mätningen {_when(newest)}."
    load = f"{number(newest.mean, decimals=PLACES)}{NBSP}{indicator.unit}"
    text = f"{lead}: {load} i mätningen {_when(newest)}"
    if np.isfinite(newest.weekday) and np.isfinite(newest.weekend):
        low, high = (number(x, decimals=PLACES) for x in (newest.weekday, newest.weekend))
        text += f" (vardag {low}, helg {high})"
    return f"{text}{_against(level)}"


def _word(series: ReleasedFigures) -> str:
    row = series.frame.sort_values("period_start").iloc[-1]
    return str(row["status_reason"] or STATUS_WORDS[Status(row["status"])])


def _when(campaign: Campaign) -> str:
    is_year = (campaign.end - campaign.start).days > 300
    return str(campaign.start.year) if is_year else campaign.label


def _against(level: Level) -> str:
    change = level.change
    if change.verdict is Verdict.CANNOT_ASSESS:
        return f". Om det har ändrats kan inte bedömas: {BROKEN_WORDS[change.broken[0]]}."
    weeks = f"medel av {_counted(level.before.weeks)} tidigare mätveckor"
    zero = f"nollvärdet {number(level.before.mean, decimals=PLACES)} ({weeks})"
    if change.verdict is Verdict.NOT_SHOWN and ALIKE[0] <= change.estimate <= ALIKE[1]:
        return f", ungefär som {zero}."
    if change.verdict is Verdict.NOT_SHOWN:
        return f". Ingen skillnad mot {zero} går att skilja från slump."
    way = "högre" if change.verdict is Verdict.HIGHER else "lägre"
    return f", tydligt {way} än {zero}. Det är en enda mätning: om det är en ny nivå går inte att säga än."


def _counted(weeks: int) -> str:
    return COUNT_WORDS[weeks] if weeks < len(COUNT_WORDS) else str(weeks)


def facts_of(
    campaigns: Sequence[Campaign], *, level: Level | None, weekend: Assessment,
    beside: ReleasedFigures, abroad: ReleasedFigures, own_code: str,
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """Heading and sentence for each way of looking."""
    if not campaigns or level is None:
        return ()
    facts = [("Nollvärde", _zero(level)), ("Mot nollvärdet", _change(level))]
    if any(np.isfinite(one.days).any() for one in campaigns):
        facts.append(("Helgen", _weekend(weekend)))
    else:
        facts.append(("Helgen", "Kan inte bedömas: dygnen är inte redovisade var för sig."))
    below = _below(campaigns)
    facts += [("Under mätgränsen", below)] if below else []
    facts.append(("Dygn", _days(campaigns[-1])))
    facts += _among(beside, own_code=own_code, heading="I Sverige", who="svenska platser")
    if len(abroad.frame) > len(beside.frame):
        facts += _among(abroad, own_code=own_code, heading="I Europa", who="platser")
    return tuple(facts)


def _zero(level: Level) -> str:
    before = level.before
    if before.weeks == 0:
        return "Ingen hel vecka är mätt tidigare. Ett nollvärde behöver minst en vecka med helg."
    text = (
        f"{number(before.mean, decimals=PLACES)}, medel av {_counted(before.weeks)} "
        f"{'tidigare mätvecka' if before.weeks == 1 else 'tidigare mätveckor'}"
    )
    found = before.assessment
    if np.isfinite(found.lower):
        low, high = (number(x, decimals=1) for x in (found.lower, found.upper))
        text += f" (osäkerhet {low}–{high})"
    spreads = [
        f"mellan {what} skiljer det vanligen {number(value, decimals=1)}"
        for what, value in (("dygn", before.between_days), ("veckor", before.between_weeks))
        if np.isfinite(value) and value >= 0.05
    ]
    text += f"; {', '.join(spreads)}" if spreads else ""
    if found.verdict is Verdict.CANNOT_ASSESS:
        text += f". Osäkerheten kan inte bedömas: {BROKEN_WORDS[found.broken[0]]}"
    return f"{text}."


def _change(level: Level) -> str:
    change = level.change
    if change.verdict is Verdict.CANNOT_ASSESS:
        return f"Kan inte bedömas: {BROKEN_WORDS[change.broken[0]]}."
    times = number(change.estimate, decimals=1)
    low, high = (number(x, decimals=1) for x in (change.lower, change.upper))
    text = f"{times} gånger nollvärdet ({low}–{high})."
    if level.usual is not None:
        usual = [number(x, decimals=1) for x in level.usual]
        text += f" En vecka där inget har ändrats hamnar mellan {usual[0]} och {usual[1]}."
    return text


def _weekend(found: Assessment) -> str:
    if found.verdict is Verdict.CANNOT_ASSESS:
        reason = BROKEN_WORDS[found.broken[-1]]
        if not np.isfinite(found.estimate):
            return f"Kan inte bedömas: {reason}."
        return (
            f"{number(found.estimate, decimals=2)} gånger vardagen, men om det är ett mönster kan inte bedömas: "
            f"{reason}."
        )
    share = 100 * (found.estimate - 1)
    limits = [100 * (x - 1) for x in (found.lower, found.upper)]
    span = f"{number(limits[0])} till {number(limits[1])}{NBSP}procent, {found.n} mätveckor"
    if found.verdict is Verdict.NOT_SHOWN:
        return f"Ungefär som vardagen ({span}): en jämn vecka."
    way = "högre" if share > 0 else "lägre"
    return f"Omkring {number(abs(share))}{NBSP}procent {way} än vardagen ({span})."


def _below(campaigns: Sequence[Campaign]) -> str:
    n_below, n_days = (
        sum(getattr(one, name) for one in campaigns) for name in ("n_below", "n_days")
    )
    if not n_below:
        return ""
    share = number(100 * n_below / max(n_days, 1))
    text = (
        f"{n_below} av {n_days} dygn ({share}{NBSP}procent) ligger under gränsen för vad som kan mätas. De är "
        "små men okända, och räknas aldrig som noll."
    )
    newest = campaigns[-1]
    if newest.n_below and newest.estimate is not None:
        low, high = (number(x, decimals=1) for x in (newest.estimate.lower, newest.estimate.upper))
        text += f" Med dem inräknade ligger det senaste medelvärdet mellan {low} och {high}."
    elif newest.n_below:
        text += (
            " Mätgränsen är inte känd eller för mycket ligger under den, så inget medelvärde sägs."
        )
    return text


def _days(newest: Campaign) -> str:
    if newest.is_week:
        return "Den senaste mätningen täcker en hel vecka."
    return (
        f"Den senaste mätningen är {newest.n_days} dygn, ingen hel vecka: den säger inget om nivån."
    )


def _among(
    figures: ReleasedFigures, *, own_code: str, heading: str, who: str
) -> list[tuple[str, str]]:
    """The place among the others of the same year, in words."""
    known = figures.frame[["area_code", "value"]].dropna().sort_values("value", ascending=False)
    codes = known["area_code"].tolist()
    if own_code not in codes or len(codes) < 3:
        return []
    others = known[known["area_code"] != own_code]["value"]
    low, middle, high = (float(x) for x in np.quantile(others, [0.25, 0.5, 0.75]))
    text = (
        f"Plats {codes.index(own_code) + 1} av {len(codes)} {who}, det högsta först. Hälften av de andra ligger "
        f"mellan {number(low, decimals=1)} och {number(high, decimals=1)}, i mitten {number(middle, decimals=1)}."
    )
    return [(heading, text)]


def campaign_rows(campaigns: Sequence[Campaign]) -> list[dict[str, str]]:
    """The campaigns as a table, newest first, with a word in every hole."""
    return [
        {
            "Mätning": _when(one), "Medel": _load(one.mean, one), "Vardag": _load(one.weekday, None),
            "Helg": _load(one.weekend, None), "Helg mot vardag": _ratio(one),
            "Dygn": "en vecka" if one.is_week and np.isnan(one.days).all() else str(one.n_days),
            "Under mätgränsen": str(one.n_below),
        }
        for one in reversed(list(campaigns))
    ]  # fmt: skip


def _load(value: float, one: Campaign | None) -> str:
    if np.isfinite(value):
        return number(value, decimals=PLACES)
    if one is not None and one.n_below:
        return "under mätgränsen"
    return "saknas" if one is not None else "–"


def _ratio(one: Campaign) -> str:
    if not (np.isfinite(one.weekend) and one.weekday > 0):
        return "–"
    return number(one.weekend / one.weekday, decimals=2)


def newest_year(figures: ReleasedFigures) -> str:
    """The year that places are compared for; empty without figures."""
    frame = figures.frame
    return "" if frame.empty else str(pd.Timestamp(frame["period_start"].max()).year)
