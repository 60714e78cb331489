"""The example row of a template: shows how to fill it in, and is never read as a figure."""

from __future__ import annotations

EXAMPLE_MARK = "Exempel:"


def is_example(text: str) -> bool:
    """Whether a cell for the area says that its row is only an example."""
    return text.strip().casefold().startswith(EXAMPLE_MARK.casefold())
