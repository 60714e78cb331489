"""From a problem to its causes: what we know, how we know it, and whether it can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Part, Record, asked


class HowKnown(Choice):
    """What a claim rests on, the strongest first."""

    DATA = "data", "data"
    RESEARCH = "forskning", "forskning"
    EXPERIENCE = "erfarenhet", "erfarenhet"
    ASSUMPTION = "antagande", "antagande"


class Perspective(Choice):
    """The three sides of the crime triangle."""

    SITUATION = "situation", "situation och plats"
    VICTIM = "brottsutsatt", "den som utsätts"
    OFFENDER = "garningsperson", "den som begår brott"


class CauseLevel(Choice):
    """How near to the problem a cause lies."""

    DIRECT = "direkt", "direkt"
    INDIRECT = "indirekt", "bakomliggande"


class FactorKind(Choice):
    """Whether it makes the problem more or less likely."""

    RISK = "risk", "riskfaktor"
    PROTECTIVE = "skydd", "skyddsfaktor"


class Arena(Choice):
    """Where in life a risk or a protection lies."""

    UNKNOWN = "ej_angivet", "inte angivet"
    INDIVIDUAL = "individ", "individen"
    FAMILY = "familj", "familjen"
    FRIENDS = "kamrater", "kamraterna"
    SCHOOL = "skola", "skola och arbete"
    NEIGHBOURHOOD = "narmiljo", "närmiljön"
    SOCIETY = "samhalle", "samhället"


class Influence(Choice):
    """Whether the council can change it."""

    UNKNOWN = "vet_inte", "vet inte"
    YES = "ja", "ja"
    PARTLY = "delvis", "delvis"
    NO = "nej", "nej"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Part):
    """A view of a page, pinned to a problem: the address reproduces it.

    data_version  of all figures when it was pinned, 0 when nobody knows
    figures       a mark of the view's own figures then, "" when nobody knows
    """

    says: str = asked("Vad den visar", needed=True, is_long=True)
    address: str = asked("Vyns adress")
    indicator: str = asked("Mått", offers="matt")
    period: str = asked("Period")
    place: str = asked("Område")
    data_version: int = asked("Dataversion", default=0, silent=True)
    figures: str = asked("Siffrornas märke", silent=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """One link in the chain of events that ends in the crime."""

    what: str = asked("Vad som händer", needed=True)
    can_be_broken: bool = asked("Här kan kedjan brytas", default=False)
    how: str = asked("Hur den kan brytas")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Part):
    """What was said at a meeting."""

    on: date | None = asked("Dag", default=None)
    text: str = asked("Anteckning", needed=True, is_long=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Record):
    """What the council has chosen to understand, and the figures that made it choose."""

    KIND: ClassVar[str] = "problem"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "problemet"

    title: str = asked("Problem", needed=True)
    question: str = asked("Fråga", help="Varför har vi problemet?")
    about: str = asked("Beskrivning", is_long=True)
    lagesbild: str = asked("Lägesbild", offers="lagesbilder")
    indicator: str = asked("Mått som visar problemet", offers="matt")
    evidence: tuple[Evidence, ...] = asked("Belägg", default=())
    chain: tuple[Step, ...] = asked("Händelsekedja", default=())
    notes: tuple[Note, ...] = asked("Anteckningar", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause(Record):
    """One answer to "varför?", of the problem or of another cause.

    because_of  the cause that this one lies behind, "" for one right behind the problem
    place       among those behind the same one, lowest first; those with the same in the order they came
    """

    KIND: ClassVar[str] = "orsak"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "orsaken"

    title: str = asked("Orsak", needed=True)
    problem: str = asked("Problem", offers="problem", needed=True)
    because_of: str = asked("Ligger bakom", offers="orsaker")
    perspective: Perspective = asked("Perspektiv", default=Perspective.SITUATION)
    level: CauseLevel = asked("Nivå", default=CauseLevel.DIRECT)
    kind: FactorKind = asked("Slag", default=FactorKind.RISK)
    arena: Arena = asked("Var i livet", default=Arena.UNKNOWN)
    how_known: HowKnown = asked("Hur vet vi?", default=HowKnown.ASSUMPTION)
    grounds: str = asked("Grund för det", is_long=True)
    influence: Influence = asked("Kan vi påverka den?", default=Influence.UNKNOWN)
    wrong_if: str = asked("Vad skulle visa att vi har fel?", is_long=True)
    place: int = asked("Ordning bland orsakerna bredvid", default=0, silent=True)
    notes: tuple[Note, ...] = asked("Anteckningar", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCause:
    """A cause where it stands in the tree, as a picture draws it.

    number  "2.1": the first cause behind the second one behind the problem
    behind  id of the cause it lies behind, "" for the problem
    depth   0 right behind the problem
    """

    id: str
    number: str
    depth: int
    behind: str
    cause: Cause
