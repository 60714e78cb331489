"""A delivery from bytes to receipt: first everything that can be said of it, then storing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from lagesbild.access.policy import Action, may, require, require_source
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import Fault, FileRefused, LagesbildError, SetupError
from lagesbild.domain.geography import Area, KommunGroup
from lagesbild.domain.indicator import Indicator, Measure, Source
from lagesbild.domain.observation import LONG_COLUMNS
from lagesbild.domain.person import ROLE_WORDS, Person
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.boundaries import FoundBoundaries, find_boundaries, understand_boundaries
from lagesbild.ingest.bulk.content import Content, Unfit, as_content, is_large
from lagesbild.ingest.checks import is_warning, run_checks
from lagesbild.ingest.corrections import correct
from lagesbild.ingest.defining import define_indicators, indicators_with
from lagesbild.ingest.events.reading import EventList, Using, joined, read_event_list
from lagesbild.ingest.examined import Examined, Reach, reach_of
from lagesbild.ingest.faults import make_fault, shorten
from lagesbild.ingest.groups import count_groups, find_groups, is_group_list, understand_groups
from lagesbild.ingest.issue_date import find_issue_date
from lagesbild.ingest.long import to_long
from lagesbild.ingest.mapping import Mapping, merge_mappings
from lagesbild.ingest.personal_data import find_personal_data, is_person_in_text
from lagesbild.ingest.places import find_places
from lagesbild.ingest.profiles import FileRead, Memory, Profile, Shape, read_with_answers
from lagesbild.ingest.readers.boundaries import BOUNDARY_FORMATS
from lagesbild.ingest.reading import MOST_MEGABYTES, open_file, too_large
from lagesbild.ingest.receipt import EventCount, Receipt, ReceiptStatus
from lagesbild.ingest.resolve import Resolved, resolve
from lagesbild.ingest.table import (
    ColumnRole,
    OpenedFile,
    TableKind,
    Understood,
    UnderstoodTable,
)
from lagesbild.store.areas import list_area_aliases, list_example_codes
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, compare_with_stored, find_delivery
from lagesbild.store.event_lists import count_replaced_events, list_listed
from lagesbild.store.groups import list_kommun_groups
from lagesbild.store.observations import fetch_covered, fetch_observations
from lagesbild.store.profiles import StoredCorrection
from lagesbild.store.staging import StagedFigures, compare_staged

REPLACED = frozenset({"TY-101", "TY-104", "TY-105", "TY-106", "TY-107"})
"""Remarks on how a table was understood that the checks say again, as faults and with remedies."""

HIDDEN_NAME = "(namnet visas inte)"

STAGES = (
    "öppnar filen", "letar efter personuppgifter", "tolkar kolumnerna", "läser talen",
    "känner igen områden och mått", "kontrollerar", "jämför med det som finns",
)  # fmt: skip
"""What is told on the way, in order; each when it begins."""


def tell_nobody(_stage: str) -> None:
    """For callers that do not wait on a screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A delivery that has been looked at and not stored.

    understood   None when the file could not be opened or holds personal data
    long         every row of the file, LONG_COLUMNS
    observations what would be stored; without rows for a file with boundaries
    outlines     area code -> GeoJSON geometry text that would be stored
    mapping      all answers: today's over those of ``profile``, and the corrections that were used
    path         where a large file's bytes are, when they are not in ``data``
    staged       what would be stored of a large file; ``long`` and ``observations`` are then those of
                 its figures that a check had to see, and ``understood`` shows some of its rows
    events       single events that would be stored, of a file that is a list of them
    groups       kommungrupper that would be stored, of a file that is a list of them
    """

    receipt: Receipt
    data: bytes
    source: Source
    kommun_code: str | None
    issued_on: date
    mapping: Mapping
    understood: Understood | None = None
    long: pd.DataFrame | None = None
    observations: pd.DataFrame | None = None
    outlines: dict[str, str] | None = None
    new_areas: tuple[Area, ...] = ()
    new_measures: tuple[Measure, ...] = ()
    new_indicators: tuple[Indicator, ...] = ()
    area_answers: dict[str, str] | None = None
    profile: Profile | None = None
    shape: Shape | None = None
    corrections: tuple[StoredCorrection, ...] = ()
    path: Path | None = None
    staged: StagedFigures | None = None
    events: EventList | None = None
    groups: tuple[KommunGroup, ...] = ()

    @property
    def may_be_confirmed(self) -> bool:
        return self.receipt.status is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Large:
    """What stands for the observations of a large file.

    typical  for measures that no indicator shows: an observation for each area
    """

    staged: StagedFigures
    typical: pd.DataFrame


def prepare(
    data: bytes | Path, *, file_name: str, source_id: str, store: Store, catalog: Catalog,
    areas: AreaIndex, person: Person, today: date, mapping: Mapping | None = None,
    kommun_code: str | None = None, memory: Memory = Memory.USED, sha256: str = "",
    tell: Callable[[str], None] = tell_nobody,
) -> Prepared:  # fmt: skip
    """Everything that can be said of a delivery; nothing is written.

    data         the file's content, or where it is: then a large one is never whole in memory
    kommun_code  whose data it is, where the source's figures belong to a kommun; the person's
                 own kommun when not given
    memory       SET_ASIDE: nothing counts but ``mapping``, as when an old delivery is read again
    sha256       of the content, where it is known already
    tell         is told each of STAGES when it begins

    raises  AccessDenied when the person may not deliver; SetupError IN-016 on an unknown source
    """
    require(person, action=Action.DELIVER)
    source = find_source(source_id, catalog=catalog)
    require_source(person, source_id=source.id)
    owner = (kommun_code or person.kommun_code) if source.scope == "kommun" else None
    content = as_content(data)
    start = Prepared(
        receipt=Receipt(
            source=source.id, file=Path(file_name).name, sha256=sha256 or content.sha256()
        ),
        data=content.data,
        path=content.path,
        source=source,
        kommun_code=owner,
        issued_on=today,
        mapping=mapping or Mapping(),
    )
    known = find_delivery(
        store, sha256=start.receipt.sha256, source_id=source.id, kommun_code=owner
    )
    if known is not None:
        return _stop(start, status=ReceiptStatus.ALREADY_STORED, delivery_id=known)
    try:
        tell(STAGES[0])
        if is_large(content) and not source.groups:
            large = _prepare_large(
                start, content, store=store, catalog=catalog, areas=areas, person=person,
                today=today, memory=memory, tell=tell,
            )  # fmt: skip
            if large is not None:
                return large
        if content.size > MOST_MEGABYTES * 1_000_000:
            raise too_large(start.receipt.file)
        start = replace(start, data=content.whole(), path=None)
        opened = open_file(start.data, file_name=file_name)
        return _examine_any(
            start, opened, store=store, catalog=catalog, areas=areas, person=person, today=today,
            memory=memory, tell=tell,
        )  # fmt: skip
    except FileRefused as refused:
        return refuse(start, [as_fault(refused)])
    except LagesbildError as error:
        if error.code != "IN-013":
            raise
        return refuse(start, [as_fault(error)])


def _prepare_large(
    start: Prepared, content: Content, *, store: Store, catalog: Catalog, areas: AreaIndex,
    person: Person, today: date, memory: Memory, tell: Callable[[str], None],
) -> Prepared | None:  # fmt: skip
    """The quick way for large delimited text; None when the file has to go the ordinary way."""
    from lagesbild.ingest.bulk.examine import With, examine_large

    if is_person_in_text(start.receipt.file):
        return None
    using = With(
        store=store, catalog=catalog, index=_with_answers(areas, store=store, prepared=start),
        person=person, today=today, memory=memory, tell=tell,
    )  # fmt: skip
    try:
        return examine_large(start, content, using=using)
    except Unfit:
        return None


def find_source(source_id: str, *, catalog: Catalog) -> Source:
    """raises SetupError IN-016 when there is no such source."""
    if source_id in catalog.sources:
        return catalog.sources[source_id]
    fault = make_fault("IN-016", name=shorten(source_id), known=", ".join(sorted(catalog.sources)))
    raise SetupError(fault.code, fault.message, remedy=fault.remedy)


def as_fault(error: LagesbildError) -> Fault:
    """An error about a file as a line on its receipt."""
    return Fault(code=error.code, message=error.message, remedy=error.remedy)


def _examine_any(
    start: Prepared, opened: OpenedFile, *, store: Store, catalog: Catalog, areas: AreaIndex,
    person: Person, today: date, memory: Memory, tell: Callable[[str], None],
) -> Prepared:  # fmt: skip
    """Boundaries by their format, kommungrupper by their source, and all else as figures."""
    if opened.format in BOUNDARY_FORMATS:
        return _examine_boundaries(start, opened, store=store, areas=areas)
    if start.source.groups:
        return _examine_groups(start, opened, store=store, areas=areas, today=today)
    found = _examine(
        start, opened, store=store, catalog=catalog, areas=areas, person=person, today=today,
        memory=memory, tell=tell,
    )  # fmt: skip
    return _told_of_groups(found, opened, catalog=catalog, areas=areas)


def _examine(
    start: Prepared, opened: OpenedFile, *, store: Store, catalog: Catalog, areas: AreaIndex,
    person: Person, today: date, memory: Memory, tell: Callable[[str], None],
) -> Prepared:  # fmt: skip
    tell(STAGES[1])
    personal = find_personal_data(opened)
    if any(not is_warning(fault) for fault in personal):
        return refuse(without_content(start, personal), personal)
    tell(STAGES[2])
    source, owner = start.source, start.kommun_code
    index = _with_answers(areas, store=store, prepared=start)
    read = read_with_answers(
        opened, areas=index, source=source, catalog=catalog, answers=start.mapping, store=store,
        kommun_code=owner, memory=memory,
    )  # fmt: skip
    understood, mapping = read.understood, read.mapping
    tell(STAGES[3])
    events, frames = _read_tables(
        read, start=start, areas=index, catalog=catalog, store=store, today=today
    )
    start = replace(
        start,
        understood=understood,
        mapping=mapping,
        profile=read.profile,
        shape=read.shape,
        events=events,
        issued_on=find_issue_date(opened, understood=understood, today=today),
    )
    if not frames:
        return refuse(start, [*understood.faults] or [make_fault("IN-001")])
    long = count_events(pd.concat(frames, ignore_index=True), tables=understood.tables)
    tell(STAGES[4])
    places = find_places(long, areas=index, source=source, mapping=mapping, owner=owner)
    resolved = resolve(long, places=places, source=source, catalog=catalog, mapping=mapping)
    known = catalog.corrections if memory is Memory.USED else ()
    corrected = correct(
        resolved, long=long, corrections=(*mapping.corrections, *known), source=source
    )
    start = replace(
        start, corrections=corrected.made,
        mapping=merge_mappings(
            mapping, Mapping(corrections=corrected.used, period=_covered(start))
        ),
    )  # fmt: skip
    resolved = corrected.resolved
    tell(STAGES[5])
    reach = reach_of(resolved.observations)
    examined = Examined(
        understood=understood, long=long, resolved=resolved, source=source, today=today,
        catalog=catalog.with_delivered(measures=resolved.new_measures, indicators=()),
        history=_history(resolved, store=store, kommun_code=owner),
        reach=reach,
        covered=find_covered(reach, store=store, kommun_code=owner), has_events=events is not None,
    )  # fmt: skip
    said = events.remarks if events else ()
    remarks = [*personal, *corrected.remarks, *said, *run_checks(examined)]
    tell(STAGES[6])
    return weigh(start, examined, remarks=remarks, store=store, catalog=catalog, person=person)


def _read_tables(
    read: FileRead,
    *,
    start: Prepared,
    areas: AreaIndex,
    catalog: Catalog,
    store: Store,
    today: date,
) -> tuple[EventList | None, list[pd.DataFrame]]:
    """LONG_COLUMNS of each table, and the single events of those that are lists of them."""
    source, owner = start.source, start.kommun_code
    tables = read.understood.tables
    if not any(table.kind is TableKind.EVENTS for table in tables):
        return None, [to_long(table, areas=areas, source=source) for table in tables]
    new = tuple(one.measure(source_id=source.id) for one in read.mapping.measures)
    using = Using(
        areas=areas, source=source, owner=owner, today=today, mapping=read.mapping,
        catalog=catalog.with_delivered(measures=new, indicators=()),
        listed=list_listed(store, shape=read.shape.id, source_id=source.id, kommun_code=owner),
    )  # fmt: skip
    lists, frames = [], []
    for table in tables:
        found = read_event_list(table, using=using)
        if found is None:
            frames.append(to_long(table, areas=areas, source=source))
        else:
            lists.append(found)
    events = joined(lists) if lists else None
    return events, [*frames, events.long] if events else frames


def _covered(start: Prepared) -> str | None:
    """The days of a list of events as an answer: read again another day, it is the whole of the same."""
    span = start.events.span if start.events else None
    tables = start.understood.tables if start.understood else ()
    if span is None or any(table.kind is not TableKind.EVENTS for table in tables):
        return None
    return f"{span.first_day} - {span.last_day}"


def _examine_boundaries(
    start: Prepared, opened: OpenedFile, *, store: Store, areas: AreaIndex
) -> Prepared:
    personal = find_personal_data(opened)
    if any(not is_warning(fault) for fault in personal):
        return refuse(without_content(start, personal), personal)
    found = find_boundaries(
        start.data, file_name=start.receipt.file, areas=areas, owner=start.kommun_code,
        reserved=list_example_codes(store),
    )  # fmt: skip
    receipt = replace(
        start.receipt,
        rows_read=sum(len(table.frame) - 1 for table in opened.tables),
        boundaries=found.counts,
        warnings=tuple(personal),
    )
    prepared = replace(
        start, receipt=receipt, understood=understand_boundaries(opened, faults=found.faults)
    )
    if found.faults:
        return refuse(prepared, [*found.faults])
    return replace(
        prepared,
        observations=pd.DataFrame(columns=list(OBSERVATION_COLUMNS)),
        outlines=found.outlines,
        new_areas=_to_be_named(found, areas=areas, owner=start.kommun_code),
    )


def _examine_groups(
    start: Prepared, opened: OpenedFile, *, store: Store, areas: AreaIndex, today: date
) -> Prepared:
    personal = find_personal_data(opened)
    if any(not is_warning(fault) for fault in personal):
        return refuse(without_content(start, personal), personal)
    found = find_groups(opened, areas=areas)
    understood = understand_groups(opened, found=found)
    groups = () if found.faults else found.groups
    receipt = replace(
        start.receipt,
        rows_read=found.table.rows if found.table else 0,
        groups=count_groups(found, before=list_kommun_groups(store)) if groups else None,
        warnings=(*understood.warnings, *personal, *found.warnings),
    )
    prepared = replace(
        start, receipt=receipt, understood=understood, groups=groups,
        issued_on=find_issue_date(opened, understood=understood, today=today),
        observations=pd.DataFrame(columns=list(OBSERVATION_COLUMNS)),
    )  # fmt: skip
    return refuse(prepared, [*found.faults]) if found.faults else prepared


def _told_of_groups(
    prepared: Prepared, opened: OpenedFile, *, catalog: Catalog, areas: AreaIndex
) -> Prepared:
    """A refused file that is a list of kommungrupper: only which source it belongs to."""
    source = next((one for one in catalog.sources.values() if one.groups), None)
    withheld = not prepared.data
    if source is None or withheld or not prepared.receipt.is_refused:
        return prepared
    tables = prepared.understood.tables if prepared.understood else ()
    figures = {one.name for table in tables for one in table.with_role(ColumnRole.VALUE)}
    if not is_group_list(opened, areas=areas, figures=figures):
        return prepared
    return refuse(prepared, [make_fault("IN-032", name=source.name)])


def _to_be_named(
    found: FoundBoundaries, *, areas: AreaIndex, owner: str | None
) -> tuple[Area, ...]:
    """Areas that are new, and those that the deliverer may rename: one's own, or everyone's in a file
    for everyone."""
    known = areas.by_code
    return tuple(
        area
        for area in found.areas
        if area.code not in known or known[area.code].kommun_code == owner
    )


def count_events(long: pd.DataFrame, *, tables: tuple[UnderstoodTable, ...]) -> pd.DataFrame:
    """Rows that are one event each become one row a count, with the first event's place in the file."""
    if all(table.kind is not TableKind.EVENTS for table in tables):
        return long
    apart = [name for name in LONG_COLUMNS if name not in {"value", "source_row"}]
    counted = long.groupby(apart, sort=False, dropna=False)
    return counted.agg(value=("value", "sum"), source_row=("source_row", "min")).reset_index()[
        list(LONG_COLUMNS)
    ]


