"""What several integration tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lagesbild.ui.context import Context, make_example, open_context


@pytest.fixture(scope="session")
def example_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """An installation with the example data of all of Sweden. Nobody may change it."""
    from datetime import date

    context = open_context(tmp_path_factory.mktemp("exempel"))
    make_example(context, today=date(2026, 11, 21))
    yield context
    context.store.close()
