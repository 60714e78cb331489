"""When a signal that was put aside comes back."""

from __future__ import annotations

import pytest

from lagesbild.domain.work.kinds import KINDS
from lagesbild.domain.work.signals import Direction, Dismissal, Form
from lagesbild.domain.work.written import read_record, write_record

ASIDE = Dismissal(
    says="fler än vanligt", reason="ny e-tjänst", indicator="x", places=("2260",),
    direction=Direction.HIGHER, shape=Form.SINGLE, strength=45,
)  # fmt: skip
SAME = {"direction": Direction.HIGHER, "shape": Form.SINGLE, "places": ("2260",), "strength": 4.5}


def test_the_same_signal_stays_aside():
    assert ASIDE.still_holds(**SAME)


@pytest.mark.parametrize(
    "changed",
    [
        {"direction": Direction.LOWER, "strength": -4.5},
        {"shape": Form.LASTING},
        {"places": ("2260", "2260-centrum")},
        {"strength": 5.5},
    ],
    ids=["turned", "has lasted", "seen in a further place", "stronger"],
)
def test_a_signal_that_has_changed_clearly_comes_back(changed):
    assert not ASIDE.still_holds(**{**SAME, **changed})


@pytest.mark.parametrize("changed", [{"strength": 5.4}, {"strength": 3.0}, {"places": ()}])
def test_a_small_change_does_not_bring_it_back(changed):
    assert ASIDE.still_holds(**{**SAME, **changed})


def test_it_is_kept_as_a_record_and_needs_a_reason():
    assert read_record(KINDS["avfardad_signal"], write_record(ASIDE)) == ASIDE
    assert Dismissal(says="x", indicator="x").problems() == ("Skäl saknas.",)
