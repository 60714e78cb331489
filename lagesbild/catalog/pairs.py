"""From data/catalog/pairs.toml to pairs of what is felt and what is reported."""

from __future__ import annotations

from collections.abc import Mapping

from lagesbild.catalog.entry import Entry
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.pair import Pair


def read_pairs(entry: Entry | None, *, indicators: Mapping[str, Indicator]) -> tuple[Pair, ...]:
    """Every pair of the file, in its order; a missing file is no pairs.

    A pair that names an indicator that does not exist is a fault of the entry.
    """
    if entry is None:
        return ()
    found = [_read_pair(row, indicators=indicators) for row in entry.tables("pair")]
    entry.close()
    taken: set[str] = set()
    for one in found:
        if one.id in taken:
            entry.refuse("KA-012", f"”{one.id}” finns två gånger.", name="pair.id",
                         remedy="Ge ett av paren ett annat id.")  # fmt: skip
        taken.add(one.id)
    return tuple(found)


def _read_pair(row: Entry, *, indicators: Mapping[str, Indicator]) -> Pair:
    pair = Pair(
        id=row.text("id"), name=row.text("name"), survey=row.text("survey"),
        reported=row.text("reported"), question=row.text("question"),
        may_differ=row.texts("may_differ", required=True),
        design_effect=row.whole("design_effect_pct", default=150, least=100) / 100,
    )  # fmt: skip
    row.close(within="pair.")
    for name in ("survey", "reported"):
        indicator = getattr(pair, name)
        if indicator and indicator not in indicators:
            row.refuse("KA-009", f"måttet ”{indicator}” finns inte i katalogen.", name=f"pair.{name}",
                       remedy="Skriv namnet på en fil i mappen indicators.")  # fmt: skip
    return pair
