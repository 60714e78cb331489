"""Every page: its place in the menu and what a visitor must be allowed to do to open it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
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


class Shows(StrEnum):
    """Which figures a page shows, for the audit."""

    CHOSEN = "det valda måttet"
    SUBSTANCES = "mått i avloppsvatten"
    EVERYTHING = "alla mått"
    NOTHING = "inga siffror"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One page.

    id               file name without .py, and its address
    uses_indicator   True when the frame shows the shared choice of indicator above it
    shows            which figures it shows; what nobody has said counts as everything
    is_public        True when nobody need sign in to see it
    uses_kommun      False for a page that is always about the visitor's own kommun
    """

    id: str
    title: str
    section: str
    icon: str
    help: str
    action: Action
    uses_indicator: bool = False
    shows: Shows = Shows.EVERYTHING
    is_public: bool = False
    uses_kommun: bool = True

    @property
    def changes_often(self) -> bool:
        """True where people change choices all the time: style that a browser pays dearly for stays away."""
        is_about_figures = self.section == "analys" or self.shows is Shows.SUBSTANCES
        return self.uses_indicator or is_about_figures

    @property
    def path(self) -> Path:
        return _path_of(self.section, self.id)


@lru_cache(maxsize=100)
def _path_of(section: str, page_id: str) -> Path:
    """Put together once: the menu asks for each of them at each rerun."""
    return ROOT / "pages" / section / f"{page_id}.py"


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        id="oversikt", title="Översikt", section="lage", icon=":material/dashboard:",
        help="Kommunens läge på en sida: senaste värde, förändring och det som sticker ut.",
        action=Action.SEE,
    ),
    PageEntry(
        id="indikator", title="Indikator", section="lage", icon=":material/show_chart:",
        help="Ett mått över tid, med jämförelser, osäkerhet och brott i serien.",
        action=Action.SEE, uses_indicator=True, shows=Shows.CHOSEN,
    ),
    PageEntry(
        id="karta", title="Karta", section="lage", icon=":material/map:",
        help="Ett mått på kartan, för kommuner eller kommunens delområden.",
        action=Action.SEE, uses_indicator=True, shows=Shows.CHOSEN,
    ),
    PageEntry(
        id="jamfor", title="Jämför", section="lage", icon=":material/compare_arrows:",
        help="Kommunen bredvid liknande kommuner, länet eller de kommuner du väljer.",
        action=Action.SEE, uses_indicator=True, shows=Shows.CHOSEN,
    ),
    PageEntry(
        id="avloppsvatten", title="Avloppsvatten", section="lage", icon=":material/water_drop:",
        help="Spår av droger i avloppsvattnet, per ämne, plats och mätomgång.",
        action=Action.SEE, shows=Shows.SUBSTANCES,
    ),
    PageEntry(
        id="invanare", title="För invånare", section="lage", icon=":material/public:",
        help="Det som rådet har valt att berätta för invånarna. Öppen för alla, även utan inloggning.",
        action=Action.SEE, shows=Shows.NOTHING, is_public=True, uses_kommun=False,
    ),
    PageEntry(
        id="signaler", title="Signaler", section="analys", icon=":material/notifications_active:",
        help="Vad sticker ut? Allt undersökt på en gång, det viktigaste först, med vad som talar emot.",
        action=Action.SEE,
    ),
    PageEntry(
        id="sticker_ut", title="Sticker vi ut?", section="analys", icon=":material/scatter_plot:",
        help="Om kommunen skiljer sig från andra mer än vanlig variation, i ett mått och i alla.",
        action=Action.SEE, uses_indicator=True,
    ),
    PageEntry(
        id="trend", title="Trend och styrdiagram", section="analys", icon=":material/timeline:",
        help="Om ett mått har ändrats eller om det är slump: gränser, årstid, nivåskiften och trend.",
        action=Action.SEE, uses_indicator=True, shows=Shows.CHOSEN,
    ),
    PageEntry(
        id="nar_och_var", title="När och var", section="analys", icon=":material/schedule:",
        help="När på veckan och året det händer, i vilka delar av kommunen, och om det samlas på få platser.",
        action=Action.SEE,
    ),
    PageEntry(
        id="upplevt_anmalt", title="Upplevt och anmält", section="analys",
        icon=":material/balance:",
        help="Vad invånarna svarar i enkäter bredvid vad som anmäls, för samma ämne och område.",
        action=Action.SEE,
    ),
    PageEntry(
        id="samband", title="Samband", section="analys", icon=":material/hub:",
        help="Vilka andra mått som rör sig med ett problem eller före det. Aldrig varför.",
        action=Action.SEE, uses_indicator=True,
    ),
    PageEntry(
        id="effekt", title="Effekt", section="analys", icon=":material/fact_check:",
        help="Om en åtgärd hjälpte: före och efter, mot platser utan den, och om det flyttade.",
        action=Action.SEE, uses_indicator=True, shows=Shows.CHOSEN,
    ),
    PageEntry(
        id="att_gora", title="Att göra", section="arbete", icon=":material/task_alt:",
        help="Vad som väntar på dig: försenat, att göra nu, snart, och vad som är nytt sedan förra mötet.",
        action=Action.HAVE_ACCOUNT, uses_kommun=False,
    ),
    PageEntry(
        id="underlag", title="Underlag", section="arbete", icon=":material/inventory:",
        help="Vilka underlag som finns, hinder, ansvariga, insamling och vad som saknas.",
        action=Action.WORK_READ, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="lagesbild", title="Lägesbild", section="arbete", icon=":material/auto_stories:",
        help="Skriv, läs och frys kommunens lägesbild i lagens tre delar, och se vad som har ändrats.",
        action=Action.WORK_READ, uses_kommun=False,
    ),
    PageEntry(
        id="prioritering", title="Prioritering", section="arbete", icon=":material/low_priority:",
        help="Problemen bredvid varandra: vad siffrorna säger, vad var och en säger, och vad som beslutades.",
        action=Action.WORK_READ, uses_kommun=False,
    ),
    PageEntry(
        id="orsaksanalys", title="Orsaksanalys", section="arbete", icon=":material/account_tree:",
        help="Varför ett problem finns: belägg, orsaksträd, fiskben, händelsekedja och samtal på mötet.",
        action=Action.WORK_READ, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="atgardsplan", title="Åtgärdsplan", section="arbete", icon=":material/checklist:",
        help="Alla ägares åtgärder, vad de riktas mot, vad som ska följas upp och var det finns luckor.",
        action=Action.WORK_READ, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="moten", title="Möten och dialoger", section="arbete", icon=":material/groups:",
        help="Kallelse, vyer vid varje punkt, närvaro, beslut, minnesanteckningar, dialoger och ungdomsrådet.",
        action=Action.WORK_READ, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="arshjul", title="Årshjul", section="arbete", icon=":material/donut_large:",
        help="Vad som händer när under året: möten, mätningar, kampanjer, leveranser och lagens dagar.",
        action=Action.WORK_READ, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="register", title="Register", section="arbete", icon=":material/contacts:",
        help="Ledamöter, organisationer, styrdokument, överenskommelser och medborgarlöften.",
        action=Action.WORK_READ, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="presentera", title="Presentera", section="rapport", icon=":material/slideshow:",
        help="En lägesbild i helskärm, en bild i taget, för rummet.",
        action=Action.WORK_READ, uses_kommun=False,
    ),
    PageEntry(
        id="publicera", title="Publicera", section="rapport", icon=":material/campaign:",
        help="Välj vad invånarna ska få se, förhandsgranska, publicera och ta bort.",
        action=Action.PUBLISH, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="lamna_data", title="Lämna data", section="forvaltning",
        icon=":material/upload_file:",
        help="Lämna en fil: se hur den förstås, rätta, kontrollera och bekräfta.",
        action=Action.DELIVER, shows=Shows.NOTHING,
    ),
    PageEntry(
        id="mina_leveranser", title="Mina leveranser", section="forvaltning",
        icon=":material/assignment_turned_in:",
        help="Dina egna källor: vad som ska lämnas när, vad som kommit in och vad som ska rättas.",
        action=Action.DELIVER, shows=Shows.NOTHING,
    ),
    PageEntry(
        id="datakallor", title="Datakällor", section="forvaltning", icon=":material/inventory_2:",
        help="Vad som finns, från vem, hur gammalt det är, vad som saknas och vad det betyder.",
        action=Action.SEE_DELIVERIES, shows=Shows.NOTHING,
    ),
    PageEntry(
        id="personer", title="Personer", section="forvaltning", icon=":material/group:",
        help="Vilka som har tillgång, i vilken roll, hur länge, och vem som ersätter vem.",
        action=Action.SEE_PEOPLE, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="granskning", title="Granskning", section="forvaltning", icon=":material/policy:",
        help="Vem som har sett eller laddat ner känsliga uppgifter, lämnat, ändrat och publicerat.",
        action=Action.SEE_AUDIT, shows=Shows.NOTHING, uses_kommun=False,
    ),
    PageEntry(
        id="mitt_konto", title="Mitt konto", section="konto", icon=":material/account_circle:",
        help="Din roll, vad den får göra, och Lägesbild så som andra roller ser den.",
        action=Action.HAVE_ACCOUNT, shows=Shows.NOTHING, uses_kommun=False,
    ),
)  # fmt: skip


def find_page(page_id: str) -> PageEntry:
    """raises  KeyError if the page is not in the table"""
    return {entry.id: entry for entry in PAGES}[page_id]
