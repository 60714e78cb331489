"""How few places hold how many of the events, and would chance do the same?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.stats.verdict import Assessment, Verdict, cannot_assess

Floats = NDArray[np.float64]

FEWEST_EVENTS = 10
FEWEST_PLACES = 3

BERNASCO = "Bernasco & Steenbeek (2017), J Quant Criminol 33:451-467"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """Half of the events (or another share) on so few places.

    places             the fewest places that together hold the share
    share_of_places    those places of all
    share_of_events    what they hold, at least the share asked for
    by_chance          95 % range of ``places`` had the events fallen at random
    assessment         HIGHER: more concentrated than chance; estimate is ``places``, n the events,
                       p-value one-sided
    """

    places: int
    share_of_places: float
    share_of_events: float
    by_chance: tuple[int, int] | None
    assessment: Assessment


def gini(counts: ArrayLike) -> float:
    """Gini coefficient: 0 all places alike, near 1 all events in one place.

    counts      (places,) numbers >= 0, places without events included; NaN without events
    use when    there are at least as many events as places; else generalised_gini
    raises      ValueError if a count is negative
    reference   Gini (1912); formula in Bernasco & Steenbeek (2017), J Quant Criminol 33:451-467
    """
    count = _checked(counts)
    return _gini_of(np.sort(count))


def generalised_gini(counts: ArrayLike) -> float:
    """Gini coefficient against the most even spread that so few events can have.

    counts      (places,) whole numbers >= 0, places without events included; NaN without events
    returns     equals gini when there are at least as many events as places
    raises      ValueError if a count is negative
    reference   Bernasco & Steenbeek (2017), J Quant Criminol 33:451-467
    """
    count = np.sort(_checked(counts))
    reachable = int(min(len(count), count.sum()))
    return _gini_of(count[len(count) - reachable :]) if reachable else float("nan")


def concentration(
    counts: ArrayLike, *, share: float = 0.5, sizes: ArrayLike | None = None, seed: int = 0,
    simulations: int = 1999,
) -> Concentration:  # fmt: skip
    """The fewest places with at least ``share`` of the events, beside what chance gives.

    counts      (places,) whole numbers >= 0, places without events included
    sizes       (places,) what chance is proportional to (inhabitants, length of street); None: alike
    returns     see Concentration; CANNOT_ASSESS below 10 events or 3 places. The same seed gives the
                same answer
    raises      ValueError if a count is negative, share is outside (0, 1] or sizes do not fit
    reference   Bernasco & Steenbeek (2017), J Quant Criminol 33:451-467 (chance as the yardstick)
    """
    count = _checked(counts)
    if not 0 < share <= 1:
        raise ValueError("share must lie in (0, 1]")
    chance = _probabilities(len(count), sizes)
    total = int(count.sum())
    places = int(_fewest(count[None, :], share=share)[0]) if total else 0
    held = float(np.sort(count)[::-1][:places].sum() / total) if total else float("nan")
    broken = (("fewer_than_10_events",) if total < FEWEST_EVENTS else ()) + (
        ("fewer_than_3_places",) if len(count) < FEWEST_PLACES else ()
    )
    by_chance = None
    if broken:
        found = cannot_assess(
            "fewest_places", n=total, broken=broken, reference=BERNASCO, estimate=float(places)
        )
    else:
        drawn = np.random.default_rng(seed).multinomial(total, chance, size=simulations)
        by_luck = _fewest(drawn, share=share)
        low, high = (int(x) for x in np.quantile(by_luck, [0.025, 0.975], method="nearest"))
        by_chance = (low, high)
        p = float(((by_luck <= places).sum() + 1) / (simulations + 1))
        found = Assessment(
            method="fewest_places", verdict=Verdict.HIGHER if p <= 0.05 else Verdict.NOT_SHOWN,
            estimate=float(places), p_value=p, n=total, reference=BERNASCO,
        )  # fmt: skip
    return Concentration(
        places=places, share_of_places=places / len(count), share_of_events=held,
        by_chance=by_chance, assessment=found,
    )  # fmt: skip


def _fewest(counts: NDArray[np.generic], *, share: float) -> NDArray[np.int64]:
    """(rows,) how many of each row's largest counts reach the share."""
    running = np.cumsum(np.sort(np.asarray(counts, dtype=float), axis=1)[:, ::-1], axis=1)
    # A sum of thirds must not miss two thirds by rounding.
    fewest: NDArray[np.int64] = (running < share * running[:, -1:] - 1e-9).sum(axis=1) + 1
    return fewest


def _gini_of(ascending: Floats) -> float:
    n, total = len(ascending), ascending.sum()
    if total == 0:
        return float("nan")
    ranks = np.arange(1, n + 1)
    return float(((2 * ranks - n - 1) * ascending).sum() / (n * total))


def _probabilities(places: int, sizes: ArrayLike | None) -> Floats:
    size = np.ones(places) if sizes is None else np.asarray(sizes, dtype=float)
    if size.shape != (places,) or (size < 0).any() or not size.sum() > 0:
        raise ValueError("every place needs a size, none negative")
    chance: Floats = size / size.sum()
    return chance


def _checked(counts: ArrayLike) -> Floats:
    count = np.atleast_1d(np.asarray(counts, dtype=float))
    if not ((count >= 0) & np.isfinite(count)).all():
        raise ValueError("counts must be numbers, not negative")
    return count
