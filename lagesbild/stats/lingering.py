"""How much of one month's oddness is still there in the next? Many monthly series at once.

A hundred months of one series say little: the error of a correlation is then a tenth, and half a year of
months that follow each other by a tenth varies half as much again. So it is not guessed as one number. A
few ways in which months may hang together are weighed against each other, by how well each explains the
slow and the quick swings of the series; the series of a family lend each other how common each way is.
Whoever judges a sum of months weighs the same ways.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARES = (0.0, 0.5, 1.0)
"""How much of the variation beyond chance lingers: nothing, half, all."""

USUAL = (0.5, 0.25, 0.25)
"""How common each share is taken to be before anything is seen."""

FADINGS = (0.4, 0.6, 0.75, 0.85)
"""How much of what lingers is left a month later; the series of a family have this in common."""

WORTH = 1.0
"""How many series that counts as, beside those that are seen."""

ROUNDS = 20
"""Times that the series and what is common to them are fitted to each other in turn."""

MIDDLING_SPREAD = 0.05
"""Relative variance beyond chance that the weights start from; the answer hardly depends on it."""

FARTHEST = 4.0
"""Standardised residuals are pulled in to this: one odd month must not settle the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lingering:
    """Ways in which months may hang together, (w,), and how likely each is for each series, (s, w).

    share, fading   of the variation beyond chance, and of what is left of it a month later
    excess          (s,) variance beyond chance of a middling month, over that of chance
    """

    share: Floats
    fading: Floats
    chance: Floats
    excess: Floats

    @property
    def next_month(self) -> Floats:
        """Correlation with the next month, (s,)."""
        part = self.excess / (1 + self.excess)
        return np.asarray(part * (self.chance @ (self.share * self.fading)), dtype=float)

    def each_sum(self, months: int, *, excess: Floats) -> Floats:
        """Variance of a sum of so many months, over that of independent ones, in each way, (w, s).

        excess  (s,) of the months that are summed; what was seen in the earlier ones is the least
        """
        left = 1 - self.fading
        # The sum of (1 - lag / months) * fading ** (lag - 1) over the lags, written out.
        beside = (months * left - (1 - self.fading**months)) / (months * left**2)
        return self._each(beside, excess)

    def each_long_sum(self, *, excess: Floats) -> Floats:
        """The same for very many months."""
        return self._each(1 / (1 - self.fading), excess)

    def of_sum(self, months: int, *, excess: Floats | None = None) -> Floats:
        """All ways weighed together, (s,)."""
        each = self.each_sum(months, excess=self.excess if excess is None else excess)
        return np.asarray((self.chance * each.T).sum(axis=1), dtype=float)

    def of_long_sum(self, *, excess: Floats | None = None) -> Floats:
        """The same for very many months."""
        each = self.each_long_sum(excess=self.excess if excess is None else excess)
        return np.asarray((self.chance * each.T).sum(axis=1), dtype=float)

    def _each(self, beside: Floats, excess: Floats) -> Floats:
        part = np.maximum(excess, self.excess) / (1 + excess)
        return 1 + np.outer(2 * self.share * self.fading * beside, part)


def lingering(counts: Floats, *, mean: Floats, use: Floats, family: Ints) -> Lingering:
    """How months hang together beyond level, season and trend, by the power of slow and quick swings.

    counts      (s, n) months in order; mean (s, n) what was fitted to them; use (s, n) 1.0 where it counts
    family      (s,) which series lend each other strength
    use when    three years or more; with one series alone the answer leans on what is usual
    reference   Whittle (1953), Arkiv för matematik 2:423-434 (likelihood of a spectrum);
                Laird (1978), JASA 73:805-811 (how common each way is)
    """
    first = np.unique(family, return_inverse=True)[1]
    number = np.maximum(use.sum(axis=1), 1.0)
    power, turn, weight = _swings(_residuals(counts, mean=mean, use=use), use=use)
    level = (use * mean).sum(axis=1) / number
    variance = power @ weight / max(float(weight.sum()), 1e-12)
    excess = _beyond_chance(variance, level=level, number=number, family=first)
    fit = (
        _fits(power, turn=turn, weight=weight, excess=excess)
        * (number / use.shape[1])[:, None, None]
    )
    chance = _weighed(fit, family=first)
    # Where nothing lingers it does not matter how it fades.
    ways = (
        chance[:, :, 0].sum(axis=1),
        chance[:, :, 1:].reshape(-1, len(FADINGS) * (len(SHARES) - 1)),
    )
    return Lingering(
        share=np.concatenate([[0.0], np.tile(SHARES[1:], len(FADINGS))]),
        fading=np.concatenate([FADINGS[:1], np.repeat(FADINGS, len(SHARES) - 1)]),
        chance=np.column_stack(ways), excess=excess,
    )  # fmt: skip


