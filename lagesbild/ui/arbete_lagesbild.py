"""Lägesbild: read, write, hold against the law, freeze, and see what has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from lagesbild.access.policy import may_see
from lagesbild.analysis.pinned_views import as_audience
from lagesbild.domain.document import AUDIENCES, Document
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.lagesbild import (
    Lagesbild,
    LagesbildKind,
    LagesbildState,
    Observation,
    Section,
    Step,
)
from lagesbild.domain.work.view_address import read_address
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui import cache
from lagesbild.ui.arbete_fields import ask
from lagesbild.ui.arbete_lagen import show_duties
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import (
    NEW,
    SAVE,
    Shelf,
    follow_saved,
    save_record,
    show_next,
    show_shelf,
)
from lagesbild.ui.arbete_words import moment_words, who
from lagesbild.ui.document_view import highest_audience, show_document
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.handing_over import offer_handing_over
from lagesbild.ui.lagesbild_files import offer_documents
from lagesbild.ui.page_table import PAGES
from lagesbild.ui.render import as_label, plain, show_empty, show_error, show_way
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.frozen import (
    FrozenVersion,
    freeze,
    read_version,
    recalled_since,
    versions_of,
)
from lagesbild.workspace.lagesbild import (
    Check,
    Work,
    checklist,
    checklist_sentence,
    compose,
    list_lagesbilder,
    read_work,
    state_words,
    step_words,
)
from lagesbild.workspace.law_clock import Clock, ClockState
from lagesbild.workspace.pinning import is_open, start_lagesbild
from lagesbild.workspace.records import Saved, may_edit
from lagesbild.workspace.year_wheel import law_clocks_of

START = "Börja en ny lägesbild"


@dataclass(frozen=True, slots=True, kw_only=True)
class LagesbildPage:
    """What the page has chosen. ``work`` None: nothing yet, or a new one."""

    work: Work | None
    edits: bool
    clock: Clock
    checks: tuple[Check, ...]

    @property
    def sentence(self) -> str:
        """What the page says at its head."""
        if self.work is None:
            return f"Ingen lägesbild är vald. {self.clock.sentence}"
        record = self.work.record
        if record.kind is not LagesbildKind.ORDINARY:
            return f"{record.title} är {state_words(record.state)}: {_counted(self.work)}."
        return checklist_sentence(self.checks, title=record.title, state=record.state)

    @property
    def is_example(self) -> bool:
        return self.work is not None and self.work.saved.is_example


def _counted(work: Work) -> str:
    views = len(work.views)
    return (
        f"{len(work.sections)} avsnitt, {views} {'fäst vy' if views == 1 else 'fästa vyer'} och "
        f"{len(work.observations)} iakttagelser"
    )


def choose_lagesbild(page: PageContext) -> LagesbildPage:
    """The lägesbild in the address, what was written last at first; editors may start a new one."""
    store, person = page.context.store, page.person
    edits = may_edit(person, kind=Lagesbild)
    found = list_lagesbilder(store, person=person)
    options = [Option(id=one.id, label=label_of(one, found)) for one in found]
    if edits:
        options.append(Option(id=NEW, label=START))
    chosen = ""
    if options:
        follow_saved(Address.LAGESBILD, options)
        with st.container(width=420):
            chosen = choose_one(
                "Lägesbild", options, key=Address.LAGESBILD, what="en lägesbild"
            )  # fmt: skip
    work = read_work(store, lagesbild_id=chosen, person=person)
    clock = law_clocks_of(store, person=person, today=page.inquiry.today)[0]
    is_late = clock.state is ClockState.OVER
    checks = tuple(checklist(work, documents_due=is_late)) if work else ()
    return LagesbildPage(work=work, edits=edits, clock=clock, checks=checks)


def label_of(one: Saved[Lagesbild], found: list[Saved[Lagesbild]]) -> str:
    name = as_label(one.record.title) or one.id
    same = sum(other.record.title == one.record.title for other in found) > 1
    return f"{name} [{one.id}]" if same else name


def show_start(page: PageContext, found: LagesbildPage) -> None:
    """An empty page says what to do: start a lägesbild of one of three kinds, or from an earlier one."""
    if not found.edits:
        show_empty("Ingen lägesbild är påbörjad än. Samordnaren eller arbetsgruppen börjar den.")
        return
    st.markdown(
        "En **ordinarie** lägesbild får ett avsnitt för varje del som lagen kräver. En **extra** görs när något "
        "har hänt och inte kan vänta. En **kort** görs regelbundet till möten. Följer den på en tidigare tar den "
        "över dess avsnitt, texter och fästa vyer; vyerna visar då dagens siffror."
    )
    blank = Lagesbild(title=f"Lägesbild {page.inquiry.today.year}")
    with text_form("ny-lagesbild") as form:
        names = offers(page)
        fault: LagesbildError | None = None
        given = blank
        try:
            given = ask(form, blank, key="ny-lagesbild", names=names, only=_FIRST_ASKED)
        except LagesbildError as error:
            fault = error
        if not form.submit("Börja", icon=":material/add:", key="ny-lagesbild-spara"):
            return
    if fault is None:
        fault = _start(page, given)
    if fault is not None:
        show_error(fault)
    else:
        st.rerun()


_FIRST_ASKED = ("title", "kind", "reason", "starts_on", "ends_on", "previous")
"""What is needed to begin; the rest is asked for when there is something to say."""


def _start(page: PageContext, record: Lagesbild) -> LagesbildError | None:
    try:
        saved = start_lagesbild(
            page.context.store,
            lagesbild=record,
            person=page.person,
            check_text=refuse_personal_data,
        )
    except LagesbildError as error:
        return error
    show_next(Address.LAGESBILD, saved.id)
    return None


def draft_document(page: PageContext, work: Work, *, audience: Secrecy) -> Document:
    """The draft with today's figures, as the audience sees them."""
    inquiry = as_audience(page.inquiry, audience=audience)
    figures = {
        one.address: cache.pinned_figure(page, inquiry=inquiry, pinned=one) for one in work.views
    }
    return compose(
        page.context.store, work, figures=figures, audience=audience, kommun=inquiry.kommun,
        sources=inquiry.catalog.sources, today=inquiry.today,
    )  # fmt: skip


