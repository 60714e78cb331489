"""The server's own rules: who may connect, what a document says, what every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lagesbild.ui import server


def scope(**changes: Any) -> dict[str, Any]:
    base = {
        "type": "http", "path": "/", "headers": [(b"host", b"localhost:8501")],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8501),
    }  # fmt: skip
    return {**base, **changes}


def run(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: Playwright leaves a running loop in the one the tests share."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, work).result()


def answer(asked: dict[str, Any], *, body: bytes, status: int = 200) -> tuple[int, dict, bytes]:
    """What comes out when the app inside answers with a page."""
    sent: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": body[5:]})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    rules = server.ServerRules(app)
    run(rules(asked, None, send))  # type: ignore[arg-type]
    start = sent[0]
    return start["status"], dict(start["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


@pytest.mark.parametrize(
    "changes",
    [
        {"client": ("192.168.1.20", 50000)},
        {"server": ("192.168.1.10", 8501)},
        {"headers": [(b"host", b"evil.example")]},
        {"headers": [(b"host", b"localhost.evil.example:8501")]},
        {"headers": []},
        {"headers": [(b"host", b"localhost"), (b"x-forwarded-for", b"10.0.0.1")]},
        {"headers": [(b"host", b"localhost"), (b"forwarded", b"for=10.0.0.1")]},
    ],
)
def test_without_sign_in_only_this_machine_is_answered(changes) -> None:
    status, _, body = answer(scope(**changes), body=b'<html lang="en">hemligt')
    assert status == 403
    assert b"hemligt" not in body
    assert "bara på den dator".encode() in body


@pytest.mark.parametrize(
    "host", [b"localhost:8501", b"127.0.0.1:8501", b"[::1]:8501", b"localhost"]
)
def test_this_machine_is_answered_under_its_own_names(host) -> None:
    assert server.is_from_this_machine(scope(headers=[(b"host", host)]))


def test_a_socket_from_elsewhere_is_closed() -> None:
    sent: list[dict[str, Any]] = []

    async def app(*_: Any) -> None:
        raise AssertionError("the app must not be reached")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asked = scope(type="websocket", client=("10.0.0.1", 1))
    run(server.ServerRules(app)(asked, None, send))  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "//_stcore//metrics", "/_stcore/agent/openapi.json"]
)
def test_what_streamlit_tells_anyone_is_closed(path) -> None:
    assert answer(scope(path=path), body=b"inside")[0] == 404


def test_a_document_is_swedish_and_its_own_script_may_run() -> None:
    page = b'<html lang="en"><title>Streamlit</title><script>let a = 1</script></html>'
    status, headers, body = answer(scope(), body=page)
    assert status == 200
    assert b'<html lang="sv">' in body
    assert "<title>Lägesbild</title>".encode() in body
    assert int(headers[b"content-length"]) == len(body)
    assert b"etag" not in headers
    policy = headers[b"content-security-policy"].decode()
    assert "'sha256-" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    assert "http:" not in policy
    assert "https:" not in policy


def test_every_answer_carries_the_security_headers() -> None:
    _, headers, _ = answer(scope(), body=b"x" * 9)
    for name, value in server.SECURITY_HEADERS:
        assert headers[name] == value


@pytest.mark.parametrize("path", ["/oversikt", "/oversikt/", "//oversikt"])
def test_the_first_page_by_name_is_sent_to_the_start_with_its_choices(path) -> None:
    asked = scope(path=path, query_string=b"kommun=%C3%85nge&flik=Tabell")
    status, headers, body = answer(asked, body=b"inside")
    assert status == 307
    assert headers[b"location"] == b"/?kommun=%C3%85nge&flik=Tabell"
    assert body == b""
    assert answer(scope(path=path), body=b"inside")[1][b"location"] == b"/"


@pytest.mark.parametrize("path", ["/finns-inte", "/finns-inte/", "/KARTA", "/karta2", "/%2e"])
def test_an_unknown_address_is_a_swedish_page(path) -> None:
    status, headers, body = answer(scope(path=path), body=b"inside")
    assert status == 404
    assert b"Sidan finns inte." in body
    assert b"inside" not in body
    assert b"content-security-policy" in headers


@pytest.mark.parametrize(
    "path",
    [
        "/", "/karta", "/lamna_data", "/oauth2callback", "/auth/login", "/component/x/y",
        "/_stcore/health", "/static/x", "/app/static/lan.geojson", "/media/abc", "/favicon.png",
    ],
)  # fmt: skip
def test_what_somebody_answers_is_let_through(path) -> None:
    assert answer(scope(path=path), body=b"inside")[::2] == (200, b"inside")


def test_below_a_base_path_the_same_pages_are_known(monkeypatch) -> None:
    base = {**SAFE, "server.baseUrlPath": "lagesbild"}
    monkeypatch.setattr(server.st, "get_option", base.get)
    assert answer(scope(path="/lagesbild/"), body=b"inside")[0] == 200
    assert answer(scope(path="/lagesbild/karta"), body=b"inside")[0] == 200
    assert answer(scope(path="/lagesbild/oversikt"), body=b"x")[1][b"location"] == b"/lagesbild/"
    assert answer(scope(path="/lagesbild/annat"), body=b"inside")[0] == 404


def test_an_error_is_a_swedish_page_without_details() -> None:
    status, _, body = answer(scope(path="/karta"), body=b"Traceback: secret", status=500)
    assert status == 500
    assert b"secret" not in body
    assert "Något gick fel".encode() in body


@pytest.mark.parametrize("address", [None, "0.0.0.0", "::", "192.168.1.10", "lagesbild.se"])  # noqa: S104
def test_an_open_address_without_sign_in_stops_the_start(address, monkeypatch, capsys) -> None:
    monkeypatch.setattr(server.st, "get_option", {**SAFE, "server.address": address}.get)
    with pytest.raises(SystemExit) as stopped:
        server.refuse_open_address()
    assert stopped.value.code == 2
    assert "UI-002" in capsys.readouterr().err


def test_the_own_address_starts(monkeypatch) -> None:
    monkeypatch.setattr(server.st, "get_option", SAFE.get)
    server.refuse_open_address()


SAFE = {
    "server.address": "127.0.0.1", "server.enableXsrfProtection": True, "server.enableCORS": True,
    "server.trustedUserHeaders": {}, "server.maxUploadSize": 50, "server.allowedHosts": [],
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"server.enableXsrfProtection": False},
        {"server.enableCORS": False},
        {"server.trustedUserHeaders": {"X-User": "email"}},
    ],
)
def test_a_weakened_server_does_not_start(changes, monkeypatch, capsys) -> None:
    monkeypatch.setattr(server.st, "get_option", {**SAFE, **changes}.get)
    with pytest.raises(SystemExit) as stopped:
        server.refuse_open_address()
    assert stopped.value.code == 2
    assert "UI-006" in capsys.readouterr().err


@pytest.fixture
def open_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with signing in, at a name of its own."""
    own = {"auth": {"redirect_uri": "https://lagesbild.ange.se/oauth2callback"}}
    monkeypatch.setattr(server, "sign_in_is_configured", lambda: True)
    monkeypatch.setattr(server.st, "secrets", own)
    listed = {**SAFE, "server.allowedHosts": ["lage.ange.se", "*.kommun.example"]}
    monkeypatch.setattr(server.st, "get_option", listed.get)


