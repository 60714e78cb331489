"""A large file from its bytes to the receipt: the ordinary way's own words about a few of its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Kind
from lagesbild.domain.person import Person
from lagesbild.ingest import preparing
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.bulk.content import Content, Unfit, survey
from lagesbild.ingest.bulk.corrected import correct_figures
from lagesbild.ingest.bulk.figures import Figures, find_figures
from lagesbild.ingest.bulk.jumping import find_jumping, join_usual
from lagesbild.ingest.bulk.keys import find_keys, first_entries
from lagesbild.ingest.bulk.layout import Layout, find_layout
from lagesbild.ingest.bulk.merging import merge_events
from lagesbild.ingest.bulk.personal import find_personal, side_by_side
from lagesbild.ingest.bulk.reach import find_reach
from lagesbild.ingest.bulk.scan import Dense, Plan, Scan, scan
from lagesbild.ingest.bulk.suspects import Order, find_suspects, put_in_order, rank_words
from lagesbild.ingest.bulk.texts import Flagged, NotUtf8, Rows
from lagesbild.ingest.bulk.whole import make_plan, with_whole
from lagesbild.ingest.bulk.words import File, Words, find_words
from lagesbild.ingest.checks import CHECKS, is_warning
from lagesbild.ingest.checks.formulas import check_formulas
from lagesbild.ingest.checks.numerators import check_numerators
from lagesbild.ingest.checks.units import check_units, far_from_usual
from lagesbild.ingest.corrections import Corrected
from lagesbild.ingest.events.columns import find_event_columns
from lagesbild.ingest.examined import Examined
from lagesbild.ingest.issue_date import COLUMN, find_issue_date
from lagesbild.ingest.mapping import Mapping, merge_mappings
from lagesbild.ingest.marks import meaning
from lagesbild.ingest.numbers import parse_numbers
from lagesbild.ingest.preparing import STAGES, Large, Prepared
from lagesbild.ingest.profiles import FileRead, Memory, read_with_answers
from lagesbild.ingest.resolve import Resolved
from lagesbild.ingest.table import Column, ColumnRole, NumberForm, Understood, UnderstoodTable
from lagesbild.ingest.understanding import understand, warn_of_table
from lagesbild.store.connection import Store
from lagesbild.store.staging import StagedFigures, fetch_usual, known_ids

MOST_PASSES = 6
ABOUT_TABLE = frozenset(("TY-103", "TY-104", "TY-105", "TY-106", "TY-107", "TY-108"))


@dataclass(frozen=True, slots=True, kw_only=True)
class With:
    """What a delivery is looked at with."""

    store: Store
    catalog: Catalog
    index: AreaIndex
    person: Person
    today: date
    memory: Memory
    tell: Callable[[str], None]


def examine_large(start: Prepared, content: Content, *, using: With) -> Prepared:
    """As for any file, in one pass and bounded memory.

    raises  Unfit for a file that must go the ordinary way
    """
    tell = using.tell
    tell(STAGES[0])
    layout, found = _read(start, content, using=using)
    tell(STAGES[1])
    personal = find_personal(layout, found=found, content=content)
    if any(not is_warning(fault) for fault in personal):
        return preparing.refuse(preparing.without_content(start, personal), personal)
    tell(STAGES[2])
    read, table = _understand(start, layout=layout, found=found, using=using)
    start = replace(start, mapping=read.mapping, profile=read.profile, shape=read.shape)
    file = File(
        content=content, layout=layout, found=found, table=table, areas=using.index,
        source=start.source, catalog=using.catalog, mapping=read.mapping, owner=start.kommun_code,
    )  # fmt: skip
    tell(STAGES[3])
    keys = find_keys(found, table=table)
    words = find_words(file, keys=keys)
    if file.is_events:
        file, keys = merge_events(file, keys=keys, words=words)
    figures = find_figures(file, keys=keys, words=words)
    tell(STAGES[4])
    return _judge(start, figures, read=read, personal=personal, using=using)


def _read(start: Prepared, content: Content, *, using: With) -> tuple[Layout, Scan]:
    """One pass, and another when the first shows that a column must be kept in another way."""
    surveyed = survey(content)
    name = start.receipt.file
    layout = find_layout(content, file_name=name, surveyed=surveyed, areas=using.index)
    dense: frozenset[int] = frozenset()
    for _ in range(MOST_PASSES):
        plan = _plan(layout, start=start, using=using, dense=dense)
        heading = _heading(layout)
        try:
            return layout, _scan(content, layout=layout, plan=plan, heading=heading)
        except Dense as one:
            dense |= {one.column}
        except NotUtf8:
            layout = find_layout(
                content, file_name=name, surveyed=surveyed, areas=using.index, is_western=True
            )
    raise Unfit("kolumner av olika slag")


def _scan(content: Content, *, layout: Layout, plan: Plan, heading: list[str]) -> Scan:
    """The pass; what its blocks took is given back before the figures take their room."""
    try:
        return scan(content, layout=layout, plan=plan, heading=heading)
    finally:
        pa.default_memory_pool().release_unused()


def _plan(layout: Layout, *, start: Prepared, using: With, dense: frozenset[int]) -> Plan:
    seen = understand(layout.opened, areas=using.index, source=start.source)
    if len(seen.tables) != 1:
        raise Unfit("inte precis en tabell")
    if find_event_columns(seen.tables[0]) is not None:
        raise Unfit("händelser som sparas en och en")
    return make_plan(seen.tables[0], width=layout.width, dense=dense)


def _heading(layout: Layout) -> list[str]:
    """The row above the first data row."""
    frame = layout.opened.tables[0].frame
    above = frame[frame.index < layout.first_line]
    return [str(cell) for cell in above.iloc[-1]] if len(above) else []


def _understand(
    start: Prepared, *, layout: Layout, found: Scan, using: With
) -> tuple[FileRead, UnderstoodTable]:
    """The file understood by all that its columns hold, with the answers about it.

    raises  Unfit when that needs another pass or another cut of the file
    """
    read = read_with_answers(
        with_whole(layout, found=found), areas=using.index, source=start.source,
        catalog=using.catalog, answers=start.mapping, store=using.store,
        kommun_code=start.kommun_code, memory=using.memory,
    )  # fmt: skip
    if len(read.understood.tables) != 1:
        raise Unfit("inte precis en tabell")
    (table,) = read.understood.tables
    if table.first_data_line != layout.first_line or read.mapping.header_rows:
        raise Unfit("rubrikerna står någon annanstans")
    if any(one.role is ColumnRole.VALUE for one in read.mapping.columns.values()):
        raise Unfit("en kolumn som ska läsas som tal")
    if any(column.area for column in table.columns):
        raise Unfit("områden i rubrikerna")
    plan = make_plan(table, width=layout.width, dense=found.plan.dense)
    is_kept = plan.keys <= set(found.texts) if not plan.counted else plan.keys == found.plan.keys
    if plan.counted != found.plan.counted or not is_kept or plan.numbers != found.plan.numbers:
        raise Unfit("kolumnerna är något annat än de såg ut som")
    unreadable = tuple(
        _with_unreadable(c, found=found, start=start, layout=layout) for c in table.columns
    )
    return read, replace(table, columns=unreadable)


def _with_unreadable(column: Column, *, found: Scan, start: Prepared, layout: Layout) -> Column:
    """The column with every row whose cell is neither number nor mark."""
    if column.role is not ColumnRole.VALUE:
        return column
    dense = found.dense.get(column.index)
    texts = dense.odd.texts if dense else found.texts[column.index].texts
    read = parse_numbers(texts, form=column.number or NumberForm())
    strange = [
        code for code, text in enumerate(texts)
        if text not in read and meaning(text, source=start.source) is None
    ]  # fmt: skip
    if not strange:
        return replace(column, unreadable=())
    if dense is not None:
        codes, rows = np.concatenate(dense.odd_codes), np.concatenate(dense.odd_rows)
        places = rows[np.isin(codes, strange)]
    else:
        places = np.flatnonzero(np.isin(found.codes[column.index], strange))
    return replace(column, unreadable=tuple((places + layout.first_line).tolist()))


def _judge(
    start: Prepared, figures: Figures, *, read: FileRead, personal: list[Fault], using: With
) -> Prepared:
    """All checks, on the figures that they could have something to say about."""
    file, words = figures.file, figures.words
    understood = _shown(file, read=read, words=words)
    start = replace(
        start,
        understood=understood,
        issued_on=find_issue_date(
            file.layout.opened, understood=_dated(understood, file=file), today=using.today
        ),
    )
    resolved = _resolved(figures)
    known = using.catalog.corrections if using.memory is Memory.USED else ()
    corrected = correct_figures(
        figures, resolved=resolved, corrections=(*start.mapping.corrections, *known)
    )
    start = _with_corrections(start, corrected)
    using.tell(STAGES[5])
    staged, order = _stage(figures, store=using.store)
    joined = _join_usual(figures, order=order, staged=staged, using=using)
    examined = _examined(
        figures, order=order, joined=joined, understood=understood, resolved=resolved, using=using
    )
    remarks = [
        *personal,
        *corrected.remarks,
        *_run_checks(examined, figures=figures, joined=joined),
    ]
    using.tell(STAGES[6])
    large = Large(staged=staged, typical=_typical(figures, order=order, using=using))
    return preparing.weigh(
        start, examined, remarks=remarks, store=using.store, catalog=using.catalog,
        person=using.person, large=large,
    )  # fmt: skip


def _with_corrections(start: Prepared, corrected: Corrected) -> Prepared:
    return replace(
        start, corrections=corrected.made,
        mapping=merge_mappings(start.mapping, Mapping(corrections=corrected.used)),
    )  # fmt: skip


def _shown(file: File, *, read: FileRead, words: Words) -> Understood:
    """As it was understood, with the rows that stand for the rest and those that cannot be read."""
    unreadable = [row for column in file.table.columns for row in column.unreadable]
    shown = words.shown
    if unreadable and not file.is_events:
        rows = np.array(sorted(set(unreadable)), dtype=np.int64) - file.layout.first_line
        shown = np.union1d(shown, rows)
    table = replace(file.table_of(shown), row_count=file.found.rows)
    warnings = [one for one in read.understood.warnings if one.code not in ABOUT_TABLE]
    warnings += warn_of_table(
        table, opened=file.layout.opened, areas=file.areas, source=file.source
    )
    if file.mapping.period:
        warnings = [one for one in warnings if one.code != "TY-106"]
    return replace(read.understood, tables=(table,), warnings=tuple(warnings))


def _dated(understood: Understood, *, file: File) -> Understood:
    """As understood, with all texts of the columns that say when the file was made."""
    (table,) = understood.tables
    columns = [
        c for c in table.columns if COLUMN.match(c.name.strip()) and c.index in file.found.texts
    ]
    if not columns:
        return understood
    body = pd.DataFrame({c.index: pd.Series(file.found.texts[c.index].texts) for c in columns})
    body = body.reindex(columns=[c.index for c in table.columns]).fillna("").astype("str")
    return replace(understood, tables=(replace(table, body=body),))


def _resolved(figures: Figures) -> Resolved:
    """The ordinary answer about the file, so far without observations."""
    file, words = figures.file, figures.words
    new = tuple(one.measure(source_id=file.source.id) for one in file.mapping.measures)
    return Resolved(
        observations=figures.observations(np.zeros(0, dtype=np.int64)), measures=words.used,
        new_measures=tuple(one for one in new if one.id in words.used), places=words.places,
        unknown=_unknown(figures),
    )  # fmt: skip


def _unknown(figures: Figures) -> dict[str, pd.DataFrame]:
    """The file's word for a measure that nobody knows -> where it stands."""
    what = figures.words.what
    lost = what["measure_id"].isna().to_numpy()
    if not lost.any():
        return {}
    at = np.flatnonzero(lost[figures.what])
    frame = pd.DataFrame(
        {
            "measure": what["measure"].to_numpy()[figures.what[at]],
            "source_row": figures.rows.of(at),
            "source_column": what["source_column"].to_numpy()[figures.what[at]],
            "source_sheet": "",
        }
    )
    return {str(text): rows for text, rows in frame.groupby("measure", sort=False)}


