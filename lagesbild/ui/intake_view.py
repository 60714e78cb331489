"""Lämna data: five steps from file to receipt."""

from __future__ import annotations

import html
from collections import defaultdict

import streamlit as st

from lagesbild.analysis.wording import number
from lagesbild.domain.errors import Fault, LagesbildError
from lagesbild.domain.indicator import Polarity
from lagesbild.ingest.describe import ROLE_WORDS, describe_in_words
from lagesbild.ingest.mapping import NewMeasure
from lagesbild.ingest.readers.boundaries import BOUNDARY_FORMATS
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.receipt import (
    Receipt,
    ReceiptStatus,
    boundaries_in_words,
    receipt_in_words,
    title_of,
)
from lagesbild.ingest.table import ColumnRole, TextTable, Understood, UnderstoodTable
from lagesbild.ui import intake
from lagesbild.ui.filters import choose_one, swedish_order
from lagesbild.ui.guard import PageContext
from lagesbild.ui.intake import Underway
from lagesbild.ui.intake_files import offer_marked, offer_templates
from lagesbild.ui.render import as_label, plain, show_empty, show_error, show_way
from lagesbild.ui.state import Address, Option

ROWS_SHOWN = 8
COLUMNS_SHOWN = 12
CELL_LENGTH = 40
FAULTS_SHOWN = 8

POLARITY_WORDS = {
    Polarity.AMBIGUOUS: "Varken eller, eller vet inte",
    Polarity.HIGH_IS_BAD: "Högt är dåligt",
    Polarity.HIGH_IS_GOOD: "Högt är bra",
}
STEPS = (
    "Vad lämnar du?", "Släpp filen", "Så förstod vi den", "Kontroll", "Klart: kvitto",
)  # fmt: skip


def show_steps(done: int) -> None:
    """Where in the five steps the delivery is, in words and order."""
    items = [
        f'<li class="{"lb-nu" if number == done else ""}">{number + 1} {html.escape(text)}'
        f"{' (här är du)' if number == done else ''}</li>"
        for number, text in enumerate(STEPS)
    ]
    st.html(f'<ol class="lb-steg">{"".join(items)}</ol>')


def choose_source(page: PageContext) -> str:
    """Step 1. What is delivered; what the source is and when it is due stand beside it."""
    sources = page.inquiry.catalog.sources
    if not sources:
        show_empty(
            "Det finns inga källor i katalogen. Lägg en fil per källa i data/catalog/sources."
        )
        st.stop()
    ordered = sorted(sources.values(), key=lambda one: swedish_order(one.name))
    source_id = choose_one(
        "1. Vad lämnar du?", [Option(id=one.id, label=one.name) for one in ordered],
        key=Address.SOURCE, what="en källa",
    )  # fmt: skip
    chosen = sources[source_id]
    due = f" Lämnas: {chosen.due}." if chosen.due else ""
    st.caption(plain(f"{chosen.description} Från: {chosen.provider}.{due}"))
    offer_templates(page, source=chosen)
    return source_id


def choose_file() -> object | None:
    """Step 2. The file chooser, explained in Swedish since its own words are English."""
    most = int(st.get_option("server.maxUploadSize"))
    return st.file_uploader(
        "2. Släpp filen i rutan, eller välj den med knappen", type=list(intake.FILE_TYPES),
        key="fil",
        help="Textfiler (CSV), arbetsböcker (Excel, LibreOffice), PC-Axis, JSON-stat, Kolada, sparade "
        "webbsidor med en tabell, Parquet och gränser (GeoPackage, GeoJSON, "
        f"zippad Shapefile), högst {most} megabyte. Filer med personnummer tas inte emot.",
    )  # fmt: skip


def show_underway(page: PageContext, *, source_id: str, upload: object) -> None:
    """Steps 3 to 5 for the chosen file."""
    underway = intake.read_upload(page, source_id=source_id, upload=upload)
    if isinstance(underway, LagesbildError):
        show_error(underway)
        return
    if underway.receipt is not None:
        show_receipt(page, underway.receipt)
        offer_marked(underway.prepared)
        return
    prepared = underway.prepared
    if prepared.understood is not None:
        st.header("3. Så förstod vi den", anchor=False)
        show_understood(prepared.understood, underway=underway)
        if prepared.understood.format not in BOUNDARY_FORMATS:
            show_questions(page, underway)
    st.header("4. Kontroll", anchor=False)
    show_check(prepared.receipt)
    offer_marked(prepared)
    if prepared.may_be_confirmed:
        st.button(
            "Bekräfta och spara", type="primary", icon=":material/check:",
            on_click=intake.settle, args=(page, underway), key="bekrafta",
        )  # fmt: skip


def step_of(page: PageContext, *, source_id: str, upload: object) -> int:
    """The step that the delivery has come to, counted from 0."""
    underway = intake.read_upload(page, source_id=source_id, upload=upload)
    if isinstance(underway, LagesbildError):
        return 1
    if underway.receipt is not None:
        return 4
    return 2 if underway.prepared.receipt.is_refused else 3


