"""Signaler on the example data: what FACIT.md says is there is found, in order, and nothing is given away."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from lagesbild.access.policy import may_see
from lagesbild.analysis import figures, monthly
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.signals import (
    Examined,
    counts_text,
    dismissal_of,
    examine,
    figures_of_signals,
    headline_of,
    is_put_aside,
    signals,
)
from lagesbild.analysis.situation import situation
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import PUBLIC, Person, Role
from tests.integration.test_gate_noninterference import flat

ANGE, CENTRE = "2260", "2260-ange-centrum"
COORDINATOR = Person(id="s", name="S", role=Role.SAMORDNARE, kommun_code=ANGE)
MEMBER = Person(id="l", name="L", role=Role.LEDAMOT, kommun_code=ANGE)
PLANTED = {
    "skadegorelse", "est_skadegorelse", "narkotikabrott", "stoldbrott", "avlopp_kokain",
}  # fmt: skip


@pytest.fixture(scope="module")
def inquiry(example_context) -> Inquiry:
    return example_context.inquiry(person=COORDINATOR)


@pytest.fixture(scope="module")
def found(inquiry) -> Examined:
    return examine(inquiry)


@pytest.fixture(scope="module")
def public(example_context) -> Examined:
    return examine(example_context.inquiry(person=PUBLIC, kommun_code=ANGE))


def the(found: Examined, name: str):
    return next(one for one in found.signals if one.id == name)


def test_every_planted_change_that_can_be_seen_is_found_and_nothing_ranks_above(found):
    first = [one.id for one in found.signals[: len(PLANTED)]]
    assert set(first) == PLANTED
    assert all(one.rank >= other.rank for one, other in pairwise(found.signals))


def test_the_camera_is_told_where_it_hangs_and_in_the_whole_kommun(found):
    for name in ("skadegorelse", "est_skadegorelse"):
        one = the(found, name)
        assert {ANGE, CENTRE} <= set(one.places)
        assert all(not place.is_higher and place.is_lasting for place in one.deviations)
        centre = next(place for place in one.deviations if place.area_code == CENTRE)
        assert (2025, 1) <= (centre.start.year, centre.start.month) <= (2025, 4)
    assert the(found, "skadegorelse").judgement == "better"
    whole = next(p for p in the(found, "skadegorelse").deviations if p.area_code == ANGE)
    assert whole.sentence == (
        "Anmäld skadegörelse i Ånge: färre än vanligt sedan januari 2025. 189 på 21 månader, "
        "vanligen 284–360."
    )


def test_a_sum_does_not_outrank_the_part_that_changed(found):
    """The camera's fall is in all EST events too; without damage they are as before."""
    whole, part = the(found, "est_handelser"), the(found, "est_skadegorelse")
    own = next(place for place in whole.deviations if place.area_code == ANGE)
    assert abs(own.strength) < abs(part.lead.strength) / 2
    assert own.doubts[0].startswith("EST: skadegörelse ingår här och ändras åt samma håll.")


def test_the_rise_the_month_and_the_week_say_what_speaks_against_them(found):
    rise, month, week = (
        the(found, one) for one in ("narkotikabrott", "stoldbrott", "avlopp_kokain")
    )
    assert "ökar med omkring 48 procent om året" in rise.lead.sentence
    assert any("preliminära" in text for text in rise.lead.doubts)
    assert any("behöver inte vara sämre" in text for text in rise.lead.doubts)
    assert "ovanligt många i oktober 2025. 60 på en månad" in month.lead.sentence
    assert "en månad är ingen trend" in month.lead.doubts[0]
    assert "Det är ett enda värde" in week.lead.doubts[0]
    assert not week.lead.is_lasting


def test_what_is_no_change_is_not_called_one(found):
    names = {one.id for one in found.signals}
    assert "ordningslarm" in found.usual, "summers are no signal"
    assert "felanmalan_nedskrapning" not in names, "a changed registration is no change now"
    assert ("Felanmälningar om nedskräpning i Ånge", "januari 2022") in found.shifted
    assert "bostadsinbrott" not in names, "too few to be seen"


