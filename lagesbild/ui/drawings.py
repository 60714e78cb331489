"""Which picture goes with which answer, drawn once and kept."""

from __future__ import annotations

import streamlit as st

from lagesbild.analysis.compare import Comparison
from lagesbild.analysis.maps import AreaMap
from lagesbild.analysis.trends import Trend
from lagesbild.analysis.wastewater import Wastewater
from lagesbild.ui import cache
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import show_chart, show_empty, show_map_chart
from lagesbild.ui.state import Address

MOST_RANKED = 60
"""Bars that can be told apart on one screen; the table holds them all."""


def show_trend(
    page: PageContext, answer: Trend, *, areas: tuple[str, ...] | None, measure: str
) -> None:
    """The line with its band and breaks, and below it the parts on a common axis."""
    if answer.figures.is_empty:
        show_nobody_delivered(page)
        return
    asked = (answer.indicator.id, answer.grain.value, measure, *(areas or ("*",)))

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.lines import trend_figure

        return trend_figure(
            answer.figures, own_code=answer.own_code, band=answer.band, breaks=answer.breaks,
            measure=measure,
        )  # fmt: skip

    show_chart(cache.figure(page, "trend", asked, draw), key="diagram", about=answer.sentence)
    _show_parts(page, answer, asked=asked, measure=measure)


def _show_parts(page: PageContext, answer: Trend, *, asked: tuple[str, ...], measure: str) -> None:
    for name, title, figures in (
        ("delar", "Uppdelat", answer.parts),
        ("delomraden", "I kommunens delar", answer.sub_areas),
    ):
        if figures is None:
            continue
        st.subheader(title, anchor=False)

        def draw(figures=figures):  # type: ignore[no-untyped-def]
            from lagesbild.charts.small_multiples import small_multiples_figure

            return small_multiples_figure(figures, measure=measure)

        show_chart(cache.figure(page, name, asked, draw), key=name, about=title)


def show_nobody_delivered(page: PageContext) -> None:
    """No figure at all: whose turn it is, and where to go."""
    source = page.inquiry.catalog.sources.get(
        page.inquiry.indicator(page.indicator_id or "").source
    )
    who = f" Ansvarig: {source.contact_role}, {source.provider}." if source else ""
    show_empty(
        f"Ingen har lämnat uppgifter om det här måttet för {page.inquiry.kommun.name} ännu.{who}",
        link_to="datakallor", link_text="Se underlag",
    )  # fmt: skip


def show_map(
    page: PageContext, answer: AreaMap, *, key: str, chosen: str = "", choice: Address | None = None
) -> None:
    """The map; a click is a choice of area when ``choice`` says where it is kept."""
    if answer.figures.is_empty:
        show_empty("Det finns inga uppgifter att visa på kartan för det här valet.")
        return
    start = answer.period.start.isoformat() if answer.period else ""
    asked = (answer.indicator.id, answer.level.value, start, chosen)
    codes = page.codes_of(answer.level)

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.maps import choropleth_figure

        return choropleth_figure(
            answer.figures, level=answer.level, own_code=page.kommun_code,
            selected_code=chosen or None, all_codes=codes, attribution=answer.footnote.attribution,
        )  # fmt: skip

    figure = cache.figure(page, "karta", asked, draw)
    show_map_chart(figure, key=key, about=answer.sentence, choice=choice)


def show_ranked(page: PageContext, answer: Comparison, *, asked: tuple[str, ...]) -> None:
    """Bars with whiskers, highest first."""
    if answer.figures.is_empty:
        show_nobody_delivered(page)
        return

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.ranked import ranked_figure

        return ranked_figure(answer.figures, own_code=page.kommun_code, most=MOST_RANKED)

    figure = cache.figure(page, "rangordnat", (answer.indicator.id, *asked), draw)
    show_chart(figure, key="rangordnat-diagram", about=answer.sentence)


def show_wastewater(page: PageContext, answer: Wastewater) -> None:
    """Campaigns over time, the newest week day by day, and the other places."""
    if answer.series.is_empty:
        show_empty(
            "Ingen har lämnat någon mätning av det här ämnet ännu. Mätningar lämnas som "
            "reningsverkets eller laboratoriets fil.",
            link_to="lamna_data", link_text="Lämna data",
        )  # fmt: skip
        return
    code = answer.place.code if answer.place else ""
    asked = (answer.indicator.id, code)

    def draw_series():  # type: ignore[no-untyped-def]
        from lagesbild.charts.wastewater import campaigns_figure

        return campaigns_figure(answer.series, own_code=code)

    def draw_week():  # type: ignore[no-untyped-def]
        from lagesbild.charts.wastewater import week_figure

        return week_figure(
            answer.pattern, weekday_mean=answer.weekday_mean, weekend_mean=answer.weekend_mean
        )

    def draw_places():  # type: ignore[no-untyped-def]
        from lagesbild.charts.ranked import ranked_figure

        return ranked_figure(answer.beside, own_code=code)

    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.subheader("Mätomgångar", anchor=False)
        show_chart(
            cache.figure(page, "omgangar", asked, draw_series),
            key="omgangar",
            about=answer.sentence,
        )
    with right:
        st.subheader("Veckans dagar", anchor=False)
        if answer.pattern.is_empty:
            show_empty("Den senaste mätningen lämnades utan uppgifter per dag.")
        else:
            show_chart(cache.figure(page, "vecka", asked, draw_week), key="vecka", about="Vecka")
    if len(answer.beside.frame) > 1:
        st.subheader("Samma ämne på andra platser", anchor=False)
        show_chart(
            cache.figure(page, "platser", asked, draw_places), key="platser", about="Platser"
        )
