"""From data/catalog/kommungrupper.toml to groups of kommuner, where an installation has such a file."""

from __future__ import annotations

from lagesbild.catalog.entry import Entry
from lagesbild.domain.geography import KommunGroup


def read_kommungrupper(entry: Entry | None) -> tuple[KommunGroup, ...]:
    """Every group of the file; a missing file is no groups. No kommun stands in two."""
    if entry is None:
        return ()
    found = [_read_group(row) for row in entry.tables("group")]
    entry.close()
    taken: set[str] = set()
    for one in found:
        for code in one.codes:
            if code in taken:
                entry.refuse("KA-012", f"kommunen {code} finns två gånger.", name="group.kommuner",
                             remedy="Låt kommunen stå i en grupp.")  # fmt: skip
            taken.add(code)
    return tuple(found)


def _read_group(row: Entry) -> KommunGroup:
    group = KommunGroup(name=row.text("name"), codes=row.texts("kommuner", required=True))
    row.close(within="group.")
    return group
