"""Kommungrupper in the store: whole lists, each with the delivery that brought it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lagesbild.domain.geography import KommunGroup
from lagesbild.store.connection import Cursor, Store, increase_data_version, sql


def add_groups_within(cursor: Cursor, groups: Sequence[KommunGroup], *, delivery_id: int) -> None:
    """The groups of one list, inside a transaction that the caller holds."""
    rows = [
        (delivery_id, kommun, one.code, one.name, one.list_name)
        for one in groups
        for kommun in one.codes
    ]
    if rows:
        cursor.append(
            "kommun_group",
            pd.DataFrame(rows, columns=["delivery_id", "kommun", "code", "name", "list_name"]),
        )
        increase_data_version(cursor)


def list_kommun_groups(store: Store) -> list[KommunGroup]:
    """Every group of every list that has not been recalled, those of the newest list first.

    The first group that holds a kommun is the one that counts: a list of some kommuner leaves the
    others in the older one, whole as it was.
    """
    rows = store.cursor().execute(sql("list_kommun_groups")).fetchall()
    return [
        KommunGroup(
            code=code, name=name, list_name=list_name, issued_on=issued_on, codes=tuple(kommuner)
        )
        for _, code, name, list_name, issued_on, kommuner in rows
    ]
