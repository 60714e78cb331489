"""What a delivery would change, row by row, for the one who is about to confirm it."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lagesbild.access.policy import may_see
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.geography import Area
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import STATUS_CODES, STATUS_WORDS, Status
from lagesbild.ingest.mapping_preview import number_in_words
from lagesbild.ingest.preparing import Prepared
from lagesbild.store.changes import list_changes, list_staged_changes
from lagesbild.store.connection import Store

MOST_SHOWN = 200
HIDDEN = "skyddat"
BY_CODE = {code: status for status, code in STATUS_CODES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure that is stored already. ``after`` is None when the new file does not have it."""

    measure: str
    area: str
    period: str
    breakdown: str
    before: str
    after: str | None
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The figures that would change or be gone, at most MOST_SHOWN of them.

    made_final  how many preliminary figures are replaced by final ones
    """

    listed: tuple[Change, ...]
    made_final: int = 0

    @property
    def changed(self) -> tuple[Change, ...]:
        return tuple(one for one in self.listed if one.after is not None)

    @property
    def gone(self) -> tuple[Change, ...]:
        return tuple(one for one in self.listed if one.after is None)


def find_changes(
    prepared: Prepared, *, store: Store, catalog: Catalog, areas: Mapping[str, Area], person: Person
) -> Changes:
    """What would change of what is stored; nothing when the delivery cannot be confirmed.

    The person sees their own file's figures. What was stored before is shown as everywhere else:
    not to a role that may not see the measure, and not when it counts too few; but whoever
    delivered it sees it again.
    """
    receipt = prepared.receipt
    if not prepared.may_be_confirmed or not (receipt.changed or receipt.gone):
        return Changes(listed=())
    found = _find(prepared, store=store)
    named = {**areas, **{area.code: area for area in prepared.new_areas}}
    listed = tuple(
        _change(row, catalog=catalog, areas=named, person=person)
        for row in found.astype(object).where(found.notna(), None).to_dict("records")
    )
    made_final = int(found["made_final"].iloc[0]) if len(found) else 0
    return Changes(listed=listed, made_final=made_final)


def _find(prepared: Prepared, *, store: Store) -> pd.DataFrame:
    owner = prepared.kommun_code
    if prepared.staged is not None:
        return list_staged_changes(
            store, figures=prepared.staged, kommun_code=owner, most=MOST_SHOWN
        )
    if prepared.observations is None:
        raise ValueError("a delivery without observations changes nothing")
    return list_changes(
        store, observations=prepared.observations, kommun_code=owner, most=MOST_SHOWN
    )


def _change(
    row: dict[Hashable, Any], *, catalog: Catalog, areas: Mapping[str, Area], person: Person
) -> Change:
    measure, area = row["measure"], row["area_code"]
    known = catalog.measures.get(measure)
    is_open = row["delivered_by"] == person.id or _is_open_to(
        person, measure=measure, value=row["value_before"], catalog=catalog
    )
    return Change(
        measure=known.name if known else measure,
        area=areas[area].name if area in areas else area,
        period=row["period_label"],
        breakdown=", ".join(f"{k}: {v}" for k, v in json.loads(row["breakdown"]).items()),
        before=_figure(row["value_before"], status=row["status_before"]) if is_open else HIDDEN,
        after=None if row["is_gone"] else _figure(row["value_after"], status=row["status_after"]),
        sheet=row["source_sheet"] or "",
        row=None if row["is_gone"] else int(row["source_row"]),
    )


def _is_open_to(person: Person, *, measure: str, value: float | None, catalog: Catalog) -> bool:
    """By the strictest of the indicators that the measure is part of; unknown measures are closed."""
    using = [
        one
        for one in catalog.indicators.values()
        if measure in (one.numerator, one.denominator, one.value)
    ]
    return bool(using) and all(
        may_see(person, secrecy=one.secrecy) and not _may_be_few(one, measure, value)
        for one in using
    )


def _may_be_few(indicator: Indicator, measure: str, value: float | None) -> bool:
    """As at the gate, without the base at hand: a published share with a base is never shown."""
    if measure == indicator.value:
        return indicator.denominator is not None
    lowest = 0 if indicator.zero_is_shown else -1
    return value is not None and lowest < value < indicator.min_count


def _figure(value: float | None, *, status: float) -> str:
    known = BY_CODE[int(status)]
    if value is None:
        return STATUS_WORDS[known]
    early = " (preliminärt)" if known is Status.PRELIMINARY else ""
    return number_in_words(value) + early
