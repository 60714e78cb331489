"""Lämna data, step 3: how the file was understood, and one click to change it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Polarity
from lagesbild.ingest.describe import ROLE_WORDS, describe_in_words
from lagesbild.ingest.mapping import ColumnAnswer, Mapping, NewMeasure, in_table
from lagesbild.ingest.mapping_preview import Became, Previewer
from lagesbild.ingest.readers.boundaries import BOUNDARY_FORMATS
from lagesbild.ingest.table import Column, ColumnRole, TextTable, Understood, UnderstoodTable
from lagesbild.ui import groups_view, intake
from lagesbild.ui.filters import swedish_order
from lagesbild.ui.guard import PageContext
from lagesbild.ui.intake import Underway
from lagesbild.ui.intake_files import offer_answers
from lagesbild.ui.markup import show_html
from lagesbild.ui.render import as_label, plain
from lagesbild.ui.text_form import TextForm, text_form

COLUMNS_SHOWN = 12
CELL_LENGTH = 40
COLUMNS_AT_ONCE = 24
"""A table with a column for every year has hundreds: the first ones are shown until someone asks."""

POLARITY_WORDS = {
    Polarity.AMBIGUOUS: "Varken eller, eller vet inte",
    Polarity.HIGH_IS_BAD: "Högt är dåligt",
    Polarity.HIGH_IS_GOOD: "Högt är bra",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeTables:
    """Tables with the same columns, read the same way: shown once, and changed together.

    shared  headings that another group has too: an answer about one is then about the sheet
    """

    tables: tuple[UnderstoodTable, ...]
    shared: frozenset[str]

    @property
    def first(self) -> UnderstoodTable:
        return self.tables[0]

    def answer_keys(self, column: Column) -> tuple[str, ...]:
        """Under which headings an answer about the column is kept."""
        if column.name not in self.shared:
            return (column.name,)
        return tuple(in_table(column.name, table=table.name) for table in self.tables)


def alike(understood: Understood) -> list[AlikeTables]:
    """The tables of a file, those that look the same together."""
    groups: dict[tuple[tuple[str, str], ...], list[UnderstoodTable]] = {}
    for table in understood.tables:
        looks = tuple((column.name, column.role.value) for column in table.columns)
        groups.setdefault(looks, []).append(table)
    found = []
    for looks, tables in groups.items():
        elsewhere = {name for other in groups if other != looks for name, _ in other}
        shared = frozenset(name for name, _ in looks) & elsewhere
        found.append(AlikeTables(tables=tuple(tables), shared=frozenset(shared)))
    return found


def show_understood(page: PageContext, underway: Underway) -> None:
    """The file's own first rows, and column by column what it became."""
    prepared = underway.prepared
    understood = prepared.understood
    if understood is None:
        return
    st.markdown(plain(describe_in_words(understood).splitlines()[0]) + ".")
    show_profile(page, underway)
    is_boundaries = understood.format in BOUNDARY_FORMATS
    groups = alike(understood)
    for order, group in enumerate(groups):
        if len(understood.tables) > 1:
            st.subheader(plain(group.first.name), anchor=False)
        _say_alike(group)
        named = [one for one in underway.top if one.name in (group.first.sheet, group.first.name)]
        for text in (named or list(underway.top))[:1]:
            show_html(first_rows_html(text, table=group.first))
        show_html(size_html(group.first))
        if prepared.source.groups:
            groups_view.show_columns_read(group.first)
        if is_boundaries or prepared.source.groups:
            continue
        _show_columns(page, underway, group=group, order=order)


def _say_alike(group: AlikeTables) -> None:
    others = [table.name for table in group.tables[1:]]
    if others:
        names = ", ".join(others[:12]) + (" …" if len(others) > 12 else "")
        st.caption(plain(f"Likadana, och läses på samma sätt: {names}."))


def show_profile(page: PageContext, underway: Underway) -> None:
    """That the last file's answers are used, and how to do without them."""
    profile = underway.prepared.profile
    if profile is not None:
        st.info(
            plain(
                f"Svaren från förra filen som såg ut så här används: {profile.file_name}, lämnad "
                f"{profile.received_on.isoformat()}. {remembered_in_words(profile.mapping)}Ändra det som "
                "inte stämmer."
            ),
            icon=":material/history:",
        )
        st.button(
            "Glöm förra filens svar", on_click=intake.set_memory_aside, args=(page,),
            key="glom", icon=":material/history_toggle_off:",
        )  # fmt: skip
    elif underway.forgets:
        st.caption(
            "Filen läses utan förra filens svar. När du bekräftar är det den här läsningen som gäller "
            "nästa gång."
        )