def weigh(
    start: Prepared, examined: Examined, *, remarks: list[Fault], store: Store, catalog: Catalog,
    person: Person, large: Large | None = None,
) -> Prepared:  # fmt: skip
    """The receipt, with what the delivery would change when nothing stops it."""
    understood, resolved = examined.understood, examined.resolved
    kept = [one for one in understood.warnings if one.code not in REPLACED]
    warnings = [*kept, *(one for one in remarks if is_warning(one))]
    faults = [*understood.faults, *(one for one in remarks if not is_warning(one))]
    if resolved.new_measures and not may(person, action=Action.DEFINE):
        faults.append(make_fault("IN-017", role=ROLE_WORDS[person.role]))
    prepared = replace(
        start,
        long=examined.long,
        receipt=replace(
            start.receipt,
            rows_read=sum(table.rows for table in understood.tables),
            warnings=tuple(warnings),
        ),
    )
    if faults:
        return refuse(prepared, faults)
    indicators = define_indicators(
        replace(resolved, observations=large.typical) if large else resolved,
        source=start.source, catalog=catalog, mapping=start.mapping,
    )  # fmt: skip
    if large is not None:
        prepared = replace(prepared, staged=large.staged)
    return _ready(prepared, resolved, indicators=indicators, store=store, catalog=catalog)


