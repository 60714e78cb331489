"""decrypt: an installation without a key again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from lagesbild.commands.encrypt import change_key, required_key
from lagesbild.commands.output import add_json_flag, print_json

HELP = "Tar bort krypteringen av databasen och arkivet."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when the key does not fit."""
    from lagesbild.settings import data_folder, database_key

    result = change_key(data_folder(), old=required_key(database_key()), new="")
    if args.json:
        print_json(result)
    else:
        print(f"Klart: databasen och {result['files']} filer i arkivet är inte krypterade längre.")
        print("Ta bort LAGESBILD_NYCKEL innan Lägesbild startas.")
    return 0
