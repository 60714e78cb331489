"""Åtgärdsplan: the combined plan in time and as a table, what is due, the gaps, each measure, and the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from lagesbild.domain.work.measures import Decision, FollowUp, Measure, MeasureState
from lagesbild.domain.work.spans import Span
from lagesbild.domain.written import EXAMPLE_TEXT
from lagesbild.report.table_file import rows_as_csv, rows_as_workbook
from lagesbild.ui.arbete_conflict import show_conflict
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, as_begun, save_record, show_shelf, tell_newer
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import (
    PLOTLY_CONFIG,
    alternative,
    as_label,
    plain,
    show_empty,
    show_way,
)
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.action_plan import Link
from lagesbild.workspace.plan_view import (
    Plan,
    narrowed,
    period_words,
    plan_rows,
    read_plan,
    review_year,
    review_years,
)
from lagesbild.workspace.records import Saved, may_edit

ALL = "alla"
IN_TABLE = (
    "Åtgärd", "Ägare", "Läge", "Mot orsakerna", "Period", "Beslut", "Hinder", "Senast uppföljd",
)  # fmt: skip
"""What the table on the page has room for; the files have everything."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_page(page: PageContext) -> Plan:
    """The own kommun's plan, as it stands now."""
    return read_plan(page.context.store, person=page.person, today=page.inquiry.today)


def show_plan(page: PageContext, plan: Plan) -> None:
    """Everything of every owner, or a part of it: the picture, the table and the files."""
    if not plan.measures:
        show_empty(
            "Inga åtgärder är inlagda än. Börja med en orsak som går att påverka i Orsaksanalys och lägg "
            "sedan in åtgärden under Åtgärder.",
            link_to="orsaksanalys", link_text="Öppna Orsaksanalys",
        )  # fmt: skip
        return
    measures = _choose_part(plan)
    if not measures:
        show_empty("Ingen åtgärd passar det som är valt. Välj en annan ägare, ett annat läge eller en annan orsak.")  # fmt: skip
        return
    _show_picture(page, plan, measures)
    rows = plan_rows(plan, measures, indicators=offers(page)["matt"])
    show_rows([{name: row[name] for name in IN_TABLE} for row in rows], alt=plan.sentence)
    _offer_files(plan, rows)


def _choose_part(plan: Plan) -> list[Saved[Measure]]:
    owners = [Option(id=one, label=as_label(one)) for one in plan.owners]
    states = [Option(id=one.value, label=one.words) for one in MeasureState]
    used = {cause for one in plan.measures for cause in one.record.causes}
    causes = [
        Option(id=one, label=as_label(name))
        for one, name in plan.cause_names.items() if one in used
    ]  # fmt: skip
    first, second, third = st.columns(3)
    with first:
        owner = _choose("Ägare", "Alla ägare", owners, key=Address.OWNER, what="en ägare")
    with second:
        state = _choose("Läge", "Alla lägen", states, key=Address.STATE, what="ett läge")
    with third:
        cause = _choose("Mot orsak", "Alla orsaker", causes, key=Address.CAUSE, what="en orsak")
    return narrowed(plan, owner=owner, state=state, cause=cause)


def _choose(
    label: str, everything: str, options: Sequence[Option], *, key: Address, what: str
) -> str:
    chosen = choose_one(label, [Option(id=ALL, label=everything), *options], key=key, what=what)
    return "" if chosen == ALL else chosen


def _show_picture(page: PageContext, plan: Plan, measures: Sequence[Saved[Measure]]) -> None:
    from lagesbild.charts.plan_timeline import plan_figure

    spans = [span for one in measures if (span := _span(one.record)) is not None]
    figure = plan_figure(spans, today=page.inquiry.today, example=plan.is_example)
    with st.container(key="bred-4-plan"):
        st.plotly_chart(
            figure, key="plan", config=PLOTLY_CONFIG, theme=None,
            alt=alternative(figure, about=plan.sentence),
        )  # fmt: skip
    undated = len(measures) - len(spans)
    missing = f" {undated} utan första dag syns bara i tabellen." if undated else ""
    st.caption(f"◆ uppföljd. ◇ då förändringen väntas senast.{missing}")


def _span(one: Measure) -> Span | None:
    if one.starts_on is None:
        return None
    return Span(
        title=one.title, owner=one.owner, state=one.state, starts_on=one.starts_on,
        ends_on=one.ends_on, expected_on=one.expected_on,
        followed_up=tuple(entry.on for entry in one.follow_ups if entry.on),
    )  # fmt: skip


def _offer_files(plan: Plan, rows: list[dict[str, str]]) -> None:
    marked = [{**row, "Anmärkning": EXAMPLE_TEXT} for row in rows] if plan.is_example else rows
    name = "atgardsplan-exempel" if plan.is_example else "atgardsplan"

    with st.container(horizontal=True):
        offer_file(
            "atgardsplan", "Ladda ner som Excel", file_name=f"{name}.xlsx",
            data=lambda: rows_as_workbook(marked, title="Åtgärdsplan"),
            mime=XLSX, key="plan-excel",
        )  # fmt: skip
        offer_file(
            "atgardsplan", "Ladda ner som CSV", data=lambda: rows_as_csv(marked),
            file_name=f"{name}.csv", mime="text/csv",
            key="plan-csv",
        )  # fmt: skip


