"""Prioritering: the matrix, one's own judgement, and the decision with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.analysis.harm import with_harm
from lagesbild.analysis.priority import FiguresSay, nothing_said, with_how_common
from lagesbild.domain.priority import MatrixColumn, Told
from lagesbild.domain.work.causes import Problem
from lagesbild.domain.work.harm import HarmTable
from lagesbild.domain.work.priority import (
    FROM_DATA,
    Answer,
    Criterion,
    Judgement,
    Ranked,
    Ranking,
)
from lagesbild.domain.work.register import Seat
from lagesbild.ui import cache
from lagesbild.ui.arbete_conflict import show_conflict
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, as_begun, save_record, show_shelf
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import PLOTLY_CONFIG, alternative, as_label, plain, show_empty, show_way
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.priority import (
    judged_by_others,
    make_matrix,
    matrix_sentence,
    own_judgement,
)
from lagesbild.workspace.problems import NOT_FOR_YOU
from lagesbild.workspace.records import Saved, may_edit, records_of

WITHOUT_MEASURE = "Problemet har inget mått. Välj ett i Orsaksanalys, så svarar siffrorna."
MOST_PROBLEMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityPage:
    """What the page shows.

    told  what figures say, by the problem's id
    """

    sentence: str
    problems: tuple[Saved[Problem], ...]
    judgements: tuple[Saved[Judgement], ...]
    rankings: tuple[Saved[Ranking], ...]
    tables: tuple[Saved[HarmTable], ...]
    told: dict[str, tuple[Told, ...]]
    columns: tuple[MatrixColumn, ...]

    @property
    def is_example(self) -> bool:
        """True when anything on the page is invented."""
        return any(one.is_example for one in (*self.problems, *self.judgements, *self.rankings))


def read_page(page: PageContext) -> PriorityPage:
    """The own kommun's problems, the newest dozen of them, with what speaks for each."""
    store, person = page.context.store, page.person
    problems = records_of(store, kind=Problem, person=person)[-MOST_PROBLEMS:]
    known = {one.id for one in problems}
    judgements = [
        one
        for one in records_of(store, kind=Judgement, person=person)
        if one.record.problem in known
    ]
    tables = records_of(store, kind=HarmTable, person=person)
    weights = {one.indicator: one for one in tables[-1].record.weights} if tables else {}
    found = {one.id: _figures_say(page, one.record) for one in problems}
    told = with_harm(
        with_how_common(found), found=found,
        weights={one.id: weights.get(one.record.indicator) for one in problems},
    )  # fmt: skip
    columns = make_matrix(problems, told=told, judgements=judgements)
    judges = len({one.record.name for one in judgements})
    return PriorityPage(
        sentence=matrix_sentence(columns, judges=judges), problems=tuple(problems), told=told,
        judgements=tuple(judgements), columns=tuple(columns),
        rankings=tuple(records_of(store, kind=Ranking, person=person)), tables=tuple(tables),
    )  # fmt: skip


def _figures_say(page: PageContext, problem: Problem) -> FiguresSay:
    if not problem.indicator:
        return nothing_said(WITHOUT_MEASURE)
    indicator = page.inquiry.catalog.indicators.get(problem.indicator)
    if indicator is None:
        return nothing_said("Måttet finns inte längre i katalogen.")
    if not may(page.person, action=Action.SEE, secrecy=indicator.secrecy):
        return nothing_said(NOT_FOR_YOU)
    return cache.figures_say(page, problem.indicator)


