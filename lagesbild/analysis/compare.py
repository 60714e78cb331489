"""Do we stand out? The kommun among others in the same period, ranked with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lagesbild.access.release import in_order, part_of
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.groups import COUNTED_WORDS, Group, find_members, with_group_source
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.similar import Similar
from lagesbild.analysis.wording import interval_text, value_text
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote, ReleasedFigures
from lagesbild.domain.written import format_period
from lagesbild.store.observations import Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the page Jämför shows.

    figures     one row an area, highest first, riket and län among them
    how_chosen  Swedish: the method behind the group
    """

    indicator: Indicator
    group: Group
    sentence: str
    figures: ReleasedFigures
    how_chosen: str
    footnote: Footnote


def compare(
    inquiry: Inquiry, *, indicator_id: str, group: Group = Group.SIMILAR,
    area_codes: Sequence[str] = (), similar: Similar | None = None,
) -> Comparison:  # fmt: skip
    """An indicator's newest common period for the kommun and a group of others.

    area_codes  the others, when the group is CHOSEN
    similar     when they are known already
    raises      LagesbildError AN-001..AN-003
    """
    indicator = inquiry.indicator(indicator_id)
    members = find_members(inquiry, group=group, areas=area_codes, similar=similar)
    wanted = list(dict.fromkeys([inquiry.kommun.code, *members.codes, *inquiry.yardsticks]))
    everything = released_figures(
        inquiry, indicator_id=indicator_id, grain=Grain.YEAR, area_codes=wanted
    )  # fmt: skip
    figures = _newest(inquiry, everything)
    return Comparison(
        indicator=indicator, group=group, figures=figures, how_chosen=members.how,
        sentence=_sentence(inquiry, figures, group=group),
        footnote=with_group_source(footnote(inquiry, figures), members),
    )  # fmt: skip


def _newest(inquiry: Inquiry, everything: ReleasedFigures) -> ReleasedFigures:
    """The newest period in which the kommun itself has a row, or else anyone."""
    totals = everything.totals
    own = totals[totals["area_code"] == inquiry.kommun_code]
    starts = (own if len(own) else totals)["period_start"]
    in_period = everything.frame["is_total"] & (everything.frame["period_start"] == starts.max())
    figures = part_of(everything, rows=in_period)
    return in_order(figures, by=-figures.frame["value"])


def _sentence(inquiry: Inquiry, figures: ReleasedFigures, *, group: Group) -> str:
    indicator, kommun = figures.indicator, inquiry.kommun
    own = figures.frame[figures.frame["area_code"] == kommun.code]
    if own.empty:
        return f"{indicator.name}: det finns inga uppgifter för {kommun.name} att jämföra."
    row = own.iloc[0]
    when = format_period(row["period_start"], row["period_end"], label=row["period_label"])
    figure = " ".join(x for x in (value_text(indicator, row), interval_text(indicator, row)) if x)
    lead = f"{indicator.name} {when}: {kommun.name} har {figure}"
    if pd.isna(row["value"]):
        return f"{indicator.name} {when}: {kommun.name} kan inte jämföras – {figure}."
    others = figures.frame[
        (figures.frame["area_level"] == AreaLevel.KOMMUN.value)
        & (figures.frame["area_code"] != kommun.code)
    ].dropna(subset=["value"])
    among = COUNTED_WORDS[group]
    if others.empty:
        return f"{lead}. Inga {among} har uppgifter att jämföra med."
    if len(others) == 1:
        return f"{lead}. {_beside_one(others.iloc[0], own=row)}"
    if pd.isna(row["lower"]):
        lower = int((others["value"] < row["value"]).sum())
        return f"{lead}. {lower} av {len(others)} {among} har ett lägre värde."
    above = int((others["lower"] > row["upper"]).sum())
    below = int((others["upper"] < row["lower"]).sum())
    alike = len(others) - above - below
    return (
        f"{lead}. Av {len(others)} {among} ligger {below} säkert lägre, "
        f"{above} säkert högre, och {alike} kan inte skiljas från {kommun.name}."
    )


def _beside_one(other: pd.Series, *, own: pd.Series) -> str:
    """The only other kommun that has a value: surely higher or lower where there are intervals."""
    name, sure = other["area_name"], "" if pd.isna(own["lower"]) else "säkert "
    low, high = (other["value"], other["value"]) if not sure else (other["lower"], other["upper"])
    if low > (own["upper"] if sure else own["value"]):
        return f"{name} ligger {sure}högre."
    if high < (own["lower"] if sure else own["value"]):
        return f"{name} ligger {sure}lägre."
    return f"{name} kan inte skiljas från {own['area_name']}."
