"""JSON-stat, Kolada, PxWeb's own JSON and plain lists of objects."""

from __future__ import annotations

import copy
import json
from typing import Any

import pandas as pd
import pytest

from lagesbild.domain.errors import FileRefused
from lagesbild.ingest.long import to_long
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import Understood
from lagesbild.ingest.understanding import understand
from tests.unit.small_files import AREAS

CUBE: dict[str, Any] = {
    "version": "2.0", "class": "dataset", "label": "Folkmängd efter region, tabellinnehåll och år",
    "source": "SCB", "note": ["Avser den 31 december."],
    "id": ["Region", "Code", "Tid"], "size": [2, 2, 2],
    "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["Code"]},
    "dimension": {
        "Region": {"label": "region", "category": {"index": {"2260": 1, "00": 0},
                                                   "label": {"2260": "Ånge", "00": "Riket"}}},
        "Code": {"label": "tabellinnehåll", "category": {
            "index": ["A", "B"], "label": {"A": "Folkmängd", "B": "Folkökning"},
            "unit": {"A": {"base": "antal"}, "B": {"base": "procent"}}}},
        "Tid": {"label": "år", "category": {"index": ["2022", "2023"]}},
    },
    "value": [1, 2, 3.25, None, 5, 6, 7, 8], "status": {"3": "..", "7": "p"},
}  # fmt: skip
KOLADA: dict[str, Any] = {
    "count": 2, "next_page": None,
    "values": [
        {"kpi": "N07403", "municipality": "2260", "period": 2023, "values": [
            {"gender": "T", "count": 1, "status": "", "value": 1012.5},
            {"gender": "K", "count": 1, "status": "", "value": None},
            {"gender": "M", "count": 1, "status": "Private", "value": 7.0}]},
        {"kpi": "N07403", "municipality": "0000", "period": "2023", "values": [
            {"gender": "T", "count": 290, "status": "", "value": 900}]},
        {"kpi": "N07403", "municipality": "0022", "period": 2023, "values": [
            {"gender": "T", "count": 1, "status": "", "value": 800, "isdeleted": True}]},
    ],
}  # fmt: skip


def look(document: Any) -> Understood:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return understand(open_file(data, file_name="svar.csv"), areas=AREAS)


def figures(document: Any) -> pd.DataFrame:
    return to_long(look(document).tables[0], areas=AREAS)


def refused(data: Any) -> str:
    with pytest.raises(FileRefused) as error:
        look(data)
    return error.value.code


def test_json_stat_2():
    understood = look(CUBE)
    (table,) = understood.tables
    assert (understood.format, table.title) == ("json-stat", CUBE["label"])
    assert table.footnotes == ("Avser den 31 december.", "Källa: SCB")
    long = to_long(table, areas=AREAS)
    assert list(long["area_code"].unique()) == ["0000", "2260"]
    assert list(long["value"].fillna(-1)) == [1, 2, 3.25, -1, 5, 6, 7, 8]
    assert list(long["status"].iloc[[3, 7]]) == ["missing", "preliminary"]
    assert long["raw"].iloc[3] == ".."
    row = long.iloc[2]
    assert (row["measure"], row["unit"], row["period_label"]) == ("Folkökning", "%", "2022")


def test_json_stat_1_with_two_datasets_and_sparse_values():
    old = {
        "label": "Antal per område", "value": {"1": 4.5},
        "dimension": {
            "id": ["region", "tid"], "size": [2, 1], "role": {"time": ["tid"]},
            "region": {"category": {"index": {"2262": 0, "2260": 1},
                                    "label": {"2262": "Timrå", "2260": "Ånge"}}},
            "tid": {"category": {"label": {"2020": "2020"}}},
        },
    }  # fmt: skip
    understood = look({"första": old, "andra": old})
    assert [table.name for table in understood.tables] == ["Antal per område", "Antal per område"]
    long = to_long(understood.tables[0], areas=AREAS)
    assert list(long["area_code"]) == ["2262", "2260"]
    assert list(long["value"].fillna(-1)) == [-1, 4.5]
    assert set(long["measure"]) == {"Antal per område"}


