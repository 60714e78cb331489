"""The coordinator's whole path without a mouse: from a delivered file to the last picture in the room.

Each key is pressed as a person does; where the focus goes must be seen, and it must come everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.test_a_councils_year import SOURCE, calls
from tests.browser.widgets import errors_on, one_run, open_address, visible_text
from tests.thinned import EVERYTHING

if TYPE_CHECKING:
    from playwright.sync_api import FileChooser, Page

MOST_STEPS = 150
"""Presses of Tab from anywhere on a page to anywhere on it."""

FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return ["", "", true];
    const words = element => {
        const copy = element?.cloneNode(true);
        copy?.querySelectorAll('[data-testid="stIconMaterial"]').forEach(icon => icon.remove());
        return copy?.textContent;
    };
    const label = words(one.labels?.[0]) || one.getAttribute('aria-label') || words(one)
        || one.getAttribute('placeholder') || one.value || '';
    // The ring may lie on the frame around a field: up to four steps out.
    let seen = false;
    for (let at = one, n = 0; at && n < 5 && !seen; at = at.parentElement, n += 1) {
        const look = getComputedStyle(at);
        seen = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0)
            || look.boxShadow !== 'none' || (n < 3 && look.borderTopColor === 'rgb(11, 92, 138)');
    }
    const role = one.getAttribute('role') || one.type || one.tagName.toLowerCase();
    return [role, label.trim().replace(/\\s+/g, ' '), seen];
}"""


FIELDS = frozenset({"text", "number", "textarea"})


