"""What became of a delivery: for the one who delivered, for scripts, and for the archive."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from lagesbild.domain.errors import Fault
from lagesbild.domain.receipt_paper import PaperRemark, ReceiptPaper
from lagesbild.ingest.faults import FAULT_KINDS, place_in_words
from lagesbild.ingest.remarks import READING_KINDS


class ReceiptStatus(StrEnum):
    """Values are those of the command line contract."""

    STORED = "stored"
    REFUSED = "refused"
    ALREADY_STORED = "already_stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCount:
    """How many areas with boundaries one kommun got, and how many of them were not known before."""

    kommun_code: str
    kommun_name: str
    areas: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCount:
    """How many single events came in, over which days, and which older ones they take the place of.

    with_time, with_point  those that have a time of day, and a point on the map
    first_day, last_day    what the list is the whole of, ISO dates; replaced_* of what it replaces, ""
                           for nothing
    """

    events: int
    with_time: int
    with_point: int
    first_day: str
    last_day: str
    replaced: int
    replaced_first: str = ""
    replaced_last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """A list of kommungrupper in numbers.

    known         how many kommuner there are
    added, moved  kommuner that had no group before, and those that get another
    """

    list_name: str
    groups: int
    kommuner: int
    known: int
    added: int
    moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One delivery's outcome. Until it is confirmed there is no ``delivery_id`` and no ``status``."""

    source: str
    file: str
    sha256: str
    status: ReceiptStatus | None = None
    delivery_id: int | None = None
    rows_read: int = 0
    observations_stored: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    indicators: tuple[str, ...] = ()
    boundaries: tuple[AreaCount, ...] = ()
    events: EventCount | None = None
    groups: GroupCount | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def is_refused(self) -> bool:
        return self.status is ReceiptStatus.REFUSED

    def refused(self, faults: tuple[Fault, ...]) -> Receipt:
        """The receipt of a delivery that stops here."""
        return replace(self, status=ReceiptStatus.REFUSED, faults=faults)


def receipt_document(receipt: Receipt) -> dict[str, object]:
    """The document that ``deliver --json`` prints; keys are stable.

    ``boundaries`` is there for a file with boundaries only: areas of each kommun; ``events`` only for a
    list of single events, ``groups`` for a list of kommungrupper.
    """
    document: dict[str, object] = {
        "delivery_id": receipt.delivery_id,
        "source": receipt.source,
        "file": receipt.file,
        "sha256": receipt.sha256,
        "status": receipt.status.value if receipt.status else None,
        "rows_read": receipt.rows_read,
        "observations_stored": receipt.observations_stored,
        "new": receipt.new,
        "changed": receipt.changed,
        "unchanged": receipt.unchanged,
        "gone": receipt.gone,
        "indicators": list(receipt.indicators),
        "faults": [fault_document(fault) for fault in receipt.faults],
        "warnings": [fault_document(fault) for fault in receipt.warnings],
    }
    if receipt.boundaries:
        document["boundaries"] = [
            {"kommun": one.kommun_code, "name": one.kommun_name, "areas": one.areas, "new": one.new}
            for one in receipt.boundaries
        ]
    if receipt.events:
        document["events"] = asdict(receipt.events)
    if receipt.groups:
        document["groups"] = asdict(receipt.groups)
    return document


def fault_document(fault: Fault) -> dict[str, object]:
    """One remark as the command line contract writes it, with every row beside the first."""
    return {
        "code": fault.code, "sheet": fault.sheet, "row": fault.row, "column": fault.column,
        "message": fault.message, "remedy": fault.remedy, "rows": list(fault.rows),
    }  # fmt: skip


def receipt_json(receipt: Receipt) -> str:
    """The document as text, for the store."""
    return json.dumps(receipt_document(receipt), ensure_ascii=False)


def receipt_in_words(receipt: Receipt, *, source_name: str = "") -> str:
    """The receipt in Markdown that also reads as plain text."""
    lines = [
        f"# {_headline(receipt)}",
        "",
        f"Fil: {receipt.file}  ",
        f"Källa: {source_name or receipt.source}  ",
        f"Kontrollsumma: {receipt.sha256[:12]}  ",
    ]
    if receipt.delivery_id is not None:
        lines.append(f"Leverans: {receipt.delivery_id}  ")
    lines += ["", *_outcome(receipt)]
    lines += _remarks("Fel som stoppar leveransen", receipt.faults)
    lines += _remarks("Att tänka på", receipt.warnings)
    return "\n".join(lines).rstrip() + "\n"


