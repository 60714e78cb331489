"""A table comes back the same from PC-Axis and JSON-stat; spoilt files are refused and never crash."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.domain.errors import FileRefused
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.long import to_long
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.understanding import understand
from tests.thinned import EVERYTHING

AREAS = AreaIndex([Area(code="2260", name="Ånge", level=AreaLevel.KOMMUN)])
CALM = settings(
    max_examples=100 if EVERYTHING else 30, deadline=None, suppress_health_check=list(HealthCheck)
)

words = st.text(alphabet="abcåäö 0123456789-+.;=(),#", min_size=1, max_size=12).map(str.strip)
names = st.lists(words.filter(bool), min_size=1, max_size=4, unique_by=lambda w: w.casefold())
numbers = st.one_of(
    st.integers(min_value=-(10**12), max_value=10**12).map(str),
    st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False).map(str),
)
START = {
    "px": 'CHARSET="ANSI";\nTITLE="T";\nCONTENTS="C";\nUNITS="antal";\nDECIMALS=0;\n',
    "json": '{"version":"2.0","class":"dataset",',
    "kolada": '{"values":[{"kpi":"N1","municipality":"2260","period":2023,"values":[',
    "html": "<html><table><tr><td>",
    "parquet": "PAR1",
}


def px_of(groups: list[str], cells: list[str]) -> str:
    values = ",".join(f'"{name}"' for name in groups)
    return (
        START["px"] + f'STUB="grupp";\nHEADING="tid";\nVALUES("grupp")={values};\n'
        'VALUES("tid")="2022","2023";\nTIMEVAL("tid")=TLIST(A1),"2022","2023";\n'
        "DATA=\n" + " ".join(cells) + ";\n"
    )


def cube_of(groups: list[str], cells: list[str]) -> str:
    return json.dumps(
        {
            "version": "2.0", "class": "dataset", "label": "C", "id": ["grupp", "tid"],
            "size": [len(groups), 2], "role": {"time": ["tid"]},
            "dimension": {
                "grupp": {"category": {"index": groups}},
                "tid": {"category": {"index": ["2022", "2023"]}},
            },
            "value": [json.loads(cell) for cell in cells],
        }
    )  # fmt: skip


@CALM
@given(groups=names, data=st.data())
def test_a_cube_comes_back_the_same(groups: list[str], data: st.DataObject) -> None:
    cells = data.draw(st.lists(numbers, min_size=2 * len(groups), max_size=2 * len(groups)))
    for text in (px_of(groups, cells), cube_of(groups, cells)):
        opened = open_file(text.encode(), file_name="fil.csv")
        (table,) = understand(opened, areas=AREAS).tables
        long = to_long(table, areas=AREAS)
        assert [float(cell) for cell in cells] == list(long["value"])
        assert list(long["period_label"]) == ["2022", "2023"] * len(groups)
        read = [json.loads(text).get("grupp") for text in long["breakdown"]]
        assert read == [name for name in groups for _ in range(2)]


def look_at(data: bytes) -> None:
    try:
        opened = open_file(data, file_name="fil.csv")
    except FileRefused as refused:
        code = refused.code
    else:
        code = ""
    if code:
        assert code.startswith("RD-")
        return
    for table in understand(opened, areas=AREAS).tables:
        to_long(table, areas=AREAS)


@CALM
@given(start=st.sampled_from(sorted(START)), rest=st.binary(max_size=200))
def test_any_bytes_after_a_good_beginning(start: str, rest: bytes) -> None:
    look_at(START[start].encode() + rest)


@CALM
@given(start=st.sampled_from(["html", "px"]), rest=st.text(alphabet='<>/ tdrhab"=\';!-[]()A1,\n', max_size=200))  # fmt: skip
def test_any_marks_of_the_format(start: str, rest: str) -> None:
    look_at((START[start] + rest).encode())


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("2023"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["values", "kpi", "municipality", "period", "gender", "value", "dimension", "id",
                         "size", "role", "category", "index", "label", "status", "columns", "data", "key",
                         "text", "time", "unit", "link", "item", "a"]), inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


@CALM
@given(document=json_values)
def test_any_json(document: Any) -> None:
    look_at(json.dumps(document).encode())


@CALM
@given(
    kpi=json_values, values=st.lists(st.dictionaries(st.sampled_from(["gender", "value", "status", "count"]), json_values), max_size=3)
)  # fmt: skip
def test_any_kolada(kpi: Any, values: Any) -> None:
    row = {"kpi": kpi, "municipality": "2260", "period": "2023", "values": values}
    look_at(json.dumps({"values": [row]}).encode())


@CALM
@given(place=st.integers(min_value=0, max_value=10_000), replacement=st.binary(max_size=4))
def test_a_good_file_with_a_piece_replaced(place: int, replacement: bytes) -> None:
    for text in (
        px_of(["a", "b"], ["1", "2", "3", "4"]),
        cube_of(["a", "b"], ["1", "2", "3", "4"]),
    ):
        data = text.encode()
        at = place % len(data)
        look_at(data[:at] + replacement + data[at + 2 :])
