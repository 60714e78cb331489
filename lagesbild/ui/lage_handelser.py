"""Karta's layer of events: squares with enough of them, a ranked list, a table, and what is not shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st

from lagesbild.analysis.event_grid import EventGrid, event_grid, hidden_words, size_words
from lagesbild.analysis.event_kinds import Kinds, event_kinds
from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Indicator
from lagesbild.geo.boundaries import ATTRIBUTION
from lagesbild.report.table_file import rows_as_csv
from lagesbild.sample.loading import SUB_AREAS
from lagesbild.ui import about, cache
from lagesbild.ui.filters import choose_among_few, choose_one, swedish_order
from lagesbild.ui.guard import PageContext
from lagesbild.ui.pinning import offer_pins
from lagesbild.ui.render import open_tabs, show_chart, show_empty, show_heading, source_of
from lagesbild.ui.state import Address, Option
from lagesbild.ui.word_table import show_words

ALL_KOMMUNER = Path(__file__).with_name("static") / "kommuner.geojson"

VALUES, EVENTS = "varden", "handelser"
WHOLE = "hela"
MOST_IN_RANKING = 12
SMALL_M = 2000
EXAMPLE_SUFFIX = " (exempel)"


def kinds_of(page: PageContext) -> Kinds:
    """Which measures have events, for the person and the kommun."""
    return cache.answer(page, "slag", (), lambda: event_kinds(page.inquiry))


def wants_events(page: PageContext, indicator: Indicator) -> bool:
    """Whether the visitor chose events rather than values; asked only where there are events."""
    if indicator.id not in kinds_of(page).spans:
        return False
    options = [
        Option(id=VALUES, label="Värden per område"), Option(id=EVENTS, label="Händelser i rutor")
    ]  # fmt: skip
    return choose_among_few("Visa", options, key=Address.LAYER, what="ett lager") == EVENTS


def show_events(page: PageContext, indicator: Indicator) -> None:
    """The whole page about events of a kind in a year."""
    years = kinds_of(page).years(indicator.id, today=page.inquiry.today)
    if not years:
        show_heading(f"{indicator.name}: kartan visas när ett helt år finns.")
        show_empty("Rutorna räknas för hela kalenderår, när året är slut och listan täcker det.")
        return
    with st.container(horizontal=True):
        year = _choose_year(years)
        outlines, credit = find_outlines(page, indicator)
        close_up = _choose_close_up(outlines)
    answer = grid_of(page, indicator, year=year)
    show_heading(answer.sentence, example=answer.is_example)
    area_map, table = open_tabs(("Karta", "Tabell"))
    homes = _homes(page, answer, outlines=outlines)
    if area_map.open:
        with area_map:
            wide, narrow = st.columns([2, 1], gap="medium")
            with wide:
                _show_map(
                    page, answer, outlines=outlines, homes=homes, close_up=close_up, credit=credit
                )
            with narrow:
                _show_ranking(answer, homes=homes)
    if table.open:
        with table:
            _show_table(answer, homes=homes)
    offer_pins(page, says=answer.sentence, period=str(year))
    _show_rule(answer)
    about.show_footnote(answer.footnote)
    about.show_about(indicator, source=source_of(page), footnote=answer.footnote)


def grid_of(page: PageContext, indicator: Indicator, *, year: int) -> EventGrid:
    """The squares of a year."""
    return cache.answer(
        page, "rutor", (indicator.id, str(year)),
        lambda: event_grid(page.inquiry, indicator_id=indicator.id, year=year),
    )  # fmt: skip


def _choose_year(years: tuple[int, ...]) -> int:
    options = [Option(id=str(year), label=str(year)) for year in reversed(years)]
    return int(choose_one("År", options, key=Address.YEAR, what="ett år"))


def _choose_close_up(outlines: dict[str, Any]) -> str:
    named = {one["id"]: one["properties"]["name"] for one in outlines["features"]}
    if len(named) == 1:
        named = dict.fromkeys(named, "Där det ligger tätast")
    options = [
        Option(id=WHOLE, label="Hela kommunen"),
        *(
            Option(id=code, label=name)
            for code, name in sorted(named.items(), key=lambda pair: swedish_order(pair[1]))
        ),
    ]
    if len(options) < 2:
        return WHOLE
    return choose_one("Närbild", options, key=Address.CLOSE_UP, what="ett område")


def find_outlines(page: PageContext, indicator: Indicator) -> tuple[dict[str, Any], str]:
    """Outlines to find one's way by among events, and whose they are."""
    return outlines_of(page, is_example=kinds_of(page).spans[indicator.id].is_example)


def outlines_of(page: PageContext, *, is_example: bool) -> tuple[dict[str, Any], str]:
    """The example's parts under what is invented, else the kommun's delivered parts, else the kommun
    itself; and whose they are."""
    if is_example:
        return (
            cache.answer(
                page, "delar-exempel", (), lambda: json.loads(SUB_AREAS.read_text("utf-8"))
            ),
            "Delområden: påhittade för exemplet",
        )
    divisions = page.context.boundaries(page.kommun_code, person=page.person).values()
    found = min(divisions, key=lambda one: len(one.codes), default=None)
    if found is None:
        own = cache.answer(page, "kommunens-grans", (), lambda: _own_outline(page.kommun_code))
        return own, ATTRIBUTION
    return found.collection, found.attribution


