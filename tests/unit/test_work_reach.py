"""How far a measure reaches, standing meetings counted, and places on the map."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.domain.work.places import MarkedPlace
from lagesbild.domain.work.reach import CountedHow, Has, Reach, ReachedPlace
from lagesbild.domain.work.routines import Held, Routine
from lagesbild.workspace.reach import TOO_FEW, tell_reach
from lagesbild.workspace.routines import tell_routine

TODAY = date(2026, 11, 21)


def reach(*places: ReachedPlace, **more) -> Reach:
    return Reach(title="Grannsamverkan", unit="trapphus", places=places, **more)


def test_stairwells_are_counted_place_by_place_and_in_all() -> None:
    told = tell_reach(
        reach(
            ReachedPlace(place="Centrum", reached=30, total=60),
            ReachedPlace(place="Haverö", total=12), ReachedPlace(place="Borgsjö", reached=4, total=40),
            ReachedPlace(place="Torpshammar"), goal=50, goal_on=date(2027, 12, 31),
        )
    )  # fmt: skip
    assert told.sentence == (
        "Grannsamverkan: 34 av 112 trapphus (30 %). Ingen i Haverö. 1 plats saknar antal. "
        "Mål: 50 % senast 2027-12-31, inte nått."
    )
    assert [one.place for one in told.places] == ["Haverö", "Borgsjö", "Centrum", "Torpshammar"]
    assert told.places[1].words == "4 av 40 (10 %)"


def test_schools_answer_yes_and_no() -> None:
    places = (
        ReachedPlace(place="Minerva", has=Has.YES), ReachedPlace(place="Bobergs", has=Has.NO),
        ReachedPlace(place="Kyrkmons"),
    )  # fmt: skip
    told = tell_reach(
        Reach(title="Drogpolicy", unit="Skolor", how=CountedHow.YES_NO, places=places)
    )
    assert told.sentence == "Drogpolicy: 1 av 3 skolor har det. Inte: Bobergs. Vet inte: Kyrkmons."


def test_nothing_counted_says_so() -> None:
    assert "går inte att räkna än" in tell_reach(reach()).sentence
    assert "inga svar" in tell_reach(Reach(title="D", how=CountedHow.YES_NO)).sentence


def test_where_people_are_counted_small_numbers_are_hidden_and_the_sum_with_them() -> None:
    staff = (
        ReachedPlace(place="Skolan", reached=40, total=50),
        ReachedPlace(place="Biblioteket", reached=3, total=20),
        ReachedPlace(place="Badet", reached=18, total=20),
    )
    told = tell_reach(reach(*staff, is_people=True))
    assert [one.words for one in told.places] == ["40 av 50 (80 %)", TOO_FEW, TOO_FEW]
    assert "summan visas inte" in told.sentence
    assert "61" not in told.sentence
    assert "61 av 90" in tell_reach(reach(*staff)).sentence, "things are not people"


@given(st.integers(0, 30), st.integers(1, 30))
def test_no_small_number_of_people_is_ever_told(reached: int, total: int) -> None:
    one = ReachedPlace(place="Skolan", reached=min(reached, total), total=total)
    other = ReachedPlace(place="Annan", reached=50, total=100)
    told = tell_reach(reach(one, other, is_people=True))
    left = total - one.reached
    is_small = any(0 < number < 5 for number in (one.reached, left, total))
    words = next(place.words for place in told.places if place.place == "Skolan")
    assert (words == TOO_FEW) is is_small
    assert ("summan visas inte" in told.sentence) is is_small


def test_a_place_cannot_have_more_than_there_is_nor_stand_twice() -> None:
    assert reach(ReachedPlace(place="A", reached=5, total=4)).problems()
    assert reach(ReachedPlace(place="A"), ReachedPlace(place="a")).problems()
    assert not reach(ReachedPlace(place="A", reached=4, total=4)).problems()


def routine(*days: date, **more) -> Routine:
    held = tuple(Held(on=day) for day in days)
    return Routine(title="Polisen och socialtjänsten", held=held, **more)


def test_a_standing_meeting_is_counted_against_what_was_agreed() -> None:
    days = [TODAY - timedelta(days=14 * n + 5) for n in range(10)]
    told = tell_routine(routine(*days, starts_on=TODAY - timedelta(days=180)), today=TODAY)
    assert (told.held, told.wanted, told.is_late) == (10, 12, False)
    assert told.sentence == (
        "Polisen och socialtjänsten, var 14:e dag: 10 av 12 träffar har blivit av sedan 25 maj 2026. "
        "Senast 16 november 2026, nästa senast 30 november 2026."
    )


def test_one_that_is_late_over_or_never_held_says_so() -> None:
    late = tell_routine(routine(TODAY - timedelta(days=30)), today=TODAY)
    assert late.is_late
    assert "skulle ha hållits igen 5 november 2026" in late.sentence
    over = routine(TODAY - timedelta(days=90), ends_on=TODAY - timedelta(days=60))
    assert "upphörde" in tell_routine(over, today=TODAY).sentence
    assert not tell_routine(over, today=TODAY).is_late
    cancelled = Routine(title="T", held=(Held(on=TODAY, was_held=False),))
    assert "ingen träff är inskriven" in tell_routine(cancelled, today=TODAY).sentence


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("62,5247 15,6586", (62.5247, 15.6586)), ("62.5247, 15.6586", (62.5247, 15.6586)),
        ("62,5247; 15,6586", (62.5247, 15.6586)), ("15,65 62,52", None), ("6931234 512345", None),
        ("vid torget", None), ("62,5", None),
    ],
)  # fmt: skip
def test_a_place_is_read_as_maps_write_it(text: str, point: tuple[float, float] | None) -> None:
    place = MarkedPlace(title="Kamera", where=text)
    assert place.point == point
    assert bool(place.problems()) is (point is None)
