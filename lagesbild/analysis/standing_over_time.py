"""Has the kommun stood out for long? Its years beside the middle half of all kommuner."""

from __future__ import annotations

from lagesbild.analysis.trends import Trend
from lagesbild.analysis.wording import COUNT_WORDS
from lagesbild.domain.results import Band
from lagesbild.domain.written import joined

FEWEST_PERIODS = 3


def years_beside_band(answer: Trend, *, band: Band | None, kommun: str) -> str:
    """ "Av tio mätta perioder låg Ånge sju bland den hälft ...", empty where nothing can be said.

    answer  the kommun's years, as released; band: those of all kommuner, likewise
    """
    if band is None:
        return ""
    own = answer.figures.totals
    own = own[own["area_code"] == answer.own_code].dropna(subset=["value"])
    both = own.merge(band.frame, on=["period_start", "period_label"])
    if len(both) < FEWEST_PERIODS:
        return ""
    above, below = (
        int((both["value"] > both["high"]).sum()),
        int((both["value"] < both["low"]).sum()),
    )
    within = len(both) - above - below
    places = [
        (within, "bland den hälft av kommunerna som ligger i mitten"),
        (above, "bland den fjärdedel som har högst värden"),
        (below, "bland den fjärdedel som har lägst värden"),
    ]
    most, where = max(places, key=lambda pair: pair[0])
    rest = [f"{_number(count)} {words}" for count, words in places if count and words != where]
    said = [f"{_number(most)} {where}", *rest]
    return f"Av {_number(len(both))} mätta perioder låg {kommun} {joined(said)}."


def _number(count: int) -> str:
    return COUNT_WORDS[count] if count < len(COUNT_WORDS) else str(count)
