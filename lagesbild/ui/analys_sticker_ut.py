"""The views of Sticker vi ut?: every measure, the funnel, the ranking, the years."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lagesbild.access.policy import Action, may
from lagesbild.access.release import in_order, part_of, part_of_survey
from lagesbild.analysis.standing import Standing
from lagesbild.analysis.standing_over_time import years_beside_band
from lagesbild.analysis.standing_overview import MeasureStanding, StandingOverview
from lagesbild.domain.results import ReleasedSurvey
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ui import about, cache, drawings, filters, groups_view
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.guard import PageContext
from lagesbild.ui.pinning import offer_pins
from lagesbild.ui.render import open_tabs, plain, show_chart, show_empty, show_heading, show_table
from lagesbild.ui.tables import figures_as_csv
from lagesbild.ui.word_table import show_words

VIEWS = ("Alla mått", "Tratten", "Rangordning", "Över tid")
MOST_DRAWN = 12
YEARS, SIMILAR = "ar", "liknande"
"""As the address says them."""

JUDGEMENT_WORDS = {
    "worse": "sticker ut: {}, sämre", "better": "sticker ut: {}, bättre",
    "higher": "sticker ut: högre", "lower": "sticker ut: lägre", "": "vanlig variation",
}  # fmt: skip

HOW_FUNNEL = (
    "Varje punkt är en kommun. Den bleka ytan är vanlig variation: där ligger 95 av 100 kommuner av "
    "den storleken när inget särskilt har hänt. Små kommuner varierar mer av slumpen, därför är ytan "
    "bredare till vänster. Utanför de streckade linjerna hamnar bara 2 av 1 000."
)


def show_overview(page: PageContext, answer: StandingOverview) -> None:
    """All measures on one scale, those that stand out first."""
    shown = [*answer.standing_out, *(m for m in answer.assessed if not m.judgement)]
    shown = shown[: max(MOST_DRAWN, len(answer.standing_out))]

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.standing import Placed, places_figure

        places = [
            Placed(
                indicator_id=one.indicator.id, name=one.indicator.name, strength=one.strength,
                judgement=one.judgement, value=one.value, usual=one.usual,
            )
            for one in shown
        ]  # fmt: skip
        return places_figure(answer.figures, places=places)

    if not answer.assessed:
        show_empty("Inga mått kan bedömas för kommunen ännu.", link_to="datakallor",
                   link_text="Se underlag")  # fmt: skip
    else:
        figure = cache.figure(page, "sticker-ut-alla", (), draw)
        show_chart(figure, key="alla-matt-diagram", about=answer.sentence)
        st.caption(_what_is_drawn(answer, drawn=len(shown)))
    offer_pins(page, says=answer.sentence, period=answer.footnote.period)
    _show_measures(answer)
    about.show_footnote(answer.footnote)
    _offer_overview(page, answer)


def _what_is_drawn(answer: StandingOverview, *, drawn: int) -> str:
    left = len(answer.assessed) - drawn
    rest = f" {left} mått till, närmare det vanliga, står i tabellen." if left > 0 else ""
    return plain(
        f"De mått som ligger längst från det vanliga för en kommun av den storleken.{rest} Bland "
        f"{len(answer.assessed)} mått hamnar några långt ut av en slump. Därför krävs mer för att "
        "ett mått ska sägas sticka ut här än när det ses för sig."
    )


def _show_measures(answer: StandingOverview) -> None:
    show_words(
        [
            {
                "Mått": one.indicator.name, "Period": one.period, "Värde": one.value,
                "Vanligt": one.usual, "Svar": _answer(one),
            }
            for one in answer.measures
        ],
        about="Alla mått som kan jämföras", long=("Mått", "Svar"),
    )  # fmt: skip


def _answer(one: MeasureStanding) -> str:
    if not one.usual:
        return f"kan inte bedömas: {one.says}"
    side = "högre" if one.strength > 0 else "lägre"
    if not one.judgement and one.is_outside:
        return f"{side}, men det kan vara slump"
    return JUDGEMENT_WORDS[one.judgement].format(side)


def _offer_overview(page: PageContext, answer: StandingOverview) -> None:
    """The figures to take home; sensitive ones only one at a time, where each is noted."""
    offer_file(
        "alla-matt", "Ladda ner tabellen (CSV)",
        data=lambda: figures_as_csv(may_take(page, answer.figures)),
        file_name=f"sticker-ut-{page.kommun_code}{'-exempeldata' if answer.footnote.example else ''}.csv",
        mime="text/csv", key="ladda-ner-alla-matt",
    )  # fmt: skip
    taken = _taken_by(page, answer.figures)
    left = sum(one.indicator.id not in taken for one in answer.measures)
    if left:
        st.caption(f"{left} känsliga mått är inte med i filen. De laddas ner ett i taget.")


def may_take(page: PageContext, survey: ReleasedSurvey) -> ReleasedSurvey:
    """What of the survey the visitor may take home without its being noted."""
    return part_of_survey(survey, rows=survey.frame["indicator"].isin(_taken_by(page, survey)))


def _taken_by(page: PageContext, survey: ReleasedSurvey) -> set[str]:
    return {
        one.id
        for one in survey.indicators.values()
        if one.secrecy is not Secrecy.RESTRICTED
        and may(page.person, action=Action.EXPORT, secrecy=one.secrecy)
    }


def choose_answer(page: PageContext) -> Standing:
    """The page's measure beside the group that is asked for above the tabs' picture."""
    with st.container(horizontal=True):
        group = filters.choose_group(page.inquiry)
        areas = filters.choose_members(page.inquiry, group=group)
    return cache.standing(page, group=group, areas=areas)


def show_all(page: PageContext, overview: StandingOverview) -> None:
    """The four views under their sentence: that of all measures, or that of the chosen one."""
    head = st.container()
    every, *others = open_tabs(VIEWS)
    if every.open:
        with head:
            show_heading(overview.sentence, example=overview.footnote.example)
        with every:
            show_overview(page, overview)
        return
    for tab, show in zip(others, (show_funnel, show_ranked, show_years), strict=True):
        if tab.open:
            with tab:
                chosen = show is show_ranked
                answer = choose_answer(page) if chosen else cache.standing(page, group=SIMILAR)
                _show_head(head, overview, answer)
                show(page, answer)


def _show_head(head: DeltaGenerator, overview: StandingOverview, answer: Standing) -> None:
    """The chosen measure's answer, what it lies beside, and the answer of all measures."""
    with head:
        show_heading(answer.sentence, example=answer.everyone.example)
        if answer.beside:
            st.markdown(plain(answer.beside))
        st.caption(plain(f"Bland alla mått: {overview.sentence}"))


