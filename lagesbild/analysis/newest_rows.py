"""Released rows of many measures, by measure and area: asked once, read by Översikt and Signaler."""

from __future__ import annotations

from collections.abc import Sequence

from lagesbild.access.release import release_survey
from lagesbild.analysis.change import Row
from lagesbild.analysis.figures import raw_survey
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.period import PeriodKind
from lagesbild.store.observations import Grain

Rows = dict[str, dict[str, list[Row]]]
"""Indicator -> area -> undivided rows. Plain rows: a frame for each of 150 measures takes seconds."""

_USED = (
    "indicator", "area_code", "period_start", "period_end", "period_label", "count", "denominator",
    "value", "lower", "upper", "status", "status_reason", "is_example",
)  # fmt: skip


def adds_up(indicator: Indicator) -> bool:
    """Months of a count are shown as the latest twelve, so that the season does not mislead."""
    return indicator.frequency is PeriodKind.MONTH and indicator.numerator is not None


def own_places(inquiry: Inquiry) -> list[str]:
    """The kommun and its treatment plants."""
    plants = [
        area.code
        for area in inquiry.areas.values()
        if area.level is AreaLevel.VERK and area.parent_code == inquiry.kommun_code
    ]
    return [inquiry.kommun.code, *plants]


def rows_of(
    inquiry: Inquiry, indicators: Sequence[Indicator], *, grain: Grain, areas: Sequence[str]
) -> Rows:
    """The person's figures of the indicators; each of them is a key, with figures or without."""
    raw = raw_survey(inquiry, indicators=indicators, grain=grain, area_codes=areas)
    released = release_survey(raw, person=inquiry.person)
    frame = released.frame[released.frame["is_total"]]
    found: Rows = {one.id: {} for one in indicators}
    for row in frame[list(_USED)].to_dict("records"):
        found[row["indicator"]].setdefault(row["area_code"], []).append(row)
    return found


def delivered_rows(inquiry: Inquiry) -> Rows:
    """As delivered, for every headline measure that is not shown as twelve months, beside the county
    and the country."""
    wanted = [one for one in inquiry.catalog.indicators.values() if one.headline]
    return rows_of(
        inquiry, [one for one in wanted if not adds_up(one)], grain=Grain.AS_DELIVERED,
        areas=[*own_places(inquiry), *inquiry.yardsticks],
    )  # fmt: skip
