"""What the unit tests of the council's records share."""

from __future__ import annotations

import pytest

from lagesbild.store.connection import Store
from tests.drawn_figures import figures_are_what_plotly_writes  # noqa: F401


@pytest.fixture(scope="session")
def opened() -> Store:
    return Store(None)


@pytest.fixture
def store(opened: Store) -> Store:
    """Without records and publications: opening a database anew takes a tenth of a second."""
    with opened.transaction() as cursor:
        cursor.execute("DELETE FROM record")
        cursor.execute("DELETE FROM publication")
    return opened
