"""Ten years of months for small installations."""

from __future__ import annotations

from datetime import date

import numpy as np

from tests.pages.small_store import KOMMUN, observation

FIRST_YEAR, MONTHS = 2016, 129


def months(
    measure: str, *, level: float, raised: float = 1.0, newest: int = 8, area: str = KOMMUN,
    seed: int = 1,
) -> list[dict[str, object]]:  # fmt: skip
    """Counts to September 2026 about a level; the newest months are ``raised`` times as many."""
    mean = np.full(MONTHS, float(level))
    mean[-newest:] *= raised
    counts = np.random.default_rng(seed).poisson(mean)
    return [
        {
            **observation(measure, area, float(count)),
            "period_start": _month(n), "period_end": _month(n + 1), "period_label": "månad",
        }
        for n, count in enumerate(counts)
    ]  # fmt: skip


def _month(number: int) -> date:
    return date(FIRST_YEAR + number // 12, number % 12 + 1, 1)


def raised_damage(times: float = 2.5) -> list[dict[str, object]]:
    """Damage has risen; thefts are as before, and burglaries too few to say."""
    return [
        *months("bra.skadegorelse", level=20, raised=times, seed=1),
        *months("bra.stoldbrott", level=30, seed=2),
        *months("bra.bostadsinbrott", level=0.3, seed=3),
    ]
