"""Discussion in the meeting: one cause at a time in large type, and what is said written down at once."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lagesbild.domain.work.causes import Cause, CauseLevel, HowKnown, Influence, Note
from lagesbild.ui.arbete_conflict import show_conflict
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_orsaker import StudyPage
from lagesbild.ui.arbete_orsakslista import cause_options
from lagesbild.ui.arbete_shelf import as_begun, follow_saved, save_record, tell_newer
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_empty
from lagesbild.ui.state import Address
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.cause_tree import Branch
from lagesbild.workspace.records import Saved


def show_discussion(page: PageContext, found: StudyPage) -> None:
    """The problem, the cause that is talked about, and three fields to fill in while people talk."""
    problem = found.study.saved
    options = cause_options(found)
    if problem is None or not options:
        show_empty(
            "Lägg in en första orsak under Orsaksträd, så kan ni gå igenom dem här en i taget."
        )
        return
    follow_saved(Address.CAUSE, options)
    with st.container(key="diskussion"):
        place = _show_steps(found, choose_one("Orsak", options, key=Address.CAUSE, what="en orsak"))
        branch = found.study.branches[place]
        if show_conflict(
            page, record_id=branch.saved.id, names=offers(page),
            save_as=lambda theirs, record: save_record(
                page, address=Address.CAUSE, saved=theirs, record=record
            ),
        ):  # fmt: skip
            return
        _show_cause(found, branch=branch)
        if found.edits:
            _show_answers(page, saved=branch.saved)
            _show_writing(page, branch=branch, problem_id=problem.id)


def _show_steps(found: StudyPage, cause_id: str) -> int:
    ids = [one.saved.id for one in found.study.branches]
    place = ids.index(cause_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Föregående", key="diskussion-forra", icon=":material/arrow_back:", on_click=_go,
            args=(ids[max(0, place - 1)],), disabled=place == 0,
        )  # fmt: skip
        st.button(
            "Nästa", key="diskussion-nasta", icon=":material/arrow_forward:", on_click=_go,
            args=(ids[min(len(ids) - 1, place + 1)],), disabled=place == len(ids) - 1,
        )  # fmt: skip
        st.markdown(f"Orsak {place + 1} av {len(ids)}")
    return place


def _go(cause_id: str) -> None:
    st.session_state[Address.CAUSE] = cause_id


def _show_cause(found: StudyPage, *, branch: Branch) -> None:
    cause = branch.saved.record
    numbers = {one.saved.id: one for one in found.study.branches}
    parent = numbers.get(branch.behind)
    problem = found.study.saved.record.title if found.study.saved else ""
    above = f"{parent.number} {parent.saved.record.title}" if parent else problem
    st.markdown(f"Ligger bakom: {plain(above)}")
    st.header(plain(f"{branch.number} {cause.title}"), anchor=False)
    st.markdown(
        f"{plain(cause.kind.words.capitalize())}. {plain(cause.perspective.words.capitalize())}."
    )
    for label, text in (
        ("Hur vet vi?", cause.grounds), ("Vad skulle visa att vi har fel?", cause.wrong_if)
    ):  # fmt: skip
        st.markdown(f"**{label}** {plain(text) if text else 'Inte skrivet än.'}")
    behind = [one for one in found.study.branches if one.behind == branch.saved.id]
    if behind:
        listed = "; ".join(f"{one.number} {one.saved.record.title}" for one in behind)
        st.markdown(f"**Varför?** {plain(listed)}")
    for note in cause.notes:
        st.markdown(f"> {plain(str(note.on or ''))} {plain(note.text)}")


def _show_answers(page: PageContext, *, saved: Saved[Cause]) -> None:
    """The two answers that the meeting gives by pointing."""
    key = f"{saved.id}-{saved.version}"
    known = st.segmented_control(
        "Hur vet vi?", list(HowKnown), default=saved.record.how_known, key=f"{key}-vet",
        format_func=lambda one: one.words, required=True,
    )  # fmt: skip
    influence = st.segmented_control(
        "Kan vi påverka den?", list(Influence), default=saved.record.influence, key=f"{key}-kan",
        format_func=lambda one: one.words, required=True,
    )  # fmt: skip
    after = replace(
        saved.record, how_known=known or saved.record.how_known,
        influence=influence or saved.record.influence,
    )  # fmt: skip
    if after != saved.record and save_record(
        page, address=Address.CAUSE, saved=saved, record=after
    ):
        st.rerun()


def _show_writing(page: PageContext, *, branch: Branch, problem_id: str) -> None:
    saved = as_begun(branch.saved)
    tell_newer(saved, page=page, newest=branch.saved)
    key = f"{saved.id}-{saved.version}-samtal"
    with text_form(key) as form:
        note = form.paragraph("Anteckning", key=f"{key}-anteckning")
        wrong = form.line(
            "Vad skulle visa att vi har fel?", key=f"{key}-fel", value=saved.record.wrong_if
        )
        deeper = form.line("Varför är det så? En orsak bakom den här", key=f"{key}-varfor")
        if not form.submit("Spara", icon=":material/check:", key=f"{key}-spara"):
            return
    notes = (Note(on=page.inquiry.today, text=note),) if note else ()
    after = replace(saved.record, wrong_if=wrong, notes=(*saved.record.notes, *notes))
    is_saved = after == saved.record or save_record(
        page, address=Address.CAUSE, saved=saved, record=after
    )
    if is_saved and deeper:
        new = Cause(
            title=deeper, problem=problem_id, because_of=saved.id, level=CauseLevel.INDIRECT,
            perspective=saved.record.perspective,
        )  # fmt: skip
        is_saved = save_record(page, address=Address.CAUSE, saved=None, record=new)
    if is_saved:
        st.rerun()