def show_due(page: PageContext, plan: Plan) -> None:
    """What should have been followed up, each with the questions to answer."""
    if not plan.due:
        show_empty("Inget väntar på uppföljning: ingen åtgärds dag har passerat utan att någon har följt upp den.")  # fmt: skip
    for newest in plan.due:
        with st.container(border=True):
            one = newest.record
            day = one.expected_on or one.ends_on
            st.subheader(plain(one.title), anchor=False)
            st.markdown(
                f"{plain(one.owner)}. Skulle ha följts upp {day}. "
                f"{plain(f'Väntat: {one.expected}.') if one.expected else ''}"
            )
            _show_ways(page, newest)
            if may_edit(page.person, kind=Measure):
                _show_follow_up(page, newest=newest)


def _show_ways(page: PageContext, saved: Saved[Measure]) -> None:
    one = saved.record
    if not one.indicator:
        st.caption("Åtgärden har inget mått att följa, så effekten går bara att beskriva i ord.")
        return
    choices = {Address.KOMMUN.value: page.kommun_code, Address.INDICATOR.value: one.indicator}
    with st.container(horizontal=True):
        show_way("indikator", "Måttet över tid", page=page, **choices)
        show_way(
            "effekt", "Räkna effekten", page=page, **choices, **{Address.ACTION.value: saved.id}
        )


def _show_follow_up(page: PageContext, *, newest: Saved[Measure]) -> None:
    if show_conflict(
        page, record_id=newest.id, names=offers(page),
        save_as=lambda theirs, record: save_record(
            page, address=Address.ACTION, saved=theirs, record=record
        ),
    ):  # fmt: skip
        return
    saved = as_begun(newest)
    tell_newer(saved, page=page, newest=newest)
    key = f"{saved.id}-{saved.version}-foljupp"
    with text_form(key) as form:
        was_done = st.checkbox("Genomfördes det som var tänkt", key=f"{key}-gjort")
        effect = form.paragraph("Effekt, också att den inte kan bedömas", key=f"{key}-effekt")
        lesson = form.line("Lärdom", key=f"{key}-lardom")
        decision = st.selectbox(
            "Beslut", list(Decision), key=f"{key}-beslut", format_func=lambda one: one.words
        )
        if not form.submit("Spara uppföljningen", icon=":material/check:", key=f"{key}-spara"):
            return
    entry = FollowUp(
        on=page.inquiry.today, was_done=was_done, effect=effect, lesson=lesson, decision=decision
    )
    after = replace(saved.record, follow_ups=(*saved.record.follow_ups, entry))
    if decision is Decision.STOP and saved.record.state is not MeasureState.DONE:
        after = replace(after, state=MeasureState.STOPPED)
    if save_record(page, address=Address.ACTION, saved=saved, record=after):
        st.rerun()


GAP_HEADINGS: dict[Link, str] = {
    Link.MEASURE: "Orsaker utan åtgärd, bland dem som kan gå att påverka",
    Link.AIM: "Åtgärder som inte är riktade mot någon orsak",
    Link.CAUSE: "Problem utan orsaker",
    Link.INDICATOR: "Åtgärder utan mått att följa",
    Link.FOLLOW_UP: "Åtgärder som inte är uppföljda i tid",
}


def show_gaps(plan: Plan) -> None:
    """Where the chain from problem to cause to measure to follow-up is broken."""
    if not plan.missing:
        show_empty("Kedjan är hel: varje problem har orsaker, varje orsak som går att påverka har en åtgärd, och varje åtgärd följs upp.")  # fmt: skip
    for link, heading in GAP_HEADINGS.items():
        own = [one for one in plan.missing if one.link is link]
        if own:
            st.subheader(heading, anchor=False)
            show_rows([{"Vad": _without(one.sentence, link)} for one in own], alt=heading)


def _without(sentence: str, link: Link) -> str:
    return sentence.removesuffix(f" {link.value}.")


def show_measures(page: PageContext, plan: Plan) -> None:
    """One measure in full: read, change, follow up, history."""
    show_shelf(
        page,
        Shelf(
            kind=Measure, address=Address.ACTION, label="Välj åtgärd", blank=Measure(), more={},
            add="Lägg till en åtgärd", names={**offers(page), "orsaker": dict(plan.cause_names)},
            empty="Ingen åtgärd är inlagd än. Varje organisation skriver in sina egna.",
        ),
        records=plan.measures,
    )  # fmt: skip


def show_year(page: PageContext, plan: Plan) -> None:
    """A year summed up: what began, what was followed up, what was learned."""
    years = review_years(plan, today=page.inquiry.today)
    options = [Option(id=str(year), label=str(year)) for year in years]
    with st.container(width=160):
        chosen = choose_one("År", options, key=Address.YEAR, what="ett år")
    found = review_year(plan, year=int(chosen))
    st.subheader(plain(found.sentence), anchor=False)
    show_rows(
        [
            {
                "Dag": str(entry.on), "Åtgärd": one.title, "Ägare": one.owner,
                "Genomfört": "ja" if entry.was_done else "nej", "Effekt": entry.effect or "–",
                "Beslut": entry.decision.words,
            }
            for one, entry in found.entries
        ],
        alt=found.sentence,
    )  # fmt: skip
    for title, lesson in found.lessons:
        st.markdown(f"**{plain(title)}:** {plain(lesson)}")
    begun = [one.record for one in plan.measures if one.record.starts_on]
    rows = [
        {"Började": one.title, "Ägare": one.owner, "Period": period_words(one), "Läge": one.state.words}
        for one in begun if one.starts_on and one.starts_on.year == int(chosen)
    ]  # fmt: skip
    show_rows(rows, alt=f"Åtgärder som började {chosen}")
