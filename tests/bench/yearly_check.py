"""`python -m tests.bench yearly`: measures that come once a year, five years behind them. Half a minute.

Writes its part of docs/method-check.md between marks of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from lagesbild.stats.expectation import Expectation, chance_of, expect_count
from lagesbild.stats.few_points import chances_together
from lagesbild.stats.multiplicity import benjamini_hochberg
from tests.bench.invented_world import INDICATORS, Floats, make_world, swedish_sizes
from tests.bench.method_check import REPORT, SIZES

YEARS, FALSE_SHARE, KOMMUNER = 6, 0.05, 25
BLOCK, END = "<!-- yearly: written by tests/bench/yearly_check.py -->", "<!-- end of yearly -->"
Method = Callable[[Sequence[Expectation]], Floats]


def alone(found: Sequence[Expectation]) -> Floats:
    """Each measure by its own five years."""
    return np.array([chance_of(one) for one in found])


METHODS: dict[str, Method] = {"each measure alone": alone, "measures together": chances_together}
CHANGES = {"+50 %": 1.5, "x 2": 2.0, "down to 60 %": 0.6}


def counts(rng: np.random.Generator, populations: Floats, *, differ: float) -> Floats:
    """(s, years) of sixty measures in each kommun; a year varies 5-20 % beyond chance, times ``differ``."""
    world = make_world(rng, populations=populations, months=12)
    level = world.mean.sum(axis=1)[:, None]
    spread = differ * np.exp(rng.uniform(np.log(0.05), np.log(0.2), len(level)))[:, None]
    if differ:
        level = level * rng.gamma(1 / spread**2, spread**2, (len(level), YEARS))
    return rng.poisson(np.broadcast_to(level, (len(level), YEARS))).astype(float)


def expected(rows: Floats) -> list[Expectation]:
    base = np.ones(YEARS - 1)
    return [
        expect_count(row[-1], exposure=1.0, earlier=row[:-1], earlier_exposure=base) for row in rows
    ]


def listed(p: Floats) -> Floats:
    """Of one kommun's list."""
    return np.nan_to_num(benjamini_hochberg(p), nan=1.0) <= FALSE_SHARE


def false_lists(method: Method, *, differ: float) -> tuple[float, float]:
    """Kommuner with any signal, and p <= 0.001, when nothing has changed."""
    rng = np.random.default_rng(51)
    rows = counts(rng, swedish_sizes(rng), differ=differ)
    p = [method(expected(rows[n : n + INDICATORS])) for n in range(0, len(rows), INDICATORS)]
    return float(np.mean([listed(one).any() for one in p])), float(
        np.mean(np.nan_to_num(np.concatenate(p), nan=1.0) <= 0.001)
    )


def found_share(method: Method, *, size: int, times: float) -> float:
    """One measure of sixty has changed in its newest year; each in turn."""
    rng = np.random.default_rng([52, size])
    rows = counts(rng, np.full(KOMMUNER, size), differ=1.0)
    hits = []
    for n in range(0, len(rows), INDICATORS):
        quiet = expected(rows[n : n + INDICATORS])
        moved = rows[n : n + INDICATORS].copy()
        moved[:, -1] = rng.poisson(moved[:, -1] * times)
        for which, changed in enumerate(expected(moved)):
            p = method([*quiet[:which], changed, *quiet[which + 1 :]])
            hits.append(listed(p)[which] and np.sign(changed.strength) == np.sign(times - 1))
    return float(np.mean(hits))


def text() -> str:
    lines = [
        "290 kommuner x 60 measures once a year, five years behind the newest, nothing changed. A year varies 5-20 % beyond chance",
        "(and in the first column not at all, in the last twice as much). Kommuner with any signal (promised: at most 5 %), and p <= 0.001:\n",
        "| | only chance | 5-20 % | 10-40 % |", "|---|---:|---:|---:|",
    ]  # fmt: skip
    for name, method in METHODS.items():
        told = (false_lists(method, differ=differ) for differ in (0.0, 1.0, 2.0))
        lines.append(f"| {name} | " + " | ".join(f"{a:.1%} ({p:.2%})" for a, p in told) + " |")
    lines += [
        "\nFound on the kommun's list when one measure of the sixty has changed in its newest year:\n",
        "| change | inhabitants | " + " | ".join(METHODS) + " |", "|---|---:|---:|---:|",
    ]  # fmt: skip
    for change, times in CHANGES.items():
        for size in SIZES:
            shares = [found_share(method, size=size, times=times) for method in METHODS.values()]
            told = " | ".join(f"{share:.1%}" for share in shares)
            lines.append(f"| {change} | {size:,} | ".replace(",", " ") + told + " |")
    return "\n".join(lines)


def main() -> int:
    """Measure and write."""
    made = text()
    print(made)
    before = REPORT.read_text(encoding="utf-8")
    block = f"{BLOCK}\n{made}\n{END}"
    if BLOCK in before:
        pattern = re.escape(BLOCK) + ".*?" + re.escape(END)
        after = re.sub(pattern, lambda _: block, before, flags=re.S)
    else:
        after = f"{before.rstrip()}\n\n## Measures that come once a year\n\n{block}\n"
    REPORT.write_text(after, encoding="utf-8")
    return 0