def _stage(figures: Figures, *, store: Store) -> tuple[StagedFigures, Order]:
    measure_ids, area_ids = known_ids(store)
    ranks = rank_words(figures, measure_ids=measure_ids, area_ids=area_ids)
    order = put_in_order(figures, ranks=ranks)
    words = figures.words
    nowhere = date(1, 1, 1)
    times = [
        (nowhere, nowhere, str(label)) if pd.isna(start) else (start.date(), end.date(), str(label))
        for start, end, label in words.time.itertuples(index=False)
    ]
    whats = list(
        zip(
            words.what["measure_id"].astype(object).where(words.what["measure_id"].notna(), ""),
            words.what["left"].astype(object).where(words.what["left"].notna(), ""),
            words.what["is_total"].astype(bool), words.what["source_column"].astype(str),
            strict=True,
        )
    )  # fmt: skip
    staged = StagedFigures(
        at=order.stored, area=figures.area, time=figures.time, what=figures.what, value=figures.value,
        status=figures.status, raw=figures.raw,
        rows=figures.rows,
        areas=[one if isinstance(one, str) else None for one in words.area["code"]],
        times=times, whats=whats, raws=figures.raws,
    )  # fmt: skip
    return staged, order


def _examined(
    figures: Figures, *, order: Order, joined: pd.DataFrame, understood: Understood,
    resolved: Resolved, using: With,
) -> Examined:  # fmt: skip
    reach = find_reach(figures, at=order.at)
    bare = Examined(
        understood=understood, long=figures.long(order.at[:0]), resolved=resolved,
        source=figures.file.source, today=using.today,
        catalog=using.catalog.with_delivered(measures=resolved.new_measures, indicators=()),
        history=pd.DataFrame(), reach=reach, is_selection=True,
        covered=preparing.find_covered(
            reach, store=using.store, kommun_code=figures.file.owner
        ),
    )  # fmt: skip
    suspects = find_suspects(figures, order=order, examined=bare)
    jumping = find_jumping(joined)
    one_of_each = first_entries(figures.what, among=figures.kept)
    suspects = np.union1d(np.union1d(suspects, one_of_each), jumping)
    resolved = replace(resolved, observations=figures.observations(suspects))
    return replace(
        bare, long=figures.long(suspects), resolved=resolved,
        history=_history(figures, at=jumping, order=order, using=using),
    )  # fmt: skip


