"""The line under a figure of events, written from what was released."""

from __future__ import annotations

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote


def event_footnote(
    inquiry: Inquiry, indicator: Indicator, *, period: str, hidden: str, total: float | None,
    method: str, example: bool, interval: str = "inget osäkerhetsintervall", attribution: str = "",
) -> Footnote:  # fmt: skip
    """total  how many events the figure is about, None when that is not told"""
    source = inquiry.catalog.sources.get(indicator.source)
    return Footnote(
        source=source.provider if source else indicator.source, issued_on=None, period=period,
        n="" if total is None else f"{number(total)} händelser", interval=interval, preliminary="",
        hidden=hidden, method=method, example=example, attribution=attribution,
        caveats=indicator.caveats,
    )  # fmt: skip
