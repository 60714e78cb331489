"""Control charts: which points differ from the series' own ordinary variation?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.verdict import Verdict

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PER_MOVING_RANGE = 3 / 1.128
"""Three sigma from the mean moving range of two points; often written 2.66."""

LARGEST_MOVING_RANGE = 3.267
RUN = 7
"""Points on one side, or rising or falling, that Making data count calls special."""

FEWEST_POINTS = 12
"""Points under which limits are too uncertain for a verdict."""

MDC = "NHS England, Making data count; rules as in NHSRplotthedots"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChart:
    """Centre line, limits and what is special, each (n,).

    outside, run, climb, near    the four rules: beyond a limit, seven on one side, seven in one
                                 direction, two of three close to a limit; NaN points are never special
    verdict      of the last point: HIGHER or LOWER when it is special, else NOT_SHOWN (also for a gap), and
                 CANNOT_ASSESS under twelve points or when the values that set the limits do not vary
    overdispersion   Laney's sigma z; 1 where the chart has none
    """

    method: str
    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    outside: Bools
    run: Bools
    climb: Bools
    near: Bools
    verdict: Verdict
    n: int
    broken: tuple[str, ...]
    overdispersion: float
    reference: str

    @property
    def special(self) -> Bools:
        return self.outside | self.run | self.climb | self.near


def xmr_chart(
    values: ArrayLike, *, baseline: int | None = None, screened: bool = False
) -> ControlChart:
    """Individuals chart, for means, rates and other single values.

    values     (n,) in time order, NaN is a gap
    baseline   the first points that set the limits, which are then frozen; None uses all
    screened   leave moving ranges above 3.267 times their mean out of the mean
    use when   values vary about one level; a season should be taken away first
    raises     ValueError with fewer than two values in the baseline
    reference  Montgomery (2009), Introduction to Statistical Quality Control, sect. 6.4; NHS
               England, Making data count
    """
    x = np.asarray(values, dtype=float)
    first = x[:baseline][np.isfinite(x[:baseline])]
    if len(first) < 2:
        raise ValueError("at least two values are needed for a moving range")
    x = np.where(np.isfinite(x), x, np.nan)
    spread = PER_MOVING_RANGE * _mean_moving_range(first, screened=screened)
    centre = np.full(len(x), first.mean())
    return _chart(
        "xmr", x, centre=centre, lower=centre - spread, upper=centre + spread, baseline=len(first),
        reference="Montgomery (2009), sect. 6.4; " + MDC,
    )  # fmt: skip


def c_chart(
    counts: ArrayLike, *, excluded: Sequence[int] = (), baseline: int | None = None
) -> ControlChart:
    """Counts in equal periods of a population that hardly changes.

    counts     (n,) events; excluded: indices with a known cause, left out of the limits
    use when   the counts vary as Poisson; when they vary more, use laney_u_chart
    raises     ValueError for negative counts
    reference  Montgomery (2009), Introduction to Statistical Quality Control, sect. 7.3.1
    """
    x = _checked(counts)
    mean = x[_used(x, excluded, baseline)].mean()
    return _poisson_chart("c", x, np.ones(len(x)), mean, sigma_z=1.0, baseline=baseline)


def u_chart(
    counts: ArrayLike, *, exposure: ArrayLike, excluded: Sequence[int] = (),
    baseline: int | None = None,
) -> ControlChart:  # fmt: skip
    """Counts per unit of a population, days or visits that change.

    counts, exposure  (n,); values and limits are counts / exposure
    use when   the counts vary as Poisson; when they vary more, use laney_u_chart
    raises     ValueError for negative counts
    reference  Montgomery (2009), Introduction to Statistical Quality Control, sect. 7.3.2
    """
    x, size = _with_size(counts, exposure)
    mean = _pooled(x, size, excluded, baseline)
    return _poisson_chart("u", x / size, size, mean, sigma_z=1.0, baseline=baseline)


def p_chart(
    successes: ArrayLike, *, trials: ArrayLike, excluded: Sequence[int] = (),
    baseline: int | None = None,
) -> ControlChart:  # fmt: skip
    """Shares of a counted whole.

    successes, trials  (n,); values and limits are shares 0-1
    use when   the shares vary as binomial; when they vary more, use laney_p_chart
    raises     ValueError for negative counts or more successes than trials
    reference  Montgomery (2009), Introduction to Statistical Quality Control, sect. 7.2.1
    """
    x, size = _share_of(successes, trials)
    mean = _pooled(x, size, excluded, baseline)
    return _binomial_chart("p", x / size, size, mean, sigma_z=1.0, baseline=baseline)


def laney_u_chart(
    counts: ArrayLike, *, exposure: ArrayLike, excluded: Sequence[int] = (),
    baseline: int | None = None,
) -> ControlChart:  # fmt: skip
    """The u chart with limits widened (or narrowed) by how much the series really varies.

    counts, exposure  (n,); values and limits are counts / exposure
    raises     ValueError for negative counts
    reference  Laney (2002), Quality Engineering 14:531-537
    """
    x, size = _with_size(counts, exposure)
    mean = _pooled(x, size, excluded, baseline)
    used = _used(x, excluded, baseline)
    sigma_z = _sigma_of((x / size - mean)[used], np.sqrt(mean / size)[used])
    return _poisson_chart("laney_u", x / size, size, mean, sigma_z=sigma_z, baseline=baseline)


def laney_p_chart(
    successes: ArrayLike, *, trials: ArrayLike, excluded: Sequence[int] = (),
    baseline: int | None = None,
) -> ControlChart:  # fmt: skip
    """The p chart with limits widened (or narrowed) by how much the series really varies.

    successes, trials  (n,); values and limits are shares 0-1
    raises     ValueError for negative counts
    reference  Laney (2002), Quality Engineering 14:531-537
    """
    x, size = _share_of(successes, trials)
    mean = _pooled(x, size, excluded, baseline)
    used = _used(x, excluded, baseline)
    sigma_z = _sigma_of((x / size - mean)[used], np.sqrt(mean * (1 - mean) / size)[used])
    return _binomial_chart("laney_p", x / size, size, mean, sigma_z=sigma_z, baseline=baseline)


def runs_on_one_side(values: ArrayLike, *, centre: ArrayLike) -> Bools:
    """Points that belong to seven or more in a row strictly on one side of the centre line.

    values, centre  (n,); a point on the line or a gap ends the run
    reference       NHS England, Making data count; NHSRplotthedots ptd_calculate_point_type.R
    """
    side = np.nan_to_num(np.sign(np.asarray(values, dtype=float) - np.asarray(centre, dtype=float)))
    return _in_long_stretch(side, RUN)


def climbs(values: ArrayLike) -> Bools:
    """Points that belong to seven or more in a row each above (or each below) the one before.

    values     (n,); an equal neighbour or a gap ends the climb
    reference  NHS England, Making data count; NHSRplotthedots ptd_calculate_point_type.R
    """
    step = np.nan_to_num(np.sign(np.diff(np.asarray(values, dtype=float))))
    if len(step) == 0:
        return np.zeros(len(np.atleast_1d(values)), dtype=bool)
    long = _in_long_stretch(step, RUN - 1)
    member: Bools = np.concatenate([long, [False]]) | np.concatenate([[False], long])
    return member


def two_of_three_near(
    values: ArrayLike, *, centre: ArrayLike, lower: ArrayLike, upper: ArrayLike
) -> Bools:
    """Points in the outer third of the limits when two of three neighbours on one side are there.

    values     (n,); points beyond a limit count as near it
    reference  NHS England, Making data count; NHSRplotthedots ptd_calculate_point_type.R
    """
    x, middle, low, high = (
        np.broadcast_to(np.asarray(a, dtype=float), np.shape(values))
        for a in (values, centre, lower, upper)
    )
    special = np.zeros(len(x), dtype=bool)
    for sign, limit in ((1, high), (-1, low)):
        away = np.nan_to_num(sign * (x - middle), nan=-1.0)
        near = away > 2 / 3 * np.abs(limit - middle)
        for start in range(len(x) - 2):
            three = slice(start, start + 3)
            if near[three].sum() >= 2 and (away[three] > 0).all():
                special[three] |= near[three]
    return special


def _checked(counts: ArrayLike) -> Floats:
    x = np.asarray(counts, dtype=float)
    if (x < 0).any():
        raise ValueError("counts must not be negative")
    return x


def _with_size(counts: ArrayLike, size: ArrayLike) -> tuple[Floats, Floats]:
    """Counts and what they are counted in; a point without either is a gap."""
    x, whole = _checked(counts), np.asarray(size, dtype=float)
    known = np.isfinite(x) & np.isfinite(whole) & (whole > 0)
    return np.where(known, x, np.nan), np.where(known, whole, np.nan)


def _share_of(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    """As _with_size for parts of a whole."""
    x, whole = _with_size(successes, trials)
    if (x > whole + 1e-9).any():
        raise ValueError("successes must not exceed trials")
    return x, whole


def _used(x: Floats, excluded: Sequence[int], baseline: int | None) -> Bools:
    used = np.isfinite(x)
    used[list(excluded)] = False
    if baseline is not None:
        used[baseline:] = False
    if not used.any():
        raise ValueError("no point is left to set the limits")
    return used


def _pooled(x: Floats, size: Floats, excluded: Sequence[int], baseline: int | None) -> float:
    used = _used(x, excluded, baseline)
    return float(x[used].sum() / size[used].sum())


def _mean_moving_range(x: Floats, *, screened: bool) -> float:
    moving = np.abs(np.diff(x))
    if screened:
        moving = moving[moving <= LARGEST_MOVING_RANGE * moving.mean()]
    return float(moving.mean())


def _sigma_of(apart: Floats, error: Floats) -> float:
    """Laney's sigma z; 1 where there is nothing to tell it from."""
    if len(apart) < 2 or not (error > 0).all():
        return 1.0
    return float(np.abs(np.diff(apart / error)).mean() / 1.128)


