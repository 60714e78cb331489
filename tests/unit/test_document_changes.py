"""What has changed between two versions, and a lägesbild as pictures for the room."""

from __future__ import annotations

from dataclasses import replace

from lagesbild.analysis.tracing import rows_in_words
from lagesbild.domain.document import Document, DocumentPoint, DocumentSection, Trace
from lagesbild.workspace.slides import LONGEST_TEXT, slides_of
from lagesbild.workspace.version_changes import Why, changes_between
from tests.unit.test_document import document, point


def one_view(document: Document, **more) -> Document:
    """The document with its only figure changed."""
    [section] = document.sections
    figure = replace(section.figures[0], **more)
    return replace(document, sections=(replace(section, figures=(figure,)),))


def from_file(made: DocumentPoint, number: int) -> DocumentPoint:
    trace = Trace(what="x", delivery_id=number, sheet="", column="Antal", rows="2")
    return replace(made, row={**made.row, "delivery_id": number}, traces=(trace,))


def whys(before: DocumentPoint, after: DocumentPoint, **more) -> list[Why]:
    found = changes_between(document(before), document(after), **more)
    return [one.why for view in found.views for one in view.numbers]


def named(made: DocumentPoint, **more) -> DocumentPoint:
    return replace(made, row={**made.row, "area_name": "Ånge", "period_label": made.label, **more})


def test_every_changed_number_says_why() -> None:
    old, new = (named(from_file(point("2024", value), n)) for value, n in ((38.0, 1), (39.0, 2)))
    later = named(from_file(point("2025", 40.0), 2))
    hidden = named(point("2024", None), status="suppressed")
    assert whys(old, old) == []
    assert whys(old, new) == [Why.CORRECTED]
    assert whys(old, new, recalled={1}) == [Why.RECALLED]
    assert whys(old, hidden, recalled={1}) == [Why.HIDDEN]
    assert whys(hidden, old) == [Why.SHOWN]
    assert whys(old, later) == [Why.NEW_PERIOD, Why.GONE]
    assert whys(old, later, recalled={1}) == [Why.NEW_PERIOD, Why.RECALLED]
    same_file = replace(old, value=40.0, text="40", row={**old.row, "denominator": 9000})
    assert whys(old, same_file) == [Why.DENOMINATOR]
    assert whys(old, replace(old, value=40.0, text="40")) == [Why.OTHER]


def test_views_and_texts_that_came_went_and_changed_are_told_in_one_sentence() -> None:
    before = replace(document(named(point("2024", 38.0))), version=1)
    after = replace(one_view(before, address="karta?indikator=x"), version=2)
    [section] = after.sections
    more = DocumentSection(
        id="avsnitt-9", part="Analys", heading="Analys", text="Nytt.", notes=(), figures=()
    )
    after = replace(after, sections=(replace(section, id="avsnitt-7", text="Annat."), more))
    found = changes_between(before, after)
    assert found.sentence == (
        "Sedan Lägesbild 2026, version 1 (2026-11-21): 1 är ny, 1 är borta, 2 avsnitt har ändrad text."
    )
    assert [one.state for one in found.views] == ["ny", "borta"]
    assert {one.heading: one.state for one in found.texts} == {
        "Skadegörelse": "omskriven", "Analys": "ny",
    }  # fmt: skip
    assert changes_between(before, before).sentence.endswith("har inget ändrats.")


def test_a_lagesbild_is_stepped_through_one_thing_at_a_time() -> None:
    long = " ".join(f"Mening nummer {n} som fyller ut raden lite grann." for n in range(30))
    slides = slides_of(document(point("2025", 41.0), text=long))
    assert slides[0].heading == "Lägesbild 2026"
    texts = [one for one in slides if one.lines and one.heading == "Skadegörelse"]
    assert len(texts) > 2
    assert all(sum(map(len, one.lines)) <= LONGEST_TEXT for one in texts)
    assert " ".join(line for one in texts for line in one.lines) == long
    [picture] = [one for one in slides if one.figure is not None]
    assert picture.heading == "41 under 2025."
    assert [one.notes[0].source for one in slides if one.notes] == ["Polisen"]
    assert slides[-1].lines == ("presenterad",)


def test_rows_are_told_as_runs() -> None:
    assert rows_in_words([7, 3, 8, 9, 3]) == "3, 7–9"
    assert rows_in_words([]) == ""
