"""The invented Sweden before it reaches a store: same every time, and plausible for the unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Measure, Polarity, Source, Theme
from lagesbild.domain.period import PeriodKind, kind_of
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.sample import holes
from lagesbild.sample.cells import build_cells
from lagesbild.sample.levels import Levels
from lagesbild.sample.loading import PARAMETERS, SUB_AREAS, Shipment, draw_shipments
from lagesbild.sample.people import POPULATION_YEARS, build_country
from lagesbild.sample.places import Places, read_places
from lagesbild.sample.planted import read_planted
from lagesbild.sample.timeline import FIRST_YEAR, timeline
from lagesbild.store.deliveries import OBSERVATION_COLUMNS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(ROOT / "data" / "catalog")


@pytest.fixture(scope="module")
def areas() -> list[Area]:
    return load_areas(ROOT / "data" / "reference" / "areas.csv")


@pytest.fixture(scope="module")
def places(areas: list[Area]) -> Places:
    return read_places(PARAMETERS / "platser.toml", boundaries=SUB_AREAS, areas=areas)


def only(catalog: Catalog, *ids: str) -> Catalog:
    kept = {i.id: i for i in catalog.indicators.values() if i.id in ids}
    assert len(kept) == len(ids)
    return replace(catalog, indicators=kept)


def draw(
    catalog: Catalog, *, areas: list[Area], places: Places, today: date = TODAY
) -> dict[str, Shipment]:
    shipments: Iterator[Shipment] = draw_shipments(
        catalog=catalog, areas=areas, places=places, today=today
    )
    return {one.source_id: one for one in shipments}


def checksum(frame: pd.DataFrame) -> int:
    plain = frame.astype({c: str for c in frame.columns if frame[c].dtype == "category"})
    return int(pd.util.hash_pandas_object(plain, index=False).sum())


def of_measure(shipment: Shipment, measure: str) -> pd.DataFrame:
    frame = shipment.observations
    return frame[frame["measure"] == measure].reset_index(drop=True)


SOME = (
    "skadegorelse",
    "stoldbrott",
    "can_alkohol_ak9",
    "est_handelser",
    "folkmangd",
    "avlopp_kokain",
)


def test_the_same_numbers_every_time(catalog: Catalog, areas: list[Area], places: Places) -> None:
    first, second = (draw(only(catalog, *SOME), areas=areas, places=places) for _ in range(2))
    assert set(first) == {"bra", "can", "est", "euda", "scb"}
    for source, shipment in first.items():
        assert checksum(shipment.observations) == checksum(second[source].observations)
    assert checksum(first["est"].events) == checksum(second["est"].events)


def test_another_measure_changes_no_other(
    catalog: Catalog, areas: list[Area], places: Places
) -> None:
    few = draw(only(catalog, "skadegorelse"), areas=areas, places=places)
    more = draw(only(catalog, *SOME), areas=areas, places=places)
    for source, measure in (("bra", "bra.skadegorelse"), ("scb", "scb.folkmangd")):
        alone, together = of_measure(few[source], measure), of_measure(more[source], measure)
        assert checksum(alone) == checksum(together)
    assert len(more["bra"].observations) > len(few["bra"].observations)


def test_a_later_day_keeps_the_numbers_and_an_earlier_one_cuts_them(
    catalog: Catalog, areas: list[Area], places: Places
) -> None:
    one = only(catalog, "elever_grundskola")
    now, later, before = (
        draw(one, areas=areas, places=places, today=day)["skolverket"].observations
        for day in (TODAY, date(2027, 8, 1), date(2020, 8, 1))
    )
    assert checksum(now) == checksum(later)
    assert before["period_end"].max() == pd.Timestamp(2020, 7, 1)
    until_then = now[now["period_end"] <= pd.Timestamp(2020, 8, 1)]
    assert checksum(before) == checksum(until_then)


def test_rows_have_the_columns_of_the_store_and_no_doubles(
    catalog: Catalog, areas: list[Area], places: Places
) -> None:
    for shipment in draw(only(catalog, *SOME), areas=areas, places=places).values():
        frame = shipment.observations
        assert tuple(frame.columns) == OBSERVATION_COLUMNS
        keys = ["measure", "area_code", "period_start", "period_end", "breakdown"]
        assert not frame.duplicated(keys).any()
        assert shipment.issued_on <= TODAY


def test_an_unknown_measure_gets_plausible_numbers(areas: list[Area], places: Places) -> None:
    units = {Kind.COUNT: "ärenden", Kind.SHARE: "procent", Kind.VALUE: "indexpoäng 0–6"}
    measures = tuple(
        Measure(id=f"ny.{kind.value}", name=kind.value, unit=unit, source="ny")
        for kind, unit in units.items()
    )
    source = Source(
        id="ny", name="Ny", provider="Ny", contact_role="", description="", period_form="kalenderar",
        frequency=PeriodKind.QUARTER, licence="", measures=measures,
    )  # fmt: skip
    indicators = {kind.value: _indicator(kind) for kind in units}
    catalog = Catalog(
        indicators=indicators, sources={"ny": source}, measures={m.id: m for m in measures},
        glossary={},
    )  # fmt: skip
    frame = draw(catalog, areas=areas, places=places)["ny"].observations
    by_measure = frame.groupby("measure", observed=True)["value"]
    assert (by_measure.min() >= 0).all()
    assert by_measure.max()["ny.share"] <= 100
    assert by_measure.max()["ny.value"] <= 6
    assert (by_measure.nunique() > 20).all(), "not all the same"
    assert frame["period_end"].max() == pd.Timestamp(2026, 10, 1)


def _indicator(kind: Kind) -> Indicator:
    leads = "numerator" if kind is Kind.COUNT else "value"
    return Indicator(
        id=kind.value, name=kind.value, question="?", definition=".", theme=Theme.BROTT, kind=kind,
        unit="st", polarity=Polarity.AMBIGUOUS, source="ny", frequency=PeriodKind.QUARTER,
        levels=(AreaLevel.KOMMUN, AreaLevel.LAN, AreaLevel.RIKET), **{leads: f"ny.{kind.value}"},
    )  # fmt: skip


def test_every_line_of_the_level_file_belongs_to_a_measure(catalog: Catalog) -> None:
    levels = Levels(PARAMETERS / "nivaer.toml")
    assert set(levels.named_measures) <= set(catalog.measures)
    assert levels.named_breakdowns
    for measure in catalog.measures.values():
        level = levels.of(measure, kind=Kind.COUNT)
        assert set(level.sum_of) | {level.part_of} - {""} <= set(catalog.measures)
        assert not level.breakdown or levels.breakdown(level.breakdown)


def test_planted_changes_point_at_what_there_is(catalog: Catalog, places: Places) -> None:
    known = {"2260", *places.sub_areas.codes}
    planted = read_planted(PARAMETERS / "planteringar.toml")
    assert len({change.id for change in planted}) == len(planted) >= 5
    for change in planted:
        indicator = catalog.indicators[change.indicator]
        assert indicator.leading_measure == change.measure
        assert set(change.areas) <= known


@pytest.mark.parametrize(
    "kind", [k for k in PeriodKind if k not in (PeriodKind.DAY, PeriodKind.OTHER)]
)
def test_periods_follow_each_other_and_are_of_their_kind(kind: PeriodKind) -> None:
    when = timeline(kind)
    periods = when.periods
    assert all(a.end == b.start for a, b in pairwise(periods))
    assert periods[0].start.year in (FIRST_YEAR - 1, FIRST_YEAR)
    assert periods[-1].end <= date(2026, 10, 1)
    # A term is stored as the half-year it is.
    stored_as = PeriodKind.HALF_YEAR if kind is PeriodKind.TERM else kind
    assert {kind_of(p.start, p.end) for p in periods} == {stored_as}
    assert len({p.label for p in periods}) == len(periods)
    assert np.all(np.diff(when.middle) > 0)


def test_parts_of_ange_hold_whole_people_and_all_of_them(areas: list[Area], places: Places) -> None:
    country = build_country(areas, path=PARAMETERS / "folkmangd.toml")
    years = np.array(POPULATION_YEARS)
    for split in (places.sub_areas, places.schools):
        cells = build_cells(country, split=split)
        people = cells.add_up(cells.people_in(years))
        own = people[cells.area_codes.index("2260")]
        np.testing.assert_array_equal(people[-len(split.codes) :].sum(axis=0), own)
        np.testing.assert_array_equal(own, country.population[country.home])
        assert (people > 0).all()


def test_a_kommun_keeps_its_people_when_others_are_left_out(areas: list[Area]) -> None:
    path = PARAMETERS / "folkmangd.toml"
    whole = build_country(areas, path=path)
    few = build_country([a for a in areas if a.code[:2] in ("22", "00")], path=path)
    kept = [whole.kommuner.index(code) for code in few.kommuner]
    np.testing.assert_array_equal(few.population, whole.population[kept])


def test_a_hidden_count_always_has_company(areas: list[Area]) -> None:
    country = build_country(areas, path=PARAMETERS / "folkmangd.toml")
    cells = build_cells(country, split=None)
    counts = np.full((len(country.kommuner), 3), 50)
    first = country.kommuner.index("2260")
    counts[first, 0] = 2
    counts[country.kommuner.index("2262"), 0] = 9
    counts[country.kommuner.index("0980"), 1] = 1
    hidden = holes.small_counts(cells.add_up(counts), cells=cells, below=4)
    shown = dict(zip(cells.area_codes, hidden, strict=True))
    assert shown["2260"].tolist() == [True, False, False]
    assert shown["2262"].tolist() == [True, False, False], (
        "the smallest of the others in the county"
    )
    assert hidden[:, 0].sum() == 2
    # Gotland is alone in its county, so the county goes, and another county with it.
    assert shown["0980"][1]
    assert shown["09"][1]
    assert hidden[1 : 1 + len(country.lan), 1].sum() == 2
    assert not hidden[:, 2].any()


def test_a_zero_is_not_hidden_and_nearly_all_is_not_printed() -> None:
    levels = Levels(PARAMETERS / "nivaer.toml")
    level = levels.of(
        Measure(id="skolverket.x", name="x", unit="procent", source="skolverket"), kind=Kind.SHARE
    )
    figures = holes.publish(np.array([[0.0, 97.0, 99.1]]))
    holes.round_off(figures, level=level)
    assert figures.status.tolist() == [[0, 0, STATUS_CODES[Status.ROUNDED]]]
    assert np.isnan(figures.values[0]).tolist() == [False, False, True]
