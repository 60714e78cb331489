"""What a council has chosen to tell the residents: words and figures, frozen as they were that day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPoint:
    """One period. ``value`` is None where the figure is protected or missing; ``text`` says which.

    beside  the same for the country, "" where it is not compared
    """

    period: str
    text: str
    value: float | None
    beside: str = ""
    beside_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One indicator as it was released to the public.

    reading  whether high is bad, in words
    source   who, and of which day
    points   oldest first
    """

    indicator_id: str
    name: str
    sentence: str
    definition: str
    reading: str
    caveat: str
    source: str
    unit: str
    area: str
    points: tuple[PublishedPoint, ...]
    beside_name: str = ""
    example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPromise:
    """A medborgarlöfte and what has become of it.

    done        "75 %", "" where nothing is listed to count
    activities  what was promised, and "7 av 12"
    """

    title: str
    place: str
    parties: tuple[str, ...]
    period: str
    done: str
    outcome: str
    activities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCard:
    """A claim beside what is known.

    indicator_id  "" where the answer is no figure of ours
    answer        the figure as it was released to the public, "" without one
    source        whose figure or fact, and of which day
    """

    claim: str
    indicator_id: str
    answer: str
    fact: str
    source: str
    period: str
    not_said: str
    example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPlace:
    """A place that the council has marked. ``kind`` in words; degrees north and east."""

    title: str
    kind: str
    about: str
    when: str
    organisation: str
    north: float
    east: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A page for the residents.

    doing     what the council does about it
    contact   where a resident may turn; an office, not a person
    invented  True when any of its words are of the example
    """

    kommun_code: str
    kommun_name: str
    title: str
    intro: str
    doing: str
    contact: str
    made_on: date
    figures: tuple[PublishedFigure, ...]
    cards: tuple[PublishedCard, ...] = ()
    promises: tuple[PublishedPromise, ...] = ()
    places: tuple[PublishedPlace, ...] = ()
    invented: bool = False

    @property
    def example(self) -> bool:
        """True when anything in it is invented."""
        return self.invented or any(one.example for one in self._numbers)

    @property
    def indicator_ids(self) -> list[str]:
        """Every measure whose figures it holds."""
        named = [one.indicator_id for one in self._numbers]
        return [one for one in dict.fromkeys(named) if one]

    @property
    def _numbers(self) -> tuple[PublishedFigure | PublishedCard, ...]:
        return (*self.figures, *self.cards)

    def as_body(self) -> dict[str, Any]:
        """As it is kept."""
        return {**asdict(self), "made_on": self.made_on.isoformat()}


def publication_of(body: dict[str, Any]) -> Publication:
    """What as_body made, back."""
    figures = tuple(
        PublishedFigure(**{**one, "points": tuple(PublishedPoint(**p) for p in one["points"])})
        for one in body["figures"]
    )
    read = {
        "made_on": date.fromisoformat(body["made_on"]), "figures": figures,
        "cards": tuple(PublishedCard(**one) for one in body.get("cards", ())),
        "promises": tuple(_promise_of(one) for one in body.get("promises", ())),
        "places": tuple(PublishedPlace(**one) for one in body.get("places", ())),
    }  # fmt: skip
    return Publication(**{**body, **read})


def _promise_of(body: dict[str, Any]) -> PublishedPromise:
    activities = tuple((what, done) for what, done in body["activities"])
    return PublishedPromise(**{**body, "parties": tuple(body["parties"]), "activities": activities})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """A publication that has been out, and for how long."""

    publication_id: int
    content: Publication
    published_at: datetime
    published_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
