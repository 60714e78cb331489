"""Do two measures move together in many places, or does one move before the other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.multiplicity import benjamini_hochberg_rows
from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FEWEST_PLACES = 20
FEWEST_PERIODS = 3
FEW_PLACES = "fewer_than_20_places"
FEW_POINTS = "too_few_points"
NO_VARIATION = "no_variation"

CLOSEST = 1 - 1e-12
"""A correlation of one has no Fisher's z."""

REFERENCE = "Cameron & Miller (2015), J Human Resources 50:317-372"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelLag:
    """Correlation of the first measure's changes with the second's ``lag`` periods later.

    lag         > 0: the first moves before the second
    places      that have pairs
    adjusted    p-value adjusted for all lags looked at (Benjamini and Hochberg)
    assessment  estimate r with limits for this lag alone; the verdict rests on ``adjusted``; n = pairs
    """

    lag: int
    places: int
    adjusted: float
    assessment: Assessment


def lagged_panel(
    first: ArrayLike, *, second: ArrayLike, lags: Sequence[int], confidence: float = 0.95
) -> tuple[PanelLag, ...]:
    """Correlations of two measures' changes over all places, at several lags.

    first, second  (k, n) places by equally spaced periods, NaN where missing, on a scale where changes
                   are comparable (logarithms of rates)
    returns        one for each lag. Levels are gone with the differences, each place's own trend and what
                   is common to all places in a period are taken away; places, not pairs, are what is
                   independent. CANNOT_ASSESS with fewer than 20 places or 3 periods of changes
    use when       many pairs of measures are tried: adjust the smallest ``adjusted`` of each again over
                   them with benjamini_hochberg
    raises         ValueError if the shapes differ
    reference      Cameron & Miller (2015), J Human Resources 50:317-372 (errors by leaving out clusters);
                   Miller (1974), Biometrika 61:1-15 (the jackknife of Fisher's z for the limits);
                   Carter, Schnepel & Steigerwald (2017), Rev Econ Stat 99:698-709 (how many they are worth)
    """
    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if x.shape != y.shape or x.ndim != 2:
        raise ValueError("both measures must have the same places and periods")
    return lagged_panels(
        changes_of(x)[None], second=changes_of(y), lags=lags, confidence=confidence
    )[0]


def changes_of(values: ArrayLike) -> Floats:
    """From period to period: (k, n) places by periods -> (n - 1, k), as lagged_panels takes them.

    reference   as lagged_panel
    """
    # Places last: sums over the few periods are then additions of long rows.
    return np.ascontiguousarray(np.diff(np.asarray(values, dtype=float), axis=1).T)


def lagged_panels(
    firsts: ArrayLike, *, second: ArrayLike, lags: Sequence[int], confidence: float = 0.95
) -> list[tuple[PanelLag, ...]]:
    """As lagged_panel for many measures beside the same one, in a quarter of the time.

    firsts      (m, n, k) changes of each measure, of changes_of; second (n, k)
    returns     (m,) what lagged_panel says of each
    raises      ValueError if the shapes differ
    reference   as lagged_panel
    """
    x, y = np.asarray(firsts, dtype=float), np.asarray(second, dtype=float)
    if x.ndim != 3 or x.shape[1:] != y.shape:
        raise ValueError("both measures must have the same places and periods")
    sums = _Sums.nothing((len(x), len(lags)), places=len(y.T))
    # Those known in few places together: the other places are then left out.
    order = np.argsort(np.isfinite(x).any(axis=1).sum(axis=1), kind="stable")
    for start in range(0, len(order), AT_ONCE):
        sums.add(x, y, at=order[start : start + AT_ONCE], lags=lags)
    return _assessed(sums, lags=lags, confidence=confidence)


