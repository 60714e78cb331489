"""The installation's store for as long as one command runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lagesbild.ui.context import Context


@contextmanager
def opened_context() -> Iterator[Context]:
    """Opened and closed again, so that the next program finds the database free.

    raises  SetupError DB-001 when another program has it open
    """
    from lagesbild.commands.output import print_faults
    from lagesbild.ui.context import open_context

    context = open_context()
    try:
        print_faults(one.fault for one in context.interrupted)
        yield context
    finally:
        context.store.close()
