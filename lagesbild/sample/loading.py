"""Filling an empty store with the invented Sweden."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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
from lagesbild.sample.places import read_places
from lagesbild.sample.planted import read_planted
from lagesbild.sample.seed import SEED
from lagesbild.sample.table import Table, observations
from lagesbild.sample.tasks import list_tasks
from lagesbild.sample.wastewater import Plants, plant_tables, read_plants
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import NewDelivery, add_delivery

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


def load_example_data(store: Store, *, catalog: Catalog, areas: list[Area], today: date) -> None:
    """Fill an empty store: areas, one delivery per source, Ånge's events. Always the same numbers.

    areas  data/reference/areas.csv; the example's sub-areas, schools and plants are added here
    today  nothing is dated later
    """
    country = build_country(areas, path=PARAMETERS / "folkmangd.toml")
    places = read_places(PARAMETERS / "platser.toml", boundaries=SUB_AREAS, areas=areas)
    add_areas(store, areas)
    add_areas(store, places.areas, is_example=True)
    levels = Levels(PARAMETERS / "nivaer.toml")
    drawer = Drawer(
        world=World(
            country=country, places=places, levels=levels, today=today,
            planted=read_planted(PARAMETERS / "planteringar.toml"),
            shared=frozenset(s.id for s in catalog.sources.values() if s.scope == "public"),
        ),
        tasks=list_tasks(catalog, levels=levels),
    )  # fmt: skip
    plants = read_plants(PARAMETERS / "avlopp.toml", plants=places.plants, country=country)
    by_source = draw_tables(drawer, plants=plants, catalog=catalog)
    events = draw_events(drawer, path=PARAMETERS / "handelser.toml")
    for source_id in sorted(by_source):
        _deliver(
            store, source=catalog.sources[source_id], tables=by_source[source_id],
            events=events.get(source_id), issued_on=_issued_on(by_source[source_id], catalog, today),
        )  # fmt: skip


def draw_tables(drawer: Drawer, *, plants: Plants, catalog: Catalog) -> dict[str, list[Table]]:
    """Everything the catalogue's indicators need, by source."""
    found: dict[str, list[Table]] = {}
    for name, task in sorted(drawer.tasks.items()):
        if AreaLevel.VERK in task.levels:
            world = drawer.world
            tables = plant_tables(
                task, plants=plants, planted=world.planted, catalog=catalog, today=world.today
            )
        else:
            tables = drawer.tables(name)
        if tables:
            found.setdefault(task.measure.source, []).extend(tables)
    return found


def _deliver(
    store: Store, *, source: Source, tables: list[Table], events: pd.DataFrame | None,
    issued_on: date,
) -> None:  # fmt: skip
    rows = observations(tables, marks=_marks(source))
    name = f"exempeldata-{source.id}"
    delivery = NewDelivery(
        source_id=source.id, kommun_code=None, file_name=name,
        sha256=hashlib.sha256(f"{name}-{SEED}".encode()).hexdigest(),
        delivered_by=DELIVERED_BY, issued_on=issued_on, rows_read=len(rows), receipt=RECEIPT,
        is_example=True,
    )  # fmt: skip
    add_delivery(store, delivery, observations=rows, events=events)


def _marks(source: Source) -> dict[Status, str]:
    """What the source prints, by what it means; the first of several."""
    own: dict[Status, str] = {}
    for text, mark in source.marks:
        if mark in _STATUS_OF:
            own.setdefault(_STATUS_OF[mark], text)
    return {**_USUAL_MARKS, **own}


def _issued_on(tables: Iterable[Table], catalog: Catalog, today: date) -> date:
    """When the newest period would have come, by the shortest lag of the source's indicators."""
    measures = {table.measure for table in tables}
    lags = [
        i.typical_lag_days for i in catalog.indicators.values() if i.leading_measure in measures
    ]
    newest = max(table.when.periods[-1].end for table in tables)
    return min(today, newest + timedelta(days=min(lags, default=60)))
