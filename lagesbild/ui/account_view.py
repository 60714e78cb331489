"""Mitt konto: what the visitor may do, and how other roles see Lägesbild."""

from __future__ import annotations

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.domain.person import ROLE_WORDS
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ui import identity
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import PAGES
from lagesbild.ui.word_table import show_words

LEVEL_WORDS = {
    Secrecy.OPEN: "öppna",
    Secrecy.INTERNAL: "interna",
    Secrecy.RESTRICTED: "känsliga",
}
WITH_LEVELS = {
    Action.SEE: "Se siffror",
    Action.EXPORT: "Ladda ner siffror",
    Action.PUBLISH: "Publicera för invånarna",
}
WITHOUT_LEVELS = {
    Action.SEE_DELIVERIES: "Se vad som har lämnats",
    Action.DELIVER: "Lämna data",
    Action.DEFINE: "Namnge nya mått",
    Action.RECALL: "Återkalla en leverans",
    Action.WORK_READ: "Läsa rådets arbete",
    Action.WORK_ANSWER: "Svara i gruppsamtal",
    Action.WORK_EDIT: "Ändra i rådets arbete",
    Action.SEE_PEOPLE: "Se vilka som har tillgång",
    Action.MANAGE_PEOPLE: "Ge och ta bort tillgång",
    Action.SEE_AUDIT: "Läsa granskningsloggen",
}


def sentence(page: PageContext) -> str:
    """Who the visitor is here."""
    areas = page.inquiry.areas
    own = areas.get(page.person.kommun_code or "")
    where = f" i {own.name}" if own else ""
    return f"{page.person.name} är {ROLE_WORDS[page.person.role]}{where}."


def show_rights(page: PageContext) -> None:
    """The role's row of the table of rights, in words."""
    rows = [
        (words, ", ".join(LEVEL_WORDS[one] for one in Secrecy if may(page.person, action=action, secrecy=one)))
        for action, words in WITH_LEVELS.items()
    ]  # fmt: skip
    rows += [
        (words, "ja" if may(page.person, action=action) else "")
        for action, words in WITHOUT_LEVELS.items()
    ]
    show_words(
        [{"Du får": what, "Hur långt": how or "nej"} for what, how in rows],
        about="Dina rättigheter",
    )
    if page.person.sources is not None:
        known = page.inquiry.catalog.sources
        names = ", ".join(known[one].name for one in page.person.sources if one in known)
        st.caption(f"Dina källor: {names or 'inga än'}.")


def offer_looks(page: PageContext) -> None:
    """How others see it, for those who may; never with more rights than one's own."""
    offered = identity.looks_offered(page.person)
    if not offered:
        return
    st.subheader("Visa som", anchor=False)
    st.markdown(
        "Se Lägesbild så som en annan roll ser den. Du kan bara välja roller som har färre rättigheter "
        "än din egen, och det du gör noteras med ditt eget namn."
    )
    chosen = st.selectbox(
        "Roll", offered, format_func=lambda role: ROLE_WORDS[role], key="visa-som-roll"
    )
    if st.button("Visa som", key="visa-som", icon=":material/visibility:"):
        # To the start page: this one may not be among the other role's.
        identity.look_as(chosen)
        st.switch_page(PAGES[0].path)
