"""What stands around the app: language, security headers, who may connect, and a warm start."""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import importlib
import logging
import re
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lagesbild.domain.errors import LagesbildError, SetupError
from lagesbild.ui.identity import LOCAL_ADDRESSES, sign_in_is_configured
from lagesbild.ui.page_table import PAGES

LOG = logging.getLogger("lagesbild")

BLOCKED_PATHS = ("/_stcore/metrics", "/_stcore/agent")
"""Streamlit answers these to anyone; nobody here needs them."""

FIRST_PAGE = PAGES[0].id
KNOWN_ADDRESSES = frozenset(
    {"", *(entry.id for entry in PAGES), "oauth2callback", "component", "media", "static", "app"}
)
"""First parts of an address that somebody answers; those with an underscore are Streamlit's own."""

PROXY_HEADERS = frozenset({b"x-forwarded-for", b"x-real-ip", b"forwarded"})
"""Somebody else's browser stands behind a proxy, whatever address the connection comes from."""

SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")
"""Sent where signing in comes back over https: from then on the browser asks for nothing else."""

NOT_KEPT = (b"cache-control", b"private, no-store")
"""Files that visitors take home: not left in the browser of a computer that others use too."""

HEALTH = "/_stcore/health"
"""Asked for by load balancers, by number; says nothing but that the server runs."""

MEGABYTE = 1024 * 1024
BESIDE_THE_FILE = MEGABYTE
"""What a form around an uploaded file may take."""

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; media-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
"""Nothing is fetched from elsewhere. Styles are inline because Streamlit and Plotly write them so."""

ERROR_TEXTS = {
    400: "Adressen går inte att förstå.",
    403: "Sidan visas inte här.",
    404: "Sidan finns inte.",
    405: "Sidan kan inte användas på det sättet.",
    413: "Filen är för stor.",
    500: "Något gick fel hos oss.",
}
LOCAL_ONLY = (
    "Lägesbild är inte inställt för inloggning och visas därför bara på den dator där det körs. "
    "Den som sköter installationen kan ställa in inloggning."
)


def refuse_open_address() -> None:
    """Stop before anything listens, if a local installation would be reachable by others."""
    try:
        problem = _address_problem() or _weakened_problem()
    except SetupError as error:
        problem = f"{error.message} {error.remedy} ({error.code})"
    if problem:
        sys.stderr.write(problem + "\n")
        raise SystemExit(2)


def _address_problem() -> str | None:
    address = st.get_option("server.address")
    if sign_in_is_configured() or address in LOCAL_ADDRESSES:
        return None
    return (
        f"Lägesbild startar inte: server.address är {address or 'inte angiven'}, så andra datorer "
        "skulle nå appen utan inloggning. Sätt server.address till 127.0.0.1 eller ställ in "
        "inloggning. (UI-002)"
    )


def _weakened_problem() -> str | None:
    """Switches of Streamlit's that would let a page elsewhere, or a header, act as a visitor."""
    wrong = [
        name
        for name in ("server.enableXsrfProtection", "server.enableCORS")
        if not st.get_option(name)
    ]
    wrong += ["server.trustedUserHeaders"] if st.get_option("server.trustedUserHeaders") else []
    if not wrong:
        return None
    return (
        f"Lägesbild startar inte: {', '.join(wrong)} är ändrad så att skyddet mot andra webbplatser "
        "eller mot falska inloggningar är borta. Ta bort ändringen. (UI-006)"
    )


