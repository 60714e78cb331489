"""Översikt is worked out before somebody asks for it: when figures have come or gone, and at a start to
which nobody comes at once.

It takes a second for a kommun, and from then on it is kept. Nothing is shown from here: what is worked
out goes through the gate with the eyes of a role that somebody has looked with, and lies in the cache
under that role.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date

from lagesbild.domain.person import Person
from lagesbild.settings import today
from lagesbild.ui import cache
from lagesbild.ui.context import local_person
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import PAGES

MOST_REMEMBERED = 4
SECONDS_BETWEEN_LOOKS = 2.0

Known = tuple[int, date]
"""The data version and the day that everything was worked out for."""

_seen: OrderedDict[tuple[str, str, str], tuple[Person, str]] = OrderedDict()
_noting = threading.Lock()


def note_seen(page: PageContext) -> None:
    """Somebody looks at Översikt: whoever has the same eyes will want it again tomorrow."""
    person, kommun = page.person, page.kommun_code
    key = (person.role.value, person.kommun_code or "", kommun)
    with _noting:
        _seen[key] = (person, kommun)
        _seen.move_to_end(key)
        while len(_seen) > MOST_REMEMBERED:
            _seen.popitem(last=False)


def now() -> Known:
    return cache.context().data_version(), today()


def work_out_for_local() -> None:
    """The first page of an installation without sign-in."""
    person = local_person()
    _work_out(person, kommun=person.kommun_code or "")


def catch_up(known: Known) -> Known:
    """Work out again what was seen, if there are other figures or another day than ``known``."""
    current = now()
    if current != known:
        with _noting:
            wanted = list(_seen.values())
        for person, kommun in wanted:
            _work_out(person, kommun=kommun)
    return current


def _work_out(person: Person, *, kommun: str) -> None:
    context = cache.context()
    cache.situation(
        PageContext(
            entry=PAGES[0], person=person, context=context, version=context.data_version(),
            inquiry=context.inquiry(person=person, kommun_code=kommun),
        )
    )  # fmt: skip
