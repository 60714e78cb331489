"""Whatever a hidden number is, nothing that anyone is given changes: no figure, order, word or limit.

The hidden numbers are replaced by others just before the gate. Everything that the pages are made of
has to be the same to the last letter; the fuzzed questions are those that addresses can ask.
"""

from __future__ import annotations

import dataclasses
import hashlib
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
from tests.thinned import only_thorough, some

MEMBER = Person(id="l", name="L", role=Role.LEDAMOT, kommun_code="2260")
QUESTIONS = int(os.environ.get("FUZZ_FRAGOR", "12"))
PROGRESS = QUESTIONS > 1000
KOMMUNER = ("2260", "2505", "0980", "1480", "0665")


@pytest.fixture
def scrambled(monkeypatch):
    """Other numbers in every row that the pattern hides, as if they had been stored so."""
    compute = figures.compute_figures

    def with_others(*args, **more):
        frame = compute(*args, **more)
        # "~100 %" tells that all but a few are counted, and no more: those stay as they are.
        hidden = frame["is_protected"] & ~(frame["value"] >= 95)
        frame.loc[hidden, "count"] = (frame.loc[hidden, "count"] * 3 + 1) % 5 + 1
        for name in ("value", "lower", "upper"):
            frame.loc[hidden, name] = frame.loc[hidden, name] * 0.37 + 11
        return frame

    def switch(*, on):
        monkeypatch.setattr(figures, "compute_figures", with_others if on else compute)

    return switch


def flat(thing: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every text, number and table of an answer."""
    if isinstance(thing, pd.DataFrame):
        frame = thing.drop(columns=["is_protected"], errors="ignore")
        rows = pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()
        yield path, f"{list(frame.columns)} {hashlib.blake2b(rows).hexdigest()}"
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


def questions(context, *, seed, size):
    rng = random.Random(seed)  # noqa: S311 - questions to repeat, no secrets
    for _ in range(size):
        person = rng.choice([PUBLIC, MEMBER])
        inquiry = context.inquiry(person=person, kommun_code=rng.choice(KOMMUNER))
        yield ask(inquiry, rng)


def tables(thing: Any) -> Iterator[ReleasedFigures]:
    if isinstance(thing, ReleasedFigures):
        yield thing
    elif dataclasses.is_dataclass(thing):
        for name in thing.__dataclass_fields__:
            yield from tables(getattr(thing, name))


def marks(answer: Any) -> dict[str, bytes]:
    """A mark of each text: thousands of answers would not fit in memory."""
    return {
        path: hashlib.blake2b(text.encode(), digest_size=8).digest() for path, text in flat(answer)
    }


def test_no_answer_holds_a_hidden_number_or_depends_on_one(example_context, scrambled):
    seen = 0
    plain, other = (questions(example_context, seed=1, size=QUESTIONS) for _ in range(2))
    for number in range(QUESTIONS):
        scrambled(on=False)
        answer = next(plain)
        seen += sum(hidden_rows(one) for one in tables(answer))
        earlier = marks(answer)
        scrambled(on=True)
        later = marks(next(other))
        changed = [
            path for path in earlier.keys() | later.keys() if earlier.get(path) != later.get(path)
        ]
        assert not changed, (number, changed)
        if PROGRESS and number % 100 == 0:
            print(number, seen, flush=True)
    assert seen > QUESTIONS


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
        numbers = [*panel.values.values(), *panel.recent.values(), *quarters.values.values()]
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
