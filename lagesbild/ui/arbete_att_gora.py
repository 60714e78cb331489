"""Att göra: what waits, for each role in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.analysis.provider import duties
from lagesbild.domain.work.measures import Measure
from lagesbild.domain.work.priority import Judgement
from lagesbild.ui import cache, holdings_view, provider_view
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import find_page
from lagesbild.ui.render import plain, show_empty, show_heading, show_way
from lagesbild.ui.signals_view import read_standing
from lagesbild.workspace.meetings import read_meetings
from lagesbild.workspace.records import may_edit
from lagesbild.workspace.to_do import (
    News,
    ToDo,
    Urgency,
    coordinator_tasks,
    last_meeting_day,
    left_to_judge,
    news_sentence,
    news_since,
    tasks_sentence,
)

ICONS = {
    Urgency.LATE: ":material/alarm:", Urgency.NOW: ":material/radio_button_unchecked:",
    Urgency.SOON: ":material/schedule:",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the page shows a coordinator or a member.

    tasks  None for who does not lead the work
    """

    tasks: list[ToDo] | None
    news: list[News]
    news_words: str

    @property
    def is_example(self) -> bool:
        return any(one.is_example for one in (*(self.tasks or ()), *self.news))


def show_page(page: PageContext) -> None:
    """What waits for whoever looks."""
    if not may(page.person, action=Action.WORK_READ):
        _show_provider(page)
        return
    waiting = _read(page)
    if waiting.tasks is None:
        show_heading(waiting.news_words, example=waiting.is_example)
        _show_member(page)
        _show_news(page, waiting.news)
        return
    show_heading(tasks_sentence(waiting.tasks), example=waiting.is_example)
    _show_tasks(page, waiting.tasks)
    st.subheader(plain(waiting.news_words), anchor=False)
    _show_news(page, waiting.news)


def _read(page: PageContext) -> Waiting:
    store, person, today = page.context.store, page.person, page.inquiry.today
    since, is_meeting = last_meeting_day(store, person=person, today=today)
    names = {one.id: one.name for one in page.inquiry.catalog.sources.values()}
    news = news_since(store, person=person, since=since, today=today, sources=names)
    leads = may_edit(person, kind=Measure)
    tasks = [*_signals(page), *coordinator_tasks(store, person=person, today=today)] if leads else None  # fmt: skip
    order = list(Urgency)
    return Waiting(
        tasks=sorted(tasks, key=lambda one: order.index(one.urgency)) if tasks is not None else None,
        news=news,
        news_words=news_sentence(news, since=since, is_meeting=is_meeting, today=today),
    )  # fmt: skip


def _signals(page: PageContext) -> list[ToDo]:
    standing = read_standing(page)
    count = len(standing.open)
    if not count:
        return []
    words = "1 sak sticker ut" if count == 1 else f"{count} saker sticker ut"
    return [
        ToDo(
            what=f"{words} och är inte bedömda av rådet.", urgency=Urgency.NOW,
            page_id="signaler", is_example=standing.examined.is_example,
        )
    ]  # fmt: skip


def _show_tasks(page: PageContext, tasks: Sequence[ToDo]) -> None:
    if not tasks:
        show_empty("Inget är försenat och inget väntar. Det kommer hit av sig självt.")
    for urgency in Urgency:
        own = [one for one in tasks if one.urgency is urgency]
        if own:
            st.subheader(urgency.value.capitalize(), anchor=False)
        for one in own:
            _show_line(page, f"{ICONS[urgency]} {plain(one.what)}", one)


def _show_news(page: PageContext, news: Sequence[News]) -> None:
    for one in news:
        _show_line(page, f"**{one.day}** {plain(one.what)}", one)


def _show_line(page: PageContext, words: str, one: ToDo | News) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words)
        show_way(one.page_id, find_page(one.page_id).title, page=page, **dict(one.choices))


def _show_member(page: PageContext) -> None:
    """The next meeting, and what the member is asked to judge before it."""
    store, person, today = page.context.store, page.person, page.inquiry.today
    meetings = read_meetings(store, person=person, today=today)
    st.markdown(plain(meetings.sentence))
    left = left_to_judge(store, person=person) if may_edit(person, kind=Judgement) else 0
    if left:
        count = "1 problem" if left == 1 else f"{left} problem"
        st.markdown(f"{count} väntar på din bedömning.")
    with st.container(horizontal=True):
        show_way("moten", "Till mötet", page=page)
        if left:
            show_way("prioritering", "Bedöm", page=page, flik="Bedöm")


def _show_provider(page: PageContext) -> None:
    """What a provider is to deliver; the same answer as on their own page."""
    holdings = holdings_view.only_own(cache.holdings(page), person=page.person)
    answer = duties(page.inquiry, holdings=holdings)
    show_heading(answer.sentence)
    for one in answer.sources:
        st.markdown(f"**{plain(one.source.name)}:** {plain(provider_view.state_in_words(one))}")
    with st.container(horizontal=True):
        show_way("lamna_data", "Lämna data", page=page)
        show_way("mina_leveranser", "Mina leveranser", page=page)
