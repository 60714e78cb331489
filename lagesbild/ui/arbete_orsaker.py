"""Orsaksanalys: the problem, its pictures, and the table of risks and protections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lagesbild.domain.work.causes import PlacedCause, Problem
from lagesbild.ui.arbete_belagg import show_evidence
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import NEW, Shelf, follow_saved, show_shelf
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.pinned_marks import has_changed
from lagesbild.ui.render import PLOTLY_CONFIG, alternative, as_label, plain, show_empty, show_way
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.workspace.cause_tree import Branch, placed
from lagesbild.workspace.problems import (
    ProblemStudy,
    evidence_of,
    factors_by_arena,
    study_problem,
)
from lagesbild.workspace.records import may_edit, records_of

NEW_PROBLEM = "Lägg till ett problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPage:
    """What the page has chosen: a problem, and one of its causes.

    cause_id  "" when there is none
    """

    study: ProblemStudy
    edits: bool
    cause_id: str = ""

    @property
    def chosen(self) -> Branch | None:
        return next((one for one in self.study.branches if one.saved.id == self.cause_id), None)


def choose_problem(page: PageContext) -> StudyPage:
    """The problem in the address, the newest at first; editors may start a new one."""
    edits = may_edit(page.person, kind=Problem)
    problems = records_of(page.context.store, kind=Problem, person=page.person)
    options = [
        Option(id=one.id, label=as_label(one.record.title) or one.id) for one in reversed(problems)
    ]
    if edits:
        options.append(Option(id=NEW, label=NEW_PROBLEM))
    chosen = ""
    if options:
        follow_saved(Address.PROBLEM, options)
        with st.container(width=420):
            chosen = choose_one("Problem", options, key=Address.PROBLEM, what="ett problem")
    study = study_problem(page.context.store, person=page.person, problem_id=chosen)
    return StudyPage(study=study, edits=edits)


def show_question(found: StudyPage) -> None:
    """What is asked, under the page's sentence."""
    if found.study.saved is None:
        return
    problem = found.study.saved.record
    if problem.question:
        st.markdown(f"**{plain(problem.question)}**")
    if problem.about:
        st.markdown(plain(problem.about))


def show_problem(page: PageContext, found: StudyPage) -> None:
    """The problem's own card: evidence, chain of events and all that can be written about it."""
    saved = found.study.saved
    shelf = Shelf(
        kind=Problem, address=Address.PROBLEM, label="Problem", blank=Problem(), add=NEW_PROBLEM,
        empty="Inget problem är inlagt än. Samordnaren eller arbetsgruppen lägger in det första.",
        names=offers(page), more={}, is_listed=True, chosen=saved.id if saved else NEW,
    )  # fmt: skip
    if saved is not None:
        st.subheader("Belägg", anchor=False)
        show_pinned(page, found)
    if saved is None and not found.edits:
        show_empty(shelf.empty)
        return
    show_shelf(page, shelf, records=[saved] if saved else [])


def show_pinned(page: PageContext, found: StudyPage) -> None:
    """The evidence as this reader may read it, and the way to look for what goes together with it."""
    saved = found.study.saved
    if saved is None:
        return
    show_evidence(
        page,
        evidence_of(
            saved.record, catalog=page.inquiry.catalog, person=page.person,
            has_changed=lambda one: has_changed(page, one),
        ),
    )  # fmt: skip
    if saved.record.indicator:
        choices = {
            Address.KOMMUN.value: page.kommun_code, Address.INDICATOR.value: saved.record.indicator
        }  # fmt: skip
        with st.container(horizontal=True):
            show_way("indikator", "Måttet över tid", page=page, **choices)
            show_way("samband", "Vad hänger ihop med det?", page=page, **choices)


