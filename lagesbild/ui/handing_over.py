"""From an adopted lägesbild to the residents: what was adopted stands in Publicera's form, to be put
in plainer words."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from lagesbild.analysis.publication import MOST_FIGURES
from lagesbild.domain.document import Document
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.lagesbild import LagesbildState, LawPart
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_error, show_way
from lagesbild.ui.state import Address, Key
from lagesbild.workspace.frozen import read_version
from lagesbild.workspace.lagesbild import Work


def offer_handing_over(page: PageContext, work: Work, *, version: int) -> None:
    """A way to Publicera for the version that was adopted; nothing for another."""
    adopted = {one.frozen for one in work.record.steps if one.state is LagesbildState.ADOPTED}
    if version in adopted:
        chosen = {Address.LAGESBILD.value: work.saved.id, Address.FROZEN.value: str(version)}
        show_way("publicera", "Berätta för invånarna", page=page, **chosen)


def fill_from_lagesbild(page: PageContext, *, offered: Collection[str]) -> None:
    """Once, when somebody comes from a version: its title, its analysis and its open measures.

    offered  ids of the measures that may be published
    """
    given = (st.query_params.get(Address.LAGESBILD, ""), st.query_params.get(Address.FROZEN, ""))
    if not all(given) or not given[1].isdigit() or st.session_state.get(Key.HANDED) == given:
        return
    st.session_state[Key.HANDED] = given
    try:
        document = read_version(
            page.context.store, lagesbild_id=given[0], version=int(given[1]), person=page.person
        )
    except LagesbildError as error:
        show_error(error)
        return
    st.session_state["pub-rubrik"] = document.title
    st.session_state["pub-inledning"] = _analysis(document)
    st.session_state["pub-matt"] = _measures(document, offered=offered)
    st.info(
        f"Rubrik, inledning och mått är hämtade från {plain(document.title)}, version {document.version}. "
        "Skriv om så att alla förstår. Siffrorna blir dagens, så som alla får se dem."
    )


def _analysis(document: Document) -> str:
    """What the analysis says; the rest of a lägesbild is written for the council."""
    own = (one.text for one in document.sections if one.part == LawPart.ANALYSIS.words)
    return "\n\n".join(text for text in own if text)


def _measures(document: Document, *, offered: Collection[str]) -> list[str]:
    named = dict.fromkeys(one.indicator_id for one in document.figures)
    return [one for one in named if one in offered][:MOST_FIGURES]
