"""A happening's weeks beside those around it: more, fewer, as usual, or too little to say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lagesbild.analysis.event_card import FEWEST_AROUND, judge_around
from lagesbild.analysis.event_weeks import judge_other_years
from lagesbild.analysis.list_weeks import ListWeeks
from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import HappeningKind
from lagesbild.stats.verdict import Verdict

MONDAY = date(2026, 8, 24)
RUNS = ((date(2024, 1, 1), date(2026, 11, 15)),)


def meet(days: int = 2, *, start: date = MONDAY + timedelta(days=4)) -> Dated:
    return Dated(
        id="h", title="Sommarträff", kind=HappeningKind.EVENT, starts_on=start,
        ends_on=start + timedelta(days=days),
    )  # fmt: skip


def counts(*, own: int, usual: int = 10) -> dict[date, int]:
    weeks = {MONDAY + timedelta(weeks=n): usual for n in range(-10, 11)}
    return {**weeks, MONDAY: own}


def judge(happening: Dated, found: dict[date, int], **more):
    known = ListWeeks(counts=found, runs=more.pop("runs", RUNS), least=5)
    return judge_around(happening, known=known, busy=more.pop("busy", set()))


@pytest.mark.parametrize(
    ("own", "verdict", "words"),
    [
        (40, Verdict.HIGHER, "mer än dubbelt så många som veckorna runt omkring"),
        (12, Verdict.NOT_SHOWN, "ungefär som veckorna runt omkring"),
        (4, Verdict.CANNOT_ASSESS, "för få händelser"),
    ],
)
def test_one_week_is_laid_beside_the_weeks_around_it(
    own: int, verdict: Verdict, words: str
) -> None:
    found = judge(meet(), counts(own=own))
    assert found.verdict is verdict
    assert words in found.words
    assert not any(letter.isdigit() for letter in found.words), "no number of a single week"


def test_fewer_than_around_is_told_too() -> None:
    found = judge(meet(), counts(own=12, usual=60))
    assert found.verdict is Verdict.LOWER
    assert "mindre än hälften" in found.words


def test_weeks_with_other_happenings_are_no_ordinary_weeks() -> None:
    found = counts(own=20)
    crowded = {MONDAY + timedelta(weeks=n) for n in (-1, 1)}
    loud = {**found, **dict.fromkeys(crowded, 60)}
    assert judge(meet(), loud).verdict is Verdict.NOT_SHOWN
    assert judge(meet(), loud, busy=crowded).verdict is Verdict.HIGHER
    every = {MONDAY + timedelta(weeks=n) for n in range(-6, 7)}
    left = sorted(every - {MONDAY})[: FEWEST_AROUND - 1]
    assert "för få veckor" in judge(meet(), found, busy=every - set(left)).words


def test_what_the_list_does_not_cover_is_not_judged() -> None:
    gap = ((date(2024, 1, 1), date(2026, 8, 20)), (date(2026, 9, 10), date(2026, 11, 15)))
    assert "täcker inte" in judge(meet(), counts(own=40), runs=gap).words
    whole_summer = meet(60)
    assert "årets månader" in judge(whole_summer, counts(own=40)).words
    late = meet(start=date(2026, 11, 14))
    assert judge(late, counts(own=40)).verdict is Verdict.CANNOT_ASSESS


def test_a_year_that_the_list_lacks_is_no_year_without_events() -> None:
    """Every week of 2023, 2025 and 2026 has ten events; nobody has given a list for most of 2024."""
    years = (date(2023, 1, 2), date(2025, 1, 6), date(2026, 1, 5))
    found = {first + timedelta(weeks=n): 10 for first in years for n in range(52)}
    runs = (date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 12, 1), date(2026, 12, 31))
    happening = meet()
    told, beside = judge_other_years(happening, known=ListWeeks(counts=found, runs=runs, least=5))
    assert (told.verdict, beside) == (Verdict.NOT_SHOWN, [2023, 2025])
    blind = ListWeeks(counts=found, runs=((runs[0][0], runs[-1][1]),), least=5)
    assert judge_other_years(happening, known=blind)[1] == [2023, 2024, 2025]
    two = ListWeeks(counts=found, runs=runs[1:], least=5)
    assert "för få år" in judge_other_years(happening, known=two)[0].words


def test_a_month_whose_number_is_hidden_is_not_told_of_by_a_word() -> None:
    found, august = counts(own=40), date(2026, 8, 1)
    known = ListWeeks(counts=found, runs=RUNS, least=5, hidden={august})
    answer = judge_around(meet(), known=known, busy=set())
    assert answer.verdict is Verdict.CANNOT_ASSESS
    assert "månadens antal är skyddat" in answer.words
    beside = ListWeeks(counts=found, runs=RUNS, least=5, hidden={date(2026, 7, 1)})
    without_july = {week: n for week, n in found.items() if week.month != 7}
    alone = ListWeeks(counts=without_july, runs=RUNS, least=5, hidden={date(2026, 7, 1)})
    assert judge_around(meet(), known=beside, busy=set()) == judge_around(
        meet(), known=alone, busy=set()
    )


def test_a_week_with_nearly_all_of_its_month_is_not_judged() -> None:
    """The month's number is known, and a word about the week would tell how little was left."""
    found = {week: 10 if week.month in (6, 7, 10) else 1 for week in counts(own=0)}
    assert judge(meet(), {**found, MONDAY: 40}).verdict is Verdict.CANNOT_ASSESS
    fuller = {week: n + 2 for week, n in found.items()}
    assert judge(meet(), {**fuller, MONDAY: 40}).verdict is not Verdict.CANNOT_ASSESS
