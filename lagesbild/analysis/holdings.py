"""What do we have, from whom, how old is it, and what is missing?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.access.policy import Action, may
from lagesbild.analysis.calendar import NextFigure, next_figure
from lagesbild.analysis.event_kinds import event_kinds
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.indicator import Indicator, Source
from lagesbild.domain.period import MONTHS
from lagesbild.domain.secrecy import Status
from lagesbild.store.deliveries import Delivery, list_deliveries
from lagesbild.store.events import EventKind
from lagesbild.store.lookups import Holding
from lagesbild.store.observations import fetch_extent


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHolding:
    """One source. ``status``: VALUE when something is in, NOT_COLLECTED when nobody has delivered,
    NOT_YET when nothing newer can be expected."""

    source: Source
    status: Status
    issued_on: date | None
    newest_period: str
    is_example: bool
    n_indicators: int
    n_filled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorHolding:
    """One indicator and what there is of it."""

    indicator: Indicator
    status: Status
    first_period: date | None
    last_period: date | None
    issued_on: date | None
    n_observations: int
    is_example: bool
    coming: NextFigure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHolding:
    """The lists of single events from one source, of the kinds that the person may see.

    covers  the stretches of days that they are the whole of, in words
    """

    source: Source
    kinds: tuple[str, ...]
    covers: str
    last_day: date
    is_example: bool


DeliveredFile = Delivery
"""What the page shows a row of; the store's own type, which pages do not import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the page Datakällor shows.

    tells_events  whether the person may know how many events a delivery has: less those of the list
                  before they are what came in between, also where that is hidden
    """

    sentence: str
    sources: tuple[SourceHolding, ...]
    indicators: tuple[IndicatorHolding, ...]
    deliveries: tuple[Delivery, ...]
    tells_events: bool
    events: tuple[EventHolding, ...] = ()


def holdings(inquiry: Inquiry) -> Holdings:
    """Every source and indicator of the catalogue, also those of which there is nothing."""
    kommun = inquiry.person.kommun_code
    extent = _extent_by_measure(inquiry)
    indicators = tuple(
        _indicator_holding(one, extent.get(one.leading_measure, []), today=inquiry.today)
        for one in inquiry.catalog.indicators.values()
    )
    sources = tuple(
        _group_holding(one, inquiry) if one.groups else _source_holding(one, indicators)
        for one in inquiry.catalog.sources.values()
    )
    sees = may(inquiry.person, action=Action.SEE_DELIVERIES)
    deliveries = tuple(list_deliveries(inquiry.store, kommun_code=kommun)) if sees else ()
    return Holdings(
        sentence=_sentence(sources),
        sources=sources, indicators=indicators, deliveries=deliveries,
        tells_events=may(inquiry.person, action=Action.DELIVER),
        events=tuple(_event_holdings(inquiry)),
    )  # fmt: skip


def _event_holdings(inquiry: Inquiry) -> Iterator[EventHolding]:
    """Source by source; days only, no numbers."""
    kinds = event_kinds(inquiry).spans
    by_source: dict[str, dict[str, EventKind]] = {}
    for indicator_id, span in kinds.items():
        name = inquiry.catalog.indicators[indicator_id].name
        by_source.setdefault(span.source, {})[name] = span
    for source_id, spans in sorted(by_source.items()):
        source = inquiry.catalog.sources.get(source_id)
        if source is None:
            continue
        runs = sorted({run for span in spans.values() for run in span.runs})
        yield EventHolding(
            source=source, kinds=tuple(sorted(spans)),
            covers="; ".join(f"{first} till {last}" for first, last in runs),
            last_day=max(last for _, last in runs),
            is_example=all(span.is_example for span in spans.values()),
        )  # fmt: skip


def _extent_by_measure(inquiry: Inquiry) -> dict[str, list[Holding]]:
    """What there is by measure: real where anyone has delivered, else example."""
    found: dict[str, list[Holding]] = {}
    for one in fetch_extent(inquiry.store, kommun_code=inquiry.person.kommun_code):
        found.setdefault(one.measure, []).append(one)
    return {
        measure: [one for one in held if not one.is_example] or held
        for measure, held in found.items()
    }


def _indicator_holding(
    indicator: Indicator, held: list[Holding], *, today: date
) -> IndicatorHolding:
    if not held:
        return IndicatorHolding(
            indicator=indicator, status=Status.NOT_COLLECTED, first_period=None, last_period=None,
            issued_on=None, n_observations=0, is_example=False, coming=None,
        )  # fmt: skip
    last = max(one.last_period for one in held)
    return IndicatorHolding(
        indicator=indicator,
        status=Status.VALUE,
        first_period=min(one.first_period for one in held),
        last_period=last,
        issued_on=max(one.issued_on for one in held),
        n_observations=sum(one.n for one in held),
        is_example=all(one.is_example for one in held),
        coming=next_figure(indicator, last_end=last, today=today),
    )


def _source_holding(source: Source, indicators: tuple[IndicatorHolding, ...]) -> SourceHolding:
    mine = [one for one in indicators if one.indicator.source == source.id]
    filled = [one for one in mine if one.status is Status.VALUE]
    last = max((one.last_period for one in filled if one.last_period), default=None)
    return SourceHolding(
        source=source,
        status=Status.VALUE if filled else Status.NOT_COLLECTED,
        issued_on=max((one.issued_on for one in filled if one.issued_on), default=None),
        newest_period=_period_before(last),
        is_example=bool(filled) and all(one.is_example for one in filled),
        n_indicators=len(mine),
        n_filled=len(filled),
    )


def _group_holding(source: Source, inquiry: Inquiry) -> SourceHolding:
    """A source of lists of kommungrupper, which has no figures and no period."""
    issued = [one.issued_on for one in inquiry.catalog.kommungrupper if one.issued_on]
    return SourceHolding(
        source=source, status=Status.VALUE if issued else Status.NOT_COLLECTED,
        issued_on=issued[0] if issued else None, newest_period="", is_example=False,
        n_indicators=0, n_filled=0,
    )  # fmt: skip


def _period_before(end: date | None) -> str:
    """The month that a half-open end closes."""
    if end is None:
        return ""
    last = end - timedelta(days=1)
    return f"{MONTHS[last.month - 1]} {last.year}"


def _sentence(sources: tuple[SourceHolding, ...]) -> str:
    here = sum(one.status is Status.VALUE and not one.is_example for one in sources)
    example = sum(one.is_example for one in sources)
    text = f"Underlag: {here} av {len(sources)} källor har lämnat riktiga uppgifter"
    return f"{text}, {example} visas med påhittade exempeldata." if example else f"{text}."
