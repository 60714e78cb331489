"""One run of the app, from who is asking to the foot of the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lagesbild.access.policy import may
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import ROLE_WORDS, Person
from lagesbild.settings import home_kommun
from lagesbild.ui import cache, filters, identity
from lagesbild.ui.context import local_person
from lagesbild.ui.guard import PageContext
from lagesbild.ui.page_table import PAGES, SECTIONS, PageEntry
from lagesbild.ui.markup import show_html, show_style
from lagesbild.ui.render import plain, show_error
from lagesbild.ui.server import LOCAL_ONLY, freeze_once
from lagesbild.ui.state import Key, take_notes

STYLE = Path(__file__).with_name("style.css")
WORDMARK = Path(__file__).with_name("lagesbild.svg")


def show_visit() -> None:
    """Everything a browser sees."""
    st.session_state.pop(Key.VISIT, None)
    show_style(STYLE)
    st.logo(str(WORDMARK), size="medium")
    try:
        person = _person_or_none()
        if person is not None:
            _show_app(person)
    except LagesbildError as error:
        show_error(error)
    freeze_once()


def _person_or_none() -> Person | None:
    """The visitor, or None after showing why nothing else is shown."""
    if not identity.sign_in_is_configured():
        if identity.is_local_visit():
            return local_person()
        _show_only(_show_local_only)
        return None
    if not identity.is_signed_in():
        _show_only(_show_sign_in)
        return None
    person = identity.signed_in_person()
    if person is None:
        _show_only(_show_no_role)
    return person


def _show_only(what) -> None:  # type: ignore[no-untyped-def]
    """The same words at every address: which pages there are is not told either."""
    pages = [
        st.Page(what, title="Lägesbild", url_path=entry.id, default=number == 0)
        for number, entry in enumerate(PAGES)
    ]
    st.navigation(pages, position="hidden").run()


def _show_local_only() -> None:
    st.title("Lägesbild", anchor=False)
    st.error(LOCAL_ONLY)


def _show_sign_in() -> None:
    st.title("Lägesbild", anchor=False)
    st.markdown("Du behöver logga in för att se lägesbilden.")
    st.button("Logga in", type="primary", on_click=st.login, icon=":material/login:")


def _show_no_role() -> None:
    st.title("Lägesbild", anchor=False)
    st.warning(
        "Du är inloggad, men har ingen roll i Lägesbild ännu. Be samordnaren i din kommun att ge "
        "dig en roll. (AC-003)"
    )
    st.button("Logga ut", on_click=st.logout, icon=":material/logout:")


def _show_app(person: Person) -> None:
    context = cache.context()
    page = st.navigation(_menu(person), position="sidebar", expanded=True)
    entry = next(entry for entry in PAGES if entry.id == (page.url_path or PAGES[0].id))
    visit = _choose(person, entry=entry, version=context.data_version())
    notes = st.container()
    st.session_state[Key.VISIT] = visit
    try:
        page.run()
    finally:
        # Only while the frame runs a page may a page open: a script reached in any other way is
        # refused by its guard.
        st.session_state.pop(Key.VISIT, None)
        with notes:
            _show_notes()
    _show_foot(person)


def _menu(person: Person) -> dict[str, list]:  # type: ignore[type-arg]
    menu: dict[str, list] = {}  # type: ignore[type-arg]
    for entry in PAGES:
        is_open = may(person, action=entry.action)
        menu.setdefault(SECTIONS[entry.section], []).append(
            st.Page(
                entry.path, title=entry.title, icon=entry.icon, url_path=entry.id, help=entry.help,
                default=entry is PAGES[0], visibility="visible" if is_open else "hidden",
            )
        )  # fmt: skip
    return menu


def _choose(person: Person, *, entry: PageEntry, version: int) -> PageContext:
    """The head of the page: kommun, measure where the page has one, and who you are."""
    context = cache.context()
    with st.container(key="ram", horizontal=True):
        with st.container(width=260):
            areas = context.areas(person.kommun_code)
            kommun = filters.choose_kommun(areas, home=home_kommun())
        inquiry = context.inquiry(person=person, kommun_code=kommun)
        indicator_id = None
        if entry.uses_indicator:
            with st.container(width=460):
                indicator_id = filters.choose_indicator(inquiry)
    st.sidebar.caption(plain(f"{person.name}, {ROLE_WORDS[person.role]}"))
    return PageContext(
        entry=entry, person=person, context=context, inquiry=inquiry, version=version,
        indicator_id=indicator_id,
    )  # fmt: skip


def _show_notes() -> None:
    for note in take_notes():
        st.info(plain(note), icon=":material/link_off:")


def _show_foot(person: Person) -> None:
    if identity.sign_in_is_configured():
        st.button(f"Logga ut {plain(person.name)}", on_click=st.logout, icon=":material/logout:")
    words = "Lägesbild. Siffrorna visas med källa och datum; antal som är för små visas inte."
    show_html(f'<p class="lb-fot lb-sist">{words}</p>')
