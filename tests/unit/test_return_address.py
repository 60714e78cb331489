"""Back to one's own page after signing in, and to nowhere else."""

from __future__ import annotations

import asyncio
import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lagesbild.ui import return_address
from lagesbild.ui.return_address import COOKIE, ReturnAddress, place_in

HOST = "lagesbild.kommun.se"
OURS = frozenset({HOST})


def pass_through(path: str, *, headers: dict[str, str], location: str = "/") -> dict[str, Any]:
    """The answer's head after our middleware, when Streamlit sends the visitor on."""
    sent: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        head = [(b"location", location.encode()), (b"set-cookie", b"_streamlit_user=x")]
        await send({"type": "http.response.start", "status": 302, "headers": head})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in {"host": HOST, **headers}.items()]
    scope = {"type": "http", "path": path, "headers": raw}
    with ThreadPoolExecutor(max_workers=1) as pool:
        work = ReturnAddress(app)(scope, None, send)  # type: ignore[arg-type]
        pool.submit(asyncio.run, work).result()
    found: dict[str, Any] = {"cookies": []}
    for name, value in sent[0]["headers"]:
        if name == b"set-cookie":
            found["cookies"].append(value.decode())
        else:
            found[name.decode()] = value.decode()
    return found


def cookie_from(referer: str) -> str:
    answer = pass_through("/auth/login", headers={"referer": referer})
    own = [one for one in answer["cookies"] if one.startswith(f"{COOKIE}=")]
    assert len(own) == 1
    assert "HttpOnly" in own[0]
    assert "SameSite=Lax" in own[0]
    assert answer["location"] == "/", "the way to the provider is left alone"
    return own[0].split(";")[0]


def landing(cookie: str) -> str:
    return pass_through("/oauth2callback", headers={"cookie": cookie})["location"]


def test_a_deep_link_is_found_again_with_its_choices() -> None:
    link = f"https://{HOST}/indikator?kommun=%C3%85nge&indikator=St%C3%B6ld&flik=Tabell&valda=a&valda=b"
    where = urlsplit(landing(cookie_from(link)))
    assert (where.scheme, where.netloc, where.path) == ("", "", "/indikator")
    assert parse_qs(where.query) == {
        "kommun": ["Ånge"], "indikator": ["Stöld"], "flik": ["Tabell"], "valda": ["a", "b"],
    }  # fmt: skip


def test_the_cookie_is_used_once() -> None:
    cookie = cookie_from(f"https://{HOST}/karta")
    answer = pass_through("/oauth2callback", headers={"cookie": cookie})
    assert answer["location"] == "/karta"
    assert any(one.startswith(f"{COOKIE}=;") and "Max-Age=0" in one for one in answer["cookies"])
    assert any(one.startswith("_streamlit_user=") for one in answer["cookies"])


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/indikator?kommun=x",
        f"https://{HOST}.evil.example/indikator",
        f"https://{HOST}@evil.example/indikator",
        f"https://evil.example/{HOST}/indikator",
        f"https://{HOST}/finns_inte",
        f"https://{HOST}//evil.example",
        f"https://{HOST}/\\evil.example",
        f"https://{HOST}/../indikator/../..//evil.example",
        "//evil.example/indikator",
        "javascript:alert(1)",
        "https://[",
        "",
    ],
)
def test_what_is_not_a_page_of_ours_is_forgotten(referer: str) -> None:
    assert cookie_from(referer) == f"{COOKIE}="


@pytest.mark.parametrize(
    "kept",
    [
        "https://evil.example", "//evil.example", "\\\\evil.example", "/evil.example", "@evil.example",
        "indikator/../../x", "indikator\r\nSet-Cookie: a=b", "javascript:alert(1)", "\x00", "",
        "oauth2callback?code=x",
    ],
)  # fmt: skip
def test_a_forged_cookie_leads_nowhere_else(kept: str) -> None:
    forged = f"{COOKIE}={base64.urlsafe_b64encode(kept.encode()).decode()}"
    where = landing(forged)
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert urlsplit(where).netloc == ""
    assert where.split("?")[0].strip("/") in return_address._PAGES
    assert "\r" not in where
    assert "\n" not in where


@pytest.mark.parametrize("cookie", ["=;;=", f"{COOKIE}=%%%", f"{COOKIE}=YQ", f'{COOKIE}="', "a"])
def test_a_broken_cookie_is_no_place(cookie: str) -> None:
    assert landing(cookie) == "/"


def test_only_choices_that_an_address_may_carry_are_kept() -> None:
    link = f"https://{HOST}/indikator?kommun=a&roll=administrator&_sedd_som=x&next=//evil.example"
    assert place_in(link, hosts=OURS) == "indikator?kommun=a"
    assert place_in(f"https://{HOST}/karta?kommun={'x' * 9000}", hosts=OURS) == "karta"
    many = "&".join("valda=a" for _ in range(500))
    assert place_in(f"https://{HOST}/karta?{many}", hosts=OURS) is None


def test_below_a_base_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(return_address.st, "get_option", lambda name: "bra")
    assert place_in(f"https://{HOST}/bra/karta?kommun=a", hosts=OURS) == "karta?kommun=a"
    assert place_in(f"https://{HOST}/karta", hosts=OURS) is None
