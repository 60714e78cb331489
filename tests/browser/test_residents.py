"""The page for residents in a browser: published through the pages, light, and fit for paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.widgets import errors_on, one_run, visible_text, wait_until_drawn

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

TITLE = "Tryggare i Ånge: så gick det"
MENU = '[data-testid="stSidebar"]'


def publish(page: Page, server: str) -> None:
    page.goto(f"{server}/publicera")
    wait_until_drawn(page)
    page.get_by_label("Rubrik").fill(TITLE)
    page.get_by_label("Inledning").fill("Det viktigaste från året.")
    page.get_by_label("Kontakt").fill("0690-25 01 00")
    choice = page.get_by_role("combobox", name="Mått, högst 12")
    choice.click()
    choice.fill("Anmälda brott")
    page.get_by_role("option", name="Anmälda brott", exact=True).click()
    page.keyboard.press("Escape")
    with one_run(page):
        page.get_by_role("button", name="Förhandsgranska").click()
    assert "Så här blir sidan" in visible_text(page)
    with one_run(page):
        page.get_by_role("button", name="Publicera", exact=True).click()


def test_published_seen_and_printed(page: Page, server: str, pictures: Path) -> None:
    publish(page, server)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{server}/invanare")
    wait_until_drawn(page)
    assert TITLE in visible_text(page)
    assert not errors_on(page)
    assert not [url for url in fetched if "plotly" in url.lower()], "nothing heavy is fetched"
    pictured = page.locator(".lb-inv-bild img").first.evaluate("e => e.naturalWidth")
    assert pictured > 0, "the policy lets the picture be drawn"
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        wait_until_drawn(page)
        page.screenshot(path=pictures / f"invanare-publicerad-{width}.png")
    page.set_viewport_size({"width": 794, "height": 500})
    page.emulate_media(media="print")
    assert not page.locator(MENU).is_visible()
    high, room = page.locator('[data-testid="stMain"]').evaluate(
        "e => [e.scrollHeight, e.clientHeight]"
    )
    assert high == room, "nothing is cut off at the first sheet"
    paper = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 1
    (pictures / "invanare.pdf").write_bytes(paper)
    page.emulate_media(media="screen")
