"""What a laboratory wrote where it could not measure: "<2,5"."""

from __future__ import annotations

from datetime import date

from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.store.connection import Store, sql
from lagesbild.store.lookups import read_lookups
from lagesbild.store.observations import area_ids_of

Key = tuple[str, date, date, int]
"""Area code, first day, day after the last, delivery."""


def fetch_limits(store: Store, *, measure: str, kommun_code: str | None) -> dict[Key, str]:
    """The text of every undivided cell below the limit, for what the kommun may read."""
    look = read_lookups(store)
    held = [
        one for one in look.held if one.measure == measure and one.is_readable_for(kommun_code)
    ]  # fmt: skip
    if not held:
        return {}
    values = {
        "measure": held[0].measure_id, "status": STATUS_CODES[Status.BELOW_LIMIT],
        "areas": area_ids_of(look, codes=None, levels=None, kommun_code=kommun_code),
        "deliveries": sorted({one.delivery_id for one in held}),
    }  # fmt: skip
    rows = store.cursor().execute(sql("fetch_limits"), values).fetchall()
    return {
        (look.areas[area].code, start, end, delivery): raw
        for area, start, end, delivery, raw in rows
    }
