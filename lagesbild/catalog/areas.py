"""Areas that every installation starts with."""

from __future__ import annotations

import csv
from pathlib import Path

from lagesbild.domain.errors import LagesbildError, SetupError
from lagesbild.domain.geography import Area, AreaLevel

_COLUMNS = {"code", "name", "level", "parent_code"}


def load_areas(path: Path) -> list[Area]:
    """Areas of a UTF-8 file with the columns code, name, level, parent_code, and perhaps kommun_code.

    Codes are text: 0114 keeps its zero.

    raises  SetupError KA-016 when the file is not there; LagesbildError KA-017 on a row that does
            not fit
    """
    if not path.is_file():
        raise SetupError("KA-016", f"Filen {path.name} med områden saknas.",
                         remedy="Hämta projektet på nytt.")  # fmt: skip
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(rows.fieldnames or ()) >= _COLUMNS:
            raise _misfit(path, line=1, reason=f"kolumnerna {', '.join(sorted(_COLUMNS))} krävs")
        areas = [_area(row, path=path, line=number) for number, row in enumerate(rows, start=2)]
    _refuse_orphans(areas, path=path)
    return areas


def _area(row: dict[str, str | None], *, path: Path, line: int) -> Area:
    level = row["level"] or ""
    if not row["code"] or not row["name"]:
        raise _misfit(path, line=line, reason="code och name får inte vara tomma")
    if level not in {one.value for one in AreaLevel}:
        raise _misfit(path, line=line, reason=f"nivån ”{level}” finns inte")
    return Area(
        code=row["code"], name=row["name"], level=AreaLevel(level),
        parent_code=row["parent_code"] or None, kommun_code=row.get("kommun_code") or None,
    )  # fmt: skip


def _refuse_orphans(areas: list[Area], *, path: Path) -> None:
    codes: set[str] = set()
    for line, area in enumerate(areas, start=2):
        if area.code in codes:
            raise _misfit(path, line=line, reason=f"koden {area.code} finns två gånger")
        codes.add(area.code)
    for line, area in enumerate(areas, start=2):
        if area.parent_code is not None and area.parent_code not in codes:
            raise _misfit(path, line=line, reason=f"området {area.parent_code} finns inte")


def _misfit(path: Path, *, line: int, reason: str) -> LagesbildError:
    return LagesbildError("KA-017", f"{path.name}, rad {line}: {reason}.",
                          remedy="Rätta raden och börja om.")  # fmt: skip
