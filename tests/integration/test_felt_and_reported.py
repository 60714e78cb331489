"""Upplevt och anmält: known surveys and known crimes, and what must not be said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd
import pytest

from lagesbild.analysis.felt_and_reported import (
    Together,
    areas_of,
    comparable_measurements,
    felt_and_reported,
    offered_pairs,
)
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.reading import check_catalog
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.indicator import Break
from lagesbild.domain.person import PUBLIC
from lagesbild.settings import DATA
from tests.small_world import ANGE, asked_of, catalog, figure

YEARS = range(2018, 2026)


@cache
def world(*, felt: tuple[float, ...], reported: tuple[float, ...], answers: int = 400) -> Inquiry:
    """Ånge alone: shares of four measurements of two years, and eight years of criminal damage."""
    rows = []
    for n, share in enumerate(felt):
        first = 2018 + 2 * n
        rows += [
            row("ntu.problem_skadegorelse", share, start=first, end=first + 2),
            row("ntu.antal_svarande", answers, start=first, end=first + 2),
        ]
    for year, count in zip(YEARS, reported, strict=True):
        rows.append(row("bra.skadegorelse", count, start=year, end=year + 1))
        rows.append(row("scb.folkmangd", 9000, start=year, end=year + 1))
    return asked_of(rows)


def row(measure: str, value: float, *, start: int, end: int) -> dict[str, object]:
    label = str(start) if end == start + 1 else f"{start}/{end - 1}"
    first, months = pd.Timestamp(start, 1, 1), 12 * (end - start)
    return figure(measure, ANGE, value, start=first, months=months, period_label=label)


SAME = (150, 158, 147, 155, 149, 152, 160, 151)
MORE = (*SAME[:-1], 260)
FEWER = (*SAME[:-1], 70)
STEADY, RISING, FALLING = (14.0, 15, 14, 15), (14.0, 15, 14, 27), (24.0, 25, 24, 12)


@pytest.mark.parametrize(
    ("felt", "reported", "together", "said"),
    [
        (STEADY, SAME, Together.NEITHER, "ingen säker förändring, varken i det upplevda"),
        (RISING, MORE, Together.SAME, "går åt samma håll – båda ökar."),
        (FALLING, FEWER, Together.SAME, "går åt samma håll – båda minskar."),
        (RISING, FEWER, Together.OPPOSITE, "det upplevda ökar, det anmälda minskar."),
        (STEADY, FEWER, Together.CANNOT_ASSESS, "det upplevda har ingen säker förändring, det"),
    ],
)
def test_the_two_are_said_to_agree_only_when_both_have_changed(felt, reported, together, said):
    found = felt_and_reported(world(felt=felt, reported=reported), pair_id="skadegorelse")
    assert found.together is together
    assert found.sentence.startswith("Skadegörelse i Ånge: ")
    assert said in found.sentence
    assert (together is Together.CANNOT_ASSESS) == ("kan inte bedömas" in found.sentence)


def test_each_side_says_its_figures_and_the_footnote_what_was_assumed():
    found = felt_and_reported(world(felt=RISING, reported=MORE), pair_id="skadegorelse")
    assert "27 % (23–32) 2024–2025, högre än de tre mätningarna innan (14 %)." in (
        found.survey.says.replace("\u00a0", " ")
    )
    assert "tydligt fler än de fem åren innan" in found.reported.says
    assert "1,5 svar räknas som ett (antagande" in found.survey.footnote.method
    assert "kvasi-Poisson" in found.reported.footnote.method


def test_a_small_survey_cannot_tell_what_a_large_one_can():
    few = felt_and_reported(
        world(felt=RISING, reported=MORE, answers=60), pair_id="skadegorelse"
    )  # fmt: skip
    assert few.survey.direction == 0
    assert "ingen säker skillnad mot" in few.survey.says


def test_a_hidden_side_cannot_be_assessed_and_is_not_told():
    few = (*SAME[:-1], 3)
    found = felt_and_reported(world(felt=RISING, reported=few), pair_id="skadegorelse")
    assert found.together is Together.CANNOT_ASSESS
    assert "det anmälda kan inte bedömas" in found.sentence
    assert "skyddat (för få)" in found.reported.says
    assert found.reported.figures.frame["count"].isna().sum() == 1


def test_where_high_is_good_a_rise_is_less_of_the_problem():
    inquiry = world(felt=STEADY, reported=SAME)
    school = next(one for one in inquiry.catalog.pairs if one.id == "skola")
    assert inquiry.indicator(school.survey).polarity == "high_is_good"
    good = replace(
        inquiry.indicator("ntu_problem_skadegorelse"),
        polarity=inquiry.indicator(school.survey).polarity,
    )
    turned = replace(
        world(felt=RISING, reported=FEWER),
        catalog=replace(catalog(), indicators={**catalog().indicators, good.id: good}),
    )
    found = felt_and_reported(turned, pair_id="skadegorelse")
    assert found.survey.direction == -1
    assert found.together is Together.SAME


def test_measurements_across_a_break_or_sharing_time_are_not_compared():
    frame = pd.DataFrame(
        [row("m", v, start=y, end=y + 2) for v, y in zip(range(5), range(2017, 2022), strict=True)]
    )
    indicator = catalog().indicators["ntu_problem_skadegorelse"]
    alone = comparable_measurements(frame, indicator=indicator)
    assert alone["period_start"].dt.year.tolist() == [2017, 2019, 2021]
    broken = replace(indicator, breaks=(Break(date=date(2019, 1, 1), reason="ny fråga"),))
    assert comparable_measurements(frame, indicator=broken)["period_start"].dt.year.tolist() == [
        2019,
        2021,
    ]


def test_pairs_are_offered_to_those_who_may_see_both_sides():
    inquiry = world(felt=STEADY, reported=SAME)
    all_of_them = {one.id for one in offered_pairs(inquiry)}
    public = {one.id for one in offered_pairs(replace(inquiry, person=PUBLIC))}
    assert {"skola", "storande_korning", "skadegorelse"} <= all_of_them
    assert "skadegorelse" in public
    assert not public & {"skola", "storande_korning"}
    with pytest.raises(LagesbildError) as refused:
        felt_and_reported(replace(inquiry, person=PUBLIC), pair_id="skola")
    assert refused.value.code == "AN-030"
    pair = next(one for one in inquiry.catalog.pairs if one.id == "skadegorelse")
    assert areas_of(inquiry, pair=pair) == (ANGE, "22", "0000")
    alarms = next(one for one in inquiry.catalog.pairs if one.id == "storande_korning")
    assert areas_of(inquiry, pair=alarms) == (ANGE,)


def test_a_pair_of_something_that_does_not_exist_is_refused(tmp_path):
    for name in ("indicators", "sources"):
        (tmp_path / name).symlink_to(DATA / "catalog" / name)
    text = (DATA / "catalog" / "pairs.toml").read_text(encoding="utf-8")
    wrong = text.replace('survey = "ntu_otrygghet"', 'survey = "finns_inte"').replace(
        'id = "oro_vald"', 'id = "misshandel"'
    )
    (tmp_path / "pairs.toml").write_text(wrong, encoding="utf-8")
    faults = check_catalog(tmp_path)
    assert {one.code for one in faults} == {"KA-009", "KA-012"}
    assert "finns_inte" in faults[0].message


def test_a_difference_that_is_shown_can_be_seen_in_the_figures() -> None:
    """A country's survey is so large that less than one per cent is more than chance."""
    found = felt_and_reported(
        world(felt=(13.4, 13.3, 13.4, 12.7), reported=SAME, answers=100_000),
        pair_id="skadegorelse",
    )
    assert "12,7 %" in found.survey.says.replace("\u00a0", " ")
    assert "lägre än de tre mätningarna innan (13,4 %)" in found.survey.says.replace("\u00a0", " ")
