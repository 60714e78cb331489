"""What do the figures say about a problem that is to be weighed against others? A criterion at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.similar import Similar
from lagesbild.analysis.standing import standing
from lagesbild.analysis.trends import Trend, trend
from lagesbild.analysis.wording import number
from lagesbild.domain.geography import RIKET_CODE
from lagesbild.domain.indicator import Indicator, Kind, Polarity
from lagesbild.domain.priority import Told
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.work.priority import Answer, Criterion
from lagesbild.stats.concentration import concentration
from lagesbild.stats.expectation import Verdict as Change
from lagesbild.stats.verdict import Verdict

FEWEST_YEARS = 5
"""Years beside the country before "har varit så länge" means anything."""
MOSTLY = 0.75
FEWEST_PARTS = 3

COUNTED = frozenset({Kind.COUNT, Kind.RATE})
"""What has a number of events that can be laid beside another's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresSay:
    """What the figures of one measure say, in the order of the criteria; how common it is needs others.

    count  the newest visible count of the kommun, None where there is none to compare
    """

    told: tuple[Told, ...]
    count: float | None
    period: str


def figures_say(
    inquiry: Inquiry, *, indicator_id: str, similar: Similar | None = None
) -> FiguresSay:
    """The measure's own answers, from released figures only.

    raises  LagesbildError AN-001..AN-003
    """
    found = trend(inquiry, indicator_id=indicator_id)
    latest = found.change.latest if found.change else None
    count = None if latest is None or found.indicator.kind not in COUNTED else latest["count"]
    return FiguresSay(
        told=(
            _increasing(found), _lasting(inquiry, found),
            _deviating(inquiry, found.indicator, similar=similar), _concentrated(found),
            _unknown(Criterion.HARM, "Inga vikter för skada är inlagda, så skadan bedöms av personer."),
        ),
        count=None if count is None or pd.isna(count) else float(count),
        period=str(latest["period_label"]) if latest else "",
    )  # fmt: skip


def with_how_common(found: Mapping[str, FiguresSay]) -> dict[str, tuple[Told, ...]]:
    """Every problem's answers, how common it is among them first. Only visible counts are compared."""
    counts = {key: one.count for key, one in found.items() if one.count is not None}
    return {
        key: (_common(one, counts=counts), *one.told) for key, one in found.items()
    }  # fmt: skip


def _common(one: FiguresSay, *, counts: Mapping[str, float]) -> Told:
    if one.count is None:
        return _unknown(Criterion.COMMON, "Problemet har inget antal som får visas.")
    if len(counts) < 2:
        return _unknown(Criterion.COMMON, "Det finns inget annat problem med ett antal att jämföra med.")  # fmt: skip
    place = 1 + sum(other > one.count for other in counts.values())
    is_first, is_last = place == 1, place > (len(counts) + 1) / 2
    short = "flest" if is_first else f"plats {place}"
    return Told(
        criterion=Criterion.COMMON, page_id="indikator",
        answer=Answer.YES if is_first else Answer.NO if is_last else Answer.PARTLY,
        short=f"{short} av {len(counts)}",
        words=f"{number(one.count)} i kommunen {one.period}: {short} av de {len(counts)} problem som kan räknas.",
    )  # fmt: skip


def _unknown(criterion: Criterion, why: str) -> Told:
    return Told(
        criterion=criterion, answer=Answer.UNKNOWN, short="kan inte bedömas", words=why
    )  # fmt: skip


INCREASE: dict[Change, tuple[Answer, str]] = {
    Change.CLEARLY_MORE: (Answer.YES, "tydligt högre"),
    Change.PROBABLY_MORE: (Answer.PARTLY, "troligen högre"),
    Change.AS_BEFORE: (Answer.NO, "ungefär som tidigare"),
    Change.PROBABLY_FEWER: (Answer.NO, "troligen lägre"),
    Change.CLEARLY_FEWER: (Answer.NO, "tydligt lägre"),
}
DECREASE = {
    Change.CLEARLY_FEWER: Answer.YES, Change.PROBABLY_FEWER: Answer.PARTLY,
    Change.AS_BEFORE: Answer.NO, Change.PROBABLY_MORE: Answer.NO, Change.CLEARLY_MORE: Answer.NO,
}  # fmt: skip
"""Where high is good, the problem grows when the figure falls."""


def _increasing(found: Trend) -> Told:
    expected = found.change.expectation if found.change else None
    if expected is None or expected.verdict is Change.CANNOT_TELL:
        return _unknown(Criterion.INCREASING, found.sentence)
    answer, short = INCREASE[expected.verdict]
    if found.indicator.polarity is Polarity.HIGH_IS_GOOD:
        answer = DECREASE[expected.verdict]
    return Told(
        criterion=Criterion.INCREASING, answer=answer, short=short, words=found.sentence,
        page_id="indikator",
    )  # fmt: skip


