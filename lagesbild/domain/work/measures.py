"""What is done about causes, by whom, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Part, Record, asked, lacking, out_of_order


class MeasureKind(Choice):
    """Social causes want social measures, situational ones situational."""

    SOCIAL = "social", "social"
    SITUATIONAL = "situationell", "situationell"


class Horizon(Choice):
    """When an effect can be expected."""

    SHORT = "kort", "kort sikt"
    LONG = "lang", "lång sikt"


class MeasureState(Choice):
    """How a measure stands; "vilande" as the minutes write it."""

    PLANNED = "planerad", "planerad"
    UNDERWAY = "pagar", "pågår"
    PAUSED = "vilande", "vilande"
    DONE = "klar", "klar"
    STOPPED = "avslutad", "avslutad i förtid"


class Decision(Choice):
    """What a follow-up leads to."""

    GO_ON = "fortsatt", "fortsätt"
    CHANGE = "andra", "ändra"
    STOP = "avsluta", "avsluta"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Part):
    """What was seen at a follow-up."""

    on: date | None = asked("Dag", default=None, needed=True)
    was_done: bool = asked("Genomfördes det som var tänkt", default=False)
    effect: str = asked("Effekt", is_long=True, help="Också att den inte kan bedömas.")
    decision: Decision = asked("Beslut", default=Decision.GO_ON)
    lesson: str = asked("Lärdom", is_long=True)
    note: str = asked("Anteckning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """A measure: each party decides its own, so the owner and its decision are part of it."""

    KIND: ClassVar[str] = "atgard"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "åtgärden"

    title: str = asked("Åtgärd", needed=True)
    owner: str = asked("Organisation som äger den", needed=True)
    causes: tuple[str, ...] = asked("Mot orsakerna", default=(), offers="orsaker")
    kind: MeasureKind = asked("Slag", default=MeasureKind.SITUATIONAL)
    horizon: Horizon = asked("Väntad effekt på", default=Horizon.SHORT)
    decided_on: date | None = asked("Beslutad den", default=None)
    reference: str = asked("Ägarens diarienummer")
    actor: str = asked("Utförs av")
    place: str = asked("Plats")
    starts_on: date | None = asked("Från", default=None)
    ends_on: date | None = asked("Till och med", default=None)
    cost: int = asked("Kostnad, kronor", default=0)
    resources: str = asked("Resurser")
    reach: str = asked(
        "Räckvidd", help="Vilka som nås: antal hushåll, elever eller vårdnadshavare."
    )
    obstacles: str = asked("Hinder", is_long=True, help="Till exempel en vakant tjänst.")
    indicator: str = asked("Mått att följa", offers="matt")
    baseline: str = asked("Utgångsläge")
    expected: str = asked("Väntad förändring")
    expected_on: date | None = asked("Förändringen väntas senast", default=None)
    state: MeasureState = asked("Läge", default=MeasureState.PLANNED)
    follow_ups: tuple[FollowUp, ...] = asked("Uppföljning", default=())

    def problems(self) -> tuple[str, ...]:
        negative = ("Kostnaden är mindre än noll.",) if self.cost < 0 else ()
        return (
            *lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Åtgärden"), *negative,
        )  # fmt: skip
