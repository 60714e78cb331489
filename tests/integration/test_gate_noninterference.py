"""Whatever a hidden number is, nothing that anyone is given changes: no figure, order, word or limit.

The hidden numbers are replaced by others just before the gate. Everything that the pages are made of
has to be the same to the last letter; the fuzzed questions are those that addresses can ask.
"""

from __future__ import annotations

import dataclasses
import os
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lagesbild.analysis import figures
from lagesbild.analysis.compare import compare
from lagesbild.analysis.felt_and_reported import felt_and_reported
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.groups import Group
from lagesbild.analysis.kommun_panel import kommun_panel, own_quarters
from lagesbild.analysis.maps import area_map, figures_of_level
from lagesbild.analysis.relations import relations
from lagesbild.analysis.situation import situation
from lagesbild.analysis.standing import standing
from lagesbild.analysis.standing_overview import standing_overview
from lagesbild.analysis.trends import GRAIN_WORDS, kommun_band, trend
from lagesbild.analysis.wastewater import substances, wastewater
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.results import NUMBER_COLUMNS, ReleasedFigures
from lagesbild.store.observations import Grain
from tests.raw_once import read_once
from tests.thinned import only_thorough, some

MEMBER = Person(id="l", name="L", role=Role.LEDAMOT, kommun_code="2260")
QUESTIONS = int(os.environ.get("FUZZ_FRAGOR", "12"))
FIRST = int(os.environ.get("FUZZ_FRAN", "0"))
"""The number of the first question: a long run can go on where it was stopped."""
PROGRESS = QUESTIONS > 1000
KOMMUNER = ("2260", "2505", "0980", "1480", "0665")


@pytest.fixture
def scrambled(monkeypatch):
    """Other numbers in every row that the pattern hides, as if they had been stored so. What the store
    gives is read once for both: it is the same, and reading it was most of the work."""
    once = read_once(monkeypatch)

    def switch(*, on):
        once.change = with_others if on else None

    switch.once = once
    return switch


def replaced(frame: pd.DataFrame) -> pd.Series:
    """The rows whose numbers are replaced: "~100 %" tells that all but a few are counted, and no more."""
    return frame["is_protected"] & ~(frame["value"] >= 95)


def with_others(frame: pd.DataFrame) -> pd.DataFrame:
    hidden = replaced(frame)
    frame.loc[hidden, "count"] = (frame.loc[hidden, "count"] * 3 + 1) % 5 + 1
    for name in ("value", "lower", "upper"):
        frame.loc[hidden, name] = frame.loc[hidden, name] * 0.37 + 11
    return frame


class Table:
    """A table that is equal to one with the same names and cells in the same order."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame.reset_index(drop=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.frame.equals(other.frame)

    __hash__ = None


def flat(thing: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text, number and table of an answer."""
    if isinstance(thing, pd.DataFrame):
        yield path, Table(thing.drop(columns=["is_protected"], errors="ignore"))
    elif dataclasses.is_dataclass(thing):
        for name in thing.__dataclass_fields__:
            yield from flat(getattr(thing, name), f"{path}.{name}")
    elif isinstance(thing, (list, tuple)):
        for number, one in enumerate(thing):
            yield from flat(one, f"{path}[{number}]")
    elif isinstance(thing, dict):
        yield path, repr({k: v for k, v in thing.items() if k != "is_protected"})
    else:
        yield path, repr(thing)


def ask(inquiry, rng) -> Any:
    """One question as an address could put it, now and then a bad one."""
    names = [*inquiry.catalog.indicators, "finns_inte"]
    name = rng.choice(names)
    grain = rng.choice(list(GRAIN_WORDS))
    areas = rng.sample([*inquiry.areas, "9999"], k=rng.randint(0, 4))
    level = rng.choice([AreaLevel.KOMMUN, AreaLevel.LAN, AreaLevel.DELOMRADE, AreaLevel.SKOLA])
    start = date(rng.randint(2014, 2027), rng.randint(1, 12), 1)
    kind = rng.choice(
        ["trend", "map", "standing", "query", "query", "band", "compare", "wastewater"]
    )
    try:
        if kind == "trend":
            return trend(inquiry, indicator_id=name, area_codes=areas or None, grain=grain)
        if kind == "map":
            everything = figures_of_level(inquiry, indicator_id=name, level=level)
            return area_map(inquiry, everything=everything, level=level, period_start=start)
        if kind == "standing":
            return standing(
                inquiry, indicator_id=name, group="egna" if areas else "liknande", areas=areas
            )
        if kind == "compare":
            group = rng.choice(list(Group))
            return compare(inquiry, indicator_id=name, group=group, area_codes=areas)
        if kind == "wastewater":
            known = [one.id for one in substances(inquiry)]
            return wastewater(
                inquiry, substance=rng.choice([*known, name]), place=rng.choice([*areas, None])
            )
        if kind == "band":
            return kommun_band(inquiry, indicator_id=name, grain=grain)
        return released_figures(
            inquiry, indicator_id=name, grain=rng.choice(list(Grain)), area_codes=areas or None,
            levels=rng.choice([None, [level]]), start=rng.choice([None, start]),
        )  # fmt: skip
    except LagesbildError as error:
        return error.code


