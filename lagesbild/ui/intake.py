"""A delivery under way: the file, the answers given so far, and what they lead to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import confirm, note_refusal
from lagesbild.ingest.mapping import IGNORED, ColumnAnswer, Mapping, NewMeasure
from lagesbild.ingest.places import find_places
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.ingest.receipt import Receipt
from lagesbild.ingest.resolve import resolve
from lagesbild.ingest.table import ColumnRole
from lagesbild.ui.guard import PageContext
from lagesbild.ui.state import Key

FILE_TYPES = (
    "csv", "tsv", "txt", "xlsx", "xls", "ods", "px", "json", "html", "htm", "parquet", "gpkg", "geojson",
    "zip",
)  # fmt: skip

MOST_ASKED = 25
"""Unknown names asked about at a time; more than that is another kind of file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """One file at one source, with the answers given and what came of them.

    receipt  set when the delivery has been confirmed
    """

    sha256: str
    source_id: str
    version: int
    mapping: Mapping
    prepared: Prepared
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The file's own words that nobody has explained yet."""

    measures: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


def look_at(page: PageContext, *, source_id: str, file_name: str, data: bytes) -> Underway:
    """The delivery as it stands; read again only when the file, the source or the data is new.

    raises  LagesbildError when the file cannot be dealt with at all
    """
    sha256 = hashlib.sha256(data).hexdigest()
    known = st.session_state.get(Key.DELIVERY)
    same_file = isinstance(known, Underway) and (known.sha256, known.source_id) == (
        sha256, source_id,
    )  # fmt: skip
    if same_file and (known.receipt is not None or known.version == page.version):
        return known
    mapping = known.mapping if same_file else Mapping()
    prepared = _prepare(
        page, source_id=source_id, file_name=file_name, data=data, mapping=mapping
    )  # fmt: skip
    if not same_file:
        note_refusal(prepared.receipt, store=page.context.store, person=page.person)
    underway = Underway(
        sha256=sha256, source_id=source_id, version=page.version, mapping=mapping,
        prepared=prepared,
    )  # fmt: skip
    st.session_state[Key.DELIVERY] = underway
    return underway


def answer(page: PageContext, underway: Underway, *, mapping: Mapping) -> None:
    """Read the file again with the answers."""
    prepared = _prepare(
        page, source_id=underway.source_id, file_name=underway.prepared.receipt.file,
        data=underway.prepared.data, mapping=mapping,
    )  # fmt: skip
    st.session_state[Key.DELIVERY] = replace(underway, mapping=mapping, prepared=prepared)


def settle(page: PageContext, underway: Underway) -> None:
    """Store the delivery, and keep its receipt on the page."""
    context = page.context
    receipt = confirm(
        underway.prepared, store=context.store, archive=context.archive, person=page.person
    )
    st.session_state[Key.DELIVERY] = replace(underway, receipt=receipt)


def forget() -> None:
    """Start over with another file."""
    st.session_state.pop(Key.DELIVERY, None)


def _prepare(
    page: PageContext, *, source_id: str, file_name: str, data: bytes, mapping: Mapping
) -> Prepared:
    context = page.context
    return prepare(
        data, file_name=file_name, source_id=source_id, store=context.store,
        catalog=context.catalog(), areas=_areas(page), person=page.person,
        today=page.inquiry.today, mapping=mapping,
    )  # fmt: skip


def _areas(page: PageContext) -> AreaIndex:
    return AreaIndex(page.context.areas(page.person.kommun_code).values())


def find_unknown(page: PageContext, prepared: Prepared) -> Unknown:
    """What the person must explain before the file can be stored."""
    codes = {fault.code for fault in prepared.receipt.faults}
    if prepared.long is None or not codes & {"IN-005", "IN-006"}:
        return Unknown()
    places = find_places(
        prepared.long, areas=_areas(page), source=prepared.source, mapping=prepared.mapping,
        owner=prepared.kommun_code,
    )  # fmt: skip
    found = resolve(
        prepared.long, places=places, source=prepared.source, catalog=page.context.catalog(),
        mapping=prepared.mapping,
    )  # fmt: skip
    return Unknown(
        measures=tuple(found.unknown)[:MOST_ASKED], areas=tuple(places.unknown)[:MOST_ASKED]
    )


def merge(
    mapping: Mapping, *, roles: dict[str, ColumnRole], areas: dict[str, str],
    measures: tuple[NewMeasure, ...], period: str, area: str,
) -> Mapping:  # fmt: skip
    """The earlier answers with the new ones on top; an empty answer changes nothing."""
    columns = dict(mapping.columns)
    for name, role in roles.items():
        columns[name] = replace(columns.get(name, ColumnAnswer()), role=role)
    names = {measure.name for measure in measures}
    return replace(
        mapping,
        columns=columns,
        areas={**mapping.areas, **{name: code for name, code in areas.items() if code}},
        measures=(*(one for one in mapping.measures if one.name not in names), *measures),
        period=period.strip() or mapping.period,
        area=area.strip() or mapping.area,
    )


def area_answers(page: PageContext) -> dict[str, str]:
    """What an unknown name may be: answer -> its words."""
    own = page.inquiry.areas.get(page.person.kommun_code or "")
    part = {f"delområde i {own.code}": f"en del av {own.name}"} if own else {}
    known = {area.code: area.name for area in page.inquiry.areas.values()}
    return {"": "svara senare", IGNORED: "läs inte de raderna", **part, **known}


def read_upload(page: PageContext, *, source_id: str, upload: object) -> Underway | LagesbildError:
    """look_at for what the file chooser gives; an error comes back to be shown in its place."""
    try:
        return look_at(
            page, source_id=source_id, file_name=upload.name, data=upload.getvalue()
        )  # type: ignore[attr-defined]  # fmt: skip
    except LagesbildError as error:
        return error
