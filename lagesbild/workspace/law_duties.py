"""The law beyond the lägesbild itself: what the tool can see of each duty, and what it cannot see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from lagesbild.domain.person import Person
from lagesbild.domain.publication import PublishedVersion
from lagesbild.domain.work.dated import date_words
from lagesbild.domain.work.meetings import Meeting, MeetingState
from lagesbild.domain.work.places import MarkedPlace, PlaceKind
from lagesbild.domain.work.register import Agreement, Body, Council, Document, DocumentKind, Seat
from lagesbild.store.connection import Store
from lagesbild.store.publications import list_publications
from lagesbild.workspace.law_clock import Clock, ClockState
from lagesbild.workspace.records import Saved, records_of
from lagesbild.workspace.register import without_lead
from lagesbild.workspace.year_wheel import council_of, law_clocks_of

YEAR = timedelta(days=365)


class DutyState(StrEnum):
    """What can be said of a duty."""

    DONE = "klart"
    LACKING = "saknas"
    UNSEEN = "går inte att se här"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that the law asks for.

    found     what there is, or what is lacking, in words
    page_id   where it is done; choices of that page's address
    """

    ground: str
    ask: str
    state: DutyState
    found: str
    page_id: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """The law's sections 5 to 14 as they stand."""

    sentence: str
    duties: tuple[Duty, ...]
    is_example: bool


def law_duties(store: Store, *, person: Person, today: date) -> Duties:
    """Filled from what the council's own records and its publications say. Nothing is taken for done
    because nobody has written otherwise."""
    council = council_of(store, person=person)
    documents = records_of(store, kind=Document, person=person)
    agreements = records_of(store, kind=Agreement, person=person)
    seats = records_of(store, kind=Seat, person=person)
    meetings = records_of(store, kind=Meeting, person=person)
    cameras = [
        one
        for one in records_of(store, kind=MarkedPlace, person=person)
        if one.record.kind is PlaceKind.CAMERA
    ]
    out = list_publications(store, kommun_code=person.kommun_code or "", most=1)
    duties = (
        *[_clock(one) for one in law_clocks_of(store, person=person, today=today)],
        _other_plans(documents), _agreements(agreements, today=today),
        _council(council, seats, today=today), _meets(meetings, council=council, today=today),
        _coordination(council), _supports(meetings, council=council, today=today),
        _contact(council), _residents(out[0] if out else None, today=today),
        _leads(council), _reports(documents, today=today), _cameras(cameras),
    )  # fmt: skip
    kept: tuple[Saved[Any], ...] = (*documents, *agreements, *seats, *meetings, *cameras)
    return Duties(
        duties=duties, sentence=_sentence(duties), is_example=any(one.is_example for one in kept)
    )


def _sentence(duties: Sequence[Duty]) -> str:
    counts = {state: sum(one.state is state for one in duties) for state in DutyState}
    words = (
        f"Lagens övriga paragrafer (5–14 §§): {counts[DutyState.DONE]} av {len(duties)} krav är klara, "
        f"{counts[DutyState.LACKING]} saknas och {counts[DutyState.UNSEEN]} går inte att se här."
    )
    missing = [one for one in duties if one.state is DutyState.LACKING]
    if not missing:
        return words
    first = missing[0]
    return f"{words} Närmast: {first.ask[:1].lower()}{first.ask[1:]} ({first.ground})."


_CLOCKS = {
    DocumentKind.LAGESBILD: ("6 §", "Lägesbilden uppdaterad de senaste två åren"),
    DocumentKind.ACTION_PLAN: ("5 och 6 §§", "Åtgärdsplan beslutad, och uppföljd inom två år"),
}


def _clock(clock: Clock) -> Duty:
    ground, ask = _CLOCKS[clock.kind]
    is_done = clock.state in {ClockState.FINE, ClockState.SOON}
    return _duty(
        ground, ask, is_done, found=clock.sentence, page_id="register",
        choices=(("flik", "Styrdokument"),),
    )  # fmt: skip


def _duty(
    ground: str, ask: str, is_done: bool, *, found: str, page_id: str,
    choices: tuple[tuple[str, str], ...] = (), otherwise: DutyState = DutyState.LACKING,
) -> Duty:  # fmt: skip
    return Duty(
        ground=ground, ask=ask, state=DutyState.DONE if is_done else otherwise, found=found,
        page_id=page_id, choices=choices,
    )  # fmt: skip


def _other_plans(documents: Sequence[Saved[Document]]) -> Duty:
    """Where it is suitable, says the law: what is not tied together here may be so elsewhere."""
    tied = [one.record.title for one in documents if one.record.serves]
    return _duty(
        "7 §", "Arbetet hänger ihop med kommunens andra planer", bool(tied), page_id="register",
        found=f"hör till ett annat dokument: {', '.join(tied)}" if tied
        else "inget dokument i Registret är kopplat till ett annat; det kan vara gjort på annat håll",
        choices=(("flik", "Styrdokument"),), otherwise=DutyState.UNSEEN,
    )  # fmt: skip


def _agreements(agreements: Sequence[Saved[Agreement]], *, today: date) -> Duty:
    valid = [
        one.record
        for one in agreements
        if (one.record.starts_on or date.min) <= today <= (one.record.ends_on or date.max)
    ]
    ended = len(agreements) - len(valid)
    found = "; ".join(f"{one.title} ({', '.join(one.parties) or 'parter saknas'})" for one in valid)
    return _duty(
        "9 §", "Skriftlig överenskommelse om samverkan, med syften och områden", bool(valid),
        found=found or (f"ingen gäller i dag; {ended} har slutat eller inte börjat" if ended
                        else "ingen överenskommelse är inlagd"),
        page_id="register", choices=(("flik", "Överenskommelser"),),
    )  # fmt: skip


