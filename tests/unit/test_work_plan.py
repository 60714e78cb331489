"""The chain problem, cause, measure, follow-up: the tree, the plan, what is due and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.domain.work.causes import Cause, FactorKind, Influence, Problem
from lagesbild.domain.work.measures import FollowUp, Measure, MeasureState
from lagesbild.domain.work.record import Record
from lagesbild.workspace.action_plan import Link, combined_plan, missing_links, to_follow_up
from lagesbild.workspace.cause_tree import moved, outline, stepped, would_loop
from lagesbild.workspace.records import Saved

TODAY = date(2026, 11, 21)
PAST = TODAY - timedelta(days=30)


def saved(record: Record, record_id: str) -> Saved:
    return Saved(
        id=record_id, record=record, version=1, saved_at=datetime(2026, 1, 1), saved_by="p1"
    )


def cause(record_id: str, because_of: str = "", **more) -> Saved:
    return saved(Cause(title=record_id, problem="p", because_of=because_of, **more), record_id)


def shape(causes: list[Saved]) -> list[tuple[str, int]]:
    return [(one.saved.id, one.depth) for one in outline(causes, problem="p")]


def test_why_and_why_again_makes_a_tree() -> None:
    causes = [cause("mörkt"), cause("tomt"), cause("trasig lampa", "mörkt"), cause("avtal", "trasig lampa")]  # fmt: skip
    other = saved(Cause(title="annat", problem="q"), "annat")
    assert shape([*causes, other]) == [
        ("mörkt", 0), ("trasig lampa", 1), ("avtal", 2), ("tomt", 0),
    ]  # fmt: skip


def test_a_cause_behind_a_removed_one_or_in_a_ring_is_still_shown() -> None:
    assert shape([cause("a", "borta")]) == [("a", 0)]
    assert shape([cause("a", "b"), cause("b", "a"), cause("c", "a")]) == [
        ("a", 0), ("c", 1), ("b", 0),
    ]  # fmt: skip
    assert would_loop([cause("a"), cause("b", "a")], cause_id="a", because_of="b")
    assert not would_loop([cause("a"), cause("b", "a")], cause_id="b", because_of="a")


def after_step(causes: list[Saved], cause_id: str, step: int) -> list[Saved]:
    changes = {one.id: record for one, record in stepped(outline(causes, problem="p"), cause_id=cause_id, step=step)}  # fmt: skip
    return [replace(one, record=changes.get(one.id, one.record)) for one in causes]


def test_a_cause_steps_up_and_down_among_those_beside_it() -> None:
    causes = [cause("a"), cause("b"), cause("c"), cause("d", "b")]
    up = after_step(causes, "c", -1)
    assert shape(up) == [("a", 0), ("c", 0), ("b", 0), ("d", 1)], "what lies behind follows"
    assert shape(after_step(up, "c", 1)) == shape(causes)
    assert stepped(outline(causes, problem="p"), cause_id="a", step=-1) == []
    assert stepped(outline(causes, problem="p"), cause_id="d", step=1) == []
    last = [*up, saved(moved(Cause(title="e", problem="p"), behind=""), "e")]
    assert shape(last)[-1] == ("e", 0), "what is new or moved stands last"


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from([-1, 1])), max_size=12))
def test_stepping_loses_no_cause_and_moves_one_step(steps: list[tuple[int, int]]) -> None:
    causes = [cause(str(n)) for n in range(5)]
    for which, step in steps:
        before = [name for name, _ in shape(causes)]
        causes = after_step(causes, str(which), step)
        after = [name for name, _ in shape(causes)]
        at = before.index(str(which))
        wanted = at + step if 0 <= at + step < 5 else at
        assert after.index(str(which)) == wanted
        assert sorted(after) == sorted(before)


@given(st.lists(st.integers(-1, 7), max_size=8))
def test_every_cause_is_shown_once_however_they_point(parents: list[int]) -> None:
    causes = [cause(str(n), str(p) if p >= 0 else "") for n, p in enumerate(parents)]
    assert sorted(name for name, _ in shape(causes)) == sorted(one.id for one in causes)


MEASURE = Measure(title="Lampor", owner="Kommunen", causes=("mörkt",), indicator="skadegorelse")


def missing(**more) -> list[tuple[str, Link]]:
    given = {"problems": [saved(Problem(title="Skadegörelse"), "p")], "causes": [cause("mörkt")],
             "measures": [saved(MEASURE, "m")], **more}  # fmt: skip
    return [(one.record_id, one.link) for one in missing_links(today=TODAY, **given)]


def test_a_whole_chain_lacks_nothing() -> None:
    assert missing() == []


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"causes": [], "measures": []}, [("p", Link.CAUSE)]),
        ({"measures": []}, [("mörkt", Link.MEASURE)]),
        ({"measures": [], "causes": [cause("mörkt", influence=Influence.NO)]}, []),
        ({"measures": [], "causes": [cause("gott grannskap", kind=FactorKind.PROTECTIVE)]}, []),
        ({"measures": [saved(replace(MEASURE, causes=("borta",)), "m")]},
         [("mörkt", Link.MEASURE), ("m", Link.AIM)]),
        ({"measures": [saved(replace(MEASURE, indicator=""), "m")]}, [("m", Link.INDICATOR)]),
        ({"measures": [saved(replace(MEASURE, expected_on=PAST), "m")]}, [("m", Link.FOLLOW_UP)]),
    ],
)  # fmt: skip
def test_where_the_chain_is_broken(more: dict, found: list) -> None:
    assert missing(**more) == found


def test_the_missing_link_is_said() -> None:
    [one] = missing_links(problems=[saved(Problem(title="Klotter"), "p")], causes=[], measures=[], today=TODAY)  # fmt: skip
    assert one.sentence == "Klotter har ingen orsak."


def test_what_is_due_is_what_has_not_been_followed_up_since() -> None:
    before, after = FollowUp(on=PAST - timedelta(days=1)), FollowUp(on=PAST + timedelta(days=1))
    late = replace(MEASURE, expected_on=PAST)
    measures = [
        saved(replace(late, follow_ups=(before,)), "sen"),
        saved(replace(late, follow_ups=(before, after)), "klar"),
        saved(replace(late, state=MeasureState.PAUSED), "vilande"),
        saved(replace(MEASURE, ends_on=PAST - timedelta(days=5)), "senast"),
        saved(replace(MEASURE, expected_on=TODAY), "i dag"),
        saved(MEASURE, "utan dag"),
    ]
    assert [one.id for one in to_follow_up(measures, today=TODAY)] == ["senast", "sen"]


def test_the_plan_gathers_every_owner() -> None:
    plan = combined_plan(
        [
            saved(replace(MEASURE, owner="Polisen"), "a"),
            saved(replace(MEASURE, state=MeasureState.DONE), "b"),
            saved(replace(MEASURE, state=MeasureState.UNDERWAY), "c"),
        ]
    )
    assert {owner: [one.id for one in own] for owner, own in plan.items()} == {
        "Kommunen": ["c", "b"], "Polisen": ["a"],
    }  # fmt: skip


def test_a_measure_that_does_not_hold_together_is_refused() -> None:
    wrong = Measure(title="x", starts_on=TODAY, ends_on=PAST, cost=-1, follow_ups=(FollowUp(),))
    assert " ".join(wrong.problems()) == (
        "Organisation som äger den saknas. Dag saknas. Åtgärden slutar innan det börjar. "
        "Kostnaden är mindre än noll."
    )
