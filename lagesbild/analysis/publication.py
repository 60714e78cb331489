"""What do we tell the residents? Figures that anyone may see, in plain words, frozen when they go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lagesbild.access.policy import Action, require
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.publication_parts import published_place, published_promise
from lagesbild.analysis.situation import situation
from lagesbild.analysis.trends import Trend, trend
from lagesbild.analysis.wording import Row, number, short_unit, value_text
from lagesbild.domain.errors import AccessDenied, LagesbildError
from lagesbild.domain.geography import RIKET_CODE
from lagesbild.domain.indicator import Indicator, Kind, Polarity
from lagesbild.domain.person import PUBLIC
from lagesbild.domain.publication import (
    Publication,
    PublishedCard,
    PublishedFigure,
    PublishedPoint,
    PublishedVersion,
)
from lagesbild.domain.secrecy import Secrecy, Status
from lagesbild.domain.work.places import MarkedPlace
from lagesbild.domain.work.register import Promise
from lagesbild.domain.work.telling import FactCard
from lagesbild.domain.written import decimals_for, format_period
from lagesbild.store.audit import append_audit
from lagesbild.store.publications import (
    add_publication,
    list_publications,
    withdraw_publication,
)

MOST_FIGURES = 12
MOST_POINTS = 8
MOST_VERSIONS = 50

READINGS = {
    Polarity.HIGH_IS_BAD: "Ett högt tal är dåligt.",
    Polarity.HIGH_IS_GOOD: "Ett högt tal är bra.",
    Polarity.AMBIGUOUS: (
        "Ett högt tal är varken bra eller dåligt i sig. Det kan bero på att fler anmäler eller att "
        "kontrollerna är fler."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to publish.

    invented  True when any of the chosen records are of the example
    """

    title: str
    intro: str
    doing: str
    contact: str
    indicator_ids: tuple[str, ...]
    cards: tuple[FactCard, ...] = ()
    promises: tuple[Promise, ...] = ()
    places: tuple[MarkedPlace, ...] = ()
    invented: bool = False

    @property
    def is_empty(self) -> bool:
        """True when there is nothing but words to publish."""
        return not (self.indicator_ids or self.cards or self.promises or self.places)


def as_the_public(inquiry: Inquiry) -> Inquiry:
    """The same question with the residents' eyes, about the asker's own kommun.

    What the kommun itself has delivered may be chosen too, when its definition says that it is open.
    """
    kommun = inquiry.person.kommun_code or inquiry.kommun_code
    eyes = replace(PUBLIC, kommun_code=kommun)
    return replace(inquiry, person=eyes, kommun_code=kommun)


def publishable(inquiry: Inquiry) -> tuple[Indicator, ...]:
    """The open indicators that have a figure for the kommun."""
    require(inquiry.person, action=Action.PUBLISH)
    tiles = situation(as_the_public(inquiry)).tiles
    known = [tile.indicator for tile in tiles if tile.status is not Status.NOT_COLLECTED]
    return tuple(one for one in known if one.secrecy is Secrecy.OPEN)


def compose(inquiry: Inquiry, draft: Draft) -> Publication:
    """The page as it would go out, with today's figures.

    raises  AccessDenied AC-001 for who may not publish, AC-020 for a measure that is not open;
            LagesbildError PU-001 when there is no title or nothing to show, or too many measures
    """
    require(inquiry.person, action=Action.PUBLISH)
    if not draft.title or draft.is_empty or len(draft.indicator_ids) > MOST_FIGURES:
        raise LagesbildError(
            "PU-001",
            "Det som ska publiceras behöver en rubrik och minst ett mått, kort, löfte eller en plats, "
            f"och inte fler än {MOST_FIGURES} mått.",
            remedy="Fyll i rubriken och välj vad som ska visas, och förhandsgranska igen.",
        )
    asked = as_the_public(inquiry)
    for indicator_id in (*draft.indicator_ids, *(one.indicator for one in draft.cards)):
        if indicator_id:
            _refuse_closed(inquiry.indicator(indicator_id))
    return Publication(
        kommun_code=asked.kommun_code, kommun_name=asked.kommun.name, title=draft.title,
        intro=draft.intro, doing=draft.doing, contact=draft.contact, made_on=inquiry.today,
        figures=tuple(_figure(asked, one) for one in draft.indicator_ids), invented=draft.invented,
        cards=tuple(_card(asked, one) for one in draft.cards),
        promises=tuple(map(published_promise, draft.promises)),
        places=tuple(one for place in draft.places for one in published_place(place)),
    )  # fmt: skip


def preview_card(inquiry: Inquiry, card: FactCard) -> PublishedCard:
    """The card as residents would read it today, also for those who write it and may not publish.

    raises  AccessDenied AC-020 for a measure that is not open; LagesbildError AN-002 for one that is no more
    """
    if card.indicator:
        _refuse_closed(inquiry.indicator(card.indicator))
    return _card(as_the_public(inquiry), card)


def _card(asked: Inquiry, card: FactCard) -> PublishedCard:
    """The claim beside the newest figure as anyone may see it."""
    figure = _figure(asked, card.indicator) if card.indicator else None
    on = f", {card.on.isoformat()}" if card.on else ""
    return PublishedCard(
        claim=card.claim, indicator_id=card.indicator, fact=card.fact, not_said=card.not_said,
        answer=figure.sentence if figure else "",
        period=figure.points[-1].period if figure and figure.points else "",
        source=figure.source if figure else f"Källa: {card.source}{on}.",
        example=bool(figure and figure.example),
    )  # fmt: skip