def _council(council: Council, seats: Sequence[Saved[Seat]], *, today: date) -> Duty:
    sitting = [
        one.record for one in seats if one.record.body is Body.COUNCIL and one.record.sits(today)
    ]
    lacking = without_lead(seats, today=today)
    parties = len({one.organisation for one in sitting})
    found = f"{council.name}: {len(sitting)} ledamöter från {parties} organisationer"
    if not sitting:
        found = f"{council.name} har inga ledamöter inlagda"
    elif lacking:
        found = f"{found}; ingen med ledande befattning från {', '.join(lacking)}"
    return _duty(
        "10 §", "Ett strategiskt råd, med ledande befattningar från varje part",
        bool(sitting) and not lacking, found=found, page_id="register",
        choices=(("flik", "Ledamöter"),),
    )  # fmt: skip


def _held_days(meetings: Sequence[Saved[Meeting]], *, body: Body, today: date) -> list[date]:
    """The last twelve months' meetings that were held: said to be, or with somebody's presence."""
    return [
        one.record.held_on
        for one in meetings
        if one.record.body is body
        and one.record.held_on is not None
        and today - YEAR <= one.record.held_on <= today
        and one.record.state in {MeetingState.HELD, MeetingState.SETTLED}
    ]


def _meets(meetings: Sequence[Saved[Meeting]], *, council: Council, today: date) -> Duty:
    days = _held_days(meetings, body=Body.COUNCIL, today=today)
    wanted = council.meetings
    decided = f" av beslutade {wanted}" if wanted else ""
    return _duty(
        "10 §", "Rådet träffas", bool(days) and len(days) >= wanted,
        found=f"{len(days)}{decided} möten hållna de senaste tolv månaderna", page_id="moten",
        choices=(("flik", "Alla möten"),),
    )  # fmt: skip


def _coordination(council: Council) -> Duty:
    return _duty(
        "11 §", "En samordningsfunktion", bool(council.coordinated_by),
        found=council.coordinated_by or "inte inskrivet vem som samordnar", page_id="register",
        choices=(("flik", "Rådet"),),
    )  # fmt: skip


def _supports(meetings: Sequence[Saved[Meeting]], *, council: Council, today: date) -> Duty:
    """That work is coordinated and supported shows only in part: by the group that meets."""
    days = _held_days(meetings, body=Body.GROUP, today=today)
    return _duty(
        "12 § 1", "Samordna och stödja arbetet", bool(days), page_id="moten",
        found=f"{council.group} har träffats {len(days)} gånger de senaste tolv månaderna" if days
        else f"inget hållet möte med {council.group} är inskrivet; stödet kan ges på andra sätt",
        choices=(("flik", "Alla möten"),), otherwise=DutyState.UNSEEN,
    )  # fmt: skip


def _contact(council: Council) -> Duty:
    return _duty(
        "12 § 2", "En kontaktpunkt utåt", bool(council.contact),
        found=council.contact or "ingen kontakt är inskriven", page_id="register",
        choices=(("flik", "Rådet"),),
    )  # fmt: skip


def _residents(out: PublishedVersion | None, *, today: date) -> Duty:
    """The newest version, unless it is withdrawn or two years old."""
    if out is None:
        found, is_done = "inget har publicerats för invånarna", False
    elif out.withdrawn_at is not None:
        found, is_done = f"borttagen {date_words(out.withdrawn_at.date())}; inget visas nu", False
    else:
        day = out.published_at.date()
        found, is_done = (
            f"”{out.content.title}”, publicerad {date_words(day)}",
            day >= today - 2 * YEAR,
        )
        found = found if is_done else f"{found}; äldre än två år"
    return _duty(
        "12 § 3", "Information till kommunens invånare", is_done, found=found, page_id="invanare"
    )


def _leads(council: Council) -> Duty:
    return _duty(
        "13 §", "Kommunstyrelsen, eller den nämnd som fullmäktige har bestämt, leder arbetet",
        bool(council.led_by),
        found=f"leds av {council.led_by}" if council.led_by else "inte inskrivet vem som leder",
        page_id="register", choices=(("flik", "Rådet"),),
    )  # fmt: skip


def _reports(documents: Sequence[Saved[Document]], *, today: date) -> Duty:
    """Continuously, says the law, and not how often: a year is taken as the longest."""
    days = [
        one.record.decided_on
        for one in documents
        if one.record.kind is DocumentKind.REPORT
        and one.record.decided_on is not None
        and one.record.decided_on <= today
    ]
    last = max(days, default=None)
    found = "ingen rapport är inlagd bland styrdokumenten (typ: rapport till kommunfullmäktige)"
    if last is not None:
        found = f"senast {date_words(last)}"
    is_done = last is not None and last >= today - YEAR
    return _duty(
        "13 §", "Rapporterat till kommunfullmäktige det senaste året", is_done, found=found,
        page_id="register", choices=(("flik", "Styrdokument"),),
    )  # fmt: skip


def _cameras(cameras: Sequence[Saved[MarkedPlace]]) -> Duty:
    """A possibility and no duty; but a camera that is there should be followed up as a measure."""
    loose = [one.record.title for one in cameras if not one.record.measures]
    found = "inga kameror är utpekade; paragrafen ger en möjlighet och är inget krav"
    if cameras:
        found = f"{len(cameras)} utpekade på kartan"
        found = f"{found}; utan åtgärd att följa upp: {', '.join(loose)}" if loose else found
    return _duty(
        "14 §", "Kamerabevakning för trygghet, kopplad till en åtgärd som följs upp",
        bool(cameras) and not loose, found=found, page_id="karta",
        choices=(("flik", "Platser"),),
        otherwise=DutyState.LACKING if loose else DutyState.UNSEEN,
    )  # fmt: skip
