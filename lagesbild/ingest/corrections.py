"""Known errors put right on the way in: the cell as printed is kept, with what was done and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from lagesbild.domain.correction import Correction, CorrectionStatus
from lagesbild.domain.errors import Fault, LagesbildError
from lagesbild.domain.indicator import Source
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ingest.faults import count_in_words, make_fault, place_in_words
from lagesbild.ingest.long import STATUS_OF_MARK
from lagesbild.ingest.mapping import misfit
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.numbers import parse_numbers
from lagesbild.ingest.personal_data import is_person_in_text
from lagesbild.ingest.resolve import Resolved
from lagesbild.ingest.table import NumberForm
from lagesbild.store.profiles import StoredCorrection

AS_WRITTEN = NumberForm(decimal=",", thousands=" ")
"""How people write the right number: as in any Swedish text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellCorrection:
    """One cell of a file, what it should say (None: nobody knows), and why."""

    sheet: str
    row: int
    column: str
    right: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """Observations with known errors put right.

    used  the corrections that met their cell
    made  what became of each cell
    """

    resolved: Resolved
    used: tuple[Correction, ...]
    made: tuple[StoredCorrection, ...]
    remarks: tuple[Fault, ...]


def correct(
    resolved: Resolved, *, long: pd.DataFrame, corrections: tuple[Correction, ...], source: Source
) -> Corrected:
    """The observations with every correction of the source whose cell stands as it was printed.

    raises  LagesbildError IN-013 when what is right is neither a number nor a mark of the source
    """
    wanted = tuple(dict.fromkeys(one for one in corrections if one.source == source.id))
    if not wanted:
        return Corrected(resolved=resolved, used=(), made=(), remarks=())
    frame = resolved.observations.copy()
    printed = long.loc[frame.index, "raw"].astype(str).map(_plain)
    used, made, remarks = [], [], []
    for one in wanted:
        if is_person_in_text(f"{one.reason} {one.right or ''}"):
            raise misfit("en rättelse innehåller något som ser ut som ett personnummer.")
        rows = frame[_is_meant(frame, one) & (printed == _plain(one.raw))]
        if rows.empty:
            continue
        value, status = _right(one, source=source)
        frame.loc[rows.index, "value"] = value
        frame.loc[rows.index, "status"] = STATUS_CODES[status]
        frame.loc[rows.index, "raw"] = one.raw
        used.append(one)
        made += [_as_stored(one, row=row) for row in rows.to_dict("records")]
        remarks.append(_say(one, rows=rows))
    return Corrected(
        resolved=replace(resolved, observations=frame), used=tuple(used), made=tuple(made),
        remarks=tuple(remarks),
    )  # fmt: skip


def correction_at(
    resolved: Resolved, *, long: pd.DataFrame, cell: CellCorrection, source: Source
) -> Correction:
    """What a person says of one cell of their own file, as it is kept.

    raises  LagesbildError IN-023 when there is no figure in the cell, or what is right is neither a
            number nor a mark
    """
    frame = resolved.observations
    found = frame[
        (frame["source_row"] == cell.row)
        & (frame["source_column"] == cell.column)
        & (frame["source_sheet"].fillna("") == cell.sheet)
    ]
    if len(found) != 1 or is_person_in_text(f"{cell.reason} {cell.right or ''}"):
        raise _cannot(cell)
    figure = found.iloc[0]
    made = Correction(
        source=source.id, measure=figure["measure"], area_code=figure["area_code"],
        period_start=figure["period_start"].date(), period_end=figure["period_end"].date(),
        raw=_plain(str(long["raw"].reindex(found.index).iloc[0])), right=cell.right, reason=cell.reason,
        status=CorrectionStatus.REPORTED, breakdown=figure["breakdown"],
    )  # fmt: skip
    try:
        _right(made, source=source)
    except LagesbildError:
        raise _cannot(cell) from None
    return made


def _cannot(cell: CellCorrection) -> LagesbildError:
    fault = make_fault("IN-023", cell=place_in_words(
        sheet=cell.sheet or None, rows=(cell.row,), column=cell.column
    ))  # fmt: skip
    return LagesbildError(fault.code, fault.message, remedy=fault.remedy)


def _plain(text: str) -> str:
    """A cell for comparison: a hard or thin space is a space."""
    return " ".join(text.split())


def _is_meant(frame: pd.DataFrame, one: Correction) -> pd.Series[bool]:
    return (
        (frame["measure"] == one.measure)
        & (frame["area_code"] == one.area_code)
        & (frame["period_start"] == pd.Timestamp(one.period_start))
        & (frame["period_end"] == pd.Timestamp(one.period_end))
        & (one.breakdown is None or frame["breakdown"] == one.breakdown)
    )


def _right(one: Correction, *, source: Source) -> tuple[float, Status]:
    if one.right is None:
        return float("nan"), Status.MISSING
    read = parse_numbers([one.right], form=AS_WRITTEN)
    if one.right in read:
        return read[one.right], Status.VALUE
    mark = meaning(one.right, source=source)
    if mark is None:
        raise misfit(f"rättelsen ”{one.right}” är varken ett tal eller ett känt tecken.")
    return (0.0 if STATUS_OF_MARK[mark] is Status.VALUE else float("nan")), STATUS_OF_MARK[mark]


def _as_stored(one: Correction, *, row: dict[str, object]) -> StoredCorrection:
    return StoredCorrection(
        measure=one.measure, area_code=one.area_code, period_start=one.period_start,
        period_end=one.period_end, source_sheet=str(row["source_sheet"] or "") or None,
        source_row=int(str(row["source_row"])), source_column=str(row["source_column"]),
        raw=one.raw, right=one.right, reason=one.reason, status=one.status.value,
    )  # fmt: skip


def _say(one: Correction, *, rows: pd.DataFrame) -> Fault:
    first = rows.iloc[0]
    what = "har rättats" if one.right is not None else "har markerats som saknad"
    count = count_in_words(len(rows), one="En siffra", many="siffror")
    return make_fault(
        "IN-111", sheet=str(first["source_sheet"] or "") or None, rows=rows["source_row"],
        column=str(first["source_column"]) or None, count=count, what=what, reason=one.reason,
    )  # fmt: skip
