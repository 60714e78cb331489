"""What every question is asked with: whose figures, whose eyes, which kommun, which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import RIKET_CODE, Area, AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.person import Person
from lagesbild.store.connection import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """The asker and the asked.

    kommun_code  the kommun looked at; whose own figures may be read is decided by the person
    areas        every area that the person may choose, by code
    """

    store: Store
    catalog: Catalog
    areas: dict[str, Area]
    person: Person
    kommun_code: str
    today: date

    @property
    def kommun(self) -> Area:
        """raises LagesbildError AN-001 when there is no such kommun."""
        area = self.areas.get(self.kommun_code)
        if area is None or area.level is not AreaLevel.KOMMUN:
            raise LagesbildError(
                "AN-001",
                f"Det finns ingen kommun med koden {self.kommun_code}.",
                remedy="Välj en kommun i listan överst på sidan.",
            )
        return area

    @property
    def yardsticks(self) -> tuple[str, ...]:
        """The county and the country, which every figure is first compared with."""
        return (self.kommun.parent_code or RIKET_CODE, RIKET_CODE)

    def indicator(self, indicator_id: str) -> Indicator:
        """raises LagesbildError AN-002 when the catalogue has no such indicator."""
        found = self.catalog.indicators.get(indicator_id)
        if found is None:
            raise LagesbildError(
                "AN-002",
                f"Det finns ingen indikator som heter {indicator_id}.",
                remedy="Se sidan Datakällor för alla indikatorer.",
            )
        return found

    def area(self, code: str) -> Area:
        """raises LagesbildError AN-003 when there is no such area."""
        if code not in self.areas:
            raise LagesbildError(
                "AN-003",
                f"Det finns inget område med koden {code}.",
                remedy="Koden är fyra siffror för en kommun, två för ett län och 0000 för riket.",
            )
        return self.areas[code]
