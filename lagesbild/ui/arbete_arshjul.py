"""Årshjul: the year as a picture and a list, its happenings, and the decision on it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.year import Happening, Wheel
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.arbete_shelf import Shelf, show_shelf
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_chart, show_empty, show_error
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.workspace.law_clock import Clock, ClockState
from lagesbild.workspace.records import may_edit
from lagesbild.workspace.year_wheel import YearWheel, copy_year, council_of, to_copy, year_wheel


def choose_and_read(page: PageContext) -> YearWheel:
    """The year in the address; this one at first."""
    store, person, today = page.context.store, page.person, page.inquiry.today
    found = year_wheel(store, person=person, year=today.year, today=today)
    options = [Option(id=str(year), label=str(year)) for year in found.years]
    with st.container(width=160):
        chosen = choose_one("År", options, key=Address.YEAR, what="ett år", default=str(today.year))
    if chosen == str(today.year):
        return found
    return year_wheel(store, person=person, year=int(chosen), today=today)


def show_clocks(found: YearWheel) -> None:
    """The law's two clocks, as far as they have something to count from."""
    for place, clock in zip(st.columns(len(found.clocks)), found.clocks, strict=True):
        with place:
            _show_clock(clock)


def _show_clock(clock: Clock) -> None:
    if clock.state is ClockState.FINE:
        st.success(plain(clock.sentence), icon=":material/check_circle:")
    elif clock.state is ClockState.OVER:
        st.error(plain(clock.sentence), icon=":material/alarm:")
    elif clock.state is ClockState.SOON:
        st.warning(plain(clock.sentence), icon=":material/schedule:")
    else:
        st.info(plain(clock.sentence), icon=":material/help:")


def show_wheel(page: PageContext, found: YearWheel) -> None:
    """The picture, the same as a list beside it, and both as a calendar file."""
    if not found.entries:
        show_empty(
            "Lägg in möten, mätningar, kampanjer och evenemang under Händelser, eller kopiera förra årets."
        )
        return
    picture, table = st.columns([3, 2])
    with picture:
        show_chart(_figure(page, found), key="arshjul", about=found.sentence)
    with table:
        _show_list(found)
        _offer_calendar(found)


def _figure(page: PageContext, found: YearWheel):  # type: ignore[no-untyped-def]
    from lagesbild.charts.year_wheel import year_wheel_figure

    return year_wheel_figure(
        found.entries, year=found.year, today=page.inquiry.today, example=found.is_example
    )


def _show_list(found: YearWheel) -> None:
    rows = [
        {
            "Nr": str(number), "När": one.when, "Slag": one.kind.words,
            "Vad": f"{one.title}, {one.place}" if one.place else one.title,
        }
        for number, one in enumerate(found.entries, start=1)
    ]  # fmt: skip
    show_rows(rows, alt=found.sentence)


def _offer_calendar(found: YearWheel) -> None:
    offer_file(
        "kalender", "Ladda ner som kalenderfil", data=lambda: _calendar(found),
        file_name=f"arshjul-{found.year}.ics", mime="text/calendar", key="kalender-arshjul",
        icon=":material/calendar_month:",
    )  # fmt: skip


def _calendar(found: YearWheel) -> bytes:
    from lagesbild.report.calendar_file import write_calendar

    return write_calendar(
        found.entries, name=f"Årshjul {found.year}", made_at=datetime.now(UTC)
    )  # fmt: skip


def show_happenings(page: PageContext, found: YearWheel) -> None:
    """The council's own happenings of the year. The other days are changed where they are kept."""
    if may_edit(page.person, kind=Happening):
        _offer_copy(page, found)
    show_shelf(
        page,
        Shelf(
            kind=Happening, address=Address.HAPPENING, label="Välj händelse", blank=Happening(),
            add="Lägg till en händelse", names={}, more={},
            empty=f"Inga egna händelser är inlagda för {found.year}.",
        ),
        records=sorted(found.happenings, key=lambda one: one.record.starts_on or page.inquiry.today),
    )  # fmt: skip
    st.caption(
        "Insamlingens sista dagar ändras på Underlag. Översyn och lagens dagar kommer från Register."
    )


def _offer_copy(page: PageContext, found: YearWheel) -> None:
    last = year_wheel(
        page.context.store, person=page.person, year=found.year - 1, today=page.inquiry.today
    )
    new = to_copy([*last.happenings, *found.happenings], year=found.year)
    if new:
        st.button(
            f"Kopiera {len(new)} händelser från {found.year - 1}", key="kopiera",
            icon=":material/content_copy:", on_click=_copy, args=(page, found.year),
            help="De läggs på samma veckodag, 52 veckor senare. Ändra sedan det som inte stämmer.",
        )  # fmt: skip


def _copy(page: PageContext, year: int) -> None:
    try:
        count = copy_year(
            page.context.store, person=page.person, year=year, check_text=refuse_personal_data
        )
    except LagesbildError as error:
        show_error(error)
        return
    st.toast(f"{count} händelser är kopierade till {year}.", icon=":material/check:")


def show_decision(page: PageContext, found: YearWheel) -> None:
    """Who owns the year's wheel, and whether it is decided."""
    owner = council_of(page.context.store, person=page.person).name
    show_shelf(
        page,
        Shelf(
            kind=Wheel, address=Address.WHEEL, label="Årshjulet", names={}, more={},
            blank=Wheel(year=found.year, owner=owner), add=f"Skriv in årshjulet för {found.year}",
            empty=f"Det är inte skrivet vem som äger årshjulet för {found.year}, eller om det är beslutat.",
        ),
        records=[found.wheel] if found.wheel else [],
    )  # fmt: skip
