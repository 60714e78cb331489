"""Near repeats from pairs without places: the same answer as from the places."""

from __future__ import annotations

import numpy as np
import pytest

from lagesbild.stats.near_repeat import knox, knox_of_pairs

STEP, BANDS, WEEKS = 200.0, 3, (0, 8, 15, 29)


def test_pairs_say_the_same_as_places() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 2500, 80), rng.uniform(0, 2500, 80)
    day = rng.integers(0, 200, 80)
    first, second = np.triu_indices(80, k=1)
    band = np.floor(np.hypot(x[first] - x[second], y[first] - y[second]) / STEP).astype(int)
    near = band < BANDS
    told = knox_of_pairs(
        first[near], second=second[near], band=band[near], bands=BANDS, days=day, day_bands=WEEKS,
        permutations=39,
    )  # fmt: skip
    placed = knox(
        x, y=y, days=day, distance_bands=[STEP * n for n in range(BANDS + 1)], day_bands=WEEKS,
        permutations=39,
    )  # fmt: skip
    assert (told.observed == placed.observed).all()
    np.testing.assert_allclose(told.expected, placed.expected)
    np.testing.assert_allclose(told.p_value, placed.p_value)
    assert told.verdict is placed.verdict


@pytest.mark.parametrize(
    ("first", "second", "band"), [([0], [9], [0]), ([0], [1], [3]), ([0, 1], [1], [0])]
)
def test_pairs_that_cannot_be_are_refused(first, second, band) -> None:
    with pytest.raises(ValueError, match="pair"):
        knox_of_pairs(
            first, second=second, band=band, bands=3, days=[1, 2, 3], day_bands=WEEKS
        )  # fmt: skip
