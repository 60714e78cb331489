"""The chain from problem to follow-up: the plan over all owners, what is due, and where a link is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lagesbild.domain.person import Person
from lagesbild.domain.work.causes import Cause, FactorKind, Influence, Problem
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.measures import Measure, MeasureState
from lagesbild.domain.work.year import HappeningKind
from lagesbild.store.connection import Store
from lagesbild.workspace.records import Saved, records_of

OPEN = frozenset({MeasureState.PLANNED, MeasureState.UNDERWAY, MeasureState.PAUSED})


class Link(StrEnum):
    """What is missing in the chain."""

    CAUSE = "har ingen orsak"
    MEASURE = "har ingen åtgärd"
    AIM = "är inte riktad mot någon orsak"
    INDICATOR = "har inget mått att följa"
    FOLLOW_UP = "är inte uppföljd i tid"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLink:
    """A record whose chain ends, and why. ``sentence`` is how it is read."""

    record_id: str
    link: Link
    sentence: str


def missing_links(
    *, problems: Sequence[Saved[Problem]], causes: Sequence[Saved[Cause]],
    measures: Sequence[Saved[Measure]], today: date,
) -> list[MissingLink]:  # fmt: skip
    """Where the link from problem to cause to measure to follow-up is broken."""
    explained = {one.record.problem for one in causes}
    treated = {cause for one in measures for cause in one.record.causes}
    known = {one.id for one in causes}
    found = [_missing(one, Link.CAUSE) for one in problems if one.id not in explained]
    found += [
        _missing(one, Link.MEASURE)
        for one in causes
        if one.id not in treated and needs_measure(one.record)
    ]
    for one in measures:
        if one.record.state not in OPEN:
            continue
        if not known & set(one.record.causes):
            found.append(_missing(one, Link.AIM))
        if not one.record.indicator:
            found.append(_missing(one, Link.INDICATOR))
    due = {one.id for one in to_follow_up(measures, today=today)}
    return [*found, *(_missing(one, Link.FOLLOW_UP) for one in measures if one.id in due)]


def _missing(saved: Saved[Problem] | Saved[Cause] | Saved[Measure], link: Link) -> MissingLink:
    return MissingLink(
        record_id=saved.id, link=link, sentence=f"{saved.record.heading} {link.value}."
    )


def needs_measure(cause: Cause) -> bool:
    """Whether a measure can be asked for: what protects, and what nobody here can change, needs no measure."""
    return cause.kind is FactorKind.RISK and cause.influence is not Influence.NO


def to_follow_up(measures: Sequence[Saved[Measure]], *, today: date) -> list[Saved[Measure]]:
    """Measures whose day has passed without a follow-up since, the longest waiting first. One that is
    paused waits."""
    waiting = [
        (day, one)
        for one in measures
        if one.record.state in {MeasureState.PLANNED, MeasureState.UNDERWAY, MeasureState.DONE}
        and (day := _due_day(one.record)) is not None
        and day < today
        and not any(entry.on and entry.on >= day for entry in one.record.follow_ups)
    ]
    return [one for _, one in sorted(waiting, key=lambda pair: pair[0])]


def _due_day(measure: Measure) -> date | None:
    return measure.expected_on or measure.ends_on


def combined_plan(measures: Sequence[Saved[Measure]]) -> dict[str, list[Saved[Measure]]]:
    """Every owner's measures, what is under way first; owners by the alphabet."""
    order = [MeasureState.UNDERWAY, MeasureState.PLANNED, MeasureState.PAUSED]
    found: dict[str, list[Saved[Measure]]] = {}
    for one in sorted(measures, key=lambda one: one.record.owner.casefold()):
        found.setdefault(one.record.owner, []).append(one)
    return {
        owner: sorted(
            own, key=lambda one: (order + list(MeasureState)).index(one.record.state)
        )
        for owner, own in found.items()
    }  # fmt: skip


def annotations(
    store: Store, *, person: Person, start: date, end: date, indicator_id: str | None = None,
    beside_invented: bool = False,
) -> list[Dated]:  # fmt: skip
    """Measures that began from ``start`` to before ``end``, as flags for a chart; invented ones never
    beside real figures.

    indicator_id     only those that follow this indicator; None for all
    beside_invented  whether the figures are invented
    """
    found = [
        Dated(
            id=one.id, title=one.record.title, kind=HappeningKind.EVENT,
            starts_on=one.record.starts_on, ends_on=one.record.ends_on or one.record.starts_on,
            place=one.record.place, about=f"{one.record.owner}, {one.record.state.words}",
            kept_in="Åtgärdsplan",
        )
        for one in records_of(store, kind=Measure, person=person)
        if (beside_invented or not one.is_example)
        and one.record.starts_on is not None
        and start <= one.record.starts_on < end
        and indicator_id in (None, one.record.indicator)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.starts_on, one.title))