def _ready(
    prepared: Prepared, resolved: Resolved, *, indicators: tuple[Indicator, ...], store: Store,
    catalog: Catalog,
) -> Prepared:  # fmt: skip
    staged, owner = prepared.staged, prepared.kommun_code
    if staged is not None:
        difference = compare_staged(store, figures=staged, kommun_code=owner)
        measures, count = set(staged.measures), len(staged)
    else:
        frame = resolved.observations
        difference = compare_with_stored(store, observations=frame, kommun_code=owner)
        measures, count = set(frame["measure"].unique()), len(frame)
    shown = indicators_with(
        measures, catalog=catalog.with_delivered(measures=(), indicators=indicators)
    )
    note = [_say_new(indicators)] if indicators else []
    receipt = replace(
        prepared.receipt,
        events=_count_of(prepared, store=store),
        observations_stored=count,
        new=difference.new, changed=difference.changed,
        unchanged=difference.unchanged, gone=difference.gone,
        indicators=shown,
        warnings=(*prepared.receipt.warnings, *note),
    )  # fmt: skip
    return replace(
        prepared,
        receipt=receipt,
        observations=resolved.observations,
        new_areas=resolved.places.new,
        new_measures=resolved.new_measures,
        new_indicators=indicators,
        area_answers=resolved.places.answers,
    )


