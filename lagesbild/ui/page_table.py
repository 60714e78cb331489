"""Every page: its place in the menu and what a visitor must be allowed to do to open it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lagesbild.access.policy import Action
from lagesbild.settings import ROOT

SECTIONS: dict[str, str] = {
    "lage": "Läge",
    "analys": "Analys",
    "arbete": "Arbete",
    "rapport": "Rapport",
    "forvaltning": "Förvaltning",
    "konto": "Konto",
}
"""Folders of pages/ and their headings, in the order of the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One page.

    id               file name without .py, and its address
    uses_indicator   True when the frame shows the shared choice of indicator above it
    """

    id: str
    title: str
    section: str
    icon: str
    help: str
    action: Action
    uses_indicator: bool = False

    @property
    def path(self) -> Path:
        return ROOT / "pages" / self.section / f"{self.id}.py"


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        id="oversikt", title="Översikt", section="lage", icon=":material/dashboard:",
        help="Kommunens läge på en sida: senaste värde, förändring och det som sticker ut.",
        action=Action.SEE,
    ),
    PageEntry(
        id="indikator", title="Indikator", section="lage", icon=":material/show_chart:",
        help="Ett mått över tid, med jämförelser, osäkerhet och brott i serien.",
        action=Action.SEE, uses_indicator=True,
    ),
    PageEntry(
        id="karta", title="Karta", section="lage", icon=":material/map:",
        help="Ett mått på kartan, för kommuner eller kommunens delområden.",
        action=Action.SEE, uses_indicator=True,
    ),
    PageEntry(
        id="jamfor", title="Jämför", section="lage", icon=":material/compare_arrows:",
        help="Kommunen bredvid liknande kommuner, länet eller de kommuner du väljer.",
        action=Action.SEE, uses_indicator=True,
    ),
    PageEntry(
        id="avloppsvatten", title="Avloppsvatten", section="lage", icon=":material/water_drop:",
        help="Spår av droger i avloppsvattnet, per ämne, plats och mätomgång.",
        action=Action.SEE,
    ),
    PageEntry(
        id="lamna_data", title="Lämna data", section="forvaltning",
        icon=":material/upload_file:",
        help="Lämna en fil: se hur den förstås, rätta, kontrollera och bekräfta.",
        action=Action.DELIVER,
    ),
    PageEntry(
        id="mina_leveranser", title="Mina leveranser", section="forvaltning",
        icon=":material/assignment_turned_in:",
        help="Dina egna källor: vad som ska lämnas när, vad som kommit in och vad som ska rättas.",
        action=Action.DELIVER,
    ),
    PageEntry(
        id="datakallor", title="Datakällor", section="forvaltning", icon=":material/inventory_2:",
        help="Vad som finns, från vem, hur gammalt det är, vad som saknas och vad det betyder.",
        action=Action.SEE_DELIVERIES,
    ),
)  # fmt: skip


def find_page(page_id: str) -> PageEntry:
    """raises  KeyError if the page is not in the table"""
    return {entry.id: entry for entry in PAGES}[page_id]
