"""`python -m tests.bench method`: do the signals keep their promise, and do they beat simple rules?

Invented data with known truth and a fixed seed that nothing was chosen on. Writes docs/method-check.md. About eight minutes
of one core; METHOD_PROCESSES=2 shares them out. METHOD_KOMMUNER=4 makes a quick try that is not written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from lagesbild.stats.signals import FALSE_SHARE, Signals, find_signals
from tests.bench.invented_world import (
    CHANGES,
    INDICATORS,
    Floats,
    Planted,
    make_world,
    swedish_sizes,
)
from tests.browser.served import ROOT

MONTHS = 120
AFTER = 36
WHOLE = 48
"""Kommuner of each size; with fewer it is a try, and not written."""

SIZES = (3_000, 9_000, 30_000, 100_000)
KOMMUNER = int(os.environ.get("METHOD_KOMMUNER", str(WHOLE)))
PROCESSES = int(os.environ.get("METHOD_PROCESSES", "1"))
REPORT = ROOT / "docs" / "method-check.md"
LIST_BY_LOOK, LIST_BY_YEAR = (
    "as many false signals as our list, per look",
    "as our list, per series",
)
ONE_OF_LOOKS, FIVE_OF_SERIES = "1 % of all looks are false", "5 % of the series get a false signal"
BASES = (LIST_BY_LOOK, LIST_BY_YEAR, ONE_OF_LOOKS, FIVE_OF_SERIES)
"""Ways to make methods equal: false signals in a look at one series, or at all in its looks."""

OURS = "Lägesbild"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A simple rule as a signed score; ``own`` is the threshold that people use."""

    name: str
    own: float
    one_sided: bool
    score: Callable[[Floats], Floats]


def _share(new: Floats, old: Floats) -> Floats:
    return (new - old) / np.maximum(old, 1.0)


def _z(y: Floats) -> Floats:
    past = y[:, -37:-1]
    spread = np.maximum(past.std(axis=1, ddof=1), 1e-9)
    return np.where(past.std(axis=1) > 0, (y[:, -1] - past.mean(axis=1)) / spread, 0.0)


def _year(y: Floats, *, back: int) -> Floats:
    end = y.shape[1] - 12 * back
    return y[:, end - 12 : end].sum(axis=1)


