"""Signals in plain Swedish: what was seen, and what speaks against it."""

from __future__ import annotations

import math
from datetime import date

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Indicator, Polarity
from lagesbild.domain.period import MONTHS
from lagesbild.domain.written import capitalised
from lagesbild.stats.signals import Kind

FEW = 30
"""Events, seen or expected, under which a few more or fewer change the picture."""

EXAMPLE_SUFFIX = " (exempel)"


def month_name(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def place_name(inquiry: Inquiry, code: str) -> str:
    """ "Ånge centrum": the ribbon over the page says once that it is invented."""
    return inquiry.areas[code].name.removesuffix(EXAMPLE_SUFFIX)


def count_words(seen: float, *, is_estimated: bool, limit: int) -> str:
    """ "41", "omkring 36" or "färre än 5": a small count is never the figure of a signal."""
    if 0 < round(seen) < limit:
        return f"färre än {limit}"
    return f"omkring {number(seen)}" if is_estimated else number(seen)


def usual_words(low: float, high: float) -> str:
    if round(low) == round(high):
        return f"vanligen {number(high)}"
    return f"vanligen {number(low)}–{number(high)}"


def single_month(name: str, place: str, *, month: date, is_higher: bool, seen: str, usual: str) -> str:  # fmt: skip
    """A month that was odd by itself."""
    how, count = "ovanligt många" if is_higher else "ovanligt få", capitalised(seen)
    return f"{name} i {place}: {how} i {month_name(month)}. {count} på en månad, {usual}."


def lasting(
    name: str, place: str, *, since: date, months: int, is_higher: bool, seen: str, usual: str
) -> str:
    """ "färre än vanligt sedan januari 2025. 189 på 21 månader, vanligen 284–360." """
    how = "fler" if is_higher else "färre"
    when = f"på {months} månader" if months > 1 else "på en månad"
    return (
        f"{name} i {place}: {how} än vanligt sedan {month_name(since)}. "
        f"{capitalised(seen)} {when}, {usual}."
    )


def sloping(
    name: str, place: str, *, since: date, ratio: float, is_whole: bool, early: str, late: str
) -> str:
    """ "ökar med omkring 45 procent om året sedan januari 2024": from the first to the last year."""
    way, noun = ("ökar", "ökningen") if ratio > 1 else ("minskar", "minskningen")
    share = abs(ratio - 1) * 100
    size = f"omkring {number(share)} procent" if round(share) else "mindre än en procent"
    before = f"de första tolv ({since.year})" if is_whole else f"de tolv innan {noun}"
    return (
        f"{name} i {place}: {way} med {size} om året sedan {month_name(since)}. "
        f"{capitalised(late)} de senaste tolv månaderna, mot {early} {before}."
    )  # fmt: skip


def doubts(
    indicator: Indicator, *, kind: Kind, seen: float, expected: float, preliminary: date | None,
    n_hidden: int, n_missing: int, since_break: date | None, shifted: date | None, steady: float, source: str,
    is_higher: bool,
) -> tuple[str, ...]:  # fmt: skip
    """What speaks against a monthly signal, the weightiest first.

    preliminary  first preliminary month of the window; since_break: the break that ended the
    comparison backwards; shifted: where an old change of level ended it; steady: ratio per year, or NaN
    """
    found = []
    if kind in (Kind.SPIKE, Kind.PAST_SPIKE):
        found.append("Det är en enda månad, och en månad är ingen trend.")
    elif min(seen, expected) < FEW:
        found.append("Det är få händelser: några fler eller färre ändrar bilden.")
    if preliminary is not None:
        found.append(f"Siffrorna från {month_name(preliminary)} är preliminära och kan ändras.")
    if n_hidden:
        which = "En månad är skyddad" if n_hidden == 1 else f"{n_hidden} månader är skyddade"
        found.append(
            f"{which} (för få). Vad de är tillsammans är uppskattat ur årssummorna, och innan årets är känd ur tidigare år."
        )
    if n_missing:
        which = "En månad saknas" if n_missing == 1 else f"{n_missing} månader saknas"
        found.append(f"{which} och är inte med.")
    if since_break is not None:
        reason = next((b.reason for b in indicator.breaks if b.date == since_break), "")
        found.append(
            f"Sättet att räkna ändrades i {month_name(since_break)}, och bara tiden efter är jämförd. "
            f"{reason}".strip()
        )  # fmt: skip
    if shifted is not None:
        found.append(
            f"Nivån ändrades också omkring {month_name(shifted)}. Bara tiden efter är jämförd."
        )
    if not math.isnan(steady):
        way = "ökat" if steady > 1 else "minskat"
        found.append(f"Måttet har länge {way}. Det här är utöver det.")
    if kind in (Kind.STEP, Kind.TREND):
        found.append(f"Har sättet att anmäla eller registrera ändrats? Fråga {source}.")
    if indicator.polarity is Polarity.AMBIGUOUS:
        words = "Fler behöver inte vara sämre" if is_higher else "Färre behöver inte vara bättre"
        found.append(f"{words}: talet kan följa hur mycket som anmäls eller kontrolleras.")
    return tuple(found)
