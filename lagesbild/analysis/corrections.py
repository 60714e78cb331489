"""Which figures are known to be wrong where they came from, and where that has been put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.access.policy import Action, may
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.correction import CorrectionStatus
from lagesbild.store.profiles import DeliveredCorrection, list_corrections

STATUS_TEXTS = {
    CorrectionStatus.REPORTED: "anmäld till källan",
    CorrectionStatus.CONFIRMED: "bekräftad",
    CorrectionStatus.FIXED: "rättad i källan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """One error: what it is about, why, and where it was put right. Never the figure itself."""

    source: str
    measure: str
    area: str
    period: str
    reason: str
    status: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionList:
    """Errors that are written down, and cells that were read as something else because of them."""

    sentence: str
    known: tuple[CorrectionLine, ...]
    made: tuple[CorrectionLine, ...]


def corrections(inquiry: Inquiry) -> CorrectionList:
    """Everything that is corrected, for those who may see what has been delivered."""
    known = tuple(
        _line(
            inquiry, source=one.source, measure=one.measure, area=one.area_code,
            start=one.period_start, end=one.period_end, reason=one.reason, status=one.status,
            where="",
        )
        for one in inquiry.catalog.corrections
    )  # fmt: skip
    sees = may(inquiry.person, action=Action.SEE_DELIVERIES)
    delivered = (
        list_corrections(inquiry.store, kommun_code=inquiry.person.kommun_code) if sees else []
    )
    made = tuple(_made(inquiry, one) for one in delivered)
    return CorrectionList(sentence=_sentence(len(known), len(made)), known=known, made=made)


def _made(inquiry: Inquiry, one: DeliveredCorrection) -> CorrectionLine:
    cell = one.correction
    sheet = f"{cell.source_sheet}, " if cell.source_sheet else ""
    return _line(
        inquiry, source=one.source_id, measure=cell.measure, area=cell.area_code,
        start=cell.period_start, end=cell.period_end, reason=cell.reason,
        status=CorrectionStatus(cell.status),
        where=f"leverans {one.delivery_id}, {one.file_name}: {sheet}rad {cell.source_row}, "
        f"kolumn {cell.source_column}",
    )  # fmt: skip


def _line(
    inquiry: Inquiry, *, source: str, measure: str, area: str, start: date, end: date, reason: str,
    status: CorrectionStatus, where: str,
) -> CorrectionLine:  # fmt: skip
    sources, measures, areas = inquiry.catalog.sources, inquiry.catalog.measures, inquiry.areas
    return CorrectionLine(
        source=sources[source].name if source in sources else source,
        measure=measures[measure].name if measure in measures else measure,
        area=areas[area].name if area in areas else area,
        period=f"{start.isoformat()} till {(end - timedelta(days=1)).isoformat()}",
        reason=reason, status=STATUS_TEXTS[status], where=where,
    )  # fmt: skip


def _sentence(known: int, made: int) -> str:
    if not known and not made:
        return "Inga fel i källornas siffror är kända, och ingen siffra har rättats."
    errors = "Ett fel är känt" if known == 1 else f"{known or 'Inga'} fel är kända"
    cells = "en siffra har rättats" if made == 1 else f"{made or 'inga'} siffror har rättats"
    return f"{errors} i källornas siffror, och {cells} när filer har lästs."
