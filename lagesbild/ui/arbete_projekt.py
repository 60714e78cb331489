"""Projects, and the places the council keeps an eye on: on the page Åtgärdsplan."""

from __future__ import annotations

import streamlit as st

from lagesbild.domain.work.projects import Project, WatchedPlace
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, show_shelf
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import show_ribbon
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address
from lagesbild.workspace.records import records_of


def show_projects(page: PageContext) -> None:
    """Each project with its measures; then the places and how they were last time."""
    store, person = page.context.store, page.person
    names = offers(page)
    projects = records_of(store, kind=Project, person=person)
    places = records_of(store, kind=WatchedPlace, person=person)
    if any(one.is_example for one in (*projects, *places)):
        show_ribbon()
    st.subheader("Projekt", anchor=False)
    rows = [
        {
            "Projekt": one.record.name, "Plats": one.record.place or "–",
            "Leds av": one.record.led_by or "–", "Läge": one.record.state.words,
            "Åtgärder": str(len(one.record.measures)), "Sedan": one.record.after or "–",
        }
        for one in projects
    ]  # fmt: skip
    show_rows(rows, alt="Projekt")
    show_shelf(
        page,
        Shelf(
            kind=Project, address=Address.PROJECT, label="Välj projekt", blank=Project(), more={},
            add="Lägg till ett projekt", names=names,
            empty="Inget projekt är inlagt än, till exempel ett tryggare centrum.",
        ),
        records=projects,
    )  # fmt: skip
    st.subheader("Platser vi följer", anchor=False)
    show_rows([_place_row(one.record) for one in places], alt="Platser vi följer")
    show_shelf(
        page,
        Shelf(
            kind=WatchedPlace, address=Address.WATCHED, label="Välj plats", blank=WatchedPlace(),
            more={}, add="Lägg till en plats", names=names,
            empty="Ingen plats är inlagd än, till exempel ett industriområde som har varit oroligt.",
        ),
        records=places,
    )  # fmt: skip


def _place_row(one: WatchedPlace) -> dict[str, str]:
    last = one.last_look
    return {
        "Plats": one.place,
        "Varför": one.why or "–",
        "Senast": f"{last.on}: {last.calm.words}" if last else "inte besökt än",
        "Vad som syns": last.says if last else "–",
        "Läge": "följs inte längre" if one.is_closed else "följs",
    }
