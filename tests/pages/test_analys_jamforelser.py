"""The pages of analysis that set things beside each other: sticker_ut, upplevt_anmalt, samband."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from lagesbild.analysis.relations import Family
from lagesbild.report.table_file import rows_as_csv
from lagesbild.ui.analys_samband import base_words
from tests.pages.small_store import KOMMUN, deliver, observation, people, words


def many_kommuner(*, own: float) -> list[dict[str, object]]:
    """Thirty kommuner at the same level of violence and Ånge with ``own`` crimes."""
    generator = np.random.default_rng(3)
    codes = [f"22{n}" for n in (80, 81, 82, 83, 84, 62)] + [
        f"25{n:02d}" for n in (5, 6, 10, 13, 14)
    ]
    codes += [f"24{n:02d}" for n in (1, 3, 4, 9, 17, 18, 21, 22, 25, 60, 62, 63, 80, 81, 82)]
    rows = [observation("scb.folkmangd", KOMMUN, 9000), observation(CRIMES, KOMMUN, own)]
    for code in codes:
        size = float(generator.integers(5_000, 60_000))
        rows.append(observation("scb.folkmangd", code, size))
        rows.append(observation(CRIMES, code, float(generator.poisson(size * 0.01))))
    return rows


CRIMES = "bra.anmalda_valdsbrott"


def test_sticker_ut_answers_for_all_measures_first_and_then_for_one(open_at) -> None:
    deliver(many_kommuner(own=160))
    app = open_at("sticker_ut", indikator="anmalda_valdsbrott")
    assert not app.exception
    assert app.title[0].value == (
        "Ånge sticker ut mot andra kommuner i 1 av 1 jämförbart mått: anmälda våldsbrott (högre)."
    )
    assert "sticker ut: högre, sämre" in words(app), "a word, not only a colour"
    assert len(app.get("plotly_chart")) == 1
    for view, said in (
        ("Tratten", "Den bleka ytan är vanlig variation"),
        ("Rangordning", "Så valdes gruppen: De 7 kommuner som ligger närmast i folkmängd"),
        ("Över tid", "Bland alla mått: Ånge sticker ut mot andra kommuner i 1 av 1"),
    ):
        app = open_at("sticker_ut", indikator="anmalda_valdsbrott", flik=view)
        assert not app.exception, view
        assert "ja, Ånge har 1\u00a0778\u00a0brott" in app.title[0].value
        assert said in words(app), view
        assert len(app.get("plotly_chart")) == 1, view


def test_sticker_ut_draws_no_funnel_of_two_kommuner_and_none_of_half_years(open_at) -> None:
    deliver([*people(), *(observation(CRIMES, code, 60.0) for code in (KOMMUN, "2281"))])
    few = open_at("sticker_ut", indikator="anmalda_valdsbrott", flik="Tratten")
    text = words(few)
    assert "Här kan ingen tratt ritas" in text
    assert "Varje punkt är en kommun" not in text, "there is no point"
    assert "utanför vanlig variation" not in text
    counted = open_at("sticker_ut", indikator="ungdomsrad_synpunkter", flik="Tratten")
    assert "antal säger inget när kommunerna är olika stora" in counted.title[0].value


def test_sticker_ut_tells_nothing_of_a_hidden_figure(open_at) -> None:
    deliver(many_kommuner(own=3))
    for view in ("Alla mått", "Tratten", "Rangordning"):
        app = open_at("sticker_ut", indikator="anmalda_valdsbrott", flik=view)
        assert not app.exception, view
        assert "kan inte bedömas" in app.title[0].value
        assert "33,3" not in words(app), "three of nine thousand"
        for chart in app.get("plotly_chart"):
            assert "33,3" not in chart.proto.spec


def survey_and_crimes() -> list[dict[str, object]]:
    rows = people()
    for first, share in ((2018, 12.0), (2020, 13.0), (2022, 12.0), (2024, 26.0)):
        for measure, value in (("problem_skadegorelse", share), ("antal_svarande", 400.0)):
            one = observation(f"ntu.{measure}", KOMMUN, value, year=first)
            one |= {"period_end": date(first + 2, 1, 1), "period_label": f"{first}/{first + 1}"}
            rows.append(one)
    counts = (150, 158, 147, 155, 149, 152, 251)
    return [
        *rows,
        *(observation("bra.skadegorelse", KOMMUN, n, year=2019 + k) for k, n in enumerate(counts)),
    ]


def test_upplevt_anmalt_has_one_sentence_two_sides_and_why_they_may_differ(open_at) -> None:
    deliver(survey_and_crimes())
    app = open_at("upplevt_anmalt", par="skadegorelse")
    assert not app.exception
    assert app.title[0].value == (
        "Skadegörelse i Ånge: upplevt och anmält går åt samma håll – båda ökar."
    )
    text = words(app)
    assert "26 % (22–31) 2024–2025, högre än de tre mätningarna innan (12 %)" in text
    assert "Mindre skador anmäls ofta bara när försäkringen kräver det" in text
    assert "Att två kurvor följer varandra betyder inte att den ena förklarar den andra" in text
    assert len(app.get("plotly_chart")) == 1
    app = open_at("upplevt_anmalt", par="skadegorelse", flik="Tabell", plats="22")
    assert "Skadegörelse i Västernorrlands län: om upplevt och anmält" in app.title[0].value
    app = open_at("upplevt_anmalt", par="skadegorelse", flik="Tabell")
    assert len(app.table) == 2


def test_upplevt_anmalt_without_figures_says_what_to_do(open_at) -> None:
    app = open_at("upplevt_anmalt")
    assert not app.exception
    assert "kan inte bedömas" in app.title[0].value
    assert "Se underlag" in [link.label for link in app.page_link]


def test_samband_warns_first_in_every_view_and_never_says_what_makes_what_happen(open_at) -> None:
    rows = [*people(range(2016, 2026))]
    for year in range(2016, 2026):
        rows.append(observation("bra.skadegorelse", KOMMUN, 150.0 + year % 3, year=year))
        rows.append(observation("bra.narkotikabrott", KOMMUN, 100.0 + year % 4, year=year))
    deliver(rows)
    for view in ("I landets kommuner", "I vår kommun", "Nivå mot nivå", "Två i taget"):
        app = open_at("samband", indikator="skadegorelse", flik=view, mot="narkotikabrott")
        assert not app.exception, view
        assert "kan inte bedömas" in app.title[0].value, "one kommun alone"
        assert len(app.warning) == 1, view
        assert "Att två mått rör sig tillsammans säger inte varför" in app.warning[0].value
        assert "behöver inte gälla människor" in app.warning[0].value
        assert "orsakar" not in words(app).casefold(), view
    assert len(app.get("plotly_chart")) == 1, "two in turn"
    assert len(app.table) == 2
    assert words(app).count("Källa: ") == 2, "each of the two says where it comes from"


def test_a_relation_tells_how_much_it_rests_on() -> None:
    family = Family(relations=(), lags=(0,), unit="år", tried=0)
    assert base_words(2320, family=family).replace("\u00a0", " ") == "2 320 kommunår"
    assert base_words(288, family=replace(family, unit="")) == "288 kommuner"


def test_the_list_of_relations_is_a_file_of_words() -> None:
    rows = [{"Mått": "=1+1", "Svar": "säkert"}, {"Mått": "Ett mått", "Svar": "kan vara slump"}]
    lines = rows_as_csv(rows).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Mått;Svar"
    assert not lines[1].startswith("="), "no spreadsheet runs it"
    assert lines[2] == "Ett mått;kan vara slump"