def _count_of(prepared: Prepared, *, store: Store) -> EventCount | None:
    found = prepared.events
    if found is None or found.span is None:
        return None
    old = count_replaced_events(
        store, covers=found.covers, source_id=prepared.source.id, kommun_code=prepared.kommun_code,
        issued_on=prepared.issued_on,
    )  # fmt: skip
    return EventCount(
        events=len(found.events), with_time=int(found.events["has_time"].sum()),
        with_point=int(found.events["east"].notna().sum()),
        first_day=str(found.span.first_day), last_day=str(found.span.last_day),
        replaced=old.events, replaced_first=str(old.first_day or ""),
        replaced_last=str(old.last_day or ""),
    )  # fmt: skip


def _say_new(indicators: tuple[Indicator, ...]) -> Fault:
    names = ", ".join(f"”{one.name}”" for one in indicators[:5])
    rest = f" och {len(indicators) - 5} till" if len(indicators) > 5 else ""
    word = "en indikator" if len(indicators) == 1 else "indikatorer"
    return make_fault("IN-108", names=names + rest, word=word)


def _with_answers(areas: AreaIndex, *, store: Store, prepared: Prepared) -> AreaIndex:
    """The areas with what people have said before that this source's names mean."""
    remembered = list_area_aliases(
        store, kommun_code=prepared.kommun_code, source_id=prepared.source.id
    )
    return AreaIndex(areas.by_code.values(), aliases=remembered)