def _own_outline(kommun_code: str) -> dict[str, Any]:
    """The kommun's border, as the map of all kommuner draws it."""
    drawn = json.loads(ALL_KOMMUNER.read_text("utf-8"))
    own = [one for one in drawn["features"] if one["id"] == kommun_code]
    return {"type": "FeatureCollection", "features": own}


def _homes(page: PageContext, answer: EventGrid, *, outlines: dict[str, Any]) -> list[str]:
    """Which area each ranked square lies in."""

    def find() -> list[str]:
        from lagesbild.geo.squares import find_homes

        return find_homes(answer.ranked, collection=outlines)

    return cache.answer(page, "rutors-hem", (answer.indicator.id, str(answer.year)), find)


def _show_map(
    page: PageContext, answer: EventGrid, *, outlines: dict[str, Any], homes: list[str],
    close_up: str, credit: str,
) -> None:  # fmt: skip
    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.squares import squares_figure
        from lagesbild.geo.squares import draw_squares

        squares = draw_squares(answer.drawn)
        return squares_figure(
            answer.grid, parts=answer.drawn, squares=squares, outlines=outlines,
            bounds=_bounds(answer, squares, outlines=outlines, homes=homes, close_up=close_up),
            title=f"{answer.indicator.name} {answer.year}", is_close=close_up != WHOLE,
            attribution=credit, example=answer.is_example,
        )  # fmt: skip

    if not answer.drawn:
        show_empty(answer.sentence)
        return
    asked = (answer.indicator.id, str(answer.year), close_up)
    show_chart(cache.figure(page, "rutor", asked, draw), key="rutor", about=answer.sentence)


def _bounds(
    answer: EventGrid, squares: dict[str, Any], *, outlines: dict[str, Any], homes: list[str],
    close_up: str,
) -> tuple[float, float, float, float]:  # fmt: skip
    """The kommun; of a close-up the area's small squares, or the area where there are none."""
    from lagesbild.charts.maps import extent_of
    from lagesbild.charts.squares import part_id

    area = [one for one in outlines["features"] if one["id"] == close_up]
    if not area:
        return extent_of(outlines if outlines["features"] else squares)
    name = area[0]["properties"]["name"]
    mine = {
        part_id(part)
        for part, home in zip(answer.ranked, homes, strict=True)
        if home == name and part.size_m <= SMALL_M
    }
    near = [one for one in squares["features"] if one["id"] in mine]
    return extent_of({"features": near or area})


def square_rows(answer: EventGrid, *, homes: list[str]) -> list[dict[str, str]]:
    """The squares, densest first."""
    return [
        {
            "Nr": str(place), "Var": home.removesuffix(EXAMPLE_SUFFIX) or "–",
            "Ruta": size_words(part), "Händelser": number(part.count),
        }
        for place, (part, home) in enumerate(zip(answer.ranked, homes, strict=True), start=1)
    ]  # fmt: skip


def _show_ranking(answer: EventGrid, *, homes: list[str]) -> None:
    rows = square_rows(answer, homes=homes)[:MOST_IN_RANKING]
    if len({row["Var"] for row in rows}) == 1:
        rows = [{name: text for name, text in row.items() if name != "Var"} for row in rows]
    if rows:
        st.markdown("**Tätast**")
        show_words(rows, about="Rutorna där händelserna ligger tätast")


def _show_table(answer: EventGrid, *, homes: list[str]) -> None:
    from lagesbild.ui.downloads import offer_file

    rows = square_rows(answer, homes=homes)
    if not rows:
        show_empty(answer.sentence)
        return
    show_words(rows, about=answer.sentence)
    lines = [
        {
            "ost": part.east, "nord": part.north, "sida_m": part.size_m, "omrade": home,
            "handelser": part.count, "ar": answer.year,
        }
        for part, home in zip(answer.ranked, homes, strict=True)
    ]  # fmt: skip
    ending = "-exempeldata" if answer.is_example else ""
    offer_file(
        "tabell", "Ladda ner tabellen (CSV)", data=lambda: rows_as_csv(lines),
        file_name=f"{answer.indicator.id}-rutor-{answer.year}{ending}.csv", mime="text/csv",
        key="ladda-ner-rutor", indicator=answer.indicator,
    )  # fmt: skip


def _show_rule(answer: EventGrid) -> None:
    """What is not on the map, and why."""
    least = answer.grid.min_count
    hidden = hidden_words(answer.grid)
    st.caption(
        f"En ruta på 500 meter visas när den har minst {least} händelser. Annars läggs den ihop med rutorna "
        "intill till större rutor, tills de tillsammans har tillräckligt många. "
        + (f"{hidden[:1].upper()}{hidden[1:]}. " if hidden else "")
        + (
            f"{number(answer.thin)} ligger i rutor på över 4 kilometer, som bara står i tabellen. "
            if answer.thin
            else ""
        )
        + "I delområden vars antal är skyddat visas inga rutor. Ett helt år åt gången visas, när det är slut."
    )
