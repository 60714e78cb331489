"""Shares of a counted whole."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]

FEWEST_ANSWERS = 5
"""Answers of each kind needed before a weighted share gets limits."""


def wilson_interval(successes: ArrayLike, *, trials: ArrayLike, confidence: float = 0.95) -> Floats:
    """Confidence limits for a proportion, Wilson's score method.

    successes   (n,) numbers between 0 and trials; need not be whole (a published percentage of n)
    trials      (n,) numbers > 0; 0 or NaN gives NaN
    returns     (n, 2) lower, upper, as proportions
    raises      ValueError if successes are negative or exceed trials, or confidence is outside (0, 1)
    reference   Wilson (1927), JASA 22:209-212
    """
    x, n = _checked(successes, trials=trials, confidence=confidence)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    middle = 2 * x + z**2
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    width = 2 * (n + z**2)
    limits = np.column_stack([(middle - spread) / width, (middle + spread) / width])
    clipped: Floats = np.clip(limits, 0.0, 1.0)
    return clipped


def clopper_pearson_interval(
    successes: ArrayLike, *, trials: ArrayLike, confidence: float = 0.95
) -> Floats:
    """Exact confidence limits for a proportion: never below the stated level, often well above.

    successes   (n,) numbers between 0 and trials; trials (n,) numbers > 0; 0 or NaN gives NaN
    returns     (n, 2) lower, upper, as proportions
    raises      as wilson_interval
    reference   Clopper & Pearson (1934), Biometrika 26:404-413
    """
    from scipy.special import betaincinv

    x, n = _checked(successes, trials=trials, confidence=confidence)
    alpha = (1 - confidence) / 2
    left = n - x
    lower = np.where(x > 0, betaincinv(np.maximum(x, 1e-300), left + 1, alpha), 0.0)
    upper = np.where(left > 0, betaincinv(x + 1, np.maximum(left, 1e-300), 1 - alpha), 1.0)
    return np.where(np.isnan(n + x)[:, None], np.nan, np.column_stack([lower, upper]))


def effective_sample_size(weights: ArrayLike) -> float:
    """How many equally weighted answers the weighted ones are worth.

    weights     (n,) numbers >= 0
    raises      ValueError if a weight is negative or all are 0
    reference   Kish (1965), Survey Sampling, sect. 11.2C
    """
    weight = np.asarray(weights, dtype=float)
    if (weight < 0).any() or not weight.sum() > 0:
        raise ValueError("weights must not be negative, and some must be positive")
    return float(weight.sum() ** 2 / (weight**2).sum())


def survey_share(is_yes: ArrayLike, *, weights: ArrayLike, confidence: float = 0.95) -> Assessment:
    """A weighted share of single answers, limits on the logit scale.

    is_yes, weights  (n,) 0 or 1, and numbers > 0; independent answers, no strata or clusters
    returns     estimate and limits as proportions; n = answers. CANNOT_ASSESS with fewer than 5 yes
                or 5 no, where the logit scale breaks down
    raises      ValueError if shapes differ, an answer is neither or a weight is not positive
    reference   Lumley (2010), Complex Surveys, sect. 2.3 (svyciprop, method "logit", with replacement)
    """
    from scipy.special import expit, logit, stdtrit

    yes, weight = np.asarray(is_yes, dtype=float), np.asarray(weights, dtype=float)
    if yes.shape != weight.shape or not len(yes) or not (weight > 0).all():
        raise ValueError("there must be answers, each with a positive weight")
    if not np.isin(yes, (0.0, 1.0)).all():
        raise ValueError("an answer must be 0 or 1: leave out those who did not answer")
    n, share = len(yes), float((weight * yes).sum() / weight.sum())
    reference = "Lumley (2010), Complex Surveys, sect. 2.3"
    if min(yes.sum(), n - yes.sum()) < FEWEST_ANSWERS:
        return cannot_assess(
            "survey_logit", n=n, broken=("fewer_than_5_answers",), reference=reference,
            estimate=share,
        )  # fmt: skip
    residual = weight * (yes - share) / weight.sum()
    error = float(np.sqrt(n / (n - 1) * (residual**2).sum())) / (share * (1 - share))
    reach = float(stdtrit(n - 1, 0.5 + confidence / 2)) * error
    low, high = (float(expit(logit(share) + side * reach)) for side in (-1, 1))
    return Assessment(
        method="survey_logit", verdict=Verdict.NOT_SHOWN, estimate=share, lower=low, upper=high,
        confidence=confidence, n=n, reference=reference,
    )  # fmt: skip


def published_share(
    share: float, *, sample: float | None, design_effect: float = 1.0, confidence: float = 0.95
) -> Assessment:
    """A share known only as a percentage, with Wilson's limits on the effective sample.

    share          proportion in [0, 1]; sample the number asked, None (or 0, NaN) when it is not known
    design_effect  sample / effective sample size; 1.0 for a simple random sample
    returns        estimate and limits as proportions; n = effective sample; without a sample size no
                   limits and CANNOT_ASSESS
    raises         ValueError if the share lies outside [0, 1] or the design effect is not positive
    reference      Korn & Graubard (1998), Survey Methodology 24:193-201 (effective n); Wilson (1927)
    """
    if not 0 <= share <= 1 or not design_effect > 0 or (sample is not None and sample < 0):
        raise ValueError("share must lie in [0, 1] and the design effect be positive")
    method, reference = "wilson_effective_n", "Wilson (1927), JASA 22:209-212"
    if sample is None or not sample > 0:
        return cannot_assess(
            method, n=0, broken=("no_sample_size",), reference=reference, estimate=share
        )
    n = sample / design_effect
    low, high = (float(x) for x in wilson_interval(share * n, trials=n, confidence=confidence)[0])
    return Assessment(
        method=method, verdict=Verdict.NOT_SHOWN, estimate=share, lower=low, upper=high,
        confidence=confidence, n=int(n), reference=reference,
    )  # fmt: skip


def _checked(
    successes: ArrayLike, *, trials: ArrayLike, confidence: float
) -> tuple[Floats, Floats]:
    x = np.atleast_1d(np.asarray(successes, dtype=float))
    n = np.atleast_1d(np.asarray(trials, dtype=float))
    if (x < 0).any() or (x > n + 1e-9).any():
        raise ValueError("successes must lie between 0 and trials")
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    return x, np.where(n > 0, n, np.nan)