class ServerRules:
    """ASGI middleware around everything the server answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.is_local = not sign_in_is_configured()
        self.hosts = frozenset() if self.is_local else own_hosts()
        self.is_https = not self.is_local and _redirect_uri().startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif self.is_local and not is_from_this_machine(scope):
            await _refuse(scope, send, status=403, text=LOCAL_ONLY)
        elif not self.is_local and not _is_named(scope, hosts=self.hosts):
            await _refuse(scope, send, status=400, text=ERROR_TEXTS[400])
        elif _path(scope).startswith(BLOCKED_PATHS):
            await _refuse(scope, send, status=404, text=ERROR_TEXTS[404])
        elif _announced_size(scope) > largest_body():
            await _refuse(scope, send, status=413, text=ERROR_TEXTS[413])
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        elif _page_asked_for(scope) == FIRST_PAGE:
            await _send_on(scope, send)
        elif not _is_known(_page_asked_for(scope)):
            await _refuse(scope, send, status=404, text=ERROR_TEXTS[404])
        else:
            answer = _Answer(send, added=self._added(scope))
            await self.app(_plain_document(scope), _limited(receive), answer.send)

    def _added(self, scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
        """What this installation and this address want said besides what every answer says."""
        is_file = _path(scope).startswith(f"{_base_path()}/media/")
        return (HTTPS_ONLY,) * self.is_https + (NOT_KEPT,) * is_file


def own_hosts() -> frozenset[str]:
    """Names that the installation answers to: the one that signing in comes back to, those of
    server.allowedHosts, and this machine's, which a proxy beside it may use."""
    named = urlsplit(_redirect_uri()).hostname
    listed = {str(one).lower() for one in st.get_option("server.allowedHosts") or ()}
    return frozenset({*LOCAL_ADDRESSES, *listed, *({named} if named else ())})


def _redirect_uri() -> str:
    return str((st.secrets.get("auth") or {}).get("redirect_uri") or "")


def _is_named(scope: Scope, *, hosts: frozenset[str]) -> bool:
    """Whether the name asked for is ours: another name that leads here belongs to somebody who would
    read along."""
    if _path(scope) == HEALTH:
        return True
    name = _host(scope)
    wider = {f"*.{name.partition('.')[2]}", "*"}
    return name in hosts or bool(wider & hosts)


def _host(scope: Scope) -> str:
    """The name asked for, without port; "" unless exactly one was given."""
    given = [value for name, value in scope.get("headers") or () if name == b"host"]
    text = given[0].decode("latin-1").lower() if len(given) == 1 else ""
    return text[1 : text.find("]")] if text.startswith("[") else text.rsplit(":", 1)[0]


def largest_body() -> int:
    """The most that one request may send, in bytes."""
    return int(st.get_option("server.maxUploadSize")) * MEGABYTE + BESIDE_THE_FILE


def _announced_size(scope: Scope) -> int:
    text = dict(scope.get("headers") or ()).get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0


def _limited(receive: Receive) -> Receive:
    """The request's body up to the limit; whoever announced less than they send is cut off."""
    limit, taken = largest_body(), 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b"")) if message["type"] == "http.request" else 0
        return {"type": "http.disconnect"} if taken > limit else message

    return receive_some


def is_from_this_machine(scope: Scope) -> bool:
    """Both ends of the connection and the name asked for are loopback, and no proxy is between."""
    client, server = scope.get("client"), scope.get("server")
    headers = dict(scope.get("headers") or ())
    ends = [end[0] for end in (client, server) if end and end[0]]
    if any(end.removeprefix("::ffff:") not in LOCAL_ADDRESSES for end in ends):
        return False
    return _host(scope) in LOCAL_ADDRESSES and not PROXY_HEADERS & headers.keys()


def _path(scope: Scope) -> str:
    """The path without doubled slashes, so that no spelling slips past the blocked ones."""
    return re.sub(r"/+", "/", str(scope.get("path", "")))


def _page_asked_for(scope: Scope) -> str:
    """The only part of the address, "" for the start page and for what lies deeper."""
    part = _path(scope).removeprefix(_base_path()).strip("/")
    return "" if "/" in part else part


