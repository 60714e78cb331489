"""Log-linear regression of counts, many series at once with the same design matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_STEPS = 60
SMALL_CHANGE = 1e-12
"""Of the log-likelihood, relative."""
FARTHEST = 30.0
"""Linear predictors beyond this are cut off: a series of zeros has no finite maximum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFit:
    """One fit for each series.

    coefficients  (s, p) logarithms; NaN where it did not converge
    covariance    (s, p, p) without dispersion: multiply by ``dispersion`` for quasi-Poisson
    fitted        (s, n) expected counts
    dispersion    (s,) Pearson chi-square over residual degrees of freedom, not clamped
    leverage      (s, n) diagonal of the hat matrix
    size          (s,) negative binomial size (1/alpha); infinite for Poisson
    converged     (s,)
    """

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    dispersion: Floats
    leverage: Floats
    size: Floats
    converged: Bools


def fit_poisson(
    counts: ArrayLike, *, design: ArrayLike, exposure: ArrayLike = 1.0, weights: ArrayLike = 1.0
) -> CountFit:
    """Poisson regression with log link by iteratively reweighted least squares.

    counts     (s, n) or (n,) numbers >= 0; NaN is left out
    design     (n, p), the same for all series, or (s, n, p)
    exposure   population or days, broadcast to (s, n)
    weights    prior weights >= 0, broadcast to (s, n); 0 leaves a month out
    use when   the matrix has full rank and at least one count is above 0 (else not converged)
    raises     ValueError for negative counts or shapes that do not fit
    reference  McCullagh & Nelder (1989), Generalized Linear Models, ch. 2 and 6
    """
    y, x, log_exposure, weight = _checked(counts, design, exposure, weights)
    infinite = np.full(len(y), np.inf)
    return _iterate(y, x, log_exposure, weight, infinite)


def fit_negative_binomial(
    counts: ArrayLike, *, design: ArrayLike, exposure: ArrayLike = 1.0
) -> CountFit:
    """Negative binomial (NB2) regression, size by maximum likelihood.

    counts     (s, n) or (n,) numbers >= 0; NaN is left out
    design     (n, p) or (s, n, p); exposure broadcast to (s, n)
    returns    size near 1e6 where the counts vary no more than Poisson
    use when   about 30 observations or more: fewer say little about the size
    raises     ValueError for negative counts or shapes that do not fit
    reference  Venables & Ripley (2002), Modern Applied Statistics with S, sect. 7.4 (glm.nb)
    """
    y, x, log_exposure, weight = _checked(counts, design, exposure, 1.0)
    size = np.full(len(y), 1e6)
    fit = _iterate(y, x, log_exposure, weight, np.full(len(y), np.inf))
    for _ in range(25):
        new = _size_by_likelihood(y, fit.fitted, weight)
        fit = _iterate(y, x, log_exposure, weight, new)
        done = np.abs(np.log(new / size)) < 1e-8
        size = new
        if done.all():
            break
    return fit


def believed_dispersion(seen: float, *, freedom: int) -> float:
    """What to widen variances by: the dispersion seen, unless so little is seen that chance does it one time
    in twenty. Events do not keep each other apart, so less variation than chance gives is luck.

    seen, freedom   Pearson chi-square over its degrees of freedom, and those; NaN gives 1
    use when        18 degrees of freedom or more: fewer say too little, and chance itself is the floor
    reference       McCullagh & Nelder (1989), Generalized Linear Models, sect. 6.2.3 (dispersion estimated,
                    Student's t); the floor is the 5 % point of its chi-square
    """
    from scipy.special import chdtri

    if not np.isfinite(seen) or freedom < 1:
        return 1.0
    return max(float(seen), float(chdtri(freedom, 0.95)) / freedom)


