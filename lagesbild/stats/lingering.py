"""How much of one month's oddness is still there in the next? Many monthly series at once.

A hundred months of one series say little: the error of a correlation is then a tenth, and half a year of
months that follow each other by a tenth varies half as much again. So the series of a family lend each
other what they have in common, the share of the variation beyond chance that lingers and how it fades, and
each keeps what clearly is its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LAGS = 4
"""Months ahead that the fading is read from."""

USUAL_SHARE, USUAL_FADING = 0.15, 0.6
"""What a family too small to tell is taken to have: a little lingers, some months long."""

WORTH_WEIGHT, WORTH_SHARE = 0.5, 0.15
"""How much that counts beside what is seen: as the weight of two middling series; as so large a share."""

MIDDLING_SPREAD = 0.05
"""Relative variance beyond chance that the weights start from; the answer hardly depends on it."""

MOST_NEXT, LEAST_FADING, MOST_FADING = 0.8, 0.3, 0.9
MARGIN = 1.75
"""What is found is taken to be as much larger: too little lets chance through, too much only waits longer."""

FARTHEST = 4.0
"""Standardised residuals are pulled in to this: one odd month must not settle the answer."""

FEW_SERIES = 8
"""Families under this say little of how series differ: each then keeps half of what is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lingering:
    """Correlation of months, (s,): with the next one, and how much of it is left a month later."""

    next_month: Floats
    fading: Floats

    def of_sum(self, months: int) -> Floats:
        """Variance of a sum of so many months, over that of independent ones."""
        # The sum of (1 - lag / months) * fading ** (lag - 1) over the lags, written out.
        left = 1 - self.fading
        beside = (months * left - (1 - self.fading**months)) / (months * left**2)
        return np.asarray(1 + 2 * self.next_month * beside, dtype=float)

    def of_long_sum(self) -> Floats:
        """The same for very many months."""
        return np.asarray(1 + 2 * self.next_month / (1 - self.fading), dtype=float)


def lingering(
    counts: Floats, *, mean: Floats, use: Floats, covariance: Floats, family: Ints
) -> Lingering:
    """Correlation of months that follow each other beyond level, season and trend, never below 0.

    counts      (s, n) months in order; mean (s, n) what was fitted to them; use (s, n) 1.0 where it counts
    covariance  (s, 12, 12) of the logarithms fitted to the twelve places of the year, for Poisson months
    family      (s,) which series lend each other strength
    use when    three years or more; with one series alone the answer leans on what is usual
    reference   Box, Jenkins & Reinsel (1994), Time Series Analysis, ch. 2 (variance of a mean);
                Morris (1983), JASA 78:47-55 (empirical Bayes)
    """
    number, seen, taken = _products(counts, mean=mean, use=use, covariance=covariance)
    level = (use * mean).sum(axis=1) / number[:, 0]
    found = _of_products(number, _put_back(seen, taken), level=level, family=family)
    # The more lingers, the more of it was taken for what moves slowly: level, line and the year's wave.
    slow = 2 + 2 * np.cos(2 * np.pi * np.arange(LAGS + 1) / covariance.shape[1])
    more = taken + slow * (found.of_long_sum()[:, None] - 1) / number
    found = _of_products(number, _put_back(seen, more), level=level, family=family)
    return replace(found, next_month=np.minimum(MARGIN * found.next_month, MOST_NEXT))


def _put_back(seen: Floats, taken: Floats) -> Floats:
    """What is fitted makes months look unlike: the part of the products that went with it."""
    variance = seen[:, :1] / np.maximum(1 - taken[:, :1], 0.5)
    return np.asarray(seen + taken * variance, dtype=float)


def _of_products(number: Floats, product: Floats, *, level: Floats, family: Ints) -> Lingering:
    share, fading = _shared(product, level=level, family=family)
    variance = np.maximum(product[:, 0], 1.0)
    expected = share * (variance - 1) / variance
    own = np.where(product[:, 0] > 0, product[:, 1] / np.maximum(product[:, 0], 1e-12), 0.0)
    kept = _own_part(own - expected, error=1 / number[:, 1], family=family)
    return Lingering(
        next_month=np.clip(expected + kept * (own - expected), 0.0, MOST_NEXT), fading=fading
    )


