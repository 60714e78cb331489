"""A heading that is what a page calls the measure means that measure."""

from __future__ import annotations

from collections import Counter

import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import fold_name
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.indicator import Kind
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.long import to_long
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.places import find_places
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.resolve import resolve
from lagesbild.ingest.understanding import understand
from lagesbild.settings import DATA

pytestmark = pytest.mark.slow

CATALOG = load_catalog(DATA / "catalog")
NAMES = Counter(fold_name(one.name) for one in CATALOG.indicators.values())


def test_every_indicators_name_means_its_leading_measure() -> None:
    checked = 0
    for one in CATALOG.indicators.values():
        measure = CATALOG.measures[one.leading_measure]
        found = CATALOG.find_measure(one.name, source_id=measure.source, breakdown={})
        if one.kind is Kind.SHARE or measure.select or NAMES[fold_name(one.name)] > 1:
            continue
        assert found is not None, one.id
        if found[0].id != measure.id:
            # Then a measure of its own has the name, and that goes first.
            assert fold_name(one.name) in map(fold_name, (found[0].name, *found[0].aliases)), one.id
        checked += 1
    assert checked > 60


@pytest.mark.parametrize(
    ("source_id", "heading", "measure"),
    [
        ("polisen", "Ordningslarm till polisen", "polisen.ordningslarm"),
        ("polisen", "Larm om buskörning", "polisen.buskorning"),
        ("est", "EST: otrygga platser", "est.otrygg_plats"),
    ],
)
def test_a_column_with_the_indicators_name_is_read(
    source_id: str, heading: str, measure: str
) -> None:
    areas = AreaIndex(load_areas(DATA / "reference" / "areas.csv"))
    source = CATALOG.sources[source_id]
    text = f"Kommun;Månad;{heading}\nÅnge;2025-03;12\nÅnge;2025-04;15\n"
    [table] = understand(
        open_file(text.encode(), file_name="a.csv"), areas=areas, source=source
    ).tables
    long = to_long(table, areas=areas, source=source)
    places = find_places(long, areas=areas, source=source, mapping=Mapping(), owner="2260")
    found = resolve(long, places=places, source=source, catalog=CATALOG, mapping=Mapping())
    assert (set(found.observations["measure"]), found.unknown) == ({measure}, {})


def test_a_share_is_not_its_numerator() -> None:
    shares = [
        one for one in CATALOG.indicators.values()
        if one.kind is Kind.SHARE and one.numerator and fold_name(one.name)
        not in {fold_name(n) for m in CATALOG.measures.values() for n in (m.name, *m.aliases)}
    ]  # fmt: skip
    assert shares
    for one in shares:
        source = CATALOG.measures[one.leading_measure].source
        assert CATALOG.find_measure(one.name, source_id=source, breakdown={}) is None, one.id