def _base_path() -> str:
    """Where the app lies below its server, as "/lagesbild"; "" at the top."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _is_known(part: str) -> bool:
    """Streamlit answers every address with its document and says "Page not found" in English."""
    return part in KNOWN_ADDRESSES or part.startswith("_") or "." in part


async def _send_on(scope: Scope, send: Send) -> None:
    """The first page has no name in its address; a link that names it keeps its choices."""
    query = bytes(scope.get("query_string", b""))
    where = f"{_base_path()}/".encode() + (b"?" + query if query else b"")
    headers = _secured([(b"location", where), (b"content-length", b"0")], body=b"")
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _plain_document(scope: Scope) -> Scope:
    """Documents are asked for uncompressed and unconditionally, since their text is changed."""
    if "." in _path(scope).rsplit("/", 1)[-1]:
        return scope
    dropped = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
    headers = [(name, value) for name, value in scope["headers"] if name not in dropped]
    return {**scope, "headers": headers}


class _Answer:
    """One response on its way out: headers added, documents made Swedish."""

    def __init__(self, send: Send, *, added: tuple[tuple[bytes, bytes], ...]) -> None:
        self._send = self._adding(send, added=added) if added else send
        self._start: Message | None = None
        self._body = b""

    @staticmethod
    def _adding(send: Send, *, added: tuple[tuple[bytes, bytes], ...]) -> Send:
        names = {name for name, _ in added}

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [one for one in message["headers"] if one[0].lower() not in names]
                message = {**message, "headers": [*kept, *added]}
            await send(message)

        return send_on

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if _is_page_text(message):
                self._start = message
                return
            message = {**message, "headers": _secured(message["headers"], body=b"")}
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_document()
            return
        await self._send(message)

    async def _send_document(self) -> None:
        start = self._start or {}
        status = int(start["status"])
        body = error_page(status).encode() if status >= 400 else swedish(self._body)
        changed = (b"content-length", b"etag", b"last-modified", b"content-type")
        headers = [(k, v) for k, v in start["headers"] if k.lower() not in changed]
        headers += [
            (b"content-length", str(len(body)).encode()),
            (b"content-type", b"text/html; charset=utf-8"),
        ]
        await self._send({**start, "headers": _secured(headers, body=body)})
        await self._send({"type": "http.response.body", "body": body})


def _is_page_text(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message["headers"]}
    if b"content-encoding" in headers or message["status"] in {301, 302, 303, 304, 307, 308}:
        return False
    kind = headers.get(b"content-type", b"")
    return kind.startswith(b"text/html") or (
        message["status"] >= 400 and kind.startswith(b"text/plain")
    )


def _secured(headers: list[tuple[bytes, bytes]], *, body: bytes) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    policy = CONTENT_POLICY.format(hashes=inline_script_hashes(body)).encode()
    wanted = (*SECURITY_HEADERS, (b"content-security-policy", policy))
    return [*headers, *((name, value) for name, value in wanted if name not in present)]


def inline_script_hashes(body: bytes) -> str:
    """The document's own inline scripts, by hash, so that no others run."""
    scripts = re.findall(rb"<script>(.*?)</script>", body, flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts]
    return "".join(f" 'sha256-{digest}'" for digest in digests)


OWN_SCRIPT = Path(__file__).with_name("document.js")
SKIP_LINK = (
    "<style>#hoppa { position: fixed; top: 8px; left: 8px; z-index: 1000000; padding: 0.6rem 1rem; "
    "background: #FFFFFF; color: #0B5C8A; border: 2px solid #0B5C8A; border-radius: 6px; "
    "font-family: sans-serif; transform: translateY(-300%); } #hoppa:focus { transform: none; }</style>"
    '<a id="hoppa" href="#stMain">Hoppa till innehållet</a>'
)
"""First in the document: who goes by keyboard need not pass the whole menu on each page. Streamlit's own
says so in English, and is hidden."""


def swedish(body: bytes) -> bytes:
    """Streamlit's document with our language and name, a way past the menu, and without the pointer to
    its agent."""
    text = body.decode("utf-8")
    text = text.replace('<html lang="en">', '<html lang="sv">', 1)
    text = text.replace("<title>Streamlit</title>", "<title>Lägesbild</title>", 1)
    text = re.sub(r'<link rel="service-desc"[^>]*>', "", text)
    text = text.replace(
        "You need to enable JavaScript to run this app.",
        "Webbläsaren måste tillåta JavaScript för att visa Lägesbild.",
    )
    script = OWN_SCRIPT.read_text(encoding="utf-8")
    text = text.replace("<body>", f"<body>{SKIP_LINK}<script>{script}</script>", 1)
    return text.encode()


