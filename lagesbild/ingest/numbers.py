"""Numbers as text: how a column writes them, and what they are. Nothing is guessed cell by cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from lagesbild.ingest.table import NumberForm

SPACES = re.compile("[\u00a0\u202f\u2009\u2007\u2002\u2003 ]+")
MINUS = re.compile("^[\u2212\u2013\u2012\u2010](?=\\s?[\\d.,])")
APOSTROPHES = str.maketrans("’´`", "'''")
PERCENT = re.compile(r"\s?%$")
PRELIMINARY = re.compile(r"\s?(?:\(p\)|\(prel\.?\)|prel\.?|p)$", re.IGNORECASE)

SIMPLE = re.compile(r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$")
FLOAT = re.compile(r"^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
PLAIN = re.compile(r"^[-+]?\d+$")
SCIENTIFIC = re.compile(r"^[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d{1,3}$")
DECIMAL = re.compile(r"^[-+]?\d*[.,]\d+$")
GROUPED = re.compile(r"^[-+]?\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*(?:([.,])\d+)?$")
LEADING_ZERO = re.compile(r"^[-+]?0\d")
MANGLED = re.compile(
    r"^(?:0\d[.,]\d{1,2}|\d{1,2}[-/ ](?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"
    r"|(?:jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?[-/ ]\d{2})$",
    re.IGNORECASE,
)
"""What a spreadsheet makes of 7.04 and 4-7 when it takes them for dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEvidence:
    """What a column's cells say about its form.

    ambiguous  the separator of which it cannot be told whether it is decimal or thousands
    as_text    True when one of the doubtful ends with a zero: a workbook's own numbers never do, so
               somebody has written it
    grouped    True when every number of four digits or more has the separator, so that it may be
               thousands
    is_mixed   True when both signs are decimal: numbers of the workbook beside numbers as text
    """

    decimal: str | None = None
    thousands: str | None = None
    ambiguous: str | None = None
    grouped: bool = False
    as_text: bool = False
    is_mixed: bool = False


def normal_number(text: str) -> str:
    """Spaces and minus signs of one kind; a percent sign removed."""
    if SIMPLE.match(text):
        return text
    text = SPACES.sub(" ", text).strip()
    text = MINUS.sub("-", text).translate(APOSTROPHES)
    return PERCENT.sub("", re.sub(r"^([-+]) ", r"\1", text))


@lru_cache(maxsize=100_000)
def looks_numeric(text: str) -> bool:
    """Whether the text could be a number in some form. Leading zeros are codes, not numbers."""
    if not text or text[0].isalpha():
        return False
    if SIMPLE.match(text):
        return True
    text = normal_number(PRELIMINARY.sub("", text) if text[0].isdigit() else text)
    if LEADING_ZERO.match(text):
        return False
    return any(form.match(text) for form in (PLAIN, DECIMAL, GROUPED, SCIENTIFIC))


def weigh_form(texts: Iterable[str]) -> FormEvidence:
    """The evidence of one column's distinct texts."""
    decimal: str | None = None
    thousands: str | None = None
    doubtful: dict[str, list[str]] = {}
    longest_plain = 0
    signs: set[str] = set()
    for raw in texts:
        text = normal_number(raw)
        if SIMPLE.match(text) and GROUPED.match(text) is None and "." in text:
            decimal = "."
            signs.add(".")
            continue
        if PLAIN.match(text):
            longest_plain = max(longest_plain, len(text.lstrip("+-")))
            continue
        told = _tell(text)
        if told is None:
            continue
        if told[2]:
            doubtful.setdefault(told[2], []).append(text)
        decimal, thousands = told[0] or decimal, told[1] or thousands
        signs |= {told[0]} if told[0] else set()
    found = _settle(
        decimal=decimal, thousands=thousands, doubtful=doubtful, longest_plain=longest_plain
    )
    return replace(found, is_mixed={".", ","} <= signs)


def _tell(text: str) -> tuple[str | None, str | None, str | None] | None:
    """(decimal, thousands, doubtful separator) that one text shows; None when it is no number."""
    scientific = SCIENTIFIC.match(text)
    if scientific:
        return next((mark for mark in ".," if mark in text), None), None, None
    grouped = GROUPED.match(text)
    if grouped:
        separator, decimal = grouped[1], grouped[2]
        once = text.count(separator) == 1
        if separator in ".," and once and not decimal:
            zero = text.lstrip("+-").startswith("0")
            return (separator, None, None) if zero else (None, None, separator)
        return (None if decimal == separator else decimal), separator, None
    if DECIMAL.match(text):
        return next(mark for mark in ".," if mark in text), None, None
    return None


