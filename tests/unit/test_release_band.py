"""The band of all kommuner passes the gate like every other figure."""

from __future__ import annotations

import pandas as pd
import pytest

from lagesbild.access.release import FEWEST_IN_BAND, release_band
from lagesbild.domain.person import Person, Role
from lagesbild.domain.results import RawFigures
from lagesbild.domain.secrecy import Secrecy
from tests.unit.test_figures import indicator

pytestmark = pytest.mark.slow

COORDINATOR = Person(id="p", name="P", role=Role.SAMORDNARE, kommun_code="2260")
PUBLIC = Person(id="", name="", role=Role.PUBLIC, kommun_code=None)


def raw(counts: list[float], *, people: float = 12_345.0, **changes: object) -> RawFigures:
    start, end = pd.Timestamp("2025-01-01"), pd.Timestamp("2026-01-01")
    frame = pd.DataFrame(
        {
            "indicator": "brott",
            "period_start": start,
            "period_end": end,
            "period_label": "2025",
            "is_total": True,
            "is_protected": False,
            "count": counts,
            "denominator": people,
            "value": [count / people * 100_000 for count in counts],
        }
    )
    return RawFigures(indicator=indicator(**changes), frame=frame)


def test_half_of_the_areas_lie_within() -> None:
    band = release_band(raw([float(n) for n in range(100, 121)]), person=COORDINATOR)
    assert band is not None
    # 105, 110 and 115 of 12 345 by NumPy's linear quantile, rounded to three figures.
    assert band.frame[["low", "median", "high"]].iloc[0].tolist() == [851.0, 891.0, 932.0]
    assert band.frame["n"].tolist() == [21]


def test_a_hidden_count_cannot_be_had_back_from_a_quartile() -> None:
    band = release_band(raw([3.0] * 15 + [105.0] * 20), person=COORDINATOR)
    assert band is not None
    assert band.frame["median"].tolist() == [851.0]
    # Not 24.3, which 3 of 12 345 would be: half of 5 is what anyone supposes of a hidden count.
    assert band.frame["low"].tolist() == [20.3]


def test_a_hidden_count_changes_nothing_in_the_band() -> None:
    seen = [
        release_band(raw([float(n)] * 15 + [105.0] * 20), person=COORDINATOR) for n in (1, 2, 3, 4)
    ]
    assert all(one is not None and one.frame.equals(seen[0].frame) for one in seen)


def test_with_most_areas_hidden_there_is_no_band() -> None:
    assert release_band(raw([3.0] * 30 + [105.0] * 25), person=COORDINATOR) is None


@pytest.mark.parametrize(
    ("areas", "is_shown"), [(FEWEST_IN_BAND - 1, False), (FEWEST_IN_BAND, True)]
)
def test_few_areas_make_no_band(areas: int, is_shown: bool) -> None:
    found = release_band(raw([50.0] * areas), person=COORDINATOR)
    assert (found is not None) is is_shown


def test_a_role_that_may_not_see_the_figures_sees_no_band() -> None:
    secret = raw([50.0] * 30, secrecy=Secrecy.RESTRICTED)
    assert release_band(secret, person=PUBLIC) is None
    assert release_band(secret, person=COORDINATOR) is not None
