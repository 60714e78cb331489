"""Lämna data: files to take home. Templates, the marked copy, and what the last run left unfinished."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

import streamlit as st

from lagesbild.domain.indicator import Source
from lagesbild.ingest.event_templates import event_template_workbook
from lagesbild.ingest.mapping_text import write_mapping
from lagesbild.ingest.marked import marked_workbook
from lagesbild.ingest.preparing import Prepared
from lagesbild.ingest.receipt import ReceiptStatus
from lagesbild.ingest.templates import template_csv, template_workbook
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_templates(page: PageContext, *, source: Source) -> None:
    """An empty file for the chosen source, made when someone asks for it."""
    areas = tuple(page.inquiry.areas.values())
    today = page.inquiry.today
    with st.container(horizontal=True):
        offer_file(
            "mall-excel", "Hämta mall (Excel)",
            data=lambda: template_workbook(source, areas=areas, today=today),
            file_name=f"mall-{source.id}.xlsx", mime=XLSX, key="mall-xlsx",
            icon=":material/table_view:",
        )  # fmt: skip
        offer_file(
            "mall-csv", "Hämta mall (CSV)",
            data=lambda: template_csv(source, areas=areas, today=today),
            file_name=f"mall-{source.id}.csv", mime="text/csv", key="mall-csv",
            icon=":material/description:",
        )  # fmt: skip
        if source.events:
            offer_file(
                "mall-excel", "Hämta mall för händelser (Excel)",
                data=lambda: event_template_workbook(source, areas=areas, today=today),
                file_name=f"mall-handelser-{source.id}.xlsx", mime=XLSX, key="mall-handelser",
                icon=":material/event_note:",
            )  # fmt: skip


def offer_marked(prepared: Prepared) -> None:
    """The provider's own file with every place marked, where there is something to mark."""
    receipt = prepared.receipt
    if receipt.status is ReceiptStatus.ALREADY_STORED or not (receipt.faults or receipt.warnings):
        return
    offer_file(
        "fil-med-fel", "Ladda ner din fil med felen markerade",
        data=lambda: marked_workbook(prepared),
        file_name=f"{PurePath(receipt.file).stem.strip('()') or 'fil'}-med-fel.xlsx", mime=XLSX,
        key="markerad",
    )  # fmt: skip


def offer_answers(prepared: Prepared) -> None:
    """All that has been said of the file, as the command line takes it. The days that a list of events
    covers belong to this file and not to the next."""
    said = replace(prepared.mapping, period=None) if prepared.events else prepared.mapping
    if said.is_empty:
        return
    offer_file(
        "svar-om-filen", "Ladda ner svaren om filen (TOML)",
        data=lambda: write_mapping(said),
        file_name=f"svar-{prepared.source.id}.toml", mime="application/toml", key="svar-toml",
    )  # fmt: skip


def show_interrupted(page: PageContext) -> None:
    """What was under way when the program stopped the last time, and what became of it. Another
    kommun's is not told."""
    for one in page.context.interrupted:
        if one.kommun_code not in {None, page.person.kommun_code}:
            continue
        fault = one.fault
        st.warning(
            plain(f"{fault.message} {fault.remedy} ({fault.code})"), icon=":material/power_off:"
        )