def test_every_measure_is_counted_once(inquiry, found):
    parts = [
        [one.id for one in found.signals],
        found.usual,
        found.unjudged,
        found.empty,
        found.refused,
    ]
    counted = [name for part in parts for name in part]
    headline = [one.id for one in inquiry.catalog.indicators.values() if one.headline]
    assert sorted(counted) == sorted(headline)
    assert counts_text(found).startswith(f"{len(found.signals)} saker sticker ut · ")
    assert counts_text(found, dismissed=1).startswith(
        f"{len(found.signals) - 1} saker sticker ut · 1 avfärdad"
    )
    assert (
        headline_of(found, dismissed=len(found.signals))
        == "Inget sticker ut mot det vanliga i Ånge"
    )
    assert {one.why for one in found.not_judged} >= {
        "för få händelser",
        "för många månader är skyddade",
    }


def test_the_overview_has_the_same_answer(inquiry, found):
    tiles = situation(inquiry, examined=found).tiles
    assert {tile.indicator.id for tile in tiles if tile.stands_out} == {
        one.id for one in found.signals
    }
    assert not any("tydligt" in tile.change_text for tile in tiles)
    by_theme = [tile.stands_out for tile in tiles]
    assert by_theme == sorted(by_theme, reverse=True), "what stands out comes first"


def test_the_choices_narrow_the_list_and_the_picture_follows(inquiry, found):
    drugs = signals(inquiry, theme="droger", examined=found)
    assert {one.id for one in drugs.shown} == {"narkotikabrott", "avlopp_kokain"}
    own = signals(inquiry, source="est", area=CENTRE, signal="est_skadegorelse", examined=found)
    assert own.chosen.lead.area_code == CENTRE
    assert own.sentence == own.chosen.lead.sentence
    assert set(own.figures.frame["area_code"]) == {CENTRE}
    assert own.usual.window_start == own.chosen.lead.start
    assert len(own.usual.months) > 100
    nothing = signals(inquiry, theme="skola", examined=found)
    assert (nothing.chosen, nothing.figures, nothing.sentence) == (None, None, nothing.headline)
    assert (
        "239 serier månad för månad"
        in nothing.footnote.n + signals(inquiry, examined=found).what_was_examined
    )
    with pytest.raises(LagesbildError) as caught:
        signals(inquiry, area="0180", examined=found)
    assert caught.value.code == "AN-020"


def test_the_figures_of_all_signals_at_once_are_those_of_each(inquiry, found):
    at_once = figures_of_signals(inquiry, found)
    assert set(at_once) == {True, False}
    for one in found.signals:
        alone, among = (
            signals(inquiry, signal=one.id, examined=found, figures_of=figures)
            for figures in (None, at_once)
        )
        pd.testing.assert_frame_equal(alone.figures.frame, among.figures.frame)
        assert alone.footnote == among.footnote


def test_who_may_not_see_a_measure_is_not_told_that_it_stands_out(example_context, found, public):
    asked = example_context.inquiry(person=MEMBER, kommun_code=ANGE)
    for person, own in ((PUBLIC, public), (MEMBER, examine(asked))):
        told = {one.id for one in own.signals} | {one.id for one in own.series.indicators}
        for name in told:
            assert may_see(person, secrecy=asked.catalog.indicators[name].secrecy)
        assert own.refused
        assert f"{len(own.refused)} visas inte för din roll" in counts_text(own)
        assert {"narkotikabrott", "stoldbrott", "skadegorelse"} <= told
        if person is PUBLIC:
            assert {one.id for one in own.signals} == PLANTED - {"est_skadegorelse"}
    assert not found.refused


def told_of(one: Examined) -> dict:
    """All that leaves an examination, the numbers that the picture is made of too."""
    words = dict(flat(replace(one, series=None, first=None)))
    table = one.series.counts.round(9).tobytes()
    return {**words, "table": table, "told": one.series.told.tobytes()}


def test_no_signal_depends_on_a_hidden_number(example_context, monkeypatch, found, public):
    scramble(monkeypatch)
    for person, before in ((COORDINATOR, found), (PUBLIC, public)):
        asked = example_context.inquiry(person=person, kommun_code=ANGE)
        assert told_of(examine(asked)) == told_of(before)


