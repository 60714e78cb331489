"""When did the level change? Least squares segments, their number by BIC, with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.verdict import Verdict

Floats = NDArray[np.float64]

REFERENCE = "Bai & Perron (2003), Journal of Applied Econometrics 18:1-22"
FEWEST_POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePoint:
    """One shift: the level differs from ``index`` on (0-based, first point of the new level).

    first, last   interval for ``index``; NaN where the shift is too small to be dated
    """

    index: int
    first: float
    last: float
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmentation:
    """The chosen number of levels.

    points    empty when one level describes the series best
    residual_sum, bic   by number of changes 0, 1, 2 ...
    verdict   direction of the last change; NOT_SHOWN without one
    """

    points: tuple[ChangePoint, ...]
    residual_sum: tuple[float, ...]
    bic: tuple[float, ...]
    method: str
    verdict: Verdict
    n: int
    broken: tuple[str, ...]
    reference: str


def find_change_points(
    values: ArrayLike, *, most: int = 5, shortest: int | None = None, confidence: float = 0.95
) -> Segmentation:
    """Shifts of the mean: the best place for each number of shifts, and the number by BIC.

    values     (n,) without gaps; season taken away first
    shortest   points in each segment; default 15 % of the series, at least 2
    use when   at least 12 points vary independently about levels; a slow trend shows as several
               shifts, so look at the trend first
    raises     ValueError for gaps
    reference  Bai & Perron (2003), J Applied Econometrics 18:1-22; intervals by Bai (1997), Review
               of Economics and Statistics 79:551-563; as strucchange::breakpoints
    """
    y = np.asarray(values, dtype=float)
    if not np.isfinite(y).all():
        raise ValueError("a series with gaps has no segments")
    n = len(y)
    if n < FEWEST_POINTS:
        return _result((), (), (), n=n, broken=("too_few_points",))
    size = max(2, int(0.15 * n)) if shortest is None else shortest
    sums, starts = _best_partitions(y, most=min(most, n // size - 1), size=size)
    bic = [_bic(rss, n, breaks) for breaks, rss in enumerate(sums)]
    chosen = int(np.argmin(bic))
    points = _dated(y, starts[chosen], confidence=confidence)
    return _result(points, tuple(sums), tuple(bic), n=n, broken=())


def _result(
    points: tuple[ChangePoint, ...], sums: tuple[float, ...], bic: tuple[float, ...], *, n: int,
    broken: tuple[str, ...],
) -> Segmentation:  # fmt: skip
    verdict = Verdict.CANNOT_ASSESS if broken else Verdict.NOT_SHOWN
    if points:
        verdict = Verdict.HIGHER if points[-1].after > points[-1].before else Verdict.LOWER
    return Segmentation(
        points=points, residual_sum=sums, bic=bic, method="change_points", verdict=verdict, n=n,
        broken=broken, reference=REFERENCE,
    )  # fmt: skip


def _bic(rss: float, n: int, breaks: int) -> float:
    """Gaussian log-likelihood; a level, a break and the variance each cost log n."""
    if rss <= 0:
        return -math.inf
    likelihood = -0.5 * n * (math.log(rss) + 1 - math.log(n) + math.log(2 * math.pi))
    return -2 * likelihood + math.log(n) * 2 * (breaks + 1)


def _best_partitions(
    y: Floats, *, most: int, size: int
) -> tuple[list[float], list[tuple[int, ...]]]:
    """Dynamic programming over all segment ends; cost of [i, j) from cumulative sums."""
    n = len(y)
    total = np.concatenate([[0.0], np.cumsum(y - y.mean())])
    square = np.concatenate([[0.0], np.cumsum((y - y.mean()) ** 2)])
    i, j = np.arange(n + 1)[:, None], np.arange(n + 1)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = square[j] - square[i] - (total[j] - total[i]) ** 2 / (j - i)
    cost = np.where(j - i >= size, np.maximum(cost, 0.0), np.inf)
    best = cost[0]
    sums = [float(best[n])]
    starts: list[tuple[int, ...]] = [()]
    cuts: list[NDArray[np.int64]] = []
    for _ in range(most):
        candidates = best[:, None] + cost
        cuts.append(np.argmin(candidates, axis=0))
        best = candidates.min(axis=0)
        if not np.isfinite(best[n]):
            break
        place: list[int] = []
        end = n
        for cut in reversed(cuts):
            end = int(cut[end])
            place.append(end)
        sums.append(float(best[n]))
        starts.append(tuple(reversed(place)))
    return sums, starts


def _dated(y: Floats, starts: tuple[int, ...], *, confidence: float) -> tuple[ChangePoint, ...]:
    edges = (0, *starts, len(y))
    points = []
    for k, start in enumerate(starts):
        before, after = y[edges[k] : start], y[start : edges[k + 2]]
        early, late = _distances(before, after, confidence=confidence)
        point = ChangePoint(
            index=start, first=start - late, last=start - early, before=float(before.mean()),
            after=float(after.mean()),
        )  # fmt: skip
        points.append(point)
    return tuple(points)


def _distances(before: Floats, after: Floats, *, confidence: float) -> tuple[float, float]:
    """How far the found break may lie from the true one, in points: (most early, most late)."""
    shift = float(after.mean() - before.mean()) ** 2
    sigma1, sigma2 = float(before.std()), float(after.std())
    if shift == 0 or sigma1 == 0 or sigma2 == 0:
        return math.nan, math.nan
    tail = (1 - confidence) / 2
    ratio = (sigma2 / sigma1) ** 2
    at_zero = _argmax_distribution(0.0, ratio)
    if not tail < at_zero < 1 - tail:
        return math.nan, math.nan
    scale = sigma1**2 / shift
    low = _crossing(tail, ratio, sign=-1) * scale
    high = _crossing(1 - tail, ratio, sign=1) * scale
    return float(math.floor(low)), float(math.ceil(high))


HALVINGS = 60


def _crossing(level: float, ratio: float, *, sign: int) -> float:
    """Where the distribution passes the level, by halving: the library with quicker ways takes a third of a
    second to load for whoever opens the page first."""
    far = float(sign)
    while (_argmax_distribution(far, ratio) - level) * sign < 0:
        far *= 2
    low, high = sorted((0.0, far))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _argmax_distribution(middle, ratio) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _argmax_distribution(x: float, phi: float) -> float:
    """Distribution of where a two-sided Brownian motion with drift is highest (Bai 1997, app. B).

    phi   variance after the break over variance before; equal regressors on both sides
    """
    from scipy.special import log_ndtr

    s = abs(x)
    if x <= 0:
        first = -math.sqrt(s) * math.exp(-s / 8) / math.sqrt(2 * math.pi)
        grow = (1 + 1 / phi) / phi * s / 2 + float(log_ndtr(-(0.5 + 1 / phi) * math.sqrt(s)))
        second = -phi * (phi + 2) / (phi + 1) * math.exp(grow)
        factor = s / 2 - 2 + (phi + 2) ** 2 / (phi + 1)
        return first + second + factor * math.exp(float(log_ndtr(-math.sqrt(s) / 2)))
    root = math.sqrt(s / phi)
    first = 1 + root * math.exp(-s / (8 * phi)) / math.sqrt(2 * math.pi)
    grow = (phi + 1) * s / 2 + float(log_ndtr(-(phi + 0.5) * root))
    second = (2 * phi + 1) / (phi * (phi + 1)) * math.exp(grow)
    factor = (2 * phi + 1) ** 2 / ((phi + 1) * phi) - 2 + s / (2 * phi)
    return first + second - factor * math.exp(float(log_ndtr(-root / 2)))