def _latest(figures: Figures, *, order: Order) -> date | None:
    used = np.unique(figures.time[order.at])
    if not len(used):
        return None
    latest: date = figures.words.time["period_start"].iloc[used].max().date()
    return latest + timedelta(days=1)


def _join_usual(
    figures: Figures, *, order: Order, staged: StagedFigures, using: With
) -> pd.DataFrame:
    """Undivided figures of measures and areas that are stored already, with what was usual."""
    latest = _latest(figures, order=order)
    usual = pd.DataFrame()
    if latest is not None:
        owner = figures.file.owner
        usual = fetch_usual(using.store, figures=staged, end=latest, kommun_code=owner)
    if usual.empty:
        return pd.DataFrame(columns=["value", "usual", "source_sheet", "source_column"])
    return join_usual(figures, at=order.at, usual=usual)


def _history(figures: Figures, *, at: Rows, order: Order, using: With) -> pd.DataFrame:
    latest = _latest(figures, order=order)
    if not len(at) or latest is None:
        return pd.DataFrame()
    return preparing.history_of(
        figures.observations(at), latest=latest, store=using.store,
        kommun_code=figures.file.owner,
    )  # fmt: skip


def _run_checks(examined: Examined, *, figures: Figures, joined: pd.DataFrame) -> list[Fault]:
    """Every check; three of them are shown other figures than those that stand out by themselves."""
    remarks: list[Fault] = []
    for check in CHECKS:
        if check is check_formulas:
            remarks += _check_formulas(examined, file=figures.file)
        elif check is check_numerators:
            remarks += check(_with_shares(examined, figures=figures))
        else:
            remarks += check(examined)
        if check is check_units:
            remarks += far_from_usual(examined, joined)
    return remarks


