"""När och var: which kind of event, and each view with its sentence, picture, table and method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lagesbild.analysis.area_neighbours import METHOD as NEIGHBOUR_METHOD
from lagesbild.analysis.event_hours import EventHours, event_hours
from lagesbild.analysis.event_kinds import Told, told_in_kommun
from lagesbild.analysis.event_places import EventPlaces, event_places, near_repeats
from lagesbild.analysis.event_weeks import event_weeks
from lagesbild.analysis.maps import AreaMap
from lagesbild.analysis.month_pattern import MonthsOfYear, months_of_year
from lagesbild.analysis.reporters import rate_words, report_rates
from lagesbild.analysis.sub_areas import SubAreas, sub_areas
from lagesbild.analysis.wording import number
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.results import Footnote
from lagesbild.domain.written import capitalised
from lagesbild.report.table_file import rows_as_csv
from lagesbild.ui import cache
from lagesbild.ui.drawings import Ground, find_ground
from lagesbild.ui.event_tables import hour_rows, hours_as_csv, joined_rows
from lagesbild.ui.filters import choose_one, indicator_options
from lagesbild.ui.guard import PageContext
from lagesbild.ui.lage_handelser import EXAMPLE_SUFFIX, find_outlines, kinds_of
from lagesbild.ui.render import (
    plain,
    show_chart,
    show_download,
    show_empty,
    show_heading,
    show_table,
    show_way,
)
from lagesbild.ui.state import Address, Option
from lagesbild.ui.word_table import show_words
from lagesbild.workspace import year_wheel


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a view has to say about itself, for the page's heading and foot."""

    sentence: str
    is_example: bool
    footnote: Footnote | None


def choose_kind(page: PageContext) -> Indicator:
    """Measures with events first, then those that come by the month; an empty catalogue ends the page."""
    every = page.inquiry.catalog.indicators.values()
    spans = kinds_of(page).spans
    monthly = [i for i in every if i.frequency is PeriodKind.MONTH and i.id not in spans]
    options = [
        *indicator_options([i for i in every if i.id in spans]),
        *indicator_options([i for i in monthly if i.numerator]),
    ]
    if not options:
        show_heading("Det finns inga mått med månader eller händelser ännu.")
        show_empty(
            "Lämna en lista över händelser eller ett mått per månad.",
            link_to="datakallor", link_text="Se datakällor",
        )  # fmt: skip
        st.stop()
    chosen = choose_one(
        "Slag av händelse", options, key=Address.INDICATOR, what="ett mått", is_shared=True,
        default=_most_told(page),
        help="Först de som har händelser med tid och plats, sedan mått per månad.",
    )  # fmt: skip
    return page.inquiry.catalog.indicators[chosen]


def _most_told(page: PageContext) -> str | None:
    """The kind that there is most to show of: a rare one would open the page with hidden squares."""
    told = _told(page)
    return max(told, key=lambda one: len(told[one].told), default=None)


def show_no_events(page: PageContext, indicator: Indicator) -> Said:
    """A measure that has figures but no list of events."""
    names = [page.inquiry.catalog.indicators[one].name for one in kinds_of(page).spans]
    listed = f" Det finns för: {'; '.join(names)}." if names else ""
    show_empty(
        f"Här behövs en lista över enskilda händelser med dag, klockslag och plats.{listed}",
        link_to="datakallor", link_text="Se datakällor",
    )  # fmt: skip
    return Said(
        sentence=f"{indicator.name}: det finns inga händelser med tid och plats.",
        is_example=False, footnote=None,
    )  # fmt: skip


# Weekday and hour


