"""An invented Sweden: how many live where, and how kommuner differ."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lagesbild.domain.geography import RIKET_CODE, Area, AreaLevel
from lagesbild.sample.seed import fixed_normals

POPULATION_YEARS = tuple(range(2015, 2026))
HOME = "2260"


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """The kommuner in order of code, and what every series has in common.

    lan_of      index of each kommun's län
    population  kommun x POPULATION_YEARS
    urban       -1 in the smallest kommuner, about 1.7 in Stockholm
    strain      standard normal: kommuner with much of one problem have more of others
    """

    kommuner: tuple[str, ...]
    lan: tuple[str, ...]
    lan_of: np.ndarray
    population: np.ndarray
    urban: np.ndarray
    strain: np.ndarray

    @property
    def home(self) -> int | None:
        """Which row Ånge is, None where the areas do not hold it."""
        return self.kommuner.index(HOME) if HOME in self.kommuner else None

    @property
    def area_codes(self) -> tuple[str, ...]:
        """The rows that ``with_sums`` returns: riket, län, kommuner."""
        return (RIKET_CODE, *self.lan, *self.kommuner)

    def population_in(self, years: np.ndarray) -> np.ndarray:
        """Kommun x period; the newest known year stands for later ones."""
        first, last = POPULATION_YEARS[0], POPULATION_YEARS[-1]
        return self.population[:, np.clip(years, first, last) - first]

    def with_sums(self, kommuner: np.ndarray) -> np.ndarray:
        """Riket and län as sums above the kommuner's rows."""
        lan = np.zeros((len(self.lan), *kommuner.shape[1:]), dtype=kommuner.dtype)
        np.add.at(lan, self.lan_of, kommuner)
        return np.concatenate([lan.sum(axis=0, keepdims=True), lan, kommuner])


def build_country(areas: list[Area], *, path: Path) -> Country:
    """Populations and characters for the given areas; path is data/sample/folkmangd.toml."""
    kommuner = sorted((a for a in areas if a.level is AreaLevel.KOMMUN), key=lambda a: a.code)
    lan = tuple(sorted(a.code for a in areas if a.level is AreaLevel.LAN))
    codes = tuple(a.code for a in kommuner)
    newest = _newest_population(codes, path=path)
    urban = np.clip(np.log10(newest / 20_000), -1, 1.7)
    return Country(
        kommuner=codes, lan=lan,
        lan_of=np.array([lan.index(a.parent_code or a.code[:2]) for a in kommuner], dtype=int),
        population=_population_by_year(codes, newest=newest, urban=urban),
        urban=urban, strain=fixed_normals(codes, name="belastning"),
    )  # fmt: skip


def _newest_population(codes: tuple[str, ...], *, path: Path) -> np.ndarray:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    spread = fixed_normals(codes, name="storlek") * table["ovriga_spridning"]
    others = table["ovriga_median"] * np.exp(spread)
    others = np.clip(others, table["ovriga_minst"], table["ovriga_mest"])
    named = np.array([table["invanare"].get(code, np.nan) for code in codes])
    # Even thousands would look like a plan, not like people.
    wobble = 1 + 0.004 * fixed_normals(codes, name="ojamnt")
    return np.rint(np.where(np.isnan(named), others, named) * wobble)


def _population_by_year(
    codes: tuple[str, ...], *, newest: np.ndarray, urban: np.ndarray
) -> np.ndarray:
    growth = np.clip(0.007 * urban + 0.0035 * fixed_normals(codes, name="tillvaxt"), -0.012, 0.018)
    back = np.array(POPULATION_YEARS) - POPULATION_YEARS[-1]
    return np.rint(newest[:, None] * np.exp(growth[:, None] * back)).astype(np.int64)