def show_matrix(page: PageContext, found: PriorityPage) -> None:
    """The picture, then the same as tables: what the figures say, and what each person says."""
    from lagesbild.charts.priority_matrix import LEGEND, matrix_figure

    if not found.columns:
        show_empty(
            "Lägg först in problemen i Orsaksanalys, var och ett med det mått som visar det.",
            link_to="orsaksanalys", link_text="Öppna Orsaksanalys",
        )  # fmt: skip
        return
    st.caption(LEGEND)
    figure = matrix_figure(found.columns, example=found.is_example)
    with st.container(key=f"bred-{min(7, max(4, len(found.columns) + 1))}-matris"):
        st.plotly_chart(
            figure, key="matris", config=PLOTLY_CONFIG, theme=None,
            alt=alternative(figure, about=found.sentence),
        )  # fmt: skip
    st.caption(
        "Siffrorna är de som visas på Indikator, Sticker vi ut? och Karta. Där står källa, period och metod. "
        "Det som är skyddat där svarar inte här heller."
    )  # fmt: skip
    _show_tables(page, found)


def _show_tables(page: PageContext, found: PriorityPage) -> None:
    st.subheader("Vad siffrorna säger", anchor=False)
    for one in found.problems:
        with st.expander(as_label(one.record.title), key=f"siffror-{one.id}"):
            rows = [
                {
                    "Kriterium": told.criterion.words, "Svar": told.answer.words
                    if told.answer is not Answer.UNKNOWN else "kan inte bedömas", "Grund": told.words,
                }
                for told in found.told[one.id]
            ]  # fmt: skip
            show_rows(rows, alt=f"Vad siffrorna säger om {one.record.title}")
            _show_ways(page, one.record)
    st.subheader("Vad var och en säger", anchor=False)
    rows = [
        {
            "Problem": column.title, "Kriterium": cell.criterion.words,
            **{answer.words.capitalize(): _names(cell.answers, answer) for answer in _SAID},
        }
        for column in found.columns for cell in column.cells if cell.answers
    ]  # fmt: skip
    if not rows:
        st.markdown("Ingen har bedömt än. Gör det under Bedöm.")
    show_rows(rows, alt="Vad var och en säger")
    reasons = [one.record for one in found.judgements if one.record.reasons]
    titles = {one.id: one.record.title for one in found.problems}
    for one in reasons:
        st.markdown(f"**{plain(one.name)} om {plain(titles[one.problem])}:** {plain(one.reasons)}")


_SAID = (Answer.YES, Answer.PARTLY, Answer.NO)


def _names(answers: tuple[tuple[str, Answer], ...], wanted: Answer) -> str:
    return ", ".join(name for name, answer in answers if answer is wanted) or "–"


def _show_ways(page: PageContext, problem: Problem) -> None:
    if not problem.indicator:
        return
    choices = {Address.KOMMUN.value: page.kommun_code, Address.INDICATOR.value: problem.indicator}
    with st.container(horizontal=True):
        show_way("indikator", "Måttet över tid", page=page, **choices)
        show_way("sticker_ut", "Sticker vi ut?", page=page, **choices)
        show_way("karta", "Kommunens delar", page=page, **choices)


def show_judging(page: PageContext, found: PriorityPage) -> None:
    """One's own answers about one problem; everybody's are kept beside each other."""
    if not found.problems:
        show_empty("Det finns inga problem att bedöma än.")
        return
    if not may_edit(page.person, kind=Judgement):
        show_empty("Din roll läser bedömningarna men gör inga egna.")
        return
    options = [Option(id=one.id, label=as_label(one.record.title)) for one in found.problems]
    with st.container(width=420):
        problem = choose_one("Problem", options, key=Address.PROBLEM, what="ett problem")
    name = _choose_name(page, found, problem_id=problem)
    newest = own_judgement(
        found.judgements, problem_id=problem, name=name, person_id=page.person.id
    )
    if newest is not None and show_conflict(
        page, record_id=newest.id, names=offers(page),
        save_as=lambda theirs, record: save_record(
            page, address=Address.ANSWER, saved=theirs, record=record
        ),
    ):  # fmt: skip
        return
    saved = as_begun(newest) if newest else None
    before = saved.record if saved else Judgement(name=name, problem=problem)
    _show_form(page, saved=saved, before=before, told=found.told[problem])


