"""Datakällor: known errors in the sources' figures, and where they were put right."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lagesbild.analysis.corrections import CorrectionLine, CorrectionList
from lagesbild.ui.render import plain


def show_corrections(answer: CorrectionList) -> None:
    """First what has been done, then what is known."""
    st.markdown(f"**{plain(answer.sentence)}**")
    _show(answer.made, title="Rättade siffror", alt="Siffror som rättats när filer lästs")
    _show(answer.known, title="Kända fel", alt="Kända fel i källornas siffror")
    st.caption(
        "Kända fel skrivs i mappen data/corrections, en fil för varje källa. Cellen sparas också som den "
        "stod i filen."
    )


def _show(lines: Sequence[CorrectionLine], *, title: str, alt: str) -> None:
    if not lines:
        return
    st.subheader(title, anchor=False)
    rows = [
        {
            "Källa": one.source, "Mått": one.measure, "Område": one.area, "Period": one.period,
            "Skäl": one.reason, "Läge": one.status, **({"Var": one.where} if one.where else {}),
        }
        for one in lines
    ]  # fmt: skip
    st.table(pd.DataFrame(rows).map(plain), hide_index=True, border="horizontal", alt=alt)