def show_funnel(page: PageContext, answer: Standing) -> None:
    """All kommuner by size, with ordinary variation named."""
    if answer.funnel.frame.empty:
        show_empty(
            "Här kan ingen tratt ritas: antalen bakom värdena är inte kända eller för få, eller så finns "
            "måttet i för få kommuner.", link_to="jamfor", link_text="Jämför med några kommuner",
        )  # fmt: skip
        about.show_footnote(answer.footnote)
        return
    base = page.inquiry.catalog.measures.get(answer.indicator.denominator or "")

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.funnel import funnel_figure

        return funnel_figure(
            answer.everyone, funnel=answer.funnel, own_code=page.kommun_code,
            size_name=base.name if base else "Underlagets storlek",
        )  # fmt: skip

    figure = cache.figure(page, "tratt", (answer.indicator.id,), draw)
    show_chart(figure, key="tratt-diagram", about=answer.sentence)
    st.caption(HOW_FUNNEL)
    _finish(page, answer)
    _show_outside(page, answer)


def _show_outside(page: PageContext, answer: Standing) -> None:
    frame = answer.funnel.frame
    outside = frame.loc[frame["verdict"].isin(["higher", "lower"]), "area_code"]
    wanted = answer.everyone.frame["area_code"].isin([*outside, page.kommun_code])
    figures = part_of(answer.everyone, rows=wanted)
    is_beside = page.kommun_code not in set(outside)
    title = f"Kommuner utanför vanlig variation{f', och {page.inquiry.kommun.name}' if is_beside else ''}"
    st.subheader(plain(title), anchor=False)
    show_table(in_order(figures, by=-figures.frame["value"]), key="tratt-tabell", alt=title)


def show_ranked(page: PageContext, answer: Standing) -> None:
    """The group under one another with their intervals."""
    if answer.figures.is_empty:
        drawings.show_nobody_delivered(page)
        return

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.ranked import ranked_figure

        return ranked_figure(
            answer.figures, own_code=page.kommun_code, most=drawings.MOST_RANKED
        )  # fmt: skip

    codes = tuple(sorted(answer.figures.frame["area_code"]))
    figure = cache.figure(page, "sticker-ut-rang", (answer.indicator.id, *codes), draw)
    show_chart(figure, key="rang-diagram", about=answer.sentence)
    left = f" {answer.left_out} av dem saknar synligt värde." if answer.left_out else ""
    st.caption(plain(f"Så valdes gruppen: {answer.how_chosen}{left}"))
    groups_view.show_missing_group(page)
    _finish(page, answer)
    show_table(answer.figures, key="rang-tabell", alt=answer.sentence)


def show_years(page: PageContext, answer: Standing) -> None:
    """The kommun's years on the middle half of all kommuner."""
    trend = cache.trend(page, grain=YEARS)
    band = cache.kommun_band(page, grain=trend.grain.value)
    text = years_beside_band(trend, band=band, kommun=page.inquiry.kommun.name)
    if text:
        st.markdown(plain(text))
    drawings.show_trend(page, trend, areas=None, measure="rate")
    _finish(page, replace(answer, footnote=trend.footnote))
    show_table(trend.figures, key="ar-tabell", alt=trend.sentence)


def _finish(page: PageContext, answer: Standing) -> None:
    about.show_footnote(answer.footnote)
    offer_pins(page, says=answer.sentence, period=answer.footnote.period)
