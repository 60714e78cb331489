"""Person numbers in every notation, and the many numbers that are none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.ingest import personal_data
from lagesbild.ingest.personal_data import Grade, find_personal_data, grade_text, is_person_in_text
from lagesbild.ingest.table import OpenedFile, TextTable

DATES = st.dates(
    min_value=pd.Timestamp("1930-01-01").date(), max_value=pd.Timestamp("2019-12-31").date()
)


def opened(frame: pd.DataFrame, *, name: str = "fil.csv") -> OpenedFile:
    frame = frame.astype("str")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return OpenedFile(
        file=name, format="csv", encoding="utf-8", dialect=None,
        tables=(TextTable(name="fil", frame=frame),),
    )  # fmt: skip


def column(*cells: str) -> OpenedFile:
    return opened(pd.DataFrame({0: list(cells)}))


def check_digit(nine: str) -> str:
    """The Luhn digit, worked out apart from the library that the code leans on."""
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(nine)]
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)


@st.composite
def person_numbers(draw) -> tuple[str, str]:
    """(YYYYMMDD, XXXX) of a person number or a samordningsnummer."""
    day = draw(DATES)
    shift = draw(st.sampled_from([0, 60]))
    digits = f"{day:%Y%m}{day.day + shift:02d}"
    number = draw(st.integers(min_value=1, max_value=999))
    nine = f"{digits[2:]}{number:03d}"
    return digits, f"{number:03d}{check_digit(nine)}"


@pytest.mark.slow
@given(person_numbers(), st.sampled_from(["{}-{}", "{}+{}", "{}–{}", "{}\u2212{}"]), st.booleans())
def test_with_a_sign_between_one_is_enough(number, form: str, long: bool) -> None:
    day, last = number
    if "+" in form and not long and day[:2] == "20":
        return  # the plus sign says a hundred years or more
    written = form.format(day if long else day[2:], last)
    for text in (written, f"ringde {written}, igår", f"({written})"):
        assert [one.code for one in find_personal_data(column("Antal", "12", text))] == ["IN-002"]


@pytest.mark.slow
@given(person_numbers())
def test_twelve_digits_in_a_workbooks_ways(number) -> None:
    day, last = number
    digits = day + last
    scientific = f"{digits[0]}.{digits[1:]}E+11"
    for text in (digits, f"{digits}.0", scientific, scientific.replace(".", ",")):
        assert [one.code for one in find_personal_data(column("Antal", text))] == ["IN-002"], text


@pytest.mark.slow
@given(person_numbers())
def test_ten_bare_digits_alone_are_a_warning_and_with_a_heading_refused(number) -> None:
    digits = number[0][2:] + number[1]
    assert [one.code for one in find_personal_data(column("Nr", digits))] == ["IN-106"]
    for heading in ("Personnummer", "Pers.nr", "pnr", "Födelsetid och nummer", "Samordningsnr"):
        assert [one.code for one in find_personal_data(column(heading, digits))] == ["IN-002"]
    assert [one.code for one in find_personal_data(column("Nr", digits, digits, digits))] == [
        "IN-002"
    ]


@pytest.mark.slow
@given(st.lists(person_numbers(), min_size=3, max_size=6))
def test_three_bare_ones_are_no_chance(numbers) -> None:
    cells = [day[2:] + last for day, last in numbers]
    assert [one.code for one in find_personal_data(column("Id", *cells, "9912399999"))] == [
        "IN-002"
    ]


@pytest.mark.slow
@given(person_numbers())
def test_the_number_is_in_no_message(number) -> None:
    day, last = number
    for fault in find_personal_data(column("Antal", f"{day}-{last}")):
        assert last not in fault.message + fault.remedy
        assert day[2:] not in fault.message + fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        "556036-0793", "212000-2411", "5560360793", "165560360793", "0.5110133815", "5110133815.27",
        "1773049581564", "2024-01-01", "20240101", "511013", "511013-3816", "991332-1234",
        "fb5980f681cc55836191d8537790a1629eb264de", "abc5110133815", "070-123 45 67", "46701234567",
        "1 234 567 890", "2260-001234", "",
    ],
)  # fmt: skip
def test_look_alikes_pass(text: str) -> None:
    assert find_personal_data(column("Antal", text)) == []


def test_other_ten_digit_numbers_are_told_from_persons_by_how_many_fit() -> None:
    ids = np.random.default_rng(7).integers(10**9, 10**10, 20_000).astype(str)
    assert {one.code for one in find_personal_data(column("Ärende", *ids))} == {"IN-106"}


def test_timestamps_are_not_persons() -> None:
    stamps = pd.date_range("2023-01-01", periods=900, freq="9h").strftime("%Y%m%d%H%M")
    assert find_personal_data(column("Tid", *stamps)) == []


def test_hidden_sheets_names_and_headings_are_looked_at() -> None:
    frame = pd.DataFrame({0: ["511013-3815"]}, index=[1]).astype("str")
    hidden = OpenedFile(
        file="bok.xlsx", format="xlsx", encoding=None, dialect=None,
        tables=(
            TextTable(name="Data", frame=pd.DataFrame({0: ["Antal"]}, index=[1]).astype("str")),
            TextTable(name="Dolt", frame=frame, is_hidden=True),
        ),
    )  # fmt: skip
    [fault] = find_personal_data(hidden)
    assert (fault.code, fault.sheet, fault.row) == ("IN-002", "Dolt", 1)
    assert [one.code for one in find_personal_data(opened(frame, name="19511013-3815.csv"))] == [
        "IN-018"
    ]
    assert is_person_in_text("elev_511013-3815_rapport.xlsx")
    assert not is_person_in_text("uttag_202401011234.csv")


def test_grades() -> None:
    assert list(grade_text("511013-3815")) == [Grade.CERTAIN]
    assert list(grade_text("5110133815")) == [Grade.POSSIBLE]
    assert list(grade_text("511013-3816")) == [Grade.DATE]
    assert list(grade_text("104133815")) in ([], [Grade.DATE])
    assert list(grade_text("12 och 13")) == []


def test_few_of_many_cells_get_the_slow_look(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = 5_000
    numbers = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            **{i: numbers.integers(0, 99_999, rows).astype(str) for i in range(6)},
            6: numbers.choice(["Ånge", "Samtliga", "2024-05"], rows),
            7: numbers.integers(10**6, 10**8, rows).astype(str),
            8: [""] * rows,
            9: numbers.random(rows).astype(str),
        }
    )
    looked_at: list[str] = []

    def watched(text: str) -> Iterator[Grade]:
        looked_at.append(text)
        return grade_text(text)

    monkeypatch.setattr(personal_data, "grade_text", watched)
    assert find_personal_data(opened(frame)) == []
    assert 0 < len(looked_at) < 0.1 * frame.size