def find_covered(
    reach: Reach, *, store: Store, kommun_code: str | None
) -> dict[tuple[str, str], str]:
    """As store.observations.fetch_covered, of the delivery's measures, each in its newest period."""
    measures = sorted({measure for measure, _ in reach.areas})
    return fetch_covered(store, measures=measures, kommun_code=kommun_code)


def _history(resolved: Resolved, *, store: Store, kommun_code: str | None) -> pd.DataFrame:
    """Undivided real figures of the same measures and areas, older than what is delivered."""
    frame = resolved.observations
    if frame.empty:
        return pd.DataFrame()
    latest = frame["period_start"].max().date() + timedelta(days=1)
    return history_of(frame, latest=latest, store=store, kommun_code=kommun_code)


def history_of(
    frame: pd.DataFrame, *, latest: date, store: Store, kommun_code: str | None
) -> pd.DataFrame:
    """Undivided real figures of the same measures and areas that end by a day."""
    found = fetch_observations(
        store, measures=sorted(frame["measure"].unique()), end=latest, kommun_code=kommun_code,
        area_codes=sorted(frame["area_code"].unique()),
    )  # fmt: skip
    return found[found["is_total"] & ~found["is_example"]].dropna(subset=["value"])


def without_content(start: Prepared, faults: list[Fault]) -> Prepared:
    """Nothing of a file with personal data is kept, not even while its receipt is looked at."""
    start = replace(start, data=b"", path=None)
    if all(fault.code != "IN-018" for fault in faults):
        return start
    return replace(start, receipt=replace(start.receipt, file=HIDDEN_NAME))


def refuse(start: Prepared, faults: list[Fault]) -> Prepared:
    return replace(start, receipt=start.receipt.refused(tuple(faults)))


def _stop(start: Prepared, *, status: ReceiptStatus, delivery_id: int) -> Prepared:
    return replace(start, receipt=replace(start.receipt, status=status, delivery_id=delivery_id))
