"""From data/catalog/themes.toml to themes for Översikt."""

from __future__ import annotations

from collections.abc import Mapping

from lagesbild.catalog.entry import Entry
from lagesbild.domain.focus import Focus
from lagesbild.domain.indicator import Indicator


def read_focuses(entry: Entry | None, *, indicators: Mapping[str, Indicator]) -> tuple[Focus, ...]:
    """Every theme of the file, in its order; a missing file is no themes.

    A theme that names an indicator that does not exist is a fault of the entry.
    """
    if entry is None:
        return ()
    found = [_read_focus(row, indicators=indicators) for row in entry.tables("theme")]
    entry.close()
    named = [one.id for one in found]
    for twice in sorted({one for one in named if named.count(one) > 1}):
        entry.refuse("KA-012", f"”{twice}” finns två gånger.", name="theme.id",
                     remedy="Ge ett av temana ett annat id.")  # fmt: skip
    return tuple(found)


def _read_focus(row: Entry, *, indicators: Mapping[str, Indicator]) -> Focus:
    focus = Focus(
        id=row.text("id"), name=row.text("name"), question=row.text("question"),
        indicators=row.texts("indicators", required=True), summers=row.texts("summers"),
        ages=row.texts("ages"),
    )  # fmt: skip
    row.close(within="theme.")
    for name in ("indicators", "summers"):
        for one in getattr(focus, name):
            if one not in indicators:
                row.refuse("KA-009", f"måttet ”{one}” finns inte i katalogen.", name=f"theme.{name}",
                           remedy="Skriv namnet på en fil i mappen indicators.")  # fmt: skip
    return focus