AT_ONCE = 12
"""Measures that are worked on together: what lies between the steps then fits close to the processor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """What is left of each measure and of the second, by measure and lag, when places' and periods' means
    are taken away.

    own, other, both  (m, lags, places) squares of the measure and of the second, and their products
    counts            (m, lags, 3) places, pairs and periods that are known
    """

    own: Floats
    other: Floats
    both: Floats
    counts: NDArray[np.int64]

    @classmethod
    def nothing(cls, shape: tuple[int, int], *, places: int) -> _Sums:
        own, other, both = np.zeros((3, *shape, places))
        counts = np.zeros((*shape, 3), dtype=np.int64)
        return cls(own=own, other=other, both=both, counts=counts)

    def add(self, x: Floats, y: Floats, *, at: NDArray[np.intp], lags: Sequence[int]) -> None:
        """Some measures; x (m, periods, places) and y (periods, places) are changes."""
        x = x[at]
        near = np.flatnonzero(np.isfinite(x).any(axis=(0, 1)) & np.isfinite(y).any(axis=0))
        x, y = x[:, :, near], y[:, near]
        known = np.isfinite(x), np.isfinite(y)
        told = np.where(known[0], x, 0.0), np.where(known[1], y, 0.0)
        for number, lag in enumerate(lags):
            left_known, right_known = _apart(known, lag=lag)
            here = left_known & right_known
            in_place = here.sum(axis=1, dtype=np.int16)
            here &= (in_place >= 2)[:, None]
            in_place[in_place < 2] = 0
            x_left, y_left = _what_is_left(*_apart(told, lag=lag), known=here, in_place=in_place)
            where = at[:, None], number, near
            self.own[where] = np.einsum("mpk,mpk->mk", x_left, x_left)
            self.other[where] = np.einsum("mpk,mpk->mk", y_left, y_left)
            self.both[where] = np.einsum("mpk,mpk->mk", x_left, y_left)
            known_of = (
                (in_place > 0).sum(axis=1),
                in_place.sum(axis=1),
                here.any(axis=2).sum(axis=1),
            )
            self.counts[at, number] = np.column_stack(known_of)


def _assessed(sums: _Sums, *, lags: Sequence[int], confidence: float) -> list[tuple[PanelLag, ...]]:
    told = np.stack(_correlated(sums, confidence=confidence), axis=-1)
    least = np.minimum(sums.own.sum(axis=2), sums.other.sum(axis=2))
    still = least <= 1e-12 * sums.counts[:, :, 1]
    looked = [
        [
            _assessment(*one, is_still=flat, confidence=confidence)
            for one, flat in zip(zip(*each, strict=True), flats, strict=True)
        ]
        for each, flats in zip(
            zip(told.tolist(), sums.counts.tolist(), strict=True), still.tolist(), strict=True
        )
    ]
    p_values = np.array([[one.p_value for one in each] for each in looked]).reshape(still.shape)
    adjusted = benjamini_hochberg_rows(p_values).tolist()
    return [
        tuple(
            PanelLag(
                lag=lag, places=counts[0], adjusted=p,
                assessment=_judged(one, adjusted=p, level=1 - confidence),
            )
            for lag, counts, one, p in zip(lags, *each, strict=True)
        )
        for each in zip(sums.counts.tolist(), looked, adjusted, strict=True)
    ]  # fmt: skip


def _assessment(
    told: Sequence[float], counts: Sequence[int], *, is_still: bool, confidence: float
) -> Assessment:
    """told: correlation, limits and p-value; counts as in _Sums."""
    places, pairs, periods = counts
    few = _too_few(places, periods) or ((NO_VARIATION,) if is_still else ())
    if few:
        return cannot_assess("lagged_panel", n=pairs, broken=few, reference=REFERENCE)
    r, low, high, p = told
    return Assessment(
        method="lagged_panel", verdict=Verdict.NOT_SHOWN, estimate=r, lower=low, upper=high,
        confidence=confidence, p_value=p, n=pairs, reference=REFERENCE,
    )  # fmt: skip


def _apart(both: tuple[Any, Any], *, lag: int) -> tuple[Any, Any]:
    """The first ``lag`` periods before the second."""
    first, second = both
    n = len(second)
    if lag < 0:
        return first[:, -lag:], second[: n + lag]
    return first[:, : n - lag], second[lag:]


def _too_few(places: int, periods: int) -> tuple[str, ...]:
    if places < FEWEST_PLACES:
        return (FEW_PLACES,)
    return (FEW_POINTS,) if periods < FEWEST_PERIODS else ()


def _what_is_left(
    left: Floats, right: Floats, *, known: Bools, in_place: NDArray[np.int16]
) -> tuple[Floats, Floats]:
    """Both measures, (m, periods, places), when places' and periods' means are taken away."""
    here = known.astype(float)
    part = here / np.maximum(in_place, 1)[:, None]
    shared = -(here @ part.transpose(0, 2, 1))
    diagonal = np.arange(shared.shape[1])
    shared[:, diagonal, diagonal] += here.sum(axis=2)
    # A level common to all periods is the places' own: the ridge decides what does not matter.
    trace = np.trace(shared, axis1=1, axis2=2)
    shared[:, diagonal, diagonal] += 1e-10 * np.maximum(trace, 1.0)[:, None]
    x, y = (
        _without_place_and_period(one, here=here, part=part, shared=shared) for one in (left, right)
    )
    return x, y


def _without_place_and_period(
    values: Floats, *, here: Floats, part: Floats, shared: Floats
) -> Floats:
    """What is left when each place's and each period's mean are taken away, 0 where unknown. With holes
    neither is right until the other is: the periods, which are few, are solved for with the places in them.

    values  (m, periods, places), or (periods, places) for all
    here    1 where known, else 0; part: each period's part of what is known of its place
    shared  (m, periods, periods) how much each period has in common with each other's places
    """
    left = values * here
    in_period = left.sum(axis=2, keepdims=True) - part @ left.sum(axis=1)[:, :, None]
    period = np.linalg.solve(shared, in_period)
    left -= period
    left -= np.einsum("mpk,mpk->mk", part, left)[:, None]
    left *= here
    return left


def _correlated(sums: _Sums, *, confidence: float) -> tuple[Floats, Floats, Floats, Floats]:
    """(m, lags) correlation, its limits and its p-value."""
    from scipy.special import stdtr, stdtrit

    with np.errstate(divide="ignore", invalid="ignore"):
        slope = sums.both.sum(axis=2) / sums.own.sum(axis=2)
        error, of_z, freedom = _jackknife(sums, slope=slope)
        to_r = np.sqrt(sums.own.sum(axis=2) / sums.other.sum(axis=2))
        r = np.clip(slope * to_r, -CLOSEST, CLOSEST)
        p = np.where(error > 0, 2 * stdtr(freedom, -np.abs(slope) / error), 0.0)
        reach = stdtrit(freedom, 0.5 + confidence / 2) * of_z
        low, high = (np.tanh(np.arctanh(r) + side * reach) for side in (-1, 1))
    return r, low, high, p


def _jackknife(sums: _Sums, *, slope: Floats) -> tuple[Floats, Floats, Floats]:
    """Standard errors of each slope and of Fisher's z of each correlation, and their degrees of freedom,
    places left out one by one.

    A few places that vary much more than the rest weigh so much that the usual robust error is too
    small: on kommuner that have nothing to do with each other it called six times too many.
    """
    has_pairs = sums.own > 0
    other = np.where(has_pairs, sums.other, 0.0)
    number = has_pairs.sum(axis=2)
    all_own, all_other, all_both = (
        one.sum(axis=2, keepdims=True) for one in (sums.own, other, sums.both)
    )
    rest, rest_of_other = all_own - sums.own, all_other - other
    without = (all_both - sums.both) / rest
    z = np.arctanh(np.clip(without * np.sqrt(rest / rest_of_other), -CLOSEST, CLOSEST))
    whole = np.arctanh(np.clip(slope[:, :, None] * np.sqrt(all_own / all_other), -CLOSEST, CLOSEST))
    error, of_z = (
        np.sqrt((number - 1) / number * np.where(has_pairs, apart**2, 0.0).sum(axis=2))
        for apart in (without - slope[:, :, None], z - whole)
    )
    worth = all_own[:, :, 0] ** 2 / (sums.own**2).sum(axis=2)
    one_alone = (has_pairs & ((rest <= 0) | (rest_of_other <= 0))).any(axis=2) | (number < 2)
    error, of_z = (np.where(one_alone, np.inf, one) for one in (error, of_z))
    return error, of_z, np.where(one_alone, 1.0, np.maximum(1.0, worth - 1))


def _judged(found: Assessment, *, adjusted: float, level: float) -> Assessment:
    if found.verdict is Verdict.CANNOT_ASSESS or adjusted > level:
        return found
    return replace(found, verdict=Verdict.HIGHER if found.estimate > 0 else Verdict.LOWER)


def rank_correlation(
    first: ArrayLike, *, second: ArrayLike, confidence: float = 0.95
) -> Assessment:
    """Whether places high in one measure are high in the other, whatever the two are counted in.

    first, second  (k,) one value a place, NaN where missing
    returns        estimate = Spearman's rho with limits, p-value; n = places. CANNOT_ASSESS with fewer
                   than 20 places
    use when       places are independent; neighbours that resemble each other make it too sure
    raises         ValueError if lengths differ
    reference      Spearman (1904), Am J Psychol 15:72-101; limits by Bonett & Wright (2000),
                   Psychometrika 65:23-28
    """
    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if x.shape != y.shape:
        raise ValueError("both measures must have the same places")
    return rank_correlations(x[None], second=y, confidence=confidence)[0]


def rank_correlations(
    firsts: ArrayLike, *, second: ArrayLike, confidence: float = 0.95
) -> list[Assessment]:
    """As rank_correlation for many measures beside the same one, in a fifth of the time.

    firsts      (m, k); second (k,)
    returns     (m,) what rank_correlation says of each
    raises      ValueError if lengths differ
    reference   as rank_correlation
    """
    from scipy.special import stdtr

    x, y = np.asarray(firsts, dtype=float), np.asarray(second, dtype=float)
    if x.ndim != 2 or x.shape[1:] != y.shape:
        raise ValueError("both measures must have the same places")
    known = np.isfinite(x) & np.isfinite(y)
    n = known.sum(axis=1)
    one, other = (_ranks_about_mean(values, known=known) for values in (x, y))
    squares = (one**2).sum(axis=1) * (other**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = np.clip((one * other).sum(axis=1) / np.sqrt(squares), -1 + 1e-12, 1 - 1e-12)
        p = 2 * stdtr(n - 2, -np.abs(r) * np.sqrt((n - 2) / (1 - r**2)))
        reach = NormalDist().inv_cdf(0.5 + confidence / 2) * np.sqrt((1 + r**2 / 2) / (n - 3))
        low, high = (np.tanh(np.arctanh(r) + side * reach) for side in (-1, 1))
    told = np.column_stack([r, low, high, p]).tolist()
    return [
        _rank_assessment(values, places=places, is_flat=flat, confidence=confidence)
        for values, places, flat in zip(told, n.tolist(), (squares == 0).tolist(), strict=True)
    ]


def _rank_assessment(
    told: Sequence[float], *, places: int, is_flat: bool, confidence: float
) -> Assessment:
    reference = "Bonett & Wright (2000), Psychometrika 65:23-28"
    few = (FEW_PLACES,) if places < FEWEST_PLACES else (NO_VARIATION,) if is_flat else ()
    if few:
        return cannot_assess("rank_correlation", n=places, broken=few, reference=reference)
    r, low, high, p = told
    return Assessment(
        method="rank_correlation", verdict=Verdict.NOT_SHOWN, estimate=r, lower=low, upper=high,
        confidence=confidence, p_value=p, n=places, reference=reference,
    )  # fmt: skip


def _ranks_about_mean(values: Floats, *, known: Bools) -> Floats:
    """(m, k) ranks among the known of each row, less their mean, 0 where unknown; those that are alike
    share their mean rank. As scipy.stats.rankdata, which takes a second of processor time to load for
    whoever opens the page first.

    values  (m, k), or (k,) for all rows; known (m, k)
    """
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    order, ordered = np.broadcast_to(order, known.shape), np.broadcast_to(ordered, known.shape)
    number = np.cumsum(np.take_along_axis(known, order, axis=1), axis=1)
    place = np.arange(known.shape[1])
    is_new = np.ones(known.shape, dtype=bool)
    is_new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(is_new, place, 0), axis=1)
    is_last = np.ones(known.shape, dtype=bool)
    is_last[:, :-1] = is_new[:, 1:]
    last = np.minimum.accumulate(np.where(is_last, place, len(place))[:, ::-1], axis=1)[:, ::-1]
    before = np.take_along_axis(np.pad(number, ((0, 0), (1, 0))), first, axis=1)
    rank = np.empty(known.shape)
    np.put_along_axis(
        rank, order, (before + 1 + np.take_along_axis(number, last, axis=1)) / 2, axis=1
    )
    middle = (known.sum(axis=1, keepdims=True) + 1) / 2
    return np.where(known, rank - middle, 0.0)
