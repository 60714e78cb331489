"""What the gate costs: time per page with and without the pattern, a full pass, and cells lost."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from lagesbild.analysis import protection
from lagesbild.analysis.example_pattern import FILE, write_example_patterns
from lagesbild.analysis.maps import area_map, figures_of_level
from lagesbild.analysis.protection import Protector
from lagesbild.analysis.situation import situation
from lagesbild.analysis.standing import standing
from lagesbild.analysis.trends import trend
from lagesbild.domain.person import Person, Role
from lagesbild.store.hidden import Why, read_bases, read_hidden
from lagesbild.ui.context import Context, make_example, open_context

PERSON = Person(id="b", name="B", role=Role.SAMORDNARE, kommun_code="2260")
PAGE_MS, PASS_S = 50.0, 60.0
PAIRS = 5


def main(*, writes: bool = False) -> int:
    """Print the figures; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="lagesbild-gate-") as name:
        context = open_context(Path(name))
        make_example(context, today=date(2026, 11, 21))
        seconds = full_pass(context, writes=writes)
        added = {page: added_ms(ask) for page, ask in pages(context).items()}
        context.store.close()
    print(f"full pass: {seconds:.1f} s (goal {PASS_S:.0f})")
    for page, milliseconds in added.items():
        print(f"{page}: {milliseconds:+.1f} ms (goal {PAGE_MS:.0f})")
    return int(seconds > PASS_S or max(added.values()) > PAGE_MS)


def full_pass(context: Context, *, writes: bool) -> float:
    """Every pattern of the example anew, in processor seconds; the cells they take."""
    with patch.object(protection, "read_example_pattern", lambda *_, **__: None):
        protector = Protector(store=context.store, catalog=context.catalog(), owner=None)
        began = time.process_time()
        protector.refresh_all()
        seconds = time.process_time() - began
    found = {
        whose.measure: (basis.text, read_hidden(context.store, whose=whose))
        for whose, basis in read_bases(context.store).items()
    }
    why = pd.concat([rows["why"] for _, rows in found.values()])
    small, company = int((why == Why.SMALL).sum()), int((why == Why.COMPANY).sum())
    print(f"small {small}, company {company} ({company / small:.1%}), {len(found)} measures")
    print(f"not protected: {sum(b.unprotected for b in read_bases(context.store).values())}")
    if writes:
        write_example_patterns(found, path=FILE)
    return seconds


def pages(context: Context) -> dict[str, Callable[[], object]]:
    """The questions of the pages, on all of Sweden."""
    asked = context.inquiry(person=PERSON)

    def on_the_map() -> object:
        return area_map(asked, everything=figures_of_level(asked, indicator_id="bilbrott"))

    return {
        "Översikt": lambda: situation(asked),
        "Indikator": lambda: trend(asked, indicator_id="bilbrott"),
        "Karta": on_the_map,
        "Jämför": lambda: standing(asked, indicator_id="bilbrott"),
    }


@contextmanager
def without_pattern():  # type: ignore[no-untyped-def]
    def nothing(_: Protector, frame: pd.DataFrame) -> pd.Series:
        return pd.Series(False, index=frame.index)

    with (
        patch.object(Protector, "hidden_rows", nothing),
        patch.object(Protector, "untold_sums", nothing),
    ):
        yield


def added_ms(ask: Callable[[], object]) -> float:
    """The median difference of pairs, with and without the pattern."""
    ask()
    differences = []
    for _ in range(PAIRS):
        with without_pattern():
            plain = _time(ask)
        differences.append(_time(ask) - plain)
    return statistics.median(differences) * 1000


def _time(ask: Callable[[], object]) -> float:
    began = time.process_time()
    ask()
    return time.process_time() - began


if __name__ == "__main__":
    raise SystemExit(main(writes="--skriv" in sys.argv))
