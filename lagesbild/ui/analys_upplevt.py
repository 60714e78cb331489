"""The parts of Upplevt och anmält: which pair, for which area, the picture and what may fool us."""

from __future__ import annotations

import streamlit as st

from lagesbild.analysis.felt_and_reported import (
    FeltAndReported,
    Side,
    areas_of,
    offered_pairs,
)
from lagesbild.domain.pair import Pair
from lagesbild.ui import about, cache, filters
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_chart, show_empty, show_heading, show_table, show_way
from lagesbild.ui.state import Address, Option

ALWAYS = (
    "Anmälningar visar vad som anmäls, inte allt som sker. Om fler vågar, orkar eller behöver anmäla "
    "stiger talet utan att det sker mer.",
    "Enkäten svarar ett urval på. Skillnader mellan mätningar kan bero på vilka som svarade.",
    "Att två kurvor följer varandra betyder inte att den ena förklarar den andra.",
)


def choose_pair(page: PageContext) -> Pair:
    """What to set beside each other; without any pair the page ends with what to do."""
    offered = offered_pairs(page.inquiry)
    if not offered:
        show_heading("Det finns inga enkäter och anmälningar att jämföra här.")
        show_empty(
            "Paren står i filen pairs.toml i katalogen. Där sägs vilken enkätfråga som hör ihop med "
            "vilka anmälningar.",
            link_to="indikator", link_text="Se ett mått i taget",
        )  # fmt: skip
        st.stop()
    options = [Option(id=one.id, label=one.name) for one in offered]
    chosen = filters.choose_one("Ämne", options, key=Address.PAIR, what="ett ämne")
    return next(one for one in offered if one.id == chosen)


def choose_area(page: PageContext, pair: Pair) -> str:
    """The kommun, or the county and the country where the survey is surer; "" for the kommun."""
    codes = areas_of(page.inquiry, pair=pair)
    if len(codes) < 2:
        return ""
    options = [Option(id=code, label=page.inquiry.areas[code].name) for code in codes]
    chosen = filters.choose_among_few("Område", options, key=Address.PLACE, what="ett område")
    return "" if chosen == page.kommun_code else chosen


def show_sides(answer: FeltAndReported) -> None:
    """The two answers in words, one each."""
    for name, side in (("Upplevt", answer.survey), ("Anmält", answer.reported)):
        st.markdown(f"**{name}:** {plain(side.says)}")


def show_picture(page: PageContext, answer: FeltAndReported) -> None:
    """Two panels on one time axis."""
    if answer.survey.figures.is_empty and answer.reported.figures.is_empty:
        show_empty(
            "Ingen har lämnat uppgifter till någon av sidorna ännu.",
            link_to="datakallor", link_text="Se underlag",
        )  # fmt: skip
        return

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.paired import paired_figure

        return paired_figure(
            answer.survey.figures, lower=answer.reported.figures, own_code=answer.area_code,
            titles=(
                f"Upplevt: {answer.survey.indicator.name}",
                f"Anmält: {answer.reported.indicator.name}",
            ),
        )  # fmt: skip

    figure = cache.figure(page, "upplevt-anmalt", (answer.pair.id, answer.area_code), draw)
    show_chart(figure, key="upplevt-diagram", about=answer.sentence)


def show_tables(answer: FeltAndReported) -> None:
    """Both series as tables, each with its file."""
    for name, key, side in (
        ("Upplevt", "upplevt", answer.survey), ("Anmält", "anmalt", answer.reported)
    ):  # fmt: skip
        st.subheader(f"{name}: {plain(side.indicator.name)}", anchor=False)
        show_table(side.figures, key=f"tabell-{key}", alt=side.says)


def show_footnotes(answer: FeltAndReported) -> None:
    for side in (answer.survey, answer.reported):
        about.show_footnote(side.footnote)


def show_caution(answer: FeltAndReported) -> None:
    """Why the two may go different ways without anyone being wrong."""
    st.subheader("Vad kan lura oss?", anchor=False)
    first = dict.fromkeys([*answer.pair.may_differ, *ALWAYS])
    st.markdown("\n".join(f"- {plain(text)}" for text in first))
    own = [*answer.survey.indicator.caveats, *answer.reported.indicator.caveats]
    rest = [text for text in dict.fromkeys(own) if text not in first]
    if rest:
        with st.expander("Mer att veta om de två måtten"):
            st.markdown("\n".join(f"- {plain(text)}" for text in rest))


def show_onwards(page: PageContext, answer: FeltAndReported) -> None:
    """Each side by itself."""
    with st.container(horizontal=True):
        for side in (answer.survey, answer.reported):
            _show_way_to(page, side)


def _show_way_to(page: PageContext, side: Side) -> None:
    address = {Address.INDICATOR.value: side.indicator.name}
    show_way("indikator", f"Visa {side.indicator.name}", page=page, **address)