def remembered_in_words(mapping: Mapping) -> str:
    """What is taken over of what does not stand beside a column."""
    parts = []
    if mapping.area:
        parts.append(f"hela filen gäller {mapping.area}")
    if mapping.header_rows:
        parts.append(f"rubrikrad {', '.join(map(str, mapping.header_rows))}")
    if mapping.column_names:
        parts.append(f"kolumnerna heter {', '.join(mapping.column_names)}")
    if mapping.areas:
        parts.append(f"{number(len(mapping.areas))} områden har fått svar")
    return f"Också: {'; '.join(parts)}. " if parts else ""


def first_rows_html(text: TextTable, *, table: UnderstoodTable) -> str:
    """The file as it stands, with the found heading, first figures and footnotes marked in words."""
    last = table.first_data_line + intake.ROWS_SHOWN
    rows = [
        _row_html(int(index), [str(cell) for cell in row], table=table)
        for index, row in zip(text.frame.index, text.frame.itertuples(index=False), strict=True)
        if index < last
    ]
    notes = "".join(
        f'<tr class="lb-fotrad"><td>fotnot</td><td colspan="{COLUMNS_SHOWN}">'
        f"{html.escape(note[:200])}</td></tr>"
        for note in table.footnotes[:4]
    )
    # Wider than a phone: the keyboard must reach it to scroll.
    frame = 'class="lb-tabell" tabindex="0" role="region" aria-label="Filens första rader"'
    return f"<div {frame}><table>{''.join(rows)}{notes}</table></div>"


def _row_html(index: int, cells: list[str], *, table: UnderstoodTable) -> str:
    kind, mark = "", str(index)
    if index in table.header_lines:
        kind, mark = ' class="lb-rubrik"', f"{index} rubrik"
    elif index < table.first_data_line:
        kind, mark = ' class="lb-fotrad"', f"{index} före"
    shown = "".join(f"<td>{html.escape(cell[:CELL_LENGTH])}</td>" for cell in cells[:COLUMNS_SHOWN])
    more = "<td>…</td>" if len(cells) > COLUMNS_SHOWN else ""
    return f"<tr{kind}><td>{mark}</td>{shown}{more}</tr>"


def size_html(table: UnderstoodTable) -> str:
    """How much there is, and which time the table as a whole is about."""
    period = f" Period för hela tabellen: {table.period.label}." if table.period else ""
    return f"<p>{number(table.rows)} rader med uppgifter.{html.escape(period)}</p>"


def _show_columns(
    page: PageContext, underway: Underway, *, group: AlikeTables, order: int
) -> None:  # fmt: skip
    """Each column: what it becomes, why, and a list to change it with."""
    prepared = underway.prepared
    preview = Previewer(
        areas=intake.area_index(page), source=prepared.source, catalog=page.inquiry.catalog,
        mapping=prepared.mapping,
    )  # fmt: skip
    columns = group.first.columns
    shown: Sequence[Column] = columns
    if len(columns) > COLUMNS_AT_ONCE and not st.toggle(
        f"Visa alla {len(columns)} kolumner", key=f"alla-kolumner-{order}"
    ):
        shown = columns[:COLUMNS_AT_ONCE]
    for column in shown:
        _show_column(page, underway, column=column, group=group, order=order, preview=preview)


def _show_column(
    page: PageContext, underway: Underway, *, column: Column, group: AlikeTables, order: int,
    preview: Previewer,
) -> None:  # fmt: skip
    key = f"roll-{underway.sha256[:8]}-{order}-{column.index}"
    # What the reading gave goes before what the list showed: an answer may have been forgotten.
    st.session_state[key] = column.role
    with st.container(border=True):
        left, right = st.columns([3, 2], gap="small")
        with left:
            show_html(
                column_html(
                    column, about=preview.heading(column, table=group.first),
                    cells=preview.cells(column, table=group.first),
                )
            )  # fmt: skip
        with right:
            st.selectbox(
                f"{as_label(column.name[:50]) or f'Kolumn {column.index + 1}'} läses som",
                list(ColumnRole), format_func=lambda role: ROLE_WORDS[role], key=key,
                on_change=_take_role, args=(page, key, group.answer_keys(column)),
            )  # fmt: skip


def _take_role(page: PageContext, key: str, headings: tuple[str, ...]) -> None:
    role = st.session_state[key]
    intake.say_of_columns(page, {heading: ColumnAnswer(role=role) for heading in headings})


def column_html(column: Column, *, about: str, cells: Sequence[Became]) -> str:
    """The column's name, before and after for a few cells, and the reason."""
    name = html.escape(column.name[:80])
    topic = f" – {html.escape(about)}" if about else ""
    shown = "; ".join(_cell_html(one) for one in cells) or "Kolumnen är tom."
    why = f'<br><span class="lb-rad">{html.escape(column.reason)}</span>' if column.reason else ""
    return f"<div><b>{name}</b>{topic}<br>{shown}{why}</div>"