def _checked(
    counts: ArrayLike, design: ArrayLike, exposure: ArrayLike, weights: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    y = np.atleast_2d(np.asarray(counts, dtype=float))
    x = np.asarray(design, dtype=float)
    if (y < 0).any():
        raise ValueError("counts must not be negative")
    if x.shape[-2] != y.shape[1]:
        raise ValueError("design must have one row for each count")
    base = np.broadcast_to(np.asarray(exposure, dtype=float), y.shape)
    weight = np.broadcast_to(np.asarray(weights, dtype=float), y.shape)
    seen = np.isfinite(y) & np.isfinite(base) & (base > 0)
    weight = np.where(seen, weight, 0.0)
    return np.where(seen, y, 0.0), x, np.log(np.where(seen, base, 1.0)), weight


def _iterate(y: Floats, x: Floats, offset: Floats, weight: Floats, size: Floats) -> CountFit:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mu = y + 0.1
        eta = np.log(mu)
        beta = np.zeros((len(y), x.shape[-1]))
        likelihood = np.full(len(y), np.inf)
        empty = (weight * y).sum(axis=1) == 0
        converged = empty
        for _ in range(MOST_STEPS):
            working = weight * mu / (1 + mu / size[:, None])
            response = eta - offset + (y - mu) / mu
            beta = _solve(_cross(x, working), _project(x, working * response))
            eta = np.clip(_linear(x, beta) + offset, -FARTHEST, FARTHEST)
            mu = np.exp(eta)
            new = _log_likelihood(y, mu, weight, size)
            converged = (np.abs(new - likelihood) < SMALL_CHANGE * (np.abs(new) + 0.1)) | empty
            likelihood = new
            if converged.all():
                break
        return _finished(y, x, weight, size=size, beta=beta, mu=mu, converged=converged & ~empty)


def _log_likelihood(y: Floats, mu: Floats, weight: Floats, size: Floats) -> Floats:
    """Up to what does not depend on the mean. Zero months with mean near 0 settle here, not in beta."""
    k = size[:, None]
    poisson = y * np.log(mu) - mu
    finite = np.isfinite(k)
    k = np.where(finite, k, 1.0)
    binomial = y * np.log(mu / (mu + k)) - k * np.log1p(mu / k)
    total: Floats = (weight * np.where(finite, binomial, poisson)).sum(axis=1)
    return total


def _finished(
    y: Floats, x: Floats, weight: Floats, *, size: Floats, beta: Floats, mu: Floats,
    converged: Bools,
) -> CountFit:  # fmt: skip
    working = weight * mu / (1 + mu / size[:, None])
    information = _cross(x, working)
    eye = np.eye(x.shape[-1])
    sound = converged & np.isfinite(information).all(axis=(1, 2))
    covariance = np.linalg.pinv(np.where(sound[:, None, None], information, eye), hermitian=True)
    spread = np.einsum("snp,spq,snq->sn", *_three(x, covariance)) * working
    freedom = (weight > 0).sum(axis=1) - x.shape[-1]
    chi_square = (weight * (y - mu) ** 2 / (mu * (1 + mu / size[:, None]))).sum(axis=1)
    dispersion = np.where(freedom > 0, chi_square / np.maximum(freedom, 1), np.nan)
    lost = ~sound
    beta = np.where(lost[:, None], np.nan, beta)
    return CountFit(
        coefficients=beta, covariance=np.where(lost[:, None, None], np.nan, covariance),
        fitted=np.where(lost[:, None], np.nan, mu), dispersion=np.where(lost, np.nan, dispersion),
        leverage=spread, size=size, converged=sound,
    )  # fmt: skip


def _three(x: Floats, covariance: Floats) -> tuple[Floats, Floats, Floats]:
    full = np.broadcast_to(x, (len(covariance), *x.shape[-2:]))
    return full, covariance, full


def _cross(x: Floats, working: Floats) -> Floats:
    """X'WX for each series; with one shared design it is a single matrix product."""
    if x.ndim == 2:
        n, p = x.shape
        products = (x[:, :, None] * x[:, None, :]).reshape(n, p * p)
        shared: Floats = (working @ products).reshape(len(working), p, p)
        return shared
    each: Floats = np.einsum("snp,sn,snq->spq", x, working, x, optimize=True)
    return each


def _project(x: Floats, values: Floats) -> Floats:
    projected: Floats = values @ x if x.ndim == 2 else np.einsum("snp,sn->sp", x, values)
    return projected


def _linear(x: Floats, beta: Floats) -> Floats:
    linear: Floats = beta @ x.T if x.ndim == 2 else np.einsum("snp,sp->sn", x, beta)
    return linear


def _solve(matrix: Floats, right: Floats) -> Floats:
    """Solve each system; one that is singular gets its least-norm answer, not an exception."""
    sound: Bools = np.asarray(
        np.isfinite(matrix).all(axis=(1, 2)) & np.isfinite(right).all(axis=1), dtype=np.bool_
    )
    matrix = np.where(sound[:, None, None], matrix, np.eye(matrix.shape[-1]))
    right = np.where(sound[:, None], right, np.nan)
    try:
        return np.asarray(np.linalg.solve(matrix, right[:, :, None])[:, :, 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.einsum("spq,sq->sp", np.linalg.pinv(matrix, hermitian=True), right))


def _size_by_likelihood(y: Floats, mu: Floats, weight: Floats) -> Floats:
    """Newton steps on the logarithm of the size, which keeps it positive."""
    from scipy.special import digamma, polygamma

    used = weight > 0
    log_size = np.log(_size_by_moments(y, mu, used))
    for _ in range(60):
        k = np.exp(log_size)[:, None]
        slope = digamma(y + k) - digamma(k) + np.log(k) + 1 - np.log(k + mu) - (y + k) / (mu + k)
        bend = polygamma(1, y + k) - polygamma(1, k) + 1 / k - 2 / (k + mu)
        bend = bend + (y + k) / (mu + k) ** 2
        k = k[:, 0]
        first = k * np.where(used, slope, 0).sum(axis=1)
        second = k**2 * np.where(used, bend, 0).sum(axis=1) + first
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.where(second < 0, -first / second, np.sign(first) * 0.5)
        step = np.clip(np.nan_to_num(step), -1.5, 1.5)
        log_size = np.clip(log_size + step, np.log(1e-3), np.log(1e6))
        if (np.abs(step) < 1e-10).all():
            break
    size: Floats = np.exp(log_size)
    return size


def _size_by_moments(y: Floats, mu: Floats, used: Bools) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        extra = np.where(used, ((y - mu) ** 2 - mu) / mu**2, 0).sum(axis=1)
        start = used.sum(axis=1) / extra
    start = np.where(np.isfinite(start) & (start > 0), start, 1e4)
    clipped: Floats = np.clip(start, 1e-2, 1e4)
    return clipped
