"""From a choice to a drawn chart in Chromium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.widgets import OPEN_LIMIT_MS, wait_until_drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET_MS = 500
"""A chart is drawn when nothing in it has changed for so long; the wait is not counted."""

WATCH = """() => {
    const CHART = '[data-testid="stPlotlyChart"]';
    window.watched = {chosen: 0, first: 0, all: 0};
    document.addEventListener('keydown', event => {
        if (event.key === 'Enter') {
            const now = performance.now();
            window.watched = {chosen: now, first: 0, all: 0};
        }
    }, true);
    // The watcher must cost the same on a full page as on a bare one: it listens inside the charts,
    // and outside them only for charts that come or are replaced.
    const inside = new MutationObserver(changes => {
        const now = performance.now();
        window.watched.all = now;
        const first = document.querySelector(CHART);
        if (changes.some(change => first.contains(change.target))) window.watched.first = now;
    });
    let seen = [];
    const look = () => {
        const charts = [...document.getElementsByClassName('stPlotlyChart')];
        if (charts.length === seen.length && charts.every((chart, n) => chart === seen[n])) return;
        const now = performance.now();
        window.watched.all = now;
        if (charts[0] !== seen[0]) window.watched.first = now;
        seen = charts;
        inside.disconnect();
        charts.forEach(chart => inside.observe(
            chart, {subtree: true, childList: true, attributes: true, characterData: true}));
    };
    look();
    new MutationObserver(look).observe(document.body, {subtree: true, childList: true});
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a choice.

    first_ms  until the page's first chart was drawn
    all_ms    until every chart of the page was drawn
    """

    first_ms: float
    all_ms: float


class WatchedPage:
    """A page with a selection box and a chart, open in Chromium."""

    def __init__(self, browser: Browser, *, address: str, label: str, behind: str = "") -> None:
        """behind: the button that must be pressed before the box can be seen."""
        self._label, self._behind = label, behind
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="sv-SE")
        context.set_default_timeout(OPEN_LIMIT_MS)
        self.page: Page = context.new_page()
        self.page.goto(address)
        wait_until_drawn(self.page)
        self.page.evaluate(WATCH)

    def choose(self, option: str) -> Change:
        """Choose with the keyboard, so that no pointer hovers over the chart."""
        box = self.page.get_by_role("combobox", name=self._label).first
        if self._behind and not box.is_visible():
            self.page.get_by_role("button", name=self._behind).click()
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option, exact=True).first.wait_for()
        self.page.mouse.move(0, 0)
        box.press("Enter")
        self.page.wait_for_function(
            f"() => watched.first > watched.chosen && watched.chosen > 0"
            f" && performance.now() - watched.all > {QUIET_MS}"
        )
        seen = self.page.evaluate("() => watched")
        begun = seen["chosen"]
        return Change(first_ms=seen["first"] - begun, all_ms=seen["all"] - begun)

    def close(self) -> None:
        self.page.context.close()
