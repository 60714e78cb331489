"""A receipt as PDF: tagged, in Swedish, and refused by the writer itself when it is not accessible."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from lagesbild.domain.receipt_paper import ReceiptPaper

TEMPLATE = Path(__file__).with_name("receipt.typ")


def receipt_pdf(paper: ReceiptPaper) -> bytes:
    """The receipt as a PDF/UA-1 document of one or two pages."""
    import typst

    document = typst.compile(
        str(TEMPLATE), format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
        sys_inputs={"receipt": json.dumps(asdict(paper), ensure_ascii=False)},
    )  # fmt: skip
    return bytes(document)
