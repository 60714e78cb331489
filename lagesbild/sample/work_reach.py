"""Invented reach, standing meetings, places on the map and cards for the residents."""

from __future__ import annotations

from datetime import date, timedelta

from lagesbild.domain.work.places import MarkedPlace, PlaceKind
from lagesbild.domain.work.reach import CountedHow, Has, Reach, ReachedPlace
from lagesbild.domain.work.record import Record
from lagesbild.domain.work.routines import Held, Routine
from lagesbild.domain.work.telling import FactCard

EVERY = 14


def example_reach(today: date) -> dict[str, Record]:
    """Records by a name of their own; a name with @ before it stands for another's id."""
    return {**_reach(today), **_routine(today), **_places(today), **_cards()}


def _reach(today: date) -> dict[str, Record]:
    seen = today - timedelta(days=45)
    return {
        "trapphus": Reach(
            title="Trapphus med grannsamverkan", unit="trapphus", organisation="Bostadsbolaget",
            goal=50, goal_on=date(today.year + 1, 12, 31),
            places=(
                ReachedPlace(place="Ånge centrum", reached=21, total=48, on=seen),
                ReachedPlace(place="Fränsta", reached=9, total=30, on=seen),
                ReachedPlace(place="Östavall", total=8, on=seen),
            ),
        ),
        "policy": Reach(
            title="Skolor med drogpolicy", unit="skolor", how=CountedHow.YES_NO,
            organisation="Barn- och utbildningsförvaltningen",
            places=(
                ReachedPlace(place="Exempelskolan", has=Has.YES, on=seen),
                ReachedPlace(place="Påhittade skolan", has=Has.NO, on=seen, note="skrivs under våren"),
                ReachedPlace(place="Låtsasskolan"),
            ),
        ),
        "utbildning": Reach(
            title="Personal med utbildning om våldsbejakande extremism", unit="anställda",
            is_people=True, organisation="Kommunledningsförvaltningen",
            places=(
                ReachedPlace(place="Skola", reached=64, total=180, on=seen),
                ReachedPlace(place="Socialförvaltningen", reached=31, total=70, on=seen),
                ReachedPlace(place="Kultur och fritid", reached=3, total=24, on=seen),
            ),
        ),
    }  # fmt: skip


def _routine(today: date) -> dict[str, Record]:
    days = [today - timedelta(days=EVERY * step + 4) for step in range(9)]
    return {
        "stående": Routine(
            title="Polisen och socialtjänsten", parties=("Polisen", "Socialförvaltningen"),
            every_days=EVERY, at="Tisdagar 8.30", starts_on=today - timedelta(days=200),
            pause="juli", held=tuple(Held(on=day) for day in reversed(days)),
        )
    }  # fmt: skip


def _places(today: date) -> dict[str, Record]:
    year = today.year
    return {
        "plats-kamera": MarkedPlace(
            title="Torget", kind=PlaceKind.CAMERA, where="62,5249 15,6581",
            starts_on=date(2025, 3, 1), organisation="Kommunledningsförvaltningen",
            reference="KS 2024/00", measures=("@kamera",),
        ),
        "plats-vag": MarkedPlace(
            title="Ny gångväg till stationen", kind=PlaceKind.TRAFFIC, where="62,5268 15,6632",
            starts_on=date(year + 1, 4, 1), ends_on=date(year + 1, 10, 31), is_open=True,
            about="Belysning och fri sikt hela vägen.", organisation="Teknik- och servicenämnden",
        ),
        "plats-bygge": MarkedPlace(
            title="Kvarteret Påhittet", kind=PlaceKind.BUILDING, where="62,5219 15,6518",
            starts_on=date(year + 1, 1, 1), about="Hyreshus med 40 lägenheter.",
            organisation="Bostadsbolaget",
        ),
        "plats-fritid": MarkedPlace(
            title="Busshållplatsen vid skolan", kind=PlaceKind.ACTIVITY, where="62,5232 15,6665",
            about="Fritidsgården ligger tre minuter bort och har öppet till 21.", is_open=True,
            organisation="Kultur- och fritidsförvaltningen",
        ),
    }  # fmt: skip


def _cards() -> dict[str, Record]:
    return {
        "rykte": FactCard(
            claim="Våldet bara ökar här", indicator="anmalda_valdsbrott",
            fact="Talen är små i en liten kommun och går upp och ner av slump.",
            not_said="Hur mycket våld som aldrig anmäls.",
        ),
        "ljud": FactCard(
            claim="Konserten bröt mot bullerreglerna",
            fact="Det här är ett påhittat exempel: skriv gränsvärdet och var det står.",
            source="påhittad källa", not_said="Hur ljudet upplevs av den som bor intill.",
        ),
    }  # fmt: skip