def _products(
    counts: Floats, *, mean: Floats, use: Floats, covariance: Floats
) -> tuple[Floats, Floats, Floats]:
    """Months, mean product of Poisson residuals at each lag, and the part that was fitted, (s, lags + 1)."""
    residual, root = _residuals(counts, mean=mean, use=use), np.sqrt(mean) * use
    n = counts.shape[1]
    place = np.arange(n) % covariance.shape[1]
    number, seen, taken = [], [], []
    for lag in range(LAGS + 1):
        both = use[:, : n - lag] * use[:, lag:]
        months = np.maximum(both.sum(axis=1), 1.0)
        lever = (
            root[:, : n - lag] * root[:, lag:] * covariance[:, place[: n - lag], place[lag:]]
        ).sum(axis=1)
        number.append(months)
        seen.append((residual[:, : n - lag] * residual[:, lag:]).sum(axis=1) / months)
        taken.append((lever + 1) / months)
    return np.column_stack(number), np.column_stack(seen), np.column_stack(taken)


def _residuals(counts: Floats, *, mean: Floats, use: Floats) -> Floats:
    """In standard deviations of a Poisson month, freed from a line and from single odd months."""
    steady = np.maximum(mean, 1e-12)
    residual = _pulled_in((counts - steady) / np.sqrt(steady), use=use)
    number = np.maximum(use.sum(axis=1), 1.0)
    age = np.arange(counts.shape[1], dtype=float)
    off = (age - ((use * age).sum(axis=1) / number)[:, None]) * use
    centred = (residual - ((use * residual).sum(axis=1) / number)[:, None]) * use
    slope = (off * centred).sum(axis=1) / np.maximum((off**2).sum(axis=1), 1e-12)
    return np.asarray(centred - slope[:, None] * off, dtype=float)


def _pulled_in(residual: Floats, *, use: Floats) -> Floats:
    """What is far from the middle, by medians, which an odd month does not move (0.6745 is a normal deviate's)."""
    known = np.where(use > 0, residual, np.nan)
    known[~np.isfinite(known).any(axis=1)] = 0.0
    middle = np.nanmedian(known, axis=1)[:, None]
    usual = np.nanmedian(np.abs(known - middle), axis=1)[:, None] / 0.6745
    reach = FARTHEST * np.maximum(usual, 1.0)
    return np.asarray(np.clip(residual, middle - reach, middle + reach), dtype=float)


def _shared(product: Floats, *, level: Floats, family: Ints) -> tuple[Floats, Floats]:
    """Of each family: the share of variation beyond chance that is there next month, and the fading."""
    size = MIDDLING_SPREAD * level
    weight = size / (1 + size) ** 2
    first = np.unique(family, return_inverse=True)[1]
    excess: Floats = np.bincount(first, weight * (product[:, 0] - 1)).astype(float)
    each = [np.bincount(first, weight * product[:, lag]) for lag in range(1, LAGS + 1)]
    worth = WORTH_WEIGHT * 0.25
    beyond: Floats = np.maximum(excess, 0.0) + worth
    share = np.array([(each[0] + USUAL_SHARE * worth) / beyond, *(e / beyond for e in each[1:])])
    now, later = share[:-1].sum(axis=0), share[1:].sum(axis=0)
    fading = (np.maximum(later, 0.0) + USUAL_FADING * WORTH_SHARE) / (
        np.maximum(now, 0.0) + WORTH_SHARE
    )
    return np.clip(share[0], 0.0, 1.0)[first], np.clip(fading, LEAST_FADING, MOST_FADING)[first]


def _own_part(apart: Floats, *, error: Floats, family: Ints) -> Floats:
    """How much of its difference from the others a series keeps: as much as series truly differ."""
    first = np.unique(family, return_inverse=True)[1]
    number = np.bincount(first)
    beyond = np.maximum(np.bincount(first, apart**2 - error) / number, 0.0)
    between = np.where(number >= FEW_SERIES, beyond, np.bincount(first, error) / number)[first]
    return np.asarray(between / (between + error), dtype=float)
