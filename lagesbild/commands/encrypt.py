"""encrypt: put an installation under a key."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.commands.reading import LOCAL, find_person
from lagesbild.domain.errors import SetupError

HELP = "Krypterar databasen och arkivet med nyckeln i LAGESBILD_NYCKEL."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when there is no key, or it does not fit."""
    from lagesbild.settings import data_folder, database_key

    result = change_key(data_folder(), old="", new=required_key(database_key()))
    if args.json:
        print_json(result)
    else:
        print(f"Klart: databasen och {result['files']} filer i arkivet är krypterade.")
        print(
            "Förvara nyckeln på två ställen. Utan den går ingenting att läsa, inte heller kopior."
        )
    return 0


def required_key(key: str) -> str:
    """raises SetupError KM-015 when no key is set."""
    if key:
        return key
    raise SetupError(
        "KM-015", "Ingen krypteringsnyckel är inställd.",
        remedy="Ställ in den i miljön eller i .streamlit/secrets.toml. docs/security.md visar hur den "
        "skapas.",
    )  # fmt: skip


def change_key(folder: Path, *, old: str, new: str) -> dict[str, object]:
    """Database and archive from one key to another; may be run again after an interruption."""
    from lagesbild.store.files import reseal_archive, reseal_database
    from lagesbild.store.sealing import Seal

    seals = {"old": Seal(old) if old else None, "new": Seal(new) if new else None}
    is_changed = reseal_database(folder, **seals)
    files = reseal_archive(folder / "arkiv", **seals)
    if is_changed:
        _note(folder, key=new)
    return {"database": is_changed, "files": files}


def _note(folder: Path, *, key: str) -> None:
    from lagesbild.store.audit import append_audit
    from lagesbild.store.connection import open_store

    with closing(open_store(folder, key=key)) as store:
        append_audit(
            store, person=find_person(None, default=LOCAL), action="rekey",
            subject="på" if key else "av",
        )  # fmt: skip
