"""Who sits in the council, what steers it, and what has been agreed and promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Part, Record, asked, lacking, out_of_order


class Body(Choice):
    """Where a member sits."""

    COUNCIL = "rad", "rådet"
    GROUP = "grupp", "arbetsgruppen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Council(Record):
    """What the kommun calls its council and working group, and how often they meet."""

    KIND: ClassVar[str] = "rad"
    CALLED: ClassVar[str] = "rådets namn"

    name: str = asked(
        "Rådets namn", default="Trygghetsrådet", needed=True,
        help="I bestämd form: Trygghetsrådet, Lokala BRÅ.",
    )  # fmt: skip
    group: str = asked(
        "Arbetsgruppens namn", default="Arbetsgruppen", help="I bestämd form: Klara-gruppen."
    )
    led_by: str = asked("Leds av", help="Befattning, till exempel kommunstyrelsens ordförande.")
    reports_to: str = asked("Rapporterar till")
    coordinated_by: str = asked(
        "Samordningsfunktion", help="Befattning eller enhet som samordnar arbetet (lagen 11 §)."
    )
    contact: str = asked(
        "Kontakt utåt", help="Dit andra vänder sig (lagen 12 §): en funktion, inte en person."
    )
    meetings: int = asked("Rådets möten per år", default=4)
    group_meetings: int = asked("Arbetsgruppens möten per år", default=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat(Record):
    """A member: a person in a public duty, and whoever stands in.

    person_id  of the register of those who sign in, when they do
    """

    KIND: ClassVar[str] = "ledamot"
    CALLED: ClassVar[str] = "ledamoten"

    name: str = asked("Namn", needed=True)
    body: Body = asked("Sitter i", default=Body.COUNCIL)
    organisation: str = asked("Organisation", needed=True)
    title: str = asked("Befattning")
    is_leading: bool = asked(
        "Har ledande befattning", default=False, help="Lagen 10 §: rådets ledamöter ska ha det."
    )
    mandate: str = asked("Mandat", is_long=True, help="Vad ledamoten får besluta för sin del.")
    deputy: str = asked("Ersättare")
    deputy_title: str = asked("Ersättarens befattning")
    starts_on: date | None = asked("Från", default=None)
    ends_on: date | None = asked("Till och med", default=None)
    person_id: str = asked("Konto i Lägesbild", offers="personer")

    def problems(self) -> tuple[str, ...]:
        return (*lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Uppdraget"))

    def sits(self, day: date) -> bool:
        """Whether the member sits that day."""
        return (self.starts_on or date.min) <= day <= (self.ends_on or date.max)


class OrganisationKind(Choice):
    """What sort of organisation."""

    KOMMUN = "kommun", "kommunen"
    COMPANY = "bolag", "kommunalt bolag"
    POLICE = "polis", "Polisen"
    RESCUE = "raddningstjanst", "räddningstjänst"
    AMBULANCE = "ambulans", "ambulans"
    REGION = "region", "regionen"
    STATE = "myndighet", "annan myndighet"
    BUSINESS = "naringsliv", "näringsliv"
    CIVIL = "forening", "förening eller trossamfund"
    RESIDENTS = "invanare", "invånare"
    OTHER = "annan", "annan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Record):
    """A party of the council, and what it delivers."""

    KIND: ClassVar[str] = "organisation"
    CALLED: ClassVar[str] = "organisationen"

    name: str = asked("Organisation", needed=True)
    kind: OrganisationKind = asked("Slag", default=OrganisationKind.KOMMUN)
    duty: str = asked("Uppdrag i rådet", is_long=True)
    delivers: tuple[str, ...] = asked("Lämnar data till", default=(), offers="kallor")


class DocumentKind(Choice):
    """What a governing document is, from aims to rules; and the two that the law asks for."""

    LAGESBILD = "lagesbild", "lägesbild"
    ACTION_PLAN = "atgardsplan", "åtgärdsplan"
    AIM = "mal", "mål"
    STRATEGY = "strategi", "strategi"
    PLAN = "plan", "plan"
    WORK_PLAN = "verksamhetsplan", "verksamhetsplan"
    POLICY = "policy", "policy"
    GUIDELINE = "riktlinje", "riktlinje"
    RULE = "regel", "regel"
    RULES = "reglemente", "reglemente"
    REPORT = "rapport", "rapport till kommunfullmäktige"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A decided document: how long it holds and when it is looked over."""

    KIND: ClassVar[str] = "styrdokument"
    CALLED: ClassVar[str] = "dokumentet"

    title: str = asked("Dokument", needed=True)
    kind: DocumentKind = asked("Typ", default=DocumentKind.PLAN)
    decided_by: str = asked("Beslutat av")
    decided_on: date | None = asked("Beslutat den", default=None)
    reference: str = asked("Diarienummer")
    valid_from: date | None = asked("Gäller från", default=None)
    valid_until: date | None = asked("Gäller till och med", default=None)
    review_on: date | None = asked("Ska ses över senast", default=None)
    serves: str = asked(
        "Hör till", offers="dokument", help="Till exempel det mål som en plan ska nå."
    )
    measures: tuple[str, ...] = asked("Åtgärder som hör hit", default=(), offers="atgarder")
    indicators: tuple[str, ...] = asked("Mått som följs", default=(), offers="matt")
    note: str = asked("Anteckning", is_long=True)

    def problems(self) -> tuple[str, ...]:
        return (
            *lacking(self),
            *out_of_order(self.valid_from, self.valid_until, what="Dokumentet"),
        )


