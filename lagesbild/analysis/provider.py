"""What does a provider owe, what has come in, and what was wrong the last time?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lagesbild.access.policy import sees_source
from lagesbild.analysis.calendar import NextFigure
from lagesbild.analysis.holdings import Holdings
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.indicator import Source
from lagesbild.domain.person import Role
from lagesbild.store.audit import Refusal, list_refusals
from lagesbild.store.deliveries import Delivery

ReceivedFile = Delivery
"""For the rooms that do not know the store."""

REFUSALS_SEARCHED = 500
DELIVERIES_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDuty:
    """One source of the provider's.

    coming      the next figure, None where nothing real has come in or figures come at no regular time
    deliveries  the newest ones, example data left out
    refused     the newest file that did not come in, when nothing has come in since
    """

    source: Source
    coming: NextFigure | None
    deliveries: tuple[Delivery, ...]
    refused: Refusal | None

    @property
    def is_late(self) -> bool:
        return self.coming is not None and self.coming.is_late

    @property
    def last_stored(self) -> Delivery | None:
        """The newest delivery that has not been taken back."""
        return next((one for one in self.deliveries if one.status == "stored"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What the page Mina leveranser shows, the most pressing first."""

    sentence: str
    sources: tuple[SourceDuty, ...]


def duties(inquiry: Inquiry, *, holdings: Holdings) -> Duties:
    """Everything about the person's own sources.

    holdings  of the same inquiry
    """
    refusals = list_refusals(
        inquiry.store, kommun_code=inquiry.person.kommun_code, most=REFUSALS_SEARCHED
    )
    sources = [
        _duty(source, holdings=holdings, refusals=refusals)
        for source in _own_sources(inquiry, holdings=holdings)
    ]
    ordered = tuple(sorted(sources, key=_urgency))
    return Duties(sentence=_sentence(ordered), sources=ordered)


def _own_sources(inquiry: Inquiry, *, holdings: Holdings) -> list[Source]:
    """Those the person answers for; a provider of whom nobody has said which: those delivered to."""
    known = inquiry.catalog.sources.values()
    person = inquiry.person
    if person.role is not Role.DATALEVERANTOR or person.sources is not None:
        return [one for one in known if sees_source(person, source_id=one.id)]
    mine = {one.source_id for one in holdings.deliveries if one.delivered_by == person.id}
    return [one for one in known if one.id in mine]


def _duty(source: Source, *, holdings: Holdings, refusals: list[Refusal]) -> SourceDuty:
    real = [one for one in holdings.deliveries if one.source_id == source.id and not one.is_example]
    stored = [one for one in real if one.status == "stored"]
    refused = next((one for one in refusals if one.source_id == source.id), None)
    if refused and stored and stored[0].received_at >= refused.refused_at:
        refused = None
    return SourceDuty(
        source=source, coming=_coming(source, holdings=holdings),
        deliveries=tuple(real[:DELIVERIES_SHOWN]), refused=refused,
    )  # fmt: skip


def _coming(source: Source, *, holdings: Holdings) -> NextFigure | None:
    """After the newest figure of the source; of several for the same time the one expected first."""
    mine = [
        one
        for one in holdings.indicators
        if one.indicator.source == source.id
        and one.coming
        and one.last_period
        and not one.is_example
    ]
    if not mine:
        return None
    newest = max(one.last_period for one in mine if one.last_period)
    latest = [one.coming for one in mine if one.last_period == newest and one.coming]
    return min(latest, key=lambda one: one.due)


def _urgency(duty: SourceDuty) -> tuple[bool, date, str]:
    due = duty.coming.due if duty.coming else date.max
    return not duty.is_late, due, duty.source.name


def _sentence(sources: tuple[SourceDuty, ...]) -> str:
    if not sources:
        return "Ingen källa är kopplad till dig än."
    late = [one for one in sources if one.is_late]
    if late:
        return f"{_count_late(len(late), of=len(sources))} Först: {_wanted(late[0])}."
    expected = next((one for one in sources if one.coming), None)
    if expected is None:
        return f"Inget är lämnat än från {_sources(len(sources))}."
    return f"Inget är försenat. Näst i tur: {_wanted(expected)}."


def _count_late(late: int, *, of: int) -> str:
    if of == 1:
        return "Din leverans är försenad."
    word = "är försenad" if late == 1 else "är försenade"
    return f"{late} av {of} leveranser {word}."


def _sources(count: int) -> str:
    return "din källa" if count == 1 else f"dina {count} källor"


def _wanted(duty: SourceDuty) -> str:
    coming = duty.coming
    if coming is None:
        return duty.source.name
    return f"{duty.source.name}, {coming.period}, senast {coming.due.isoformat()}"