def _swings(residual: Floats, *, use: Floats) -> tuple[Floats, Floats, Floats]:
    """Power at each frequency, (s, k), the angle a month and how much of it level and line have left.

    What the season was fitted to is left out.
    """
    n = residual.shape[1]
    wave = np.arange(1, (n + 1) // 2)
    season = np.arange(1, 7) * n / 12
    free = (np.abs(wave[:, None] - season) >= 0.75).all(axis=1)
    # A line takes so much of a wave that goes round so many times.
    left = 1 - 6 / (np.pi * wave) ** 2
    number = np.maximum(use.sum(axis=1), 1.0)
    seen = np.abs(np.fft.rfft(residual, axis=1)[:, wave]) ** 2 / number[:, None] / left
    return seen[:, free], 2 * np.pi * wave[free] / n, left[free]


def _beyond_chance(variance: Floats, *, level: Floats, number: Floats, family: Ints) -> Floats:
    """Each series' own variance beyond chance, drawn towards what the family has at its level."""
    weight = 1 / (1 + MIDDLING_SPREAD * level) ** 2
    worth = WORTH / 2
    usual = np.bincount(family, weight * (variance - 1)) + MIDDLING_SPREAD * worth
    usual = np.maximum(usual, 0.0) / (np.bincount(family, weight * level) + worth)
    expected = usual[family] * level
    error = 2 * (1 + expected) ** 2 / number
    kept = expected**2 / (expected**2 + error)
    return np.asarray(np.maximum(expected + kept * (variance - 1 - expected), 0.0), dtype=float)


def _fits(power: Floats, *, turn: Floats, weight: Floats, excess: Floats) -> Floats:
    """Whittle's log likelihood of each fading and share, (s, f, a), the size of the swings left free."""
    near, total = np.cos(turn), max(float(weight.sum()), 1e-12)
    fits = np.empty((len(power), len(FADINGS), len(SHARES)))
    for i, fading in enumerate(FADINGS):
        lingers = (1 - fading**2) / (1 - 2 * fading * near + fading**2)
        for j, share in enumerate(SHARES):
            expected = 1 + excess[:, None] * (1 - share + share * lingers)
            size = np.maximum((power / expected) @ weight / total, 1e-12)
            fits[:, i, j] = -(np.log(expected) @ weight) - total * np.log(size)
    return fits


def _weighed(fit: Floats, *, family: Ints) -> Floats:
    """How likely each way is for each series, with how common it is in the family, (s, f, a)."""
    like = np.exp(fit - fit.max(axis=(1, 2), keepdims=True))
    usual = np.array(USUAL)
    size = np.bincount(family)[:, None, None]
    common = np.broadcast_to(usual, (len(size), *fit.shape[1:]))
    for _ in range(ROUNDS):
        mine = like * common[family]
        mine /= mine.sum(axis=2, keepdims=True)
        common = (_by_family(mine, family) + WORTH * usual) / (size + WORTH)
    joint = like * common[family]
    explained = joint.sum(axis=2, keepdims=True)
    told = _by_family(np.log(explained), family)[:, :, 0] + WORTH * (usual * np.log(common)).sum(
        axis=2
    )
    fading = np.exp(told - told.max(axis=1, keepdims=True))
    fading /= fading.sum(axis=1, keepdims=True)
    return np.asarray(joint / explained * fading[family][:, :, None], dtype=float)


def _by_family(values: Floats, family: Ints) -> Floats:
    flat = values.reshape(len(values), int(np.prod(values.shape[1:])))
    sums = np.stack([np.bincount(family, column) for column in flat.T], axis=1)
    return np.asarray(sums.reshape(-1, *values.shape[1:]), dtype=float)


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
