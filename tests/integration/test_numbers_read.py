"""Questions answered without joins give what the database gives with them, to the bit."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd
import pytest

from lagesbild.domain.geography import AreaLevel
from lagesbild.store import observations
from lagesbild.store.lookups import read_lookups
from lagesbild.store.observations import Grain, fetch_observations

AREAS = ("2260", "22", "0000")
QUESTIONS = 24


def questions(measures: list[str], *, seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)  # noqa: S311 - a draw to be repeated
    sampled = [draw.sample(measures, draw.choice([1, 1, 3])) for _ in range(QUESTIONS)]
    return [
        {
            "measures": some,
            "summable": draw.choice([some, some, ()]),
            "grain": draw.choice(
                [Grain.AS_DELIVERED, Grain.YEAR, Grain.PART_OF_YEAR, Grain.PARTS_AND_YEARS]
            ),
            "area_codes": draw.choice([AREAS, AREAS, None]),
            "levels": draw.choice([None, [AreaLevel.KOMMUN], [AreaLevel.DELOMRADE]]),
            "start": draw.choice([None, date(2019, 1, 1)]),
            "end": draw.choice([None, date(2024, 1, 1)]),
            "kommun_code": draw.choice([None, "2260"]),
        }
        for some in sampled
    ]


def test_the_same_rows_in_the_same_order(
    example_context, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    store = example_context.store
    asked = questions(sorted(read_lookups(store).measure_ids), seed=20261122)
    without_joins = [fetch_observations(store, **one) for one in asked]  # type: ignore[arg-type]

    # What may have several issues is always asked of the database with all that it knows.
    monkeypatch.setattr(observations, "_has_several_issues", lambda held: True)
    with_joins = [fetch_observations(store, **one) for one in asked]  # type: ignore[arg-type]

    assert sum(len(frame) for frame in without_joins) > 1000
    for found, expected in zip(without_joins, with_joins, strict=True):
        pd.testing.assert_frame_equal(
            found, expected, check_exact=True, check_dtype=not expected.empty
        )