def _lasting(inquiry: Inquiry, found: Trend) -> Told:
    """In how many years the kommun has been on the bad side of the country."""
    totals = found.figures.frame
    own = _by_year(totals, code=found.own_code)
    country = _by_year(totals, code=RIKET_CODE)
    years = sorted(own.keys() & country.keys())
    if len(years) < FEWEST_YEARS:
        return _unknown(
            Criterion.LASTING,
            f"Det finns {len(years)} år att jämföra med riket; det behövs minst {FEWEST_YEARS}.",
        )
    good = found.indicator.polarity is Polarity.HIGH_IS_GOOD
    worse = sum(own[year] < country[year] if good else own[year] > country[year] for year in years)
    share = worse / len(years)
    side = "lägre" if good else "högre"
    return Told(
        criterion=Criterion.LASTING, page_id="indikator", short=f"{worse} av {len(years)} år",
        answer=Answer.YES if share >= MOSTLY else Answer.PARTLY if share >= 0.5 else Answer.NO,
        words=f"{inquiry.kommun.name} har legat {side} än riket {worse} av {len(years)} år.",
    )  # fmt: skip


def _by_year(totals: pd.DataFrame, *, code: str) -> dict[object, float]:
    rows = totals[(totals["area_code"] == code) & totals["value"].notna()]
    return dict(zip(rows["period_start"], rows["value"], strict=True))


def _deviating(inquiry: Inquiry, indicator: Indicator, *, similar: Similar | None) -> Told:
    found = standing(inquiry, indicator_id=indicator.id, similar=similar)
    if found.verdict is Verdict.CANNOT_ASSESS:
        return _unknown(Criterion.DEVIATING, found.sentence)
    worse = Verdict.LOWER if indicator.polarity is Polarity.HIGH_IS_GOOD else Verdict.HIGHER
    if found.verdict is not worse:
        answer, short = Answer.NO, "inom det vanliga"
        if found.verdict is not Verdict.NOT_SHOWN:
            short = "åt det bättre hållet" if indicator.polarity is not Polarity.AMBIGUOUS else "lägre"  # fmt: skip
    else:
        answer = Answer.YES if found.is_clear else Answer.PARTLY
        side = "lägre" if worse is Verdict.LOWER else "högre"
        short = f"tydligt {side}" if found.is_clear else f"kanske {side}"
    return Told(
        criterion=Criterion.DEVIATING, answer=answer, short=short, words=found.sentence,
        page_id="sticker_ut",
    )  # fmt: skip


def _concentrated(found: Trend) -> Told:
    """Half of the events in fewer of the kommun's parts than chance gives; only where every part's
    count is visible, since the parts that are seen say something about those that are not."""
    newest = _newest(found.sub_areas)
    if newest is None or found.indicator.kind not in COUNTED or len(newest) < FEWEST_PARTS:
        return _unknown(Criterion.CONCENTRATED, "Måttet finns inte för kommunens delar.")
    hidden = int(newest["count"].isna().sum())
    if hidden:
        return _unknown(
            Criterion.CONCENTRATED,
            f"{hidden} av kommunens {len(newest)} delar är skyddade eller saknas.",
        )
    sizes = newest["denominator"] if newest["denominator"].notna().all() else None
    answer = concentration(newest["count"].to_numpy(float), sizes=None if sizes is None else sizes.to_numpy(float))  # fmt: skip
    if answer.assessment.verdict is Verdict.CANNOT_ASSESS:
        return _unknown(Criterion.CONCENTRATED, "Det är för få händelser för att bedöma var de samlas.")  # fmt: skip
    top = ", ".join(newest.nlargest(answer.places, "count")["area_name"])
    is_more = answer.assessment.verdict is Verdict.HIGHER
    return Told(
        criterion=Criterion.CONCENTRATED, answer=Answer.YES if is_more else Answer.NO,
        short=f"hälften i {answer.places} av {len(newest)}", page_id="karta",
        words=(
            f"Minst hälften finns i {answer.places} av kommunens {len(newest)} delar ({top}), "
            f"{'mer samlat än slumpen ger' if is_more else 'ungefär som slumpen ger'}."
        ),
    )  # fmt: skip


def _newest(parts: ReleasedFigures | None) -> pd.DataFrame | None:
    if parts is None or parts.is_empty:
        return None
    frame = parts.frame
    return frame[frame["period_start"] == frame["period_start"].max()]


def nothing_said(why: str) -> FiguresSay:
    """For a problem without a measure: every answer is left to people."""
    criteria = (
        Criterion.INCREASING, Criterion.LASTING, Criterion.DEVIATING, Criterion.CONCENTRATED,
        Criterion.HARM,
    )  # fmt: skip
    return FiguresSay(told=tuple(_unknown(one, why) for one in criteria), count=None, period="")
