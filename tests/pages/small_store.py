"""Figures for small installations, and what a visitor reads."""

from __future__ import annotations

from datetime import date

import pandas as pd
from streamlit.testing.v1 import AppTest

from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery
from lagesbild.ui import cache

KOMMUN, LAN, RIKET = "2260", "22", "0000"
PEOPLE = {KOMMUN: 9000, LAN: 244000, RIKET: 10500000}


def observation(
    measure: str, area: str, value: float | None, *, year: int = 2025,
    status: Status = Status.VALUE, breakdown: str = "{}",
) -> dict[str, object]:  # fmt: skip
    """One yearly figure."""
    return {
        "measure": measure, "area_code": area, "period_start": date(year, 1, 1),
        "period_end": date(year + 1, 1, 1), "period_label": str(year), "breakdown": breakdown,
        "is_total": breakdown == "{}", "value": value, "status": STATUS_CODES[status], "raw": None,
        "source_sheet": None, "source_row": 1, "source_column": None,
    }  # fmt: skip


def deliver(
    rows: list[dict[str, object]], *, source: str = "bra", is_example: bool = False
) -> None:
    """Store figures as a delivery would."""
    add_delivery(
        cache.context().store,
        NewDelivery(
            source_id=source, kommun_code=None, file_name="prov.csv", sha256=str(len(rows)),
            delivered_by="prov", issued_on=date(2026, 3, 1), rows_read=len(rows), receipt="{}",
            is_example=is_example,
        ),
        observations=pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)),
    )  # fmt: skip


def people(years: range = range(2019, 2026)) -> list[dict[str, object]]:
    return [
        observation("scb.folkmangd", code, number, year=year)
        for code, number in PEOPLE.items()
        for year in years
    ]


def violence(counts: dict[int, float], *, code: str = KOMMUN) -> list[dict[str, object]]:
    return [
        observation("bra.anmalda_valdsbrott", code, count, year=year)
        for year, count in counts.items()
    ]


def words(app: AppTest) -> str:
    """Everything a visitor reads, without the signs that keep Markdown away."""
    parts = [
        *app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.error,
        *app.warning, *app.info,
    ]  # fmt: skip
    text = "\n".join([*(str(one.value) for one in parts), *(str(one.value) for one in app.html)])
    return text.replace("\\", "").replace("\u00a0", " ")
