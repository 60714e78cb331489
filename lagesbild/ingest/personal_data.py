"""Personal identity numbers in a file, whatever they are written like. The value never leaves here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import pandas as pd

from lagesbild.domain.errors import Fault, LagesbildError
from lagesbild.ingest.faults import count_in_words, make_fault
from lagesbild.ingest.table import OpenedFile, TextTable

PREFILTER = r"[0-9](?:0[1-9]|1[0-2])[0-36-9][0-9].?[0-9]{4}|[1-9][.,][0-9]{6,}\s?[eE]"  # month and day first
"""Cheap enough for every cell, and lets no number through that the fine pattern would take."""

CANDIDATE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])"
    r"(?P<century>1[89]|20)?(?P<day>[0-9]{6})"
    r"(?P<separator>[-+\u2010-\u2015\u2212\u00a0 ])?"
    r"(?P<number>[0-9]{4})"
    r"(?![0-9])(?![.,][0-9]*[1-9])"
)
"""Six digits of a date and four more. Not part of a longer number, and not a number with decimals."""

SCIENTIFIC = re.compile(
    r"(?<![0-9])(?P<whole>[1-9])[.,](?P<rest>[0-9]{6,})\s?[eE]\+?(?P<power>0?9|1[01])(?![0-9])"
)
LOST_ZERO = re.compile(r"(?<![0-9])(?<![0-9][.,])[0-9]{9}(?![0-9])(?![.,][0-9]*[1-9])")
NEAR_LETTER = re.compile(r"[0-9A-Za-zÅÄÖåäö]")
HINT = re.compile(
    r"person\s?-?\s?(?:num|nr|id\b)|\bpers\.?\s?-?nr|\bpnr\b|\bp-?nr\b|f[öo�]delse|samordnings|\bssn\b",
    re.IGNORECASE,
)  # fmt: skip
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+46|0046|0)[ (-]*[1-9]\d?(?:[ ()/-]*\d){6,8}(?![\w]|[.,]\d)")
"""As Swedish numbers are written: an area or mobile code, and seven to nine digits after the zero."""
CASE_NUMBER = re.compile(
    r"\b(?:0150|5000)\s?-?\s?K\s?\d{3,}\b|\bK\s?\d{5,}\s?-\s?\d{2}\b", re.IGNORECASE
)
"""A report to the police: 5000-K123456-26 or K123456-26. It leads to persons."""

CHANCE_SHARE = 0.3
"""Of other ten-digit numbers that happen to hold a date, a tenth have the right check digit."""


class Grade(IntEnum):
    """How sure a hit is, from a number with a date in it to what can only be a person."""

    DATE = 0
    POSSIBLE = 1
    TIMESTAMP = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where, and how sure. Never what."""

    sheet: str
    row: int
    column: int
    grade: Grade


def find_personal_data(opened: OpenedFile) -> list[Fault]:
    """A fault for each sheet and column with person numbers, warnings for what may be one.

    Every cell of every sheet is looked at, hidden sheets, headings and notes too, and the names of
    the file and its sheets.
    """
    names = [opened.file, *(table.name for table in opened.tables)]
    if any(map(is_person_in_text, names)):
        return [make_fault("IN-018")]
    faults: list[Fault] = []
    for table in opened.tables:
        if any(grade is Grade.CERTAIN for text in _beside(table) for grade in grade_text(text)):
            faults.append(make_fault("IN-002"))
        faults += _judge_table(table, is_only=len(opened.tables) == 1)
    return faults


def _beside(table: TextTable) -> tuple[str, ...]:
    """Texts that are no cells: a web page's headings, the title and notes of a PC-Axis file."""
    told = table.told
    return (*table.above, told.title, *told.footnotes) if told else table.above


def is_person_in_text(text: str) -> bool:
    """Whether a single text, as a file name or a heading, holds a person number."""
    return any(grade >= Grade.POSSIBLE for grade in grade_text(text))


def refuse_personal_data(text: str, *, field: str) -> None:
    """Stop a text that a person wrote when it names a person by number, e-mail, phone or case.

    field   what the text is called on the page; the text itself is never repeated
    raises  LagesbildError IN-026 (names of people cannot be found, so they are not looked for)
    """
    found = [words for words, holds in _TOLD_BY if holds(text)]
    if found:
        raise _refusal(" och ".join(found), field=field)


def refuse_person_numbers(text: str, *, field: str) -> None:
    """As refuse_personal_data where an address or a phone is what is asked for: only person numbers
    and case numbers stop the text.

    raises  LagesbildError IN-026
    """
    found = [words for words, holds in _TOLD_BY[:2] if holds(text)]
    if found:
        raise _refusal(" och ".join(found), field=field)


def _refusal(found: str, *, field: str) -> LagesbildError:
    fault = make_fault("IN-026", field=field, found=found)
    return LagesbildError(fault.code, fault.message, remedy=fault.remedy)


