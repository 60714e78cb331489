"""The combined plan over all owners: what it holds, where it has gaps, what is due, and the year that went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.domain.period import MONTHS
from lagesbild.domain.person import Person
from lagesbild.domain.work.causes import Cause, Problem
from lagesbild.domain.work.measures import FollowUp, Measure, MeasureState
from lagesbild.domain.written import format_number, joined
from lagesbild.store.connection import Store
from lagesbild.workspace.action_plan import (
    Link,
    MissingLink,
    combined_plan,
    missing_links,
    to_follow_up,
)
from lagesbild.workspace.cause_tree import outline
from lagesbild.workspace.records import Saved, records_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the page Åtgärdsplan shows.

    measures     every owner's, by owner, what is under way first
    cause_names  id of a cause -> "Problem: 1.2 Mörkt"
    missing      where the chain from problem to follow-up is broken
    due          measures to follow up now, the longest waiting first
    """

    sentence: str
    measures: tuple[Saved[Measure], ...]
    problems: tuple[Saved[Problem], ...]
    causes: tuple[Saved[Cause], ...]
    cause_names: Mapping[str, str]
    missing: tuple[MissingLink, ...]
    due: tuple[Saved[Measure], ...]

    @property
    def is_example(self) -> bool:
        """True when anything in the plan is invented."""
        return any(one.is_example for one in (*self.measures, *self.causes, *self.problems))

    @property
    def owners(self) -> list[str]:
        """Every owner once, by the alphabet."""
        return list(dict.fromkeys(one.record.owner for one in self.measures))


def read_plan(store: Store, *, person: Person, today: date) -> Plan:
    """The own kommun's plan as it stands now."""
    problems = records_of(store, kind=Problem, person=person)
    causes = records_of(store, kind=Cause, person=person)
    found = records_of(store, kind=Measure, person=person)
    measures = [one for own in combined_plan(found).values() for one in own]
    due = to_follow_up(measures, today=today)
    missing = missing_links(problems=problems, causes=causes, measures=measures, today=today)
    return Plan(
        measures=tuple(measures), problems=tuple(problems), causes=tuple(causes), due=tuple(due),
        cause_names=_cause_names(problems, causes), missing=tuple(missing),
        sentence=_sentence([one.record for one in measures], due=len(due), missing=missing),
    )  # fmt: skip


def _cause_names(
    problems: Sequence[Saved[Problem]], causes: Sequence[Saved[Cause]]
) -> dict[str, str]:
    return {
        branch.saved.id: f"{problem.record.title}: {branch.number} {branch.saved.record.title}"
        for problem in problems
        for branch in outline(causes, problem=problem.id)
    }


def _sentence(measures: Sequence[Measure], *, due: int, missing: Sequence[MissingLink]) -> str:
    if not measures:
        return "Åtgärdsplanen är tom."
    owners = len({one.owner.casefold() for one in measures})
    words = (
        f"Åtgärdsplanen har {_count(len(measures), 'åtgärd', 'åtgärder')} från "
        f"{_count(owners, 'organisation', 'organisationer')}: {_states(measures)}"
    )
    if due:
        words = f"{words}. {due} ska följas upp nu"
    lacking = sum(one.link is Link.MEASURE for one in missing)
    if lacking:
        words = f"{words}. {_count(lacking, 'orsak', 'orsaker')} saknar åtgärd"
    return f"{words}."


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


STATE_WORDS: dict[MeasureState, tuple[str, str]] = {
    MeasureState.UNDERWAY: ("pågår", "pågår"),
    MeasureState.PLANNED: ("planeras", "planeras"),
    MeasureState.PAUSED: ("vilar", "vilar"),
    MeasureState.DONE: ("är klar", "är klara"),
    MeasureState.STOPPED: ("är avslutad i förtid", "är avslutade i förtid"),
}
"""Of one, and of several."""


def _states(measures: Sequence[Measure]) -> str:
    counts = {
        state: sum(one.state is state for one in measures) for state in STATE_WORDS
    }  # fmt: skip
    told = [_count(count, *STATE_WORDS[state]) for state, count in counts.items() if count]
    return joined(told)


