"""The week's squares: an even week looks even, and its numbers can be read."""

from __future__ import annotations

from lagesbild.access.hours import release_hours
from lagesbild.charts.theme import LIGHT
from lagesbild.charts.week_hours import week_hours_figure
from lagesbild.domain.event_hours import RawHours
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import Secrecy

READER = Person(id="p", name="P", role=Role.SAMORDNARE, kommun_code="2260")


def test_an_even_week_is_of_one_middle_shade_with_ink_on_it() -> None:
    counts = {(day, n): 8 + (day + n) % 2 for day in range(7) for n in range(8)}
    raw = RawHours(counts=counts, min_count=5)
    hours = release_hours(raw, person=READER, secrecy=Secrecy.INTERNAL)
    drawn = week_hours_figure([hours], title="Prov")
    squares, numbers = drawn.data[0], drawn.data[-1]
    assert squares.zmin == 0
    assert squares.zmax > 1.5 * 9, "a ninth event makes no dark square"
    assert set(numbers.textfont.color) == {LIGHT.ink}
