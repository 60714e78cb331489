"""What several integration tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lagesbild.ui.context import Context, open_context
from tests.example import copy_example


@pytest.fixture(scope="session")
def example_context(
    example_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Context]:
    """An installation with the example data of all of Sweden. Nobody may change it."""
    context = open_context(copy_example(example_folder, to=tmp_path_factory.mktemp("exempel")))
    yield context
    context.store.close()
