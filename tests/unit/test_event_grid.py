"""Events on a map: squares with enough events, and nothing to be had by subtraction or by knowing how
the squares were chosen. No point ever comes out of the store."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.access import grid
from lagesbild.access.grid import release_grid, release_grids
from lagesbild.domain.event_grid import CELL_M, Cell, GridPart, RawGrid, ReleasedGrid
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.secrecy import Secrecy

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ANYONE = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
LEAST = 3

SQUARE = [(0, 0), (1, 0), (0, 1), (1, 1)]
STRIP = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)]
APART = [(0, 0), (1, 0), (4, 0), (5, 0), (9, 1)]


def release(
    counts: dict[Cell, int], support: list[Cell], *, least: int = LEAST, unplaced: int = 0
) -> ReleasedGrid:
    raw = RawGrid(
        counts={cell: n for cell, n in counts.items() if n},
        support=frozenset(support), min_count=least, unplaced=unplaced,
    )  # fmt: skip
    return release_grid(raw, person=ANYONE, secrecy=Secrecy.OPEN)


def widths(cells: list[Cell], *, most: int) -> list[tuple[Cell, int, int]]:
    """Every square that is not shown itself, with the least and most that an attacker who knows the
    rules and everything that is shown must reckon with: all inputs that give the same output."""
    possible: dict[ReleasedGrid, list[set[int]]] = defaultdict(lambda: [set() for _ in cells])
    for counts in itertools.product(range(most + 1), repeat=len(cells)):
        answer = release(dict(zip(cells, counts, strict=True)), cells)
        for seen, count in zip(possible[answer], counts, strict=True):
            seen.add(count)
    found = []
    for answer, values in possible.items():
        own = {(p.east // CELL_M, p.north // CELL_M) for p in answer.parts if p.size_m == CELL_M}
        nothing_left = answer.elsewhere == 0
        found += [
            (cell, min(seen), max(seen))
            for cell, seen in zip(cells, values, strict=True)
            if cell not in own and not (nothing_left and seen == {0})
        ]
    return found


@pytest.mark.parametrize(("cells", "most"), [(SQUARE, 4), (STRIP, 3), (APART, 3)])
def test_an_attacker_who_knows_the_rules_cannot_narrow_a_hidden_square(cells, most) -> None:
    hidden = widths(cells, most=most)
    assert hidden
    assert {low for _, low, _ in hidden} == {0}
    assert min(high for _, _, high in hidden) >= LEAST - 1


def test_the_same_attacker_breaks_a_version_without_room(monkeypatch) -> None:
    monkeypatch.setattr(grid, "_room", lambda *_: 10**9)
    assert any(high - low < LEAST - 1 for _, low, high in widths(STRIP, most=3))


# Events without a place


def seen_with(cells: list[Cell], *, most: int, answer_of) -> list[list[set[int]]]:
    """For each answer with the number of all events beside it, which is not told where it is small: what
    each square, and last the number of events without a place, may be for someone who knows the rules."""
    possible: dict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in (*cells, 0)])
    for counts in itertools.product(range(most + 1), repeat=len(cells)):
        for without in range(most + 1):
            # Beyond most, what the numbers could be would be cut off.
            if not LEAST <= sum(counts) + without <= most:
                continue
            answer = answer_of(dict(zip(cells, counts, strict=True)), cells, without)
            for seen, count in zip(
                possible[answer, sum(counts) + without], (*counts, without), strict=True
            ):
                seen.add(count)
    return [*possible.values()]


def as_released(counts: dict[Cell, int], cells: list[Cell], unplaced: int) -> ReleasedGrid:
    return release(counts, cells, unplaced=unplaced)


def as_left_out(counts: dict[Cell, int], cells: list[Cell], _unplaced: int) -> ReleasedGrid:
    return release(counts, cells)


def narrowed_without_place(answer_of, *, cells: list[Cell], most: int) -> set[str]:
    """What is narrowed: the number of events without a place where it may be small, or a square."""
    found = set()
    for *squares, without in seen_with(cells, most=most, answer_of=answer_of):
        if without & set(range(1, LEAST)) and not without >= set(range(1, LEAST)):
            found.add("utan plats")
        for seen in squares:
            if seen & set(range(1, LEAST)) and (min(seen) > 0 or max(seen) < LEAST - 1):
                found.add("ruta")
    return found


@pytest.mark.parametrize(("cells", "most"), [(SQUARE[:2], 12), (STRIP[:3], 9), (APART[1:4], 9)])
def test_the_number_of_all_events_does_not_tell_how_few_have_no_place(cells, most) -> None:
    assert not narrowed_without_place(as_released, cells=cells, most=most)


def test_the_same_attacker_finds_them_where_they_are_only_left_out() -> None:
    assert "utan plats" in narrowed_without_place(as_left_out, cells=SQUARE[:2], most=12)


def test_a_few_events_without_a_place_take_no_more_than_they_need_from_the_map() -> None:
    full = {(0, 0): 40, (1, 0): 9}
    answer = release(full, [*full], least=5, unplaced=1)
    assert [part.count for part in answer.parts] == [36, 9]
    assert (answer.elsewhere, answer.unplaced, answer.total, answer.placed) == (0, 5, 50, 45)
    apart = [(100 * n, 0) for n in range(2, 9)]
    thin = release({**full, **dict.fromkeys(apart, 1)}, [*full, *apart], least=5, unplaced=1)
    assert [part.count for part in thin.parts] == [40, 9]
    assert (thin.elsewhere, thin.unplaced, thin.total) == (8, 0, 57)
    enough = release(full, [*full], least=5, unplaced=8)
    assert ([part.count for part in enough.parts], enough.unplaced) == ([40, 9], 8)
    few = release({(0, 0): 6}, [(0, 0)], least=5, unplaced=1)
    assert (few.parts, few.elsewhere, few.total) == ((), None, None)


# Areas whose number is known from elsewhere

ONE, OTHER = [(0, 0), (1, 0), (0, 1)], [(1, 0), (1, 1)]
"""Squares where an event was ever reported in each of two areas; one square lies in both."""


def release_areas(one: tuple[int, ...], other: tuple[int, ...]) -> ReleasedGrid:
    raws = [
        RawGrid(
            counts={c: n for c, n in zip(cells, counts, strict=True) if n},
            support=frozenset(cells), min_count=LEAST,
        )
        for cells, counts in ((ONE, one), (OTHER, other))
    ]  # fmt: skip
    return release_grids(raws, barred=0, person=ANYONE, secrecy=Secrecy.OPEN)


def narrowed(release_both) -> list[tuple[int, int]]:
    """Least and most of every hidden square that may be small, for someone who knows the rules, the
    squares and the number of each area; a number that is small itself is never told."""
    possible: dict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in range(4)])
    told = {0, *range(LEAST, 6)}
    for one in itertools.product(range(6), repeat=len(ONE)):
        for other in itertools.product(range(6), repeat=len(OTHER)):
            if sum(one) not in told or sum(other) not in told:
                continue
            seen = possible[release_both(one, other), sum(one), sum(other)]
            together = (one[0], one[1] + other[0], one[2], other[1])
            for values, count in zip(seen, together, strict=True):
                values.add(count)
    found = []
    for (answer, _, _), seen in possible.items():
        own = {(p.east // CELL_M, p.north // CELL_M) for p in answer.parts if p.size_m == CELL_M}
        for cell, values in zip([(0, 0), (1, 0), (0, 1), (1, 1)], seen, strict=True):
            if cell not in own and values & set(range(1, LEAST)):
                # Of a square in two areas each area's part may be known not to be nothing.
                found.append((min(values) - (cell in ONE and cell in OTHER), max(values)))
    return found


def test_the_number_of_each_area_narrows_no_hidden_square() -> None:
    hidden = narrowed(release_areas)
    assert hidden
    assert all(low <= 1 and high >= LEAST - 1 for low, high in hidden), set(hidden)


def test_the_same_attacker_breaks_squares_that_know_nothing_of_areas() -> None:
    def as_one(one: tuple[int, ...], other: tuple[int, ...]) -> ReleasedGrid:
        counts = dict(zip(ONE, one, strict=True))
        for cell, n in zip(OTHER, other, strict=True):
            counts[cell] = counts.get(cell, 0) + n
        return release(counts, [*ONE, *OTHER])

    assert any(low > 1 or high < LEAST - 1 for low, high in narrowed(as_one))


CELLS = st.tuples(st.integers(1000, 1040), st.integers(13000, 13040))


@settings(max_examples=60)
@given(st.dictionaries(CELLS, st.integers(1, 12), max_size=30), st.sets(CELLS, max_size=20))
def test_parts_do_not_overlap_and_hold_what_they_say(counts, beside) -> None:
    answer = release(counts, list(beside), least=5)
    left = dict(counts)
    for part in sorted(answer.parts, key=lambda one: one.size_m):
        inside = [cell for cell in left if is_in(cell, part)]
        assert sum(left.pop(cell) for cell in inside) == part.count >= 5
        assert part.size_m % CELL_M == 0
        assert part.east % part.size_m == part.north % part.size_m == 0
    if answer.elsewhere is not None:
        assert answer.elsewhere == sum(left.values())
        assert answer.elsewhere == 0 or answer.elsewhere >= 5
        assert answer.total == sum(counts.values())
    assert release(counts, list(beside), least=5) == answer, "stable from view to view"


def is_in(cell: Cell, part: GridPart) -> bool:
    side = part.size_m // CELL_M
    column, row = part.east // CELL_M, part.north // CELL_M
    return column <= cell[0] < column + side and row <= cell[1] < row + side


def test_a_dense_square_is_shown_and_a_thin_one_goes_to_its_neighbours() -> None:
    answer = release({(0, 0): 9, (1, 0): 2, (0, 1): 2, (1, 1): 1}, SQUARE, least=5)
    assert GridPart(east=0, north=0, size_m=500, count=9) in answer.parts
    assert GridPart(east=0, north=0, size_m=1000, count=5) in answer.parts


def test_who_may_not_see_the_measure_gets_nothing() -> None:
    raw = RawGrid(counts={(0, 0): 99}, support=frozenset(), min_count=5)
    answer = release_grid(raw, person=PUBLIC, secrecy=Secrecy.INTERNAL)
    assert answer == ReleasedGrid(parts=(), elsewhere=None, min_count=5)


def test_squares_are_drawn_where_they_lie() -> None:
    from lagesbild.geo.squares import draw_squares

    parts = [
        GridPart(east=500_000, north=6_920_000, size_m=500, count=7),
        GridPart(east=500_000, north=6_920_000, size_m=1000, count=5),
    ]
    drawn = draw_squares(parts)["features"]
    assert [one["properties"]["size_m"] for one in drawn] == [1000, 500], "the smaller on top"
    ring = drawn[1]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert len(ring) == 5
    longitudes, latitudes = zip(*ring, strict=True)
    # 500 000 east is the central meridian of SWEREF 99 TM, 15 degrees east of Greenwich.
    assert min(longitudes) == pytest.approx(15.0, abs=1e-4)
    assert 62.3 < min(latitudes) < 62.5


READ = (
    "count_events_in_squares", "count_events_in_hours", "count_events_in_weeks", "find_near_events",
    "list_event_kinds", "list_listed", "count_replaced_events",
    "list_deliveries",
)  # fmt: skip
SAID_ROUGHLY = (
    r"floor\((east|north) / \$cell\)|(isodow|hour|year)\(happened_at\)"
    r"|month\(happened_at\) BETWEEN 6 AND 8 AS is_summer"
    r"|date_trunc\('(day|week)', happened_at\)|happened_at (>=|<) \$(start|end)|FILTER \((has_time AND )?happened_at ="
)


def test_a_point_never_leaves_the_store() -> None:
    """The only questions about events: put in, list the kinds and areas, count by square, hour or week or
    what a new list replaces, and which numbers without meaning are near each other."""
    sheets = {path.stem: path.read_text() for path in (ROOT / "lagesbild/store/sql").glob("*.sql")}
    about = {
        name for name, text in sheets.items() if re.search(r"\b(current_|known_)?event\b", text)
    }
    assert about == {"add_events", *READ}
    for name in READ:
        [*told] = re.findall(r"^SELECT\b(.*?)\sFROM\b", sheets[name], re.DOTALL | re.MULTILINE)
        assert told, name
        rest = re.sub(SAID_ROUGHLY, "", " ".join(told))
        assert not re.findall(r"\b(east|north|happened_at|event_id)\b", rest), name
    code = [*(ROOT / "lagesbild").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    readers = [
        path
        for path in code
        if re.search(r"FROM (current_|known_)?event\b|table\(.event.\)", path.read_text())
    ]
    assert not readers
