"""What has the council marked on the map, and what is coming where?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.domain.person import Person
from lagesbild.domain.work.places import MarkedPlace, PlaceKind
from lagesbild.store.connection import Store
from lagesbild.workspace.records import Saved, records_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPlaces:
    """The kommun's places with the numbers that map and list share.

    places  by kind and name
    """

    sentence: str
    places: tuple[tuple[int, Saved[MarkedPlace]], ...]

    @property
    def is_example(self) -> bool:
        return any(one.is_example for _, one in self.places)

    @property
    def key(self) -> tuple[str, ...]:
        """The same as long as nobody has changed a place."""
        return tuple(f"{one.id} {one.version}" for _, one in self.places)

    @property
    def drawn(self) -> list[tuple[int, MarkedPlace]]:
        return [(number, one.record) for number, one in self.places]


def marked_places(store: Store, *, person: Person, today: date) -> MarkedPlaces:
    """The own kommun's places; none for who may not read the council's work."""
    kinds = list(PlaceKind)
    found = sorted(
        records_of(store, kind=MarkedPlace, person=person),
        key=lambda one: (kinds.index(one.record.kind), one.record.title),
    )
    return MarkedPlaces(
        places=tuple(enumerate(found, start=1)),
        sentence=_sentence([one.record for one in found], today=today),
    )


PLANNED = frozenset({PlaceKind.TRAFFIC, PlaceKind.BUILDING, PlaceKind.CHANGE})


def _sentence(places: Sequence[MarkedPlace], *, today: date) -> str:
    if not places:
        return "Inga platser är utpekade på kartan än."
    count = "1 plats är utpekad" if len(places) == 1 else f"{len(places)} platser är utpekade"
    cameras = sum(one.kind is PlaceKind.CAMERA for one in places)
    coming = sum(one.kind in PLANNED and (one.starts_on or date.max) > today for one in places)
    told = [
        f"{cameras} {'kamera' if cameras == 1 else 'kameror'}" if cameras else "",
        f"{coming} som planeras" if coming else "",
    ]
    rest = ", ".join(one for one in told if one)
    return f"{count}: {rest}." if rest else f"{count}."


def place_rows(
    found: MarkedPlaces, *, today: date, measures: dict[str, str]
) -> list[dict[str, str]]:
    """The list beside the map.

    measures  id -> name
    """
    return [
        _row(number, one.record, today=today, measures=measures) for number, one in found.places
    ]


def _row(number: int, one: MarkedPlace, *, today: date, measures: dict[str, str]) -> dict[str, str]:
    named = [measures[name] for name in one.measures if name in measures]
    return {
        "Nr": str(number), "Plats": one.title, "Vad": one.kind.words,
        "När": _when(one, today=today), "Ansvarig": one.organisation or "–",
        "Åtgärd": ", ".join(named) or "–", "Om": one.about or "–",
        "För invånare": "får visas" if one.is_open else "nej",
    }  # fmt: skip


def _when(one: MarkedPlace, *, today: date) -> str:
    if one.starts_on and one.starts_on > today:
        return f"från {one.starts_on}"
    if one.ends_on and one.ends_on < today:
        return f"till {one.ends_on}"
    return f"sedan {one.starts_on}" if one.starts_on else "–"
