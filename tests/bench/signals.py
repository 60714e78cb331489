"""How long it takes to examine everything: one kommun with its parts, and every kommun of the country.

Processor seconds for one kommun, as other work on the machine would disturb the clock; for the country
the clock as well, since it is meant to use every processor. Invented counts of many sizes, all small
ones hidden by the rule, so that the gate has as much to do as it can.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.protection import Protector
from lagesbild.analysis.signals import examine
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog
from lagesbild.catalog.reading import load_catalog
from lagesbild.commands.signals import _all_of, _Work
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.person import PUBLIC
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store, open_store
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery

INDICATORS, MONTHS, PARTS = 60, 120, 8
KOMMUN = "2260"
KOMMUNER = int(os.environ.get("BENCH_KOMMUNER", "290"))
ONE_S, ALL_S = 1.0, 120.0
LOOKS = 5


def main() -> int:
    """Print the figures; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="lagesbild-signals-") as name:
        folder = Path(name)
        catalog, store, areas = fill(folder)
        print(f"{MONTHS} månader, {INDICATORS} mått, {KOMMUNER} kommuner, {PARTS} delar av en")
        one = one_kommun(store, catalog=catalog, areas=areas)
        store.close()
        clock, processor = all_kommuner(folder, catalog=catalog, areas=areas)
    print(f"en kommun med delar: {one:.2f} s processortid (mål {ONE_S})")
    print(
        f"{KOMMUNER} kommuner: {clock:.0f} s på klockan, {processor:.0f} s processortid (mål {ALL_S:.0f})"
    )
    return int(one > ONE_S or clock > ALL_S)


def fill(folder: Path) -> tuple[Catalog, Store, dict[str, Area]]:
    """A store with every kommun's months, the pattern of what is hidden made."""
    catalog = sixty(load_catalog(DATA / "catalog"))
    known = load_areas(DATA / "reference" / "areas.csv")
    parts = [
        Area(
            code=f"{KOMMUN}-del-{n}", name=f"Del {n}", level=AreaLevel.DELOMRADE,
            parent_code=KOMMUN,
        )
        for n in range(PARTS)
    ]  # fmt: skip
    store = open_store(folder)
    add_areas(store, [*known, *parts])
    kommuner = [area.code for area in known if area.level is AreaLevel.KOMMUN][:KOMMUNER]
    codes = sorted({*kommuner, KOMMUN}) + [part.code for part in parts]
    for one in catalog.indicators.values():
        add_delivery(
            store,
            delivery_of(one.numerator or ""),
            observations=rows_of(one.numerator or "", codes=codes),
        )
    Protector(store=store, catalog=catalog, owner=None).refresh_all()
    return catalog, store, {area.code: area for area in [*known, *parts]}


def sixty(catalog: Catalog) -> Catalog:
    """The catalogue with sixty monthly counts in it, and nothing else."""
    model = catalog.indicators["skadegorelse"]
    made = {
        f"prov_{n}": replace(model, id=f"prov_{n}", name=f"Prov {n}", numerator=f"prov.m{n}")
        for n in range(INDICATORS)
    }
    return replace(catalog, indicators=made)


def delivery_of(measure: str) -> NewDelivery:
    """One file a measure."""
    return NewDelivery(
        source_id="bra", kommun_code=None, file_name=f"{measure}.csv", sha256=measure,
        delivered_by="prov", issued_on=date(2026, 3, 1), rows_read=0, receipt="{}",
    )  # fmt: skip


def rows_of(measure: str, *, codes: list[str]) -> pd.DataFrame:
    """Ten years of months; levels from less than one a month to a hundred."""
    number = int(measure.removeprefix("prov.m"))
    rng = np.random.default_rng(number)
    level = np.exp(rng.uniform(np.log(0.5), np.log(100), len(codes)))
    counts = rng.poisson(np.repeat(level, MONTHS) * rng.gamma(10, 0.1, len(codes) * MONTHS))
    starts = pd.date_range("2016-10-01", periods=MONTHS, freq="MS")
    ends = starts + pd.DateOffset(months=1)
    frame = pd.DataFrame(
        {
            "measure": measure, "area_code": np.repeat(codes, MONTHS),
            "period_start": np.tile(starts.date, len(codes)),
            "period_end": np.tile(ends.date, len(codes)),
            "period_label": "", "breakdown": "{}", "is_total": True, "value": counts.astype(float),
            "status": 0, "raw": None, "source_sheet": None,
            "source_row": np.arange(len(counts)) + 1, "source_column": None,
        }
    )  # fmt: skip
    return frame[list(OBSERVATION_COLUMNS)]


def one_kommun(store: Store, *, catalog: Catalog, areas: dict[str, Area]) -> float:
    """The quickest of a few looks, in processor seconds, from the question to the ranked list."""
    inquiry = Inquiry(
        store=store, catalog=catalog, areas=areas, person=PUBLIC, kommun_code=KOMMUN,
        today=date(2026, 11, 21),
    )  # fmt: skip
    took = []
    for _ in range(LOOKS):
        begun = time.process_time()
        found = examine(inquiry)
        took.append(time.process_time() - begun)
    print(
        f"serier: {found.n_series}, signaler: {len(found.signals)}; {' '.join(f'{t:.2f}' for t in took)}"
    )
    return min(took)


def all_kommuner(folder: Path, *, catalog: Catalog, areas: dict[str, Area]) -> tuple[float, float]:
    """Seconds by the clock and by the processors, of the command's own way to do it."""
    work = _Work(folder=folder, key="", catalog=catalog, areas=areas, person=PUBLIC)
    codes = [code for code, area in areas.items() if area.level is AreaLevel.KOMMUN][:KOMMUNER]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    found = list(_all_of(work, codes))
    clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(found) == len(codes)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
