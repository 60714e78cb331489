"""Meetings from the call to what the residents are told: agenda with its views, attendance, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.record import Choice, Part, Record, asked, lacking
from lagesbild.domain.work.register import Body


class MeetingState(Choice):
    """How far a meeting has come."""

    PLANNED = "planerat", "planerat"
    CALLED = "kallat", "kallelsen är utsänd"
    HELD = "hallet", "hållet"
    SETTLED = "justerat", "anteckningarna är klara och utsända"


class Presence(Choice):
    """Who came."""

    UNKNOWN = "inte_svarat", "har inte svarat"
    HERE = "narvarande", "närvarande"
    DEPUTY = "ersattare", "ersättaren kom"
    ABSENT = "franvarande", "frånvarande"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(Part):
    """One item: what it is, and what came of it."""

    title: str = asked("Punkt", needed=True)
    who: str = asked("Föredras av")
    about: str = asked("Underlag till punkten", is_long=True)
    said: str = asked("Vad som sades", is_long=True)
    decision: str = asked("Beslut", is_long=True)
    to_do: str = asked("Att göra, vem och när", is_long=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaView(Evidence):
    """A pinned view that is shown at an item.

    item  the item's number, from 1
    """

    item: int = asked("Hör till punkt", default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance(Part):
    """A member and whether they came."""

    name: str = asked("Namn", needed=True)
    organisation: str = asked("Organisation")
    deputy: str = asked("Ersättare")
    presence: Presence = asked("Närvaro", default=Presence.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """A meeting of the council or its group."""

    KIND: ClassVar[str] = "mote"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "mötet"

    title: str = asked("Möte", needed=True)
    body: Body = asked("Vilka som möts", default=Body.COUNCIL)
    held_on: date | None = asked("Dag", default=None, needed=True)
    at: str = asked("Klockslag", help="Till exempel 13.00–15.00.")
    place: str = asked("Plats")
    state: MeetingState = asked("Läge", default=MeetingState.PLANNED)
    about: str = asked("Inledning till kallelsen", is_long=True)
    minutes_by: str = asked("Vid pennan")
    distribution: tuple[str, ...] = asked(
        "Sändlista", default=(), help="Nämnder, arbetsgruppen, ungdomsrådet."
    )
    summary: str = asked("Sammanfattning för invånarna", is_long=True)
    agenda: tuple[AgendaItem, ...] = asked("Dagordning", default=())
    views: tuple[AgendaView, ...] = asked("Vyer att visa", default=())
    attendance: tuple[Attendance, ...] = asked("Närvaro", default=())

    @property
    def heading(self) -> str:
        return f"{self.title}, {self.held_on}" if self.held_on else self.title

    def problems(self) -> tuple[str, ...]:
        astray = [one.item for one in self.views if not 1 <= one.item <= max(1, len(self.agenda))]
        words = ("En vy hör till en punkt som inte finns.",) if astray else ()
        return (*lacking(self), *words)

    def views_of(self, item: int) -> tuple[AgendaView, ...]:
        """The views shown at an item, counted from 1."""
        return tuple(one for one in self.views if one.item == item)
