"""Receipts to take home: of the delivery just made, and of those that were stored before."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from lagesbild.ingest.kept_receipts import KeptReceipt, read_kept_receipt
from lagesbild.ingest.receipt import Receipt, receipt_paper
from lagesbild.report.receipt_pdf import receipt_pdf
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label

if TYPE_CHECKING:
    from lagesbild.analysis.holdings import Holdings

PDF = "application/pdf"


def offer_receipt(
    page: PageContext, receipt: Receipt, *, key: str, delivered_by: str = "", on: date | None = None
) -> None:
    """The receipt as a document, made when someone asks for it.

    delivered_by, on  of a stored delivery; otherwise the visitor, today
    """
    source = page.inquiry.catalog.sources.get(receipt.source)
    paper = receipt_paper(
        receipt, source_name=source.name if source else "",
        delivered_by=delivered_by or page.person.name, delivered_on=on or page.inquiry.today,
    )  # fmt: skip
    offer_file(
        "kvitto-pdf", "Ladda ner kvittot (PDF)", data=lambda: receipt_pdf(paper), mime=PDF,
        file_name=receipt_name(receipt), key=key, icon=":material/picture_as_pdf:",
    )  # fmt: skip


def choose_receipt(page: PageContext, *, holdings: Holdings) -> None:
    """A stored delivery's receipt, for the one that is chosen."""
    names = {
        one.delivery_id: as_label(f"{one.delivery_id}: {one.file_name} ({one.source_id})")
        for one in holdings.deliveries
        if not one.is_example
    }
    if not names:
        return
    with st.expander("Hämta ett kvitto", icon=":material/receipt_long:"):
        chosen = st.selectbox(
            "Vilken leverans gäller det?", list(names), format_func=lambda number: names[number],
            key="kvitto-vilket",
        )  # fmt: skip
        offer_kept(page, delivery_id=chosen, key="kvitto-sparat")


def offer_kept(page: PageContext, *, delivery_id: int, key: str) -> KeptReceipt | None:
    """The receipt of a stored delivery as a document; what it says is given back."""
    kept = read_kept_receipt(delivery_id, store=page.context.store, person=page.person)
    if kept is None:
        st.caption(
            "Leveransen har inget kvitto sparat, eller så är det bara för den som lämnar data."
        )
        return None
    who = page.context.name_of(kept.delivered_by, reader=page.person)
    offer_receipt(page, kept.receipt, key=key, delivered_by=who, on=kept.received_on)
    return kept


def receipt_name(receipt: Receipt) -> str:
    """What the document is called."""
    stem = PurePath(receipt.file).stem.strip("()") or "fil"
    number = f"-{receipt.delivery_id}" if receipt.delivery_id is not None else ""
    return f"kvitto{number}-{stem}.pdf"
