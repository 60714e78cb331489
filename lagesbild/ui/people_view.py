"""Personer: who has access, and the forms that give it, change it and take it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.analysis.audit_log import swedish_time
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import ROLE_WORDS, Member, Role
from lagesbild.ingest.personal_data import refuse_person_numbers
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, plain, show_empty, show_error
from lagesbild.ui.text_form import TextForm, text_form
from lagesbild.ui.word_table import show_words
from lagesbild.workspace.people import history_of, people_of, remove_member, save_member

GIVEN_ROLES = [role for role in Role if role is not Role.PUBLIC]
CHOSEN, SURE = "person-vem", "person-ta-bort-saker"


def sentence(page: PageContext, members: Sequence[Member]) -> str:
    """How many have access, and how many of them may change that."""
    active = [one for one in members if one.is_active(page.inquiry.today)]
    chiefs = [one for one in active if one.role_on(page.inquiry.today) is Role.ADMINISTRATOR]
    if not active:
        return "Ingen i kommunen är inlagd i registret än."
    people = "En person" if len(active) == 1 else f"{len(active)} personer"
    of_them = "en är administratör" if len(chiefs) == 1 else f"{len(chiefs)} är administratörer"
    return f"{people} har tillgång, varav {of_them}."


def list_people(page: PageContext) -> list[Member]:
    """Everyone of the reader's kommun."""
    return people_of(page.context.store, person=page.person)


def show_people(page: PageContext, members: Sequence[Member]) -> None:
    """Those who have access first, then those who will or did."""
    if not members:
        show_empty("Lägg till den första personen nedan.")
        return
    today = page.inquiry.today
    ordered = sorted(members, key=lambda one: (not one.is_active(today), one.name.casefold()))
    rows = [_row(one, page=page) for one in ordered]
    show_words(rows, about="Personer och vad de har tillgång till", long="Roll")


def _row(member: Member, *, page: PageContext) -> dict[str, str]:
    names = {one.id: one.name for one in page.inquiry.catalog.sources.values()}
    sources = ", ".join(names.get(one, one) for one in member.sources or ())
    role = ROLE_WORDS[member.role]
    return {
        "Namn": member.name,
        "Organisation": member.organisation or "–",
        "Roll": f"{role} ({sources})" if sources else role,
        "Läge": state_words(member, today=page.inquiry.today),
        "Ersättare": deputy_words(member, today=page.inquiry.today),
        "E-post": member.email or "–",
        "Konto": "kopplat" if member.subject else "väntar på första inloggning",
    }


def state_words(member: Member, *, today: date) -> str:
    """Whether the access holds, and from or until when."""
    if member.is_removed:
        return "borttagen"
    if today < member.starts_on:
        return f"från {member.starts_on.isoformat()}"
    if member.ends_on is None:
        return "tills vidare"
    word = "till" if today <= member.ends_on else "slutade"
    return f"{word} {member.ends_on.isoformat()}"


def deputy_words(member: Member, *, today: date) -> str:
    """Whom the person stands in for, and when."""
    if member.deputy_role is None:
        return "–"
    role = ROLE_WORDS[member.deputy_role]
    if member.deputy_from is None or member.deputy_until is None:
        return f"för {role}, inte i tjänst"
    when = f"{member.deputy_from.isoformat()}–{member.deputy_until.isoformat()}"
    return f"{'är nu' if member.stands_in(today) else 'för'} {role} {when}"


def show_managing(page: PageContext, members: Sequence[Member]) -> None:
    """Adding and changing, for those who may."""
    if not may(page.person, action=Action.MANAGE_PEOPLE):
        st.caption("Administratören lägger till, ändrar och tar bort personer.")
        return
    with st.expander("Lägg till en person", icon=":material/person_add:", key="person-ny"):
        _show_form(page, None)
    if members:
        with st.expander(
            "Ändra eller ta bort", icon=":material/manage_accounts:", key="person-andra"
        ):
            _show_changing(page, members)


def _show_changing(page: PageContext, members: Sequence[Member]) -> None:
    names = {one.person_id: as_label(f"{one.name}, {ROLE_WORDS[one.role]}") for one in members}
    chosen = st.selectbox(
        "Vem?", list(names), format_func=lambda one: names.get(one, one), key=CHOSEN,
        filter_mode="contains",
    )  # fmt: skip
    member = next(one for one in members if one.person_id == chosen)
    _show_form(page, member)
    if not member.is_removed:
        sure = st.checkbox("Ja, ta bort tillgången", key=SURE)
        st.button(
            "Ta bort", disabled=not sure, on_click=_remove, args=(page, member), key="person-ta-bort",
            icon=":material/person_remove:",
        )  # fmt: skip
    _show_history(page, member)


def _show_form(page: PageContext, member: Member | None) -> None:
    """The fields are named by the register's state, so that a saved form starts anew."""
    key = f"person-{member.person_id if member else 'ny'}-{page.context.people_version()}"
    with text_form(key) as form:
        try:
            asked = _ask(form, page=page, member=member, key=key)
        except LagesbildError as error:
            form.submit("Spara", icon=":material/check:", key=f"{key}-spara")
            show_error(error)
            return
        if form.submit("Spara", icon=":material/check:", key=f"{key}-spara"):
            _do(lambda: _save(page, asked))


