"""Who has delivered to a round, who is late, and who should be reminded?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lagesbild.domain.work.dated import Dated, date_words
from lagesbild.domain.work.inventory import CollectionRound, Request
from lagesbild.domain.work.year import HappeningKind
from lagesbild.store.deliveries import Delivery
from lagesbild.workspace.records import Saved

REMIND_DAYS = 14


class RequestState(StrEnum):
    """How a request stands, in the words of the page."""

    RECEIVED = "mottaget"
    RECEIVED_LATE = "mottaget för sent"
    WAITING = "väntas"
    LATE = "försenat"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStatus:
    """One request of a round, and whether it was met.

    received_on  the first delivery since the round opened, or the day somebody wrote down
    """

    request: Request
    due_on: date
    received_on: date | None
    state: RequestState

    @property
    def is_met(self) -> bool:
        return self.received_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStatus:
    """How a round goes, in one sentence and request by request."""

    saved: Saved[CollectionRound]
    requests: tuple[RequestStatus, ...]
    sentence: str


def follow_round(
    saved: Saved[CollectionRound], *, deliveries: Sequence[Delivery], today: date
) -> RoundStatus:
    """What has come in of what was asked for."""
    round_ = saved.record
    opens, due = round_.opens_on or date.min, round_.due_on or date.max
    requests = tuple(
        _status(one, opens=opens, due=one.due_on or due, deliveries=deliveries, today=today)
        for one in round_.requests
    )
    return RoundStatus(
        saved=saved, requests=requests, sentence=_sentence(round_, requests, today=today)
    )


def _status(
    request: Request, *, opens: date, due: date, deliveries: Sequence[Delivery], today: date
) -> RequestStatus:
    received = request.received_on or _first_delivery(
        deliveries, source_id=request.source_id, opens=opens
    )
    if received is not None:
        state = RequestState.RECEIVED if received <= due else RequestState.RECEIVED_LATE
    else:
        state = RequestState.WAITING if today <= due else RequestState.LATE
    return RequestStatus(request=request, due_on=due, received_on=received, state=state)


def _first_delivery(deliveries: Iterable[Delivery], *, source_id: str, opens: date) -> date | None:
    """What came before the round opened was for an earlier one."""
    days = [
        one.received_at.date()
        for one in deliveries
        if source_id and one.source_id == source_id and one.received_at.date() >= opens
    ]
    return min(days, default=None)


def _sentence(round_: CollectionRound, requests: Sequence[RequestStatus], *, today: date) -> str:
    if not requests:
        return f"{round_.name}: ingen har fått någon fråga än."
    met = sum(one.is_met for one in requests)
    late = sum(one.state is RequestState.LATE for one in requests)
    words = f"{round_.name}: {met} av {len(requests)} är mottagna"
    if late:
        return f"{words}, {late} är {'försenad' if late == 1 else 'försenade'}."
    if met == len(requests):
        return f"{words}. Omgången är klar."
    days = (min(one.due_on for one in requests if not one.is_met) - today).days
    return f"{words}, {_left(days)} till nästa sista dag."


def _left(days: int) -> str:
    return "1 dag kvar" if days == 1 else f"{days} dagar kvar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Whom to remind, and words to send."""

    to: str
    what: str
    due_on: date
    words: str


def reminders(status: RoundStatus, *, today: date) -> list[Reminder]:
    """The late ones and those due within two weeks, the most pressing first."""
    last = today + timedelta(days=REMIND_DAYS)
    waiting = [one for one in status.requests if not one.is_met and one.due_on <= last]
    return [
        _reminder(one, name=status.saved.record.name, today=today)
        for one in sorted(waiting, key=lambda one: one.due_on)
    ]


def _reminder(status: RequestStatus, *, name: str, today: date) -> Reminder:
    request, day = status.request, date_words(status.due_on)
    said = "skulle ha kommit" if status.due_on < today else "behövs senast"
    to = ", ".join(one for one in (request.responsible, request.organisation) if one)
    return Reminder(
        to=to or "ansvarig saknas", what=request.what, due_on=status.due_on,
        words=f"Hej! {request.what} till {name} {said} {day}. Lämna på sidan Lämna data, eller "
        "svara samordnaren om något hindrar.",
    )  # fmt: skip


def deadlines(saved: Iterable[Saved[CollectionRound]]) -> list[Dated]:
    """The last days of rounds and of what has a day of its own, for the year wheel and calendars."""
    found = []
    for one in saved:
        if one.record.due_on is None:
            continue
        days = {one.record.due_on: f"Sista dag: {one.record.name}"}
        days |= {
            request.due_on: f"Sista dag: {request.what} ({one.record.name})"
            for request in one.record.requests
            if request.due_on and request.due_on != one.record.due_on
        }
        found += [_deadline(one.id, day=day, title=title) for day, title in days.items()]
    return found


def _deadline(record_id: str, *, day: date, title: str) -> Dated:
    return Dated(
        id=f"{record_id}-{day.isoformat()}", title=title, kind=HappeningKind.DELIVERY,
        starts_on=day, ends_on=day, kept_in="Underlag", warn_days=7,
    )  # fmt: skip
