"""Measures as flags for charts, and the tree's numbers and moves."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.causes import Cause, CauseLevel
from lagesbild.domain.work.measures import Measure
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.store.connection import Store
from lagesbild.workspace.action_plan import annotations
from lagesbild.workspace.cause_tree import LAST, behind_which, moved, outline, placed
from lagesbild.workspace.records import Saved, save

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")


@pytest.fixture(scope="module")
def store() -> Store:
    opened = Store(None)
    for title, start, indicator in (
        ("Kamera", date(2025, 3, 1), "skadegorelse"),
        ("Vandring", date(2024, 5, 1), ""),
        ("Utan dag", None, "skadegorelse"),
    ):
        measure = Measure(title=title, owner="Kommunen", starts_on=start, indicator=indicator)
        save(opened, record=measure, person=ANNA, check_text=refuse_personal_data)
    return opened


def test_measures_are_flags_where_they_began(store) -> None:
    span = {"person": ANNA, "start": date(2024, 1, 1), "end": date(2025, 3, 2)}
    assert [one.title for one in annotations(store, **span)] == ["Vandring", "Kamera"]
    [own] = annotations(store, **span, indicator_id="skadegorelse")
    assert (own.title, own.about, own.kept_in) == ("Kamera", "Kommunen, planerad", "Åtgärdsplan")
    assert annotations(store, person=ANNA, start=date(2025, 3, 2), end=date(2026, 1, 1)) == []


def cause(record_id: str, behind: str = "") -> Saved:
    record = Cause(title=record_id, problem="p", because_of=behind)
    return Saved(id=record_id, record=record, version=1, saved_at=datetime(2026, 1, 1), saved_by="")


def test_the_tree_is_numbered_and_a_cause_is_never_moved_behind_itself() -> None:
    tree = outline([cause("a"), cause("b"), cause("c", "b"), cause("d", "c")], problem="p")
    assert [(one.id, one.number, one.behind) for one in placed(tree)] == [
        ("a", "1", ""), ("b", "2", ""), ("c", "2.1", "b"), ("d", "2.1.1", "c"),
    ]  # fmt: skip
    assert [one.saved.id for one in behind_which(tree, cause_id="c")] == ["a", "b"]
    assert [one.saved.id for one in behind_which(tree, cause_id="")] == ["a", "b", "c", "d"]
    assert moved(Cause(title="c"), behind="a").level is CauseLevel.INDIRECT
    assert moved(Cause(title="c", because_of="a"), behind="") == Cause(title="c", place=LAST)


def test_ten_branches_do_not_take_the_first_ones_for_their_own() -> None:
    tree = outline([cause(str(n)) for n in range(1, 12)], problem="p")
    assert len(behind_which(tree, cause_id="1")) == 10, "11 does not lie behind 1"
