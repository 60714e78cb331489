"""Who is asking: the one person of a local installation, or whoever signed in."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from lagesbild.domain.errors import SetupError
from lagesbild.domain.person import Person, Role
from lagesbild.settings import home_kommun

LOCAL_ADDRESSES = frozenset({"127.0.0.1", "::1", "localhost"})


def sign_in_is_configured() -> bool:
    """Whether [auth] is set up.

    raises  SetupError UI-001 when the secrets cannot be read: an installation that tried to set up
            signing in must never fall back to the mode without it
    """
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError as error:
        if error.error_id == "no-secrets-found":
            return False
        raise SetupError(
            "UI-001",
            "Filen .streamlit/secrets.toml kan inte läsas, så ingen kan släppas in.",
            remedy="Rätta filen, eller ta bort den om installationen ska användas av en person.",
        ) from error


def is_signed_in() -> bool:
    return bool(st.user.get("is_logged_in", False))


def is_local_visit() -> bool:
    """False when the browser is on another machine. Streamlit gives None for the own machine."""
    address = st.context.ip_address
    return not isinstance(address, str) or address in LOCAL_ADDRESSES


def signed_in_person() -> Person | None:
    """The signed-in visitor with the role their claims give, or None when they give none."""
    claimed = st.user.get("roles") or ()
    texts = {claimed} if isinstance(claimed, str) else {str(text) for text in claimed}
    roles = [role for role in Role if role.value in texts and role is not Role.PUBLIC]
    if not roles:
        return None
    name = st.user.get("name") or st.user.get("email") or "Inloggad användare"
    return Person(
        id=str(st.user.get("sub") or st.user.get("email") or name), name=str(name), role=roles[-1],
        kommun_code=home_kommun(), sources=_claimed_sources(),
    )  # fmt: skip


def _claimed_sources() -> tuple[str, ...] | None:
    """Ids of the sources a data provider answers for, when the claims name any."""
    claimed = st.user.get("kallor")
    if claimed is None:
        return None
    return (claimed,) if isinstance(claimed, str) else tuple(str(text) for text in claimed)
