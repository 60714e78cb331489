"""Known errors at a source, as a person has written them down with a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lagesbild.catalog.entry import Entry
from lagesbild.catalog.reading import open_entry
from lagesbild.domain.correction import Correction, CorrectionStatus
from lagesbild.domain.errors import Fault, LagesbildError


def load_corrections(folder: Path) -> tuple[Correction, ...]:
    """Corrections of every .toml file in the folder, in order of file name; none is no error.

    raises  LagesbildError with the first misfit's code (KA-018 for a period that ends before it
            starts, otherwise as for the catalogue)
    """
    faults: list[Fault] = []
    found: list[Correction] = []
    for path in sorted(folder.glob("*.toml")):
        entry = open_entry(path, faults=faults)
        if entry is not None:
            found.extend(_read_correction(row) for row in entry.tables("corrections"))
            entry.close()
    if faults:
        raise LagesbildError(faults[0].code, faults[0].message, remedy=faults[0].remedy)
    return tuple(found)


def _read_correction(row: Entry) -> Correction:
    correction = Correction(
        source=row.text("source"),
        measure=row.text("measure"),
        area_code=row.text("area_code"),
        period_start=row.day("period_start"),
        period_end=row.day("period_end"),
        raw=row.text("raw"),
        right=row.optional_text("right"),
        reason=row.text("reason"),
        status=row.word("status", CorrectionStatus),
        breakdown=row.optional_text("breakdown"),
    )
    row.close(within="corrections.")
    if date.min < correction.period_end <= correction.period_start:
        row.refuse("KA-018", "perioden slutar innan den börjar.", name="corrections.period_end",
                   remedy="period_end är första dagen efter perioden.")  # fmt: skip
    return correction
