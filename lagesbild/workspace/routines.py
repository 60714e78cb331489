"""Are the standing meetings held as often as was agreed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.domain.work.dated import date_words
from lagesbild.domain.work.routines import Routine

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineTold:
    """How a standing meeting has gone.

    held, wanted  the last twelve months, or since it began
    last, due_on  None where it has not been held
    """

    sentence: str
    held: int
    wanted: int
    last: date | None
    due_on: date | None
    is_late: bool


def tell_routine(routine: Routine, *, today: date) -> RoutineTold:
    """Counted over the last twelve months, or since it began; from its end when it has ended."""
    until = min(today, routine.ends_on or today)
    days = sorted({one.on for one in routine.held if one.on and one.was_held and one.on <= today})
    known = [one.on for one in routine.held if one.on]
    begun = routine.starts_on or min(known, default=until)
    start = max(begun, until - YEAR)
    wanted = max(0, (until - start).days) // routine.every_days
    held = sum(start <= day <= until for day in days)
    last = days[-1] if days else None
    due = None if last is None else last + timedelta(days=routine.every_days)
    over = routine.ends_on is not None and routine.ends_on < today
    is_late = not over and due is not None and due < today
    return RoutineTold(
        held=held, wanted=wanted, last=last, due_on=None if over else due, is_late=is_late,
        sentence=_sentence(routine, held=held, wanted=wanted, start=start, last=last, due=due,
                           is_late=is_late, over=over),
    )  # fmt: skip


def _sentence(
    routine: Routine, *, held: int, wanted: int, start: date, last: date | None, due: date | None,
    is_late: bool, over: bool,
) -> str:  # fmt: skip
    words = f"{routine.title}, {_how_often(routine)}"
    if last is None or due is None:
        return f"{words}: ingen träff är inskriven än."
    words = f"{words}: {held} av {wanted} träffar har blivit av sedan {date_words(start)}"
    pause = f" Uppehåll: {routine.pause}." if routine.pause else ""
    if over:
        return f"{words}. Senast {date_words(last)}; upphörde {date_words(routine.ends_on or last)}.{pause}"
    tail = (
        f"skulle ha hållits igen {date_words(due)}"
        if is_late
        else f"nästa senast {date_words(due)}"
    )
    return f"{words}. Senast {date_words(last)}, {tail}.{pause}"


def _how_often(routine: Routine) -> str:
    if routine.every_days == 7:
        return "varje vecka"
    return "varje dag" if routine.every_days == 1 else f"var {routine.every_days}:e dag"