def _poisson_chart(
    method: str, values: Floats, size: Floats, mean: float, *, sigma_z: float, baseline: int | None
) -> ControlChart:  # fmt: skip
    spread = 3 * sigma_z * np.sqrt(mean / size)
    centre = np.full(len(values), mean)
    few = ("too_few_events",) if mean * np.nanmean(size) < 1 else ()
    reference = "Laney (2002), Quality Engineering 14:531-537; " if sigma_z != 1.0 else ""
    return _chart(
        method, values, centre=centre, lower=np.maximum(centre - spread, 0.0),
        upper=centre + spread, baseline=baseline, broken=few, overdispersion=sigma_z,
        reference=reference + "Montgomery (2009), sect. 7.3; " + MDC,
    )  # fmt: skip


def _binomial_chart(
    method: str, values: Floats, size: Floats, mean: float, *, sigma_z: float, baseline: int | None
) -> ControlChart:  # fmt: skip
    spread = 3 * sigma_z * np.sqrt(mean * (1 - mean) / size)
    centre = np.full(len(values), mean)
    few = ("too_few_events",) if mean * np.nanmean(size) < 1 else ()
    reference = "Laney (2002), Quality Engineering 14:531-537; " if sigma_z != 1.0 else ""
    return _chart(
        method, values, centre=centre, lower=np.maximum(centre - spread, 0.0),
        upper=np.minimum(centre + spread, 1.0), baseline=baseline, broken=few,
        overdispersion=sigma_z, reference=reference + "Montgomery (2009), sect. 7.2; " + MDC,
    )  # fmt: skip