def show_hours(page: PageContext, indicator: Indicator) -> Said:
    """When in the week."""
    if indicator.id not in kinds_of(page).spans:
        return show_no_events(page, indicator)
    first = _hours(page, indicator, period="")
    if not first.periods:
        show_empty(
            "Ingen period är slut ännu, eller så är antalet skyddat. Tiderna visas när sommaren "
            "eller året är slut."
        )
        return Said(sentence=first.sentence, is_example=first.is_example, footnote=first.footnote)
    options = [Option(id=one.id, label=capitalised(one.label)) for one in first.periods]
    with st.container(width=320):
        period = choose_one("Period", options, key=Address.PERIOD, what="en period")
    answer = _hours(page, indicator, period="" if period == options[0].id else period)
    _show_week(page, answer)
    return Said(sentence=answer.sentence, is_example=answer.is_example, footnote=answer.footnote)


def _hours(page: PageContext, indicator: Indicator, *, period: str) -> EventHours:
    return cache.answer(
        page, "timmar", (indicator.id, period),
        lambda: event_hours(
            page.inquiry, indicator_id=indicator.id, period=period, kinds=kinds_of(page),
            told=_told(page),
        ),
    )  # fmt: skip


def _told(page: PageContext) -> dict[str, Told]:
    """Which months and years of the kommun are told, of every kind: the same whichever is chosen."""
    indicators = page.inquiry.catalog.indicators
    kinds = [indicators[one] for one in kinds_of(page).spans]
    return cache.answer(page, "sagda tal", (), lambda: told_in_kommun(page.inquiry, kinds))


def _show_week(page: PageContext, answer: EventHours) -> None:
    period = answer.period.id if answer.period else ""

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.week_hours import week_hours_figure

        return week_hours_figure(
            answer.pieces, title=answer.period.label if answer.period else "",
            example=answer.is_example,
        )  # fmt: skip

    asked = (answer.indicator.id, period)
    show_chart(cache.figure(page, "veckan", asked, draw), key="veckan", about=answer.sentence)
    if not any(piece.parts for piece in answer.pieces):
        return
    st.caption(
        "Antal händelser. Ett tal med ≈ är räknat för en längre tid och fördelat jämnt över den: "
        f"tider med färre än {answer.indicator.min_count} händelser visas bara tillsammans med andra, "
        f"tills de är minst {answer.indicator.min_count} tillsammans."
    )
    with st.expander("Tabell"):
        show_words(hour_rows(answer.pieces), about="Händelser per veckodag och tid")
        if len(answer.pieces) == 1:
            show_words(joined_rows(answer.pieces[0]), about="Tiderna som de är räknade")
        _offer(
            answer.indicator,
            lambda: hours_as_csv(answer.pieces),
            name=f"tider-{period}",
            example=answer.is_example,
        )


# Season and weeks of events


def show_months(page: PageContext, indicator: Indicator) -> Said:
    """The months of an ordinary year, the summers, and the weeks of events and campaigns."""
    answer = cache.answer(
        page, "arstid", (indicator.id,),
        lambda: months_of_year(page.inquiry, indicator_id=indicator.id),
    )  # fmt: skip
    said = Said(
        sentence=answer.sentence, is_example=answer.figures.example, footnote=answer.footnote
    )
    if answer.figures.is_empty:
        show_empty(
            "Ingen har lämnat det här måttet per månad.", link_to="datakallor",
            link_text="Se datakällor",
        )  # fmt: skip
        return said
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_pattern(page, answer)
    with right:
        st.subheader("Somrarna", anchor=False)
        st.markdown(plain(answer.summers))
        show_words(list(answer.summer_rows), about="Somrarna, juni–augusti")
    with st.expander("Tabell"):
        show_table(answer.figures, key="manader", alt=answer.sentence)
    _show_weeks(page, indicator)
    return said


def _show_pattern(page: PageContext, answer: MonthsOfYear) -> None:
    pattern = answer.pattern
    if pattern is None:
        show_empty(answer.sentence)
        return

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.month_pattern import month_pattern_figure

        return month_pattern_figure(
            pattern, title=answer.indicator.name, example=answer.figures.example
        )

    figure = cache.figure(page, "arets-manader", (answer.indicator.id,), draw)
    show_chart(figure, key="arets-manader", about=answer.sentence)


