"""signals: what stands out in one kommun or in all, as a role would be told."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_error, print_json
from lagesbild.commands.reading import find_person
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import Secrecy

if TYPE_CHECKING:
    from lagesbild.analysis.inquiry import Inquiry
    from lagesbild.analysis.newest_rows import Rows
    from lagesbild.catalog.catalogue import Catalog
    from lagesbild.domain.geography import Area
    from lagesbild.ui.context import Context

HELP = "Undersöker alla mått och säger vad som sticker ut, så som en roll får se det."
AT_ONCE = 10
"""Kommuner a process takes at a time: often enough that the count on the screen moves."""

MOST_PROCESSES = 4
Found = dict[str, Any]


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--kommun", metavar="KOD", help="kommunens kod (annars den egna)")
    which.add_argument("--all", action="store_true", help="alla kommuner")
    parser.add_argument(
        "--as", metavar="ROLL", dest="person", help="roll att fråga som (annars public)"
    )
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Nothing leaves here that did not pass the gate."""
    person = find_person(args.person, default=Role.PUBLIC.value)
    with opened_context() as context:
        codes = _codes(context, args, person=person)
        if not args.all:
            inquiry = context.inquiry(person=person, kommun_code=codes[0] or None)
            found = [_told(inquiry)]
        else:
            work = _Work.of(context, person=person)
        _note(context, person=person, subject=codes[0] if len(codes) == 1 else "alla kommuner")
    if args.all:
        found = list(_all_of(work, codes))
    if args.json:
        print_json(found)
    else:
        _print(found)
    return 0


def _codes(context: Context, args: Namespace, *, person: Person) -> list[str]:
    if not args.all:
        inquiry = context.inquiry(person=person, kommun_code=args.kommun)
        return [inquiry.kommun.code]
    areas = context.areas(person.kommun_code).values()
    return sorted(area.code for area in areas if area.level is AreaLevel.KOMMUN)


def _told(inquiry: Inquiry, *, delivered: Rows | None = None) -> Found:
    from lagesbild.analysis.signals import counts_text, examine

    found = examine(inquiry, delivered=delivered)
    return {
        "kommun": inquiry.kommun_code, "name": found.kommun, "summary": counts_text(found),
        "signals": [
            {
                "indicator": one.id, "name": one.indicator.name, "judgement": one.judgement,
                "area": place.area_code, "sentence": place.sentence, "doubts": list(place.doubts),
                "start": place.start, "end": place.end, "strength": round(place.strength, 2),
                "example": found.is_example,
            }
            for one in found.signals for place in one.deviations
        ],
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What a process of its own needs: the database is opened anew, for reading."""

    folder: Path
    key: str
    catalog: Catalog
    areas: dict[str, Area]
    person: Person

    @classmethod
    def of(cls, context: Context, *, person: Person) -> _Work:
        """Afterwards nothing needs to be written: the pattern of what is hidden is made here."""
        from lagesbild.analysis.protection import Protector
        from lagesbild.settings import database_key

        owner = person.kommun_code
        catalog = context.catalog(owner)
        Protector(store=context.store, catalog=catalog, owner=owner).refresh_all()
        return cls(
            folder=context.folder, key=database_key(), catalog=catalog, areas=context.areas(owner),
            person=person,
        )  # fmt: skip


def _all_of(work: _Work, codes: Sequence[str]) -> Iterator[Found]:
    """Every kommun, on as many processors as there are; how far it has come is told on stderr."""
    from lagesbild.settings import use_one_thread_each

    use_one_thread_each()
    parts = [list(codes[n : n + AT_ONCE]) for n in range(0, len(codes), AT_ONCE)]
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(parts))
    done = 0
    with ProcessPoolExecutor(max_workers=processes, mp_context=get_context("spawn")) as pool:
        for found in pool.map(_examine_some, [work] * len(parts), parts):
            done += len(found)
            print_error(f"{done} av {len(codes)} kommuner undersökta")
            yield from found


def _examine_some(work: _Work, codes: Sequence[str]) -> list[Found]:
    """Runs in a process of its own."""
    from lagesbild.analysis.inquiry import Inquiry
    from lagesbild.analysis.signals import rows_for_many
    from lagesbild.settings import today

    store = _store_of(work)
    asked = [
        Inquiry(
            store=store, catalog=work.catalog, areas=work.areas, person=work.person,
            kommun_code=code, today=today(),
        )
        for code in codes
    ]  # fmt: skip
    delivered = rows_for_many(asked)
    return [_told(one, delivered=delivered) for one in asked]


_OPENED: dict[Path, Any] = {}
"""A process opens the database once."""


def _store_of(work: _Work) -> Any:
    from lagesbild.store.connection import open_store_to_read

    if work.folder not in _OPENED:
        _OPENED[work.folder] = open_store_to_read(work.folder, key=work.key)
    return _OPENED[work.folder]


def _note(context: Context, *, person: Person, subject: str) -> None:
    """Whoever may see restricted measures is told of them here too."""
    from lagesbild.access.policy import may_see

    if may_see(person, secrecy=Secrecy.RESTRICTED):
        context.note(
            person=person, action="export", subject=f"signaler {subject}",
            details={"data_version": context.data_version()},
        )  # fmt: skip


def _print(found: Sequence[Found]) -> None:
    for one in found:
        print(f"{one['name']}: {one['summary']}")
        for signal in one["signals"]:
            print(f"  {signal['sentence']}")
            for doubt in signal["doubts"]:
                print(f"    Talar emot: {doubt}")
