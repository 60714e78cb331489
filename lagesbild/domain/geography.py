"""Areas: what a number is about, from the country to a single place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AreaLevel(StrEnum):
    """Kinds of area, widest first. Values are those of the command line contract."""

    RIKET = "riket"
    LAN = "lan"
    KOMMUN = "kommun"
    DELOMRADE = "delomrade"
    SKOLA = "skola"
    VERK = "verk"
    PLATS = "plats"


LEVEL_WORDS: dict[AreaLevel, str] = {
    AreaLevel.RIKET: "riket",
    AreaLevel.LAN: "län",
    AreaLevel.KOMMUN: "kommun",
    AreaLevel.DELOMRADE: "delområde",
    AreaLevel.SKOLA: "skola",
    AreaLevel.VERK: "reningsverk",
    AreaLevel.PLATS: "plats",
}

RIKET_CODE = "0000"
"""Kolada's code for the country; SCB writes 00, which readers translate."""


OFFICIAL_PART = re.compile(r"^\d{4}(?P<kind>[RABC])\d{3,4}$")
"""SCB's own parts of a kommun: RegSO 2260R001, DeSO 2260A0010."""


def division_of(code: str) -> str:
    """Which cutting-up of its kommun a part belongs to: "regso", "deso" or "egen".

    Those of one division lie side by side; those of different ones lie over each other.
    """
    found = OFFICIAL_PART.match(code)
    if found is None:
        return "egen"
    return "regso" if found["kind"] == "R" else "deso"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area.

    code         text, leading zeros kept: "0000" riket, "22" län, "2260" kommun,
                 "2260R001" RegSO; areas made here are "2260-ange-centrum"
    parent_code  the area it lies in, None for the country
    kommun_code  the kommun that owns it, for delområde and below; None for public areas
    """

    code: str
    name: str
    level: AreaLevel
    parent_code: str | None = None
    kommun_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KommunGroup:
    """Kommuner that somebody has put together, such as one of SKR's kommungrupper.

    codes      of the kommuner
    code       the list's own short name for it ("C8"), "" for none
    list_name  what the list that it stands in calls itself, "" for the installation's own file
    issued_on  of that list; None for the installation's own file
    """

    name: str
    codes: tuple[str, ...]
    code: str = ""
    list_name: str = ""
    issued_on: date | None = None
