"""Back to where the visitor was when they signed in: Streamlit itself sends everyone to the start page.

The place is kept in a cookie while the provider asks who it is. Only our own pages and the choices that
an address may carry are kept, and the address is put together again from them: nothing that anyone
writes in a link can send the visitor elsewhere.
"""

from __future__ import annotations

import base64
import binascii
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lagesbild.ui.identity import sign_in_is_configured
from lagesbild.ui.page_table import PAGES
from lagesbild.ui.state import Address

COOKIE = "lagesbild_ater"
HOLDS_S = 900
LONGEST = 1500
MOST_CHOICES = 40
_CHOICES = frozenset(key.value for key in Address)
_PAGES = frozenset({"", *(entry.id for entry in PAGES)})


def place_in(url: str, *, hosts: frozenset[str]) -> str | None:
    """The page and choices of an address of ours, as "indikator?kommun=..."; None for all else."""
    try:
        parts = urlsplit(url)
        choices = parse_qsl(parts.query, max_num_fields=MOST_CHOICES)
    except ValueError:
        return None
    base = _base_path()
    if parts.netloc not in hosts or not parts.path.startswith(f"{base}/"):
        return None
    page = parts.path.removeprefix(f"{base}/").strip("/")
    if page not in _PAGES:
        return None
    query = urlencode([(name, value) for name, value in choices if name in _CHOICES])
    place = f"{page}?{query}" if query else page
    return place if len(place) <= LONGEST else page


class ReturnAddress:
    """ASGI middleware around signing in and coming back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", "")).removeprefix(_base_path())
        if scope["type"] != "http" or path not in ("/auth/login", "/oauth2callback"):
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers") or ()}
        change = _leaving if path == "/auth/login" else _coming_back

        async def send_changed(message: Message) -> None:
            await send(change(message, headers=headers))

        await self.app(scope, receive, send_changed)


def _leaving(message: Message, *, headers: dict[bytes, str]) -> Message:
    """Remember the page that the visitor came from, which the browser names itself."""
    if message["type"] != "http.response.start":
        return message
    hosts = frozenset({headers.get(b"host", ""), urlsplit(_redirect_uri()).netloc})
    place = place_in(headers.get(b"referer", ""), hosts=hosts - {""})
    if not place:
        return _with_cookie(message, value="", holds_s=0)
    kept = base64.urlsafe_b64encode(place.encode()).decode()
    return _with_cookie(message, value=kept, holds_s=HOLDS_S)


def _coming_back(message: Message, *, headers: dict[bytes, str]) -> Message:
    """To the remembered page, which is looked at once more: a cookie can be written by others."""
    if message["type"] != "http.response.start" or message["status"] not in (302, 303, 307):
        return message
    place = _remembered(headers.get(b"cookie", ""))
    if place is None:
        return message
    others = [(name, value) for name, value in message["headers"] if name.lower() != b"location"]
    location = (b"location", f"{_base_path()}/{place}".encode())
    return _with_cookie({**message, "headers": [*others, location]}, value="", holds_s=0)


def _remembered(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
        kept = base64.urlsafe_b64decode(found.value).decode() if found and found.value else ""
    except (CookieError, binascii.Error, ValueError):
        return None
    return place_in(f"http://own{_base_path()}/{kept}", hosts=frozenset({"own"})) or None


def _with_cookie(message: Message, *, value: str, holds_s: int) -> Message:
    secure = "; Secure" if _redirect_uri().startswith("https:") else ""
    text = f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={holds_s}{secure}"
    return {**message, "headers": [*message["headers"], (b"set-cookie", text.encode())]}


def _redirect_uri() -> str:
    if not sign_in_is_configured():
        return ""
    return str(st.secrets["auth"].get("redirect_uri") or "")


def _base_path() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
