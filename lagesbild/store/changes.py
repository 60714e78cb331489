"""Figure by figure, what a delivery would change of what is stored."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.store.connection import Cursor, Store, sql
from lagesbild.store.staging import StagedFigures, shown_as_incoming


def list_changes(
    store: Store, *, observations: pd.DataFrame, kommun_code: str | None, most: int
) -> pd.DataFrame:
    """Figures that would change, the largest change first, and then those that the file lacks.

    observations  as for add_delivery
    returns       is_gone, measure, area_code, period_label, breakdown, value_before, status_before,
                  delivered_by, value_after, status_after, source_sheet, source_row, and made_final:
                  in every row, how many preliminary figures would become final
    """
    cursor = store.cursor()
    cursor.register("incoming", observations)
    found = _list(cursor, kommun_code=kommun_code, most=most)
    cursor.unregister("incoming")
    return found


def list_staged_changes(
    store: Store, *, figures: StagedFigures, kommun_code: str | None, most: int
) -> pd.DataFrame:
    """As list_changes, for a delivery too large for a frame."""
    cursor = store.cursor()
    with shown_as_incoming(cursor, figures=figures):
        return _list(cursor, kommun_code=kommun_code, most=most)


def _list(cursor: Cursor, *, kommun_code: str | None, most: int) -> pd.DataFrame:
    codes = [STATUS_CODES[Status.PRELIMINARY], STATUS_CODES[Status.VALUE]]
    return cursor.execute(sql("list_changes"), [kommun_code, *codes, most]).df()
