"""Avloppsvatten: campaigns against the level before, what lies below the limit, units that never mix."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from lagesbild.analysis.doses import doses, residue_of
from lagesbild.analysis.wastewater import Wastewater, substances, wastewater
from lagesbild.analysis.wastewater_campaigns import limit_in
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.charts.wastewater import campaigns_figure
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.domain.observation import Mark
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ingest.marks import meaning
from lagesbild.settings import DATA
from lagesbild.stats.verdict import Verdict

PLANT = "2260-reningen"
ASKER = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")


@pytest.fixture(scope="module")
def example(example_context):
    return example_context.inquiry(person=ASKER, kommun_code="2260")


def said(found: Wastewater) -> dict[str, str]:
    return {name: text.replace("\u00a0", " ") for name, text in found.facts}


def test_a_high_week_is_told_against_the_level_before_and_as_one_week(example) -> None:
    found = wastewater(example, substance="avlopp_kokain")
    text = found.sentence.replace("\u00a0", " ")
    assert "124,80 mg per 1 000 invånare och dygn i mätningen 2025 (vardag 101,59" in text
    assert "tydligt högre än nollvärdet 43,24 (medel av nio tidigare mätveckor)" in text
    assert "en enda mätning: om det är en ny nivå går inte att säga än" in text
    facts = said(found)
    assert "osäkerhet 37,0–49,4" in facts["Nollvärde"]
    assert "mellan dygn skiljer det vanligen" in facts["Nollvärde"]
    assert "En vecka där inget har ändrats hamnar mellan" in facts["Mot nollvärdet"]
    assert "10 mätveckor" in facts["Helgen"]
    assert facts["Dygn"].startswith("Den senaste mätningen täcker en hel vecka")
    assert found.band is not None
    low, high = found.level.usual
    assert low < 43.24 < high < 124.8
    figure = campaigns_figure(found.series, own_code=found.place.code, baseline=found.band)
    notes = " ".join(str(one.text).replace("<br>", " ") for one in figure.layout.annotations)
    assert "vanligt för en mätvecka" in notes


def test_the_own_samples_are_another_series_without_the_rise(example) -> None:
    found = wastewater(example, substance="egna_prov_kokain")
    assert "tydligt högre" not in found.sentence
    assert "kommunens egna avloppsprov" in found.sentence
    assert "dygnen är inte redovisade var för sig" in said(found)["Helgen"]


def test_what_can_fool_us_is_always_there(example) -> None:
    text = " ".join(wastewater(example, substance="avlopp_amfetamin").cautions).casefold()
    for word in ("adhd", "slänger", "besökare", "hur många"):
        assert word in text


def test_only_loads_in_one_unit_are_offered_and_compared(example) -> None:
    offered = substances(example)
    assert {one.unit for one in offered} == {"mg per 1 000 invånare och dygn"}
    assert "avlopp_helgkvot_kokain" not in {one.id for one in offered}
    with pytest.raises(LagesbildError) as wrong:
        wastewater(example, substance="avlopp_helgkvot_kokain")
    assert wrong.value.code == "AN-041"
    found = wastewater(example, substance="avlopp_kokain")
    assert set(found.abroad.frame["unit"]) == {found.indicator.unit}


def test_doses_need_assumptions_and_follow_the_molar_masses(example) -> None:
    found = wastewater(example, substance="avlopp_kokain")
    assert residue_of(found.indicator).residue == "bensoylekgonin"
    half = doses(found.indicator, found.campaigns, excreted_pct=50, mg_per_dose=100)
    assert half.rows[0][1] == pytest.approx(124.80 * 303.35 / 289.33 / 0.5 / 100)
    assert "Är andelen hälften så stor blir det" in half.sentence
    assert residue_of(example.indicator("egna_prov_metamfetamin")).substance == "metamfetamin"
    with pytest.raises(ValueError, match="0 mg"):
        doses(found.indicator, found.campaigns, excreted_pct=50, mg_per_dose=0)


# Own samples, day by day


def samples(rows: list[tuple[str, date, float | None, str | None]]):
    """A store with single days: measure, day, value, and what stood in a cell below the limit."""
    import pandas as pd

    from lagesbild.analysis.inquiry import Inquiry
    from lagesbild.store.areas import add_areas
    from lagesbild.store.connection import Store
    from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery

    store = Store(None)
    areas = load_areas(DATA / "reference" / "areas.csv")
    plant = Area(
        code=PLANT, name="Reningen", level=AreaLevel.VERK, parent_code="2260", kommun_code="2260"
    )
    add_areas(store, [*areas, plant])
    frame = pd.DataFrame(
        [
            {
                "measure": measure, "area_code": PLANT, "period_start": day,
                "period_end": day + timedelta(days=1), "period_label": day.isoformat(),
                "breakdown": "{}", "is_total": True, "value": value,
                "status": STATUS_CODES[Status.VALUE if raw is None else Status.BELOW_LIMIT],
                "raw": raw, "source_sheet": None, "source_row": 1, "source_column": None,
            }
            for measure, day, value, raw in rows
        ],
        columns=list(OBSERVATION_COLUMNS),
    )  # fmt: skip
    add_delivery(
        store,
        NewDelivery(
            source_id="avlopp", kommun_code="2260", file_name="prov.csv", sha256="x",
            delivered_by="prov", issued_on=date(2026, 3, 1), rows_read=len(rows), receipt="{}",
        ),
        observations=frame,
    )  # fmt: skip
    return Inquiry(
        store=store, catalog=load_catalog(DATA / "catalog"), person=ASKER, kommun_code="2260",
        areas={one.code: one for one in [*areas, plant]}, today=date(2026, 11, 21),
    )  # fmt: skip


def week(measure: str, monday: date, loads: list[float], *, below: dict[int, str] | None = None):
    below = below or {}
    return [
        (measure, monday + timedelta(days=n), None if n in below else load, below.get(n))
        for n, load in enumerate(loads)
    ]


def test_days_become_campaigns_and_four_days_are_no_week() -> None:
    rows = []
    for year, level in ((2022, 10.0), (2023, 12.0), (2024, 11.0)):
        monday = date.fromisocalendar(year, 11, 1)
        rows += week(
            "avlopp.mdma", monday, [level, level, level, level, 2 * level, 3 * level, 3 * level]
        )
    rows += week("avlopp.mdma", date.fromisocalendar(2025, 11, 1), [9.0, 9.0, 9.0, 9.0])
    found = wastewater(samples(rows), substance="egna_prov_mdma")
    assert [one.n_days for one in found.campaigns] == [7, 7, 7, 4]
    assert found.level.change.verdict is Verdict.CANNOT_ASSESS
    assert "kan inte bedömas: mätningen täcker inte en hel vecka" in found.sentence
    assert "4 dygn, ingen hel vecka" in said(found)["Dygn"]
    assert "Den senaste mätningen är 4 dygn" in " ".join(found.cautions)
    assert found.weekend.n == 3
    assert said(found)["Nollvärde"].startswith("18,86, medel av tre tidigare mätveckor")


def test_what_lies_below_the_limit_is_shown_and_is_never_zero() -> None:
    monday = date.fromisocalendar(2025, 11, 1)
    loads = [3.0, 4.0, 0.0, 0.0, 6.0, 9.0, 8.0]
    known = samples(week("avlopp.mdma", monday, loads, below={2: "<2,5", 3: "< 2.5"}))
    found = wastewater(known, substance="egna_prov_mdma")
    newest = found.campaigns[-1]
    assert (newest.n_days, newest.n_below) == (7, 2)
    assert newest.estimate is not None
    assert 30 / 7 < newest.estimate.estimate <= 35 / 7, "above all zeros, at most all at the limit"
    assert newest.mean == newest.estimate.estimate
    assert "2 av 7 dygn (29 procent) ligger under gränsen" in said(found)["Under mätgränsen"]
    below = found.series.frame[found.series.frame["status"] == Status.BELOW_LIMIT.value]
    assert below["value"].isna().all()
    assert set(below["status_reason"]) == {"under mätgränsen"}
    unknown = samples(week("avlopp.mdma", monday, loads, below={2: "<LOQ", 3: "<LOQ"}))
    vague = wastewater(unknown, substance="egna_prov_mdma")
    assert "mängden kan inte bedömas – under mätgränsen" in vague.sentence
    assert "Mätgränsen är inte känd" in said(vague)["Under mätgränsen"]


def test_a_laboratorys_mark_is_no_secrecy() -> None:
    catalog = load_catalog(DATA / "catalog")
    for text in ("<LOQ", "<2,5", "< 10", "e.p."):
        assert meaning(text, source=catalog.sources["avlopp"]) is Mark.BELOW_LIMIT
    assert meaning("<5", source=catalog.sources["bra"]) is Mark.SUPPRESSED
    assert isinstance(catalog.sources["avlopp"], Source)
    assert limit_in("< 2,5") == 2.5
    assert np.isnan(limit_in("<LOQ"))


def test_a_load_is_computed_from_concentration_flow_and_people() -> None:
    day = date(2025, 3, 10)
    rows = week("avlopp.kokain_halt", day, [500.0, 500.0, 0.0], below={2: "<10"})
    rows += week("avlopp.flode", day, [10_000.0, 20_000.0, 10_000.0])
    rows += [("avlopp.anslutna", date(2025, 1, 1), 25_000.0, None)]
    found = wastewater(samples(rows), substance="egna_prov_kokain")
    assert found.series.frame["value"].tolist()[:2] == [200.0, 400.0]
    assert set(found.series.frame["unit"]) == {"mg per 1 000 invånare och dygn"}
    assert "halt gånger flöde" in found.series.frame["method"].iloc[0]
    assert found.campaigns[-1].n_below == 1
    without = wastewater(samples(rows[:3]), substance="egna_prov_kokain")
    assert without.series.frame["value"].isna().all()
    assert "flöde eller antal anslutna saknas" in set(without.series.frame["status_reason"])
