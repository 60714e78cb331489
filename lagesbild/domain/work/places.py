"""What the council marks on the map: cameras, what is planned, and what there is to do. Never people,
and never where something has happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Record, asked, lacking, out_of_order

POINT = re.compile(r"^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$")
SWEDEN = ((55.0, 69.3), (10.5, 24.5))
"""North and east in degrees."""


class PlaceKind(Choice):
    """What is there."""

    CAMERA = "kamera", "kamera"
    TRAFFIC = "trafik", "trafik, planerat"
    BUILDING = "bygge", "bygge eller detaljplan, planerat"
    CHANGE = "forandring", "annat som planeras"
    MEASURE = "atgard", "åtgärd på platsen"
    ACTIVITY = "aktivitet", "något att göra"
    SUPPORT = "stod", "någon att vända sig till"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPlace(Record):
    """A place on the map.

    where    "62,5247 15,6586": degrees north and east
    is_open  True where the residents may see it too
    """

    KIND: ClassVar[str] = "kartplats"
    CALLED: ClassVar[str] = "platsen"
    IN_CHAIN: ClassVar[bool] = True

    title: str = asked("Plats", needed=True, help="Till exempel: busshållplatsen vid torget.")
    kind: PlaceKind = asked("Vad det är", default=PlaceKind.CHANGE)
    where: str = asked(
        "Läge: grader norr och öster", needed=True,
        help="Så som en karta på nätet skriver det: 62,5247 15,6586",
    )  # fmt: skip
    about: str = asked("Vad som händer där", is_long=True, help="Aldrig om enskilda personer.")
    starts_on: date | None = asked("Från", default=None)
    ends_on: date | None = asked("Till och med", default=None)
    organisation: str = asked("Ansvarig")
    reference: str = asked("Diarienummer eller källa")
    measures: tuple[str, ...] = asked("Hör till åtgärderna", default=(), offers="atgarder")
    is_open: bool = asked("Får visas för invånarna", default=False)

    @property
    def point(self) -> tuple[float, float] | None:
        """Degrees north and east; None where the text is no place in Sweden."""
        found = POINT.match(_with_points(self.where))
        if found is None:
            return None
        north, east = float(found[1]), float(found[2])
        (south, top), (west, right) = SWEDEN
        return (north, east) if south <= north <= top and west <= east <= right else None

    def problems(self) -> tuple[str, ...]:
        astray = self.where and self.point is None
        words = (
            "Läget går inte att läsa. Skriv grader norr och sedan öster, till exempel 62,5247 15,6586.",
        )
        return (
            *lacking(self), *out_of_order(self.starts_on, self.ends_on, what="Det"),
            *(words if astray else ()),
        )  # fmt: skip


def _with_points(text: str) -> str:
    """62,5247 15,6586 and 62,5247, 15,6586 with decimal points: a comma between digits is one."""
    return re.sub(r"(?<=\d),(?=\d)", ".", text)
