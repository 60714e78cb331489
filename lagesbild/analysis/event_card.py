"""How did a happening go? Its weeks beside the weeks around it and beside the same weeks of other years,
for every kind of event that there is a list of. Words only, as in event_weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from lagesbild.analysis.event_kinds import Kinds, event_kinds, wanted_events
from lagesbild.analysis.event_weeks import MOST_WEEKS, WEEK, event_weeks, weeks_of
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote
from lagesbild.domain.work.dated import Dated
from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.verdict import Assessment, Verdict
from lagesbild.store.events import count_events_in_weeks

AROUND = 6
"""Weeks before and after, so that the season is the same."""

FEWEST_AROUND = 4
SIX_DAYS = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """One kind of event.

    verdict  HIGHER only where both comparisons say so, LOWER likewise
    """

    indicator: Indicator
    verdict: Verdict
    around: str
    other_years: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCard:
    """A happening of the year wheel, judged."""

    happening: Dated
    sentence: str
    lines: tuple[CardLine, ...]
    footnotes: tuple[Footnote, ...]
    is_example: bool


def event_card(inquiry: Inquiry, happening: Dated, *, others: Sequence[Dated], is_example: bool) -> EventCard:  # fmt: skip
    """Of all kinds of event that the person may see.

    others      the year wheel's other events and campaigns: their weeks are no ordinary ones
    is_example  whether the happening is invented; it is laid only beside invented events, and the
                other way round
    """
    kinds = event_kinds(inquiry)
    spans = [key for key, span in kinds.spans.items() if span.is_example == is_example]
    found = [
        _line(inquiry, happening, others=others, kinds=kinds, indicator_id=one) for one in spans
    ]
    lines = tuple(line for line, _ in found)
    return EventCard(
        happening=happening, lines=lines, sentence=_sentence(happening, lines, today=inquiry.today),
        footnotes=tuple(note for _, note in found), is_example=is_example,
    )  # fmt: skip


def _line(
    inquiry: Inquiry, happening: Dated, *, others: Sequence[Dated], kinds: Kinds, indicator_id: str
) -> tuple[CardLine, Footnote]:
    indicator = inquiry.indicator(indicator_id)
    years = event_weeks(inquiry, indicator_id=indicator_id, happenings=[happening])
    counts = count_events_in_weeks(inquiry.store, wanted=wanted_events(inquiry, indicator))
    span = kinds.spans[indicator_id]
    near = judge_around(
        happening, counts=counts, busy={week for one in others for week in weeks_of(one)},
        runs=span.runs, least=indicator.min_count,
    )  # fmt: skip
    told = years.weeks[0] if years.weeks else None
    year_verdict = told.verdict if told else Verdict.CANNOT_ASSESS
    return (
        CardLine(
            indicator=indicator, around=near.words,
            other_years=told.words if told else "kan inte bedömas: listan börjar senare",
            verdict=near.verdict if near.verdict is year_verdict else _weaker(near.verdict, year_verdict),
        ),
        years.footnote,
    )  # fmt: skip


def _weaker(first: Verdict, second: Verdict) -> Verdict:
    """Two comparisons that do not agree show nothing; one that cannot be made leaves nothing to agree with."""
    unknown = Verdict.CANNOT_ASSESS
    return unknown if unknown in {first, second} else Verdict.NOT_SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The weeks of a happening beside those around it."""

    verdict: Verdict
    words: str


def judge_around(
    happening: Dated, *, counts: dict[date, int], busy: set[date],
    runs: Sequence[tuple[date, date]], least: int,
) -> Near:  # fmt: skip
    """Whether there was more or less than in the weeks before and after, of the same year.

    counts  by Monday; a week within the list without events has none
    busy    Mondays of weeks with another happening
    runs    the days that the list spans, first and last of each time without a gap
    least   fewer events than this, here or around, are not judged
    """

    def is_known(week: date) -> bool:
        return any(first <= week and week + SIX_DAYS <= last for first, last in runs)

    weeks = weeks_of(happening)
    if len(weeks) > MOST_WEEKS:
        return _untold(f"pågick mer än {MOST_WEEKS} veckor: se årets månader i stället")
    if not all(map(is_known, weeks)):
        return _untold("kan inte bedömas: listan täcker inte veckorna")
    beside = [
        week
        for step in range(1, AROUND + 1)
        for week in (weeks[0] - step * WEEK, weeks[-1] + step * WEEK)
        if is_known(week) and week not in busy
    ]
    if len(beside) < FEWEST_AROUND:
        return _untold("kan inte bedömas: för få veckor runt omkring utan evenemang")
    here = sum(counts.get(week, 0) for week in weeks)
    around = np.array([counts.get(week, 0) for week in beside], dtype=float)
    if here < least or around.sum() < least:
        return _untold("kan inte bedömas: för få händelser")
    scatter = max(1.0, float(around.var(ddof=1) / around.mean()))
    found = rate_ratio(
        here, exposure=len(weeks), other_events=float(around.sum()), other_exposure=len(around),
        dispersion=scatter,
    )  # fmt: skip
    return Near(verdict=found.verdict, words=_words(found))


def _untold(words: str) -> Near:
    return Near(verdict=Verdict.CANNOT_ASSESS, words=words)


def _words(found: Assessment) -> str:
    """Never a number that a count could be worked out from."""
    if found.verdict is Verdict.HIGHER:
        much = "mer än dubbelt så många" if found.estimate > 2 else "fler"
        return f"{much} än veckorna runt omkring"
    if found.verdict is Verdict.LOWER:
        much = "mindre än hälften så många" if found.estimate < 0.5 else "färre"
        return f"{much} än veckorna runt omkring"
    return "ungefär som veckorna runt omkring"


def _sentence(happening: Dated, lines: Sequence[CardLine], *, today: date) -> str:
    lead = f"{happening.title}, {happening.when} {happening.starts_on.year}"
    if happening.starts_on > today:
        return f"{lead}: har inte varit än."
    if not lines:
        return f"{lead}: ingen har lämnat listor över händelser att jämföra med."
    more = [one.indicator.name for one in lines if one.verdict is Verdict.HIGHER]
    less = [one.indicator.name for one in lines if one.verdict is Verdict.LOWER]
    judged = [one for one in lines if one.verdict is not Verdict.CANNOT_ASSESS]
    if not judged:
        return f"{lead}: kan inte bedömas, händelserna är för få eller åren för få."
    told = [
        f"fler {_listed(more)}" if more else "", f"färre {_listed(less)}" if less else "",
    ]  # fmt: skip
    words = " och ".join(one for one in told if one)
    if not words:
        return f"{lead}: ungefär som vanligt i {len(judged)} slag av händelser som kan bedömas."
    return f"{lead}: {words} än både veckorna runt omkring och samma veckor andra år."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name[:1].lower() + name[1:] for name in names)
