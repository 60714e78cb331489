"""demo: the invented example data, into an empty store."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_error, print_json
from lagesbild.domain.errors import SetupError

if TYPE_CHECKING:
    from lagesbild.ui.context import Context

HELP = "Fyller en tom databas med påhittade exempeldata."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when the store is not empty."""
    from lagesbild.settings import home_kommun
    from lagesbild.store.deliveries import list_deliveries

    with opened_context() as context:
        _load(context)
        found = list_deliveries(context.store, kommun_code=home_kommun())
    stored = sum(one.observations_stored for one in found)
    if args.json:
        print_json({"deliveries": len(found), "observations": stored})
    else:
        print(f"Klart: {stored} påhittade siffror.")
    return 0


def _load(context: Context) -> None:
    from lagesbild.store.observations import has_observations
    from lagesbild.ui.context import load_example

    if has_observations(context.store):
        raise SetupError(
            "KM-006", "Databasen är inte tom, så inga exempeldata har lagts in.",
            remedy="Peka LAGESBILD_DATA mot en ny mapp om du vill prova med exempeldata.",
        )  # fmt: skip
    print_error("Lägger in exempeldata – påhittade siffror …")
    load_example(context)
