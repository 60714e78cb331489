"""Lämna data, step 4: a figure that is wrong in the file is put right here, and the reason kept."""

from __future__ import annotations

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.corrections import CellCorrection
from lagesbild.ingest.table import ColumnRole
from lagesbild.ui import intake
from lagesbild.ui.guard import PageContext
from lagesbild.ui.intake import Underway
from lagesbild.ui.render import as_label, show_error
from lagesbild.ui.text_form import text_form


def offer_correction(page: PageContext, underway: Underway) -> None:
    """A form for one cell; nothing where the file has no figures, or so many that not all are kept."""
    places = _value_columns(underway)
    prepared = underway.prepared
    if not places or prepared.long is None or prepared.staged is not None:
        return
    with (
        st.expander("Rätta en siffra som är fel i filen", icon=":material/edit_note:", key="ratta"),
        text_form("rattelse") as form,
    ):
        st.markdown(
            "Bäst är att rätta i din egen fil och lämna den igen. Går det inte kan du rätta här: cellen "
            "sparas som den står, med det rätta och skälet bredvid."
        )
        place = st.selectbox(
            "Kolumn", places, key="ratta-kolumn", filter_mode="contains",
            format_func=lambda one: as_label(" – ".join(part for part in one if part)),
        )  # fmt: skip
        row = st.number_input("Rad i filen", min_value=1, step=1, key="ratta-rad")
        right = form.line(
            "Det rätta", key="ratta-till", placeholder="tomt om det rätta inte är känt"
        )
        reason = form.line("Skäl", key="ratta-skal", placeholder="vem som har sagt det, och varför")
        if not form.submit("Rätta", icon=":material/check:"):
            return
        if not reason:
            st.warning("Skriv ett skäl. Utan det går rättelsen inte att förstå i efterhand.")
            return
        sheet, column = place
        cell = CellCorrection(
            sheet=sheet, row=int(row), column=column, right=right or None,
            reason=reason,
        )  # fmt: skip
        try:
            intake.say_of_cell(page, underway, cell=cell)
        except LagesbildError as error:
            show_error(error)
            return
        st.rerun()


def _value_columns(underway: Underway) -> list[tuple[str, str]]:
    """Sheet and heading of every column of figures."""
    understood = underway.prepared.understood
    tables = understood.tables if understood else ()
    return [
        (table.sheet, column.name)
        for table in tables
        for column in table.columns
        if column.role is ColumnRole.VALUE
    ]
