"""The line under every figure, written from the released rows it stands under."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.indicator import Kind
from lagesbild.domain.results import Footnote, ReleasedFigures, ReleasedSurvey
from lagesbild.domain.secrecy import Status
from lagesbild.domain.written import NBSP, format_period


def footnote(inquiry: Inquiry, figures: ReleasedFigures, *, attribution: str = "") -> Footnote:
    """Source, issue date, period, n, interval, what is preliminary, what is hidden."""
    frame = figures.frame
    return Footnote(
        source=_source_names(inquiry, figures),
        issued_on=None if frame.empty else frame["issued_on"].max().date(),
        period=_period(frame),
        n=_base(figures),
        interval=_interval(frame),
        preliminary=_preliminary(frame),
        hidden=_hidden(figures),
        method=", ".join(sorted(frame.loc[frame["value"].notna(), "method"].unique())),
        example=figures.example,
        attribution=attribution,
        caveats=figures.indicator.caveats,
    )


def survey_footnote(inquiry: Inquiry, survey: ReleasedSurvey, *, method: str) -> Footnote:
    """As footnote, for the figures of many measures at once.

    method  Swedish: how the measures were set beside each other
    """
    frame = survey.frame
    n = frame.loc[frame["value"].notna(), "indicator"].nunique()
    return Footnote(
        source=_named(inquiry, sorted(frame["source"].unique())),
        issued_on=None if frame.empty else frame["issued_on"].max().date(),
        period=_period(frame), n=f"{n}{NBSP}mått med värde", interval=_interval(frame),
        preliminary=_preliminary(frame), hidden=_hidden_rows(frame), method=method,
        example=bool(frame["is_example"].any()),
    )  # fmt: skip


def _source_names(inquiry: Inquiry, figures: ReleasedFigures) -> str:
    return _named(inquiry, sorted(figures.frame["source"].unique()) or [figures.indicator.source])


def _named(inquiry: Inquiry, ids: list[str]) -> str:
    sources = inquiry.catalog.sources
    return ", ".join(dict.fromkeys(sources[i].provider if i in sources else i for i in ids))


def _period(frame: pd.DataFrame) -> str:
    if frame.empty:
        return ""
    order = np.lexsort([frame["period_end"].to_numpy(), frame["period_start"].to_numpy()])
    texts = [_period_at(frame, int(place)) for place in order[[0, -1]]]
    return texts[0] if texts[0] == texts[1] else f"{texts[0]} till {texts[1]}"


def _period_at(frame: pd.DataFrame, place: int) -> str:
    start, end, label = (
        frame[name].iat[place] for name in ("period_start", "period_end", "period_label")
    )
    return format_period(start, end, label=label)


def _base(figures: ReleasedFigures) -> str:
    indicator = figures.indicator
    if indicator.kind is Kind.COUNT:
        return "totalräknat antal"
    known = figures.frame.loc[figures.frame["is_total"], "denominator"].dropna()
    if known.empty:
        return "underlagets storlek är inte känd"
    low, high = number(known.min()), number(known.max())
    what = "invånare" if indicator.denominator == "scb.folkmangd" else "i underlaget"
    return f"{low}{NBSP}{what}" if low == high else f"{low}–{high}{NBSP}{what}"


def _interval(frame: pd.DataFrame) -> str:
    if frame["lower"].notna().any():
        return "95 procents osäkerhetsintervall"
    return "inget osäkerhetsintervall"


def _preliminary(frame: pd.DataFrame) -> str:
    early = np.flatnonzero((frame["status"] == Status.PRELIMINARY.value).to_numpy(dtype=bool))
    if not len(early):
        return ""
    first = early[np.argmin(frame["period_start"].to_numpy()[early])]
    return f"preliminära siffror från {_period_at(frame, int(first))}"


def _hidden(figures: ReleasedFigures) -> str:
    return _hidden_rows(figures.frame)


def _hidden_rows(frame: pd.DataFrame) -> str:
    hidden = int(frame["is_hidden"].sum())
    at_source = int((frame["status"] == Status.SUPPRESSED.value).sum()) - hidden
    parts = []
    if hidden:
        parts.append(f"{hidden} värden skyddade här")
    if at_source > 0:
        parts.append(f"{at_source} skyddade i källan")
    return ", ".join(parts)
