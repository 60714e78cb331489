"""Many cases of the same kind: some in the ordinary run, all of them in `make thorough`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest

EVERYTHING = bool(os.environ.get("PROV_ALLT"))

only_thorough = pytest.mark.skipif(
    not EVERYTHING, reason="takes a minute: PROV_ALLT=1, make thorough"
)


def some(cases: Iterable[Any], *, ordinarily: int) -> list[Any]:
    """As many of them as the ordinary run has time for, spread over the whole list; else all."""
    found = list(cases)
    if EVERYTHING or len(found) <= ordinarily:
        return found
    return [found[place * len(found) // ordinarily] for place in range(ordinarily)]
