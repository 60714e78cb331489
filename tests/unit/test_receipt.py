"""Receipts: the document scripts read, the words people read, and the codes behind both."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lagesbild.ingest.checks import is_warning
from lagesbild.ingest.faults import (
    FAULT_KINDS,
    ROWS_SHOWN,
    count_in_words,
    make_fault,
    rows_in_words,
    shorten,
)  # fmt: skip
from lagesbild.ingest.receipt import (
    Receipt,
    ReceiptStatus,
    count_by_code,
    receipt_document,
    receipt_in_words,
    receipt_json,
)  # fmt: skip

ROOT = Path(__file__).resolve().parents[2]


def receipt(**more) -> Receipt:
    return Receipt(source="bra", file="fil.csv", sha256="ab" * 32, **more)


def duplicate(rows) -> object:
    return make_fault("IN-014", rows=rows, column="Antal", count="12 rader")


def test_a_message_names_a_handful_of_rows_and_holds_them_all() -> None:
    fault = duplicate([31, 14, 15, 77, 78, 79, 80, 14])
    assert fault.rows == (14, 15, 31, 77, 78, 79, 80)
    assert fault.row == 14
    assert "rad 14, 15, 31, 77, 78 …" in fault.message
    assert "79" not in fault.message
    assert "kolumn Antal" in fault.message


def test_few_rows_are_all_named() -> None:
    assert rows_in_words((3, 4)) == "3, 4"
    assert rows_in_words(tuple(range(1, ROWS_SHOWN + 1))).endswith("5")


def test_numbers_and_nouns() -> None:
    assert count_in_words(1, one="En rad", many="rader") == "En rad"
    assert count_in_words(12345, one="En rad", many="rader") == "12\u00a0345 rader"


def test_long_headings_are_cut() -> None:
    assert len(shorten("ord " * 100)) <= 80
    assert shorten("två\n rader") == "två rader"


def test_document_keeps_every_row_and_the_contracts_keys() -> None:
    document = receipt_document(receipt(faults=(duplicate([2, 3]),)))
    [fault] = document["faults"]
    assert list(fault)[:6] == ["code", "sheet", "row", "column", "message", "remedy"]
    assert fault["rows"] == [2, 3]
    assert json.loads(receipt_json(receipt())) == receipt_document(receipt())


def test_codes_are_counted() -> None:
    faults = (duplicate([2]), duplicate([3]), make_fault("IN-004"))
    assert count_by_code(faults) == [("IN-004", "Period saknas", 1), ("IN-014", "Dubbletter", 2)]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (None, "Så blir leveransen"),
        (ReceiptStatus.STORED, "Kvitto: leveransen är sparad"),
        (ReceiptStatus.REFUSED, "Ingenting har sparats"),
        (ReceiptStatus.ALREADY_STORED, "Ingenting nytt har sparats"),
    ],
)
def test_words_for_each_outcome(status, words: str) -> None:
    text = receipt_in_words(receipt(status=status, delivery_id=4), source_name="Brå")
    assert words in text
    assert "Källa: Brå" in text


def test_words_group_faults_and_say_what_to_do() -> None:
    text = receipt_in_words(receipt().refused((duplicate([2]), duplicate([3]))))
    assert "- Dubbletter: 2 (IN-014)" in text
    assert text.count("Gör så här: Ta bort dubbletterna") == 2


def test_warnings_are_told_from_faults_by_their_code() -> None:
    assert is_warning(make_fault("IN-107", kommun="Ånge", names="A, B"))
    assert not is_warning(duplicate([2]))


def test_every_code_is_explained_with_its_title() -> None:
    text = (ROOT / "docs" / "felkoder.md").read_text(encoding="utf-8")
    for kind in FAULT_KINDS.values():
        assert f"| {kind.code} | {kind.title} |" in text


def test_every_kind_says_what_to_do_and_fills_its_own_gaps() -> None:
    for kind in FAULT_KINDS.values():
        gaps = set(re.findall(r"\{(\w+)\}", kind.message + kind.remedy))
        fault = make_fault(kind.code, **dict.fromkeys(gaps, "x"))
        assert fault.message
        assert fault.remedy.endswith((".", "x", ":")) or fault.remedy
        assert "{" not in fault.message + fault.remedy
