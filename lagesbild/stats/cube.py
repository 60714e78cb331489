"""Counts that add up along three axes, with what is known of each: what disclosure control works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

Signed = tuple[tuple[int, int], ...]
"""Places along an axis that change together, each with +1 or -1."""

CLOSE = 1e-9
"""Numbers this near are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """Counts and what is known of them; every array but those of the axes is (areas, periods, groups).

    values       NaN where there is no cell or no number
    exists       True where there is a cell, also one whose number is not known
    withheld     cells whose number the source keeps to itself: readers know as little of them as we
    room         how far the count may rise before it is impossible; inf where nothing limits it
    floor        what every reader knows that the count does not go below; -inf for a balance
    need_up      what a reader must believe the hidden count could be more, 0 where it is not small
    need_down    likewise less
    small        cells that the rule itself hides
    hidden       cells that were hidden before
    told         cells whose present number was shown before, and cannot be taken back
    kept         (areas, half-years, groups) half-years whose sums were shown before
    weight       what it costs to hide a cell
    area_parent, time_parent   (n,) the place that a place is part of, -1 for none
    area_division              (n,) which way of dividing the parent it belongs to
    half         (periods,) number of the half-year that a month lies in, -1 for other periods
    keys         (groups, k) value of each breakdown, 0 for its total
    lowest_half  a half-year's sum below this is never shown
    last_key_is_common  whether sums along the last key hold for all areas or none (measures that
                 are the sum of others), not for each area by itself
    wish_room, wish_floor   tighter than room and floor, and kept to where a cell can be protected so
    """

    values: Floats
    exists: Bools
    withheld: Bools
    room: Floats
    floor: Floats
    need_up: Floats
    need_down: Floats
    small: Bools
    hidden: Bools
    told: Bools
    kept: Bools
    weight: Floats
    area_parent: Ints
    area_division: Ints
    time_parent: Ints
    half: Ints
    keys: Ints
    lowest_half: float = 0.0
    last_key_is_common: bool = False
    wish_room: Floats | None = None
    wish_floor: Floats | None = None
