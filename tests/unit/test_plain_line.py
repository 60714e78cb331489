"""The residents' line chart: from zero, broken at holes, names that never meet."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.charts.plain_line import LABEL_HEIGHT, PlainLine, plain_line_svg

NUMBERS = st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=1, max_size=12)


def line(values, *, name: str = "Ånge", is_own: bool = True) -> PlainLine:
    return PlainLine(name=name, values=values, end="5", is_own=is_own)


def draw(*lines: PlainLine) -> str:
    return plain_line_svg(lines, first="2018", last="2025")


def test_a_hole_is_a_gap_and_a_lone_figure_a_dot() -> None:
    picture = draw(line([1, 2, None, 3, None, 4, 5]))
    assert picture.count("<polyline") == 2
    assert picture.count("<circle") == 1


def test_too_little_is_no_picture() -> None:
    assert draw(line([None, 3])) == ""
    assert draw() == ""


def test_zero_is_at_the_bottom() -> None:
    heights = [float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", draw(line([0, 10])))]
    base = float(re.search(r"<line [^>]*y1='([\d.]+)'", draw(line([0, 10])))[1])  # type: ignore[index]
    assert heights[0] == base > heights[1]


@settings(max_examples=40)
@given(NUMBERS, NUMBERS)
def test_any_figures_give_a_sound_picture_with_names_apart(own, other) -> None:
    size = min(len(own), len(other))
    picture = draw(line(own[:size]), line(other[:size], name="<Riket & co>", is_own=False))
    if not picture:
        return
    root = ET.fromstring(picture)  # noqa: S314 - our own text
    named = [e for e in root if e.tag.endswith("text") and "5" in (e.text or "").split()]
    places = sorted(float(e.get("y", "0")) for e in named)
    assert all(b - a >= LABEL_HEIGHT - 0.2 for a, b in itertools.pairwise(places))
