"""How often the limits of trends and effects hold the truth, by simulation with fixed seeds.

`python -m tests.bench.trend_coverage` writes the table at the end of docs/method-check.md; some minutes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

import numpy as np

from lagesbild.stats.displacement import BeforeAfter, weighted_displacement_difference
from lagesbild.stats.interrupted import interrupted_series
from lagesbild.stats.trend import monthly_trend, recent_trend, sen_slope
from lagesbild.stats.verdict import Assessment
from tests.bench.coverage import CHANCE, Coverage, row, table, write
from tests.bench.method_check import REPORT

DRAWS = int(os.environ.get("COVERAGE_DRAWS", "4000"))
MONTHS = np.arange(60)
SEASON = np.exp(0.3 * np.cos(2 * np.pi * MONTHS / 12))


def share_that_hold(draw: Callable[[], Assessment], *, truth: float) -> float:
    """Of the draws that could be assessed."""
    held = [
        found.lower <= truth <= found.upper
        for found in (draw() for _ in range(DRAWS))
        if np.isfinite(found.lower)
    ]
    return float(np.mean(held))


def _counts(rng: np.random.Generator, mean: np.ndarray, *, size: float) -> np.ndarray:
    return rng.negative_binomial(size, size / (size + mean)).astype(float)


def cases(rng: np.random.Generator) -> Iterator[Coverage]:
    """Each interval over its truths."""
    drawn = f"{DRAWS} draws each"
    for extra, told in ((0.0, "Poisson"), (0.01, "10 % beyond Poisson")):
        yield row(
            "recent_trend, five years", f"5-300 events in the first year, {told}", drawn,
            [share_that_hold(lambda m=m, e=extra: _five_years(rng, m, extra=e), truth=1.1)
             for m in (5, 20, 100, 300)],
            because=CHANCE,
        )  # fmt: skip
    for size, told in ((1e9, "Poisson"), (10.0, "variance mean + mean²/10")):
        monthly = [
            share_that_hold(
                lambda m=m, k=size: monthly_trend(
                    _counts(rng, m * 1.1 ** (MONTHS / 12) * SEASON, size=k)
                ),
                truth=1.1,
            )
            for m in (5, 20, 100)
        ]
        yield row(
            "monthly_trend, 60 months", f"5-100 a month, {told}", drawn, monthly, because=CHANCE
        )
        level = [
            share_that_hold(
                lambda m=m, k=size: (
                    interrupted_series(
                        _counts(
                            rng, m * 1.05 ** (MONTHS / 12) * np.where(MONTHS >= 40, 0.8, 1), size=k
                        ),
                        start=40,
                    ).level
                ),
                truth=0.8,
            )
            for m in (5, 30)
        ]
        yield row(
            "interrupted_series, level, 40 + 20 months", f"5-30 a month, {told}", drawn, level,
            because=CHANCE,
        )  # fmt: skip
    places = [
        share_that_hold(lambda m=m: _displacement(rng, mean=m), truth=-0.3 * m) for m in (25, 100)
    ]
    yield row("weighted_displacement_difference", "25-100 events in each cell", drawn, places)
    slopes = [
        share_that_hold(lambda n=n: sen_slope(rng.normal(0, 1, n) + 0.1 * np.arange(n)), truth=0.1)
        for n in (12, 40)
    ]
    yield row(
        "sen_slope", "12-40 normal values about a line", drawn, slopes,
        because="the limits are ranks among the slopes of few pairs",
    )  # fmt: skip


def _five_years(rng: np.random.Generator, mean: float, *, extra: float) -> Assessment:
    level = mean * 1.1 ** np.arange(5) * (rng.gamma(1 / extra, extra, 5) if extra else 1.0)
    return recent_trend(rng.poisson(level), population=1.0)


def _displacement(rng: np.random.Generator, *, mean: float) -> Assessment:
    drawn = rng.poisson([mean, 0.7 * mean, mean, mean])
    treated, control = (BeforeAfter(before=drawn[i], after=drawn[i + 1]) for i in (0, 2))
    return weighted_displacement_difference(treated, control=control).local


def main() -> int:
    """Measure and write."""
    rows = list(cases(np.random.default_rng(23)))
    print(table(rows))
    write(table(rows), document=REPORT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