def _chart(
    method: str, values: Floats, *, centre: Floats, lower: Floats, upper: Floats,
    baseline: int | None, reference: str, broken: tuple[str, ...] = (), overdispersion: float = 1.0,
) -> ControlChart:  # fmt: skip
    with np.errstate(invalid="ignore"):
        outside = (values < lower) | (values > upper)
    run = runs_on_one_side(values, centre=centre)
    climb = climbs(values)
    near = two_of_three_near(values, centre=centre, lower=lower, upper=upper)
    points = int(np.isfinite(values[:baseline]).sum())
    if points < FEWEST_POINTS:
        broken = (*broken, "too_few_points")
    if not broken and not np.nanmax(upper - lower) > 0:
        broken = ("no_variation",)
    special = (outside | run | climb | near)[-1]
    verdict = Verdict.NOT_SHOWN
    if broken:
        verdict = Verdict.CANNOT_ASSESS
    elif special:
        verdict = _direction(values, centre=centre, side=(outside | run | near)[-1])
    return ControlChart(
        method=method, values=values, centre=centre, lower=lower, upper=upper, outside=outside,
        run=run, climb=climb, near=near, verdict=verdict, n=points, broken=broken,
        overdispersion=overdispersion, reference=reference,
    )  # fmt: skip


def _direction(values: Floats, *, centre: Floats, side: bool) -> Verdict:
    """A climb may still be below the centre line: then its direction counts."""
    up = values[-1] > centre[-1] if side else values[-1] > values[-2]
    return Verdict.HIGHER if up else Verdict.LOWER


def _in_long_stretch(sign: Floats, length: int) -> Bools:
    """Members of stretches of equal non-zero signs at least this long."""
    member = np.zeros(len(sign), dtype=bool)
    start = 0
    for i in range(1, len(sign) + 1):
        if i == len(sign) or sign[i] != sign[start]:
            if sign[start] != 0 and i - start >= length:
                member[start:i] = True
            start = i
    return member


def dispersion_test(counts: ArrayLike, *, exposure: ArrayLike = 1.0) -> tuple[float, float]:
    """Do counts vary more than chance alone about one rate?

    counts, exposure  (n,); NaN is left out
    returns    variance over what Poisson would give (1 when it fits), and the chance of at least so much
    raises     ValueError for negative counts or fewer than two known
    reference  Fisher (1950), Biometrics 6:17-24 (the index of dispersion and its chi-square)
    """
    from scipy.special import chdtrc

    x = _checked(counts)
    size = np.broadcast_to(np.asarray(exposure, dtype=float), x.shape)
    known = np.isfinite(x) & (size > 0)
    x, size = x[known], size[known]
    if len(x) < 2:
        raise ValueError("at least two counts are needed")
    expected = size * x.sum() / size.sum()
    if not expected.sum() > 0:
        return 1.0, 1.0
    chi_square = float(((x - expected) ** 2 / expected).sum())
    return chi_square / (len(x) - 1), float(chdtrc(len(x) - 1, chi_square))
