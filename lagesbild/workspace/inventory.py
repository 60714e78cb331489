"""What do we have, what stands in the way, who answers for it, and what is missing?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.access.policy import Action, may
from lagesbild.domain.indicator import Source
from lagesbild.domain.person import Person
from lagesbild.domain.work.inventory import Availability, Gap, Quality, Underlag
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import Delivery, list_deliveries
from lagesbild.workspace.records import Saved

FROM_CATALOGUE = "kalla-"
"""Before a source's id, for one that nobody has written about yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """One underlag: what was written of it, or what the catalogue says of a source.

    id        the record's, or FROM_CATALOGUE and the source's
    newest    the day of the newest real delivery, None when nothing came as a file
    saved     None when nobody has written about the source yet
    """

    id: str
    underlag: Underlag
    newest: date | None
    saved: Saved[Underlag] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """What the page Underlag shows first."""

    sentence: str
    rows: tuple[InventoryRow, ...]


def real_deliveries(store: Store, *, person: Person) -> list[Delivery]:
    """What has come in and not been taken back, for whoever may see it; invented data left out."""
    if not may(person, action=Action.SEE_DELIVERIES):
        return []
    found = list_deliveries(store, kommun_code=person.kommun_code)
    return [one for one in found if one.status == "stored" and not one.is_example]


def newest_by_source(deliveries: Iterable[Delivery]) -> dict[str, date]:
    """Source -> the day of its newest delivery."""
    found: dict[str, date] = {}
    for one in deliveries:
        day = one.received_at.date()
        found[one.source_id] = max(day, found.get(one.source_id, day))
    return found


def make_inventory(
    saved: Sequence[Saved[Underlag]], *, sources: Iterable[Source], newest: Mapping[str, date],
    gaps: Sequence[Saved[Gap]],
) -> Inventory:  # fmt: skip
    """What was written, in that order, and then every source of the catalogue not written about."""
    rows = [
        InventoryRow(
            id=one.id, underlag=one.record, saved=one, newest=newest.get(one.record.source_id)
        )
        for one in saved
    ]
    told = {one.record.source_id for one in saved}
    rows += [
        InventoryRow(
            id=f"{FROM_CATALOGUE}{one.id}", saved=None, newest=newest.get(one.id),
            underlag=from_source(one, has_come=one.id in newest),
        )
        for one in sources if one.id not in told
    ]  # fmt: skip
    return Inventory(rows=tuple(rows), sentence=_sentence(rows, gaps=gaps))


def from_source(source: Source, *, has_come: bool) -> Underlag:
    """What the catalogue knows, to begin an entry with."""
    return Underlag(
        name=source.name, source_id=source.id, about=source.description,
        organisation=source.provider, responsible=source.contact_role, how_often=source.due,
        availability=Availability.HERE if has_come else Availability.UNKNOWN,
    )  # fmt: skip


def _sentence(rows: Sequence[InventoryRow], *, gaps: Sequence[Saved[Gap]]) -> str:
    if not any(one.saved for one in rows):
        return f"Inget är inventerat än: {_of_catalogue(len(rows))}."
    underlag = [one.underlag for one in rows]
    here = sum(one.availability is Availability.HERE for one in underlag)
    hindered = sum(bool(one.open_obstacles) for one in underlag)
    unjudged = sum(one.quality is Quality.UNKNOWN for one in underlag)
    open_gaps = sum(not one.record.is_filled for one in gaps)
    parts = [
        f"{here} av {len(rows)} underlag finns",
        f"{hindered} har hinder kvar" if hindered else "inget har hinder kvar",
    ]
    if unjudged:
        parts.append(f"{unjudged} är inte bedömda")
    gap_words = "" if not gaps else f" {open_gaps} {_plural(open_gaps, 'lucka', 'luckor')} är kvar."
    return f"{', '.join(parts)}.{gap_words}"


def _of_catalogue(count: int) -> str:
    if not count:
        return "katalogen har inga källor"
    return f"{count} {_plural(count, 'källa', 'källor')} i katalogen väntar på en bedömning"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many
