"""The receipt on paper: what it says, that nothing in it is markup, and that it is accessible."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import asdict
from datetime import date

import pytest

from lagesbild.domain.receipt_paper import ReceiptPaper
from lagesbild.ingest.faults import make_fault
from lagesbild.ingest.receipt import (
    REMARKS_ON_PAPER,
    AreaCount,
    Receipt,
    ReceiptStatus,
    receipt_from_json,
    receipt_json,
    receipt_paper,
)
from lagesbild.report.receipt_pdf import TEMPLATE, receipt_pdf

TEXT = make_fault("IN-008", sheet="Blad #1", rows=[14, 15], column="*Antal* [x]", count="2 celler")
YEARS = make_fault("IN-010", rows=[9], column="År", count="En rad", period="2031")
STORED = Receipt(
    source="kommun", file="maj_$2026 [slutlig].xlsx", sha256="ab" * 32, delivery_id=7,
    status=ReceiptStatus.STORED, rows_read=752, observations_stored=1504, new=290, changed=12,
    unchanged=1202, gone=3, indicators=("vaktarrapporter",), warnings=(YEARS,),
)  # fmt: skip
REFUSED = Receipt(source="kommun", file="maj.xlsx", sha256="cd" * 32, rows_read=752).refused(
    (*[TEXT] * 40, YEARS)
)


def paper(receipt: Receipt) -> ReceiptPaper:
    return receipt_paper(
        receipt, source_name="Kommunens egna", delivered_by="Anna Åberg",
        delivered_on=date(2026, 11, 21),
    )  # fmt: skip


def objects(pdf: bytes) -> bytes:
    """All of the document, with its packed parts unpacked."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_the_paper_says_who_what_and_when() -> None:
    said = paper(STORED)
    assert said.title == "Kvitto: leveransen är sparad"
    assert dict(said.facts) == {
        "Leverans": "7", "Källa": "Kommunens egna", "Fil": "maj_$2026 [slutlig].xlsx",
        "Dag": "2026-11-21", "Lämnad av": "Anna Åberg", "Kontrollsumma": "abababababab",
    }  # fmt: skip
    assert any("290 nya, 12 ändrade" in line for line in said.outcome)
    (warning,) = said.warnings
    assert (warning.where, warning.code) == ("Rad 9, kolumn År", "IN-010")
    assert warning.what.endswith("(2031).")
    assert warning.remedy.startswith("Kontrollera årtalen")


def test_every_kind_of_fault_is_on_the_paper_and_the_rest_is_counted() -> None:
    said = paper(REFUSED)
    assert len(said.faults) == REMARKS_ON_PAPER
    assert {one.code for one in said.faults} == {"IN-008", "IN-010"}
    assert said.left_out == (41 - REMARKS_ON_PAPER, 0)
    assert said.faults[0].where == "Blad Blad #1, rad 14, 15, kolumn *Antal* [x]"


@pytest.mark.parametrize("receipt", [STORED, REFUSED], ids=["stored", "refused"])
def test_the_document_is_tagged_swedish_and_short(receipt) -> None:
    whole = objects(receipt_pdf(paper(receipt)))
    assert whole.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang(sv-SE)", b"pdfuaid"):
        assert mark in whole, mark
    pages = len(re.findall(rb"/Type\s*/Page\b", whole))
    assert 1 <= pages <= 2
    assert b"/Table" in whole
    assert b"/TH" in whole


def test_what_a_file_is_called_is_never_markup() -> None:
    import typst

    told = json.dumps(asdict(paper(STORED)), ensure_ascii=False)
    # In the template's own language: were the texts markup, the brackets and signs would be gone.
    found = json.loads(
        typst.query(
            str(TEMPLATE), "heading", sys_inputs={"receipt": told.replace("Kvitto", "#K [x] $y$")}
        )
    )
    assert found[0]["body"]["text"].startswith("#K [x] $y$")


@pytest.mark.parametrize(
    "receipt",
    [
        STORED, REFUSED,
        Receipt(source="scb", file="a.gpkg", sha256="x", boundaries=(
            AreaCount(kommun_code="2260", kommun_name="Ånge", areas=3, new=1),
        )),
    ],
    ids=["stored", "refused", "boundaries"],
)  # fmt: skip
def test_a_kept_receipt_reads_back_the_same(receipt) -> None:
    assert receipt_from_json(receipt_json(receipt)) == receipt


@pytest.mark.parametrize("text", [None, "", "{}"])
def test_example_data_has_no_receipt(text) -> None:
    assert receipt_from_json(text) is None
