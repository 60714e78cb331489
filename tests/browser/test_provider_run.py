"""A provider's day in Chromium: a faulty workbook comes back marked, is mended, delivered, corrected by a
second delivery, and the second one taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from tests.browser.widgets import (
    confirm,
    drop_file,
    errors_on,
    open_address,
    press,
    rows_of_tables,
    tick,
    visible_text,
)
from tests.thinned import only_thorough

if TYPE_CHECKING:
    from playwright.sync_api import Page

MONTHS = [f"2026-0{month}" for month in range(1, 10)]


def workbook(path: Path, *, worries: list[object]) -> Path:
    """Notices of concern for each month, as the social services write them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Oro"
    sheet.append(["Kommun", "Månad", "Orosanmälningar"])
    for month, count in zip(MONTHS, worries, strict=True):
        sheet.append(["Ånge", month, count])
    book.save(path)
    return path


def hand_over(page: Page, address: str, path: Path) -> None:
    open_address(page, f"{address}/lamna_data?kalla=socialtjanst")
    drop_file(page, path)
    assert not errors_on(page)


def download(page: Page, label: str, *, to: Path) -> Path:
    with page.expect_download() as caught:
        page.get_by_role("button", name=label).click()
    caught.value.save_as(to)
    return to


def changes_told(page: Page) -> list[tuple[str, str]]:
    """Before and now, of the one figure that changes."""
    page.get_by_text("Ändrade siffror (1)").click()
    page.get_by_role("columnheader", name="Förut").wait_for()
    return [(row["Förut"], row["Nu"]) for row in rows_of_tables(page) if "Förut" in row]


@only_thorough  # its steps one by one: test_delivery.py here, test_lamna_data.py and test_mina_leveranser.py
def test_from_a_faulty_workbook_to_a_recalled_correction(
    page: Page, own_server: str, tmp_path: Path
) -> None:
    counts: list[object] = [31, 35, 29, 33, 30, 28, 34, "många", 32]
    hand_over(page, own_server, workbook(tmp_path / "oro.xlsx", worries=counts))
    assert "Ingenting har sparats" in visible_text(page)
    assert "IN-008" in visible_text(page)
    paper = download(page, "Ladda ner kvittot (PDF)", to=tmp_path / "kvitto.pdf")
    assert paper.read_bytes().startswith(b"%PDF-")

    marked = download(
        page, "Ladda ner din fil med felen markerade", to=tmp_path / "oro-med-fel.xlsx"
    )
    book = openpyxl.load_workbook(marked)
    cell = book["Oro"]["C9"]
    assert cell.value == "många"
    assert cell.comment is not None
    cell.value = 36
    book.save(marked)
    hand_over(page, own_server, marked)
    assert "9 rader är klara" in visible_text(page)
    confirm(page)

    open_address(page, f"{own_server}/mina_leveranser?kalla=socialtjanst")
    assert "oro-med-fel.xlsx" in visible_text(page)
    assert "försenad" not in next(
        row["Läge"] for row in rows_of_tables(page) if row.get("Källa") == "Kommunens socialtjänst"
    )

    counts[7] = 63
    hand_over(page, own_server, workbook(tmp_path / "oro-rattad.xlsx", worries=counts))
    assert "1 ändrade" in visible_text(page)
    assert changes_told(page) == [("36", "63")]
    confirm(page)

    open_address(page, f"{own_server}/datakallor?flik=Leveranser")
    page.get_by_text("Återkalla en leverans").click()
    tick(page, "Ja, jag vill återkalla den")
    press(page, "Återkalla", exact=True)
    states = {row["Fil"]: row["Läge"] for row in rows_of_tables(page) if "Fil" in row}
    assert states["oro-rattad.xlsx"] == "återkallad"
    assert states["oro-med-fel.xlsx"] == "sparad"

    # The figure from before the correction counts again.
    hand_over(page, own_server, tmp_path / "oro-rattad.xlsx")
    assert changes_told(page) == [("36", "63")]
