"""Answers about a file: read, written, remembered, applied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.indicator import Kind, Polarity, Theme
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.mapping import (
    ColumnAnswer,
    Mapping,
    NewMeasure,
    apply_mapping,
    kind_of_unit,
    merge_mappings,
    slug,
)  # fmt: skip
from lagesbild.ingest.mapping_text import read_mapping, write_mapping
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import ColumnRole
from lagesbild.ingest.understanding import understand

ROOT = Path(__file__).resolve().parents[2]
WORDS = st.text(min_size=1, max_size=30).filter(lambda text: text.strip() == text)

ANSWERS = st.builds(
    ColumnAnswer, role=st.none() | st.sampled_from(ColumnRole), name=st.none() | WORDS,
    unit=st.none() | WORDS, measure=st.none() | WORDS, period=st.none() | WORDS,
)  # fmt: skip
MEASURES = st.builds(
    NewMeasure, name=WORDS, unit=WORDS, in_file=st.just("") | WORDS, id=st.just("") | WORDS,
    polarity=st.sampled_from(Polarity), kind=st.none() | st.sampled_from(Kind),
    theme=st.sampled_from(Theme), secrecy=st.none() | st.sampled_from(Secrecy),
)  # fmt: skip
MAPPINGS = st.builds(
    Mapping, columns=st.dictionaries(WORDS, ANSWERS, max_size=3), period=st.none() | WORDS,
    column_names=st.lists(WORDS, max_size=3).map(tuple), area=st.none() | WORDS,
    header_rows=st.lists(st.integers(min_value=1, max_value=99), max_size=2).map(tuple),
    areas=st.dictionaries(WORDS, WORDS, max_size=3), measures=st.lists(MEASURES, max_size=2).map(tuple),
)  # fmt: skip


@pytest.mark.slow
@given(MAPPINGS)
def test_what_is_written_reads_back_the_same(mapping: Mapping) -> None:
    assert read_mapping(write_mapping(mapping)) == mapping


def test_the_handbooks_example_is_a_mapping() -> None:
    text = (ROOT / "docs" / "felkoder.md").read_text(encoding="utf-8")
    mapping = read_mapping(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1])
    assert mapping.area == "2260"
    assert mapping.columns["Antal i mars"].role is ColumnRole.VALUE
    assert mapping.measures[0].theme is Theme.SAMHALLE


@pytest.mark.parametrize(
    "text",
    ["x = 1", "columns = 3", "[columns.A]\nrole = 'tal'", "measures = 'x'", "[[measures]]\nunit = 'st'",
     "header_rows = [0]", "period = [1]", "areas = []", "=", "[columns]\nA = 1"],
)  # fmt: skip
def test_what_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(LagesbildError) as caught:
        read_mapping(text)
    assert caught.value.code == "IN-013"
    assert caught.value.remedy


def test_todays_answers_go_before_remembered_ones() -> None:
    older = Mapping(
        period="2023", areas={"A": "2260", "B": "2262"}, measures=(NewMeasure(name="X", unit="st"),)
    )
    newer = Mapping(areas={"B": "ignorera"}, measures=(NewMeasure(name="X", unit="antal"),))
    merged = merge_mappings(older, newer)
    assert merged.period == "2023"
    assert merged.areas == {"A": "2260", "B": "ignorera"}
    assert [one.unit for one in merged.measures] == ["antal"]


def understood(text: str):
    return understand(open_file(text.encode(), file_name="fil.csv"), areas=AreaIndex([]))


def test_an_answer_changes_what_a_column_is() -> None:
    found = understood("Kommun;År;Antal;Övrigt\nA;2023;4;5\nB;2023;6;7\n")
    changed = apply_mapping(
        found,
        Mapping(
            period="2024",
            columns={
                "övrigt": ColumnAnswer(role=ColumnRole.IGNORED),
                "Antal": ColumnAnswer(name="Besök", unit="besök", period="2022"),
            },
        ),
    )
    [table] = changed.tables
    assert [column.role for column in table.columns][-1] is ColumnRole.IGNORED
    visits = table.columns[2]
    assert (visits.name, visits.measure, visits.unit) == ("Besök", "Besök", "besök")
    assert visits.period.label == "2022"
    assert table.period.label == "2024"
    assert found.tables[0].columns[2].name == "Antal", "what was understood is left as it was"


def test_a_column_can_be_made_numbers() -> None:
    found = understood(
        "Kommun;År;Svar;Antal\nA;2023;hej;1\nB;2023;nej;2\nC;2023;x;3\nD;2023;17;4\n"
    )
    assert found.tables[0].columns[2].role is not ColumnRole.VALUE
    changed = apply_mapping(found, Mapping(columns={"Svar": ColumnAnswer(role=ColumnRole.VALUE)}))
    column = changed.tables[0].columns[2]
    assert column.number is not None
    assert column.marks == {"x": 1}
    assert column.unreadable == (2, 3)


@pytest.mark.parametrize(
    "mapping", [Mapping(period="snart"), Mapping(columns={"Antal": ColumnAnswer(period="snart")})]
)
def test_a_period_that_cannot_be_read_is_told(mapping: Mapping) -> None:
    with pytest.raises(LagesbildError, match="snart"):
        apply_mapping(understood("Kommun;År;Antal\nA;2023;4\nB;2023;6\n"), mapping)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("antal", Kind.COUNT), ("elever", Kind.COUNT), ("invånare", Kind.COUNT), ("procent", Kind.SHARE),
        ("%", Kind.SHARE), ("andel (%)", Kind.SHARE), ("kr", Kind.VALUE), ("tkr", Kind.VALUE),
        ("mg per 1 000 invånare och dygn", Kind.VALUE), ("poäng", Kind.VALUE), ("brott per 100 000", Kind.VALUE),
    ],
)  # fmt: skip
def test_kind_from_unit(unit: str, kind: Kind) -> None:
    assert kind_of_unit(unit) is kind


def test_ids_are_plain() -> None:
    assert slug("Fältbesök, våren 2024!") == "faltbesok_varen_2024"
    assert slug("Ånge C", separator="-") == "ange-c"
    assert slug("???") == "namnlos"


def test_a_new_measure_belongs_to_its_source() -> None:
    measure = NewMeasure(name="Fältbesök", in_file="Antal fältbesök", unit="antal").measure(
        source_id="kommun"
    )
    assert (measure.id, measure.aliases) == ("kommun.faltbesok", ("Antal fältbesök",))
    named = NewMeasure(name="Y", id="kommun.eget", unit="antal").measure(source_id="kommun")
    assert named.id == "kommun.eget"