def _refuse_closed(indicator: Indicator) -> None:
    if indicator.secrecy is not Secrecy.OPEN:
        raise AccessDenied(
            "AC-020",
            f"Måttet {indicator.name} är inte öppet och kan inte publiceras.",
            remedy="Välj bara mått som är öppna för alla.",
        )


def _figure(asked: Inquiry, indicator_id: str) -> PublishedFigure:
    answer = trend(asked, indicator_id=indicator_id)
    indicator = answer.indicator
    source = asked.catalog.sources.get(indicator.source)
    compared = indicator.kind is not Kind.COUNT
    return PublishedFigure(
        indicator_id=indicator.id, name=indicator.name, sentence=answer.sentence,
        definition=indicator.definition, reading=READINGS[indicator.polarity],
        caveat=indicator.caveats[0] if indicator.caveats else "",
        source=_source_text(answer, licence=source.licence if source else ""),
        unit=short_unit(indicator), area=asked.areas[answer.own_code].name,
        points=_points(answer),
        beside_name=asked.areas[RIKET_CODE].name if compared and RIKET_CODE in asked.areas else "",
        example=answer.figures.example,
    )  # fmt: skip


def _source_text(answer: Trend, *, licence: str) -> str:
    told = answer.footnote
    issued = f"utgivet {told.issued_on.isoformat()}" if told.issued_on else ""
    parts = [f"Källa: {told.source}", issued, told.preliminary, told.hidden, licence]
    return ", ".join(part.rstrip(".") for part in parts if part) + "."


def _points(answer: Trend) -> tuple[PublishedPoint, ...]:
    """The newest periods of the kommun, with the country's figure of the same period."""
    frame = answer.figures.totals.sort_values("period_start")
    own = frame[frame["area_code"] == answer.own_code].tail(MOST_POINTS)
    beside = {
        (row["period_start"], row["period_end"]): row
        for row in frame[frame["area_code"] == RIKET_CODE].to_dict("records")
    }
    return tuple(
        _point(answer.indicator, row, beside=beside.get((row["period_start"], row["period_end"])))
        for row in own.to_dict("records")
    )


def _point(indicator: Indicator, row: Row, *, beside: Row | None) -> PublishedPoint:
    return PublishedPoint(
        period=format_period(row["period_start"], row["period_end"], label=row["period_label"]),
        text=_number_text(indicator, row), value=_number_or_none(row),
        beside=_number_text(indicator, beside) if beside else "",
        beside_value=_number_or_none(beside) if beside else None,
    )  # fmt: skip


def _number_or_none(row: Row) -> float | None:
    return None if pd.isna(row["value"]) else float(row["value"])


def _number_text(indicator: Indicator, row: Row) -> str:
    """The figure without its unit, or the word for why there is none."""
    if pd.isna(row["value"]):
        return value_text(indicator, row)
    places = decimals_for(indicator, row["value"], denominator=row["denominator"])
    return number(row["value"], decimals=places)


def publish(inquiry: Inquiry, publication: Publication) -> int:
    """Let the residents see it, exactly as it was composed; returns the version's number.

    raises  AccessDenied AC-001, AC-020 (a definition may have been closed since it was composed)
    """
    require(inquiry.person, action=Action.PUBLISH)
    if publication.kommun_code != as_the_public(inquiry).kommun_code:
        raise AccessDenied(
            "AC-021",
            "Det här hör till en annan kommun än din.",
            remedy="Förhandsgranska på nytt och publicera sedan.",
        )
    for indicator_id in publication.indicator_ids:
        _refuse_closed(inquiry.indicator(indicator_id))
    number = add_publication(inquiry.store, publication, person_id=inquiry.person.id)
    append_audit(
        inquiry.store, person=inquiry.person, action="publish", subject=str(number),
        details={"indicators": publication.indicator_ids},
    )  # fmt: skip
    return number


def withdraw(inquiry: Inquiry, *, publication_id: int) -> None:
    """Take a version of the own kommun away from the residents."""
    require(inquiry.person, action=Action.PUBLISH)
    if publication_id not in {one.publication_id for one in versions(inquiry)}:
        return
    if withdraw_publication(
        inquiry.store, publication_id=publication_id, person_id=inquiry.person.id
    ):
        append_audit(
            inquiry.store, person=inquiry.person, action="withdraw", subject=str(publication_id)
        )


def versions(inquiry: Inquiry) -> Sequence[PublishedVersion]:
    """Every version of the own kommun, newest first, for those who publish."""
    require(inquiry.person, action=Action.PUBLISH)
    kommun = as_the_public(inquiry).kommun_code
    return list_publications(inquiry.store, kommun_code=kommun, most=MOST_VERSIONS)


def current_publication(inquiry: Inquiry) -> PublishedVersion | None:
    """What the residents of the inquiry's kommun see now: the newest version, unless it is withdrawn."""
    found = list_publications(inquiry.store, kommun_code=inquiry.kommun_code, most=1)
    return found[0] if found and found[0].withdrawn_at is None else None
