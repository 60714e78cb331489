"""What the running server refuses: other sites' requests, other names, too much, and scripts and
addresses that are not its own."""

from __future__ import annotations

import asyncio
import http.client
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from lagesbild.ui.server import SECURITY_HEADERS
from tests.browser.widgets import wait_until_drawn

if TYPE_CHECKING:
    from playwright.sync_api import Page

UPLOAD = f"/_stcore/upload_file/{uuid.uuid4()}/{uuid.uuid4()}"
VIOLATIONS = """() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation",
        event => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
}"""


def ask(server: str, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """An answer, without a browser's help."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", errors="replace")
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text


@pytest.mark.parametrize(
    "path", ["/", "/karta", "/finns-inte", "/_stcore/health", "/app/static/lan.geojson"]
)
def test_every_answer_carries_the_headers(server: str, path: str) -> None:
    _, headers, _ = ask(server, "GET", path)
    for name, value in SECURITY_HEADERS:
        assert headers[name.decode()] == value.decode()
    policy = headers["content-security-policy"]
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.replace("style-src 'self' 'unsafe-inline'", "")


def test_an_upload_from_another_site_is_refused(server: str) -> None:
    """Without the token that only our own page can read, and with one that somebody made up."""
    assert ask(server, "PUT", UPLOAD)[0] == 403
    forged = {"X-Xsrftoken": "2|aaaa|bbbb|1", "Cookie": "_streamlit_xsrf=2|aaaa|cccc|1"}
    assert ask(server, "PUT", UPLOAD, **forged)[0] == 403


def test_an_upload_that_is_too_large_is_refused_before_it_is_sent(server: str) -> None:
    size = str(60 * 1024 * 1024)
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.putrequest("PUT", UPLOAD)
    connection.putheader("Content-Length", size)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "för stor" in answer.read().decode()
    connection.close()


def test_another_name_and_a_proxy_are_refused(server: str) -> None:
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-For": "10.0.0.1"}):
        status, _, text = ask(server, "GET", "/", **headers)
        assert status == 403
        assert "bara på den dator" in text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Host": "evil.example", "Origin": "http://evil.example"}],
)
def test_another_site_gets_no_conversation(server: str, headers: dict[str, str]) -> None:
    websockets = pytest.importorskip("websockets")
    address = server.replace("http:", "ws:") + "/_stcore/stream"

    async def talk() -> None:
        extra = {name: value for name, value in headers.items() if name != "Host"}
        async with websockets.connect(address, additional_headers=extra, origin=None) as socket:
            await asyncio.wait_for(socket.recv(), timeout=5)

    if "Host" in headers:
        upgrade = {
            **headers, "Connection": "Upgrade", "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        }  # fmt: skip
        assert ask(server, "GET", "/_stcore/stream", **upgrade)[0] == 403
        return
    with ThreadPoolExecutor(max_workers=1) as pool, pytest.raises(Exception, match=r"403|rejected"):
        pool.submit(asyncio.run, talk()).result()


def test_a_made_up_session_is_nobodys(server: str) -> None:
    """Session fixation: an id that the visitor brings along is not the one they get."""
    websockets = pytest.importorskip("websockets")
    address, brought = server.replace("http:", "ws:") + "/_stcore/stream", str(uuid.uuid4())

    async def talk() -> bytes:
        protocols = ["streamlit", "x", brought]
        async with websockets.connect(address, subprotocols=protocols, origin=server) as socket:
            # The first message is asked for by a run of the script; what it holds is the session's id.
            await socket.send(bytes.fromhex("5a00"))
            return bytes(await asyncio.wait_for(socket.recv(), timeout=20))

    with ThreadPoolExecutor(max_workers=1) as pool:
        told = pool.submit(asyncio.run, talk()).result()
    given = re.search(rb"[0-9a-f]{8}-[0-9a-f-]{27}", told)
    assert given
    assert given[0] != brought.encode()
    assert brought.encode() not in told


def test_foreign_scripts_are_stopped(page: Page, server: str) -> None:
    """The policy as the browser understands it; the last part shows that the look can fail."""
    page.goto(f"{server}/invanare")
    wait_until_drawn(page)
    page.evaluate(VIOLATIONS)
    assert page.evaluate("() => window.violations") == []
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.head.append(script);
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.ran = true");
        document.body.append(button);
        button.click();
    }""")
    page.wait_for_function("() => window.violations.length >= 2")
    assert page.evaluate("() => window.ran") is None