def _ask(form: TextForm, *, page: PageContext, member: Member | None, key: str) -> Member:
    """raises  LagesbildError AC-006 for a day that is none"""
    first, second = st.columns(2)
    with first:
        name = form.line("Namn", key=f"{key}-namn", value=member.name if member else "")
        organisation = form.line(
            "Organisation", key=f"{key}-org", value=member.organisation if member else ""
        )
        email = form.contact_line(
            "E-post", key=f"{key}-epost", value=member.email if member else ""
        )
        role = _choose_role("Roll", key=f"{key}-roll", chosen=member.role if member else None)
        sources = _choose_sources(page, member=member, key=key)
        is_new_account = bool(member and member.subject) and st.checkbox(
            "Personen har fått ett nytt konto: koppla vid nästa inloggning", key=f"{key}-konto"
        )
    with second:
        starts = form.line("Från (ÅÅÅÅ-MM-DD)", key=f"{key}-fran", value=_first_day(member, page))
        ends = form.line(
            "Till och med (tomt: tills vidare)", key=f"{key}-till",
            value=_iso(member.ends_on if member else None),
        )  # fmt: skip
        deputy = _choose_deputy(member, key=key)
        stands_from = form.line(
            "Ersätter från", key=f"{key}-ers-fran",
            value=_iso(member.deputy_from if member else None),
        )  # fmt: skip
        stands_until = form.line(
            "Ersätter till och med", key=f"{key}-ers-till",
            value=_iso(member.deputy_until if member else None),
        )  # fmt: skip
    start = member or Member(
        name="", role=role, kommun_code=page.person.kommun_code or "", starts_on=page.inquiry.today
    )
    return replace(
        start, name=name, organisation=organisation, email=email, role=role,
        sources=sources or None, is_removed=False,
        starts_on=_day(starts, field="Från") or page.inquiry.today, ends_on=_day(ends, field="Till"),
        deputy_role=deputy, deputy_from=_day(stands_from, field="Ersätter från"),
        deputy_until=_day(stands_until, field="Ersätter till och med"),
        issuer="" if is_new_account else start.issuer,
        subject="" if is_new_account else start.subject,
    )  # fmt: skip


def _choose_role(label: str, *, key: str, chosen: Role | None) -> Role:
    index = GIVEN_ROLES.index(chosen) if chosen in GIVEN_ROLES else 0
    return st.selectbox(
        label, GIVEN_ROLES, index=index, key=key, format_func=lambda role: ROLE_WORDS[role]
    )


def _choose_deputy(member: Member | None, *, key: str) -> Role | None:
    options = [None, *GIVEN_ROLES]
    chosen = member.deputy_role if member else None
    return st.selectbox(
        "Ersättare för", options, index=options.index(chosen), key=f"{key}-ersatter",
        format_func=lambda role: ROLE_WORDS[role] if role else "ingen",
    )  # fmt: skip


def _choose_sources(page: PageContext, *, member: Member | None, key: str) -> tuple[str, ...]:
    names = {one.id: one.name for one in page.inquiry.catalog.sources.values()}
    own = [one for one in (member.sources or () if member else ()) if one in names]
    return tuple(
        st.multiselect(
            "Källor (för dataleverantör)", list(names), default=own, key=f"{key}-kallor",
            format_func=lambda one: names.get(one, one), select_all=False, placeholder="Välj källor",
        )
    )  # fmt: skip


def _first_day(member: Member | None, page: PageContext) -> str:
    return (member.starts_on if member else page.inquiry.today).isoformat()


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str, *, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise LagesbildError(
            "AC-006", f"{field} är inte ett datum.", remedy="Skriv det som ÅÅÅÅ-MM-DD."
        ) from error


def _save(page: PageContext, member: Member) -> None:
    save_member(
        page.context.store, member=member, person=page.person, today=page.inquiry.today,
        check_text=refuse_person_numbers,
    )  # fmt: skip
    st.toast(f"{plain(member.name)} är sparad.", icon=":material/check:")
    st.rerun()


def _remove(page: PageContext, member: Member) -> None:
    st.session_state[SURE] = False
    _do(
        lambda: remove_member(
            page.context.store, person_id=member.person_id, person=page.person,
            today=page.inquiry.today,
        )
    )  # fmt: skip


def _do(act: Callable[[], object]) -> None:
    try:
        act()
    except LagesbildError as error:
        show_error(error)


def _show_history(page: PageContext, member: Member) -> None:
    """What has been written of the person, newest first."""
    entries = history_of(page.context.store, person_id=member.person_id, person=page.person)
    rows = [
        {
            "När": f"{swedish_time(one.entered_at):%Y-%m-%d %H.%M}",
            "Av": page.context.name_of(one.entered_by, reader=page.person),
            "Roll": ROLE_WORDS[one.member.role],
            "Läge": state_words(one.member, today=page.inquiry.today),
            "Ersättare": deputy_words(one.member, today=page.inquiry.today),
        }
        for one in entries
    ]
    st.markdown("**Historik**")
    show_words(rows, about=f"Ändringar av {member.name}")