def show_tree(found: StudyPage) -> None:
    """The tree; a click on a cause chooses it."""
    from lagesbild.charts.cause_tree import cause_tree_figure, columns_of

    causes = placed(found.study.branches)
    figure = cause_tree_figure(
        _title(found), causes, chosen=found.cause_id, example=found.study.is_example
    )
    st.caption(
        "▼ Kantig ruta: riskfaktor. ▲ Ruta med fasade hörn: skyddsfaktor. Tjock hel kant: kan påverkas; "
        "streckad: delvis; prickad: inte, eller oklart."
    )  # fmt: skip
    with st.container(key=f"bred-{min(columns_of(causes), 7)}"):
        st.plotly_chart(
            figure, key="orsakstrad", config=PLOTLY_CONFIG, theme=None, selection_mode="points",
            alt=alternative(figure, about=found.study.sentence), on_select=lambda: _take_click(causes),
        )  # fmt: skip


def _take_click(causes: list[PlacedCause]) -> None:
    points = (st.session_state.get("orsakstrad") or {}).get("selection", {}).get("points", [])
    clicked = [point.get("customdata") for point in points]
    wanted = clicked[0][0] if clicked and isinstance(clicked[0], list) else (clicked or [None])[0]
    if wanted in {one.id for one in causes}:
        st.session_state[Address.CAUSE] = wanted


def show_fishbone(found: StudyPage) -> None:
    """The same causes along the three sides of the problem."""
    from lagesbild.charts.fishbone import fishbone_figure

    _show(found, key="fiskben", draw=fishbone_figure)


def show_triangle(found: StudyPage) -> None:
    """The same causes in the crime triangle."""
    from lagesbild.charts.crime_triangle import crime_triangle_figure

    _show(found, key="triangel", draw=crime_triangle_figure)


def _show(found: StudyPage, *, key: str, draw: Callable[..., Any]) -> None:
    figure = draw(_title(found), placed(found.study.branches), example=found.study.is_example)
    with st.container(key=f"bred-4-{key}"):
        st.plotly_chart(
            figure, key=key, config=PLOTLY_CONFIG, theme=None,
            alt=alternative(figure, about=found.study.sentence),
        )  # fmt: skip


def _title(found: StudyPage) -> str:
    return found.study.saved.record.title if found.study.saved else ""


def show_chain(found: StudyPage) -> None:
    """What happens, step by step, and where it can be broken."""
    from lagesbild.charts.event_chain import event_chain_figure

    if found.study.saved is None or not found.study.saved.record.chain:
        show_empty(
            "Ingen händelsekedja är inlagd. Skriv stegen under Problemet: vad händer först, vad händer sedan, "
            "och var kan kedjan brytas?"
        )  # fmt: skip
        return
    steps = found.study.saved.record.chain
    figure = event_chain_figure(steps, example=found.study.is_example)
    with st.container(key="bred-4-kedja"):
        st.plotly_chart(
            figure, key="kedja", config=PLOTLY_CONFIG, theme=None,
            alt=alternative(figure, about="Händelsekedja"),
        )  # fmt: skip
    show_rows(
        [
            {
                "Steg": str(place), "Vad som händer": step.what,
                "Kan brytas": "ja" if step.can_be_broken else "–", "Hur": step.how or "–",
            }
            for place, step in enumerate(steps, start=1)
        ],
        alt="Händelsekedjan, steg för steg",
    )  # fmt: skip


def show_factors(found: StudyPage) -> None:
    """Risks and protections in each part of life."""
    rows = [
        {
            "Var i livet": arena.words, "Riskfaktorer": _listed(risks),
            "Skyddsfaktorer": _listed(protections),
        }
        for arena, risks, protections in factors_by_arena(found.study.branches)
    ]  # fmt: skip
    if not rows:
        show_empty("Inga orsaker är inlagda än.")
    show_rows(rows, alt="Risk- och skyddsfaktorer")


def _listed(branches: list[Branch]) -> str:
    return "; ".join(f"{one.number} {one.saved.record.title}" for one in branches) or "–"
