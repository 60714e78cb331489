"""The law's clock: the lägesbild is brought up to date and the plan followed up every second year (6 §)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lagesbild.domain.work.dated import Dated, date_words
from lagesbild.domain.work.register import Document, DocumentKind
from lagesbild.domain.work.year import HappeningKind
from lagesbild.workspace.records import Saved

MONTHS_ALLOWED = 24
SOON_MONTHS = 6


class ClockState(StrEnum):
    """The traffic light."""

    FINE = "i tid"
    SOON = "dags att börja"
    OVER = "tiden har gått ut"
    UNKNOWN = "inget är antaget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When something decided must be looked at again.

    decided_on, due_on  None when nothing decided is in the register
    """

    kind: DocumentKind
    state: ClockState
    decided_on: date | None
    due_on: date | None
    sentence: str


def law_clock(
    documents: Iterable[Saved[Document]], *, kind: DocumentKind, today: date,
    adopted: Iterable[date | None] = (),
) -> Clock:  # fmt: skip
    """Counted from the newest decision of the kind that is not in the future.

    adopted  days of decisions that stand elsewhere than in the register
    """
    decided_on = [one.record.decided_on for one in documents if one.record.kind is kind]
    days = [day for day in (*decided_on, *adopted) if day and day <= today]
    name = "Lägesbilden" if kind is DocumentKind.LAGESBILD else "Åtgärdsplanen"
    if not days:
        return Clock(
            kind=kind, state=ClockState.UNKNOWN, decided_on=None, due_on=None,
            sentence=f"{name}: inget beslut finns i Registret. Lägg in det senaste bland styrdokumenten, så "
            f"räknas de {MONTHS_ALLOWED} månaderna härifrån.",
        )  # fmt: skip
    decided = max(days)
    due = add_months(decided, MONTHS_ALLOWED)
    state = _state(due, today=today)
    return Clock(
        kind=kind, state=state, decided_on=decided, due_on=due,
        sentence=_sentence(name, kind=kind, decided=decided, due=due, today=today),
    )  # fmt: skip


def _state(due: date, *, today: date) -> ClockState:
    if due < today:
        return ClockState.OVER
    return ClockState.SOON if due <= add_months(today, SOON_MONTHS) else ClockState.FINE


_MUST = {
    DocumentKind.LAGESBILD: ("ska uppdateras", "skulle ha uppdaterats"),
    DocumentKind.ACTION_PLAN: ("ska följas upp", "skulle ha följts upp"),
}


def _sentence(name: str, *, kind: DocumentKind, decided: date, due: date, today: date) -> str:
    coming, missed = _MUST[kind]
    start = f"{name} antogs {date_words(decided)} och"
    when = f"senast {date_words(due)} (lagen 6 §)"
    if due < today:
        return f"{start} {missed} {when}."
    return f"{start} {coming} {when}, om {_left(due, today=today)}."


def _left(due: date, *, today: date) -> str:
    months = (due.year - today.year) * 12 + due.month - today.month - (due.day < today.day)
    if months < 2:
        days = (due - today).days
        return "1 dag" if days == 1 else f"{days} dagar"
    return f"{months} månader"


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last."""
    place = day.year * 12 + day.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def clock_dates(clocks: Iterable[Clock]) -> list[Dated]:
    """The law's days, for the year wheel."""
    words = {
        DocumentKind.LAGESBILD: "Lägesbilden ska vara uppdaterad (lagen 6 §)",
        DocumentKind.ACTION_PLAN: "Åtgärdsplanen ska vara uppföljd (lagen 6 §)",
    }
    return [
        Dated(
            id=f"lag-{one.kind.value}-{one.due_on.isoformat()}", title=words[one.kind],
            kind=HappeningKind.LAW, starts_on=one.due_on, ends_on=one.due_on, kept_in="Register",
            warn_days=90,
        )
        for one in clocks if one.due_on
    ]  # fmt: skip