_TOLD_BY: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("ett personnummer eller samordningsnummer", is_person_in_text),
    ("ett ärendenummer hos polisen", lambda text: bool(CASE_NUMBER.search(text))),
    ("en e-postadress", lambda text: bool(E_MAIL.search(text))),
    ("ett telefonnummer", lambda text: bool(PHONE.search(text))),
)


def grade_text(text: str) -> Iterator[Grade]:
    """A grade for each number in the text that holds a date."""
    for match in SCIENTIFIC.finditer(text):
        digits = (match["whole"] + match["rest"]).rstrip("0")
        length = int(match["power"]) + 1
        if len(digits) <= length:
            yield from grade_text(digits.ljust(length, "0"))
    for match in CANDIDATE.finditer(text):
        grade = _grade_candidate(match)
        if grade is not None:
            yield grade
    for match in LOST_ZERO.finditer(text):
        if _is_person("0" + match[0]):
            yield Grade.DATE


def _grade_candidate(match: re.Match[str]) -> Grade | None:
    century, day, number = match["century"], match["day"], match["number"]
    separator = match["separator"] or ""
    if not _holds_date(day, century=century):
        return None
    plus = separator == "+" and not century
    if not _is_person(f"{century or ''}{day}{'+' if plus else ''}{number}"):
        return Grade.DATE
    if separator.strip("\u00a0 ") or (century and separator):
        return Grade.CERTAIN
    if century:
        return Grade.TIMESTAMP if _is_clock(number) else Grade.CERTAIN
    return None if _touches_letter(match) else Grade.POSSIBLE


def _touches_letter(match: re.Match[str]) -> bool:
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return bool(NEAR_LETTER.match(before) or NEAR_LETTER.match(after))


def _is_clock(number: str) -> bool:
    return number[:2] < "24" and number[2:] < "60"


def _holds_date(day: str, *, century: str | None) -> bool:
    """True for YYMMDD with a day of the month, plus 60 for a samordningsnummer.

    An organisationsnummer has 20 or more where the month stands, and falls here.
    """
    year, month, number = int((century or "20") + day[:2]), int(day[2:4]), int(day[4:])
    number -= 60 if number > 60 else 0
    if not (1 <= month <= 12 and 1 <= number <= 31):
        return False
    try:
        date(year, month, number)
    except ValueError:
        return day[2:] == "0229" and not century
    return True


def _is_person(digits: str) -> bool:
    from personnummer import personnummer

    return bool(personnummer.valid(digits))


def _judge_table(table: TextTable, *, is_only: bool) -> list[Fault]:
    sheet = None if is_only else table.name
    faults: list[Fault] = []
    for position in range(table.frame.shape[1]):
        cells = table.frame.iloc[:, position]
        hits = _hits_in_column(cells, sheet=table.name, position=position)
        if hits:
            faults += _judge_column(hits, cells=cells, sheet=sheet, position=position)
    return faults


def _hits_in_column(cells: pd.Series[str], *, sheet: str, position: int) -> list[Hit]:
    suspects = cells[cells.str.contains(PREFILTER, regex=True)]
    return [
        Hit(sheet=sheet, row=int(row), column=position, grade=grade)
        for row, text in zip(suspects.index, suspects, strict=True)
        for grade in grade_text(text)
    ]


def _judge_column(
    hits: list[Hit], *, cells: pd.Series[str], sheet: str | None, position: int
) -> list[Fault]:
    """One column's hits weighed together: a lone ten-digit number may be chance, three are not."""
    hinted = bool(cells.str.contains(HINT, regex=True).any())
    certain = {hit.row for hit in hits if hit.grade is Grade.CERTAIN or hinted}
    certain |= _rows_beyond_chance(hits, grade=Grade.TIMESTAMP, least=1)
    certain |= _rows_beyond_chance(hits, grade=Grade.POSSIBLE, least=3)
    name = f"{position + 1}"
    if certain:
        return [make_fault("IN-002", sheet=sheet, rows=certain, column=name)]
    possible = {hit.row for hit in hits if hit.grade is Grade.POSSIBLE}
    if not possible:
        return []
    count = count_in_words(len(possible), one="En cell", many="celler")
    return [make_fault("IN-106", sheet=sheet, rows=possible, column=name, count=count)]


def _rows_beyond_chance(hits: Iterable[Hit], *, grade: Grade, least: int) -> set[int]:
    """Rows of the grade, when there are enough and too many of them to be other numbers."""
    rows = {hit.row for hit in hits if hit.grade is grade}
    dated = {hit.row for hit in hits if hit.grade in {grade, Grade.DATE}}
    few = len(dated) < 10
    if len(rows) >= least and (few or len(rows) >= CHANCE_SHARE * len(dated)):
        return rows
    return set()