class BlockState(Choice):
    """How a block of an agreement stands; "ua" as the minutes write it."""

    NOT_BEGUN = "ej_paborjat", "inte påbörjat"
    UNDERWAY = "pagar", "pågår"
    FINE = "ua", "utan anmärkning (ua)"
    PAUSED = "vilande", "vilande"
    DONE = "klart", "klart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Part):
    """One numbered part of an agreement."""

    name: str = asked("Block", needed=True)
    number: int = asked("Nummer", default=1)
    owner: str = asked("Ansvarig")
    state: BlockState = asked("Läge", default=BlockState.NOT_BEGUN)
    note: str = asked("Anteckning", is_long=True)
    indicators: tuple[str, ...] = asked("Mått som följs", default=(), offers="matt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """A written agreement on cooperation. The law asks for purposes and areas (9 §)."""

    KIND: ClassVar[str] = "overenskommelse"
    CALLED: ClassVar[str] = "överenskommelsen"

    title: str = asked("Överenskommelse", needed=True)
    purpose: str = asked("Syfte", is_long=True, needed=True)
    areas: tuple[str, ...] = asked("Områden", default=(), needed=True)
    parties: tuple[str, ...] = asked("Parter", default=())
    starts_on: date | None = asked("Gäller från", default=None)
    ends_on: date | None = asked("Gäller till och med", default=None)
    review_on: date | None = asked("Ska ses över senast", default=None)
    reference: str = asked("Diarienummer")
    blocks: tuple[Block, ...] = asked("Block", default=())

    def problems(self) -> tuple[str, ...]:
        return (
            *lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Överenskommelsen"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Part):
    """What was promised, and how much of it has been done."""

    what: str = asked("Aktivitet", needed=True)
    owner: str = asked("Ansvarig")
    planned: int = asked("Antal utlovade gånger", default=1)
    done: int = asked("Antal gjorda gånger", default=0)
    note: str = asked("Anteckning")

    def problems(self) -> tuple[str, ...]:
        wrong = self.planned < 1 or self.done < 0
        return (*lacking(self), *(("Antalen är inte rimliga.",) if wrong else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Record):
    """A medborgarlöfte, between two parties or more."""

    KIND: ClassVar[str] = "medborgarlofte"
    CALLED: ClassVar[str] = "medborgarlöftet"

    title: str = asked("Medborgarlöfte", needed=True)
    place: str = asked("Område")
    parties: tuple[str, ...] = asked("Parter", default=())
    starts_on: date | None = asked("Från", default=None)
    ends_on: date | None = asked("Till och med", default=None)
    outcome: str = asked("Utfall", is_long=True)
    activities: tuple[Activity, ...] = asked("Aktiviteter", default=())

    @property
    def share_done(self) -> float | None:
        """Of what was promised, none counted more than once; None where nothing was."""
        promised = sum(one.planned for one in self.activities)
        done = sum(min(one.done, one.planned) for one in self.activities)
        return done / promised if promised else None

    def problems(self) -> tuple[str, ...]:
        return (*lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Löftet"))