def receipt_from_json(text: str | None) -> Receipt | None:
    """A kept receipt; None where there is none, as for example data."""
    document = json.loads(text or "{}")
    if "sha256" not in document:
        return None
    apart = {"boundaries", "events", "groups", "faults", "warnings", "status"}
    names = set(Receipt.__dataclass_fields__) - apart
    areas = [
        AreaCount(
            kommun_code=one["kommun"], kommun_name=one["name"], areas=one["areas"], new=one["new"]
        )
        for one in document.get("boundaries", [])
    ]
    return Receipt(
        **{name: document[name] for name in names - {"indicators"}},
        indicators=tuple(document["indicators"]),
        status=ReceiptStatus(document["status"]) if document["status"] else None,
        boundaries=tuple(areas),
        events=EventCount(**document["events"]) if document.get("events") else None,
        groups=GroupCount(**document["groups"]) if document.get("groups") else None,
        faults=tuple(map(_fault, document["faults"])),
        warnings=tuple(map(_fault, document["warnings"])),
    )  # fmt: skip


def _fault(document: dict[str, Any]) -> Fault:
    return Fault(**{**document, "rows": tuple(document["rows"])})


REMARKS_ON_PAPER = 12
"""So that a receipt is two pages at most; the marked workbook has them all."""


def receipt_paper(
    receipt: Receipt, *, source_name: str, delivered_by: str, delivered_on: date
) -> ReceiptPaper:
    """The receipt in words for a printed page."""
    facts = [
        ("Källa", source_name or receipt.source),
        ("Fil", receipt.file),
        ("Dag", delivered_on.isoformat()),
        ("Lämnad av", delivered_by),
        ("Kontrollsumma", receipt.sha256[:12] or "–"),
    ]
    if receipt.delivery_id is not None:
        facts.insert(0, ("Leverans", str(receipt.delivery_id)))
    kept = [_of_every_kind(receipt.faults), _of_every_kind(receipt.warnings)]
    return ReceiptPaper(
        title=_headline(receipt),
        facts=tuple(facts),
        outcome=tuple(line.removeprefix("- ") for line in _outcome(receipt)),
        faults=tuple(map(_on_paper, kept[0])),
        warnings=tuple(map(_on_paper, kept[1])),
        left_out=(len(receipt.faults) - len(kept[0]), len(receipt.warnings) - len(kept[1])),
    )


def _of_every_kind(faults: tuple[Fault, ...]) -> list[Fault]:
    """As many as a page holds: the first of each kind, then the second, in order of code and row."""
    seen: Counter[str] = Counter()
    ranked = []
    for fault in faults:
        ranked.append((seen[fault.code], fault))
        seen[fault.code] += 1
    ranked.sort(key=lambda pair: pair[0])
    kept = [fault for _, fault in ranked[:REMARKS_ON_PAPER]]
    return sorted(kept, key=lambda one: (one.code, one.row or 0))


def _on_paper(fault: Fault) -> PaperRemark:
    rows = fault.rows or ((fault.row,) if fault.row else ())
    where = place_in_words(sheet=fault.sheet, rows=rows, column=fault.column)
    return PaperRemark(
        where=where[:1].upper() + where[1:] or "Hela filen",
        what=fault.message.removesuffix(f" ({where})"), remedy=fault.remedy, code=fault.code,
    )  # fmt: skip


def count_by_code(faults: tuple[Fault, ...]) -> list[tuple[str, str, int]]:
    """Code, title and how many, in order of code."""
    counted = Counter(fault.code for fault in faults)
    return [(code, title_of(code), counted[code]) for code in sorted(counted)]


def title_of(code: str) -> str:
    """What a code is called; readers' and the store's own codes are shown by their code."""
    kind = FAULT_KINDS.get(code) or READING_KINDS.get(code)
    if code.startswith("GEO-"):
        return "Gränserna kan inte läsas"
    return kind.title if kind else code


def remedy_of(code: str) -> str:
    """What to do about any remark of a kind; "" when that depends on the file."""
    kind = FAULT_KINDS.get(code) or READING_KINDS.get(code)
    return kind.remedy if kind and "{" not in kind.remedy else ""


