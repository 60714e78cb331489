"""The council's own places on the page Karta: cameras, what is planned, and what there is to do."""

from __future__ import annotations

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.work.places import MarkedPlace
from lagesbild.ui import cache
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, show_shelf
from lagesbild.ui.guard import PageContext
from lagesbild.ui.lage_handelser import outlines_of
from lagesbild.ui.render import plain, show_chart
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address
from lagesbild.workspace.marked_places import MarkedPlaces, marked_places, place_rows

TAB = "Platser"


def tab_names(page: PageContext) -> list[str]:
    """The tab, for those who read the council's work, about their own kommun."""
    return [TAB] if _is_own(page) else []


def _is_own(page: PageContext) -> bool:
    own = page.person.kommun_code == page.kommun_code
    return own and may(page.person, action=Action.WORK_READ)


def marks_on(page: PageContext, *, level: AreaLevel, example: bool) -> MarkedPlaces | None:
    """The places that lie on a map of the kommun's own parts; invented ones only on invented figures."""
    if level is not AreaLevel.DELOMRADE or not _is_own(page):
        return None
    found = _read(page)
    return found if found.places and found.is_example == example else None


def _read(page: PageContext) -> MarkedPlaces:
    return marked_places(page.context.store, person=page.person, today=page.inquiry.today)


def show_places(page: PageContext) -> None:
    """Sentence, map, list, and one of them to change."""
    found = _read(page)
    st.subheader(plain(found.sentence), anchor=False)
    names = offers(page)
    if found.places:
        _show_map(page, found)
        rows = place_rows(found, today=page.inquiry.today, measures=dict(names["atgarder"]))
        show_rows(rows, alt=found.sentence)
    show_shelf(
        page,
        Shelf(
            kind=MarkedPlace, address=Address.MARKED, label="Välj plats", blank=MarkedPlace(),
            add="Lägg till en plats", names=names, more={},
            empty="Här pekar rådet ut kameror, vägar och byggen som planeras, åtgärder och sådant som finns att "
            "göra. Aldrig personer, och aldrig var något har hänt: det visas i rutor under Händelser.",
        ),
        records=[one for _, one in found.places],
    )  # fmt: skip


def _show_map(page: PageContext, found: MarkedPlaces) -> None:
    outlines, credit = outlines_of(page, is_example=found.is_example)

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.place_marks import places_figure

        return places_figure(
            found.drawn, outlines=outlines, attribution=credit, example=found.is_example
        )  # fmt: skip

    figure = cache.figure(page, "platser", found.key, draw)
    show_chart(figure, key="platser-karta", about=found.sentence)
