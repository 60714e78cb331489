"""A measure that counts another one too is not a second signal when the other explains it.

All events fall when damage falls, since damage is counted among them. What is left without the part decides
how much the whole stands out by itself, and the reader is told which part it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.monthly import MonthlySeries
from lagesbild.domain.indicator import Measure
from lagesbild.stats.signals import Signals as Found
from lagesbild.stats.signals import find_signals

MOST_LEFT = 0.9
"""Of the strength without the part; with more of it left, the part explains nothing."""


def own_strengths(
    series: MonthlySeries, found: Found, called: Sequence[int], *, first: NDArray[np.int64],
    measures: Mapping[str, Measure],
) -> dict[int, tuple[float, str]]:  # fmt: skip
    """For rows whose change is also seen in a part of them: the strength that is left, and the part's name.

    called  rows of the signals; a part counts when it is one of them in the same place and direction
    """
    parts = {n: _parts_of(n, series, found, called, measures=measures) for n in called}
    wholes = [n for n, own in parts.items() if own]
    if not wholes:
        return {}
    rest = np.array([series.counts[n] - _sum_of(series, parts[n]) for n in wholes])
    alone = find_signals(np.maximum(rest, 0.0), first=first[wholes])
    kept = {}
    for at, n in enumerate(wholes):
        own, left = float(found.strength[n]), float(np.nan_to_num(alone.strength[at]))
        lead = max(parts[n], key=lambda part: abs(found.strength[part]))
        less = min(abs(own), max(left * np.sign(own), 0.0))
        if less < MOST_LEFT * abs(own):
            kept[n] = (float(np.copysign(less, own)), series.indicators[lead].name)
    return kept


def _parts_of(
    whole: int, series: MonthlySeries, found: Found, called: Sequence[int], *,
    measures: Mapping[str, Measure],
) -> list[int]:  # fmt: skip
    return [
        n for n in called
        if series.areas[n] == series.areas[whole] and found.strength[n] * found.strength[whole] > 0
        and _is_part(series.indicators[n].leading_measure, series.indicators[whole].leading_measure, measures)
    ]  # fmt: skip


def _is_part(part: str, whole: str, measures: Mapping[str, Measure]) -> bool:
    """Directly or by steps: burglary is part of theft, and theft of all crimes."""
    summed = measures[whole].sum_of if whole in measures else ()
    above = measures[part].part_of if part in measures else ""
    return part in summed or above == whole or (bool(above) and _is_part(above, whole, measures))


def _sum_of(series: MonthlySeries, parts: Sequence[int]) -> NDArray[np.float64]:
    """Parts may overlap: the one with most events stands for them all."""
    counts = series.counts[list(parts)]
    most = int(np.argmax(np.nansum(counts, axis=1)))
    return np.asarray(counts[most], dtype=float)