def named(*hosts: str, **changes: Any) -> dict[str, Any]:
    headers = [(b"host", host.encode()) for host in hosts]
    return scope(client=("10.0.0.1", 1), server=("10.0.0.2", 443), headers=headers, **changes)


@pytest.mark.usefixtures("open_to_others")
def test_only_the_installations_own_names_are_answered() -> None:
    for host in ("lagesbild.ange.se", "LAGESBILD.ange.se:443", "lage.ange.se", "a.kommun.example",
                 "127.0.0.1:8501"):  # fmt: skip
        assert answer(named(host), body=b"inside")[0] == 200, host
    for hosts in (("evil.example",), ("lagesbild.ange.se.evil.example",), (), ("",),
                  ("b.a.kommun.example",), ("kommun.example",),
                  ("lagesbild.ange.se", "evil.example")):  # fmt: skip
        status, _, body = answer(named(*hosts), body=b"inside")
        assert status == 400, hosts
        assert b"inside" not in body
    assert answer(named("10.0.0.2", path="/_stcore/health"), body=b"ok")[0] == 200


@pytest.mark.usefixtures("open_to_others")
def test_over_https_the_browser_is_told_to_stay_there() -> None:
    _, headers, _ = answer(named("lagesbild.ange.se"), body=b"inside")
    assert headers[b"strict-transport-security"].startswith(b"max-age=")


def test_a_file_that_was_taken_home_is_not_kept_by_the_browser() -> None:
    assert (
        answer(scope(path="/media/a.csv"), body=b"x")[1][b"cache-control"] == b"private, no-store"
    )
    assert b"cache-control" not in answer(scope(path="/static/a.js"), body=b"x")[1]


def test_without_sign_in_nothing_is_said_of_https() -> None:
    assert b"strict-transport-security" not in answer(scope(), body=b"inside")[1]


def test_a_body_that_is_announced_as_too_large_is_refused_before_it_is_read() -> None:
    size = str(server.largest_body() + 1).encode()
    headers = [(b"host", b"localhost"), (b"content-length", size)]
    status, _, body = answer(scope(method="PUT", path="/_stcore/x", headers=headers), body=b"in")
    assert status == 413
    assert "för stor".encode() in body


def test_a_body_that_is_larger_than_announced_is_cut_off(monkeypatch) -> None:
    monkeypatch.setattr(server, "largest_body", lambda: 10)
    pieces = [{"type": "http.request", "body": b"12345678", "more_body": True}] * 3
    taken: list[str] = []

    async def receive() -> dict[str, Any]:
        return pieces.pop()

    async def read() -> None:
        limited = server._limited(receive)  # type: ignore[arg-type]
        taken.extend([(await limited())["type"], (await limited())["type"]])

    run(read())
    assert taken == ["http.request", "http.disconnect"]
