"""The planted changes of data/sample/FACIT.md, found by the statistics alone from Ånge's monthly series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.sample.loading import PARAMETERS, SUB_AREAS, draw_shipments
from lagesbild.sample.places import read_places
from lagesbild.stats.signals import Kind, Signals, find_signals
from lagesbild.stats.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]
ANGE, CENTRE = "2260", "2260-ange-centrum"
MEASURES = {
    "skadegorelse": "bra.skadegorelse",
    "narkotikabrott": "bra.narkotikabrott",
    "stoldbrott": "bra.stoldbrott",
    "bostadsinbrott": "bra.bostadsinbrott",
    "bilbrott": "bra.bilbrott",
    "misshandel": "bra.misshandel",
    "est_skadegorelse": "est.skadegorelse",
    "ordningslarm": "polisen.ordningslarm",
    "felanmalan_nedskrapning": "kommun.felanmalan_nedskrapning",
}

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Signals, and which row is which series."""

    signals: Signals
    row: dict[tuple[str, str], int]
    first: date

    def month(self, column: int) -> str:
        year, month = divmod(self.first.month - 1 + int(column), 12)
        return f"{self.first.year + year}-{month + 1:02d}"


@pytest.fixture(scope="module")
def seen() -> Seen:
    """As of 21 November 2026, all months taken as settled: every change is then within reach."""
    catalog = load_catalog(ROOT / "data" / "catalog")
    known = {k: v for k, v in catalog.indicators.items() if k in MEASURES}
    areas = load_areas(ROOT / "data" / "reference" / "areas.csv")
    places = read_places(PARAMETERS / "platser.toml", boundaries=SUB_AREAS, areas=areas)
    shipments = draw_shipments(
        catalog=replace(catalog, indicators=known), areas=areas, places=places,
        today=date(2026, 11, 21),
    )  # fmt: skip
    series: dict[tuple[str, str], dict[int, float]] = {}
    for shipment in shipments:
        rows = shipment.observations
        rows = rows[
            rows["area_code"].isin([ANGE, CENTRE]) & rows["measure"].isin(MEASURES.values())
        ]
        rows = rows[rows["is_total"].astype(bool)]
        for one in rows.itertuples():
            months = (one.period_end - one.period_start).days
            if months <= 31:
                column = (one.period_start.year - 2016) * 12 + one.period_start.month - 1
                series.setdefault((one.measure, one.area_code), {})[column] = one.value
    longest = 1 + max(max(points) for points in series.values())
    counts = np.full((len(series), longest), np.nan)
    for i, points in enumerate(series.values()):
        counts[i, list(points)] = list(points.values())
    found = find_signals(counts)
    return Seen(signals=found, row={key: i for i, key in enumerate(series)}, first=date(2016, 1, 1))


def test_the_camera_is_seen_where_it_hangs(seen):
    for measure in ("bra.skadegorelse", "est.skadegorelse"):
        i = seen.row[measure, CENTRE]
        found = seen.signals
        assert (found.verdict[i], found.kind[i]) == (Verdict.LOWER, Kind.STEP)
        assert seen.month(found.onset[i]) in ("2025-02", "2025-03", "2025-04")
        assert found.ratio[i] == pytest.approx(0.3, abs=0.1)


def test_the_camera_is_seen_in_the_whole_kommun(seen):
    i = seen.row["bra.skadegorelse", ANGE]
    assert (seen.signals.verdict[i], seen.signals.kind[i]) == (Verdict.LOWER, Kind.STEP)
    assert seen.signals.verdict[seen.row["est.skadegorelse", ANGE]] == Verdict.LOWER


def test_the_beginning_rise_is_a_trend(seen):
    i = seen.row["bra.narkotikabrott", ANGE]
    assert (seen.signals.verdict[i], seen.signals.kind[i]) == (Verdict.HIGHER, Kind.TREND)
    assert seen.month(seen.signals.onset[i]) >= "2022-01"


def test_the_single_month_is_found_a_year_later_on_top_of_a_trend(seen):
    i = seen.row["bra.stoldbrott", ANGE]
    found = seen.signals
    assert (found.verdict[i], found.kind[i]) == (Verdict.HIGHER, Kind.PAST_SPIKE)
    assert seen.month(found.onset[i]) == "2025-10"
    assert found.observed[i] == 60


def test_summers_are_no_signal(seen):
    i = seen.row["polisen.ordningslarm", ANGE]
    assert seen.signals.verdict[i] == Verdict.NOT_SHOWN


def test_the_changed_registration_is_no_change_now(seen):
    i = seen.row["kommun.felanmalan_nedskrapning", ANGE]
    found = seen.signals
    assert found.verdict[i] == Verdict.NOT_SHOWN
    assert "old_shift" in found.broken[i]
    assert seen.month(found.compared_from[i]) == "2022-01"


def test_too_few_burglaries_cannot_be_assessed(seen):
    i = seen.row["bra.bostadsinbrott", ANGE]
    assert seen.signals.verdict[i] == Verdict.CANNOT_ASSESS
    assert "too_few_events" in seen.signals.broken[i]


def test_nothing_else_ranks_above_what_was_planted(seen):
    planted = {"bra.skadegorelse", "est.skadegorelse", "bra.narkotikabrott", "bra.stoldbrott"}
    strength = np.abs(seen.signals.strength)
    others = [strength[i] for (measure, _), i in seen.row.items() if measure not in planted]
    whole = [strength[seen.row[measure, ANGE]] for measure in planted]
    assert min(whole) > max(others)