def show_understood(understood: Understood, *, underway: Underway) -> None:
    """The file's own first rows to the left, what each column became to the right."""
    st.markdown(plain(describe_in_words(understood).splitlines()[0]) + ".")
    texts = open_file(underway.prepared.data, file_name=underway.prepared.receipt.file).tables
    for table in understood.tables:
        if len(understood.tables) > 1:
            st.subheader(plain(table.name), anchor=False)
        left, right = st.columns([3, 2], gap="medium")
        text = next((one for one in texts if one.name in (table.sheet, table.name)), texts[0])
        with left:
            st.html(first_rows_html(text, table=table))
        with right:
            st.html(columns_html(table))


def first_rows_html(text: TextTable, *, table: UnderstoodTable) -> str:
    """The file as it stands, with the found heading, first figures and footnotes marked in words."""
    last = table.first_data_line + ROWS_SHOWN
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
    return f'<div class="lb-tabell"><table>{"".join(rows)}{notes}</table></div>'


def _row_html(index: int, cells: list[str], *, table: UnderstoodTable) -> str:
    kind, mark = "", str(index)
    if index in table.header_lines:
        kind, mark = ' class="lb-rubrik"', f"{index} rubrik"
    elif index < table.first_data_line:
        kind, mark = ' class="lb-fotrad"', f"{index} före"
    shown = "".join(f"<td>{html.escape(cell[:CELL_LENGTH])}</td>" for cell in cells[:COLUMNS_SHOWN])
    more = "<td>…</td>" if len(cells) > COLUMNS_SHOWN else ""
    return f"<tr{kind}><td>{mark}</td>{shown}{more}</tr>"


def columns_html(table: UnderstoodTable) -> str:
    """Column by column: what it is taken for, and why."""
    period = (
        f"<p>Period för hela tabellen: {html.escape(table.period.label)}</p>"
        if table.period
        else ""
    )
    rows = "".join(
        f"<tr><td>{html.escape(one.name[:60])}</td><td>→ {ROLE_WORDS[one.role]}</td>"
        f"<td>{html.escape(one.reason)}</td></tr>"
        for one in table.columns
    )
    head = "<tr><th>Kolumn</th><th>läses som</th><th>för att</th></tr>"
    size = f"<p>{number(table.rows)} rader med uppgifter.</p>"
    return f'<div class="lb-tabell lb-bryt">{size}{period}<table>{head}{rows}</table></div>'


def show_questions(page: PageContext, underway: Underway) -> None:
    """What can be changed, and what must be explained."""
    unknown = intake.find_unknown(page, underway.prepared)
    must = bool(unknown.measures or unknown.areas)
    title = "Det här behöver du svara på" if must else "Ändra hur filen läses"
    with (
        st.expander(title, expanded=must, icon=":material/edit:", key="andra"),
        st.form("svar", border=False),
    ):
        measures = _ask_measures(unknown.measures)
        areas = _ask_areas(page, unknown.areas)
        roles = _ask_roles(underway)
        period = st.text_input(
            "Period för hela filen, om ingen kolumn säger den", key="svar-period",
            placeholder="till exempel 2025, 2024/25 eller maj 2026",
        )  # fmt: skip
        area = st.text_input(
            "Område för hela filen, om ingen kolumn säger det", key="svar-omrade",
            placeholder="namn eller kod",
        )  # fmt: skip
        if st.form_submit_button("Läs filen igen med svaren", icon=":material/refresh:"):
            mapping = intake.merge(
                underway.mapping, roles=roles, areas=areas, measures=measures, period=period,
                area=area,
            )  # fmt: skip
            intake.answer(page, underway, mapping=mapping)
            st.rerun()


def _ask_measures(names: tuple[str, ...]) -> tuple[NewMeasure, ...]:
    answers = []
    for order, name in enumerate(names):
        st.markdown(f"**Okänt mått:** {plain(name)}")
        with st.container(horizontal=True):
            called = st.text_input("Namn", value=name, key=f"matt-namn-{order}")
            unit = st.text_input(
                "Enhet", key=f"matt-enhet-{order}", placeholder="antal, procent, kronor …"
            )
            polarity = st.selectbox(
                "Hur läses det?", list(POLARITY_WORDS), key=f"matt-riktning-{order}",
                format_func=lambda one: POLARITY_WORDS[one],
            )  # fmt: skip
        if called.strip() and unit.strip():
            answers.append(
                NewMeasure(name=called.strip(), unit=unit.strip(), polarity=polarity, in_file=name)
            )
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


