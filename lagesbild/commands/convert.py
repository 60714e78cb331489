"""convert: a file as one clean table, as CSV or Parquet; needs no database."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.commands.output import add_json_flag, print_faults, print_json
from lagesbild.commands.reading import find_source_in_files, reference_areas, understand_file
from lagesbild.domain.errors import FileRefused, SetupError
from lagesbild.domain.spreadsheet import harmless_cell

if TYPE_CHECKING:
    import pandas as pd

    from lagesbild.ingest.table import Understood

HELP = "Skriver en fil som en ren tabell. Behöver ingen databas."
SUFFIXES = (".csv", ".parquet")


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("file", metavar="FIL", type=Path, help="filen som ska läsas")
    parser.add_argument(
        "--out", metavar="UT", type=Path, required=True, help="ny fil, .csv eller .parquet"
    )
    parser.add_argument("--shape", choices=("long", "table"), default="long",
                        help="long: en rad per tal. table: raderna som de står (annars long)")  # fmt: skip
    parser.add_argument("--source", metavar="ID", help="källans id, till exempel skolverket")
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 1 when the file is refused; then nothing is written."""
    if args.out.suffix.lower() not in SUFFIXES:
        raise SetupError(
            "KM-002", f"{args.out.name} slutar inte på .csv eller .parquet.",
            remedy="Ge den nya filen ett av de två sluten.",
        )  # fmt: skip
    source, areas = find_source_in_files(args.source), reference_areas()
    understood = understand_file(args.file, source=source, areas=areas)
    if source is not None and source.groups and args.shape == "long":
        raise without_figures(understood, holds="kommungrupper")
    refuse_boundaries(understood)
    if understood.faults:
        frame = None
    elif args.shape == "long":
        from lagesbild.ingest.long import to_long

        frame = _stack([to_long(one, areas=areas, source=source) for one in understood.tables])
    else:
        from lagesbild.ingest.long import to_plain

        frame = _stack([to_plain(one) for one in understood.tables])
    if frame is not None:
        write_table(frame, path=args.out)
    _report(args, rows=0 if frame is None else len(frame), understood=understood)
    return 0 if frame is not None else 1


def refuse_boundaries(understood: Understood) -> None:
    """raises  FileRefused KM-020: boundaries are no table of figures"""
    from lagesbild.ingest.readers.boundaries import BOUNDARY_FORMATS

    if understood.format in BOUNDARY_FORMATS:
        raise without_figures(understood, holds="gränser")


def without_figures(understood: Understood, *, holds: str) -> FileRefused:
    """The refusal of a file that has no row a number."""
    return FileRefused(
        "KM-020", f"{understood.file} har {holds} och inga siffror att skriva som tabell.",
        remedy="Lämna den med deliver, eller se vad den innehåller med inspect.",
    )  # fmt: skip


def _stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def write_table(frame: pd.DataFrame, *, path: Path) -> None:
    """The whole file or none of it.

    raises  SetupError KM-003 when it cannot be written
    """
    passing = path.with_name(f".{path.name}.del")
    try:
        if path.suffix.lower() == ".parquet":
            _with_dates(frame).to_parquet(passing, index=False)
        else:
            _without_formulas(frame).to_csv(passing, index=False, encoding="utf-8")
        os.replace(passing, path)
    except OSError as error:
        passing.unlink(missing_ok=True) if passing.parent.is_dir() else None
        raise SetupError(
            "KM-003", f"Filen {path} går inte att skriva.",
            remedy="Kontrollera att mappen finns, att du får skriva i den och att det finns plats.",
        ) from error  # fmt: skip


def _without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """For a file that may be opened in a spreadsheet; a figure or a mark stays as it stood."""
    safe = frame.rename(columns=lambda name: harmless_cell(str(name)))
    for place in range(frame.shape[1]):
        texts = frame.iloc[:, place]
        if texts.dtype == object or str(texts.dtype) in {"str", "string"}:
            safe.isetitem(place, texts.map(_cell, na_action="ignore"))
    return safe


def _cell(value: object) -> object:
    return harmless_cell(value) if isinstance(value, str) else value


def _with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Periods as dates; Parquet would otherwise keep a time of day that means nothing."""
    days = {name: "date32[pyarrow]" for name in ("period_start", "period_end") if name in frame}
    return frame.astype(days)


def _report(args: Namespace, *, rows: int, understood) -> None:  # type: ignore[no-untyped-def]
    from lagesbild.ingest.receipt import fault_document

    print_faults((*understood.faults, *understood.warnings))
    if args.json:
        print_json(
            {
                "file": args.file.name, "out": str(args.out), "shape": args.shape, "rows": rows,
                "faults": [fault_document(one) for one in understood.faults],
                "warnings": [fault_document(one) for one in understood.warnings],
            }
        )  # fmt: skip
    elif rows:
        print(f"{args.out}: {rows} rader.")
