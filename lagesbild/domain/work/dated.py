"""Something with a day, from wherever it is kept: for the year wheel, the list and the calendar file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.domain.period import MONTHS
from lagesbild.domain.work.year import HappeningKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One thing in the calendar.

    id         the same for the same thing, so that a calendar can replace what it has
    ends_on    the last day, the first day again for a single one
    kept_in    where it is changed, in Swedish: "Årshjul", "Underlag"
    warn_days  so many days before, a calendar reminds; 0 for never
    """

    id: str
    title: str
    kind: HappeningKind
    starts_on: date
    ends_on: date
    place: str = ""
    about: str = ""
    kept_in: str = ""
    warn_days: int = 0

    @property
    def day_after(self) -> date:
        return self.ends_on + timedelta(days=1)

    @property
    def when(self) -> str:
        """ "9 mars", "30 mars–2 april"."""
        if self.starts_on == self.ends_on:
            return day_words(self.starts_on)
        if (self.starts_on.year, self.starts_on.month) == (self.ends_on.year, self.ends_on.month):
            return f"{self.starts_on.day}–{day_words(self.ends_on)}"
        return f"{day_words(self.starts_on)}–{day_words(self.ends_on)}"


def day_words(day: date) -> str:
    """ "9 mars"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def date_words(day: date) -> str:
    """ "9 mars 2026"."""
    return f"{day_words(day)} {day.year}"