def _ask_roles(underway: Underway) -> dict[str, ColumnRole]:
    """A list for each column; only changed ones are answers."""
    understood = underway.prepared.understood
    columns = understood.tables[0].columns if understood and understood.tables else ()
    changed = {}
    with st.container(horizontal=True):
        for column in columns:
            roles = list(ColumnRole)
            chosen = st.selectbox(
                as_label(column.name[:50]) or f"Kolumn {column.index + 1}", roles,
                index=roles.index(column.role), format_func=lambda role: ROLE_WORDS[role],
                key=f"roll-{underway.sha256[:8]}-{column.index}", width=210,
            )  # fmt: skip
            if chosen is not column.role:
                changed[column.name] = chosen
    return changed


def show_check(receipt: Receipt) -> None:
    """What stops, what to think of, and what would change."""
    if receipt.status is ReceiptStatus.ALREADY_STORED:
        st.info(
            f"Filen är redan lämnad, som leverans {receipt.delivery_id}. Ingenting nytt sparas.",
            icon=":material/done_all:",
        )
        return
    if receipt.is_refused:
        bad = {row for fault in receipt.faults for row in (fault.rows or (fault.row,)) if row}
        ready = f"{number(max(receipt.rows_read - len(bad), 0))} av {number(receipt.rows_read)}"
        counted = f"{ready} rader är klara. " if receipt.rows_read else ""
        st.error(
            f"{counted}Filen kan inte sparas än: {len(receipt.faults)} saker behöver rättas. "
            "Ingenting har sparats.", icon=":material/error:",
        )  # fmt: skip
        _show_faults(receipt.faults)
    elif receipt.boundaries:
        total, *by_kommun = boundaries_in_words(receipt)
        st.success(f"{plain(total)}.", icon=":material/check_circle:")
        st.markdown("\n".join(f"- {plain(line)}" for line in by_kommun))
    else:
        st.success(
            f"{number(receipt.rows_read)} rader är klara och ger "
            f"{number(receipt.observations_stored)} uppgifter.", icon=":material/check_circle:",
        )  # fmt: skip
        st.markdown(
            f"**Vad ändras:** {number(receipt.new)} nya värden, {number(receipt.changed)} ändrade, "
            f"{number(receipt.unchanged)} oförändrade, {number(receipt.gone)} borta."
        )
    if receipt.warnings:
        with st.expander(f"Att tänka på ({len(receipt.warnings)})", icon=":material/lightbulb:"):
            _show_faults(receipt.warnings)


def _show_faults(faults: tuple[Fault, ...]) -> None:
    """Grouped by kind, with place and remedy."""
    groups: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        groups[fault.code].append(fault)
    for code, members in groups.items():
        st.markdown(f"**{plain(title_of(code))}** ({len(members)} st, {code})")
        lines = [_fault_line(fault) for fault in members[:FAULTS_SHOWN]]
        if len(members) > FAULTS_SHOWN:
            lines.append(f"- … och {len(members) - FAULTS_SHOWN} till av samma slag")
        st.markdown("\n".join(lines))


def _fault_line(fault: Fault) -> str:
    parts = [fault.message, fault.remedy]
    return f"- {plain(' '.join(part for part in parts if part))}"


def show_receipt(page: PageContext, receipt: Receipt) -> None:
    """Step 5. What was stored, and the way to see it."""
    st.header("5. Klart: kvitto", anchor=False)
    source = page.inquiry.catalog.sources.get(receipt.source)
    words = receipt_in_words(receipt, source_name=source.name if source else "")
    if receipt.status is ReceiptStatus.STORED:
        areas = sum(one.areas for one in receipt.boundaries)
        what = (
            f"gränser för {number(areas)} områden"
            if areas
            else f"{number(receipt.observations_stored)} uppgifter"
        )
        st.success(
            f"Leverans {receipt.delivery_id} är sparad: {what}.", icon=":material/check_circle:"
        )
    if receipt.boundaries:
        st.markdown("\n".join(f"- {plain(line)}" for line in boundaries_in_words(receipt)))
        show_way("karta", "Se Karta, över kommunens delar", page=page, niva="delomrade")
    else:
        show_check_changes(receipt)
    indicators = page.inquiry.catalog.indicators
    for indicator_id in receipt.indicators[:5]:
        if indicator_id in indicators:
            name = indicators[indicator_id].name
            show_way("indikator", f"Se {plain(name)}", page=page, **{Address.INDICATOR.value: name})
    with st.container(horizontal=True):
        st.download_button(
            "Ladda ner kvittot", data=words.encode("utf-8"), mime="text/plain",
            file_name=f"kvitto-{receipt.delivery_id}.txt", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
        st.button("Lämna en fil till", on_click=intake.forget, icon=":material/add:")


def show_check_changes(receipt: Receipt) -> None:
    """How many values are new, changed, the same and gone."""
    st.markdown(
        f"{number(receipt.new)} nya värden, {number(receipt.changed)} ändrade, "
        f"{number(receipt.unchanged)} oförändrade, {number(receipt.gone)} borta."
    )
