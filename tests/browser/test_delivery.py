"""A file handed over in Chromium, and its number read off the chart's table a minute later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.widgets import (
    confirm,
    drop_file,
    errors_on,
    open_address,
    rows_of_tables,
    visible_text,
)
from tests.thinned import EVERYTHING, some

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEAD = """Statistik från Skolverket, påhittad för ett test

Grundskola - Antal elever per årskurs
Valt läsår: 2021/22

Kommun;Kommun-kod;Län;Läns-kod;Typ av huvudman;Andel (%) flickor, årskurs 1-9;Elever, årskurs 1-9;
"""
ROWS = """Sundsvall;2281;Västernorrlands län;22;Samtliga;48,9;11 402;
Sundsvall;2281;Västernorrlands län;22;Kommunal;48,7;9 871;
Sundsvall;2281;Västernorrlands län;22;Enskild;50,1;1 531;
Timrå;2262;Västernorrlands län;22;Samtliga;48,0;2 047;
Timrå;2262;Västernorrlands län;22;Kommunal;48,0;2 047;
Ånge;2260;Västernorrlands län;22;Samtliga;49,2;913;
Ånge;2260;Västernorrlands län;22;Kommunal;..;801;
Ånge;2260;Västernorrlands län;22;Enskild;..;112;
"""


def hand_over(page: Page, address: str, path: Path, *, source: str) -> None:
    open_address(page, f"{address}/lamna_data?kalla={source}")
    drop_file(page, path)


def numbers_in_table(page: Page, address: str) -> dict[str, str]:
    """Period -> Ånge's number of pupils, read from the tab Tabell of the page Indikator."""
    open_address(page, f"{address}/indikator?kommun=2260&indikator=elever_grundskola&flik=Tabell")
    assert "påhittade siffror" not in visible_text(page)
    rows = rows_of_tables(page)
    return {
        row["Period"]: row["Elever"]
        for row in rows
        if row["Område"] == "Ånge" and row.get("Uppdelning", "Alla") == "Alla"
    }


def test_an_invented_file_becomes_a_number_in_the_table(
    page: Page, own_server: str, tmp_path: Path
) -> None:
    path = tmp_path / "elever-2021.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8-sig")
    hand_over(page, own_server, path, source="skolverket")
    assert "8 rader" in visible_text(page)
    confirm(page)
    numbers = numbers_in_table(page, own_server)
    assert [number for period, number in numbers.items() if "2021/22" in period] == ["913"]


def test_the_same_file_again_stores_nothing(page: Page, own_server: str, tmp_path: Path) -> None:
    path = tmp_path / "elever-igen.csv"
    path.write_text(HEAD.replace("2021/22", "2020/21") + ROWS, encoding="utf-8-sig")
    hand_over(page, own_server, path, source="skolverket")
    confirm(page)
    hand_over(page, own_server, path, source="skolverket")
    assert "redan lämnad" in visible_text(page)
    assert page.get_by_role("button", name="Bekräfta och spara").count() == 0


def test_a_file_with_a_person_number_is_refused_unseen(
    page: Page, own_server: str, tmp_path: Path
) -> None:
    path = tmp_path / "elever-fel.csv"
    # 1912-12-12 with a valid check digit: the Tax Agency's own example of an invented person.
    path.write_text(HEAD + ROWS.replace("Timrå;2262", "19121212-1212;2262"), encoding="utf-8-sig")
    open_address(page, f"{own_server}/lamna_data?kalla=skolverket")
    drop_file(page, path)
    text = visible_text(page)
    assert "personnummer" in text.lower()
    assert "121212" not in text
    assert page.get_by_role("button", name="Bekräfta och spara").count() == 0


BAD_FILES = {
    "tom.csv": b"",
    "inte-en-tabell.csv": b"hej\n",
    "trasig.xlsx": b"PK\x03\x04 inte en arbetsbok",
    "negativ.csv": (HEAD + ROWS.replace("913", "-913")).encode(),
    "framtid.csv": (HEAD.replace("2021/22", "2091/92") + ROWS).encode(),
    "okand.csv": (HEAD + ROWS.replace("Timrå;2262", "Storstaden;9999")).encode(),
    "dubblett.csv": (HEAD + ROWS + ROWS).encode(),
    "text.csv": (HEAD + ROWS.replace("2 047", "många")).encode(),
}


def test_bad_files_get_swedish_answers(page: Page, own_server: str, tmp_path: Path) -> None:
    """One after the other on the same page, as somebody does who tries again."""
    open_address(page, f"{own_server}/lamna_data?kalla=skolverket")
    for name, content in some(BAD_FILES.items(), ordinarily=4):
        path = tmp_path / name
        path.write_bytes(content)
        drop_file(page, path)
        assert name in visible_text(page)
        assert page.locator('[data-testid="stAlert"]').count(), name
        assert not errors_on(page), name
        assert page.get_by_role("button", name="Bekräfta och spara").count() == 0, name


@pytest.mark.samples
def test_the_real_files_give_anges_pupils(
    page: Page, own_server: str, sample_file: Callable[[str], Path]
) -> None:
    for first in some((2023, 2022), ordinarily=1):
        name = f"skolverket/Grundskola - Antal elever per årskurs {first} Kommun.csv"
        hand_over(page, own_server, sample_file(name), source="skolverket")
        confirm(page)
    numbers = numbers_in_table(page, own_server)
    found = {period[-7:]: number for period, number in numbers.items()}
    assert found["2023/24"] == "745"
    assert found.get("2022/23") == ("780" if EVERYTHING else None)
    rows = [row for row in rows_of_tables(page) if row["Område"] == "Ånge"]
    assert "651" in {row["Elever"] for row in rows if "Kommunal" in row.get("Uppdelning", "")}
