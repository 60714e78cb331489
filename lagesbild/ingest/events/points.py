"""Where each event happened, whatever the columns are called and in whatever order they stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.geo.boundaries import DEGREES, METRES
from lagesbild.geo.points import degrees_to_metres, lies_near

NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
Metres = npt.NDArray[np.float64]
BESIDE_M = 2_000
"""So far outside the kommun's outline, which is drawn coarsely, a point may lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A row for each row of the list.

    east, north  metres in SWEREF 99 TM, NaN where there is no point
    impossible   rows with coordinates that are nowhere in Sweden
    """

    east: Metres
    north: Metres
    impossible: npt.NDArray[np.bool_]

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        return ~np.isnan(self.east)


def read_points(cells: Sequence[pd.Series[str]], *, rows: int) -> Points:
    """SWEREF 99 TM or WGS 84, told apart by size, as north and east are: a column called x is either.

    cells  the columns of coordinates: one with both, or a pair; of several pairs the one that gives most
    """
    if not cells:
        nowhere = np.full(rows, np.nan)
        return Points(east=nowhere, north=nowhere.copy(), impossible=np.zeros(rows, dtype=bool))
    if len(cells) == 1:
        return _settle(*_split(cells[0]))
    numbers = [_as_numbers(one) for one in cells]
    pairs = [_settle(one, other) for one, other in itertools.pairwise(numbers)]
    return max(pairs, key=lambda one: int(one.known.sum()))


def _as_numbers(cells: pd.Series[str]) -> Metres:
    """Decimal comma or point, spaces between thousands."""
    plain = cells.str.replace(r"[\s\u00a0\u202f]", "", regex=True).str.replace(
        ",", ".", regex=False
    )
    return pd.to_numeric(plain, errors="coerce").to_numpy(dtype=float)


def _split(cells: pd.Series[str]) -> tuple[Metres, Metres]:
    """ "POINT (15.66 62.52)", "62.52, 15.66", "6920100; 520300"."""
    places, distinct = pd.factorize(cells)
    found = np.full((len(distinct), 2), np.nan)
    for place, text in enumerate(distinct):
        numbers = NUMBER.findall(str(text))
        if len(numbers) == 2:
            found[place] = [float(one.replace(",", ".")) for one in numbers]
    return found[places, 0], found[places, 1]


def _settle(one: Metres, other: Metres) -> Points:
    west, south, east_end, north_end = METRES
    left, low, right, high = DEGREES
    east, north = np.full(len(one), np.nan), np.full(len(one), np.nan)
    for x, y in ((one, other), (other, one)):
        in_metres = (x >= west) & (x <= east_end) & (y >= south) & (y <= north_end)
        east[in_metres], north[in_metres] = x[in_metres], y[in_metres]
        in_degrees = (x >= left) & (x <= right) & (y >= low) & (y <= high)
        if in_degrees.any():
            east[in_degrees], north[in_degrees] = degrees_to_metres(
                x[in_degrees], latitude=y[in_degrees]
            )
    said = ~(np.isnan(one) & np.isnan(other))
    return Points(east=east, north=north, impossible=said & np.isnan(east))


def find_outside(points: Points, *, kommun: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Points that are not in the kommun that the row is about.

    kommun  code of each row, None where it is not known: then nothing is asked
    """
    outside = np.zeros(len(kommun), dtype=bool)
    for code in {one for one in kommun if one}:
        rows = np.flatnonzero(points.known & (kommun == code))
        if len(rows):
            near = lies_near(
                points.east[rows], north=points.north[rows], kommun_code=code, within_m=BESIDE_M
            )
            outside[rows[~near]] = True
    return outside
