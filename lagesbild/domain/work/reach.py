"""How far a measure reaches: so many of how many, place by place; or yes and no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Part, Record, asked, lacking


class CountedHow(Choice):
    """What a line says."""

    SHARE = "andel", "så många av hur många"
    YES_NO = "ja_nej", "ja eller nej"


class Has(Choice):
    """Whether a place has it."""

    UNKNOWN = "vet_inte", "vet inte"
    YES = "ja", "ja"
    NO = "nej", "nej"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedPlace(Part):
    """One area, school or workplace.

    reached, total  how many of how many, where shares are counted; total 0 where nobody knows
    """

    place: str = asked(
        "Var", needed=True, help="Område, skola eller arbetsplats, aldrig en person."
    )
    has: Has = asked("Finns det, där ni svarar ja eller nej", default=Has.UNKNOWN)
    reached: int = asked("Så många har det", default=0)
    total: int = asked("Så många finns det", default=0)
    on: date | None = asked("Dag", default=None)
    note: str = asked("Anteckning")

    def problems(self) -> tuple[str, ...]:
        wrong = min(self.reached, self.total) < 0 or 0 < self.total < self.reached
        words = (f"{self.place}: fler har det än som finns, eller ett antal är mindre än noll.",)
        return (*lacking(self), *(words if wrong else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach(Record):
    """What is counted over all places: stairwells with neighbours, trained staff, schools with a policy.

    is_people  True where people are counted: then small numbers are not shown
    """

    KIND: ClassVar[str] = "tackning"
    CALLED: ClassVar[str] = "täckningen"
    IN_CHAIN: ClassVar[bool] = True

    title: str = asked(
        "Vad som räknas", needed=True,
        help="Till exempel: trapphus med grannsamverkan, utbildad personal, skolor med drogpolicy.",
    )  # fmt: skip
    how: CountedHow = asked("Räknas som", default=CountedHow.SHARE)
    unit: str = asked("Det räknas i", help="Trapphus, anställda, skolor.")
    is_people: bool = asked(
        "Människor räknas", default=False, help="Då visas inte antal under fem."
    )
    organisation: str = asked("Ansvarig")
    measures: tuple[str, ...] = asked("Hör till åtgärderna", default=(), offers="atgarder")
    goal: int = asked("Mål, procent", default=0)
    goal_on: date | None = asked("Målet nås senast", default=None)
    places: tuple[ReachedPlace, ...] = asked("Plats för plats", default=())

    def problems(self) -> tuple[str, ...]:
        odd = not 0 <= self.goal <= 100
        names = [one.place.casefold() for one in self.places]
        twice = len(names) != len(set(names))
        return (
            *lacking(self), *(("Målet ska vara 0 till 100 procent.",) if odd else ()),
            *(("Samma plats står två gånger.",) if twice else ()),
        )  # fmt: skip
