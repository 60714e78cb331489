"""The smallest places that a series is drawn for, and how they add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lagesbild.sample.people import Country
from lagesbild.sample.seed import fixed_normals


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Ånge's parts: example sub-areas or schools, with their part of the kommun.

    centre  0 in the countryside, 1 in the main place
    """

    codes: tuple[str, ...]
    weights: tuple[float, ...]
    centre: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """All kommuner, Ånge cut in its parts where the measure is known there.

    parts  codes of Ånge's parts, which are the last cells; empty when Ånge is one cell
    """

    country: Country
    kommun_of: np.ndarray
    weight: np.ndarray
    centre: np.ndarray
    strain: np.ndarray
    parts: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        whole = len(self.kommun_of) - len(self.parts)
        return (*(self.country.kommuner[k] for k in self.kommun_of[:whole]), *self.parts)

    @property
    def area_codes(self) -> tuple[str, ...]:
        """The rows that ``add_up`` returns: riket, län, kommuner, Ånge's parts."""
        return (*self.country.area_codes, *self.parts)

    @property
    def is_home(self) -> np.ndarray:
        home = self.country.home
        return self.kommun_of == (-1 if home is None else home)

    def add_up(self, cells: np.ndarray) -> np.ndarray:
        """Counts of the cells -> counts of every area."""
        kommuner = np.zeros((len(self.country.kommuner), *cells.shape[1:]), dtype=cells.dtype)
        np.add.at(kommuner, self.kommun_of, cells)
        own = cells[len(cells) - len(self.parts) :]
        return np.concatenate([self.country.with_sums(kommuner), own])

    def people_in(self, years: np.ndarray) -> np.ndarray:
        """Whole people, cell by period; the parts add up to the kommun."""
        kommuner = self.country.population_in(years)
        cells = kommuner[self.kommun_of].copy()
        if self.parts:
            edges = np.concatenate([[0.0], np.cumsum(self.weight[-len(self.parts) :])])
            own = kommuner[self.country.home]
            cells[-len(self.parts) :] = np.diff(np.rint(edges[:, None] * own), axis=0)
        return cells


def build_cells(country: Country, *, split: Split | None) -> Cells:
    """Cells for a measure; split None when the kommun is the smallest area."""
    everyone = np.arange(len(country.kommuner))
    if split is None or country.home is None:
        return _cells(country, kommun_of=everyone, split=None)
    others = everyone[everyone != country.home]
    homes = np.full(len(split.codes), country.home)
    return _cells(country, kommun_of=np.concatenate([others, homes]), split=split)


def _cells(country: Country, *, kommun_of: np.ndarray, split: Split | None) -> Cells:
    whole = len(kommun_of) - (len(split.codes) if split else 0)
    strain = country.strain[kommun_of]
    if split:
        strain[whole:] += 0.5 * fixed_normals(split.codes, name="belastning")
    return Cells(
        country=country, kommun_of=kommun_of,
        weight=_after_ones(whole, split.weights if split else ()),
        centre=np.concatenate([np.full(whole, 0.5), split.centre if split else ()]),
        strain=strain, parts=split.codes if split else (),
    )  # fmt: skip


def _after_ones(whole: int, weights: Sequence[float]) -> np.ndarray:
    parts = np.array(weights, dtype=float)
    return np.concatenate([np.ones(whole), parts / parts.sum() if len(parts) else parts])
