"""Projects that hold several measures together, and places that the council keeps an eye on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.measures import MeasureState
from lagesbild.domain.work.record import Choice, Part, Record, asked, lacking, out_of_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """A project with its problem, its measures and what becomes of it."""

    KIND: ClassVar[str] = "projekt"
    CALLED: ClassVar[str] = "projektet"
    IN_CHAIN: ClassVar[bool] = True

    name: str = asked("Projekt", needed=True)
    place: str = asked("Plats")
    aim: str = asked("Vad det ska leda till", is_long=True)
    led_by: str = asked("Leds av")
    parties: tuple[str, ...] = asked("Parter", default=())
    starts_on: date | None = asked("Från", default=None)
    ends_on: date | None = asked("Till och med", default=None)
    state: MeasureState = asked("Läge", default=MeasureState.PLANNED)
    problem: str = asked("Problem", offers="problem")
    measures: tuple[str, ...] = asked("Åtgärder", default=(), offers="atgarder")
    indicators: tuple[str, ...] = asked("Mått som följs", default=(), offers="matt")
    outcome: str = asked("Utfall", is_long=True)
    after: str = asked("Vad som händer sedan", help="Till exempel: övergår till vanlig verksamhet.")

    def problems(self) -> tuple[str, ...]:
        return (*lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Projektet"))


class Calm(Choice):
    """How a place is, against before."""

    UNKNOWN = "vet_inte", "vet inte"
    CALMER = "lugnare", "lugnare än förut"
    SAME = "som_forut", "som förut"
    WORSE = "oroligare", "oroligare än förut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Part):
    """What somebody saw there."""

    says: str = asked("Vad som syns", needed=True)
    on: date | None = asked("Dag", default=None, needed=True)
    who: str = asked("Vem som säger det", help="Organisationen, inte en person.")
    calm: Calm = asked("Läget på platsen", default=Calm.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPlace(Record):
    """A place that is looked at again and again, until it need not be."""

    KIND: ClassVar[str] = "bevakad-plats"
    CALLED: ClassVar[str] = "platsen"
    IN_CHAIN: ClassVar[bool] = True

    place: str = asked("Plats", needed=True)
    why: str = asked("Varför den följs", is_long=True)
    organisation: str = asked("Ansvarig")
    indicator: str = asked("Mått att följa", offers="matt")
    since: date | None = asked("Följs sedan", default=None)
    is_closed: bool = asked("Platsen följs inte längre", default=False)
    looks: tuple[Look, ...] = asked("Iakttagelser", default=())

    @property
    def last_look(self) -> Look | None:
        """The newest one that has a day."""
        dated = [one for one in self.looks if one.on]
        return max(dated, key=lambda one: one.on or date.min) if dated else None