def _choose_name(page: PageContext, found: PriorityPage, *, problem_id: str) -> str:
    """Oneself; whoever leads the work may also write down what somebody at the table answers."""
    if not may_edit(page.person, kind=Problem):
        return page.person.name
    seats = records_of(page.context.store, kind=Seat, person=page.person)
    taken = judged_by_others(
        found.judgements, problem_id=problem_id, person_id=page.person.id
    )  # fmt: skip
    names = [one.record.name for one in seats if one.record.sits(page.inquiry.today)]
    free = [one for one in dict.fromkeys(names) if one not in {*taken, page.person.name}]
    with st.container(width=420):
        chosen = st.selectbox(
            "Vems svar?", [page.person.name, *free], key=f"vem-{problem_id}", format_func=as_label
        )
    return chosen or page.person.name


def _show_form(
    page: PageContext, *, saved: Saved[Judgement] | None, before: Judgement,
    told: tuple[Told, ...],
) -> None:  # fmt: skip
    place = f"{before.problem}-{before.name}" if before.name != page.person.name else before.problem
    key = f"bedom-{place}-{saved.version if saved else 0}"
    says = {one.criterion: one for one in told}
    with text_form(key) as form:
        answers = {
            one.value: _ask(one, before=before, told=says.get(one), key=f"{key}-{one.value}")
            for one in Criterion
        }
        reasons = form.paragraph("Skäl", key=f"{key}-skal", value=before.reasons)
        if not form.submit("Spara min bedömning", icon=":material/check:", key=f"{key}-spara"):
            return
    after = replace(before, reasons=reasons, **answers)
    if save_record(page, address=Address.ANSWER, saved=saved, record=after):
        st.rerun()


def _ask(criterion: Criterion, *, before: Judgement, told: Told | None, key: str) -> Answer:
    answers = list(Answer)
    chosen = st.radio(
        criterion.words, answers, horizontal=True, key=key,
        index=answers.index(before.answer(criterion)), format_func=lambda one: one.words,
    )  # fmt: skip
    if criterion in FROM_DATA and told is not None:
        known = told.answer is not Answer.UNKNOWN
        st.caption(plain(f"Siffrorna: {told.answer.words}. {told.words}" if known else told.words))
    return chosen or before.answer(criterion)


def show_weights(page: PageContext, found: PriorityPage) -> None:
    """The council's own weights for harm; none are shipped, and none are guessed."""
    st.markdown(
        "Här står vad ett brott väger, i dagar, och varifrån vikten är. Vanligt är att räkna i dagar som domstolar "
        "dömer till. Lägesbild har inga egna vikter: utan rådets tabell bedöms skadan av personer. Väg bara "
        "problem som räknas på samma sätt, och under samma tid."
    )
    show_shelf(
        page,
        Shelf(
            kind=HarmTable, address=Address.HARM, label="Vikter", blank=HarmTable(), more={},
            add="Skriv in rådets vikter", names=offers(page),
            empty="Rådet har inte lagt in några vikter för skada.",
        ),
        records=found.tables[-1:],
    )  # fmt: skip


def show_decision(page: PageContext, found: PriorityPage) -> None:
    """What came of it, and why: kept with its history."""
    today = page.inquiry.today
    blank = Ranking(
        title=f"Prioritering {today.year}", decided_on=None,
        ranked=tuple(Ranked(title=one.record.title, problem=one.id) for one in found.problems),
    )  # fmt: skip
    show_shelf(
        page,
        Shelf(
            kind=Ranking, address=Address.RANKING, label="Välj prioritering", blank=blank, more={},
            add="Skriv in ett beslut", names=offers(page),
            empty="Inget beslut är inskrivet. När det skrivs in följer alla problem med; sedan väljer ni vad som "
            "gäller för vart och ett, och varför.",
        ),
        records=list(reversed(found.rankings)),
    )  # fmt: skip
