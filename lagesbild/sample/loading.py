"""Filling an empty store with the invented Sweden."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Source
from lagesbild.domain.observation import Mark
from lagesbild.domain.secrecy import Status
from lagesbild.sample.drawing import Drawer, World
from lagesbild.sample.events import draw_events
from lagesbild.sample.levels import Levels
from lagesbild.sample.people import build_country
from lagesbild.sample.places import Places, read_places
from lagesbild.sample.planted import read_planted
from lagesbild.sample.seed import SEED
from lagesbild.sample.table import Table, observations
from lagesbild.sample.tasks import list_tasks
from lagesbild.sample.wastewater import plant_tables, read_plants
from lagesbild.store.areas import add_areas_within
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import NewDelivery, add_delivery_within

DATA = Path(__file__).resolve().parents[2] / "data"
PARAMETERS = DATA / "sample"
SUB_AREAS = DATA / "geo" / "ange-delomraden.geojson"
DELIVERED_BY = "exempel"
RECEIPT = '{"example": true}'

_STATUS_OF = {
    Mark.MISSING: Status.MISSING, Mark.SUPPRESSED: Status.SUPPRESSED,
    Mark.NOT_APPLICABLE: Status.NOT_APPLICABLE, Mark.ROUNDED: Status.ROUNDED,
}  # fmt: skip
_USUAL_MARKS = {
    Status.MISSING: "..", Status.SUPPRESSED: "..", Status.NOT_APPLICABLE: ".", Status.ROUNDED: "~100"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What one source delivers of the example, ready for the store."""

    source_id: str
    observations: pd.DataFrame
    events: pd.DataFrame | None
    issued_on: date


def load_example_data(store: Store, *, catalog: Catalog, areas: list[Area], today: date) -> None:
    """Fill an empty store: areas, one delivery per source, Ånge's events; all or nothing.

    Always the same numbers for the same catalogue; the day only decides how many have come.

    areas  data/reference/areas.csv; the example's sub-areas, schools and plants are added here
    today  nothing is dated later
    """
    places = read_places(PARAMETERS / "platser.toml", boundaries=SUB_AREAS, areas=areas)
    with store.transaction() as cursor:
        add_areas_within(cursor, areas)
        add_areas_within(cursor, places.areas, is_example=True)
        for one in draw_shipments(catalog=catalog, areas=areas, places=places, today=today):
            add_delivery_within(
                cursor, _delivery(one), observations=one.observations, events=one.events
            )


def draw_shipments(
    *, catalog: Catalog, areas: list[Area], places: Places, today: date
) -> Iterator[Shipment]:
    """Everything the catalogue's indicators need, source by source."""
    drawer = prepare_drawer(catalog=catalog, areas=areas, places=places)
    by_source = draw_tables(drawer, catalog=catalog)
    events = draw_events(drawer, path=PARAMETERS / "handelser.toml")
    for source_id, tables in sorted(by_source.items()):
        rows = observations(tables, marks=_marks(catalog.sources[source_id]))
        known = rows[rows["period_end"] <= pd.Timestamp(today)]
        happened = events.get(source_id)
        if happened is not None:
            happened = happened[happened["happened_at"] < pd.Timestamp(today)]
        if len(known):
            yield Shipment(
                source_id=source_id, observations=known, events=happened,
                issued_on=_issued_on(known, catalog=catalog, today=today),
            )  # fmt: skip


def prepare_drawer(*, catalog: Catalog, areas: list[Area], places: Places) -> Drawer:
    """The parameters of data/sample, read once for all series."""
    levels = Levels(PARAMETERS / "nivaer.toml")
    world = World(
        country=build_country(areas, path=PARAMETERS / "folkmangd.toml"),
        places=places, levels=levels,
        planted=read_planted(PARAMETERS / "planteringar.toml"),
        shared=frozenset(s.id for s in catalog.sources.values() if s.scope == "public"),
    )  # fmt: skip
    return Drawer(world=world, tasks=list_tasks(catalog, levels=levels))


def draw_tables(drawer: Drawer, *, catalog: Catalog) -> dict[str, list[Table]]:
    """Source -> what it publishes."""
    world = drawer.world
    plants = read_plants(
        PARAMETERS / "avlopp.toml", plants=world.places.plants, country=world.country
    )
    found: dict[str, list[Table]] = {}
    for name, task in sorted(drawer.tasks.items()):
        if AreaLevel.VERK in task.levels:
            tables = plant_tables(task, plants=plants, planted=world.planted, catalog=catalog)
        else:
            tables = drawer.tables(name)
        if tables:
            found.setdefault(task.measure.source, []).extend(tables)
    return found


def _delivery(shipment: Shipment) -> NewDelivery:
    name = f"exempeldata-{shipment.source_id}"
    return NewDelivery(
        source_id=shipment.source_id, kommun_code=None, file_name=name,
        sha256=hashlib.sha256(f"{name}-{SEED}".encode()).hexdigest(),
        delivered_by=DELIVERED_BY, issued_on=shipment.issued_on,
        rows_read=len(shipment.observations), receipt=RECEIPT, is_example=True,
    )  # fmt: skip


def _marks(source: Source) -> dict[Status, str]:
    """What the source prints, by what it means; the first of several."""
    own: dict[Status, str] = {}
    for text, mark in source.marks:
        if mark in _STATUS_OF:
            own.setdefault(_STATUS_OF[mark], text)
    return {**_USUAL_MARKS, **own}


def _issued_on(rows: pd.DataFrame, *, catalog: Catalog, today: date) -> date:
    """When the newest period would have come, by the shortest lag of the source's indicators."""
    measures = set(rows["measure"].unique())
    lags = [
        i.typical_lag_days for i in catalog.indicators.values() if i.leading_measure in measures
    ]
    newest = rows["period_end"].max().date()
    return min(today, newest + timedelta(days=min(lags, default=60)))