class Keyboard:
    """A person at a page with the keys alone. ``unseen``: where the focus could not be seen."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, page.keyboard
        self.unseen: set[str] = set()

    def go_to(self, words: str, *, role: str = "", backwards: bool = False) -> None:
        """Tab until the focus is on what has these words (a pattern). Where Streamlit keeps an input of
        no size for a file the focus rests for a moment after the choice: that is not ours to show."""
        passed = []
        for _ in range(MOST_STEPS):
            kind, label, seen = self.page.evaluate(FOCUS)
            if not seen and kind in FIELDS:  # their borders take colour in the course of a moment
                self.page.wait_for_timeout(250)
                seen = self.page.evaluate(FOCUS)[2]
            passed.append(f"{kind} {label[:40]}")
            if kind not in {"", "file"} and not seen:
                self.unseen.add(passed[-1])
            if re.match(words, label) and re.search(role, kind):
                return
            self.keys.press("Shift+Tab" if backwards else "Tab")
        raise AssertionError(f"{words} was not reached: {passed}")

    def press(self, words: str, *, role: str = "", key: str = "Enter") -> None:
        self.go_to(words, role=role)
        with one_run(self.page):
            self.keys.press(key)
        assert not errors_on(self.page)

    def write(self, words: str, text: str) -> None:
        self.go_to(words)
        self.keys.press("ControlOrMeta+a")
        self.keys.type(text)

    def open_menu(self, title: str) -> None:
        """The menu comes before the page: backwards is shorter than round."""
        self.go_to(rf"{title}$", role="a", backwards=True)
        with one_run(self.page):
            self.keys.press("Enter")

    def open_tab(self, title: str) -> None:
        """One tab is reached by Tab, the others by the arrows, which open them too: each is waited for,
        since an answer that comes later would open the tab that it was asked for."""
        self.go_to(".", role="tab$")
        names = self.page.get_by_role("tab").all_inner_texts()
        steps = names.index(title) - names.index(self.page.evaluate(FOCUS)[1])
        for _ in range(abs(steps)):
            with one_run(self.page):
                self.keys.press("ArrowRight" if steps > 0 else "ArrowLeft")
            self.page.wait_for_function(
                "() => document.activeElement.getAttribute('role') === 'tab'"
            )
        assert self.page.evaluate(FOCUS)[1] == title


def test_the_whole_path_by_keyboard(page: Page, own_server: str, tmp_path: Path) -> None:
    open_address(page, own_server)
    hand = Keyboard(page)
    past_the_menu(hand)
    a_file_is_delivered(hand, calls(tmp_path / "larm-tangent.xlsx", last="2026-09"))
    a_view_is_taken_along(hand)
    a_section_is_written_and_frozen(hand)
    a_cause_is_found_in_the_outline(hand)
    if EVERYTHING:  # forms as the others: half a minute
        the_problem_is_judged(hand)
        a_measure_is_decided(hand)
    it_is_shown_in_the_room(hand)
    assert not hand.unseen


def past_the_menu(hand: Keyboard) -> None:
    hand.keys.press("Tab")
    assert hand.page.evaluate(FOCUS) == ["a", "Hoppa till innehållet", True]
    hand.keys.press("Enter")
    hand.keys.press("Tab")
    assert hand.page.evaluate("!!document.activeElement.closest('[data-testid=\"stMain\"]')")


def a_file_is_delivered(hand: Keyboard, path: Path) -> None:
    hand.open_menu("Lämna data")
    hand.go_to("1. Vad lämnar du")
    if hand.page.evaluate("document.activeElement.value") != SOURCE:
        hand.keys.type("Polisens egna")
        hand.page.get_by_role("option").first.wait_for()
        hand.keys.press("ArrowDown")
        with one_run(hand.page):
            hand.keys.press("Enter")
    hand.go_to("Upload", role="submit")  # "Välj fil": see test_accessibility
    chosen: list[FileChooser] = []

    def remember(one: FileChooser) -> None:  # Playwright takes no method of a list
        chosen.append(one)

    hand.page.once("filechooser", remember)
    for _ in range(20):  # under load Chromium lets the first press go by now and then
        hand.keys.press("Enter")
        hand.page.wait_for_timeout(300)
        if chosen:
            break
    with one_run(hand.page):
        chosen[0].set_files(path)
    hand.page.get_by_text("4. Kontroll").wait_for()
    hand.press("Bekräfta och spara")
    hand.page.get_by_text("5. Klart: kvitto").wait_for()


def a_view_is_taken_along(hand: Keyboard) -> None:
    hand.open_menu("Indikator")
    for where in ("Till lägesbilden", "Till orsaksanalysen"):
        hand.press(where)
        hand.press("Lägg till$")
        assert "Vyn finns" in visible_text(hand.page)


def a_section_is_written_and_frozen(hand: Keyboard) -> None:
    hand.open_menu("Lägesbild")
    hand.open_tab("Skriv")
    hand.go_to(".*Ändra avsnittet")
    hand.keys.press("Enter")
    hand.write("Text", "Larmen är fler än förr.")
    hand.press("Spara$")
    assert {"ja"} & set(re.findall(r"\bja\b", visible_text(hand.page)))
    hand.open_tab("Frysta versioner")
    hand.press("Frys en version")
    assert "Larmen är fler än förr." in visible_text(hand.page)


def the_problem_is_judged(hand: Keyboard) -> None:
    hand.open_menu("Prioritering")
    hand.open_tab("Bedöm")
    hand.write("Skäl", "Alla ser det.")
    hand.press("Spara min bedömning")


def a_cause_is_found_in_the_outline(hand: Keyboard) -> None:
    hand.open_menu("Orsaksanalys")
    hand.write("Ny orsak", "Belysningen är släckt")
    hand.press("Lägg till orsaken")
    assert "Belysningen är släckt" in visible_text(hand.page)


def a_measure_is_decided(hand: Keyboard) -> None:
    hand.open_menu("Åtgärdsplan")
    hand.open_tab("Åtgärder")
    hand.write(r"Åtgärd \*", "Lampor vid stationen")
    hand.write("Organisation som äger den", "Tekniska nämnden")
    hand.press("Spara$")
    assert "Lampor vid stationen" in visible_text(hand.page)


def it_is_shown_in_the_room(hand: Keyboard) -> None:
    hand.open_menu("Presentera")
    hand.press("Alla i rummet får se det", key="Space")
    hand.press("Börja")
    for key in ("ArrowRight", "End", "Home", "s", "s", "f", "a"):
        with one_run(hand.page):
            hand.keys.press(key)
    hand.page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    hand.keys.type("Frågor om belysningen.")
    hand.press("Spara anteckningen")
    with one_run(hand.page):
        hand.keys.press("Escape")
    assert "Vad ska visas, och för vilka?" in visible_text(hand.page)
