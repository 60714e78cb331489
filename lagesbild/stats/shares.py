"""Shares of a counted whole."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def wilson_interval(successes: ArrayLike, *, trials: ArrayLike, confidence: float = 0.95) -> Floats:
    """Confidence limits for a proportion, Wilson's score method.

    successes   (n,) numbers between 0 and trials; need not be whole (a published percentage of n)
    trials      (n,) numbers > 0; 0 or NaN gives NaN
    returns     (n, 2) lower, upper, as proportions
    raises      ValueError if successes are negative or exceed trials, or confidence is outside (0, 1)
    reference   Wilson (1927), JASA 22:209-212
    """
    x = np.atleast_1d(np.asarray(successes, dtype=float))
    n = np.atleast_1d(np.asarray(trials, dtype=float))
    if (x < 0).any() or (x > n + 1e-9).any():
        raise ValueError("successes must lie between 0 and trials")
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    n = np.where(n > 0, n, np.nan)
    middle = 2 * x + z**2
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    width = 2 * (n + z**2)
    limits = np.column_stack([(middle - spread) / width, (middle + spread) / width])
    clipped: Floats = np.clip(limits, 0.0, 1.0)
    return clipped
