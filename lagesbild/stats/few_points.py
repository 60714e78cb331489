"""A handful of years each says little of how much years differ; many measures together say more.

With five years behind it the newest figure must lie nine standard errors off to be one chance in a thousand,
so a yearly measure could hardly ever reach a list of signals. Here the measures of a kommun lend each other
what they have in common in how much they vary, as much as they truly are alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.expectation import VALUE_METHOD, Expectation, Verdict, chance_of

Floats = NDArray[np.float64]

FEWEST_TOGETHER = 12
"""Measures of one sort; with fewer each stands alone."""

MOST_LENT = 20.0
"""Degrees of freedom that others may lend: no two measures are quite alike."""

TAKEN_PART = 0.5
"""Of what is lent: how alike measures are is itself estimated, and odd years are odder than chance has them."""

SMALLEST_RATIO = 1e-6


def chances_together(found: Sequence[Expectation]) -> Floats:
    """How often so much or more would come of chance alone, for many newest figures at once.

    found      what expect_count and expect_value said of the measures of one place
    returns    (n,) two-sided p-values by Student's t, NaN where nothing can be said; as chance_of where
               there are fewer than FEWEST_TOGETHER of a sort
    use when   the p-values go into one list of tests; a single figure has its verdict
    reference  Smyth (2004), Stat Appl Genet Mol Biol 3:3 (moderated t); Law et al. (2014), Genome
               Biology 15:R29 (variance that follows the mean)
    """
    p = np.array([chance_of(one) for one in found], dtype=float)
    is_value = np.array([one.method == VALUE_METHOD for one in found], dtype=bool)
    told = np.array([_is_told(one) for one in found], dtype=bool)
    for sort, moderated in ((is_value, _of_values), (~is_value, _of_counts)):
        rows = np.flatnonzero(sort & told)
        if len(rows) >= FEWEST_TOGETHER:
            p[rows] = moderated([found[int(n)] for n in rows])
    return p


def shared_variation(ratio: ArrayLike, *, freedom: ArrayLike) -> tuple[float, float]:
    """Typical variance and how many degrees of freedom it is worth, from many small samples.

    ratio      (n,) sample variances on a common scale, > 0; freedom (n,) degrees of freedom of each
    returns    the typical variance, and the degrees of freedom others lend each (at most MOST_LENT)
    raises     ValueError with fewer than two
    reference  Smyth (2004), Stat Appl Genet Mol Biol 3:3, sect. 6.2
    """
    from scipy.special import digamma, polygamma

    half = np.asarray(freedom, dtype=float) / 2
    if len(half) < 2:
        raise ValueError("one variance says nothing of how alike they are")
    logs = np.log(np.maximum(np.asarray(ratio, dtype=float), SMALLEST_RATIO))
    centred = logs - digamma(half) + np.log(half)
    beyond = float(centred.var(ddof=1) - polygamma(1, half).mean())
    lent = MOST_LENT / 2 if beyond <= 0 else min(_inverse_trigamma(beyond), MOST_LENT / 2)
    typical = np.exp(centred.mean() + digamma(lent) - np.log(lent))
    return float(typical), float(2 * lent)


def _is_told(one: Expectation) -> bool:
    known = one.verdict is not Verdict.CANNOT_TELL and one.n_earlier >= 2
    return known and np.isfinite(one.variation)


def _of_values(found: Sequence[Expectation]) -> Floats:
    """On the scale of the mean: how much a measure differs from year to year, in parts of itself."""
    own, freedom = _own(found)
    typical, lent = shared_variation(own, freedom=freedom)
    lent = TAKEN_PART * lent
    together = (freedom * own + lent * typical) / (freedom + lent)
    return _student(found, np.sqrt(own / together), freedom=freedom + lent)


def _of_counts(found: Sequence[Expectation]) -> Floats:
    """Variance over mean, which grows with the mean where a year varies more than chance."""
    own, freedom = _own(found)
    expected = np.array([one.expected for one in found])
    extra = max(float((freedom * (own - 1)).sum() / (freedom * expected).sum()), 0.0)
    usual = 1 + extra * expected
    typical, lent = shared_variation(own / usual, freedom=freedom)
    lent = TAKEN_PART * lent
    together = (freedom * own + lent * typical * usual) / (freedom + lent)
    ratio = np.maximum(own, 1.0) / np.maximum(together, 1.0)
    return _student(found, np.sqrt(ratio), freedom=freedom + lent)


def _own(found: Sequence[Expectation]) -> tuple[Floats, Floats]:
    own = np.array([one.variation for one in found])
    freedom = np.array([one.n_earlier - 1 for one in found], dtype=float)
    return np.maximum(own, SMALLEST_RATIO), freedom


def _student(found: Sequence[Expectation], scale: Floats, *, freedom: Floats) -> Floats:
    from scipy.special import stdtr

    distance = np.array([one.distance for one in found])
    return np.asarray(2 * stdtr(freedom, -distance * scale), dtype=float)


def _inverse_trigamma(value: float) -> float:
    """The argument whose trigamma is ``value``, by Newton's method on its inverse (Smyth 2004, appendix)."""
    from scipy.special import polygamma

    x = 0.5 + 1 / value
    for _ in range(50):
        trigamma = float(polygamma(1, x))
        step = trigamma * (1 - trigamma / value) / float(polygamma(2, x))
        x += step
        if -step / x < 1e-10:
            break
    return x
