"""Indicators for measures that come in and that no definition shows yet."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Measure, Source, Theme
from lagesbild.domain.period import PeriodKind, kind_of
from lagesbild.domain.secrecy import Secrecy
from lagesbild.ingest.mapping import Mapping, NewMeasure, kind_of_unit, slug
from lagesbild.ingest.resolve import Resolved

MIN_COUNT = 5


def define_indicators(
    resolved: Resolved, *, source: Source, catalog: Catalog, mapping: Mapping
) -> tuple[Indicator, ...]:
    """One for each delivered measure that no indicator of the catalogue uses in any place."""
    used = {
        measure
        for one in catalog.indicators.values()
        for measure in (one.numerator, one.denominator, one.value)
    }
    answers = {one.measure(source_id=source.id).id: one for one in mapping.measures}
    taken = set(catalog.indicators)
    found = []
    for measure in resolved.measures.values():
        if measure.id in used:
            continue
        rows = resolved.observations[resolved.observations["measure"] == measure.id]
        if rows.empty:
            continue
        named = answers.get(measure.id)
        answer = named or NewMeasure(name=measure.name, unit=measure.unit)
        indicator_id = _free_id(measure, taken=taken)
        taken.add(indicator_id)
        found.append(
            _indicator(
                indicator_id, measure=measure, answer=answer, source=source, rows=rows,
                known=resolved.places.known, theme=_theme(source, catalog=catalog),
                is_named=named is not None,
            )
        )  # fmt: skip
    return tuple(found)


def indicators_with(measures: set[str], *, catalog: Catalog) -> tuple[str, ...]:
    """Ids of the indicators that one of the measures leads."""
    return tuple(
        one.id for one in catalog.indicators.values() if one.leading_measure in measures
    )  # fmt: skip


def _indicator(
    indicator_id: str, *, measure: Measure, answer: NewMeasure, source: Source, rows: pd.DataFrame,
    known: dict[str, Area], theme: Theme, is_named: bool,
) -> Indicator:  # fmt: skip
    kind = answer.kind or kind_of_unit(measure.unit)
    is_count = kind in {Kind.COUNT, Kind.RATE}
    default = Secrecy.OPEN if source.scope == "public" else Secrecy.INTERNAL
    return Indicator(
        id=indicator_id,
        name=measure.name,
        question=f"Hur ser {measure.name[:1].lower()}{measure.name[1:]} ut?",
        definition=f"Som den som lämnade uppgifterna anger: {measure.name}, {measure.unit}. "
        f"Källa: {source.name}.",
        theme=theme if answer.theme is Theme.SAMHALLE else answer.theme,
        # A rate needs a denominator, which a delivered measure does not have.
        kind=Kind.COUNT if is_count else kind,
        unit=measure.unit,
        polarity=answer.polarity,
        source=source.id,
        numerator=measure.id if is_count else None,
        value=None if is_count else measure.id,
        levels=_levels(rows, known=known),
        frequency=_frequency(rows),
        secrecy=answer.secrecy or default,
        min_count=MIN_COUNT,
        caveats=("Definitionen kom med en leverans och är inte granskad.",),
        origin="delivery",
        headline=is_named,
    )


def _free_id(measure: Measure, *, taken: set[str]) -> str:
    name = slug(measure.id)
    number = 2
    while name in taken:
        name, number = f"{slug(measure.id)}_{number}", number + 1
    return name


def _theme(source: Source, *, catalog: Catalog) -> Theme:
    """The theme that most of the source's indicators have."""
    themes = Counter(one.theme for one in catalog.indicators.values() if one.source == source.id)
    return themes.most_common(1)[0][0] if themes else Theme.SAMHALLE


def _levels(rows: pd.DataFrame, *, known: dict[str, Area]) -> tuple[AreaLevel, ...]:
    found = {known[code].level for code in rows["area_code"].unique()}
    return tuple(level for level in AreaLevel if level in found)


def _frequency(rows: pd.DataFrame) -> PeriodKind:
    """The kind that most of the periods are."""
    periods = rows[["period_start", "period_end"]].value_counts().index[0]
    return kind_of(periods[0].date(), periods[1].date())
