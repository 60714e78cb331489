"""Stående träffar, on the page Möten och dialoger: how often parties meet, beside what they agreed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lagesbild.domain.work.routines import Held, Routine
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, save_record, show_shelf
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_ribbon
from lagesbild.ui.state import Address
from lagesbild.workspace.records import Saved, may_edit, records_of
from lagesbild.workspace.routines import tell_routine


def show_routines(page: PageContext, *, is_marked: bool) -> None:
    """Each standing meeting in a sentence, with a button for the one that was held today.

    is_marked  whether the page has said already that something is invented
    """
    found = records_of(page.context.store, kind=Routine, person=page.person)
    if not is_marked and any(one.is_example for one in found):
        show_ribbon()
    edits = may_edit(page.person, kind=Routine)
    for saved in found:
        told = tell_routine(saved.record, today=page.inquiry.today)
        with st.container(border=True):
            st.markdown(plain(told.sentence))
            if edits and not any(one.on == page.inquiry.today for one in saved.record.held):
                st.button(
                    "Träffen hölls i dag", key=f"{saved.id}-{saved.version}-holls",
                    icon=":material/check:", on_click=_held_today, args=(page, saved),
                )  # fmt: skip
    show_shelf(
        page,
        Shelf(
            kind=Routine, address=Address.ROUTINE, label="Välj träff", blank=Routine(), more={},
            add="Lägg till en stående träff", names=offers(page),
            empty="Ingen stående träff är inlagd, till exempel mellan Polisen och socialtjänsten var fjortonde dag.",
        ),
        records=found,
    )  # fmt: skip


def _held_today(page: PageContext, saved: Saved[Routine]) -> None:
    held = (*saved.record.held, Held(on=page.inquiry.today))
    save_record(page, address=Address.ROUTINE, saved=saved, record=replace(saved.record, held=held))
