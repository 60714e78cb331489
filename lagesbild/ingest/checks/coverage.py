"""Areas that were in what was delivered before and are not in this file."""

from __future__ import annotations

from collections.abc import Iterable

from lagesbild.domain.errors import Fault
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.faults import count_in_words, make_fault

LEAST_SHARE = 0.5
"""A file about fewer of the areas than this is another kind of file, not one with holes in it."""

SHOWN = 5


def check_coverage(examined: Examined) -> list[Fault]:
    """One remark for all measures that lack the same areas."""
    now, before = _by_measure(examined.reach.areas), _by_measure(examined.covered.keys())
    lacking: dict[frozenset[str], list[str]] = {}
    for measure, codes in before.items():
        here = now.get(measure, set())
        gone = frozenset(codes - here)
        if gone and len(codes & here) >= LEAST_SHARE * len(codes):
            lacking.setdefault(gone, []).append(examined.resolved.measures[measure].name)
    return [_told(examined, gone=gone, names=names) for gone, names in lacking.items()]


def _told(examined: Examined, *, gone: frozenset[str], names: list[str]) -> Fault:
    said = sorted({name for (_, code), name in examined.covered.items() if code in gone})
    return make_fault(
        "IN-113",
        count=count_in_words(len(gone), one="Ett område", many="områden"),
        areas=", ".join(said[:SHOWN]) + (" …" if len(said) > SHOWN else ""),
        names=", ".join(sorted(names)[:3]),
    )


def _by_measure(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for measure, code in pairs:
        found.setdefault(measure, set()).add(code)
    return found
