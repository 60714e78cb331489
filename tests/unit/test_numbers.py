"""Numbers in the ways that Swedish files write them."""

from __future__ import annotations

import pytest

from lagesbild.ingest.numbers import (
    is_mangled_date,
    looks_numeric,
    parse_number,
    parse_numbers,
    settle_form,
    weigh_form,
)
from lagesbild.ingest.table import NumberForm

SWEDISH = NumberForm(decimal=",", thousands=" ")


def form_of(
    *texts: str, file_decimal: str | None = None, delimiter: str = ";", native: bool = False
) -> NumberForm:
    return settle_form(
        weigh_form(texts), file_decimal=file_decimal, delimiter=delimiter, native=native
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4 071", 4071), ("4\u00a0071", 4071), ("1\u202f416\u202f280", 1_416_280), ("48,4", 48.4),
        ("1 234,5", 1234.5), ("−5", -5), ("–5,5", -5.5), ("- 5", -5), ("+7", 7), ("12,5 %", 12.5),
        (",5", 0.5), ("0,25", 0.25), ("2e+05", 200_000), ("1,5e3", 1500), ("0", 0), ("108976", 108_976),
    ],
)  # fmt: skip
def test_swedish_numbers(text, number):
    assert parse_number(text, form=SWEDISH) == number


@pytest.mark.parametrize(
    "text", ["0114", "07", "07.04", "1.5", "12 34", "1 2345", "5a", "", "..", "1,2,3", "1 234 ,5", "~100", "1e999"]
)  # fmt: skip
def test_what_is_no_number_here(text):
    assert parse_number(text, form=SWEDISH) is None


@pytest.mark.parametrize(
    ("texts", "decimal", "thousands"),
    [
        (["1.234", "12.500", "900"], None, "."),
        (["1.234", "5678"], ".", None),
        (["0.123", "1.234"], ".", None),
        (["1.234.567", "12.500"], None, "."),
        (["1.234,5", "2"], ",", "."),
        (["1,234.5", "2"], ".", ","),
        (["1,234", "12,5"], ",", None),
        (["1'234", "12.5"], ".", "'"),
        (["1 234", "5,5"], ",", " "),
        (["1 234", "5678"], None, " "),
        (["1", "2"], None, None),
    ],
)
def test_a_column_tells_its_form(texts, decimal, thousands):
    form = form_of(*texts)
    assert (form.decimal, form.thousands) == (decimal, thousands)


def test_other_columns_decide_what_one_cannot():
    assert form_of("1.234", "12.500", file_decimal=",").thousands == "."
    assert form_of("1.234", "12.500", file_decimal=".").decimal == "."
    assert form_of("1,234", "12,500", file_decimal=".").thousands == ","


def test_doubt_is_told_when_nothing_else_decides():
    assert form_of("1.234", "900").is_doubtful
    assert not form_of("1.234", "900", file_decimal=",").is_doubtful
    assert not form_of("1.5", "900").is_doubtful


def test_a_workbooks_own_numbers_are_never_thousands():
    form = form_of("1.234", "2.345", native=True)
    assert (form.decimal, form.thousands) == (".", None)
    assert parse_number("1.234", form=form) == 1.234
    assert parse_number("1.234", form=NumberForm(decimal=",", native=True)) == 1.234


def test_a_preliminary_number_is_a_number():
    assert parse_numbers(["1 416 p", "12 (prel.)", "5 prel"], form=SWEDISH) == {
        "1 416 p": 1416, "12 (prel.)": 12, "5 prel": 5,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["07.04", "maj-12", "4-jul", "12 okt"])
def test_numbers_that_became_dates_are_noticed(text):
    assert is_mangled_date(text)
    assert not is_mangled_date("7.04")


def test_codes_do_not_look_like_numbers():
    assert not looks_numeric("0114")
    assert looks_numeric("114")


def test_a_zero_at_the_end_shows_that_somebody_wrote_the_number_as_text() -> None:
    form = form_of("1.000", "2.345", "12", native=True)
    assert (form.thousands, form.is_doubtful) == (".", True)
    assert parse_number("1.000", form=form) == 1000
    assert form_of("1.250", "1234", native=True).decimal == "."
