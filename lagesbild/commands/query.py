"""query: released figures as a role would see them."""

from __future__ import annotations

import csv
import io
import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.access.policy import may_see
from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import print_json
from lagesbild.commands.reading import find_person
from lagesbild.domain.errors import SetupError
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import Role
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.spreadsheet import harmless

if TYPE_CHECKING:
    import pandas as pd

    from lagesbild.domain.indicator import Indicator
    from lagesbild.domain.period import Period
    from lagesbild.domain.person import Person
    from lagesbild.ui.context import Context

HELP = "Visar siffror så som en roll får se dem."
DATES = ("period_start", "period_end", "issued_on")


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("indicator", metavar="INDIKATOR", help="indikatorns id, se catalog list")
    parser.add_argument("--area", metavar="KOD", nargs="+", action="extend", help="områdeskoder")
    parser.add_argument("--level", metavar="NIVÅ", choices=[one.value for one in AreaLevel],
                        help="riket, lan, kommun, delomrade, skola, verk eller plats")  # fmt: skip
    parser.add_argument(
        "--from", metavar="PERIOD", dest="start", help="från och med, till exempel 2020"
    )
    parser.add_argument(
        "--to", metavar="PERIOD", dest="end", help="till och med, till exempel 2024-06"
    )
    parser.add_argument("--breakdown", metavar="NAMN=VÄRDE", nargs="+", action="extend", default=[],
                        help="bara rader med den uppdelningen")  # fmt: skip
    parser.add_argument(
        "--as", metavar="ROLL", dest="person", help="roll att fråga som (annars public)"
    )
    parser.add_argument("--format", choices=("csv", "json", "parquet"), default="csv")
    parser.add_argument("--out", metavar="UT", type=Path, help="skriv till en fil i stället")


def run(args: Namespace) -> int:
    """Nothing leaves here that did not pass the gate."""
    person = find_person(args.person, default=Role.PUBLIC.value)
    start, end = _period(args.start), _period(args.end)
    wanted = [_pair(text) for text in args.breakdown]
    from lagesbild.analysis.figures import released_figures
    from lagesbild.domain.results import FIGURE_COLUMNS

    with opened_context() as context:
        inquiry = context.inquiry(person=person)
        for code in args.area or ():
            inquiry.area(code)
        released = released_figures(
            inquiry, indicator_id=args.indicator, area_codes=args.area,
            levels=[AreaLevel(args.level)] if args.level else None,
            start=start.start if start else None, end=end.end if end else None,
        )  # fmt: skip
        _note(context, person=person, indicator=released.indicator)
    frame = released.frame
    frame = frame[frame["breakdown"].map(lambda text: _has_pairs(text, wanted)).astype(bool)]
    frame = frame.sort_values(["area_code", "period_start", "breakdown"])
    _write(frame[list(FIGURE_COLUMNS)], args=args)
    return 0


def _note(context: Context, *, person: Person, indicator: Indicator) -> None:
    """Restricted figures that are not refused stand in the audit, however they leave."""
    if indicator.secrecy is Secrecy.RESTRICTED and may_see(person, secrecy=indicator.secrecy):
        context.note(
            person=person, action="export", subject=indicator.id,
            details={"data_version": context.data_version()},
        )  # fmt: skip


def _period(text: str | None) -> Period | None:
    from lagesbild.ingest.periods import read_period

    period = read_period(text) if text else None
    if text and period is None:
        raise SetupError(
            "KM-007", f"Perioden ”{text}” går inte att läsa.",
            remedy="Skriv till exempel 2024, 2024-05 eller 2023/24.",
        )  # fmt: skip
    return period


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise SetupError(
            "KM-008", f"”{text}” är inte en uppdelning.",
            remedy="Skriv den som NAMN=VÄRDE, till exempel \"Typ av huvudman=Kommunal\".",
        )  # fmt: skip
    return name.strip().casefold(), value.strip().casefold()


def _has_pairs(text: str, wanted: list[tuple[str, str]]) -> bool:
    if not wanted:
        return True
    pairs = {key.casefold(): str(value).casefold() for key, value in json.loads(text).items()}
    return all(pairs.get(key) == value for key, value in wanted)


def _write(frame: pd.DataFrame, *, args: Namespace) -> None:
    if args.format == "parquet" or args.out:
        _write_file(frame, args=args)
        return
    rows = _rows(frame)
    if args.format == "json":
        print_json(rows)
        return
    sys.stdout.write(_csv(rows, columns=list(frame.columns)))


def _write_file(frame: pd.DataFrame, *, args: Namespace) -> None:
    """raises SetupError KM-003 when the file cannot be written."""
    if args.format == "parquet":
        held = io.BytesIO()
        frame.to_parquet(held, index=False)
        content = held.getvalue()
    elif args.format == "json":
        content = json.dumps(_rows(frame), ensure_ascii=False, indent=1).encode()
    else:
        content = _csv(_rows(frame), columns=list(frame.columns)).encode()
    if args.out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        args.out.write_bytes(content)
    except OSError as error:
        raise SetupError(
            "KM-003", f"Filen {args.out} går inte att skriva.",
            remedy="Kontrollera att mappen finns och att du får skriva i den.",
        ) from error  # fmt: skip


def _csv(rows: list[dict[str, object]], *, columns: list[str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _csv_cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _csv_cell(value: object) -> object:
    """Names come from delivered files, and the file may be opened in a spreadsheet."""
    return harmless(value) if isinstance(value, str) else "" if value is None else value


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {name: _plain(value, is_date=name in DATES) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: object, *, is_date: bool) -> object:
    """A cell as JSON and CSV write it: no NaN, whole numbers without a decimal point."""
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124
        return None
    if is_date:
        return pd.Timestamp(str(value)).date().isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return value.item() if hasattr(value, "item") else value
