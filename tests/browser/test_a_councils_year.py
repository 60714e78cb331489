"""A council's year in Chromium, from an empty installation: underlag with an obstacle, delivery, signal,
lägesbild in the law's parts, frozen and adopted, priority, causes, measure, new delivery, follow-up, what
has changed and the next version; and every number of it still traceable to its file and row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from tests.browser.widgets import (
    choose,
    confirm,
    drop_file,
    errors_on,
    follow_menu,
    one_run,
    open_address,
    open_tab,
    press,
    rows_of_tables,
    unfold,
    visible_text,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MONTHS = [f"{year}-{month:02}" for year in range(2020, 2027) for month in range(1, 13)]
ORDINARY = [42, 38, 45, 40, 47, 44, 49, 46, 41, 43, 39, 40]
"""Calls a month in an ordinary year, January first; invented."""

ALARM_FROM, ALARM_TO = "2025-12", "2026-04"
"""Twice as many calls in these months."""

SOURCE = "Polisens egna uppgifter"


def calls(path: Path, *, last: str) -> Path:
    """Calls to the police about disorder in Ånge, month by month."""
    book = openpyxl.Workbook()
    book.active.append(["Kommun", "Månad", "Ordningslarm"])
    for place, month in enumerate(MONTHS[: MONTHS.index(last) + 1]):
        count = ORDINARY[place % 12] + place % 5
        book.active.append(["Ånge", month, count * 2 if ALARM_FROM <= month <= ALARM_TO else count])
    book.save(path)
    return path


def deliver(page: Page, path: Path) -> None:
    go_to(page, "Lämna data")
    source = page.get_by_role("combobox", name=re.compile("Vad lämnar du"))
    if source.input_value() != SOURCE:
        choose(page, label="Vad lämnar du?", option=SOURCE)
    drop_file(page, path)
    assert not errors_on(page)
    confirm(page)


def go_to(page: Page, title: str, *, tab: str = "") -> None:
    """Change page by the menu, as a person does: a page that is loaded anew takes seconds."""
    follow_menu(page, title)
    if tab:
        open_tab(page, tab)


def the_form(page: Page, button: str) -> Locator:
    """The open form that has a button with these words."""
    forms = page.locator('[data-testid="stForm"]:visible')
    return forms.filter(has=page.get_by_role("button", name=button, exact=True)).first


def form_under(page: Page, label: str) -> Locator:
    """The form in a part of the page that is folded."""
    return unfold(page, label).locator('[data-testid="stForm"]').first


def write(form: Locator, label: str, text: str) -> None:
    form.get_by_label(re.compile(f"^{re.escape(label)}")).first.fill(text)


def pick(form: Locator, label: str, option: str) -> None:
    """Choose in a form, which runs nothing."""
    page = form.page
    box = form.get_by_role("combobox", name=re.compile(re.escape(label))).first
    box.focus()
    box.press("ArrowDown")
    wanted = page.get_by_role("option", name=option, exact=True)
    page.get_by_role("option").first.wait_for()
    if not wanted.count():  # only the visible part of a long list exists
        page.keyboard.type(option)
    wanted.first.click()
    if page.get_by_role("option").count():  # where several may be chosen the list stays open
        page.keyboard.press("Escape")


def send(form: Locator, button: str = "Spara") -> None:
    page = form.page
    with one_run(page):
        form.get_by_role("button", name=button, exact=True).first.click()
    assert not errors_on(page)
    assert not page.locator('[data-testid="stAlertContentError"]').all_inner_texts()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).first.inner_text()


def pin(page: Page, where: str) -> None:
    """Press one of the buttons under the picture and take what is offered."""
    press(page, where)
    press(page, "Lägg till", exact=True)
    assert "Vyn finns nu i" in visible_text(page)


def test_a_councils_year(page: Page, own_server: str, tmp_path: Path) -> None:
    open_address(page, f"{own_server}/underlag?underlag=ny")
    an_underlag_with_an_obstacle(page)
    deliver(page, calls(tmp_path / "larm-varen.xlsx", last=ALARM_TO))
    a_signal_is_taken_along(page)
    all_parts_of_the_lagesbild_are_written(page)
    it_is_frozen_and_adopted(page)
    the_problem_comes_first(page)
    its_causes_are_found(page)
    a_measure_is_decided(page)
    deliver(page, calls(tmp_path / "larm-hosten.xlsx", last="2026-10"))
    the_measure_is_followed_up(page)
    what_has_changed_is_told(page)
    the_next_version_is_traceable(page)


def an_underlag_with_an_obstacle(page: Page) -> None:
    form = the_form(page, "Spara")
    write(form, "Underlag *", "Elevhälsans iakttagelser")
    pick(form, "Finns det?", "finns till en del")
    send(form)
    form = form_under(page, "Lägg till eller ändra: hinder")
    write(form, "Vad hindret är", "Uppgifter om elever får inte lämnas ut")
    write(form, "Stöd i lag", "OSL 23 kap. 2 §")
    write(form, "Väg runt hindret", "Sammanställda antal per termin")
    send(form)
    rows = [
        row for row in rows_of_tables(page) if row.get("Underlag") == "Elevhälsans iakttagelser"
    ]
    assert rows[0]["Hinder kvar"] == "sekretess"


def a_signal_is_taken_along(page: Page) -> None:
    go_to(page, "Signaler")
    assert "1 sak" in heading(page)
    assert "Ordningslarm till polisen i Ånge" in visible_text(page)
    pin(page, "Till lägesbilden")
    pin(page, "Till orsaksanalysen")


def all_parts_of_the_lagesbild_are_written(page: Page) -> None:
    go_to(page, "Lägesbild", tab="Skriv")
    for number, name in enumerate(sections(page)):
        if number:
            choose(page, label="Avsnitt", option=name)
        form = form_under(page, "Ändra avsnittet")
        write(form, "Text", f"Det här säger vi om {name.lower()}.")
        send(form)
    rows = [row for row in rows_of_tables(page) if "Del enligt lagen" in row]
    assert len(rows) >= 4
    assert {row["Text"] for row in rows} == {"ja"}
    assert sum(int(row["Fästa vyer"]) for row in rows) == 1


def sections(page: Page) -> list[str]:
    return [row["Rubrik"] for row in rows_of_tables(page) if "Del enligt lagen" in row]


def it_is_frozen_and_adopted(page: Page) -> None:
    open_tab(page, "Frysta versioner")
    press(page, "Frys en version")
    assert "version 1 · " in visible_text(page)
    assert numbers_with_sources(page)["april 2026"] == ("80", "larm-varen.xlsx")
    open_tab(page, "Om lägesbilden")
    form = form_under(page, "Skriv in nästa steg")
    write(form, "Vem", "Kommunstyrelsen")
    pick(form, "Steg", "antagen")
    write(form, "Diarienummer", "KS 2026/114")
    send(form, "Spara steget")
    assert "av Kommunstyrelsen (KS 2026/114), version 1" in visible_text(page)


def the_problem_comes_first(page: Page) -> None:
    go_to(page, "Prioritering", tab="Bedöm")
    form = the_form(page, "Spara min bedömning")
    criterion = form.get_by_role("radiogroup", name=re.compile("Det syns och märks"))
    criterion.get_by_text("ja", exact=True).click()
    write(form, "Skäl", "Torget är det första resenärerna ser.")
    send(form, "Spara min bedömning")
    open_tab(page, "Beslut")
    form = the_form(page, "Spara")
    write(form, "Beslutad av", "Trygghetsrådet")
    send(form)
    open_tab(page, "Matris")
    assert "Torget är det första" in visible_text(page)


def its_causes_are_found(page: Page) -> None:
    go_to(page, "Orsaksanalys")
    for title in ("Många väntar länge på tåget", "Inget är öppet efter klockan 18"):
        form = the_form(page, "Lägg till orsaken")
        write(form, "Ny orsak", title)
        send(form, "Lägg till orsaken")
    assert "1.1 Inget är öppet" in visible_text(page)
    open_tab(page, "Problemet och beläggen")
    assert "Ordningslarm till polisen" in visible_text(page)


def a_measure_is_decided(page: Page) -> None:
    go_to(page, "Åtgärdsplan", tab="Åtgärder")
    form = the_form(page, "Spara")
    write(form, "Åtgärd *", "Väntsalen öppen till 22")
    write(form, "Organisation som äger den", "Teknik- och servicenämnden")
    pick(
        form,
        "Mot orsakerna",
        "Ordningslarm till polisen i Ånge: 1.1 Inget är öppet efter klockan 18",
    )
    write(form, "Från", "2026-05-01")
    pick(form, "Mått att följa", "Ordningslarm till polisen")
    write(form, "Förändringen väntas senast", "2026-10-31")
    send(form)
    assert "1 åtgärd" in heading(page)


def the_measure_is_followed_up(page: Page) -> None:
    go_to(page, "Åtgärdsplan", tab="Att följa upp")
    assert "Väntsalen öppen till 22" in visible_text(page)
    form = the_form(page, "Spara uppföljningen")
    write(form, "Effekt", "Larmen är åter på sin vanliga nivå sedan maj.")
    send(form, "Spara uppföljningen")


def what_has_changed_is_told(page: Page) -> None:
    go_to(page, "Lägesbild", tab="Ändrat sedan förra")
    assert "1 vy visar något annat" in visible_text(page)
    told = {row["Siffra"]: row for row in rows_of_tables(page) if "Siffra" in row}
    assert told["Ånge maj 2026"]["Nu"] == "48"
    assert {row["Varför"] for row in told.values()} == {"ny period"}


def the_next_version_is_traceable(page: Page) -> None:
    open_tab(page, "Frysta versioner")
    press(page, "Frys en version")
    assert "version 2 · " in visible_text(page)
    told = numbers_with_sources(page)
    assert told["april 2026"] == ("80", "larm-hosten.xlsx")
    assert told["oktober 2026"] == ("44", "larm-hosten.xlsx")


def numbers_with_sources(page: Page) -> dict[str, tuple[str, str]]:
    """Period -> number and file, as the list under the frozen figure says; each has sheet and row too."""
    with one_run(page):
        page.get_by_text("Siffrorna, och var varje siffra står").first.click()
    found = {}
    for row in rows_of_tables(page):
        if "Står i" not in row:
            continue
        place = re.fullmatch(r"(larm-\w+\.xlsx) \(leverans \d+\), .+, rad \d+", row["Står i"])
        assert place, row
        found[row["Period"]] = (row["Värde"], place[1])
    return found
