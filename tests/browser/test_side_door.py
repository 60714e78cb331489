"""Signing in, with a real provider of identities: who is not signed in sees no page by whichever door, who is
comes to the page they asked for, and what they may is looked up anew. No stray script opens a page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from lagesbild.ui.page_table import PAGES
from tests.browser.served import ROOT, free_port, serve
from tests.browser.widgets import visible_text, wait_until_drawn

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADMINISTRATOR = "anna@kommun.se"
STRAY_SCRIPT = 'import streamlit as st\n\nst.write("HEMLIGT INNEHÅLL")\n'


@contextmanager
def signing_in_server(folder: Path, *, metadata: str) -> Iterator[str]:
    """A cold server for which signing in is set up."""
    port = free_port()
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "only-for-this-test-only-for-this-test"
client_id = "lagesbild"
client_secret = "not-a-secret"
server_metadata_url = "{metadata}"
""",
        encoding="utf-8",
    )
    with serve(
        ROOT / "app.py", data=folder / "data", log=folder / "log.txt", port=port,
        arguments=["--secrets.files", str(secrets)],
        environment={"LAGESBILD_EXEMPEL": "nej", "LAGESBILD_ADMIN": ADMINISTRATOR},
    ) as address:  # fmt: skip
        yield address


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider of identities on this machine; its users say who they are."""
    mock = pytest.importorskip("oidc_provider_mock")
    users = [
        mock.User(sub="samordnaren", claims={"name": "Kim Berg", "roles": ["samordnare"]}),
        mock.User(sub="utan-roll", claims={"name": "Alex Ek"}),
        mock.User(sub="ledamoten", claims={"name": "Lena Dahl", "roles": ["ledamot"]}),
        mock.User(sub="anna", claims={"name": "Anna Holm", "email": ADMINISTRATOR.upper()}),
    ]
    with mock.run_server_in_thread(user_claims=users) as running:
        yield f"http://127.0.0.1:{running.server_port}/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def guarded(browser, provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with signing_in_server(tmp_path_factory.mktemp("guarded"), metadata=provider) as address:
        yield address


def assert_nothing_is_told(page: Page) -> None:
    wait_until_drawn(page)
    text = visible_text(page)
    assert "logga in" in text.lower()
    assert page.locator('[data-testid="stPlotlyChart"], [data-testid="stDataFrame"]').count() == 0
    # The app has the name of one of its pages.
    closed = [one.title for one in PAGES if not one.is_public and one.title != "Lägesbild"]
    told = [title for title in closed if title in text]
    assert not told, f"a signed-out visitor is told of {told}"


@pytest.mark.parametrize("deep_link", ["indikator?kommun=Malm%C3%B6", "", "lamna_data"])
def test_a_signed_out_visitor_sees_no_page(page: Page, guarded: str, deep_link: str) -> None:
    """The first of these is also the first visit that the server ever had. The frame
    answers all addresses alike; tests/integration/test_guard.py tries every page without it."""
    page.goto(f"{guarded}/{deep_link}")
    assert_nothing_is_told(page)


def test_the_residents_page_is_there_with_the_way_in_and_no_menu(page: Page, guarded: str) -> None:
    page.goto(f"{guarded}/invanare")
    wait_until_drawn(page)
    text = visible_text(page)
    assert "har inte publicerat någon lägesbild än" in text
    assert page.get_by_role("button", name="Logga in").is_visible()
    assert page.locator('[data-testid="stSidebarNav"]').count() == 0
    assert "Översikt" not in text


@pytest.fixture
def forgiven(page: Page, requests_outside: list[str]) -> Iterator[None]:
    """The provider's own pages ask for a style sheet from outside (and do not get it)."""
    yield
    requests_outside[:] = [url for url in requests_outside if not url.endswith("pico.min.css")]


