"""catalog: check and list the definitions."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_error, print_faults, print_json
from lagesbild.domain.errors import SetupError

if TYPE_CHECKING:
    from lagesbild.catalog.catalogue import Catalog

HELP = "Kontrollerar eller listar definitionerna."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    what = parser.add_subparsers(dest="what", metavar="check|list", required=True)
    check = what.add_parser("check", help="kontrollerar alla filer i data/catalog")
    add_json_flag(check)
    add_json_flag(what.add_parser("list", help="listar alla indikatorer"))


def run(args: Namespace) -> int:
    return _check(args) if args.what == "check" else _list(args)


def _check(args: Namespace) -> int:
    """Exit code 1 when a file does not fit."""
    from lagesbild.catalog.reading import check_catalog, load_catalog
    from lagesbild.ingest.receipt import fault_document
    from lagesbild.settings import DATA

    faults = check_catalog(DATA / "catalog")
    number = 0 if faults else len(load_catalog(DATA / "catalog").indicators)
    if args.json:
        print_json({"indicators": number, "faults": [fault_document(one) for one in faults]})
    elif faults:
        print_faults(faults)
    else:
        print(f"Katalogen stämmer: {number} indikatorer.")
    return 1 if faults else 0


def _list(args: Namespace) -> int:
    indicators = sorted(_whole_catalog().indicators.values(), key=lambda one: one.id)
    if args.json:
        print_json(
            [
                {
                    "id": one.id, "name": one.name, "source": one.source, "unit": one.unit,
                    "polarity": one.polarity.value, "levels": [level.value for level in one.levels],
                    "secrecy": one.secrecy.value, "min_count": one.min_count, "origin": one.origin,
                }
                for one in indicators
            ]
        )  # fmt: skip
    else:
        for one in indicators:
            print(f"{one.id}\t{one.name}\t{one.unit}\t{one.source}")
    return 0


def _whole_catalog() -> Catalog:
    """The files and what deliveries have added; the files alone while the app has the database."""
    from lagesbild.catalog.reading import load_catalog
    from lagesbild.ui.context import CATALOG_FOLDER

    try:
        with opened_context() as context:
            return context.catalog()
    except SetupError as error:
        if error.code != "DB-001":
            raise
        print_error(
            "Databasen används av ett annat program: bara definitionerna i data/catalog visas."
        )
        return load_catalog(CATALOG_FOLDER)