def _show_weeks(page: PageContext, indicator: Indicator) -> None:
    """Only of the reader's own kommun: the year wheel is the council's."""
    if indicator.id not in kinds_of(page).spans or page.person.kommun_code != page.kommun_code:
        return
    happenings = year_wheel.annotations(
        page.context.store, person=page.person, start=date(2000, 1, 1), end=page.inquiry.today,
        beside_invented=kinds_of(page).spans[indicator.id].is_example,
    )  # fmt: skip
    answer = event_weeks(page.inquiry, indicator_id=indicator.id, happenings=happenings)
    st.subheader("Veckor med evenemang och kampanjer", anchor=False)
    st.markdown(plain(answer.sentence))
    rows = [
        {
            "Vad": one.happening.title, "När": f"{one.happening.when} {one.happening.starts_on.year}",
            "Svar": one.words, "Jämfört med": one.compared_with,
        }
        for one in answer.weeks
    ]  # fmt: skip
    show_words(rows, about=answer.sentence, long="Svar")
    st.caption(
        "Hela veckor, mot samma vecka och veckan före och efter andra år. Antalet en enskild vecka visas "
        "inte: det kunde avslöja ett litet antal i resten av månaden."
    )


# Parts of the kommun


def show_areas(page: PageContext, indicator: Indicator) -> Said:
    """Steadied rates on the map, raw beside them in the table, and whether high ones lie together."""
    first = _areas(page, indicator, year="")
    options = [Option(id=one.label, label=one.label) for one in reversed(first.periods)]
    year = ""
    if len(options) > 1:
        with st.container(width=200):
            year = choose_one("År", options, key=Address.YEAR, what="ett år")
    answer = _areas(page, indicator, year=year)
    said = Said(
        sentence=answer.sentence, is_example=answer.figures.example, footnote=answer.footnote
    )
    if answer.figures.is_empty:
        show_empty(
            "Det här måttet finns inte för kommunens delar. Lämna en fil med en rad för varje delområde.",
            link_to="lamna_data", link_text="Lämna data",
        )  # fmt: skip
        return said
    left, right = st.columns(2, gap="medium")
    with left:
        _show_area_map(page, answer)
    with right:
        show_words(list(answer.rows), about=answer.sentence)
        show_download(answer.figures, key="delomraden")
    st.caption(
        "Utjämnat: ett litet område dras mot kommunens nivå, för att några få händelser inte ska avgöra. "
        "Områden med skyddat antal är inte med i nivån, och har ett kryss på kartan."
    )
    _show_neighbours(answer)
    return said


def _show_neighbours(answer: SubAreas) -> None:
    """Where much lies beside much, with every part's answer in a table."""
    st.subheader("Har grannarna det likadant?", anchor=False)
    st.markdown(plain(answer.neighbours.sentence))
    if not answer.neighbours.rows:
        return
    st.markdown(plain(answer.hot_spots))
    with st.expander("Tabell"):
        rows = list(answer.neighbours.rows)
        show_words(rows, about=answer.neighbours.sentence, long="Svar")
        year = answer.period.label if answer.period else ""
        _offer(
            answer.indicator,
            lambda: rows_as_csv(rows),
            name=f"grannar-{year}",
            example=answer.figures.example,
        )
    st.caption(
        "Väntat är vad ett område skulle ha om talen var utspridda på måfå. Områden med skyddat antal är inte "
        "med, inte heller som grannar. Områdena som nämns har tjock kant på kartan. Metod: "
        f"{NEIGHBOUR_METHOD}."
    )


def _areas(page: PageContext, indicator: Indicator, *, year: str) -> SubAreas:
    return cache.answer(
        page, "delomraden", (indicator.id, year),
        lambda: sub_areas(page.inquiry, indicator_id=indicator.id, year=year),
    )  # fmt: skip


