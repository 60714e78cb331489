"""Figure by figure, what a delivery would change of what is stored."""

from __future__ import annotations

import pandas as pd

from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.store.connection import Store, sql


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
    codes = [STATUS_CODES[Status.PRELIMINARY], STATUS_CODES[Status.VALUE]]
    found = cursor.execute(sql("list_changes"), [kommun_code, *codes, most]).df()
    cursor.unregister("incoming")
    return found