def draft_for_reader(page: PageContext, work: Work) -> Document:
    """The draft with as much as the visitor may see."""
    return draft_document(page, work, audience=highest_audience(page))


def show_reading(page: PageContext, work: Work) -> None:
    """The draft as it would be frozen now."""
    document = draft_for_reader(page, work)
    show_way("presentera", "Presentera i helskärm", page=page, lagesbild=work.saved.id)
    offer_documents(document, key="utkast")
    show_document(page, document, key="utkast", has_ribbon=work.saved.is_example)


def show_writing(page: PageContext, work: Work) -> None:
    """The sections: an overview, and one at a time to write in."""
    if not is_open(work.saved):
        st.info(
            "Lägesbilden är antagen. Den frysta versionen gäller; det du ändrar här syns först i nästa version."
        )
    show_rows([_section_row(one.record) for one in work.sections], alt="Avsnitten")
    st.caption(
        "En vy fästs från sin egen sida: öppna till exempel Indikator eller Karta och välj Till lägesbilden "
        "under bilden."
    )
    blank = Section(lagesbild=work.saved.id, place=len(work.sections) + 1)
    shelf = Shelf(
        kind=Section, address=Address.SECTION, label="Avsnitt", add="Lägg till ett avsnitt",
        empty="Lägesbilden har inga avsnitt än.", blank=blank, names=offers(page), more={},
        is_listed=True,
    )  # fmt: skip
    show_shelf(page, shelf, records=work.sections)
    show_rows([_view_row(page, *pair) for pair in _pinned(work)], alt="Alla fästa vyer")


def _pinned(work: Work) -> list[tuple[str, Evidence]]:
    return [(one.record.title, view) for one in work.sections for view in one.record.views]


def _view_row(page: PageContext, section: str, view: Evidence) -> dict[str, str]:
    asked = read_address(view.address)
    named = page.inquiry.catalog.indicators.get(view.indicator)
    titles = {one.id: one.title for one in PAGES}
    return {
        "Avsnitt": section, "Fäst vy": view.says, "Mått": named.name if named else "–",
        "Område": view.place or "–",
        "Sida": titles.get(asked.page_id, "–") if asked else "–",
    }  # fmt: skip


def _section_row(one: Section) -> dict[str, str]:
    return {
        "Del enligt lagen": one.part.words, "Rubrik": one.title,
        "Text": "ja" if one.text else "saknas", "Fästa vyer": str(len(one.views)),
    }  # fmt: skip


def show_observations(page: PageContext, work: Work) -> None:
    """What is no figure: Polisens picture, the youth council, dialogues, round the table."""
    show_rows([_observation_row(one.record) for one in work.observations], alt="Iakttagelser")
    shelf = Shelf(
        kind=Observation, address=Address.OBSERVATION, label="Iakttagelse",
        add="Lägg till en iakttagelse", blank=Observation(lagesbild=work.saved.id),
        empty="Inga iakttagelser är inlagda: Polisens lägesbild, ungdomsrådets rapport, dialoger, laget runt.",
        names=offers(page), more={},
    )  # fmt: skip
    show_shelf(page, shelf, records=work.observations)


def _observation_row(one: Observation) -> dict[str, str]:
    return {
        "Vad som sägs": one.says, "Vem": one.source, "Slag": one.kind.words,
        "Område": one.place or "–", "Dag": one.on.isoformat() if one.on else "–",
        "Bygger på": one.how_known.words, "Laget runt": one.poll or "–",
    }  # fmt: skip