def _with_shares(examined: Examined, *, figures: Figures) -> Examined:
    """With all figures of measures that one is a share of the other."""
    here = set(figures.words.used)
    pairs = [
        {str(one.numerator), str(one.denominator)}
        for one in examined.catalog.indicators.values()
        if one.kind is Kind.SHARE and {one.numerator, one.denominator} <= here
    ]
    wanted = figures.words.what["measure_id"].isin(set().union(*pairs)).to_numpy()
    at = np.flatnonzero(wanted[figures.what]) if wanted.any() else np.zeros(0, dtype=np.int64)
    resolved = replace(examined.resolved, observations=figures.observations(at))
    return replace(examined, resolved=resolved, is_selection=False)


def _check_formulas(examined: Examined, *, file: File) -> list[Fault]:
    """The cells that begin like a formula, of all columns."""
    (table,) = examined.understood.tables
    columns = {}
    for column in table.columns:
        flagged = _formulas(column.index, file=file)
        rows = [row + file.layout.first_line for row in flagged.rows]
        columns[column.index] = pd.Series(flagged.texts, index=rows, dtype="str")
    if not any(map(len, columns.values())):
        return []
    shown = replace(table, body=side_by_side(columns))
    return check_formulas(
        replace(examined, understood=replace(examined.understood, tables=(shown,)))
    )


