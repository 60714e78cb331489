"""One run of the app, from who is asking to the foot of the page."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Literal

import streamlit as st

from lagesbild.access.policy import may
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import PUBLIC, ROLE_WORDS, Person
from lagesbild.settings import home_kommun
from lagesbild.ui import ahead, cache, filters, identity, witness
from lagesbild.ui.context import local_person
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html, show_style
from lagesbild.ui.page_objects import make_page, page_of_file
from lagesbild.ui.page_table import PAGES, SECTIONS, PageEntry
from lagesbild.ui.render import as_label, plain, show_error
from lagesbild.ui.server import LOCAL_ONLY, freeze_once
from lagesbild.ui.state import Key, take_notes

STYLE = Path(__file__).with_name("style.css")
SPECIAL_STYLE = Path(__file__).with_name("style_special.css")
WORDMARK = Path(__file__).with_name("lagesbild.svg")


def show_visit() -> None:
    """Everything a browser sees."""
    st.session_state.pop(Key.VISIT, None)
    show_style(STYLE)
    st.logo(str(WORDMARK), size="medium")
    try:
        person = _person_or_none()
        if person is not None:
            _show_app(identity.seen_as(person))
    except LagesbildError as error:
        show_error(error)
    freeze_once()


def _person_or_none() -> Person | None:
    """The visitor as they stand at this moment, or None after showing why nothing else is shown."""
    if not identity.sign_in_is_configured():
        if identity.is_local_visit():
            return local_person()
        _show_only(_show_local_only)
        return None
    if not identity.is_signed_in():
        _show_signed_out()
        return None
    person = cache.context().person_of(identity.claims_of_visitor())
    if person is None:
        _show_only(_show_no_role)
    return person


def _show_only(what: Callable[[], None]) -> None:
    """The same words at every address: which pages there are is not told either."""
    pages = [_page(entry, runs=what) for entry in PAGES]
    st.navigation(pages, position="hidden").run()


def _show_signed_out() -> None:
    """The pages that are for everyone, and at every other address the way in."""
    pages = [_page(entry, runs=entry.path if entry.is_public else _show_sign_in) for entry in PAGES]
    page = st.navigation(pages, position="hidden")
    entry = _entry_of(page)
    if entry.is_public:
        _run_page(page, entry=entry, person=PUBLIC)
        _offer_sign_in(type="secondary")
    else:
        page.run()


def _page(
    entry: PageEntry, *, runs: Path | Callable[[], None], visibility: str = "visible"
) -> st.Page:  # type: ignore[valid-type]
    if isinstance(runs, Path):
        return copy(page_of_file(entry, visibility))  # st.navigation writes in what it gets
    return make_page(entry, runs=runs, visibility=visibility)


def _show_local_only() -> None:
    st.title("Lägesbild", anchor=False)
    st.error(LOCAL_ONLY)


def _show_sign_in() -> None:
    st.title("Lägesbild", anchor=False)
    if st.user.get("is_logged_in", False):
        st.markdown("Din inloggning gäller inte längre. Logga in igen, så kommer du tillbaka hit.")
    else:
        st.markdown("Du behöver logga in för att se lägesbilden. Sedan kommer du tillbaka hit.")
    _offer_sign_in(type="primary")
    for entry in PAGES:
        if entry.is_public:
            st.page_link(entry.path, label=entry.title, icon=entry.icon)


def _offer_sign_in(*, type: Literal["primary", "secondary"]) -> None:
    """A button for each provider; mostly there is one, and it needs no name."""
    for name in identity.providers():
        st.button(
            f"Logga in med {as_label(name)}" if name else "Logga in", type=type,
            on_click=st.login, args=(name,) if name else (), icon=":material/login:",
            key=f"logga-in-{name}",
        )  # fmt: skip


def _show_no_role() -> None:
    """Nothing but that: which pages, kommuner and people there are is not theirs to know."""
    st.title("Lägesbild", anchor=False)
    account = st.user.get("email") or st.user.get("preferred_username") or st.user.get("name")
    who = f" som {plain(str(account))}" if account else ""
    st.warning(
        f"Du är inloggad{who}, men har ingen tillgång till Lägesbild. Den kan saknas, vara slut "
        "eller höra till ett annat konto. Be administratören i din kommun att lägga till dig. (AC-003)"
    )
    st.button("Logga ut", on_click=identity.sign_out, icon=":material/logout:")


def _show_app(person: Person) -> None:
    page = st.navigation(_menu(person), position="sidebar", expanded=True)
    st.sidebar.caption(plain(f"{person.name}, {ROLE_WORDS[person.role]}"))
    _show_bar(person)
    is_signed_in = identity.sign_in_is_configured()
    if is_signed_in:
        witness.note_sign_in(cache.context(), person=person)
    _run_page(page, entry=_entry_of(page), person=person)
    _show_foot(person, is_signed_in=is_signed_in)


def _entry_of(page: st.Page) -> PageEntry:  # type: ignore[valid-type]
    return next(entry for entry in PAGES if entry.id == (page.url_path or PAGES[0].id))


def _run_page(page: st.Page, *, entry: PageEntry, person: Person) -> None:  # type: ignore[valid-type]
    visit = _choose(person, entry=entry, version=cache.context().data_version())
    notes = st.container()
    if not entry.changes_often:
        show_style(SPECIAL_STYLE)
    if may(person, action=entry.action):
        witness.note_shown(visit)
        if entry is PAGES[0]:
            ahead.note_seen(visit)
    st.session_state[Key.VISIT] = visit
    try:
        page.run()
    finally:
        # Only while the frame runs a page may a page open: a script reached in any other way is
        # refused by its guard.
        st.session_state.pop(Key.VISIT, None)
        with notes:
            _show_notes()


def _menu(person: Person) -> dict[str, list[st.Page]]:  # type: ignore[valid-type]
    menu: dict[str, list[st.Page]] = {}  # type: ignore[valid-type]
    for entry in PAGES:
        is_open = may(person, action=entry.action)
        menu.setdefault(SECTIONS[entry.section], []).append(
            _page(entry, runs=entry.path, visibility="visible" if is_open else "hidden")
        )
    return menu


def _choose(person: Person, *, entry: PageEntry, version: int) -> PageContext:
    """The head of the page: kommun, measure where the page has one, and who you are."""
    context = cache.context()
    own = person.kommun_code or home_kommun()
    if not entry.uses_kommun:
        inquiry = context.inquiry(person=person, kommun_code=own)
        return PageContext(
            entry=entry, person=person, context=context, inquiry=inquiry, version=version
        )
    with st.container(key="ram", horizontal=True):
        with st.container(width=260):
            areas = context.areas(person.kommun_code)
            kommun = filters.choose_kommun(areas, home=own)
        inquiry = context.inquiry(person=person, kommun_code=kommun)
        indicator_id = None
        if entry.uses_indicator:
            with st.container(width=460):
                indicator_id = filters.choose_indicator(inquiry)
    return PageContext(
        entry=entry, person=person, context=context, inquiry=inquiry, version=version,
        indicator_id=indicator_id,
    )  # fmt: skip


def _show_bar(person: Person) -> None:
    """Above everything, while the visitor looks as another role: that they do, and the way back."""
    if person.behind is None:
        return
    with st.container(key="sedd-som", horizontal=True, vertical_alignment="center"):
        st.markdown(f"Du ser Lägesbild så som **{ROLE_WORDS[person.role]}** ser den.")
        st.button(
            f"Tillbaka till {ROLE_WORDS[person.behind]}", key="sluta-visa-som",
            on_click=identity.look_as, args=(None,), icon=":material/close:",
        )  # fmt: skip


def _show_notes() -> None:
    for note in take_notes():
        st.info(plain(note), icon=":material/link_off:")


def _show_foot(person: Person, *, is_signed_in: bool) -> None:
    if is_signed_in:
        st.button(
            f"Logga ut {plain(person.name)}", on_click=identity.sign_out, icon=":material/logout:"
        )
    words = "Lägesbild. Siffrorna visas med källa och datum; antal som är för små visas inte."
    show_html(f'<p class="lb-fot lb-sist">{words}</p>')
