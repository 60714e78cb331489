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
class Publication:
    """A page for the residents.

    doing    what the council does about it
    contact  where a resident may turn; an office, not a person
    """

    kommun_code: str
    kommun_name: str
    title: str
    intro: str
    doing: str
    contact: str
    made_on: date
    figures: tuple[PublishedFigure, ...]

    @property
    def example(self) -> bool:
        """True when any figure is invented."""
        return any(figure.example for figure in self.figures)

    def as_body(self) -> dict[str, Any]:
        """As it is kept."""
        return {**asdict(self), "made_on": self.made_on.isoformat()}


def publication_of(body: dict[str, Any]) -> Publication:
    """What as_body made, back."""
    figures = tuple(
        PublishedFigure(**{**one, "points": tuple(PublishedPoint(**p) for p in one["points"])})
        for one in body["figures"]
    )
    made_on = date.fromisoformat(body["made_on"])
    return Publication(**{**body, "made_on": made_on, "figures": figures})


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVersion:
    """A publication that has been out, and for how long."""

    publication_id: int
    content: Publication
    published_at: datetime
    published_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
