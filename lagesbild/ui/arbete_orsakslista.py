"""The causes as a list that a keyboard can edit: add behind, move, remove, and the card of the chosen one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.causes import Cause, CauseLevel, FactorKind, Perspective
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_orsaker import StudyPage
from lagesbild.ui.arbete_shelf import (
    Shelf,
    begin_anew,
    follow_saved,
    save_record,
    show_next,
    show_removed,
    show_shelf,
)
from lagesbild.ui.filters import choose_in_list
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, plain, show_empty, show_error
from lagesbild.ui.state import Address, Option
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.cause_tree import LAST, Branch, behind_which, moved, stepped
from lagesbild.workspace.records import Saved, remove, save

EM_SPACE = "\u2003"
BEHIND_PROBLEM = "Direkt bakom problemet"


def cause_options(found: StudyPage) -> list[Option]:
    """The outline as choices; the number says how deep a cause lies."""
    return [
        Option(
            id=one.saved.id,
            label=as_label(f"{one.number} {one.saved.record.title}{_sign(one.saved.record)}"),
        )
        for one in found.study.branches
    ]


def _sign(cause: Cause) -> str:
    return " (skydd)" if cause.kind is FactorKind.PROTECTIVE else ""


def choose_cause(found: StudyPage) -> StudyPage:
    """The whole outline to choose from, by arrow keys or pointer."""
    options = cause_options(found)
    if not options:
        return found
    follow_saved(Address.CAUSE, options)
    depths = {one.saved.id: one.depth for one in found.study.branches}
    indented = [
        replace(one, label=f"{EM_SPACE * 2 * depths[one.id]}{one.label}") for one in options
    ]
    chosen = choose_in_list("Orsaker", indented, key=Address.CAUSE, what="en orsak")
    return replace(found, cause_id=chosen)


def show_outline(page: PageContext, found: StudyPage) -> None:
    """What is done with the list: add, move, remove."""
    if not found.study.branches:
        show_empty("Inga orsaker är inlagda än. Börja med att fråga: varför har vi problemet?")
    if not found.edits or found.study.saved is None:
        return
    if found.chosen is not None:
        _show_steps(page, found, branch=found.chosen)
    _show_add(page, found, problem_id=found.study.saved.id)
    if found.chosen is not None:
        _show_move(page, found, branch=found.chosen)


def _show_steps(page: PageContext, found: StudyPage, *, branch: Branch) -> None:
    """Up and down among those behind the same one; the keys stay, so that a keyboard can go on."""
    with st.container(horizontal=True):
        for step, label, icon in ((-1, "Upp", "arrow_upward"), (1, "Ner", "arrow_downward")):
            changes = stepped(found.study.branches, cause_id=branch.saved.id, step=step)
            st.button(
                label, key=f"orsak-{label.lower()}", icon=f":material/{icon}:",
                disabled=not changes, on_click=_step, args=(page, changes, branch.saved.id),
                help=f"Flytta {branch.number} ett steg bland orsakerna bredvid.",
            )  # fmt: skip


def _step(page: PageContext, changes: list[tuple[Saved[Cause], Cause]], cause_id: str) -> None:
    """One step is several records, and one message."""
    try:
        for saved, record in changes:
            save(
                page.context.store, record=record, person=page.person, record_id=saved.id,
                based_on=saved.version, check_text=refuse_personal_data,
            )  # fmt: skip
            begin_anew(saved.id)
    except LagesbildError as error:
        show_error(error)
    show_next(Address.CAUSE, cause_id)


def _show_add(page: PageContext, found: StudyPage, *, problem_id: str) -> None:
    chosen = found.chosen
    names = {one.saved.id: f"{one.number} {one.saved.record.title}" for one in found.study.branches}
    options = [*([chosen.saved.id] if chosen else []), "", *names]
    key = f"ny-orsak-{problem_id}-{len(names)}-{found.cause_id}"
    with text_form(key) as form:
        title = form.line("Ny orsak", key=f"{key}-titel", placeholder="Varför är det så?")
        behind = st.selectbox(
            "Ligger bakom", list(dict.fromkeys(options)), key=f"{key}-bakom",
            format_func=lambda one: as_label(names.get(one, BEHIND_PROBLEM)),
        )  # fmt: skip
        perspective = st.selectbox(
            "Perspektiv", list(Perspective), key=f"{key}-perspektiv",
            index=list(Perspective).index(chosen.saved.record.perspective) if chosen else 0,
            format_func=lambda one: one.words,
        )  # fmt: skip
        if not form.submit("Lägg till orsaken", icon=":material/add:", key=f"{key}-spara"):
            return
    cause = Cause(
        title=title, problem=problem_id, because_of=behind, perspective=perspective, place=LAST,
        level=CauseLevel.INDIRECT if behind else CauseLevel.DIRECT,
    )  # fmt: skip
    if save_record(page, address=Address.CAUSE, saved=None, record=cause):
        st.rerun()


def _show_move(page: PageContext, found: StudyPage, *, branch: Branch) -> None:
    places = behind_which(found.study.branches, cause_id=branch.saved.id)
    names = {one.saved.id: f"Bakom {one.number} {one.saved.record.title}" for one in places}
    here = f"{branch.saved.id}-{branch.saved.version}"
    with st.expander(f"Flytta eller ta bort {branch.number}", icon=":material/move_down:", key=f"{here}-flytta"):  # fmt: skip
        options = [one for one in ("", *names) if one != branch.behind]
        if options:
            behind = st.selectbox(
                "Flytta till", options, key=f"{here}-vart",
                format_func=lambda one: as_label(names.get(one, BEHIND_PROBLEM)),
            )  # fmt: skip
            st.button(
                "Flytta", key=f"{here}-flytta-nu", icon=":material/move_down:", on_click=_move,
                args=(page, branch.saved, behind),
            )  # fmt: skip
        st.button(
            "Ta bort orsaken", key=f"{here}-bort", icon=":material/delete:", on_click=_remove,
            args=(page, branch.saved),
            help="Den kan tas tillbaka under Borttaget. Det som ligger bakom den står kvar.",
        )  # fmt: skip


def _move(page: PageContext, saved: Saved[Cause], behind: str) -> None:
    record = moved(saved.record, behind=behind)
    save_record(page, address=Address.CAUSE, saved=saved, record=record)


def _remove(page: PageContext, saved: Saved[Cause]) -> None:
    try:
        remove(
            page.context.store, record_id=saved.id, person=page.person, based_on=saved.version
        )  # fmt: skip
    except LagesbildError as error:
        show_error(error)
        return
    st.toast(f"Borttagen: {plain(saved.record.title)}. Den finns under Borttaget.")


def show_card(page: PageContext, found: StudyPage) -> None:
    """The chosen cause in full, to read and to change."""
    saved = found.study.saved
    if saved is None:
        return
    names = dict(offers(page))
    places = behind_which(found.study.branches, cause_id=found.cause_id)
    names["orsaker"] = {one.saved.id: f"{one.number} {one.saved.record.title}" for one in places}
    shelf = Shelf(
        kind=Cause, address=Address.CAUSE, label="Orsak", add="Lägg till en orsak", empty="",
        blank=Cause(problem=saved.id), names=names, more={}, chosen=found.cause_id,
    )  # fmt: skip
    if found.chosen is not None:
        show_shelf(page, shelf, records=[found.chosen.saved])
    elif found.edits:
        show_removed(page, shelf)
