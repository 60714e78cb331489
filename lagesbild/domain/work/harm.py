"""The council's own weights for harm. None are shipped: a number that nobody stands for says nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Part, Record, asked, lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight(Part):
    """What one crime of a measure weighs."""

    indicator: str = asked("Mått", offers="matt", needed=True)
    days: int = asked("Vikt för ett brott, i dagar", default=0)
    source: str = asked("Varifrån vikten är", needed=True)

    def problems(self) -> tuple[str, ...]:
        return (*lacking(self), *(("Vikten ska vara minst 1 dag.",) if self.days < 1 else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmTable(Record):
    """The weights that Prioritering uses, decided together."""

    KIND: ClassVar[str] = "skadevikter"
    CALLED: ClassVar[str] = "vikterna"

    title: str = asked("Namn", needed=True, help="Till exempel: Vikter för skada 2026.")
    decided_by: str = asked("Beslutade av")
    decided_on: date | None = asked("Beslutade den", default=None)
    reference: str = asked("Diarienummer")
    weights: tuple[Weight, ...] = asked("Vikter", default=())

    def problems(self) -> tuple[str, ...]:
        named = [one.indicator for one in self.weights]
        twice = len(named) != len(set(named))
        return (*lacking(self), *(("Samma mått har två vikter.",) if twice else ()))

    @property
    def days(self) -> dict[str, float]:
        """Days by the measure's id."""
        return {one.indicator: float(one.days) for one in self.weights}
