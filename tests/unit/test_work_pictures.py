"""The pictures of causes: every cause is in them, none on top of another, and what is written is text."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from lagesbild.charts.cause_tree import cause_tree_figure, columns_of
from lagesbild.charts.crime_triangle import crime_triangle_figure
from lagesbild.charts.event_chain import event_chain_figure
from lagesbild.charts.fishbone import fishbone_figure
from lagesbild.charts.laid_text import joined, rows_of
from lagesbild.charts.plan_timeline import plan_figure
from lagesbild.domain.work.causes import (
    Cause,
    FactorKind,
    Influence,
    Perspective,
    PlacedCause,
    Step,
)
from lagesbild.domain.work.measures import MeasureState
from lagesbild.domain.work.spans import Span

LONG = "Ingen har ansvar för lamporna mellan skolan och stationen, och det har varit så länge"


def cause(number: str, title: str, behind: str = "", **more) -> PlacedCause:
    return PlacedCause(
        id=number, number=number, depth=number.count("."), behind=behind,
        cause=Cause(title=title, problem="p", because_of=behind, **more),
    )  # fmt: skip


CAUSES = [
    cause("1", "Mörkt", influence=Influence.YES),
    cause("1.1", LONG, "1"),
    cause("1.2", "Trasig lampa", "1", influence=Influence.NO),
    cause("2", "<b>Få ställen</b> att vara på", perspective=Perspective.OFFENDER),
    cause("3", "Vuxna på plats", kind=FactorKind.PROTECTIVE),
]
PICTURES = (cause_tree_figure, fishbone_figure, crime_triangle_figure)


def words(figure) -> str:
    return " ".join(str(one.text) for one in figure.layout.annotations).replace("<br>", " ")


@pytest.mark.parametrize("draw", PICTURES, ids=lambda draw: draw.__name__)
def test_every_cause_is_drawn_inside_the_picture_and_as_text(draw) -> None:
    figure = draw("Skadegörelse", CAUSES, example=True)
    for one in CAUSES:
        assert f"{one.number} " in words(figure)
    assert "Exempeldata" in words(figure)
    assert "&lt;b&gt;Få ställen" in words(figure), "never read as markup"
    low, high = sorted(figure.layout.yaxis.range)
    left, right = figure.layout.xaxis.range
    for one in figure.layout.annotations:
        if one.yref != "paper":
            assert low <= one.y <= high
            assert left <= one.x <= right
    assert "Skadegörelse" in figure.layout.meta["alt"]


@pytest.mark.parametrize("draw", PICTURES, ids=lambda draw: draw.__name__)
def test_a_problem_without_causes_is_a_picture_too(draw) -> None:
    assert draw("Klotter", []).layout.height >= 150


def test_no_box_of_the_tree_lies_on_another_and_the_chosen_one_is_marked() -> None:
    figure = cause_tree_figure("Skadegörelse", CAUSES, chosen="1")
    rects = [s for s in figure.layout.shapes if s.type == "rect"]
    assert len(figure.layout.shapes) == len(CAUSES) + 1
    for one, other in combinations(rects, 2):
        apart = one.x1 <= other.x0 or other.x1 <= one.x0 or one.y1 <= other.y0 or other.y1 <= one.y0
        assert apart
    assert columns_of(CAUSES) == 3
    fills = [s.fillcolor for s in rects[1:]]
    assert len(set(fills)) == 2
    dashes = {s.line.dash for s in figure.layout.shapes}
    assert {"solid", "dot"} <= dashes, "what can be done is seen without colour"
    paths = [s for s in figure.layout.shapes if s.type == "path"]
    assert len(paths) == 1, "a protection has a shape of its own"
    assert list(figure.data[1].customdata) == [s.id for s in CAUSES]


def test_a_side_that_nobody_has_looked_at_is_dotted_and_said() -> None:
    figure = crime_triangle_figure("Skadegörelse", CAUSES)
    assert [s.line.dash for s in figure.layout.shapes] == ["solid", "dot", "solid"]
    assert "inte undersökt än" in words(figure)


def test_the_fishbone_has_a_bone_for_what_protects() -> None:
    figure = fishbone_figure("Skadegörelse", CAUSES)
    assert "✚ Det som skyddar" in words(figure)
    assert "Det som skyddar: 3 Vuxna på plats." in figure.layout.meta["alt"]
    assert "Den som utsätts: inget inlagt." in figure.layout.meta["alt"]


def test_a_chain_says_where_it_can_be_broken() -> None:
    steps = [Step(what=f"steg {n}", can_be_broken=n == 2, how="ljus") for n in range(6)]
    figure = event_chain_figure(steps)
    assert len(figure.layout.shapes) == 6
    assert [s.line.dash for s in figure.layout.shapes].count("dash") == 1
    assert "✂ kan brytas: ljus" in words(figure)
    assert "3 steg 2 (kan brytas: ljus)" in figure.layout.meta["alt"]
    assert words(figure).count("➜") + words(figure).count("↵") == 5


def test_text_is_broken_to_rows_and_cut_only_at_the_end() -> None:
    assert rows_of("en två tre", width=8, most=3) == ["en två", "tre"]
    assert rows_of("a b c d e", width=1, most=3)[-1].endswith("…")
    long = rows_of("x" * 30, width=12, most=9)
    assert all(len(row) <= 12 for row in long)
    assert "".join(row.rstrip("-") for row in long) == "x" * 30
    assert joined(["<a href='x'>", "&"]) == "&lt;a href='x'&gt;<br>&amp;"
    assert rows_of("", width=8, most=2) == []


def test_the_plan_in_time_tells_states_apart_without_colour() -> None:
    spans = [
        Span(title=f"Åtgärd {n}", owner="Polisen" if n else "Kommunen", state=state,
             starts_on=date(2026, 1 + n, 1), ends_on=None if n % 2 else date(2026, 12, 1),
             followed_up=(date(2026, 6, 1),) if n == 1 else (), expected_on=date(2026, 9, 1) if n == 2 else None)
        for n, state in enumerate(MeasureState)
    ]  # fmt: skip
    figure = plan_figure(spans, today=date(2026, 7, 1), example=True)
    bars, done, waits = figure.data
    assert list(bars.text) == [state.words for state in MeasureState]
    assert len(set(bars.marker.pattern.shape)) == 4
    assert all(b > a for a, b in zip(bars.y, bars.y[1:], strict=False)), "no bar on another"
    assert (len(done.x), len(waits.x)) == (1, 1)
    assert words(figure).count("Polisen") == 1, "an owner is named once"
    left, right = figure.layout.xaxis.range
    assert all(left <= x <= right for x in figure.layout.xaxis.tickvals)
    assert "Åtgärd 4" in figure.layout.meta["alt"]
    assert plan_figure([], today=date(2026, 7, 1)).layout.height >= 150


def test_a_plan_from_long_ago_does_not_squeeze_this_year() -> None:
    old = Span(title="x", owner="y", state=MeasureState.DONE, starts_on=date(1999, 1, 1), ends_on=date(2026, 1, 1))  # fmt: skip
    figure = plan_figure([old], today=date(2026, 7, 1))
    assert figure.layout.xaxis.range[0] > 2021
    assert figure.data[0].base[0] >= figure.layout.xaxis.range[0]
