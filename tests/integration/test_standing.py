"""Sticker vi ut? Sixty invented kommuner of known rates; the answer must be true and give nothing away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from lagesbild.access.release import part_of_survey
from lagesbild.analysis.compare import compare
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.groups import (
    Group,
    find_members,
    offered_groups,
    why_no_kommungrupp,
)
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.kommun_funnel import FUNNEL_COLUMNS
from lagesbild.analysis.similar import find_similar
from lagesbild.analysis.standing import standing
from lagesbild.analysis.standing_over_time import years_beside_band
from lagesbild.analysis.standing_overview import recent_years, standing_overview
from lagesbild.analysis.trends import kommun_band, trend
from lagesbild.catalog.reading import check_catalog, load_catalog
from lagesbild.domain.geography import AreaLevel, KommunGroup
from lagesbild.geo.surfaces import read_km2
from lagesbild.settings import DATA
from lagesbild.stats.verdict import Verdict
from lagesbild.store.observations import Grain
from tests.small_world import ANGE, ASKER, areas, asked_of, catalog, figure

COUNTY, COUNTRY = "22", "0000"
RATE = 0.05
KOMMUNER = [area for area in areas() if area.level is AreaLevel.KOMMUN][::8]
CRIMES = "bra.anmalda_valdsbrott"


@cache
def world(
    *, own: float | None, spread: float = 0.0, people: int = 9000, shares: float | None = None
) -> Inquiry:
    """A store where every kommun has about the same rate and Ånge has ``own`` events."""
    generator = np.random.default_rng(5)
    codes = [area.code for area in KOMMUNER if area.code != ANGE]
    sizes = dict(zip(codes, generator.lognormal(9.7, 0.9, len(codes)).round(), strict=True))
    rates = RATE * generator.lognormal(0, spread, len(codes))
    counts = {c: float(generator.poisson(sizes[c] * r)) for c, r in zip(codes, rates, strict=True)}
    sizes[ANGE], counts[ANGE] = people, own
    county = [area.code for area in areas() if area.parent_code == COUNTY and area.code in sizes]
    for whole, members in ((COUNTRY, list(sizes)), (COUNTY, county)):
        counts[whole] = sum(counts[m] or 0 for m in members) + 900
        sizes[whole] = sum(sizes[m] for m in members) + 18_000
    rows = [figure("scb.folkmangd", code, size) for code, size in sizes.items()]
    rows += [figure(CRIMES, code, count) for code, count in counts.items()]
    if shares is not None:
        kommuner = [code for code in sizes if len(code) == 4 and code != COUNTRY]
        rows += [
            figure("scb.forgymnasial", code, 20 + shares * (int(code) % 7)) for code in kommuner
        ]
    return asked_of(rows)


INDICATOR = "anmalda_valdsbrott"


def test_an_ordinary_kommun_does_not_stand_out():
    inquiry = world(own=460)
    found = standing(inquiry, indicator_id=INDICATOR)
    assert found.verdict is Verdict.NOT_SHOWN
    assert ": nej, Ånge har " in found.sentence
    assert "inom det vanliga för en kommun av den storleken (" in found.sentence
    assert tuple(found.funnel.frame.columns) == FUNNEL_COLUMNS
    assert len(found.funnel.frame) == len({*(area.code for area in KOMMUNER), ANGE})
    outside = found.funnel.frame["verdict"].isin(["higher", "lower"]).mean()
    assert outside <= 0.12
    assert found.funnel.level == pytest.approx(RATE * 100_000, rel=0.03)
    assert found.footnote.source


@pytest.mark.parametrize(
    ("own", "verdict", "answer", "words"),
    [
        (620, Verdict.HIGHER, "ja, Ånge har ", "tydligt högre än vanligt"),
        (300, Verdict.LOWER, "ja, Ånge har ", "tydligt lägre än vanligt"),
        (500, Verdict.HIGHER, "kanske, Ånge har ", "en av tjugo kommuner av en slump"),
    ],
)
def test_a_kommun_that_differs_does(own, verdict, answer, words):
    found = standing(world(own=own), indicator_id=INDICATOR)
    assert found.verdict is verdict
    assert answer in found.sentence
    assert words in found.sentence
    side = "Högre" if verdict is Verdict.HIGHER else "Lägre"
    assert f"{side} än resten av riket" in found.beside


def test_where_kommuner_truly_differ_the_same_figure_is_ordinary():
    found = standing(world(own=500, spread=0.4), indicator_id=INDICATOR)
    assert found.verdict is Verdict.NOT_SHOWN
    assert "overdispersed" in found.own.broken


def test_the_county_is_compared_without_the_kommun_itself():
    inquiry = world(own=460)
    found = standing(inquiry, indicator_id=INDICATOR)
    county = next(one for one in found.against if one.name == "resten av länet")
    frame = dict(zip(found.funnel.frame["area_code"], found.funnel.frame.itertuples(), strict=True))
    assert ANGE in frame
    members = [code for code in frame if code.startswith(COUNTY) and code != ANGE]
    events = sum(round(frame[c].value * frame[c].size / 100_000) for c in members) + 900
    base = sum(frame[c].size for c in members) + 18_000
    assert county.value == pytest.approx(100_000 * events / base)


def test_the_group_as_one_place_is_named_and_not_said_twice():
    inquiry = world(own=460)

    def names(group: str) -> list[str]:
        return [one.name for one in standing(inquiry, indicator_id=INDICATOR, group=group).against]

    assert names("lanet") == ["resten av riket", "resten av länet"]
    assert names("liknande")[-1] == "liknande kommuner tillsammans"


def test_a_very_small_kommun_cannot_be_assessed():
    found = standing(world(own=6, people=80), indicator_id=INDICATOR)
    assert found.verdict is Verdict.CANNOT_ASSESS
    assert "färre än fem väntas på en så liten plats" in found.sentence


def test_a_hidden_figure_is_not_told_by_its_place_among_others():
    found = standing(world(own=2), indicator_id=INDICATOR)
    assert found.verdict is Verdict.CANNOT_ASSESS
    assert "kan inte bedömas – skyddat (för få)" in found.sentence
    assert found.against == ()
    assert found.place[0] == 0
    assert ANGE not in set(found.funnel.frame["area_code"])
    own = found.figures.frame.set_index("area_code").loc[ANGE]
    assert pd.isna(own[["count", "value", "lower", "upper"]]).all()


def test_a_chosen_group_is_ranked_with_the_kommun_and_its_middle_half():
    codes = [area.code for area in KOMMUNER if area.code != ANGE][:12]
    found = standing(
        world(own=460), indicator_id=INDICATOR, group="egna", areas=[*codes, ANGE, codes[0]]
    )
    assert set(found.figures.frame["area_code"]) == {*codes, ANGE, COUNTY, COUNTRY}
    assert found.figures.frame["value"].is_monotonic_decreasing
    assert found.how_chosen == "Områden som du själv har valt."
    assert found.left_out == 0
    others = found.figures.frame.query("area_code in @codes")["value"]
    low, high = found.quartiles
    assert ((others >= low) & (others <= high)).mean() == pytest.approx(0.5, abs=0.1)
    assert found.place == (int((others < 460 / 9000 * 100_000).sum()), 12)


def test_what_is_only_counted_or_only_published_is_not_tested():
    people = standing(world(own=460), indicator_id="folkmangd")
    assert "antal säger inget" in people.sentence
    plant = standing(world(own=460), indicator_id="avlopp_kokain")
    assert "finns inte för hela kommuner" in plant.sentence
    nothing = standing(world(own=460), indicator_id="medianinkomst")
    assert nothing.sentence.endswith("det finns inga uppgifter per år för Ånge.")


# Similar kommuner


def test_similar_kommuner_are_nearest_in_size_and_density():
    inquiry = world(own=460)
    found = find_similar(inquiry)
    assert len(found.codes) == 7
    assert ANGE not in found.codes
    assert list(found.distances) == sorted(found.distances)
    assert found.how.startswith("De 7 kommuner som ligger närmast i folkmängd")
    surface = read_km2()
    figures = released_figures(
        inquiry, indicator_id="folkmangd", grain=Grain.YEAR, levels=[AreaLevel.KOMMUN]
    )
    people = figures.frame.set_index("area_code")["count"]
    density = people / pd.Series(surface).reindex(people.index)
    near, far = people.index.isin(found.codes), ~people.index.isin([*found.codes, ANGE])
    for trait in (np.log(people), np.log(density)):
        apart = (trait - trait[ANGE]).abs()
        assert apart[near].mean() < apart[far].mean() / 2


def test_structure_is_used_when_it_is_known_and_said():
    plain = find_similar(world(own=460))
    structured = find_similar(world(own=460, shares=5.0))
    assert "andel med högst förgymnasial utbildning" in structured.how
    assert structured.how.startswith("Av de 14 kommuner som ligger närmast")
    assert structured.codes != plain.codes
    own = int(ANGE) % 7
    nearer = [abs(int(c) % 7 - own) for c in structured.codes]
    assert np.mean(nearer) < np.mean([abs(int(c) % 7 - own) for c in plain.codes])


def test_a_kommun_without_population_has_nobody_similar():
    inquiry = world(own=460)
    elsewhere = Inquiry(
        store=inquiry.store, catalog=inquiry.catalog, areas=inquiry.areas, person=ASKER,
        kommun_code="0115", today=inquiry.today,
    )  # fmt: skip
    found = find_similar(elsewhere)
    assert found.codes == ()
    assert "inte känd" in found.how


# All measures at once


@cache
def many(*, drugs: float, theft: float = 1.0, hidden: int = 3) -> Inquiry:
    """Every kommun at the same level in twelve measures; Ånge ``drugs`` times the level in drug crime, and
    ``theft`` times in theft. One measure has so few in Ånge that it is hidden."""
    generator = np.random.default_rng(11)
    codes = [area.code for area in KOMMUNER if area.code != ANGE]
    sizes = dict(zip(codes, generator.lognormal(9.7, 0.9, len(codes)).round(), strict=True))
    sizes[ANGE] = 9000.0
    rows = [figure("scb.folkmangd", code, size) for code, size in sizes.items()]
    for year in (2023, 2024):
        start = pd.Timestamp(year, 1, 1)
        for code, size in sizes.items():
            expected = round(size * 0.02 * (1 if code == ANGE else generator.lognormal(0, 0.2)))
            rows += [figure("scb.folkmangd", code, size, start=start)]
            rows += [figure("bra.narkotikabrott", code, expected, start=start)]
    for name in NAMES:
        times = {"narkotikabrott": drugs, "stoldbrott": theft}.get(name, 1.0)
        for code, size in sizes.items():
            expected = size * 0.02
            count = float(generator.poisson(expected)) if code != ANGE else round(expected * times)
            if name == "bilbrott" and code == ANGE:
                count = float(hidden)
            rows.append(figure(catalog().indicators[name].numerator, code, count))
    return asked_of(rows)


NAMES = (
    "anmalda_valdsbrott", "anmalda_brott", "narkotikabrott", "stoldbrott", "bilbrott", "skadegorelse",
    "trafikbrott", "rattfylleri", "misshandel", "vald_utomhus_vuxna", "stold_ur_fordon", "bilstold",
)  # fmt: skip


def test_all_measures_in_one_sentence_with_what_cannot_be_assessed():
    found = standing_overview(many(drugs=1.6))
    assert found.sentence == (
        "Ånge sticker ut mot andra kommuner i 1 av 11 jämförbara mått: anmälda narkotikabrott (högre); i 1 kan det inte "
        "bedömas."
    )
    first, last = found.measures[0], found.measures[-1]
    assert first.indicator.id == "narkotikabrott"
    assert first.judgement == "higher", "neither good nor bad: the police find what they look for"
    assert last.indicator.id == "bilbrott"
    assert last.says == "skyddat (för få)"
    assert last.usual == ""
    own = found.figures.frame.set_index("indicator")
    assert pd.isna(own.loc["bilbrott", ["count", "value", "lower", "upper"]]).all()
    assert set(found.figures.frame["area_code"]) == {ANGE}
    assert "högst fem procent" in found.footnote.method


def test_what_is_far_out_alone_is_not_called_among_many():
    inquiry = many(drugs=1.0, theft=1.19)
    alone = standing(inquiry, indicator_id="stoldbrott")
    assert alone.verdict is Verdict.HIGHER
    assert "kanske, Ånge har" in alone.sentence
    found = standing_overview(inquiry)
    assert found.standing_out == ()
    assert found.sentence.startswith(
        "Ånge sticker inte ut mot andra kommuner i något av 11 jämförbara mått"
    )
    theft = next(one for one in found.measures if one.indicator.id == "stoldbrott")
    assert theft.is_outside
    assert theft.verdict is Verdict.NOT_SHOWN


def test_the_last_years_of_every_measure_give_the_answer_of_one_measure():
    inquiry = many(drugs=1.6)
    years = recent_years(inquiry)
    for name in ("narkotikabrott", "bilbrott"):
        alone, among = (standing(inquiry, indicator_id=name, years=y) for y in (None, years))
        assert repr(alone) == repr(among)
        pd.testing.assert_frame_equal(alone.figures.frame, among.figures.frame)


def test_a_measure_without_recent_years_is_asked_for_by_itself():
    inquiry = many(drugs=1.6)
    years = recent_years(inquiry)
    without = part_of_survey(years, rows=years.frame["area_code"] != ANGE)
    found = standing(inquiry, indicator_id="narkotikabrott", years=without)
    assert found.sentence == standing(inquiry, indicator_id="narkotikabrott").sentence
    assert "Ånge har " in found.sentence


def test_the_hidden_figure_changes_nothing_that_is_said():
    one, other = (standing_overview(many(drugs=1.6, hidden=hidden)) for hidden in (1, 3))
    assert repr((one.sentence, one.measures)) == repr((other.sentence, other.measures))


def test_the_years_are_counted_beside_the_middle_half_of_all():
    inquiry = many(drugs=1.6)
    asked = trend(inquiry, indicator_id="narkotikabrott")
    band = kommun_band(inquiry, indicator_id="narkotikabrott", grain=Grain.YEAR)
    text = years_beside_band(asked, band=band, kommun="Ånge")
    assert text == (
        "Av tre mätta perioder låg Ånge två bland den hälft av kommunerna som ligger i mitten och en "
        "bland den fjärdedel som har högst värden."
    )
    assert years_beside_band(asked, band=None, kommun="Ånge") == ""


# The groups


def test_a_kommungrupp_is_offered_where_somebody_has_said_which_it_is(tmp_path):
    inquiry = world(own=460)
    assert Group.KOMMUNGRUPP not in offered_groups(inquiry)
    assert (
        find_members(inquiry, group="kommungrupp").how
        == why_no_kommungrupp(inquiry)
        == (
            "Det går inte att jämföra med kommungruppen, för ingen har lämnat en lista över vilka kommuner "
            "som hör till vilken grupp."
        )
    )
    codes = [area.code for area in KOMMUNER[:3]]
    named = replace(
        inquiry,
        catalog=replace(catalog(), kommungrupper=(KommunGroup(name="Prov", codes=(ANGE, *codes)),)),
    )
    assert Group.KOMMUNGRUPP in offered_groups(named)
    members = find_members(named, group="kommungrupp")
    assert set(members.codes) == set(codes) - {ANGE}
    assert members.how == "Kommungruppen ”Prov” enligt installationens egen lista."
    assert why_no_kommungrupp(named) == ""
    found = standing(named, indicator_id=INDICATOR, group="kommungrupp")
    assert set(found.figures.frame["area_code"]) == {ANGE, COUNTY, COUNTRY, *codes}


def test_a_delivered_list_goes_before_the_installations_own_and_is_named_with_its_day(tmp_path):
    codes = tuple(area.code for area in KOMMUNER[:3])
    own = KommunGroup(name="Egen", codes=(ANGE, "2262"))
    newest = KommunGroup(
        name="Delvis", codes=("0114",), list_name="Delvis", issued_on=date(2026, 5, 1)
    )
    delivered = KommunGroup(
        name="Prov", codes=(ANGE, *codes), list_name="Indelning 2023", issued_on=date(2026, 3, 1)
    )
    base = replace(catalog(), kommungrupper=(own,))
    asked = replace(world(own=460), catalog=base.with_groups([newest, delivered]))
    members = find_members(asked, group="kommungrupp")
    assert set(members.codes) == set(codes) - {ANGE}, (
        "a list without the kommun leaves it in the older"
    )
    words = "listan ”Indelning 2023” (utgåva 2026-03-01)"
    assert members.how == f"Kommungruppen ”Prov” enligt {words}."
    for found in (
        standing(asked, indicator_id=INDICATOR, group="kommungrupp"),
        compare(asked, indicator_id=INDICATOR, group=Group.KOMMUNGRUPP),
    ):
        assert found.how_chosen == members.how
        assert found.footnote.source.endswith(f"; kommungrupp enligt {words}")
    assert "kommungrupp" not in standing(asked, indicator_id=INDICATOR).footnote.source


def test_jamfor_counts_the_others_in_words_that_fit_the_group():
    base, codes = world(own=460), tuple(area.code for area in KOMMUNER[:4] if area.code != ANGE)

    def said(group: Group, *chosen: str) -> str:
        found = compare(asked, indicator_id=INDICATOR, group=group, area_codes=chosen)
        return found.sentence.split("). ")[1]

    group = KommunGroup(name="Prov", codes=(ANGE, *codes))
    asked = replace(base, catalog=replace(catalog(), kommungrupper=(group,)))
    assert f"Av {len(codes)} andra kommuner i kommungruppen ligger " in said(Group.KOMMUNGRUPP)
    assert "andra kommuner ligger " in said(Group.ALL)
    assert f"Av {len(codes)} valda kommuner ligger " in said(Group.CHOSEN, *codes)
    alone = replace(catalog(), kommungrupper=(KommunGroup(name="Ensam", codes=(ANGE,)),))
    asked = replace(base, catalog=alone)
    none = "Inga andra kommuner i kommungruppen har uppgifter att jämföra med."
    assert said(Group.KOMMUNGRUPP) == none
    assert said(Group.CHOSEN, codes[0]) in {
        f"{base.area(codes[0]).name} {end}"
        for end in ("ligger säkert högre.", "ligger säkert lägre.", "kan inte skiljas från Ånge.")
    }


def test_a_list_without_the_kommun_says_so():
    other = KommunGroup(
        name="Prov", codes=("0114",), list_name="Indelning 2023", issued_on=date(2026, 3, 1)
    )
    asked = replace(world(own=460), catalog=catalog().with_groups([other]))
    assert why_no_kommungrupp(asked) == (
        "Det går inte att jämföra med kommungruppen, för Ånge står inte i listan ”Indelning 2023” "
        "(utgåva 2026-03-01)."
    )


def test_kommungrupper_are_read_from_a_file_that_need_not_be_there(tmp_path):
    for name in ("indicators", "sources"):
        (tmp_path / name).symlink_to(DATA / "catalog" / name)
    assert load_catalog(tmp_path).kommungrupper == ()
    path = tmp_path / "kommungrupper.toml"
    path.write_text('[[group]]\nname = "Prov"\nkommuner = ["2260", "0665"]\n', encoding="utf-8")
    assert load_catalog(tmp_path).kommungrupper == (KommunGroup(name="Prov", codes=(ANGE, "0665")),)
    twice = (
        '[[group]]\nname = "A"\nkommuner = ["2260"]\n[[group]]\nname = "B"\nkommuner = ["2260"]\n'
    )
    path.write_text(twice, encoding="utf-8")
    assert [one.code for one in check_catalog(tmp_path)] == ["KA-012"]
