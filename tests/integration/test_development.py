"""Trend och styrdiagram on the example data: what FACIT.md says is there, and what the gate hides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lagesbild.analysis import control_lines
from lagesbild.analysis.development import Development, development
from lagesbild.charts.control import adjusted_figure, control_figure, season_figure
from lagesbild.domain.control import Rule
from lagesbild.domain.indicator import Break
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import HappeningKind
from lagesbild.store.connection import Store

pytestmark = pytest.mark.slow
CENTRE = "2260-ange-centrum"


@pytest.fixture(scope="module")
def ask(example_context):
    asker = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
    inquiry = example_context.inquiry(person=asker, kommun_code="2260")
    kept: dict[tuple[str, str, str], Development] = {}

    def answer(indicator: str, area: str = "", length: str = "") -> Development:
        key = (indicator, area, length)
        if key not in kept:
            kept[key] = development(inquiry, indicator_id=indicator, area=area, length=length)
        return kept[key]

    return answer


def facts(found: Development) -> dict[str, str]:
    return {name: text.replace("\u00a0", " ") for name, text in found.facts}


def test_the_beginning_rise_is_told_since_2024(ask) -> None:
    found = ask("narkotikabrott")
    assert found.sentence.startswith(
        "Anmälda narkotikabrott i Ånge har ökat tydligt sedan 2024: 168 under 2025, mot 94 under 2023"
    )
    assert "Ökar de senaste 5 åren" in facts(found)["Trend"]


def test_the_camera_is_a_step_in_the_kommun_and_a_fall_in_the_centre(ask) -> None:
    whole = ask("skadegorelse")
    assert "tydligt färre sedan omkring januari 2025: 111, mot väntade" in whole.sentence
    assert "Preliminärt: 9 månader" in " ".join(whole.doubts)
    centre = ask("skadegorelse", CENTRE)
    assert centre.length == "ar", "its months are hidden"
    assert "tydligt färre under 2025 än de fem åren innan: 30, mot väntat" in centre.sentence
    assert "För månader är många av talen skyddade" in " ".join(centre.doubts)


def test_a_single_month_and_a_season_are_told_as_what_they_are(ask) -> None:
    assert "ovanligt många i oktober 2025: 60, mot väntade" in ask("stoldbrott").sentence
    calls = ask("ordningslarm")
    assert "ingen förändring går att skilja från slump" in calls.sentence
    assert "Högst i juni (60 procent över en vanlig månad)" in facts(calls)["Årstid"]
    assert calls.lines is not None
    assert calls.lines.has_season
    june = [one.centre for one in calls.lines.points if one.start.month == 6]
    february = [one.centre for one in calls.lines.points if one.start.month == 2]
    assert min(june) > 1.5 * max(february), "the limits follow the season"


def test_a_changed_registration_is_no_change_now(ask) -> None:
    found = ask("felanmalan_nedskrapning")
    assert "ingen förändring går att skilja från slump" in found.sentence
    assert "Nivån ändrades omkring januari 2022" in found.doubts[0]
    assert found.lines is not None
    assert found.lines.points[0].start.year == 2022, "limits from the time after it alone"


def test_what_lies_before_a_break_sets_no_limits(example_context) -> None:
    asker = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
    inquiry = example_context.inquiry(person=asker, kommun_code="2260")
    broken = replace(
        inquiry.indicator("skadegorelse"), breaks=(Break(date=date(2021, 3, 1), reason="Ny kod."),)
    )
    indicators = {**inquiry.catalog.indicators, "skadegorelse": broken}
    other = replace(inquiry, catalog=replace(inquiry.catalog, indicators=indicators))
    found = development(other, indicator_id="skadegorelse")
    assert found.lines is not None
    assert found.lines.points[0].start == date(2021, 3, 1)
    assert "Serien har ett brott. Bara tiden efter det jämförs." in found.doubts
    figure = control_figure(found.figures, lines=found.lines, breaks=found.breaks)
    assert "Ny kod." in " ".join(str(one.text) for one in figure.layout.annotations)


def test_too_few_cannot_be_assessed(ask) -> None:
    found = ask("bostadsinbrott")
    assert "om det har ändrats kan inte bedömas" in found.sentence


def test_the_chart_follows_the_kind_of_figure_and_says_so(ask) -> None:
    methods = {
        "narkotikabrott": {"u", "laney_u"}, "ntu_otrygghet": {"p", "laney_p"}, "avlopp_kokain": {"xmr"},
        "ungdomsrad_synpunkter": {"c", "laney_u"},
    }  # fmt: skip
    for indicator, expected in methods.items():
        lines = ask(indicator).lines
        assert lines is not None
        assert lines.method in expected, indicator
        assert lines.why
    assert ask("ungdomsrad_synpunkter").lengths[0] == ("delar", "Halvår")
    assert ask("narkotikabrott", "", "År").length == "ar", "as an address writes it"


def test_nothing_hidden_is_in_the_lines(ask) -> None:
    """Limits are computed from visible figures: each centre is between the lowest and highest of them."""
    found = ask("est_skadegorelse", CENTRE, "delar")
    frame = found.figures.frame
    assert frame["is_hidden"].any()
    assert frame.loc[frame["is_hidden"], "count"].isna().all()
    assert found.lines is not None
    marked = {one.start for one in found.lines.points if one.rules}
    hidden = {day.date() for day in frame.loc[frame["is_hidden"], "period_start"]}
    assert not marked & hidden, "a mark on a hidden month would tell on which side it lies"


def test_the_picture_has_a_shape_for_each_rule_and_a_number_for_each_flag(ask) -> None:
    found = ask("narkotikabrott")
    assert found.lines is not None
    flag = Dated(
        id="x", title="Vårkontroll", kind=HappeningKind.EVENT, kept_in="Åtgärdsplan",
        starts_on=found.lines.points[100].start, ends_on=found.lines.points[100].start,
    )  # fmt: skip
    figure = control_figure(found.figures, lines=found.lines, breaks=found.breaks, flags=[flag])
    texts = " ".join(str(one.text) for one in figure.layout.annotations)
    assert "⚑1" in texts
    assert "Exempeldata" in texts
    drawn = [t.marker.symbol for t in figure.data if t.marker and t.marker.symbol]
    symbols = {one for each in drawn for one in ([each] if isinstance(each, str) else each)}
    assert {"diamond", "square", "diamond-open"} <= symbols, "preliminary ones are hollow"
    assert "◆ utanför gränserna" in texts
    assert "○ preliminärt" in texts
    assert "mer än slump" in figure.layout.meta["alt"]
    told = {rule for one in found.lines.points for rule in one.rules}
    assert Rule.RUN in told


def test_season_is_drawn_and_taken_away(ask) -> None:
    found = ask("ordningslarm")
    assert found.season is not None
    bars = season_figure(found.figures, season=found.season)
    assert list(bars.data[0].x) == list(range(12))
    rest = adjusted_figure(found.figures, season=found.season)
    before, after = (np.array(t.y, dtype=float) for t in rest.data)
    assert after.std() < 0.5 * before.std(), "the summers are gone"
    assert ask("ntu_otrygghet").season is None


def test_invented_measures_are_flags_on_invented_figures_alone() -> None:
    from lagesbild.sample.records import load_example_records
    from lagesbild.workspace.action_plan import annotations

    store = Store(None)
    load_example_records(store, today=date(2026, 11, 21))
    asker = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
    span = {"person": asker, "start": date(2016, 1, 1), "end": date(2026, 10, 1)}
    invented = annotations(store, **span, indicator_id="skadegorelse", beside_invented=True)
    assert "Kamera vid torget" in [one.title for one in invented]
    assert annotations(store, **span, indicator_id="skadegorelse") == []


def test_the_season_is_taken_away_only_for_those_who_look(ask, monkeypatch) -> None:
    """The library that does it takes more than a second of processor time to load."""

    def load(*_, **__):  # type: ignore[no-untyped-def]
        raise RuntimeError("loaded")

    monkeypatch.setattr(control_lines, "seasonal_decomposition", load)
    found = ask("anmalda_brott", "", "manad")
    assert found.season_found.is_shown
    with pytest.raises(RuntimeError, match="loaded"):
        _ = found.season


def test_the_facts_do_not_say_otherwise_than_the_sentence(ask) -> None:
    calls = ask("ordningslarm")
    assert facts(calls)["Nivåskiften"].startswith(("Inga", "Inget säkert"))
    camera = ask("skadegorelse")
    assert facts(camera)["Nivåskiften"].startswith("Omkring")


def test_a_change_that_may_be_chance_is_likely_not_clear(example_context) -> None:
    """Nothing is planted in Gävle: the chance is one in fifty, and it is said with care."""
    asker = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2180")
    inquiry = example_context.inquiry(person=asker, kommun_code="2180")
    found = development(inquiry, indicator_id="skadegorelse")
    assert "troligen färre sedan omkring januari 2023" in found.sentence
    assert "Förändringen är alltså osäker" in facts(found)["Nivåskiften"]


def test_a_report_that_has_not_come_is_told(ask) -> None:
    assert "Siffran för första halvåret 2026 borde ha kommit" in " ".join(
        ask("ungdomsrad_synpunkter").doubts
    )


def test_a_long_slope_is_not_called_no_change(ask) -> None:
    """Fewer every year for ten years: whoever looks at the curve sees it."""
    found = ask("ekonomiskt_bistand")
    assert "fortsätter att minska som tidigare, omkring" in found.sentence
    assert "ingen förändring utöver det" in found.sentence
    assert "delas inte in i nivåer" in facts(found)["Nivåskiften"]


def test_ranges_and_reasons_are_told_as_they_are(ask) -> None:
    assert "(−180 till −38)" in ask("flyttnetto").sentence, "below zero there is no floor at zero"
    assert "kan inte bedömas – 2025: nämnare saknas." in ask("klotter_borttaget").sentence
    trust = ask("ntu_fortroende_rattsvasendet").sentence.replace("\u00a0", " ")
    assert "50,0 %, mot väntat 50,3–53,4" in trust, "what lies outside is not rounded into it"
    assert not ask("valdeltagande").doubts, "no election is late"
