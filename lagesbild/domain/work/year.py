"""The year wheel: what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Record, asked, lacking, out_of_order


class HappeningKind(Choice):
    """What is in the wheel, a ring each."""

    LAW = "lag", "lagens krav"
    COUNCIL = "radsmote", "rådets möten"
    GROUP = "gruppmote", "arbetsgruppens möten"
    MEASUREMENT = "matning", "mätningar"
    CAMPAIGN = "kampanj", "kampanjer"
    EVENT = "evenemang", "evenemang"
    DELIVERY = "leverans", "leveranser"
    REVIEW = "oversyn", "översyn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening(Record):
    """Something at a day, or from one day to another.

    ends_on  the last day, None for a single day
    """

    KIND: ClassVar[str] = "handelse"
    CALLED: ClassVar[str] = "händelsen"

    title: str = asked("Vad", needed=True)
    kind: HappeningKind = asked("Slag", default=HappeningKind.EVENT)
    starts_on: date | None = asked("Dag", default=None, needed=True)
    ends_on: date | None = asked("Till och med, om flera dagar", default=None)
    place: str = asked("Plats")
    organisation: str = asked("Ansvarig")
    about: str = asked("Anteckning", is_long=True)
    visitors: int = asked("Besökare, uppskattat", default=0)
    presence: str = asked("Bemanning", help="Till exempel: sex poliser, fyra väktare, två fältare.")
    outcome: str = asked("Hur det gick", is_long=True, help="Aldrig om enskilda personer.")

    def problems(self) -> tuple[str, ...]:
        return (*lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Händelsen"))


class WheelState(Choice):
    """How far a year's wheel has come."""

    DRAFT = "utkast", "utkast"
    DECIDED = "beslutat", "beslutat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel(Record):
    """A year's wheel as an object of its own: who owns it and whether it is decided."""

    KIND: ClassVar[str] = "arshjul"
    CALLED: ClassVar[str] = "årshjulet"

    year: int = asked("År", default=2000)
    owner: str = asked("Ägs av")
    state: WheelState = asked("Läge", default=WheelState.DRAFT)
    decided_on: date | None = asked("Beslutat den", default=None)
    decided_by: str = asked("Beslutat av")
    reference: str = asked("Diarienummer")
    note: str = asked("Anteckning", is_long=True)

    @property
    def heading(self) -> str:
        return f"Årshjul {self.year}"

    def problems(self) -> tuple[str, ...]:
        odd = () if 1990 <= self.year <= 2100 else ("Året är inget år.",)
        undated = self.state is WheelState.DECIDED and self.decided_on is None
        return (*lacking(self), *odd, *(("Dagen för beslutet saknas.",) if undated else ()))
