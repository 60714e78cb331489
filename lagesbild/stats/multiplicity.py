"""Many tests at once: p-values adjusted so that false discoveries stay under control."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Adjusted p-values: calling those below q keeps the expected share of false calls at most q.

    p_values    (m,) in [0, 1]; NaN (not examined) stays NaN and does not count
    returns     (m,) adjusted, in the order given
    use when    the tests are independent or positively dependent
    raises      ValueError if a p-value lies outside [0, 1]
    reference   Benjamini & Hochberg (1995), JRSS B 57:289-300
    """
    return _step_up(_one_row(p_values), is_dependent=False).ravel()


def benjamini_hochberg_rows(p_values: ArrayLike) -> Floats:
    """As benjamini_hochberg for each row by itself: many small families at once.

    p_values    (k, m) in [0, 1]; NaN (not examined) stays NaN and does not count
    returns     (k, m) adjusted
    use when    as benjamini_hochberg, within each row
    raises      ValueError if a p-value lies outside [0, 1]
    reference   Benjamini & Hochberg (1995), JRSS B 57:289-300
    """
    return _step_up(np.asarray(p_values, dtype=float), is_dependent=False)


def benjamini_yekutieli(p_values: ArrayLike) -> Floats:
    """As benjamini_hochberg, valid under any dependence between the tests; dearer in power.

    p_values    (m,) in [0, 1]; NaN (not examined) stays NaN and does not count
    returns     (m,) adjusted, in the order given
    raises      ValueError if a p-value lies outside [0, 1]
    reference   Benjamini & Yekutieli (2001), Annals of Statistics 29:1165-1188
    """
    return _step_up(_one_row(p_values), is_dependent=True).ravel()


def _one_row(p_values: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(p_values, dtype=float))[None]


def _step_up(p: Floats, *, is_dependent: bool) -> Floats:
    """Each row by itself."""
    if (p < 0).any() or (p > 1).any():
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(p, axis=1)
    ordered = np.take_along_axis(p, order, axis=1)
    examined = (~np.isnan(p)).sum(axis=1, keepdims=True)
    ranks = np.arange(1, p.shape[1] + 1)
    price = np.array([(1 / ranks[:m]).sum() if is_dependent else 1.0 for m in examined[:, 0]])
    steps = np.where(np.isnan(ordered), np.inf, ordered * examined * price[:, None] / ranks)
    stepped = np.minimum.accumulate(steps[:, ::-1], axis=1)[:, ::-1]
    adjusted = np.empty(p.shape)
    # m * p / m may round to less than p.
    np.put_along_axis(adjusted, order, np.clip(stepped, ordered, 1.0), axis=1)
    return adjusted
