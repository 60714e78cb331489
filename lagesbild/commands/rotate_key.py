"""rotate-key: the same installation under another key."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from lagesbild.commands.encrypt import change_key, required_key
from lagesbild.commands.output import add_json_flag, print_json

HELP = "Byter från nyckeln i LAGESBILD_NYCKEL till den i LAGESBILD_NY_NYCKEL."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when a key is missing or does not fit."""
    from lagesbild.settings import data_folder, database_key, next_database_key

    result = change_key(
        data_folder(), old=required_key(database_key()), new=required_key(next_database_key())
    )
    if args.json:
        print_json(result)
    else:
        print(f"Klart: databasen och {result['files']} filer i arkivet har den nya nyckeln.")
        print(
            "Sätt LAGESBILD_NYCKEL till den nya. Behåll den gamla så länge gamla kopior ska gå att läsa."
        )
    return 0
