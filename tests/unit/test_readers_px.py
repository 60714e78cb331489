"""PC-Axis files: small ones made here, with the traps of the real ones."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from lagesbild.domain.errors import FileRefused
from lagesbild.domain.observation import Mark
from lagesbild.ingest.long import to_long
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import ColumnRole, Understood
from lagesbild.ingest.told import read_mark
from lagesbild.ingest.understanding import understand
from tests.unit.small_files import AREAS, source

HEAD = """CHARSET="ANSI";
AXIS-VERSION="2010";
CODEPAGE="windows-1252";
LANGUAGE="sv";
MATRIX="BE0101";
SUBJECT-AREA="Befolkning";
SUBJECT-CODE="BE";
DECIMALS=0;
TITLE="Folkmängd efter region, kön, år "
"och tabellinnehåll";
CONTENTS="Folkmängd";
UNITS="antal";
"""
BODY = """STUB="region","kön";
HEADING="tabellinnehåll","år";
CONTVARIABLE="tabellinnehåll";
VALUES("region")="0114 Upplands Väsby","2260 Ånge";
CODES("region")="0114","2260";
VALUES("kön")="män","kvinnor";
VALUES("tabellinnehåll")="Folkmängd","Folkökning";
UNITS("Folkmängd")="antal";
UNITS("Folkökning")="procent";
VALUES("år")="2022","2023";
TIMEVAL("år")=TLIST(A1),"2022","2023";
NOTE="Avser den 31 december; se källan.#Ny rad.";
SOURCE="SCB";
DATASYMBOL2="Sekretess";
DATA=
1 2 3 4
5 6 7 8
9 10 ".." 12.5
"-" 14 15 16;
"""
PX = HEAD + BODY


def look(text: str, *, encoding: str = "cp1252", source_id: str = "") -> Understood:
    opened = open_file(text.encode(encoding), file_name="tabell.px")
    told = source(marks={"..": Mark.MISSING, "-": Mark.ZERO}) if source_id else None
    return understand(opened, areas=AREAS, source=told)


def figures(text: str, **options: str) -> pd.DataFrame:
    understood = look(text, **options)
    return to_long(understood.tables[0], areas=AREAS)


def refusal(text: str) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        open_file(text.encode("cp1252"), file_name="tabell.px")
    return refused.value


def test_every_figure_has_its_dimensions():
    understood = look(PX)
    assert (understood.format, understood.encoding) == ("px", "cp1252")
    assert not understood.warnings
    (table,) = understood.tables
    assert table.title == "Folkmängd efter region, kön, år och tabellinnehåll"
    assert "Avser den 31 december; se källan. Ny rad." in table.footnotes
    long = to_long(table, areas=AREAS)
    assert len(long) == table.rows == 16
    last = long.iloc[-1]
    assert (last["area_code"], last["area_name"], last["period_label"]) == ("2260", "Ånge", "2023")
    assert (last["measure"], last["unit"], last["value"]) == ("Folkökning", "%", 16)
    assert json.loads(last["breakdown"]) == {"kön": "kvinnor"}
    assert long["value"].iloc[11] == 12.5
    assert list(long["source_row"].unique()) == [28, 29, 30, 31]


def test_marks_mean_what_the_file_says_before_what_the_source_says():
    long = figures(PX)
    assert dict(zip(long["raw"], long["status"], strict=True))[".."] == "suppressed"
    assert read_mark("...", said="kan inte förekomma", source=None) is Mark.NOT_APPLICABLE
    assert read_mark("-", said="", source=source(marks={"-": Mark.ZERO})) is Mark.ZERO
    assert (
        read_mark(".", said="..", source=source(marks={"..": Mark.SUPPRESSED})) is Mark.SUPPRESSED
    )
    assert read_mark(".", said="not used", source=None) is Mark.MISSING


@pytest.mark.parametrize(
    ("form", "given", "start"),
    [
        ("A1", "2022", "2022-01-01"), ("H1", "20222", "2022-07-01"), ("Q1", "20223", "2022-07-01"),
        ("M1", "202205", "2022-05-01"), ("W1", "202201", "2022-01-03"),
    ],
)  # fmt: skip
def test_times_that_only_timeval_can_tell(form, given, start):
    text = PX.replace('"2022","2023";\nTIMEVAL("år")=TLIST(A1),"2022","2023"',
                      f'"först","sedan";\nTIMEVAL("år")=TLIST({form}),"{given}","{given}"')  # fmt: skip
    assert {str(day.date()) for day in figures(text)["period_start"]} == {start}


def test_a_span_of_years_is_all_of_them():
    text = PX.replace('TLIST(A1),"2022","2023"', 'TLIST(A1,"2022"-"2023")')
    text = text.replace('VALUES("år")="2022","2023";', "")
    assert list(figures(text)["period_label"].unique()) == ["2022", "2023"]


def test_rows_with_keys_are_put_in_their_places_and_the_rest_are_zero():
    keyed = PX.replace("SOURCE=", 'KEYS("region")=CODES;\nKEYS("kön")=VALUES;\nSOURCE=')
    start = keyed.index("DATA=")
    text = keyed[:start] + 'DATA=\n"2260","kvinnor",1 2 3 ".."\n"0114","män",5,6,7,8;\n'
    long = figures(text)
    assert list(long["value"].fillna(-1)) == [5, 6, 7, 8, *[0] * 8, 1, 2, 3, -1]
    assert refusal(text.replace('"kvinnor",1', '"okänd",1')).code == "RD-009"
    assert refusal(text.replace("5,6,7,8", "5,6,7")).code == "RD-010"


def test_swedish_is_chosen_among_languages():
    text = (
        PX.replace('LANGUAGE="sv"', 'LANGUAGE="en";\nLANGUAGES="en","sv"')
        .replace('STUB="region","kön"', 'STUB="region","sex";\nSTUB[sv]="region","kön"')
        .replace('VALUES("kön")=', 'VALUES("sex")="men","women";\nVALUES[sv]("kön")=')
        .replace('HEADING="', 'HEADING[sv]="tabellinnehåll","år";\nHEADING="')
    )
    assert set(figures(text)["breakdown"]) == {'{"kön": "män"}', '{"kön": "kvinnor"}'}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "cp850", "utf-16"])
def test_encodings_whatever_the_file_says(encoding):
    text = PX if encoding == "cp1252" else PX.replace('CODEPAGE="windows-1252";\n', "")
    text = text.replace('CHARSET="ANSI";\n', "") if encoding == "cp850" else text
    assert set(figures(text, encoding=encoding)["area_name"]) == {"Upplands Väsby", "Ånge"}


@pytest.mark.parametrize("lacking", ["TITLE", "DECIMALS", "DATA", 'VALUES("kön")'])
def test_what_nothing_can_stand_in_for_is_refused(lacking):
    text = PX.replace(lacking + "=", "X-" + lacking + "=").replace("X-VALUES(", "XVALUES(")
    refused = refusal(text)
    assert refused.code == "RD-009"
    assert lacking.split("(")[0] in refused.message
    assert "tabell.px" in refused.message


def test_no_dimensions_at_all_is_refused():
    text = PX.replace("STUB=", "X=").replace("HEADING=", "Y=")
    assert "STUB" in refusal(text).message


def test_other_keywords_may_be_missing():
    text = PX.replace('MATRIX="BE0101";\n', "").replace('UNITS="antal";\n', "")
    (warning,) = look(text).warnings
    assert warning.code == "RD-106"
    assert "MATRIX" in warning.message


def test_a_note_that_is_badly_quoted_is_passed_over():
    understood = look(PX.replace('NOTE="Avser', 'NOTE="Av"ser'))
    (warning,) = understood.warnings
    assert (warning.code, warning.row) == ("RD-107", 24)
    assert to_long(understood.tables[0], areas=AREAS)["value"].count() == 14


def test_lists_of_the_wrong_length_are_not_used():
    understood = look(PX.replace('TLIST(A1),"2022"', 'TLIST(A1),"2021","2022"'))
    assert [warning.code for warning in understood.warnings] == ["RD-108"]
    assert set(to_long(understood.tables[0], areas=AREAS)["period_label"]) == {"2022", "2023"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PX.replace("15 16;", "15;"), "RD-010"),
        (PX.replace("15 16;", "15 16 17;"), "RD-010"),
        (PX[: PX.index("15 16;")] + "15 1", "RD-009"),
        (HEAD + 'NOTE="' * 5000, "RD-009"),
        (HEAD + "skräp\n" * 5000, "RD-009"),
        (PX.replace('HEADING="tabellinnehåll","år"', 'HEADING="region","år"'), "RD-009"),
    ],
)
def test_what_does_not_hold_together_is_refused(text, code):
    assert refusal(text).code == code


def test_a_billion_cells_are_refused_before_they_are_made():
    values = ",".join(f'"{number}"' for number in range(1000))
    names = ("a", "b", "c")
    text = HEAD + 'STUB="a","b","c";\n' + "".join(f'VALUES("{n}")={values};\n' for n in names)
    assert refusal(text + "DATA=\n1 2 3;").code == "RD-012"


def test_a_dimension_of_codes_that_look_like_lan_is_no_area():
    text = PX.replace('"0114 Upplands Väsby","2260 Ånge"', '"01 Livsmedel","22 Drycker"')
    text = text.replace('"region"', '"varugrupp"').replace('"0114","2260"', '"01","22"')
    (table,) = look(text).tables
    assert not table.with_role(ColumnRole.AREA_CODE)
    assert [c.name for c in table.with_role(ColumnRole.BREAKDOWN)] == ["varugrupp", "kön"]
