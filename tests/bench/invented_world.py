"""Invented monthly counts for trying methods: kommuner of known size, without and with planted changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

INDICATORS = 60
LOWEST_RATE, HIGHEST_RATE = 15.0, 3000.0
"""Events a year per 100 000 inhabitants: from homes burgled to all thefts."""

Floats = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Expected counts (s, n), how much they vary, and which kommun each series belongs to.

    extra     variance = mean + extra x mean squared
    follows   (s,) correlation from month to month in a part of that variation
    """

    mean: Floats
    extra: Floats
    follows: Floats
    kommun: Floats

    def counts(self, rng: np.random.Generator, *, mean: Floats | None = None) -> Floats:
        """One history. Half of the extra variation is the month's own, half may linger."""
        expected = self.mean if mean is None else mean
        s, n = expected.shape
        shape = 1 / (self.extra[:, None] / 2)
        noise = rng.gamma(shape, 1 / shape, size=(s, n))
        spread = np.sqrt(np.log1p(self.extra / 2))[:, None]
        steps = rng.standard_normal((s, n))
        for t in range(1, n):
            steps[:, t] = (
                self.follows * steps[:, t - 1] + np.sqrt(1 - self.follows**2) * steps[:, t]
            )
        lingering = np.exp(spread * steps - spread**2 / 2)
        return rng.poisson(expected * noise * lingering).astype(float)


def make_world(
    rng: np.random.Generator, *, populations: Floats, months: int, follows: float = 0.0,
    every: int = 1,
) -> World:  # fmt: skip
    """Sixty indicators in each kommun: level, season and over-dispersion of their own.

    every  how many indicators there are to each whose variation lingers
    """
    kommuner = len(populations)
    rate = np.exp(np.linspace(np.log(LOWEST_RATE), np.log(HIGHEST_RATE), INDICATORS))
    rates = np.tile(rate, kommuner) * np.exp(rng.normal(0, 0.4, kommuner * INDICATORS))
    people = np.repeat(populations, INDICATORS)
    month = np.arange(months)
    swing, phase = rng.uniform(0, 0.5, INDICATORS), rng.uniform(0, 12, INDICATORS)
    second, other = rng.uniform(0, 0.2, INDICATORS), rng.uniform(0, 6, INDICATORS)
    waves = swing[:, None] * np.cos(2 * np.pi * (month - phase[:, None]) / 12)
    waves = waves + second[:, None] * np.cos(4 * np.pi * (month - other[:, None]) / 12)
    level = (people * rates / 100_000 / 12)[:, None]
    return World(
        mean=level * np.exp(np.tile(waves, (kommuner, 1))),
        follows=np.where(np.arange(len(people)) % every == 0, follows, 0.0),
        extra=np.exp(rng.uniform(np.log(0.01), np.log(0.2), len(people))),
        kommun=np.repeat(np.arange(kommuner), INDICATORS),
    )  # fmt: skip


def swedish_sizes(rng: np.random.Generator, *, kommuner: int = 290) -> Floats:
    """Populations spread as the kommuner's are: half below 16 000, a few very large."""
    return np.clip(np.exp(rng.normal(np.log(16_000), 0.95, kommuner)), 2_400, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A change and when it is looked for: months after its first, the first itself being 0."""

    name: str
    sign: int
    looks: tuple[int, ...]

    def factor(self, months: int, *, onset: int) -> Floats:
        age = np.arange(months) - onset
        return {
            "+50 % in six months": np.where((age >= 0) & (age < 6), 1.5, 1.0),
            "+20 % a year, slowly": np.where(age >= 0, 1.2 ** (np.maximum(age, 0) / 12), 1.0),
            "x 3 in one month": np.where(age == 0, 3.0, 1.0),
            "step down to 60 %": np.where(age >= 0, 0.6, 1.0),
        }[self.name]


CHANGES = (
    Planted(name="+50 % in six months", sign=1, looks=tuple(range(12))),
    Planted(name="+20 % a year, slowly", sign=1, looks=tuple(range(2, 36, 3))),
    Planted(name="x 3 in one month", sign=1, looks=tuple(range(12))),
    Planted(name="step down to 60 %", sign=-1, looks=tuple(range(12))),
)
