"""The example's planted hot places, summers and hours (data/sample/FACIT.md), found by what När och var and
Karta say."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from lagesbild.analysis.event_grid import event_grid
from lagesbild.analysis.event_hours import event_hours
from lagesbild.analysis.event_places import event_places, near_repeats
from lagesbild.analysis.event_weeks import event_weeks
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.month_pattern import months_of_year
from lagesbild.analysis.reporters import report_rates
from lagesbild.analysis.sub_areas import sub_areas
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import HappeningKind
from lagesbild.stats.verdict import Verdict

ROOT = Path(__file__).resolve().parents[2]
HOT = tomllib.loads((ROOT / "data/sample/handelser.toml").read_text("utf-8"))["het_plats"]
KIND = "ordningslarm"


@pytest.fixture(scope="module")
def inquiry(example_context) -> Inquiry:
    person = Person(id="p", name="P", role=Role.SAMORDNARE, kommun_code="2260")
    return example_context.inquiry(person=person, kommun_code="2260")


def test_the_densest_squares_hold_the_three_planted_places(inquiry) -> None:
    grid = event_grid(inquiry, indicator_id=KIND, year=2025)
    densest = grid.ranked[:8]
    for place in HOT:
        near = [
            part for part in densest
            if -100 <= place["ost"] - part.east <= part.size_m + 100
            and -100 <= place["nord"] - part.north <= part.size_m + 100
        ]  # fmt: skip
        assert near, place["namn"]
    assert "tätast i Ånge centrum" in grid.sentence


def test_half_of_the_events_lie_on_few_places_and_chance_would_take_many_more(inquiry) -> None:
    answer = event_places(inquiry, indicator_id=KIND, year="2025")
    assert answer.found is not None
    assert answer.found.assessment.verdict is Verdict.HIGHER
    assert answer.found.by_chance is not None
    assert answer.found.places < answer.found.by_chance[0] / 4
    assert "hälften av händelserna (51\u00a0procent) på fyra platser" in answer.sentence
    for place, planted in zip(answer.places, (HOT[0], HOT[2]), strict=False):
        assert any(
            abs(planted["ost"] - part.east - 250) < 400
            and abs(planted["nord"] - part.north - 250) < 400
            for part in place.squares
        )


def test_a_kind_with_few_events_is_told_by_the_squares_that_may_be_shown(inquiry) -> None:
    answer = event_places(inquiry, indicator_id="est_buskorning", year="2025")
    assert "hälften" not in answer.sentence
    assert answer.found is None or "procent av händelserna på" in answer.sentence


def test_the_summer_peak_is_the_season_and_no_summer_stands_out(inquiry) -> None:
    answer = months_of_year(inquiry, indicator_id=KIND)
    assert "fler i juni–augusti, ungefär 1,6 gånger en vanlig månad" in answer.sentence
    assert answer.pattern is not None
    assert min(answer.pattern.lower[5:8]) > 1.3
    assert max(answer.pattern.upper[:5]) < 1.1
    assert "ungefär som tidigare somrar" in answer.summers
    hidden = months_of_year(inquiry, indicator_id="est_otrygg_plats")
    assert "årstiden kan inte bedömas" in hidden.sentence
    assert hidden.pattern is None


def test_evenings_and_weekends_are_the_densest_hours(inquiry) -> None:
    answer = event_hours(inquiry, indicator_id=KIND, period="somrar")
    assert "alla somrar 2023–2026" in answer.sentence
    assert "tätast fredag–söndag kl.\u00a018–24" in answer.sentence
    few = event_hours(inquiry, indicator_id="est_ordningsstorning", period="2025-sommar")
    assert "ingen tid på veckan sticker ut mer än slumpen gör" in few.sentence
    going_on = [one.id for one in answer.periods]
    assert "2026-sommar" in going_on
    assert "2026-ovrigt" not in going_on, "the year is not over"


def test_the_town_centre_has_the_highest_steadied_rate_and_eight_areas_are_too_few(inquiry) -> None:
    answer = sub_areas(inquiry, indicator_id=KIND, year="2025")
    assert "högst i Ånge centrum, 218,9 per" in answer.sentence
    assert "8 delområden har tal, och med färre än 15" in answer.hot_spots
    first = answer.rows[0]
    assert (first["Per 1\u00a0000"], first["Utjämnat"]) == ("220,4", "218,9"), "drawn to the level"
    hidden = sub_areas(inquiry, indicator_id="est_skadegorelse", year="2025")
    assert hidden.figures.hidden_count == 2
    shown = [row for row in hidden.rows if row["Utjämnat"] != "–"]
    assert len(shown) == 6
    assert all(row["Antal"] == "skyddat (för få)" for row in hidden.rows if row not in shown)


def test_nothing_is_planted_that_comes_again_near_by(inquiry) -> None:
    answer = near_repeats(inquiry, indicator_id="est_buskorning")
    assert answer.verdict is Verdict.NOT_SHOWN
    assert "följs inte oftare än slumpen ger" in answer.sentence
    assert answer.footnote.n == ""


def test_an_ordinary_week_with_an_event_is_called_ordinary(inquiry) -> None:
    def happening(title: str, start: date, end: date) -> Dated:
        return Dated(
            id=title, title=title, kind=HappeningKind.EVENT, starts_on=start, ends_on=end
        )  # fmt: skip

    answer = event_weeks(
        inquiry, indicator_id=KIND,
        happenings=[
            happening("End of summer meet", date(2025, 8, 25), date(2025, 8, 27)),
            happening("Hela sommaren", date(2025, 6, 1), date(2025, 8, 31)),
            happening("Nästa år", date(2027, 6, 1), date(2027, 6, 1)),
        ],
    )  # fmt: skip
    said = {one.happening.title: one.words for one in answer.weeks}
    assert said["End of summer meet"] == "ungefär som samma veckor andra år"
    assert "se årets månader" in said["Hela sommaren"]
    assert "har inte varit" in said["Nästa år"]
    assert not any(character.isdigit() for character in said["End of summer meet"])


def test_a_measure_without_events_is_refused_with_what_to_do(inquiry) -> None:
    with pytest.raises(LagesbildError) as refused:
        event_hours(inquiry, indicator_id="anmalda_brott")
    assert refused.value.code == "AN-050"


def test_the_camera_is_felt_in_reports_per_reporter(inquiry) -> None:
    fewer = report_rates(inquiry, indicator_id="est_skadegorelse")
    assert "färre per rapportör än 2024" in fewer.sentence
    alike = report_rates(inquiry, indicator_id="est_buskorning")
    assert "ungefär lika många per rapportör som 2024" in alike.sentence
    assert "inte känt" in report_rates(inquiry, indicator_id=KIND).sentence