def show_checks(page: PageContext, found: LagesbildPage) -> None:
    """The law section by section, Brå's questions, and the clock; then what it asks besides."""
    rows = [
        {
            "Finns": "✓ ja" if one.is_done else "✗ nej", "Krav": one.ask, "Grund": one.ground,
            "Det som finns": one.found,
        }
        for one in found.checks
    ]  # fmt: skip
    show_rows(rows, alt="Lägesbilden mot lagen")
    (st.warning if found.clock.state is ClockState.OVER else st.info)(plain(found.clock.sentence))
    st.caption(
        "Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete, och Brås frågor till "
        "den som gör en lägesbild."
    )
    show_duties(page, is_marked=found.is_example)


def show_about(page: PageContext, work: Work, *, edits: bool) -> None:
    """The lägesbild's own card: period, Brå's four questions, its steps and history."""
    shelf = Shelf(
        kind=Lagesbild, address=Address.LAGESBILD, label="Lägesbild", add=START, blank=Lagesbild(),
        empty="", names=offers(page), more={}, is_listed=True, chosen=work.saved.id,
    )  # fmt: skip
    for one in work.record.steps:
        st.markdown(f"- {plain(step_words(one))}")
    if edits:
        _show_step_form(page, work)
    show_shelf(page, shelf, records=[work.saved])


def _show_step_form(page: PageContext, work: Work) -> None:
    versions = versions_of(page.context.store, person=page.person, lagesbild_id=work.saved.id)
    step = Step(
        on=page.inquiry.today, frozen=versions[0].version if versions else 0,
        state=_next_state(work.record.state),
    )  # fmt: skip
    key = f"{work.saved.id}-{work.saved.version}-steg"
    with (
        st.expander("Skriv in nästa steg", icon=":material/gavel:", key=f"{key}-ruta"),
        text_form(f"form-{key}") as form,
    ):
        try:
            given = ask(form, step, key=key, names={})
        except LagesbildError as error:
            show_error(error)
            given = None
        if not form.submit("Spara steget", icon=SAVE, key=f"{key}-spara") or given is None:
            return
    record = replace(work.record, steps=(*work.record.steps, given))
    if save_record(page, address=Address.LAGESBILD, saved=work.saved, record=record):
        st.rerun()


def _next_state(state: LagesbildState) -> LagesbildState:
    order = list(LagesbildState)
    return order[min(order.index(state) + 1, len(order) - 1)]


def show_versions(page: PageContext, work: Work, *, edits: bool) -> None:
    """The frozen versions: make one, and read one as it was."""
    store, person = page.context.store, page.person
    versions = versions_of(store, person=person, lagesbild_id=work.saved.id)
    show_rows([_version_row(page, one) for one in versions], alt="Frysta versioner")
    if edits:
        _offer_freezing(page, work)
    if not versions:
        show_empty(
            "Ingen version är fryst än. En fryst version visar samma siffror för alltid, också när nya kommer "
            "eller gamla rättas. Frys en före mötet som ska ta ställning till den."
        )
        return
    options = [
        Option(id=str(one.version), label=f"Version {one.version}, {one.frozen_at:%Y-%m-%d}")
        for one in versions
    ]
    with st.container(width=420):
        chosen = choose_one("Läs en version", options, key=Address.FROZEN, what="en version")
    document = read_version(
        store, lagesbild_id=work.saved.id, version=int(chosen), person=person
    )  # fmt: skip
    with st.container(horizontal=True):
        show_way(
            "presentera", "Presentera i helskärm", page=page, lagesbild=work.saved.id,
            version=chosen,
        )  # fmt: skip
        offer_handing_over(page, work, version=int(chosen))
    troubles = recalled_since(store, document)
    offer_documents(document, key=f"fryst-{chosen}", troubles=troubles)
    show_document(page, document, key=f"fryst-{chosen}", troubles=troubles)


def _version_row(page: PageContext, one: FrozenVersion) -> dict[str, str]:
    return {
        "Version": str(one.version), "Fryst": moment_words(one.frozen_at),
        "Av": who(page, one.frozen_by), "Till för": AUDIENCES[one.audience],
    }  # fmt: skip


def _offer_freezing(page: PageContext, work: Work) -> None:
    allowed = [one for one in AUDIENCES if may_see(page.person, secrecy=one)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=420):
            audience = st.selectbox(
                "Vem versionen är till för", allowed, key="frys-for",
                index=min(1, len(allowed) - 1), format_func=lambda one: AUDIENCES[one],
                help="Siffror som de inte får se är inte med i versionen.",
            )  # fmt: skip
        st.button(
            "Frys en version", key="frys", icon=":material/ac_unit:", type="primary",
            on_click=_freeze, args=(page, work, audience), disabled=work.saved.is_example,
        )  # fmt: skip
    if work.saved.is_example:
        st.caption("Ett påhittat exempel kan inte frysas.")


def _freeze(page: PageContext, work: Work, audience: Secrecy) -> None:
    try:
        document = draft_document(page, work, audience=audience)
        made = freeze(page.context.store, document=document, person=page.person)
    except LagesbildError as error:
        show_error(error)
        return
    st.session_state[Address.FROZEN] = str(made.version)
    st.toast(f"Version {made.version} är fryst.", icon=":material/ac_unit:")