def narrowed(
    plan: Plan, *, owner: str = "", state: str = "", cause: str = ""
) -> list[Saved[Measure]]:
    """The measures of an owner, in a state, against a cause; "" for all."""
    return [
        one
        for one in plan.measures
        if owner in ("", one.record.owner)
        and state in ("", one.record.state.value)
        and (not cause or cause in one.record.causes)
    ]


def plan_rows(
    plan: Plan, measures: Sequence[Saved[Measure]], *, indicators: Mapping[str, str]
) -> list[dict[str, str]]:
    """The plan as it is read, in the table and in the files.

    indicators  id -> name
    """
    return [_row(plan, one.record, indicators=indicators) for one in measures]


def _row(plan: Plan, one: Measure, *, indicators: Mapping[str, str]) -> dict[str, str]:
    last = last_follow_up(one)
    causes = [plan.cause_names[cause] for cause in one.causes if cause in plan.cause_names]
    return {
        "Åtgärd": one.title,
        "Ägare": one.owner,
        "Läge": one.state.words,
        "Mot orsakerna": "; ".join(causes) or "ingen orsak",
        "Slag": one.kind.words,
        "Sikt": one.horizon.words,
        "Plats": one.place or "–",
        "Period": period_words(one),
        "Beslut": _decision(one),
        "Utförs av": one.actor or "–",
        "Kostnad, kronor": format_number(one.cost) if one.cost else "–",
        "Räckvidd": one.reach or "–",
        "Hinder": one.obstacles or "–",
        "Mått": indicators.get(one.indicator, one.indicator) or "–",
        "Utgångsläge": one.baseline or "–",
        "Väntad förändring": _expected(one),
        "Senast uppföljd": f"{last.on}: {last.decision.words}" if last else "–",
        "Effekt": last.effect if last and last.effect else "–",
    }


def _expected(one: Measure) -> str:
    by = f"senast {one.expected_on}" if one.expected_on else ""
    return ", ".join(words for words in (one.expected, by) if words) or "–"


def _decision(one: Measure) -> str:
    told = [str(one.decided_on) if one.decided_on else "", one.reference]
    return ", ".join(words for words in told if words) or "inget beslut inskrivet"


def period_words(one: Measure) -> str:
    """ "april 2026–september 2026", "från september 2026", "–"."""
    start, end = (_month(day) for day in (one.starts_on, one.ends_on))
    if start and end:
        return start if start == end else f"{start}–{end}"
    if start:
        return f"från {start}"
    return f"till {end}" if end else "–"


def _month(day: date | None) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}" if day else ""


def last_follow_up(one: Measure) -> FollowUp | None:
    """The newest entry that has a day."""
    dated = [entry for entry in one.follow_ups if entry.on]
    return max(dated, key=lambda entry: entry.on or date.min) if dated else None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReview:
    """What a year's follow-ups came to.

    entries  measure and follow-up of the year, in the order of days
    lessons  what was learned, with the measure it came from
    """

    sentence: str
    entries: tuple[tuple[Measure, FollowUp], ...]
    lessons: tuple[tuple[str, str], ...]


def review_year(plan: Plan, *, year: int) -> YearReview:
    """The year as its follow-ups tell it."""
    entries = sorted(
        (
            (one.record, entry)
            for one in plan.measures
            for entry in one.record.follow_ups
            if entry.on is not None and entry.on.year == year
        ),
        key=lambda pair: pair[1].on or date.min,
    )
    done = sum(entry.was_done for _, entry in entries)
    begun = sum(
        one.record.starts_on is not None and one.record.starts_on.year == year
        for one in plan.measures
    )
    return YearReview(
        entries=tuple(entries),
        lessons=tuple((one.title, entry.lesson) for one, entry in entries if entry.lesson),
        sentence=(
            f"{year}: {_count(begun, 'åtgärd', 'åtgärder')} började, "
            f"{_count(len(entries), 'uppföljning', 'uppföljningar')} gjordes, och i {done} av dem var "
            "det som var tänkt genomfört."
        ),
    )


def review_years(plan: Plan, *, today: date) -> list[int]:
    """The years with something to tell, and this one; newest first."""
    days = [one.record.starts_on for one in plan.measures]
    days += [entry.on for one in plan.measures for entry in one.record.follow_ups]
    return sorted({day.year for day in days if day and day <= today} | {today.year}, reverse=True)
