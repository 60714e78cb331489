"""Areas in square kilometres without loading GeoPandas: computed once, kept as a small file."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from lagesbild.domain.geography import AreaLevel
from lagesbild.geo.boundaries import areas_km2

SURFACES_FILE = Path(__file__).resolve().parents[2] / "data" / "geo" / "km2.csv"


@cache
def read_km2() -> dict[str, float]:
    """Code -> square kilometres of every kommun and län, as areas_km2 computed them."""
    with SURFACES_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: float(row["km2"]) for row in csv.DictReader(lines)}


def write_km2(path: Path) -> None:
    """Compute the file anew, when the boundaries have changed."""
    rows = {**areas_km2(AreaLevel.LAN), **areas_km2(AreaLevel.KOMMUN)}
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["code", "km2"])
        writer.writerows(sorted(rows.items()))
