"""Who sits in the council, what steers it, what is agreed and promised, and what soon ends?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.domain.person import Person
from lagesbild.domain.work.record import Record
from lagesbild.domain.work.register import (
    Agreement,
    BlockState,
    Body,
    Council,
    Document,
    Organisation,
    Promise,
    Seat,
)
from lagesbild.store.connection import Store
from lagesbild.workspace.document_work import undecided
from lagesbild.workspace.records import Saved, records_of

SOON_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What the page Register shows."""

    sentence: str
    council: Council
    councils: tuple[Saved[Council], ...]
    seats: tuple[Saved[Seat], ...]
    organisations: tuple[Saved[Organisation], ...]
    documents: tuple[Saved[Document], ...]
    agreements: tuple[Saved[Agreement], ...]
    promises: tuple[Saved[Promise], ...]

    @property
    def is_example(self) -> bool:
        """True when anything in the register is invented."""
        kept: tuple[Saved[Record], ...] = (
            *self.councils, *self.seats, *self.organisations, *self.documents, *self.agreements,
            *self.promises,
        )  # fmt: skip
        return any(one.is_example for one in kept)


def read_register(store: Store, *, person: Person, today: date) -> Register:
    """The own kommun's register."""
    councils = records_of(store, kind=Council, person=person)
    seats = records_of(store, kind=Seat, person=person)
    documents = records_of(store, kind=Document, person=person)
    agreements = records_of(store, kind=Agreement, person=person)
    council = councils[-1].record if councils else Council()
    return Register(
        council=council, councils=tuple(councils), seats=tuple(seats), documents=tuple(documents),
        organisations=tuple(records_of(store, kind=Organisation, person=person)),
        agreements=tuple(agreements), promises=tuple(records_of(store, kind=Promise, person=person)),
        sentence=_sentence(council, seats, documents=documents, agreements=agreements, today=today),
    )  # fmt: skip


def _sentence(
    council: Council, seats: Sequence[Saved[Seat]], *, documents: Sequence[Saved[Document]],
    agreements: Sequence[Saved[Agreement]], today: date,
) -> str:  # fmt: skip
    sitting = [
        one.record for one in seats if one.record.body is Body.COUNCIL and one.record.sits(today)
    ]
    if not sitting:
        return f"{council.name} har inga ledamöter inlagda än."
    parties = len({one.organisation.casefold() for one in sitting})
    words = (
        f"{council.name} har {_count(len(sitting), 'ledamot', 'ledamöter')} "
        f"från {_count(parties, 'organisation', 'organisationer')}"
    )
    due = sum(needs_attention(one.record, today=today) != "" for one in (*documents, *agreements))
    if not due:
        return f"{words}; inget behöver ses över inom {SOON_DAYS} dagar."
    what = _count(due, "dokument eller överenskommelse", "dokument och överenskommelser")
    return f"{words}; {what} behöver ses över."


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def needs_attention(record: Document | Agreement, *, today: date) -> str:
    """Why a document or agreement must be looked at, "" when it need not."""
    ends = record.valid_until if isinstance(record, Document) else record.ends_on
    soon = today + timedelta(days=SOON_DAYS)
    if ends is not None and ends < today:
        return "har slutat gälla"
    if record.review_on is not None and record.review_on < today:
        return "skulle ha setts över"
    if ends is not None and ends <= soon:
        return "slutar snart gälla"
    if record.review_on is not None and record.review_on <= soon:
        return "ska snart ses över"
    return undecided(record, today=today) if isinstance(record, Document) else ""


def without_lead(seats: Sequence[Saved[Seat]], *, today: date) -> list[str]:
    """Organisations of council members that have nobody in a leading position (the law's 10 §)."""
    sitting = [
        one.record for one in seats if one.record.body is Body.COUNCIL and one.record.sits(today)
    ]
    leading = {one.organisation for one in sitting if one.is_leading}
    return sorted({one.organisation for one in sitting} - leading)


def blocks_in_words(agreement: Agreement) -> str:
    """ "12 block: 9 pågår, 2 utan anmärkning (ua), 1 vilande"."""
    if not agreement.blocks:
        return "inga block"
    counts = [
        f"{number} {state.words}"
        for state in BlockState
        if (number := sum(one.state is state for one in agreement.blocks))
    ]
    return f"{len(agreement.blocks)} block: {', '.join(counts)}"