RULES = (
    Rule(name="year on year, month, ±10 %", own=0.1, one_sided=False,
         score=lambda y: _share(y[:, -1], y[:, -13])),
    Rule(name="year on year, twelve months, ±10 %", own=0.1, one_sided=False,
         score=lambda y: _share(_year(y, back=0), _year(y, back=1))),
    Rule(name="above last year, month", own=1e-9, one_sided=True,
         score=lambda y: y[:, -1] - y[:, -13]),
    Rule(name="above last year, twelve months", own=1e-9, one_sided=True,
         score=lambda y: _year(y, back=0) - _year(y, back=1)),
    Rule(name="z > 2 (month against 36 before)", own=2.0, one_sided=False, score=_z),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What each method says of each series at each look, (s, looks): signed, larger is surer.

    ours     signed -log10 of the p-value; listed: signed 1 where it is on the kommun's list
    """

    scores: dict[str, Floats]
    listed: Floats


def look(history: Floats, *, now: int, kommun: Floats) -> tuple[dict[str, Floats], Signals]:
    """Everything that is known at month ``now`` (index of the newest), ten years back."""
    seen = history[:, now - MONTHS + 1 : now + 1]
    found = find_signals(seen, family=kommun)
    scores = {rule.name: rule.score(seen) for rule in RULES}
    scores[OURS] = _signed(found)
    return scores, found


def _signed(found: Signals) -> Floats:
    size = -np.log10(np.clip(np.nan_to_num(found.p_value, nan=1.0), 1e-300, 1.0))
    return size * np.where(found.ratio >= 1, 1, -1)


Look = tuple[dict[str, Floats], Floats]
"""Scores by method, and p-values."""


def look_at(history: Floats, *, months: tuple[int, ...], onset: int, kommun: Floats) -> list[Look]:
    """What is known so many months after the onset."""
    looks = []
    for after in months:
        scores, found = look(history, now=onset + after, kommun=kommun)
        looks.append((scores, np.nan_to_num(found.p_value, nan=1.0)))
    return looks


def together(looks: list[Look]) -> Looks:
    """All looks at one set of histories."""
    return Looks(
        scores={
            name: np.column_stack([scores[name] for scores, _ in looks]) for name in looks[0][0]
        },
        listed=np.column_stack([p for _, p in looks]),
    )


def on_the_list(changed: Floats, quiet: Floats, kommun: Floats) -> Floats:
    """Whether each changed series would be listed if it alone had changed in its kommun.

    changed, quiet  (s, looks) p-values with and without the change
    """
    listed = np.zeros(changed.shape, dtype=bool)
    rank = np.arange(1, INDICATORS + 1)
    for place in np.unique(kommun):
        rows = np.flatnonzero(kommun == place)
        for column in range(changed.shape[1]):
            p = np.tile(quiet[rows, column], (len(rows), 1))
            np.fill_diagonal(p, changed[rows, column])
            ordered = np.sort(p, axis=1)
            passed = ordered <= rank * FALSE_SHARE / INDICATORS
            limit = np.where(passed.any(axis=1), np.max(np.where(passed, ordered, 0), axis=1), -1)
            listed[rows, column] = changed[rows, column] <= limit
    return listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Detection of one method for one change and size: share of series, and median delay."""

    share: float
    delay: float


def found_by(hit: Floats, looks: tuple[int, ...]) -> Found:
    """hit (s, looks) booleans; the delay counts months from the first changed one."""
    any_hit = hit.any(axis=1)
    first = np.array(looks)[np.argmax(hit, axis=1)]
    delay = float(np.median(first[any_hit])) + 1 if any_hit.any() else float("nan")
    return Found(share=float(any_hit.mean()), delay=delay)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Results for one change in kommuner of one size, by false-signal rate and method."""

    change: str
    size: int
    rate: str
    false_rate: float
    found: dict[str, Found]


def compare(size: int) -> list[Cell]:
    """The same series with each of the changes and without; thresholds set on those without."""
    rng = np.random.default_rng([FRESH, size])
    onset = MONTHS + 2
    world = make_world(rng, populations=np.full(KOMMUNER, size), months=onset + AFTER)
    quiet = world.counts(rng)
    months = tuple(sorted({after for change in CHANGES for after in change.looks}))
    seen = look_at(quiet, months=months, onset=onset, kommun=world.kommun)
    cells = []
    for change in CHANGES:
        changed = world.mean * change.factor(quiet.shape[1], onset=onset)
        moved = world.counts(rng, mean=changed)
        moved[:, :onset] = quiet[:, :onset]
        with_it = look_at(moved, months=change.looks, onset=onset, kommun=world.kommun)
        without = [seen[months.index(after)] for after in change.looks]
        cells += _cells(change, size, together(without), together(with_it), kommun=world.kommun)
    return cells


def _cells(
    change: Planted, size: int, without: Looks, with_it: Looks, *, kommun: Floats
) -> list[Cell]:
    listed = on_the_list(with_it.listed, without.listed, kommun)
    false_listed = listed_without(without.listed, kommun)
    ours = listed & (np.sign(with_it.scores[OURS]) == change.sign)
    by_look = max(float(false_listed.mean()), 1 / false_listed.size)
    by_year = max(float(false_listed.any(axis=1).mean()), 1 / len(false_listed))
    rates = dict(zip(BASES, (by_look, by_year, 0.01, 0.05), strict=True))
    cells = [
        _cell(change, size, basis, rate, without, with_it, ours if "our list" in basis else None)
        for basis, rate in rates.items()
    ]
    return [*cells, _own_thresholds(change, size, without, with_it)]


def listed_without(p_values: Floats, kommun: Floats) -> Floats:
    return on_the_list(p_values, p_values, kommun)


def _cell(
    change: Planted, size: int, label: str, rate: float, without: Looks, with_it: Looks,
    ours: Floats | None,
) -> Cell:  # fmt: skip
    """Each method with the threshold that gives this rate of false signals in either direction."""
    found = {}
    for name, score in with_it.scores.items():
        quiet = np.abs(without.scores[name])
        limit = np.quantile(quiet if "look" in label else quiet.max(axis=1), 1 - rate)
        hit = change.sign * score > limit
        found[name] = found_by(hit if name != OURS or ours is None else ours, change.looks)
    return Cell(change=change.name, size=size, rate=label, false_rate=rate, found=found)


def _own_thresholds(change: Planted, size: int, without: Looks, with_it: Looks) -> Cell:
    """The rules as people use them; in place of the delay the share of looks that are false."""
    found = {}
    for rule in RULES:
        quiet, score = without.scores[rule.name], with_it.scores[rule.name]
        false = quiet >= rule.own if rule.one_sided else np.abs(quiet) >= rule.own
        found[rule.name] = Found(
            share=float((change.sign * score >= rule.own).any(axis=1).mean()),
            delay=float(false.mean()),
        )
    return Cell(change=change.name, size=size, rate="own", false_rate=float("nan"), found=found)


FRESH = 20261122
"""The seed: the method's ways and weights (stats/lingering.py) were chosen on 101 and 102."""

INDEPENDENT, LINGERING = "months independent", "correlation 0.5 from month to month"
NULLS = {
    INDEPENDENT: (0.0, 1), LINGERING: (0.5, 1), "correlation 0.8": (0.8, 1),
    "correlation 0.8 in every third indicator": (0.8, 3),
}  # fmt: skip
"""How long the variation lingers, and in one of how many indicators."""

Nulls = dict[str, dict[str, float]]
"""By how the variation lingers: shares of false signals."""


def false_signals(name: str) -> dict[str, float]:
    """The whole country without any change, looked at twice, nine months apart."""
    follows, every = NULLS[name]
    rng = np.random.default_rng(FRESH)
    world = make_world(
        rng, populations=swedish_sizes(rng), months=MONTHS + 9, follows=follows, every=every
    )
    history = world.counts(rng)
    shares, kommuner, by_p = [], [], {0.05: [], 0.01: [], 0.001: []}
    for now in (MONTHS - 1, MONTHS + 8):
        found = look(history, now=now, kommun=world.kommun)[1]
        shares.append(found.is_signal.mean())
        kommuner.append(len(np.unique(world.kommun[found.is_signal])) / 290)
        for level, kept in by_p.items():
            kept.append((found.p_value <= level).mean())
    return {
        "kommuner": float(np.mean(kommuner)), "series": float(np.mean(shares)),
        **{f"p <= {level}": float(np.mean(kept)) for level, kept in by_p.items()},
    }  # fmt: skip


def speeds() -> tuple[float, float]:
    """Seconds for one kommun with 60 series and as many of its parts, and for 290 kommuner."""
    rng = np.random.default_rng(9)
    one = make_world(rng, populations=np.array([9_000, 3_000]), months=MONTHS)
    all_of_them = make_world(rng, populations=swedish_sizes(rng), months=MONTHS)
    took = []
    for world in (one, all_of_them):
        counts = world.counts(rng)
        start = time.perf_counter()
        find_signals(counts, family=world.kommun)
        took.append(time.perf_counter() - start)
    return took[0], took[1]


def _kept_parts() -> str:
    """What other commands have written after this one's part."""
    before = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    mark = "## How often the intervals hold the truth"
    return f"\n{mark}{before.partition(mark)[2]}" if mark in before else ""


def main() -> int:
    """Run it all and write the report."""
    whole = KOMMUNER >= WHOLE
    # A fresh interpreter each: a fork of one with threads may hang.
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        quiet = {name: pool.submit(false_signals, name) for name in NULLS if whole}
        by_size = [pool.submit(compare, size) for size in SIZES]
        nulls = {name: one.result() for name, one in quiet.items()}
        print(nulls, flush=True)
        found = [cell for one in by_size for cell in one.result()]
    cells = [cell for change in CHANGES for cell in found if cell.change == change.name]
    from tests.bench.method_report import report

    text = report(nulls, cells, speed=speeds())
    if whole:
        REPORT.write_text(text + _kept_parts(), encoding="utf-8")
        from tests.bench.method_picture import main as draw

        draw()
    print(text)
    return 0