def _cell_html(cell: Became) -> str:
    before, after = (html.escape(text[:CELL_LENGTH]) for text in (cell.before, cell.after))
    return f"{before} → {after}" if cell.is_clear else f"{before} → <b>{after}</b>"


def show_questions(page: PageContext, underway: Underway) -> None:
    """What must be explained, and what else can be said of the file."""
    unknown = intake.find_unknown(page, underway.prepared)
    nameless = {"IN-003"} & {fault.code for fault in underway.prepared.receipt.faults}
    must = bool(unknown.measures or unknown.areas or nameless)
    title = "Det här behöver du svara på" if must else "Säg mer om filen"
    with (
        st.expander(title, expanded=must, icon=":material/edit:", key="andra"),
        text_form("svar") as form,
    ):
        said = intake.Said(
            measures=_ask_measures(form, unknown.measures),
            areas=_ask_areas(page, (*unknown.areas, *unknown.places)),
            period=form.line(
                "Period för hela filen, om ingen kolumn säger den", key="svar-period",
                placeholder="till exempel 2025, 2024/25 eller maj 2026",
            ),
            area=form.line(
                "Område för hela filen, om ingen kolumn säger det", key="svar-omrade",
                placeholder="namn eller kod",
            ),
            header_rows=form.line(
                "Rubrikrader, om fel rader togs för rubriker", key="svar-rubrikrader",
                placeholder="radnummer, till exempel 5 eller 5, 6",
            ),
            column_names=form.line(
                "Kolumnernas namn i ordning, om filen saknar rubriker", key="svar-namn",
                placeholder="till exempel Kommun; År; Antal",
            ),
        )  # fmt: skip
        if form.submit("Läs filen igen med svaren", icon=":material/refresh:"):
            intake.say(page, said)
            st.rerun()
    _ask_about_one_column(page, underway)
    offer_answers(underway.prepared)


def _ask_measures(form: TextForm, names: tuple[str, ...]) -> tuple[NewMeasure, ...]:
    answers = []
    for order, name in enumerate(names):
        st.markdown(f"**Okänt mått:** {plain(name)}")
        with st.container(horizontal=True):
            called = form.line("Namn", value=name, key=f"matt-namn-{order}")
            unit = form.line(
                "Enhet", key=f"matt-enhet-{order}", placeholder="antal, procent, kronor …"
            )
            polarity = st.selectbox(
                "Hur läses det?", list(POLARITY_WORDS), key=f"matt-riktning-{order}",
                format_func=lambda one: POLARITY_WORDS[one],
            )  # fmt: skip
        if called and unit:
            answers.append(NewMeasure(name=called, unit=unit, polarity=polarity, in_file=name))
    return tuple(answers)


def _ask_areas(page: PageContext, names: tuple[str, ...]) -> dict[str, str]:
    words = intake.area_answers(page) if names else {}
    return {
        name: st.selectbox(
            f"Okänt område: {as_label(name)}", list(words), key=f"omrade-{order}",
            format_func=lambda code: words[code], filter_mode="contains",
        )
        for order, name in enumerate(names)
    }  # fmt: skip


def _ask_about_one_column(page: PageContext, underway: Underway) -> None:
    """Name, measure, unit and period of one column; its role is changed where the column stands."""
    understood = underway.prepared.understood
    if understood is None:
        return
    columns = {column.name: column for table in understood.tables for column in table.columns}
    measures = {
        one.id: one.name
        for one in sorted(
            page.inquiry.catalog.measures.values(), key=lambda one: swedish_order(one.name)
        )
        if one.source == underway.source_id
    }
    with (
        st.expander(
            "Ge en kolumn namn, mått eller enhet", icon=":material/label:", key="en-kolumn"
        ),
        text_form("kolumn") as form,
    ):
        heading = st.selectbox(
            "Kolumn", list(columns), key="kolumn-vilken", format_func=as_label,
            filter_mode="contains",
        )  # fmt: skip
        name = form.line("Nytt namn", key="kolumn-namn")
        measure = st.selectbox(
            "Mått", ["", *measures], key="kolumn-matt", filter_mode="contains",
            format_func=lambda one: measures.get(one, "som rubriken säger"),
        )  # fmt: skip
        unit = form.line("Enhet", key="kolumn-enhet", placeholder="antal, procent, kronor …")
        period = form.line("Period", key="kolumn-period", placeholder="till exempel 2025")
        if form.submit("Läs filen igen", icon=":material/refresh:") and heading:
            answer = ColumnAnswer(
                name=name or None, measure=measure or None, unit=unit or None,
                period=period or None,
            )  # fmt: skip
            intake.say_of_columns(page, {heading: answer})
            st.rerun()