def _settle(
    *, decimal: str | None, thousands: str | None, doubtful: dict[str, list[str]],
    longest_plain: int,
) -> FormEvidence:  # fmt: skip
    """One doubtful separator may be explained by what the column is sure of."""
    for separator, texts in doubtful.items():
        if separator in {decimal, thousands}:
            continue
        if decimal and thousands is None:
            thousands = separator
        elif thousands and decimal is None:
            decimal = separator
        elif decimal is None and thousands is None:
            as_text = any(text.endswith("0") for text in texts)
            return FormEvidence(
                ambiguous=separator, grouped=longest_plain <= 3, as_text=as_text
            )  # fmt: skip
    return FormEvidence(decimal=decimal, thousands=thousands)


def settle_form(
    evidence: FormEvidence, *, file_decimal: str | None, delimiter: str | None, native: bool
) -> NumberForm:
    """The column's form, with the rest of the file's help where the column alone cannot tell.

    file_decimal  what the file's other columns use
    """
    separator = evidence.ambiguous
    if separator is None:
        # The dots are then the workbook's own numbers; somebody wrote the others as text.
        is_both = native and evidence.is_mixed and evidence.thousands in {None, " "}
        decimal = "," if is_both else evidence.decimal
        return NumberForm(decimal=decimal, thousands=evidence.thousands, native=native)
    if native and separator == "." and not (evidence.as_text and evidence.grouped):
        return NumberForm(decimal=".", native=True)
    if file_decimal is not None and (file_decimal == separator or not evidence.grouped):
        return NumberForm(decimal=separator, native=native)
    if file_decimal is not None:
        return NumberForm(decimal=file_decimal, thousands=separator, native=native)
    english = separator == "," and delimiter == ","
    if evidence.grouped and (separator == "." or english):
        return NumberForm(thousands=separator, native=native, is_doubtful=True)
    return NumberForm(decimal=separator, native=native, is_doubtful=evidence.grouped)


def parse_number(text: str, *, form: NumberForm) -> float | None:
    """The number, or None when the text is not one in this form."""
    dot_is_decimal = form.decimal == "." or (form.native and form.thousands != ".")
    if SIMPLE.match(text) and (dot_is_decimal or "." not in text):
        return float(text)
    text = normal_number(text)
    if LEADING_ZERO.match(text):
        return None
    if PLAIN.match(text):
        return float(text)
    if SCIENTIFIC.match(text):
        return _to_float(text.replace(",", "."))
    grouped = GROUPED.match(text)
    if grouped and grouped[1] in {form.thousands, " "}:
        text = text.replace(grouped[1], "")
    return _parse_decimal(text, decimal=form.decimal)


def _parse_decimal(text: str, *, decimal: str | None) -> float | None:
    """Digits with at most one decimal sign, which must be the column's."""
    other = {".": ",", ",": "."}.get(decimal or "")
    if (other and other in text) or (decimal is None and re.search("[.,]", text)):
        return None
    return _to_float(text.replace(decimal, ".") if decimal else text)


def _to_float(text: str) -> float | None:
    if not FLOAT.match(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def parse_numbers(texts: Iterable[str], *, form: NumberForm) -> dict[str, float]:
    """Distinct text -> number, for those that are numbers. A trailing "p" (preliminary) is let be."""
    found = {}
    for text in texts:
        value = parse_number(text, form=form)
        if value is None and text[:1].isdigit() and is_preliminary_number(text):
            value = parse_number(PRELIMINARY.sub("", text), form=form)
        if value is not None:
            found[text] = value
    return found


def is_preliminary_number(text: str) -> bool:
    """ "1 416 p", "1 416 (prel.)"."""
    return text[:1].isdigit() and PRELIMINARY.search(text) is not None


def is_mangled_date(text: str) -> bool:
    """Whether the text looks like a number that a spreadsheet took for a date."""
    return MANGLED.match(normal_number(text)) is not None
