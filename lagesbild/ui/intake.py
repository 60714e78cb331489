"""A delivery under way: the file, the answers given so far, and what they lead to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.changes import Changes, find_changes
from lagesbild.ingest.corrections import CellCorrection, correction_at
from lagesbild.ingest.deliver import confirm, note_refusal
from lagesbild.ingest.first_rows import first_rows
from lagesbild.ingest.mapping import IGNORED, ColumnAnswer, Mapping, NewMeasure
from lagesbild.ingest.places import find_places
from lagesbild.ingest.preparing import STAGES, Prepared, prepare
from lagesbild.ingest.profiles import Memory
from lagesbild.ingest.receipt import Receipt
from lagesbild.ingest.resolve import Resolved, resolve
from lagesbild.ingest.table import TextTable
from lagesbild.ui.guard import PageContext
from lagesbild.ui.state import Key

FILE_TYPES = (
    "csv", "tsv", "txt", "xlsx", "xls", "ods", "px", "json", "html", "htm", "parquet", "gpkg", "geojson",
    "zip",
)  # fmt: skip

ROWS_SHOWN = 8
"""Of the file's own, from the first with figures."""

MOST_ASKED = 25
"""Unknown names asked about at a time; more than that is another kind of file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Underway:
    """One file at one source, with the answers given and what came of them.

    top      the file's own first rows
    mapping  what was said here; ``prepared.mapping`` has the remembered answers too
    forgets  True when the remembered answers are left aside
    is_stale True when something was said since the file was read
    receipt  set when the delivery has been confirmed
    """

    sha256: str
    source_id: str
    version: int
    mapping: Mapping
    prepared: Prepared
    top: tuple[TextTable, ...] = ()
    changes: Changes = field(default_factory=lambda: Changes(listed=()))
    forgets: bool = False
    is_stale: bool = False
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The file's own words that nobody has explained yet.

    places  of a list of events, which may stay unexplained
    """

    measures: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of a file in one go, as it was written; empty where nothing is said."""

    measures: tuple[NewMeasure, ...] = ()
    areas: dict[str, str] = field(default_factory=dict)
    period: str = ""
    area: str = ""
    header_rows: str = ""
    column_names: str = ""


def look_at(page: PageContext, *, source_id: str, file_name: str, data: bytes) -> Underway:
    """The delivery as it stands; read again only when the file, the source, the answers or the data
    is new.

    raises  LagesbildError when the file cannot be dealt with at all
    """
    sha256 = hashlib.sha256(data).hexdigest()
    known = st.session_state.get(Key.DELIVERY)
    same_file = isinstance(known, Underway) and (known.sha256, known.source_id) == (
        sha256, source_id,
    )  # fmt: skip
    if same_file and known.receipt is not None:
        return known
    if same_file and known.version == page.version and not known.is_stale:
        return known
    mapping, forgets = (known.mapping, known.forgets) if same_file else (Mapping(), False)
    prepared = _prepare(
        page, source_id=source_id, file_name=file_name, data=data, mapping=mapping,
        memory=Memory.SET_ASIDE if forgets else Memory.USED,
    )  # fmt: skip
    if not same_file:
        note_refusal(prepared.receipt, store=page.context.store, person=page.person)
    underway = Underway(
        sha256=sha256, source_id=source_id, version=page.version, mapping=mapping, forgets=forgets,
        prepared=prepared, top=_top(prepared), changes=_changes(page, prepared),
    )  # fmt: skip
    st.session_state[Key.DELIVERY] = underway
    return underway


def _top(prepared: Prepared) -> tuple[TextTable, ...]:
    if prepared.understood is None:
        return ()
    return first_rows(
        prepared.data, file_name=prepared.receipt.file, understood=prepared.understood,
        rows=ROWS_SHOWN,
    )  # fmt: skip


def _changes(page: PageContext, prepared: Prepared) -> Changes:
    return find_changes(
        prepared, store=page.context.store, catalog=page.inquiry.catalog,
        areas=page.inquiry.areas, person=page.person,
    )  # fmt: skip


def say(page: PageContext, said: Said) -> None:
    """Keep what was said; the file is read again with it."""
    _change(page, lambda mapping: merge(mapping, said))


def say_of_columns(page: PageContext, answers: dict[str, ColumnAnswer]) -> None:
    """Keep what was said of columns, by heading, over what was said of them before."""

    def add(mapping: Mapping) -> Mapping:
        columns = dict(mapping.columns)
        for heading, answer in answers.items():
            columns[heading] = overlay(columns.get(heading, ColumnAnswer()), answer)
        return replace(mapping, columns=columns)

    _change(page, add)


def overlay(older: ColumnAnswer, newer: ColumnAnswer) -> ColumnAnswer:
    """The newer answer where it says something, else the older."""
    said = {name: getattr(newer, name) for name in ColumnAnswer.__dataclass_fields__}
    return replace(older, **{name: value for name, value in said.items() if value is not None})


def set_memory_aside(_page: PageContext) -> None:
    """Read the file as if nothing had been said of earlier ones."""
    known = st.session_state.get(Key.DELIVERY)
    if isinstance(known, Underway):
        st.session_state[Key.DELIVERY] = replace(known, forgets=True, is_stale=True)


def _change(_page: PageContext, how: Callable[[Mapping], Mapping]) -> None:
    known = st.session_state.get(Key.DELIVERY)
    if isinstance(known, Underway):
        st.session_state[Key.DELIVERY] = replace(known, mapping=how(known.mapping), is_stale=True)


def settle(page: PageContext, underway: Underway) -> None:
    """Store the delivery, and keep its receipt on the page."""
    context = page.context
    receipt = confirm(
        underway.prepared, store=context.store, archive=context.archive, person=page.person
    )
    context.settle_protection()
    st.session_state[Key.DELIVERY] = replace(underway, receipt=receipt)


def forget() -> None:
    """Start over with another file."""
    st.session_state.pop(Key.DELIVERY, None)


def _prepare(
    page: PageContext, *, source_id: str, file_name: str, data: bytes, mapping: Mapping,
    memory: Memory,
) -> Prepared:  # fmt: skip
    context = page.context
    with show_progress(len(data)) as tell:
        return prepare(
            data, file_name=file_name, source_id=source_id, store=context.store,
            catalog=page.inquiry.catalog, areas=area_index(page), person=page.person,
            today=page.inquiry.today, mapping=mapping, memory=memory, tell=tell,
        )  # fmt: skip


@contextmanager
def show_progress(size: int) -> Iterator[Callable[[str], None]]:
    """A bar that says what is being done with the file; gone when it is done."""
    place = st.empty()
    megabytes = f" ({size / 1e6:.0f} megabyte)" if size >= 1e6 else ""

    def tell(stage: str) -> None:
        share = STAGES.index(stage) / len(STAGES)
        place.progress(share, text=f"Läser filen{megabytes}: {stage} …")

    try:
        yield tell
    finally:
        place.empty()


def area_index(page: PageContext) -> AreaIndex:
    """Areas that the person's files may be about."""
    return AreaIndex(page.context.areas(page.person.kommun_code).values())