def _show_area_map(page: PageContext, answer: SubAreas) -> None:
    as_map = AreaMap(
        indicator=answer.figures.indicator, level=AreaLevel.DELOMRADE, sentence=answer.sentence,
        figures=answer.figures, periods=answer.periods, period=answer.period, footnote=answer.footnote,
    )  # fmt: skip
    ground = find_ground(page, as_map)
    if ground is None:
        show_empty("Gränser för delområdena saknas, så kartan kan inte ritas.")
        return

    told = answer.neighbours.told

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.close_up import bordered
        from lagesbild.charts.maps import choropleth_figure

        return choropleth_figure(
            ground.figures, geojson=ground.collection, level=AreaLevel.DELOMRADE,
            all_codes=ground.codes, attribution=ground.attribution, height=440,
            marks=bordered(told, geojson=ground.collection) if ground.collection else (),
        )  # fmt: skip

    asked = (answer.indicator.id, answer.period.label if answer.period else "")
    figure = cache.figure(page, "karta-utjamnad", asked, draw)
    show_chart(figure, key="karta-utjamnad", about=answer.sentence)
    if ground.collection:
        _show_close_up(page, ground, asked=asked, told=told)


def _show_close_up(
    page: PageContext, ground: Ground, *, asked: tuple[str, ...], told: Sequence[str]
) -> None:
    """Where most parts lie close together, when they are too small on the whole map."""
    from lagesbild.charts.close_up import bordered, close_up_figure, crowded_bounds

    collection = ground.collection or {}

    def draw():  # type: ignore[no-untyped-def]
        bounds = crowded_bounds(collection)
        if bounds is None:
            return None
        return close_up_figure(
            ground.figures, geojson=collection, bounds=bounds, codes=ground.codes,
            marks=bordered(told, geojson=collection),
        )  # fmt: skip

    figure = cache.figure(page, "karta-nara", asked, draw)
    if figure is not None:
        st.caption("Närbild där områdena ligger tätast, med samma färger:")
        show_chart(figure, key="karta-nara", about="Närbild av kartan där områdena ligger tätast.")


# Reports and reporters


def show_reporters(page: PageContext, indicator: Indicator) -> Said:
    """Reports, reporters, and reports a reporter: more who report is not more that happens."""
    answer = cache.answer(
        page, "rapportorer", (indicator.id,),
        lambda: report_rates(page.inquiry, indicator_id=indicator.id),
    )  # fmt: skip
    said = Said(
        sentence=answer.sentence, is_example=answer.figures.example, footnote=answer.footnote
    )
    if not answer.years:
        show_empty(
            "Här behövs hur många som har rapporterat varje månad. Det lämnas av EST-samordnaren, "
            "tillsammans med händelserna.",
            link_to="datakallor", link_text="Se datakällor",
        )  # fmt: skip
        return said

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.reporters import reporters_figure

        return reporters_figure(
            answer.years, title=indicator.name, example=answer.figures.example
        )  # fmt: skip

    figure = cache.figure(page, "rapportorer", (indicator.id,), draw)
    show_chart(figure, key="rapportorer", about=answer.sentence)
    rows = [
        {
            "År": str(one.year), "Rapporter": number(one.reports), "Rapportörer, en vanlig månad": number(one.reporters),
            "Per rapportör och månad": rate_words(one),
        }
        for one in reversed(answer.years)
    ]  # fmt: skip
    with st.expander("Tabell"):
        show_words(rows, about=answer.sentence)
        _offer(
            indicator, lambda: rows_as_csv(rows), name="per-rapportor",
            example=answer.figures.example,
        )  # fmt: skip
    st.caption(
        "Bara hela år räknas, där antalet rapporter får visas och minst fem har rapporterat varje månad. Fler "
        "rapporter kan betyda att fler rapporterar; rapporter per rapportör visar om var och en ser mer. "
        "Men nya rapportörer kan också arbeta på andra platser."
    )
    return said


# Few places, and repeats


