"""Small stores of known figures, and somebody in Ånge who asks them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

import pandas as pd

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import Area
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import NewDelivery, add_delivery

ANGE = "2260"
ASKER = Person(id="k", name="K", role=Role.SAMORDNARE, kommun_code=ANGE)
TODAY = date(2026, 11, 21)


@cache
def catalog() -> Catalog:
    return load_catalog(DATA / "catalog")


@cache
def areas() -> tuple[Area, ...]:
    """Sweden, its counties and kommuner."""
    return tuple(load_areas(DATA / "reference" / "areas.csv"))


def figure(
    measure: str, code: str, value: float | None, *, start: pd.Timestamp | None = None,
    months: int = 12, **changes: object,
) -> dict[str, object]:  # fmt: skip
    """One undivided figure as the store wants it; of the year 2025 when nothing else is said."""
    begins = start if start is not None else pd.Timestamp(2025, 1, 1)
    return {
        "measure": measure, "area_code": code, "period_start": begins,
        "period_end": begins + pd.DateOffset(months=months), "period_label": str(begins.year),
        "breakdown": "{}", "is_total": True, "value": value, "status": STATUS_CODES[Status.VALUE],
        "raw": None, "source_sheet": "blad", "source_row": 2, "source_column": "Antal", **changes,
    }  # fmt: skip


def asked_of(rows: Sequence[dict[str, object]]) -> Inquiry:
    """The figures in a store of their own, delivered at once, and what somebody asks it with."""
    store = Store(None)
    add_areas(store, list(areas()))
    new = NewDelivery(
        source_id="bra", kommun_code=None, file_name="f.csv", sha256="0", delivered_by="p",
        issued_on=date(2026, 3, 1), rows_read=len(rows), receipt="{}", is_example=False,
    )  # fmt: skip
    add_delivery(store, new, observations=pd.DataFrame(list(rows)))
    return Inquiry(
        store=store, catalog=catalog(), areas={area.code: area for area in areas()}, person=ASKER,
        kommun_code=ANGE, today=TODAY,
    )  # fmt: skip
