"""The lägesbild as people write it: its sections in the law's parts, what was observed, and its way
from draft to follow-up. No figures: a section holds the addresses of views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.causes import Evidence, HowKnown
from lagesbild.domain.work.record import Choice, Part, Record, asked, lacking, out_of_order


class LawPart(Choice):
    """What the law (4 §) says that a lägesbild shall contain; its first part is two here, because
    consequences are what is left out most."""

    EXTENT = "omfattning", "Kartläggning: brottsligheten och dess omfattning"
    CONSEQUENCES = "konsekvenser", "Kartläggning: brottslighetens konsekvenser"
    OTHER = "annan_information", "Annan information av betydelse"
    ANALYSIS = "analys", "Analys av kartläggningen och informationen"


class LagesbildKind(Choice):
    """Why it is made."""

    ORDINARY = "ordinarie", "ordinarie, som lagen kräver"
    EXTRA = "extra", "extra, för något som har hänt"
    SHORT = "kort", "kort, till ett möte"


class LagesbildState(Choice):
    """How far it has come, in this order."""

    DRAFT = "utkast", "utkast"
    PRESENTED = "presenterad", "presenterad"
    ADOPTED = "antagen", "antagen"
    FOLLOWED_UP = "uppfoljd", "uppföljd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """A step on its way, taken by somebody on a day.

    frozen  number of the frozen version that it is about, 0 for none
    """

    body: str = asked("Vem", needed=True, help="Till exempel kommunstyrelsen.")
    state: LagesbildState = asked("Steg", default=LagesbildState.PRESENTED)
    on: date | None = asked("Dag", default=None, needed=True)
    reference: str = asked("Diarienummer")
    frozen: int = asked("Fryst version, nummer", default=0)
    note: str = asked("Anteckning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagesbild(Record):
    """A lägesbild; its sections and observations are records of their own, so that several can write."""

    KIND: ClassVar[str] = "lagesbild"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "lägesbilden"

    title: str = asked("Lägesbild", needed=True)
    kind: LagesbildKind = asked("Slag", default=LagesbildKind.ORDINARY)
    reason: str = asked("Vad som har hänt, för en extra lägesbild", is_long=True)
    starts_on: date | None = asked("Gäller från", default=None)
    ends_on: date | None = asked("Gäller till och med", default=None)
    previous: str = asked("Följer på", offers="lagesbilder")
    why_chosen: str = asked("Varför valdes de här problemen?", is_long=True)
    sources_used: str = asked(
        "Vilka informationskällor användes, och vilka valdes bort?", is_long=True
    )
    how_limited: str = asked("På vilka sätt kan urvalet begränsa kunskapen?", is_long=True)
    what_limits_mean: str = asked("Vilken betydelse kan begränsningarna ha?", is_long=True)
    steps: tuple[Step, ...] = asked("Steg och beslut", default=())

    @property
    def adopted_on(self) -> date | None:
        """The day of the newest decision to adopt it."""
        days = [one.on for one in self.steps if one.on and one.state is LagesbildState.ADOPTED]
        return max(days, default=None)

    @property
    def state(self) -> LagesbildState:
        """The furthest step that has been taken."""
        order = list(LagesbildState)
        return max((one.state for one in self.steps), key=order.index, default=order[0])

    def problems(self) -> tuple[str, ...]:
        untold = self.kind is LagesbildKind.EXTRA and not self.reason
        why = ("Skriv vad som har hänt: det är skälet till en extra lägesbild.",) if untold else ()
        loose = any(one.state is LagesbildState.ADOPTED and not one.frozen for one in self.steps)
        which = ("Frys en version först: det är en fryst version som antas.",) if loose else ()
        return (
            *lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Lägesbilden"), *why,
            *which,
        )  # fmt: skip


SELF_CHECK = ("why_chosen", "sources_used", "how_limited", "what_limits_mean")
"""Brå's four questions to answer in writing, as fields of Lagesbild."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Record):
    """A section: what is said, and the views that show it."""

    KIND: ClassVar[str] = "avsnitt"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "avsnittet"

    title: str = asked("Rubrik", needed=True)
    lagesbild: str = asked("Lägesbild", offers="lagesbilder", needed=True)
    part: LawPart = asked("Del enligt lagen", default=LawPart.EXTENT)
    place: int = asked("Ordning", default=1)
    text: str = asked("Text", is_long=True)
    views: tuple[Evidence, ...] = asked("Fästa vyer", default=())


class ObservationKind(Choice):
    """Where something that is no figure comes from."""

    POLICE = "polisen", "Polisens lägesbild"
    YOUTH = "ungdomsrad", "ungdomsrådets rapport"
    DIALOGUE = "dialog", "medborgardialog"
    ROUND = "laget_runt", "laget runt"
    QUESTION = "fraga", "fråga som rådet har ställt"
    PLANNED = "planerat", "något planerat, som ett bygge"
    OTHER = "annat", "annat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Record):
    """What somebody has seen, heard or concluded, with its source and what it rests on.

    better, same, worse  how many said so, when everyone round the table was asked
    """

    KIND: ClassVar[str] = "iakttagelse"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "iakttagelsen"

    says: str = asked(
        "Vad som sägs", needed=True, is_long=True, help="Aldrig om enskilda personer."
    )
    lagesbild: str = asked("Lägesbild", offers="lagesbilder", needed=True)
    source: str = asked("Vem som säger det", needed=True, help="Organisationen, inte en person.")
    kind: ObservationKind = asked("Slag", default=ObservationKind.OTHER)
    part: LawPart = asked("Del enligt lagen", default=LawPart.OTHER)
    on: date | None = asked("Dag", default=None)
    place: str = asked("Område")
    how_known: HowKnown = asked("Hur vet vi?", default=HowKnown.EXPERIENCE)
    better: int = asked("Laget runt: så många sa bättre", default=0)
    same: int = asked("Laget runt: så många sa som förut", default=0)
    worse: int = asked("Laget runt: så många sa sämre", default=0)

    def problems(self) -> tuple[str, ...]:
        negative = min(self.better, self.same, self.worse) < 0
        return (*lacking(self), *(("Antalen är mindre än noll.",) if negative else ()))

    @property
    def poll(self) -> str:
        """ "2 sa bättre, 5 som förut och 1 sämre", "" when nobody was asked."""
        if not self.better + self.same + self.worse:
            return ""
        return f"{self.better} sa bättre, {self.same} som förut och {self.worse} sämre"
