"""Who is asking: the one person of a local installation, or whoever signed in.

What a person may do comes from here and from nowhere else: never from the address, and what a session
remembers can only take rights away.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from lagesbild.access.identity import Claims
from lagesbild.access.policy import Action, may, roles_below
from lagesbild.domain.errors import SetupError
from lagesbild.domain.person import Person, Role, same_address
from lagesbild.settings import sign_in_hours
from lagesbild.ui.ended import end_sign_in, is_ended
from lagesbild.ui.state import Key

LOCAL_ADDRESSES = frozenset({"127.0.0.1", "::1", "localhost"})
ANY_TENANT = re.compile(r"login\.microsoftonline\.com/(common|organizations|consumers)\b", re.I)
ENTRA = ("https://login.microsoftonline.com/", "https://sts.windows.net/")


def sign_in_is_configured() -> bool:
    """Whether [auth] is set up.

    raises  SetupError UI-001 when the secrets cannot be read: an installation that tried to set up
            signing in must never fall back to the mode without it; UI-004 when they let people of
            every organisation in, who may call themselves what they like
    """
    try:
        if "auth" not in st.secrets:
            return False
        refuse_any_tenant(st.secrets["auth"])
        return True
    except StreamlitSecretNotFoundError as error:
        if error.error_id == "no-secrets-found":
            return False
        raise SetupError(
            "UI-001",
            "Filen .streamlit/secrets.toml kan inte läsas, så ingen kan släppas in.",
            remedy="Rätta filen, eller ta bort den om installationen ska användas av en person.",
        ) from error


def refuse_any_tenant(section: Any) -> None:
    """raises SetupError UI-004 for an address of Microsoft's that belongs to no organisation."""
    for value in section.values():
        if hasattr(value, "values"):
            refuse_any_tenant(value)
        elif isinstance(value, str) and ANY_TENANT.search(value):
            raise SetupError(
                "UI-004",
                "Inloggningen är öppen för alla organisationer hos Microsoft, så ingen släpps in.",
                remedy="Byt common, organizations eller consumers i server_metadata_url mot "
                "kommunens eget klient-ID (tenant).",
            )


def providers() -> list[str]:
    """Names of the providers of identities that have a section of their own; "" for the unnamed."""
    section = st.secrets["auth"]
    named = [name for name, value in section.items() if hasattr(value, "values")]
    return ([""] if "client_id" in section or not named else []) + named


def is_signed_in() -> bool:
    """Whether somebody is signed in, not too long ago, and has not signed out in another window."""
    if not st.user.get("is_logged_in", False):
        return False
    return not is_worn_out() and not is_ended(_session_id())


def is_worn_out() -> bool:
    """Whether the signing in was longer ago than it holds for."""
    since = st.user.get("iat")
    if not isinstance(since, int | float):
        return False
    return bool(time.time() - since > sign_in_hours() * 3600)


def sign_out() -> None:
    """End this signing in, in every window that is open on it."""
    end_sign_in(_session_id())
    st.session_state.clear()
    st.logout()


def _session_id() -> tuple[str, ...]:
    """One signing in of one person; another of the same person is another session."""
    return tuple(str(st.user.get(name, "")) for name in ("iss", "sub", "email", "iat", "nonce"))


def is_local_visit() -> bool:
    """False when the browser is on another machine. Streamlit gives None for the own machine."""
    address = st.context.ip_address
    return not isinstance(address, str) or address in LOCAL_ADDRESSES


def claims_of_visitor() -> Claims:
    """What the provider said, from the cookie that Streamlit signed."""
    user = st.user
    return Claims(
        issuer=str(user.get("iss") or ""), subject=str(user.get("sub") or ""),
        name=str(user.get("name") or user.get("email") or ""), addresses=_addresses(),
        roles=frozenset(role for role in Role if role.value in _texts("roles")),
        sources=_texts("kallor") if user.get("kallor") is not None else None,
    )  # fmt: skip


def _addresses() -> frozenset[str]:
    """Addresses that the provider answers for. A user name is one only where an organisation gives
    it out; elsewhere people choose it themselves."""
    user = st.user
    given = [] if user.get("email_verified") in (False, "false") else [user.get("email")]
    if str(user.get("iss") or "").startswith(ENTRA):
        given.append(user.get("preferred_username"))
    return frozenset(same_address(one) for one in given if isinstance(one, str) and "@" in one)


def _texts(name: str) -> tuple[str, ...]:
    claimed = st.user.get(name) or ()
    return (claimed,) if isinstance(claimed, str) else tuple(str(text) for text in claimed)


def seen_as(person: Person) -> Person:
    """The person, or what they have chosen to look as. Whatever the session remembers, nobody gets a
    right that their own role lacks."""
    wanted = st.session_state.get(Key.SEEN_AS)
    if wanted is None:
        return person
    chosen = next((role for role in looks_offered(person) if role.value == wanted), None)
    if chosen is None:
        st.session_state.pop(Key.SEEN_AS, None)
        return person
    return replace(person, role=chosen, behind=person.role, sources=None)


def looks_offered(person: Person) -> tuple[Role, ...]:
    """The roles that the person may look as."""
    return roles_below(person.role) if may(person, action=Action.SEE_AS) else ()


def look_as(role: Role | None) -> None:
    """Look as another role from the next run on; None: as oneself."""
    if role is None:
        st.session_state.pop(Key.SEEN_AS, None)
    else:
        st.session_state[Key.SEEN_AS] = role.value
