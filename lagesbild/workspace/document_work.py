"""What is done of what a plan or strategy says: its measures, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.domain.work.measures import Measure, MeasureState
from lagesbild.domain.work.register import Document, DocumentKind
from lagesbild.workspace.plan_view import last_follow_up
from lagesbild.workspace.records import Saved

WANTS_MEASURES = frozenset(
    {DocumentKind.WORK_PLAN, DocumentKind.STRATEGY, DocumentKind.PLAN, DocumentKind.ACTION_PLAN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWork:
    """A document with its measures; ``lost`` counts those that are no more."""

    sentence: str
    measures: tuple[Saved[Measure], ...]
    lost: int


def document_work(document: Document, *, measures: Sequence[Saved[Measure]]) -> DocumentWork:
    """How far a document has come, told by its measures."""
    known = {one.id: one for one in measures}
    own = tuple(known[one] for one in document.measures if one in known)
    return DocumentWork(
        measures=own, lost=len(document.measures) - len(own),
        sentence=_sentence(document, [one.record for one in own]),
    )  # fmt: skip


def _sentence(document: Document, own: Sequence[Measure]) -> str:
    if not own:
        return f"{document.title}: inga åtgärder är kopplade till dokumentet."
    done = sum(one.state is MeasureState.DONE for one in own)
    underway = sum(one.state is MeasureState.UNDERWAY for one in own)
    followed = sum(bool(one.follow_ups) for one in own)
    count = "1 åtgärd" if len(own) == 1 else f"{len(own)} åtgärder"
    return (
        f"{document.title}: {count}, varav {underway} pågår, {done} är klara och {followed} är "
        "uppföljda."
    )


def measure_rows(work: DocumentWork) -> list[dict[str, str]]:
    """The measures as they are read."""
    return [_row(one.record) for one in work.measures]


def _row(one: Measure) -> dict[str, str]:
    last = last_follow_up(one)
    return {
        "Åtgärd": one.title, "Ägare": one.owner, "Läge": one.state.words,
        "Senast uppföljd": f"{last.on}: {last.decision.words}" if last else "inte uppföljd",
    }  # fmt: skip


def undecided(document: Document, *, today: date) -> str:
    """Why a yearly plan must be decided, "" when it need not."""
    if document.kind is not DocumentKind.WORK_PLAN or document.decided_on is not None:
        return ""
    ended = document.valid_until is not None and document.valid_until < today
    return "" if ended else "är inte beslutad"