def _formulas(index: int, *, file: File) -> Flagged:
    found = file.found
    if index in found.texts:
        return found.texts[index].formulas
    if index not in found.dense:
        return Flagged()
    dense = found.dense[index]
    if not dense.odd_rows:
        return dense.formulas
    merged = Flagged(rows=[*dense.formulas.rows], texts=[*dense.formulas.texts])
    codes, rows = np.concatenate(dense.odd_codes), np.concatenate(dense.odd_rows)
    wanted = [code for code, text in enumerate(dense.odd.texts) if dense.odd.is_formula(code)]
    at = np.isin(codes, wanted)
    merged.add(rows[at], [dense.odd.texts[code] for code in codes[at]])
    return merged


def _typical(figures: Figures, *, order: Order, using: With) -> pd.DataFrame:
    """For measures that no indicator shows: each area, at the time that most figures are about."""
    shown = {
        measure
        for one in using.catalog.indicators.values()
        for measure in (one.numerator, one.denominator, one.value)
    }
    frames = [
        _typical_of(figures, measure=measure, at=order.at)
        for measure in figures.words.used
        if measure not in shown
    ]
    columns = ["measure", "area_code", "period_start", "period_end"]
    return pd.concat(frames) if frames else pd.DataFrame(columns=columns)


def _typical_of(figures: Figures, *, measure: str, at: Rows) -> pd.DataFrame:
    wanted = (figures.words.what["measure_id"] == measure).to_numpy()
    chosen = at[wanted[figures.what[at]]]
    areas = figures.words.area["code"].iloc[np.unique(figures.area[chosen])].unique()
    counted = pd.Series(np.bincount(figures.time[chosen], minlength=len(figures.words.time)))
    time = figures.words.time
    stretches = time[["period_start", "period_end"]].assign(rows=counted)
    usual = stretches.groupby(["period_start", "period_end"])["rows"].sum().reset_index()
    first = usual[usual["rows"] == usual["rows"].max()].head(1)
    start, end = first["period_start"], first["period_end"]
    return pd.DataFrame(
        {
            "measure": measure, "area_code": areas, "period_start": [*start] * len(areas),
            "period_end": [*end] * len(areas),
        }
    )  # fmt: skip