def scramble(monkeypatch) -> None:
    """Other numbers in every row that the pattern hides, as if they had been stored so."""
    make, compute = monthly.figures_of_rows, figures.compute_figures

    def months(rows, *, protected, indicators):
        frame = make(rows, protected=protected, indicators=indicators)
        for name in ("count", "value"):
            frame.loc[protected, name] = (frame.loc[protected, name] * 3 + 1) % 5 + 400
        return frame

    def others(*args, **more):
        frame = compute(*args, **more)
        hidden = frame["is_protected"] & ~(frame["value"] >= 95)
        frame.loc[hidden, ["count", "value"]] = 3.0
        return frame

    monkeypatch.setattr(monthly, "figures_of_rows", months)
    monkeypatch.setattr(figures, "compute_figures", others)


def test_the_scrambled_numbers_would_make_signals_without_the_gate(inquiry, found, monkeypatch):
    scramble(monkeypatch)
    monkeypatch.setattr(monthly, "release_survey", ungated)
    assert told_of(examine(inquiry)) != told_of(found)


def ungated(raw, *, person):
    del person
    raw.frame["is_hidden"] = False
    return raw


def test_no_small_number_is_a_figure_of_a_signal(inquiry, found):
    """Neither in the table of months nor as what is told of a window."""
    series = found.series
    for n, one in enumerate(series.indicators):
        told = series.counts[n][series.told[n]]
        assert not ((told >= 1) & (told < one.min_count)).any()
    for one in found.signals:
        answer = signals(inquiry, signal=one.id, examined=found)
        counts = answer.figures.frame["count"].dropna()
        if one.indicator.numerator:
            assert not ((counts >= 1) & (counts < one.indicator.min_count)).any()


def test_a_hidden_month_is_no_signal_by_itself(found):
    for one in found.signals:
        for place in one.deviations:
            if place.row is not None and not place.is_lasting:
                column = found.series.column(place.start)
                assert found.series.told[place.row, column]


def test_a_dismissal_is_about_the_signal_as_it_stood(found):
    one = the(found, "narkotikabrott")
    kept = dismissal_of(one, reason="Polisen letar mer.", data_version=3)
    assert (kept.says, kept.indicator, kept.problems()) == (one.lead.sentence, one.id, ())
    assert is_put_aside(one, kept)
    assert not is_put_aside(the(found, "stoldbrott"), kept)
    lead = replace(one.lead, strength=one.lead.strength + 1.2)
    assert not is_put_aside(replace(one, deviations=(lead, *one.deviations[1:])), kept)


def test_a_fall_that_is_seen_in_preliminary_figures_only_is_not_called(found):
    """The newest months of a measure fall to half while they are still coming in."""
    series = found.series
    n = next(
        i for i, one in enumerate(series.indicators)
        if one.id == "anmalda_brott" and series.areas[i] == ANGE
    )  # fmt: skip
    from lagesbild.analysis.signals import _called
    from lagesbild.stats.signals import find_signals

    early = series.preliminary[n : n + 1]
    counts = np.where(early, np.round(series.counts[n : n + 1] * 0.5), series.counts[n : n + 1])
    one = replace(
        series, indicators=(series.indicators[n],), areas=(ANGE,), counts=counts, preliminary=early,
        told=series.told[n : n + 1], hidden=series.hidden[n : n + 1],
        is_known=series.is_known[n : n + 1],
    )  # fmt: skip
    first = np.zeros(1, dtype=np.int64)
    seen = find_signals(counts)
    assert seen.p_value[0] < 1e-3
    assert seen.strength[0] < 0
    assert _called(one, seen, first=first, q=seen.p_value) == []
    settled = replace(one, preliminary=np.zeros_like(early))
    assert _called(settled, seen, first=first, q=seen.p_value) == [0]


def test_a_month_that_is_missing_is_told(inquiry, found, monkeypatch):
    """The window of a signal with a hole in it."""
    make = monthly.figures_of_rows

    def with_a_hole(rows, *, protected, indicators):
        frame = make(rows, protected=protected, indicators=indicators)
        at = (frame["indicator"] == "narkotikabrott") & (frame["area_code"] == ANGE)
        hole = at & (frame["period_start"] == "2025-06-01") & (frame["months"] == 1)
        assert hole.sum() == 1
        frame.loc[hole, ["count", "value"]] = float("nan")
        return frame

    monkeypatch.setattr(monthly, "figures_of_rows", with_a_hole)
    one = the(examine(inquiry), "narkotikabrott")
    own = next(place for place in one.deviations if place.area_code == ANGE)
    assert "En månad saknas och är inte med." in own.doubts
