"""When in the week: blocks with enough events, and nothing to be had by knowing how they were chosen."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.access import hours
from lagesbild.access.hours import release_hours
from lagesbild.analysis.event_hours import cells_words
from lagesbild.domain.event_hours import (
    WHOLE_WEEK,
    HourPart,
    RawHours,
    ReleasedHours,
    cells_alone,
    spread,
)
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.secrecy import Secrecy

pytestmark = pytest.mark.slow

ANYONE = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
LEAST = 3
TWOS = ((((0, 0),), ((0, 1),)), (((1, 0),), ((1, 1),)))
THREES = (((0, 0),), ((0, 1),), ((0, 2),), ((1, 0),))


def release(counts: dict, *, least: int = 5, zero_is_shown: bool = True) -> ReleasedHours:
    raw = RawHours(counts=counts, min_count=least, zero_is_shown=zero_is_shown)
    return release_hours(raw, person=ANYONE, secrecy=Secrecy.OPEN)


def cells_of(tree: tuple) -> frozenset:
    if tree and isinstance(tree[0], int):
        return frozenset([tree])
    return frozenset().union(*(cells_of(part) for part in tree))


@pytest.fixture
def small_week(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple], list]:
    """A week of few cells, divided as a tree of them."""

    def use(tree: tuple) -> list:
        known = {cells_of(tree): tuple(cells_of(part) for part in tree)}
        for part in tree:
            if len(cells_of(part)) > 1:
                known[cells_of(part)] = tuple(cells_of(one) for one in part)
        monkeypatch.setattr(hours, "WHOLE_WEEK", cells_of(tree))
        monkeypatch.setattr(hours, "divisions", lambda cells: known.get(cells, ()))
        return sorted(cells_of(tree))

    return use


def small_values(cells: list, *, most: int, zero_is_shown: bool) -> Iterator[set[int]]:
    """For each hidden cell that may be small: all that it can be, given what is shown."""
    possible: dict[ReleasedHours, list[set[int]]] = defaultdict(lambda: [set() for _ in cells])
    for counts in itertools.product(range(most + 1), repeat=len(cells)):
        raw = {cell: n for cell, n in zip(cells, counts, strict=True) if n}
        answer = release(raw, least=LEAST, zero_is_shown=zero_is_shown)
        for seen, count in zip(possible[answer], counts, strict=True):
            seen.add(count)
    for answer, seen in possible.items():
        # What adds up to more has worlds that are not among those tried.
        if all(part.count <= most for part in answer.parts):
            yield from (values for values in seen if values & set(range(1, LEAST)))


@pytest.mark.parametrize("zero_is_shown", [True, False])
@pytest.mark.parametrize(("tree", "most"), [(TWOS, 7), (THREES, 7)])
def test_whoever_knows_the_rules_cannot_narrow_a_small_number(
    small_week, tree, most, zero_is_shown
) -> None:
    found = list(small_values(small_week(tree), most=most, zero_is_shown=zero_is_shown))
    assert found
    lowest = 1 if zero_is_shown else 0
    assert all(values >= set(range(lowest, LEAST)) for values in found)


def test_the_same_attacker_breaks_a_version_that_divides_whatever_is_left(
    small_week, monkeypatch
) -> None:
    def careless(cells, *, raw):  # type: ignore[no-untyped-def]
        finer = hours.divisions(cells)
        enough = [one for one in finer if hours._count(one, raw) >= raw.min_count]
        for one in enough:
            yield from careless(one, raw=raw)
        rest = cells - frozenset().union(*enough) if enough else cells
        if rest:
            yield HourPart(cells=rest, count=hours._count(rest, raw))

    monkeypatch.setattr(hours, "_parts", careless)
    found = list(small_values(small_week(TWOS), most=5, zero_is_shown=True))
    assert any(not values >= set(range(1, LEAST)) for values in found)


COUNTS = st.dictionaries(st.sampled_from(sorted(WHOLE_WEEK)), st.integers(1, 12))


@settings(max_examples=60)
@given(COUNTS)
def test_the_parts_make_up_the_week_and_each_holds_enough(counts) -> None:
    answer = release(counts)
    total = sum(counts.values())
    if total < 5:
        assert answer == ReleasedHours(parts=(), total=None, min_count=5)
        return
    assert answer.total == total == sum(part.count for part in answer.parts)
    assert frozenset().union(*(part.cells for part in answer.parts)) == WHOLE_WEEK
    assert sum(len(part.cells) for part in answer.parts) == len(WHOLE_WEEK)
    for part in answer.parts:
        assert part.count == sum(counts.get(cell, 0) for cell in part.cells)
        assert part.count == 0 or part.count >= 5
    assert sum(spread([answer]).values()) == pytest.approx(total)


def test_many_events_are_told_by_three_hours_and_few_by_longer_times() -> None:
    many = release(dict.fromkeys(WHOLE_WEEK, 7))
    assert cells_alone([many]) == WHOLE_WEEK
    few = release({(4, 7): 9, (5, 7): 3, (1, 3): 4, (3, 4): 4})
    assert {cells_words(one.cells): one.count for one in few.parts} == {
        "måndag–torsdag kl.\u00a006–18": 8, "måndag–torsdag kl.\u00a018–06": 0,
        "fredag–söndag kl.\u00a006–18": 0, "fredag–söndag kl.\u00a000–06": 0,
        "fredag–söndag kl.\u00a018–21": 0, "fredag–söndag kl.\u00a021–24": 12,
    }  # fmt: skip
    lone = release({(4, 7): 9, (1, 3): 2})
    assert lone.parts == (HourPart(cells=WHOLE_WEEK, count=11),), "two on weekdays are too few"


def test_who_may_not_see_the_measure_gets_nothing() -> None:
    raw = RawHours(counts={(0, 0): 99}, min_count=5)
    answer = release_hours(raw, person=PUBLIC, secrecy=Secrecy.INTERNAL)
    assert answer == ReleasedHours(parts=(), total=None, min_count=5)