def question(context, *, number) -> Any:
    """The answer to the question with that number, the same each time."""
    rng = random.Random(f"fråga {number}")  # noqa: S311 - questions to repeat, no secrets
    person = rng.choice([PUBLIC, MEMBER])
    return ask(context.inquiry(person=person, kommun_code=rng.choice(KOMMUNER)), rng)


def tables(thing: Any) -> Iterator[ReleasedFigures]:
    if isinstance(thing, ReleasedFigures):
        yield thing
    elif dataclasses.is_dataclass(thing):
        for name in thing.__dataclass_fields__:
            yield from tables(getattr(thing, name))


def test_no_answer_holds_a_hidden_number_or_depends_on_one(example_context, scrambled):
    seen, twice = 0, 0
    for number in range(FIRST, FIRST + QUESTIONS):
        scrambled.once.told.clear()
        scrambled(on=False)
        answer = question(example_context, number=number)
        seen += sum(hidden_rows(one) for one in tables(answer))
        # Where no number would be replaced, the same question would be put to the same figures again.
        if any(replaced(one).any() for one in scrambled.once.told):
            twice += 1
            scrambled(on=True)
            assert_same(answer, question(example_context, number=number), number=number)
        if PROGRESS and number % 100 == 0:
            print(number, seen, twice, flush=True)
    assert seen > QUESTIONS
    assert twice > QUESTIONS // 10


def assert_same(answer: Any, other: Any, *, number: int) -> None:
    earlier, later = dict(flat(answer)), dict(flat(other))
    changed = [
        path for path in earlier.keys() | later.keys() if earlier.get(path) != later.get(path)
    ]
    assert not changed, (number, changed)


def hidden_rows(released: ReleasedFigures) -> int:
    """How many rows are hidden, when they are as empty as they have to be."""
    frame, one = released.frame, released.indicator
    hidden = frame["is_protected"] | frame["is_hidden"]
    assert frame.loc[hidden, list(NUMBER_COLUMNS)].isna().all(axis=None)
    if one.numerator:
        counts = frame["count"].dropna()
        assert not ((counts >= 1) & (counts < one.min_count)).any()
    return int(hidden.sum())


@pytest.mark.parametrize("person", some([MEMBER, PUBLIC], ordinarily=1), ids=lambda one: one.role)
def test_the_overview_does_not_depend_on_a_hidden_number(example_context, scrambled, person):
    asked = example_context.inquiry(person=person, kommun_code="2260")
    scrambled(on=False)
    before = dict(flat(situation(asked)))
    scrambled(on=True)
    assert dict(flat(situation(asked))) == before


def test_pairs_of_surveys_and_reports_do_not_depend_on_a_hidden_number(example_context, scrambled):
    asked = example_context.inquiry(person=MEMBER, kommun_code="2260")

    def answers():
        return [
            dict(flat(felt_and_reported(asked, pair_id=one)))
            for one in ("bostadsinbrott", "misshandel")
        ]

    scrambled(on=False)
    before = answers()
    scrambled(on=True)
    assert answers() == before


@only_thorough
@pytest.mark.parametrize("person", [PUBLIC, MEMBER], ids=["public", "ledamot"])
def test_comparisons_of_all_measures_do_not_depend_on_a_hidden_number(
    example_context, scrambled, person
):
    asked = example_context.inquiry(person=person, kommun_code="2260")

    def answers():
        panel, quarters = kommun_panel(asked), own_quarters(asked)
        found = [
            relations(asked, indicator_id=name, panel=panel, quarters=quarters)
            for name in ("skadegorelse", "bostadsinbrott")
        ]
        numbers = [*panel.changes.values(), *panel.recent.values(), *quarters.values.values()]
        texts = [dict(flat(one)) for one in (standing_overview(asked), *found)]
        return texts, [one.tobytes() for one in numbers], quarters.hidden

    scrambled(on=False)
    before = answers()
    scrambled(on=True)
    assert answers() == before


def test_the_scrambled_numbers_would_be_seen_without_the_gate(example_context, scrambled):
    asked = example_context.inquiry(person=MEMBER)
    scrambled(on=False)
    before = figures.raw_figures(asked, indicator=asked.indicator("bilbrott"), area_codes=["2260"])
    scrambled(on=True)
    after = figures.raw_figures(asked, indicator=asked.indicator("bilbrott"), area_codes=["2260"])
    same = np.isclose(before.frame["value"], after.frame["value"], equal_nan=True)
    assert not same.all()


def test_what_is_read_once_is_what_is_read_anew(example_context, scrambled):
    asked = example_context.inquiry(person=MEMBER)
    chosen = {"indicators": [asked.indicator("bilbrott")], "area_codes": ["2260"]}
    scrambled(on=False)
    first = figures.raw_survey(asked, **chosen).frame
    first.loc[:, "value"] = -1.0
    scrambled(on=True)
    assert not figures.raw_survey(asked, **chosen).frame.equals(first)
    scrambled(on=False)
    again = figures.raw_survey(asked, **chosen).frame
    assert again.equals(scrambled.once.read(asked, **chosen).frame)