def show_places(page: PageContext, indicator: Indicator) -> Said:
    """How few squares hold half of the events, and whether an event is followed by others near by."""
    if indicator.id not in kinds_of(page).spans:
        return show_no_events(page, indicator)
    years = kinds_of(page).years(indicator.id, today=page.inquiry.today)
    options = [Option(id=str(year), label=str(year)) for year in reversed(years)]
    year = ""
    if len(options) > 1:
        with st.container(width=200):
            year = choose_one("År", options, key=Address.YEAR, what="ett år")
    answer = cache.answer(
        page, "platser", (indicator.id, year),
        lambda: event_places(page.inquiry, indicator_id=indicator.id, year=year),
    )  # fmt: skip
    _show_concentration(page, answer)
    repeats = cache.answer(
        page, "upprepning", (indicator.id,),
        lambda: near_repeats(page.inquiry, indicator_id=indicator.id),
    )  # fmt: skip
    st.subheader("Händer det igen i närheten?", anchor=False)
    st.markdown(plain(repeats.sentence))
    show_words(list(repeats.rows), about=repeats.sentence)
    if repeats.rows:
        st.caption(
            f"Par av händelser mot hur många det skulle vara om dagarna delades ut på nytt. * oftare än "
            f"slumpen ger. {repeats.footnote.period}. Metod: {repeats.footnote.method}."
        )
    is_example = answer.grid.is_example if answer.grid else answer.footnote.example
    return Said(sentence=answer.sentence, is_example=is_example, footnote=answer.footnote)


def _show_concentration(page: PageContext, answer: EventPlaces) -> None:
    if answer.grid is None or not answer.places:
        show_empty(answer.sentence)
        return
    grid, collection = answer.grid, find_outlines(page, answer.indicator)[0]
    total = grid.grid.placed or 0

    def find() -> list[str]:
        from lagesbild.geo.squares import find_homes

        return find_homes([one.squares[0] for one in answer.places], collection=collection)

    homes = cache.answer(page, "platsers-hem", (answer.indicator.id, str(grid.year)), find)
    names = [home.removesuffix(EXAMPLE_SUFFIX) or "–" for home in homes]

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.places import places_figure

        return places_figure(
            [(name, one.count, len(one.squares)) for name, one in zip(names, answer.places, strict=True)],
            total=total, title=answer.sentence, example=grid.is_example,
        )  # fmt: skip

    figure = cache.figure(page, "platser", (answer.indicator.id, str(grid.year)), draw)
    show_chart(figure, key="platser", about=answer.sentence)
    rows = [
        {
            "Plats": f"{place}, {name}", "Rutor på 500 m": number(len(one.squares)),
            "Händelser": number(one.count), "Del av alla": f"{number(100 * one.count / total)} %",
        }
        for place, (name, one) in enumerate(zip(names, answer.places, strict=True), start=1)
    ]  # fmt: skip
    with st.expander("Tabell"):
        show_words(rows, about=answer.sentence)
        _offer(
            answer.indicator,
            lambda: rows_as_csv(rows),
            name=f"platser-{grid.year}",
            example=grid.is_example,
        )
    show_way(
        "karta", "Se rutorna på Karta", page=page,
        **{
            Address.INDICATOR.value: answer.indicator.name, Address.LAYER.value: "Händelser i rutor",
            Address.YEAR.value: str(grid.year),
        },
    )  # fmt: skip


def _offer(
    indicator: Indicator, data: Callable[[], bytes], *, name: str, example: bool
) -> None:  # fmt: skip
    from lagesbild.ui.downloads import offer_file

    ending = "-exempeldata" if example else ""
    offer_file(
        "tabell", "Ladda ner tabellen (CSV)", data=data,
        file_name=f"{indicator.id}-{name}{ending}.csv", mime="text/csv", key=f"ladda-ner-{name}",
        indicator=indicator,
    )  # fmt: skip


VIEWS = {
    "Veckodag och tid": show_hours,
    "Årstid": show_months,
    "Delområden": show_areas,
    "Platser": show_places,
    "Rapportörer": show_reporters,
}
"""Tabs and what they show, in order."""
