"""Which picture goes with which answer, drawn once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from lagesbild.access.release import part_of
from lagesbild.analysis.compare import Comparison
from lagesbild.analysis.maps import AreaMap
from lagesbild.analysis.trends import Trend
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.results import ReleasedFigures
from lagesbild.geo.example_areas import list_example_parts
from lagesbild.ui import cache
from lagesbild.ui.guard import PageContext
from lagesbild.ui.karta_platser import marks_on
from lagesbild.ui.markup import show_html
from lagesbild.ui.render import ranking, show_chart, show_empty, show_map_chart
from lagesbild.ui.state import Address

MOST_RANKED = 60
"""Bars that can be told apart on one screen; the table holds them all."""


def show_trend(
    page: PageContext, answer: Trend, *, areas: tuple[str, ...] | None, measure: str
) -> None:
    """The line with its band and breaks."""
    if answer.figures.is_empty:
        show_nobody_delivered(page)
        return
    asked = _asked(answer, areas=areas, measure=measure)

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.lines import trend_figure

        return trend_figure(
            answer.figures, own_code=answer.own_code, breaks=answer.breaks, measure=measure,
            band=cache.kommun_band(page, grain=answer.grain.value),
        )  # fmt: skip

    show_chart(cache.figure(page, "trend", asked, draw), key="diagram", about=answer.sentence)


def _asked(answer: Trend, *, areas: tuple[str, ...] | None, measure: str) -> tuple[str, ...]:
    return (answer.indicator.id, answer.grain.value, measure, *(areas or ("*",)))


def show_parts(
    page: PageContext, answer: Trend, *, areas: tuple[str, ...] | None, measure: str
) -> None:
    """The breakdowns and the kommun's parts, each beside the others on a common axis."""
    asked = _asked(answer, areas=areas, measure=measure)
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
    ground = find_ground(page, answer)
    if ground is None:
        _show_no_ground(page, answer)
        return
    start = answer.period.start.isoformat() if answer.period else ""
    places = marks_on(page, level=answer.level, example=answer.figures.example)
    asked = (
        answer.indicator.id,
        answer.level.value,
        start,
        chosen,
        *(places.key if places else ()),
    )

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.maps import choropleth_figure
        from lagesbild.charts.place_marks import small_place_traces

        marked = [code if code in ground.codes else None for code in (page.kommun_code, chosen)]
        return choropleth_figure(
            ground.figures, geojson=ground.collection, level=answer.level, own_code=marked[0],
            selected_code=marked[1], all_codes=ground.codes, attribution=ground.attribution,
            marks=small_place_traces(places.drawn) if places else (),
        )  # fmt: skip

    figure = cache.figure(page, "karta", asked, draw)
    show_map_chart(figure, key=key, about=answer.sentence, choice=choice)
    if ground.n_beside:
        which = "Ett område" if ground.n_beside == 1 else f"{ground.n_beside} områden"
        st.caption(
            f"{which} med siffror ligger inte i den indelning som kartan visar, och står bara i "
            "listan och i tabellen."
        )


def show_ranking(page: PageContext, answer: AreaMap, *, chosen: str) -> None:
    """The highest areas beside the map."""
    start = answer.period.start.isoformat() if answer.period else ""
    asked = (answer.indicator.id, answer.level.value, start, chosen)
    text = cache.answer(page, "ranking", asked, lambda: ranking(answer, chosen=chosen))
    if text:
        show_html(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a map is drawn on.

    figures     the rows that have a place on it
    codes       every area on it; those without a row are drawn as missing
    collection  the outlines, None where the browser fetches them from a public file
    n_beside    areas with a row that have no place on it
    """

    figures: ReleasedFigures
    codes: list[str]
    collection: dict[str, Any] | None
    attribution: str
    n_beside: int = 0


def find_ground(page: PageContext, answer: AreaMap) -> Ground | None:
    """The outlines that the figures ask for. Invented figures lie on the invented parts of Ånge, real
    ones on the delivered division that most of them are about; never on both. None: no outlines."""
    figures = answer.figures
    credit = answer.footnote.attribution
    if figures.is_empty:
        return None
    if answer.level is not AreaLevel.DELOMRADE:
        codes = page.codes_of(answer.level)
        return Ground(figures=figures, codes=codes, collection=None, attribution=credit)
    if figures.example:
        codes = list_example_parts()
        return Ground(figures=figures, codes=codes, collection=None, attribution=credit)
    told = set(figures.frame["area_code"])
    divisions = page.context.boundaries(page.kommun_code, person=page.person).values()
    parts = max(divisions, key=lambda one: len(told.intersection(one.codes)), default=None)
    if parts is None or not told.intersection(parts.codes):
        return None
    return Ground(
        figures=part_of(figures, rows=figures.frame["area_code"].isin(parts.codes)),
        codes=parts.codes, collection=parts.collection, attribution=parts.attribution,
        n_beside=len(told.difference(parts.codes)),
    )  # fmt: skip


NO_BOUNDARIES = (
    "Inga gränser för kommunens delar än. Lämna en fil med gränser (GeoPackage, GeoJSON eller zippad "
    "Shapefile, till exempel SCB:s RegSO) på sidan Lämna data."
)

NO_FIGURES = (
    "Kommunens delar har gränser men inga siffror för det här måttet. Lämna en fil med en rad för "
    "varje område, med områdets kod eller namn."
)


def _show_no_ground(page: PageContext, answer: AreaMap) -> None:
    """No figures, no boundaries, or neither: what is missing and where to take it."""
    if answer.level is not AreaLevel.DELOMRADE:
        show_empty("Det finns inga uppgifter att visa på kartan för det här valet.")
        return
    has_any = bool(page.context.boundaries(page.kommun_code, person=page.person))
    text = NO_FIGURES if has_any and answer.figures.is_empty else NO_BOUNDARIES
    beside = "" if answer.figures.is_empty else " Siffrorna står i listan och i tabellen."
    show_empty(f"{text}{beside}", link_to="lamna_data", link_text="Lämna data")


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
