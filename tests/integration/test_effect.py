"""Effekt on the example data: the camera is found, the too small change cannot be assessed, and says why."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lagesbild.analysis import lengths
from lagesbild.analysis.effect import effect
from lagesbild.analysis.effect_choices import effect_choices
from lagesbild.analysis.effect_result import Effect, Outcome
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.lengths import figures_by_length
from lagesbild.charts.effect import effect_figure
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import Person, Role
from lagesbild.stats.verdict import Verdict
from lagesbild.store.observations import Grain

pytestmark = pytest.mark.slow
CENTRE, CAMERA = "2260-ange-centrum", "2025-03-01"


@pytest.fixture(scope="module")
def inquiry(example_context):
    asker = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
    return example_context.inquiry(person=asker, kommun_code="2260")


@pytest.fixture(scope="module")
def ask(inquiry):
    kept: dict[str, Effect] = {}

    def answer(indicator: str, **asked) -> Effect:
        key = repr((indicator, sorted(asked.items())))
        if key not in kept:
            kept[key] = effect(inquiry, indicator_id=indicator, **asked)
        return kept[key]

    return answer


def others(inquiry) -> tuple[str, ...]:
    return tuple(
        one.code for one in inquiry.areas.values()
        if one.parent_code == "2260" and one.level is AreaLevel.DELOMRADE and one.code != CENTRE
    )  # fmt: skip


def said(found: Effect, heading: str) -> str:
    return dict(found.facts)[heading].replace("\u00a0", " ")


def test_the_camera_is_found_beside_the_other_sub_areas(ask, inquiry) -> None:
    found = ask("skadegorelse", place=CENTRE, start=CAMERA, compare=others(inquiry))
    assert found.outcome is Outcome.CLEARLY_FEWER
    assert "tydligt färre sedan mars 2025. 30 under 2025, mot väntade" in found.sentence
    warned = " ".join(found.warnings)
    assert "inte med i jämförelsen: tal därifrån är skyddade" in warned
    assert "fast 2 månader av det låg före åtgärden" in warned
    assert "säger inte ensamt att det var åtgärden" in warned
    assert "hade synts" in said(found, "Vad hade kunnat synas?")


def test_two_sources_say_the_same_and_nothing_moved(ask) -> None:
    for indicator in ("skadegorelse", "est_skadegorelse"):
        found = ask(indicator, place=CENTRE, start=CAMERA, around=("2260-fransta",))
        assert found.outcome is Outcome.CLEARLY_FEWER, indicator
        assert found.compared_with == "resten av kommunen"
        assert found.moved is not None
        assert found.moved.verdict is Verdict.NOT_SHOWN
        assert "Inget tecken på flytt" in said(found, "Flyttade det?")
        rest = next(one for one in found.counts if one.role == "jämförelse")
        near = next(one for one in found.counts if one.role == "intill")
        assert rest.after > 0
        assert near.after > 0


def test_months_where_they_are_visible_with_series_and_chart(ask) -> None:
    found = ask("skadegorelse", start=CAMERA)
    assert found.outcome is Outcome.CLEARLY_FEWER
    place = found.counts[0]
    assert (place.before, place.after) == (257, 167), "19 months before and after, as FACIT.md says"
    assert found.series is not None
    assert found.series.level.verdict is Verdict.LOWER
    assert "Nivån blev omkring" in said(found, "Avbruten tidsserie")
    assert "av 19 punkter efter åtgärden avviker" in said(found, "Styrdiagram")
    assert found.lines is not None
    assert found.lines.judged == date(2025, 3, 1)
    assert "9 av 19 perioder efter åtgärden är preliminära" in " ".join(found.warnings)
    as_in_an_address = ask("skadegorelse", start="mars 2025", compare=("Liknande kommuner",))
    assert as_in_an_address.starts_on == found.starts_on
    assert as_in_an_address.compared_with == "liknande kommuner"
    assert as_in_an_address.outcome is Outcome.CLEARLY_FEWER


def test_the_too_small_change_cannot_be_assessed_and_says_what_could_have_been_seen(ask) -> None:
    found = ask("bostadsinbrott", start="2025-01-01")
    assert found.outcome is Outcome.CANNOT_ASSESS
    text = found.sentence.replace("\u00a0", " ")
    assert "kan inte bedömas – antalen är så små att de är skyddade" in text
    # The visible years are the high ones, and uneven: what is said is what at best could have been seen.
    assert "Med högst omkring 14 om året hade bara ett helt stopp" in text
    assert found.counts == ()


def test_a_small_place_says_that_only_more_than_all_would_have_been_seen(ask) -> None:
    found = ask("skadegorelse", place="2260-alby", start=CAMERA)
    assert found.outcome is Outcome.CANNOT_ASSESS
    assert "bara en mycket stor förändring hade synts" in found.sentence
    assert found.visible_share > 1


def test_nothing_planted_is_nothing_found(ask) -> None:
    for indicator, start in (
        ("stoldbrott", "2024-09-01"),
        ("felanmalan_nedskrapning", "2024-09-01"),
    ):
        found = ask(indicator, start=start)
        assert found.outcome is Outcome.NO_CHANGE, indicator
        assert "gått att se" in found.sentence or "hade synts" in found.sentence


def test_a_measure_that_is_over_is_held_against_its_own_time(ask) -> None:
    found = ask("skadegorelse", start="2022-06-01", end="2023-06-01")
    assert (found.counts[0].before, found.after) != (0, "")
    assert found.after == "juni 2022–maj 2023"
    assert found.outcome is Outcome.NO_CHANGE, "nothing was done then"


def test_places_that_hold_each_other_are_warned_of_and_left_out(ask) -> None:
    found = ask(
        "skadegorelse", place=CENTRE, start=CAMERA, compare=("2260", "2260-fransta"),
        around=("2260-fransta",),
    )  # fmt: skip
    warned = " ".join(found.warnings)
    assert "Jämförelsen och platsen överlappar: Ånge är borttaget" in warned
    assert "Fränsta är borttaget ur jämförelsen" in warned


def test_a_break_within_ends_the_comparison(inquiry) -> None:
    from dataclasses import replace

    from lagesbild.domain.indicator import Break

    broken = replace(
        inquiry.indicator("skadegorelse"), breaks=(Break(date=date(2025, 6, 1), reason="Nytt sätt att räkna."),)
    )  # fmt: skip
    indicators = {**inquiry.catalog.indicators, "skadegorelse": broken}
    other = replace(inquiry, catalog=replace(inquiry.catalog, indicators=indicators))
    found = effect(other, indicator_id="skadegorelse", start=CAMERA)
    assert found.outcome is Outcome.CANNOT_ASSESS
    assert "serien har ett brott i den tid som jämförs" in found.sentence
    assert "Nytt sätt att räkna" in " ".join(found.warnings)


def test_what_is_not_counted_and_days_that_are_none(ask, inquiry) -> None:
    assert "inget som räknas" in ask("ntu_otrygghet").sentence
    with pytest.raises(LagesbildError) as wrong:
        effect(inquiry, indicator_id="skadegorelse", start="2025-13-01")
    assert wrong.value.code == "AN-040"
    young = ask("skadegorelse", start="2026-08-01")
    assert young.outcome is Outcome.CANNOT_ASSESS, "two months are too few"


def test_only_visible_figures_are_added_up(ask) -> None:
    """The rest of the kommun is the visible whole less the visible part, and never under the limit."""
    found = ask("skadegorelse", place=CENTRE, start=CAMERA)
    frame = found.figures.frame
    assert set(frame["area_code"]) == {CENTRE}
    assert not frame["is_hidden"].any()
    hidden = ask("skadegorelse", place="2260-borgsjo", start=CAMERA)
    assert hidden.outcome is Outcome.CANNOT_ASSESS
    assert hidden.counts == ()
    assert hidden.expected == ()


def test_the_picture_names_both_lines_and_the_measure(ask) -> None:
    found = ask("skadegorelse", place=CENTRE, start=CAMERA)
    figure = effect_figure(
        found.figures, expected=found.expected, compared_with=found.compared_with,
        start=date(2025, 3, 1), measure="Kamera vid torget",
    )  # fmt: skip
    texts = " ".join(str(one.text).replace("<br>", " ") for one in figure.layout.annotations)
    assert "⚑ Kamera vid torget" in texts
    assert "som i resten av kommunen" in texts
    assert "åtgärden börjar 2025-03-01" in figure.layout.meta["alt"]


def test_months_and_years_asked_for_together_are_those_of_two_questions(inquiry) -> None:
    """Months added up, years that were delivered, school years, and parts with hidden numbers."""
    for indicator_id in (
        "skadegorelse",
        "anmalda_valdsbrott",
        "elever_grundskola",
        "est_buskorning",
    ):
        codes = ["2260", CENTRE]
        indicator = inquiry.indicator(indicator_id)
        together = figures_by_length(inquiry, indicator=indicator, codes=codes)
        assert not (together.parts.is_empty and together.years.is_empty)
        for grain, found in (
            (Grain.PART_OF_YEAR, together.parts), (Grain.YEAR, together.years)
        ):  # fmt: skip
            alone = released_figures(
                inquiry, indicator_id=indicator_id, grain=grain, area_codes=codes
            ).totals.reset_index(drop=True)  # fmt: skip
            pd.testing.assert_frame_equal(found.frame, alone, check_dtype=False)


def test_what_the_choices_have_read_is_not_read_again(inquiry, ask, monkeypatch) -> None:
    choices = effect_choices(inquiry, indicator_id="skadegorelse", place=CENTRE)
    alone = ask("skadegorelse", place=CENTRE, start=CAMERA)
    monkeypatch.setattr(lengths, "released_figures", None)
    found = effect(
        inquiry, indicator_id="skadegorelse", place=CENTRE, start=CAMERA, known=choices.known
    )
    assert (found.sentence, found.facts, found.counts) == (alone.sentence, alone.facts, alone.counts)  # fmt: skip
    with pytest.raises(TypeError):
        effect(inquiry, indicator_id="skadegorelse", place="2260-fransta", known=choices.known)
