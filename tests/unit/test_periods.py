"""Periods in the ways that Swedish files write them."""

from __future__ import annotations

from datetime import date

import pytest

from lagesbild.domain.period import PeriodKind
from lagesbild.ingest.periods import (
    BARE_LASAR,
    LASAR,
    TVA_AR,
    find_period,
    is_preliminary,
    month_number,
    part_of_year,
    read_period,
    split_period,
)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2023", "2023-01-01", "2024-01-01", PeriodKind.YEAR),
        ("2023.0", "2023-01-01", "2024-01-01", PeriodKind.YEAR),
        ("2016 prel.", "2016-01-01", "2017-01-01", PeriodKind.YEAR),
        ("2016*", "2016-01-01", "2017-01-01", PeriodKind.YEAR),
        ("2017/18", "2017-07-01", "2018-07-01", PeriodKind.SCHOOL_YEAR),
        ("1999/00", "1999-07-01", "2000-07-01", PeriodKind.SCHOOL_YEAR),
        ("läsåret 2022/23", "2022-07-01", "2023-07-01", PeriodKind.SCHOOL_YEAR),
        ("2017/2018", "2017-01-01", "2019-01-01", PeriodKind.TWO_YEARS),
        ("2015–2017", "2015-01-01", "2018-01-01", PeriodKind.OTHER),
        ("2023M05", "2023-05-01", "2023-06-01", PeriodKind.MONTH),
        ("2023-12", "2023-12-01", "2024-01-01", PeriodKind.MONTH),
        ("202305", "2023-05-01", "2023-06-01", PeriodKind.MONTH),
        ("maj 2023", "2023-05-01", "2023-06-01", PeriodKind.MONTH),
        ("Sept. 2023", "2023-09-01", "2023-10-01", PeriodKind.MONTH),
        ("2023 december", "2023-12-01", "2024-01-01", PeriodKind.MONTH),
        ("2023K2", "2023-04-01", "2023-07-01", PeriodKind.QUARTER),
        ("Q4 2023", "2023-10-01", "2024-01-01", PeriodKind.QUARTER),
        ("kvartal 1 2023", "2023-01-01", "2023-04-01", PeriodKind.QUARTER),
        ("T1 2022", "2022-01-01", "2022-05-01", PeriodKind.TERTIAL),
        ("januari–april 2022", "2022-01-01", "2022-05-01", PeriodKind.TERTIAL),
        ("2022H2", "2022-07-01", "2023-01-01", PeriodKind.HALF_YEAR),
        ("VT 2023", "2023-01-01", "2023-07-01", PeriodKind.TERM),
        ("ht23", "2023-07-01", "2024-01-01", PeriodKind.TERM),
        ("v. 1 2021", "2021-01-04", "2021-01-11", PeriodKind.WEEK),
        ("2023-W32", "2023-08-07", "2023-08-14", PeriodKind.WEEK),
        ("2023-05-17", "2023-05-17", "2023-05-18", PeriodKind.DAY),
        ("2023-05-17 14:30:00", "2023-05-17", "2023-05-18", PeriodKind.DAY),
        ("17/5/2023", "2023-05-17", "2023-05-18", PeriodKind.DAY),
        ("lördag 26 november 2016", "2016-11-26", "2016-11-27", PeriodKind.DAY),
        ("1 januari–11 februari 2017", "2017-01-01", "2017-02-12", PeriodKind.OTHER),
        ("2023-05-01 – 2023-05-07", "2023-05-01", "2023-05-08", PeriodKind.WEEK),
    ],
)
def test_notations(text, start, end, kind):
    period = read_period(text)
    assert period is not None
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert (period.kind, period.label) == (kind, text)


@pytest.mark.parametrize(
    "text", ["", "Ånge", "0114", "12345", "2023-13", "2023-02-30", "2017/19", "v. 54 2023", "maj", "Totalt", "31 juni 2020", "3000"]
)  # fmt: skip
def test_what_is_no_period(text):
    assert read_period(text) is None


def test_the_same_pair_means_different_things():
    assert read_period("2017/18", form=TVA_AR).end == date(2019, 1, 1)
    assert read_period("2017/2018", form=LASAR).start == date(2017, 7, 1)


def test_a_bare_year_is_a_calendar_year_until_the_heading_says_lasar():
    assert read_period("2024", form=LASAR).start == date(2024, 1, 1)
    assert read_period("2024", form=BARE_LASAR).start == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("heading", "measure", "label"),
    [
        ("Medelvärde,  tkr 2015", "Medelvärde,  tkr", "2015"),
        ("Våldsbrott 2016 prel.", "Våldsbrott", "2016 prel."),
        ("2015", "", "2015"),
        ("Antal (2022)", "Antal", "2022"),
        ("2022 Antal", "Antal", "2022"),
        ("2015 / Antal", "Antal", "2015"),
        ("Aktuell månad (Dec 2007) / Antal", "Aktuell månad / Antal", "Dec 2007"),
        ("Andel 16-84 år 2019/2020", "Andel 16-84 år", "2019/2020"),
        ("Elever, årskurs 1", "Elever, årskurs 1", None),
        (
            "Procentuell förändring jämfört med 1997",
            "Procentuell förändring jämfört med 1997",
            None,
        ),
    ],
)
def test_headings_with_a_year(heading, measure, label):
    rest, period = split_period(heading)
    assert (rest, period.label if period else None) == (measure, label)


def test_titles_that_mention_one_period():
    assert find_period("Anmälda brott t.o.m. december 2010, preliminärt").start == date(2010, 12, 1)
    assert find_period("Elever läsåret 2022/23").start == date(2022, 7, 1)
    assert find_period("Förändring 2020 och 2021") is None
    assert find_period("Elever i årskurs 6") is None


def test_parts():
    assert is_preliminary("2016 prel.")
    assert not is_preliminary("2016")
    assert [month_number(text) for text in ("maj", "Okt.", "december", "May", "ma", "mått")] == [
        5,
        10,
        12,
        5,
        None,
        None,
    ]
    assert part_of_year("quarter", year=2023, number=4) == (date(2023, 10, 1), date(2024, 1, 1))
    assert part_of_year("quarter", year=2023, number=5) is None