@pytest.mark.parametrize(
    "change",
    [
        {"size": [2, 2, 3]}, {"size": [2, 2]}, {"size": [2, 2, -1]}, {"size": "abc"},
        {"value": [1, 2]}, {"value": {"99": 1}}, {"value": [{}] * 8}, {"id": ["Region", "X", "Tid"]},
        {"dimension": {}}, {"role": 5}, {"status": [1, 2]},
    ],
)  # fmt: skip
def test_cubes_that_do_not_hold_together(change):
    assert refused({**CUBE, **change}) == "RD-011"


def test_kolada():
    understood = look(KOLADA)
    assert understood.format == "kolada"
    long = to_long(understood.tables[0], areas=AREAS)
    assert list(long["area_code"]) == ["2260", "2260", "2260", "0000", "22"]
    assert list(long["value"].fillna(-1)) == [1012.5, -1, -1, 900, -1]
    assert list(long["status"]) == ["value", "missing", "suppressed", "value", "missing"]
    assert set(long["measure"]) == {"N07403"}
    assert [json.loads(text)["gender"] for text in long["breakdown"]] == ["T", "K", "M", "T", "T"]
    assert set(long["period_label"]) == {"2023"}


def test_pages_of_kolada_in_one_list_and_units_instead_of_kommuner():
    assert len(figures([KOLADA, KOLADA])) == 10
    unit = copy.deepcopy(KOLADA)
    for one in unit["values"]:
        one["ou"] = "V15E" + one.pop("municipality")
    understood = look(unit)
    assert understood.tables[0].columns[1].name == "ou"
    assert [warning.code for warning in understood.warnings] == ["TY-105"]


def test_pxweb():
    document = {
        "columns": [{"code": "Region", "text": "region", "type": "d"},
                    {"code": "Tid", "text": "år", "type": "t"},
                    {"code": "BE", "text": "Folkmängd", "type": "c"}],
        "data": [{"key": ["2260", "2023"], "values": ["9100"]},
                 {"key": ["0114", "2023"], "values": [".."]}],
    }  # fmt: skip
    long = figures(document)
    assert list(long["area_code"]) == ["2260", "0114"]
    assert list(long["value"].fillna(-1)) == [9100, -1]
    assert set(long["measure"]) == {"Folkmängd"}
    document["data"][0]["key"].append("för många")
    assert refused(document) == "RD-011"


def test_objects_with_the_same_keys():
    records = [{"Kommun": "Ånge", "År": 2023, "Antal": 1234, "x": {"inuti": 1}},
               {"Kommun": "Timrå", "År": 2023, "Antal": None}]  # fmt: skip
    for document in (records, {"träffar": 2, "rader": records}):
        long = figures(document)
        assert list(long["area_code"]) == ["2260", "2262"]
        assert list(long["value"].fillna(-1)) == [1234, -1]
        assert list(long["source_row"]) == [1, 2]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 10_000 + b"{", "RD-011"), (b'{"a":' * 10_000, "RD-011"), (b'{"a": 1', "RD-011"),
        (b"{}", "RD-011"), (b"[]", "RD-011"), (b'{"values": [{"id": "N1"}]', "RD-011"),
        (b'{"values": ' + b"9" * 100_000 + b"}", "RD-011"),
        (b'[{"a": ' + b"[]," * 3_000_001, "RD-012"),
        (b'[{"a": ' + b"1," * 12_000_001, "RD-012"),
        (json.dumps({**CUBE, "size": [10**5, 10**5, 2]}).encode(), "RD-012"),
        (json.dumps({"values": [{"kpi": "N1", "municipality": "2260", "period": 2023, "values": []}]})
         .encode(), "RD-001"),
    ],
)  # fmt: skip
def test_bombs_and_lists_without_figures_are_refused(data, code):
    assert refused(data) == code
