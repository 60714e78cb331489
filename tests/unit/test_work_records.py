"""Records of the council's work: JSON both ways, what must be filled in, and changes in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.domain.work.inventory import CollectionRound, Obstacle, ObstacleKind, Underlag
from lagesbild.domain.work.kinds import KINDS
from lagesbild.domain.work.record import Choice, Part, Record, asked, asked_fields, texts_of
from lagesbild.domain.work.register import Activity, Agreement, Block, BlockState, Promise
from lagesbild.domain.work.written import UnreadableRecord, read_record, write_record
from lagesbild.domain.work.year import Happening, Wheel, WheelState
from lagesbild.workspace.merging import merge
from lagesbild.workspace.wording import changes_in_words

pytestmark = pytest.mark.slow

TEXTS = st.text(max_size=20)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | TEXTS, st.lists, max_leaves=4)


def one_of(kind: type) -> st.SearchStrategy[Any]:
    """Any value that a field of this kind may hold."""
    if issubclass(kind, Part):
        return parts(kind)
    if issubclass(kind, Choice):
        return st.sampled_from(list(kind))
    return {str: TEXTS, int: st.integers(), bool: st.booleans(), date: st.dates()}[kind]


def parts(kind: type[Part]) -> st.SearchStrategy[Part]:
    """Any record or part of a kind, with keys that nobody knows."""
    known = {}
    for shape in asked_fields(kind):
        single = one_of(shape.holds)
        single = st.none() | single if shape.optional else single
        known[shape.name] = (
            st.lists(single, max_size=2).map(tuple) if shape.is_many else single
        )  # fmt: skip
    others = st.dictionaries(TEXTS.map(lambda t: f"okänd {t}"), JSON, max_size=2)
    written = others.map(lambda o: json.dumps(o, ensure_ascii=False, sort_keys=True))
    return st.builds(kind, others=written, **known)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@settings(max_examples=12)
@given(data=st.data())
def test_a_record_comes_back_as_it_was(kind: type[Record], data: st.DataObject) -> None:
    record = data.draw(parts(kind))
    text = write_record(record)
    assert read_record(kind, text) == record
    assert write_record(read_record(kind, text)) == text


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_an_empty_record_says_what_it_lacks_and_has_labels(kind: type[Record]) -> None:
    labels = [shape.asked.label for shape in asked_fields(kind)]
    assert len(labels) == len(set(labels)), "two fields with the same name cannot be told apart"
    assert all(label[:1].isupper() for label in labels)
    needed = [one.asked.label for one in asked_fields(kind) if one.asked.needed]
    told = " ".join(kind().problems())
    assert all(f"{label} saknas." in told for label in needed if not getattr_default(kind, label))


def getattr_default(kind: type[Record], label: str) -> object:
    return next(one.default for one in asked_fields(kind) if one.asked.label == label)


def test_unknown_keys_are_kept_through_a_change() -> None:
    text = '{"form": 1, "name": "Skolenkäten", "ny_sak": {"a": [1]}, "obstacles": [{"about": "x", "djup": 2}]}'
    read = read_record(Underlag, text)
    changed = json.loads(write_record(replace(read, organisation="Skolan")))
    assert changed["ny_sak"] == {"a": [1]}
    assert changed["obstacles"][0]["djup"] == 2
    assert changed["organisation"] == "Skolan"


@pytest.mark.parametrize(
    "text",
    [
        "inte json", "[]", '{"name": "utan form"}', '{"form": 2}', '{"form": 0}', '{"form": true}',
        '{"form": 1, "name": 7}', '{"form": 1, "availability": "kanske"}',
        '{"form": 1, "availability": "finns till en del"}', '{"form": 1, "obstacles": {}}',
        '{"form": 1, "obstacles": ["sekretess"]}', '{"form": 1, "name": null}',
        '{"form": 1, "obstacles": [{"is_solved": 1}]}',
    ],
)  # fmt: skip
def test_another_content_is_refused(text: str) -> None:
    with pytest.raises(UnreadableRecord):
        read_record(Underlag, text)


def test_a_bad_day_and_a_number_that_is_text_are_refused() -> None:
    for text in ('{"form": 1, "starts_on": "2026-02-30"}', '{"form": 1, "starts_on": 20260201}'):
        with pytest.raises(UnreadableRecord):
            read_record(Happening, text)
    with pytest.raises(UnreadableRecord):
        read_record(Wheel, '{"form": 1, "year": "2026"}')


def test_an_older_form_is_brought_up_to_date() -> None:
    from dataclasses import dataclass

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Note(Record):
        KIND: ClassVar[str] = "prov"
        FORM: ClassVar[int] = 3
        text: str = asked("Text", needed=True)

        @classmethod
        def upgraded(cls, body: dict[str, Any], *, form: int) -> dict[str, Any]:
            return {**body, "text": f"{body.pop('words')} ur form {form}"}

    assert read_record(Note, '{"form": 1, "words": "hej"}').text == "hej ur form 1"
    assert read_record(Note, '{"form": 3, "text": "nu"}').text == "nu"


def test_choices_keep_a_value_and_read_as_words() -> None:
    assert BlockState.FINE.value == "ua"
    assert BlockState.FINE.words == "utan anmärkning (ua)"
    assert '"state": "ua"' in write_record(Agreement(blocks=(Block(name="6", state=BlockState.FINE),)))  # fmt: skip


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (CollectionRound(name="Höst", opens_on=date(2026, 9, 2), due_on=date(2026, 9, 1)), "Omgången slutar"),
        (Agreement(title="x", areas=("A",)), "Syfte saknas."),
        (Agreement(title="x", purpose="y"), "Områden saknas."),
        (Agreement(title="x", purpose="y", areas=("A",), blocks=(Block(),)), "Block saknas."),
        (Promise(title="x", activities=(Activity(what="y", planned=0),)), "Antalen är inte rimliga."),
        (Wheel(year=20), "Året är inget år."),
        (Wheel(year=2026, state=WheelState.DECIDED), "Dagen för beslutet saknas."),
    ],
)  # fmt: skip
def test_what_stops_a_record_is_said(record: Record, words: str) -> None:
    assert words in " ".join(record.problems())


def test_every_text_is_looked_at_also_in_parts_and_what_is_not_known() -> None:
    record = Underlag(
        name="a", obstacles=(Obstacle(about="b", way_round="c"),), others='{"ny": "d"}',
    )  # fmt: skip
    assert [text for _, text in texts_of(record)] == ["a", "b", "c", '{"ny": "d"}']


def test_the_share_of_a_promise_counts_nothing_twice() -> None:
    promise = Promise(
        activities=(Activity(what="a", planned=4, done=9), Activity(what="b", planned=4, done=2))
    )
    assert promise.share_done == 0.75
    assert Promise().share_done is None


def test_changes_in_words() -> None:
    before = Underlag(
        name="Skolenkäten", source_id="skola", obstacles=(Obstacle(about="a"), Obstacle(about="b"))
    )
    after = replace(
        before, source_id="", quality_reason="Låg svarsfrekvens",
        obstacles=(Obstacle(about="b", kind=ObstacleKind.AGREEMENT), Obstacle(about="c"), Obstacle(about="d")),
    )  # fmt: skip
    names = {"kallor": {"skola": "Kommunens skolor"}}
    assert changes_in_words(before, after, names=names) == (
        "Källa i katalogen: Kommunens skolor blev –",
        "Skäl till bedömningen: texten skrevs",
        "Hinder: 2 tillkom, 1 togs bort, 1 ändrades",
    )
    assert changes_in_words(None, after) == ()
    turned = replace(before, obstacles=before.obstacles[::-1])
    assert changes_in_words(before, turned) == ("Hinder: ordningen ändrades",)
    assert changes_in_words(replace(before, about="x"), before) == ("Vad vi har: texten togs bort",)


def test_two_texts_are_merged_field_by_field() -> None:
    started = Underlag(name="Skolenkäten")
    mine = replace(started, organisation="Skolan", how_often="varje år")
    theirs = replace(started, responsible="rektor", how_often="varje termin")
    merged = merge(started=started, mine=mine, theirs=theirs)
    assert merged.record == replace(theirs, organisation="Skolan")
    assert [shape.name for shape in merged.both] == ["how_often"]
    unknown = merge(started=None, mine=mine, theirs=theirs)
    assert {shape.name for shape in unknown.both} == {"organisation", "responsible", "how_often"}
    assert merge(started=started, mine=mine, theirs=mine).record == mine
