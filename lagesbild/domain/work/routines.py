"""Standing meetings between parties, and whether they are held as often as was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Part, Record, asked, lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Part):
    """One time they met, or should have."""

    on: date | None = asked("Dag", default=None, needed=True)
    was_held: bool = asked("Träffen blev av", default=True)
    note: str = asked("Anteckning", help="Aldrig om enskilda personer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine(Record):
    """A standing meeting, every so many days."""

    KIND: ClassVar[str] = "staende_traff"
    CALLED: ClassVar[str] = "träffen"
    IN_CHAIN: ClassVar[bool] = True

    title: str = asked(
        "Stående träff", needed=True, help="Till exempel: Polisen och socialtjänsten."
    )
    parties: tuple[str, ...] = asked("Vilka som möts", default=())
    every_days: int = asked("Med så många dagar emellan", default=14)
    at: str = asked("Tid och plats")
    starts_on: date | None = asked("Gäller från", default=None)
    ends_on: date | None = asked("Gäller till och med", default=None)
    pause: str = asked("Uppehåll", help="Till exempel: juli.")
    held: tuple[Held, ...] = asked("Träffar", default=())

    def problems(self) -> tuple[str, ...]:
        odd = not 1 <= self.every_days <= 366
        return (*lacking(self), *(("Dagarna emellan ska vara 1 till 366.",) if odd else ()))