def sign_in(page: Page, address: str, *, name: str, path: str = "") -> str:
    page.goto(f"{address}{path}")
    wait_until_drawn(page)
    page.get_by_role("button", name="Logga in").click()
    page.locator("input[name=sub]").fill(name)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{address}/**")
    wait_until_drawn(page)
    return visible_text(page)


@pytest.mark.usefixtures("forgiven")
def test_someone_with_a_role_comes_in_and_out_again(page: Page, guarded: str) -> None:
    text = sign_in(page, guarded, name="samordnaren")
    assert "Kim Berg" in text
    assert "Översikt" in text
    page.get_by_role("button", name="Logga ut").first.click()
    # The provider ends its own session too, on a page of its own.
    page.wait_for_url("**/oauth2/end_session**")
    page.goto(guarded)
    assert_nothing_is_told(page)


@pytest.mark.usefixtures("forgiven")
def test_someone_without_a_role_sees_no_figures(page: Page, guarded: str) -> None:
    text = sign_in(page, guarded, name="utan-roll")
    assert "AC-003" in text
    assert "Översikt" not in text


@pytest.mark.usefixtures("forgiven")
def test_the_administrator_comes_to_the_page_asked_for_and_looks_as_another(
    page: Page, guarded: str
) -> None:
    text = sign_in(page, guarded, name="anna", path="/granskning")
    assert urlsplit(page.url).path == "/granskning", "the very page that was asked for"
    assert "Kedjan är hel" in text
    assert "Anna Holm" in text
    page.get_by_role("link", name="Personer").click()
    page.get_by_text("En person har tillgång, varav en är administratör.").wait_for()
    page.get_by_role("link", name="Mitt konto").click()
    page.get_by_role("button", name="Visa som").click()
    page.get_by_text("Du ser Lägesbild så som").wait_for()
    wait_until_drawn(page)
    assert page.get_by_role("link", name="Granskning").count() == 0
    page.get_by_role("button", name="Tillbaka till administratör").click()
    page.get_by_role("link", name="Granskning").wait_for()


@pytest.mark.usefixtures("forgiven")
def test_choices_in_the_link_survive_and_signing_out_is_for_every_window(
    page: Page, guarded: str
) -> None:
    link = "/karta?kommun=Sundsvall&roll=administrator"
    sign_in(page, guarded, name="ledamoten", path=link)
    where = urlsplit(page.url)
    assert where.path == "/karta"
    assert parse_qs(where.query)["kommun"] == ["Sundsvall"]
    assert "roll" not in parse_qs(where.query)
    assert page.get_by_role("link", name="Granskning").count() == 0
    other = page.context.new_page()
    other.goto(f"{guarded}/granskning")
    other.get_by_text("AC-002").wait_for()
    assert "Anna" not in visible_text(other)
    page.get_by_role("button", name="Logga ut").first.click()
    page.wait_for_url("**/oauth2/end_session**")
    other.get_by_role("link", name="Karta").click()
    other.get_by_text("gäller inte längre").wait_for()
    other.close()


def test_without_sign_in_an_open_address_is_not_served(tmp_path: Path) -> None:
    """The real process, started as somebody would who wants others to reach it."""
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.address", "::",
        "--server.port", str(free_port()),
    ]  # fmt: skip
    ran = subprocess.run(
        command, cwd=ROOT, env={"LAGESBILD_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 2, ran.stderr
    assert "UI-002" in ran.stderr
    assert not list(tmp_path.iterdir()), "nothing was opened"


def test_a_script_dropped_in_pages_is_not_served(page: Page, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns("store", "__pycache__", ".venv", "secrets.toml")
    for name in ("lagesbild", "pages", "data", ".streamlit"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    shutil.copy(ROOT / "app.py", copy)
    (copy / "pages" / "hemlig.py").write_text(STRAY_SCRIPT, encoding="utf-8")
    (copy / "pages" / "lage" / "hemlig_ocksa.py").write_text(STRAY_SCRIPT, encoding="utf-8")
    with serve(
        copy / "app.py", data=tmp_path / "data", log=tmp_path / "log.txt", cwd=copy,
        environment={"LAGESBILD_EXEMPEL": "nej"},
    ) as address:  # fmt: skip
        for path in ("hemlig", "lage/hemlig_ocksa", "hemlig_ocksa", "pages/hemlig.py"):
            page.goto(f"{address}/{path}")
            page.wait_for_load_state("networkidle")
            assert "HEMLIGT" not in page.locator("body").inner_text(), path