def error_page(status: int, *, text: str = "") -> str:
    """A Swedish page for an answer that is not the app."""
    words = text or ERROR_TEXTS.get(status, "Något gick fel.")
    return (
        '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Lägesbild</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        '<body style="font-family:sans-serif;color:#1F2933;max-width:36rem;margin:3rem auto;'
        f'padding:0 1rem"><h1>Lägesbild</h1><p>{words}</p><p><a href="/">Till startsidan</a></p>'
        f'<p style="color:#52606D">Kod {status}</p></body></html>'
    )


async def _refuse(scope: Scope, send: Send, *, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = error_page(status, text=text).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    start = {"type": "http.response.start", "status": status}
    await send({**start, "headers": _secured(headers, body=b"")})
    await send({"type": "http.response.body", "body": body})


def handle_script_error(error: BaseException) -> bool:
    """Show a failure in Swedish; the details go to the log, never to the page."""
    from lagesbild.ui.render import show_error

    if isinstance(error, LagesbildError):
        show_error(error)
        return True
    LOG.error("Unexpected failure", exc_info=error)
    show_error(
        LagesbildError(
            "UI-500",
            "Något gick fel när sidan skulle visas.",
            remedy="Ladda om sidan. Händer det igen: säg till den som sköter installationen.",
        )
    )
    return True


NEEDED_FIRST = ("pandas", "duckdb", "scipy.special")
"""What the start page needs, imported while the browser fetches Streamlit."""

NEEDED_LATER = ("plotly.graph_objects", "plotly.io", "streamlit.emojis")
"""What the other pages need. Imports hold up everything else in the process, so these wait until
the start page has been shown, or nobody has come."""

LONGEST_WAIT_S = 10
_first_page_shown = threading.Event()
_stopping = threading.Event()


@asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[None]:
    """Load what is heavy in the background, so that the address answers at once."""
    task = asyncio.get_running_loop().run_in_executor(None, _warm_up)
    yield
    _stopping.set()
    _first_page_shown.set()
    task.cancel()


def _warm_up() -> None:
    try:
        from lagesbild.ui import cache

        cache.context()
        for name in NEEDED_FIRST:
            importlib.import_module(name)
        # A thread that the server's end does not wait for.
        threading.Thread(target=_work_ahead, name="ahead", daemon=True).start()
        _first_page_shown.wait(LONGEST_WAIT_S)
        for name in NEEDED_LATER:
            importlib.import_module(name)
    except Exception:
        LOG.exception("Warming up failed; the first page will be slower")


def _work_ahead() -> None:
    """Never while the first page is being fetched: it would have to share the processor."""
    somebody_came = _first_page_shown.wait(LONGEST_WAIT_S)
    try:
        from lagesbild.ui import ahead

        known = ahead.now()
        if not somebody_came and not sign_in_is_configured():
            ahead.work_out_for_local()
        while not _stopping.wait(ahead.SECONDS_BETWEEN_LOOKS):
            known = ahead.catch_up(known)
    except Exception:
        LOG.exception("Working ahead failed; Översikt is slower after a delivery")


_FREEZE = threading.Lock()
_frozen = False


def freeze_once() -> None:
    """Take what is loaded by now out of garbage collection.

    Streamlit collects fully after every script run; without this most of a rerun is spent looking
    again at modules that never go away. Called by the frame when the first page has run.
    """
    global _frozen  # noqa: PLW0603 - one process, one time
    _first_page_shown.set()
    with _FREEZE:
        if _frozen or any(name not in sys.modules for name in (*NEEDED_FIRST, *NEEDED_LATER)):
            return
        _frozen = True
    gc.collect()
    gc.freeze()
