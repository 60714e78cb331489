"""How often limits for what comes next, for dates and for correlations hold the truth; fixed seeds.

Part of `python -m tests.bench.coverage`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lagesbild.stats.change_points import find_change_points
from lagesbild.stats.expectation import expect_count, expect_value
from lagesbild.stats.panel import lagged_panel, rank_correlation
from lagesbild.stats.signals import usual_months
from lagesbild.stats.trend import trend_start
from tests.bench.coverage import CHANCE, WHOLE, Coverage, row

Floats = NDArray[np.float64]
DRAWS = 10_000
"""Of what is cheap; a share of so many misses by less than half a point."""
SLOW_DRAWS = 2000


def predicted() -> list[Coverage]:
    """Each with a generator of its own, so that one more case changes no other."""
    return [
        row("Next year's count", "5-200 a year, 3 and 5 years before, Poisson", _each(DRAWS),
            [_next_count(mean, years=k, extra=0.0) for mean in (5, 30, 200) for k in (3, 5)],
            because=CHANCE),
        row("Next year's count", "30 and 200 a year, 3 and 5 years before, 10 % beyond Poisson",
            _each(DRAWS),
            [_next_count(mean, years=k, extra=0.01) for mean in (30, 200) for k in (3, 5)],
            because=CHANCE),
        row("Next year's count", "200 a year, 3 and 5 years before, 20 % beyond Poisson", _each(DRAWS),
            [_next_count(200, years=k, extra=0.04) for k in (3, 5)]),
        row("Next value, normal between years", "4 and 5 values before", _each(DRAWS),
            [_next_value(k) for k in (4, 5)]),
        row("Usual month, the band of Signaler",
            "5-50 a month, nine years before, variance mean + mean²/20", _each(SLOW_DRAWS),
            [_usual_month(level) for level in (5.0, 15.0, 50.0)], because=WHOLE),
        row("Date of a change of level", "shift of 1.5, 2 and 3 standard deviations, 60 values",
            _each(SLOW_DRAWS), [_date_of_change(shift) for shift in (1.5, 2.0, 3.0)],
            because="dates are whole months, and small shifts are dated by an approximation (Bai 1997)"),
        row("Start of a trend", "10-40 a month, 3 and 5 % a month from month 50 of 80",
            _each(SLOW_DRAWS),
            [_start_of_trend(level, rise) for level in (10, 40) for rise in (0.03, 0.05)]),
        row("Changes of two measures over kommuner", "40 and 290 places, eight years, r 0 and 0.4",
            _each(DRAWS), [_panel(places, r) for places in (40, 290) for r in (0.0, 0.4)]),
        row("Rank correlation", "20, 60 and 290 places, rho 0 and 0.58", _each(DRAWS),
            [_ranks(places, r) for places in (20, 60, 290) for r in (0.0, 0.6)]),
    ]  # fmt: skip


def _each(draws: int) -> str:
    return f"{draws:_} draws each".replace("_", " ")


def _held(
    draw: Callable[[np.random.Generator], bool | None], *, seed: int, draws: int = DRAWS
) -> float:
    """Of the draws that got an answer."""
    rng = np.random.default_rng(seed)
    answers: Sequence[bool | None] = [draw(rng) for _ in range(draws)]
    return float(np.mean([one for one in answers if one is not None]))


def _next_count(mean: float, *, years: int, extra: float) -> float:
    def draw(rng: np.random.Generator) -> bool | None:
        level = mean * rng.gamma(1 / extra, extra, years + 1) if extra else mean
        *earlier, latest = rng.poisson(level, years + 1)
        found = expect_count(latest, exposure=1.0, earlier=earlier, earlier_exposure=[1.0] * years)
        return None if np.isnan(found.low) else bool(found.low <= latest <= found.high)

    return _held(draw, seed=31)


def _next_value(years: int) -> float:
    def draw(rng: np.random.Generator) -> bool:
        *earlier, latest = rng.normal(50, 6, years + 1)
        found = expect_value(latest, earlier=earlier)
        return bool(found.low <= latest <= found.high)

    return _held(draw, seed=32)


def _usual_month(level: float) -> float:
    rng = np.random.default_rng(33)
    mean = level * np.exp(0.3 * np.cos(2 * np.pi * np.arange(120) / 12))
    counts = rng.negative_binomial(20, 20 / (20 + mean), (SLOW_DRAWS, 120)).astype(float)
    found = usual_months(counts)
    newest = slice(108, 120)
    inside = (found.low <= counts)[:, newest] & (counts <= found.high)[:, newest]
    return float(inside.mean())


def _date_of_change(shift: float) -> float:
    def draw(rng: np.random.Generator) -> bool | None:
        values = rng.normal(0, 1, 60) + shift * (np.arange(60) >= 25)
        points = find_change_points(values).points
        return points[0].first <= 25 <= points[0].last if len(points) == 1 else None

    return _held(draw, seed=34, draws=SLOW_DRAWS)


def _start_of_trend(level: float, rise: float) -> float:
    def draw(rng: np.random.Generator) -> bool:
        months = np.arange(80)
        counts = rng.poisson(level * np.exp(rise * np.maximum(months - 50, 0)))
        _, first, last = trend_start(counts)
        return bool(first <= 50 <= last)

    return _held(draw, seed=35, draws=SLOW_DRAWS)


def _panel(places: int, r: float) -> float:
    def draw(rng: np.random.Generator) -> bool:
        x, own = rng.normal(0, 1, (2, places, 8)).cumsum(axis=2)
        found = lagged_panel(x, second=r * x + np.sqrt(1 - r**2) * own, lags=[0])[0].assessment
        return bool(found.lower <= r <= found.upper)

    return _held(draw, seed=36)


def _ranks(places: int, r: float) -> float:
    truth = 6 / np.pi * np.arcsin(r / 2)

    def draw(rng: np.random.Generator) -> bool:
        x, own = rng.normal(0, 1, (2, places))
        found = rank_correlation(x, second=r * x + np.sqrt(1 - r**2) * own)
        return bool(found.lower <= truth <= found.upper)

    return _held(draw, seed=37)