def find_unknown(page: PageContext, prepared: Prepared) -> Unknown:
    """What the person must explain before the file can be stored, and places that may be explained."""
    codes = {fault.code for fault in prepared.receipt.faults}
    places = prepared.events.places[:MOST_ASKED] if prepared.events else ()
    if prepared.long is None or not codes & {"IN-005", "IN-006"}:
        return Unknown(places=places)
    found = _resolve(page, prepared)
    return Unknown(
        measures=tuple(found.unknown)[:MOST_ASKED],
        areas=tuple(found.places.unknown)[:MOST_ASKED], places=places,
    )  # fmt: skip


def _resolve(page: PageContext, prepared: Prepared) -> Resolved:
    if prepared.long is None:
        raise ValueError("a file that was not read has nothing to resolve")
    places = find_places(
        prepared.long, areas=area_index(page), source=prepared.source, mapping=prepared.mapping,
        owner=prepared.kommun_code,
    )  # fmt: skip
    return resolve(
        prepared.long, places=places, source=prepared.source, catalog=page.inquiry.catalog,
        mapping=prepared.mapping,
    )  # fmt: skip


def say_of_cell(page: PageContext, underway: Underway, *, cell: CellCorrection) -> None:
    """Put right a cell of the file; the correction is kept with the delivery.

    raises  LagesbildError IN-023 when there is no such figure
    """
    prepared = underway.prepared
    if prepared.long is None:
        return
    made = correction_at(
        _resolve(page, prepared), long=prepared.long, cell=cell, source=prepared.source
    )
    _change(page, lambda mapping: replace(mapping, corrections=(*mapping.corrections, made)))


def merge(mapping: Mapping, said: Said) -> Mapping:
    """The earlier answers with the new ones on top; an empty answer changes nothing."""
    names = {measure.name for measure in said.measures}
    return replace(
        mapping,
        areas={**mapping.areas, **{name: code for name, code in said.areas.items() if code}},
        measures=(*(one for one in mapping.measures if one.name not in names), *said.measures),
        period=said.period.strip() or mapping.period,
        area=said.area.strip() or mapping.area,
        header_rows=tuple(map(int, re.findall(r"\d{1,6}", said.header_rows)))
        or mapping.header_rows,
        column_names=split_names(said.column_names) or mapping.column_names,
    )


def split_names(text: str) -> tuple[str, ...]:
    """ "Kommun; År; Antal" as names; commas do where there is no semicolon."""
    mark = ";" if ";" in text else ","
    return tuple(name.strip() for name in text.split(mark)) if text.strip() else ()


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
