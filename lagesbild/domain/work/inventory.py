"""What there is to make a lägesbild of, what stands in the way, and the collecting of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import (
    Choice,
    Part,
    Record,
    asked,
    lacking,
    out_of_order,
)


class Availability(Choice):
    """Whether an underlag can be had."""

    UNKNOWN = "inte_undersokt", "inte undersökt"
    HERE = "finns", "finns"
    PARTLY = "delvis", "finns till en del"
    NONE = "saknas", "finns inte"


class Quality(Choice):
    """How far an underlag can be trusted."""

    UNKNOWN = "inte_bedomd", "inte bedömd"
    GOOD = "god", "god"
    FAIR = "godtagbar", "godtagbar"
    POOR = "svag", "svag"


class ObstacleKind(Choice):
    """What stands in the way."""

    SECRECY = "sekretess", "sekretess"
    PERSONAL_DATA = "personuppgifter", "skydd av personuppgifter"
    AGREEMENT = "avtal", "avtal saknas"
    TECHNOLOGY = "teknik", "teknik"
    RESOURCES = "resurser", "tid eller pengar"
    QUALITY = "kvalitet", "uppgifternas kvalitet"
    OTHER = "annat", "annat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle(Part):
    """Why an underlag cannot be had, and what to do instead."""

    kind: ObstacleKind = asked("Slag av hinder", default=ObstacleKind.SECRECY)
    about: str = asked("Vad hindret är", needed=True)
    legal_ground: str = asked("Stöd i lag", help="Till exempel OSL 26 kap. 1 §.")
    way_round: str = asked(
        "Väg runt hindret", is_long=True, help="Till exempel sammanställda antal per kvartal."
    )
    is_solved: bool = asked("Hindret är löst", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Underlag(Record):
    """One dataset of the inventory, from a source of the catalogue or from elsewhere."""

    KIND: ClassVar[str] = "underlag"
    CALLED: ClassVar[str] = "underlaget"

    name: str = asked("Underlag", needed=True)
    source_id: str = asked("Källa i katalogen", offers="kallor")
    about: str = asked("Vad vi har", is_long=True)
    availability: Availability = asked("Finns det?", default=Availability.UNKNOWN)
    quality: Quality = asked("Kvalitet", default=Quality.UNKNOWN)
    quality_reason: str = asked("Skäl till bedömningen", is_long=True)
    organisation: str = asked("Ansvarig organisation")
    responsible: str = asked(
        "Ansvarig befattning", help="Skriv befattningen, inte en persons namn."
    )
    how_often: str = asked("Hur ofta det lämnas")
    obstacles: tuple[Obstacle, ...] = asked("Hinder", default=())

    @property
    def open_obstacles(self) -> tuple[Obstacle, ...]:
        return tuple(one for one in self.obstacles if not one.is_solved)


class GapKind(Choice):
    """What is missing."""

    DATA = "uppgifter", "uppgifter"
    COMPETENCE = "kompetens", "kompetens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Record):
    """Data or competence that the work lacks."""

    KIND: ClassVar[str] = "lucka"
    CALLED: ClassVar[str] = "luckan"

    what: str = asked("Vad som saknas", needed=True)
    kind: GapKind = asked("Slag", default=GapKind.DATA)
    why: str = asked("Varför det behövs", is_long=True)
    who: str = asked("Vem som kan bidra")
    plan: str = asked("Vad vi gör åt det", is_long=True)
    is_filled: bool = asked("Luckan är fylld", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Part):
    """One thing that is asked for in a round.

    due_on       None for the round's own day
    received_on  written by hand for what does not come as a file
    """

    what: str = asked("Vad som ska lämnas", needed=True)
    source_id: str = asked(
        "Källa i katalogen", offers="kallor", help="Då syns det av sig självt när något kommer in."
    )
    organisation: str = asked("Vem som lämnar")
    responsible: str = asked("Ansvarig befattning")
    due_on: date | None = asked("Senast, om en annan dag än omgångens", default=None)
    received_on: date | None = asked("Mottaget, när det inte lämnas som fil", default=None)
    note: str = asked("Anteckning")


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRound(Record):
    """Asking all providers for what the next lägesbild needs, by a day."""

    KIND: ClassVar[str] = "insamling"
    CALLED: ClassVar[str] = "insamlingen"

    name: str = asked("Omgång", needed=True)
    about: str = asked("Vad omgången gäller", is_long=True)
    opens_on: date | None = asked("Öppnar", default=None, needed=True)
    due_on: date | None = asked("Sista dag", default=None, needed=True)
    requests: tuple[Request, ...] = asked("Det vi ber om", default=())

    def problems(self) -> tuple[str, ...]:
        return (*lacking(self), *out_of_order(self.opens_on, self.due_on, what="Omgången"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk(Record):
    """A workshop where groups answer the four questions."""

    KIND: ClassVar[str] = "gruppsamtal"
    CALLED: ClassVar[str] = "gruppsamtalet"

    name: str = asked("Gruppsamtal", needed=True)
    held_on: date | None = asked("Dag", default=None)
    about: str = asked("Frågeställning", is_long=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAnswer(Record):
    """What one group answered."""

    KIND: ClassVar[str] = "gruppsvar"
    CALLED: ClassVar[str] = "gruppens svar"

    group: str = asked("Grupp", needed=True)
    talk_id: str = asked("Gruppsamtal", offers="samtal", needed=True)
    available: tuple[str, ...] = asked("Vilka underlag finns?", default=())
    obstacles: tuple[str, ...] = asked("Vilka hinder finns?", default=())
    responsible: tuple[str, ...] = asked("Vilka är ansvariga?", default=())
    missing: tuple[str, ...] = asked("Vad saknas, av underlag eller kompetens?", default=())


QUESTIONS = ("available", "obstacles", "responsible", "missing")
"""The four questions, as fields of GroupAnswer."""