def _headline(receipt: Receipt) -> str:
    return {
        ReceiptStatus.STORED: "Kvitto: leveransen är sparad",
        ReceiptStatus.REFUSED: "Leveransen togs inte emot",
        ReceiptStatus.ALREADY_STORED: "Filen är redan lämnad",
        None: "Så blir leveransen",
    }[receipt.status]


def _outcome(receipt: Receipt) -> list[str]:
    if receipt.status is ReceiptStatus.REFUSED:
        return ["Ingenting har sparats. Rätta felen nedan och lämna filen igen."]
    if receipt.status is ReceiptStatus.ALREADY_STORED:
        return [f"Samma fil finns sedan tidigare som leverans {receipt.delivery_id}. "
                "Ingenting nytt har sparats."]  # fmt: skip
    if receipt.boundaries:
        return [f"- {line}" for line in boundaries_in_words(receipt)]
    if receipt.groups:
        return [f"- {line}" for line in groups_in_words(receipt)]
    indicators = ", ".join(receipt.indicators) or "inga"
    return [
        f"- Lästa rader: {_number(receipt.rows_read)}",
        f"- Siffror: {_number(receipt.observations_stored)} ({_number(receipt.new)} nya, "
        f"{_number(receipt.changed)} ändrade, {_number(receipt.unchanged)} oförändrade)",
        f"- Fanns tidigare men inte i den här filen: {_number(receipt.gone)}",
        f"- Indikatorer som får siffror: {indicators}",
        *(f"- {line}" for line in events_in_words(receipt)),
    ]


def events_in_words(receipt: Receipt) -> list[str]:
    """How many events, with how much known of them, and what they take the place of; none for figures."""
    found = receipt.events
    if found is None:
        return []
    lines = [
        f"Händelser: {_number(found.events)}, varav {_number(found.with_time)} med klockslag och "
        f"{_number(found.with_point)} med plats på kartan",
        f"Listan gäller {found.first_day} till {found.last_day}",
    ]
    if found.replaced:
        lines.append(
            f"Ersätter {_number(found.replaced)} händelser som lämnats förut för samma tid "
            f"({found.replaced_first} till {found.replaced_last})"
        )
    else:
        lines.append("Ersätter inga händelser som lämnats förut")
    return lines


def groups_in_words(receipt: Receipt) -> list[str]:
    """What the list is called, how much it has, and what it changes; none for figures."""
    found = receipt.groups
    if found is None:
        return []
    return [
        f"Lista: ”{found.list_name}”",
        f"Grupper: {_number(found.groups)}, med {_number(found.kommuner)} av {_number(found.known)} "
        "kommuner",
        f"Kommuner som inte hade någon grupp förut: {_number(found.added)}",
        f"Kommuner som byter grupp: {_number(found.moved)}",
    ]


KOMMUNER_SHOWN = 10


def boundaries_in_words(receipt: Receipt) -> list[str]:
    """How many areas with boundaries, in all and of each kommun."""
    areas = sum(one.areas for one in receipt.boundaries)
    new = sum(one.new for one in receipt.boundaries)
    lines = [
        f"Områden med gränser: {_number(areas)} ({_number(new)} nya, "
        f"{_number(areas - new)} kända sedan tidigare)"
    ]
    lines += [
        f"{one.kommun_name}: {_number(one.areas)} områden, {_number(one.new)} nya"
        for one in receipt.boundaries[:KOMMUNER_SHOWN]
    ]
    if len(receipt.boundaries) > KOMMUNER_SHOWN:
        lines.append(f"och {len(receipt.boundaries) - KOMMUNER_SHOWN} kommuner till")
    return lines


def _remarks(heading: str, faults: tuple[Fault, ...]) -> list[str]:
    if not faults:
        return []
    lines = ["", f"## {heading}", ""]
    lines += [f"- {title}: {number} ({code})" for code, title, number in count_by_code(faults)]
    for fault in sorted(faults, key=lambda one: (one.code, one.row or 0)):
        lines += ["", f"**{title_of(fault.code)}** ({fault.code})  ", f"{fault.message}  "]
        lines += [f"Gör så här: {fault.remedy}"] if fault.remedy else []
    return lines


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")
