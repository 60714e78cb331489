"""Which problem does most harm, by weights that the council itself stands for?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lagesbild.analysis.priority import FiguresSay
from lagesbild.analysis.wording import number
from lagesbild.domain.priority import Told
from lagesbild.domain.work.harm import Weight
from lagesbild.domain.work.priority import Answer, Criterion
from lagesbild.stats.harm import FEW_EVENTS, HarmWeight, crime_harm_index
from lagesbild.stats.verdict import Assessment

WITHOUT_TABLE = (
    "Inga vikter för skada är inlagda, så skadan bedöms av personer. De läggs in under Vikter, när rådet har "
    "beslutat om dem."
)


def with_harm(
    told: Mapping[str, tuple[Told, ...]], *, found: Mapping[str, FiguresSay],
    weights: Mapping[str, Weight | None],
) -> dict[str, tuple[Told, ...]]:  # fmt: skip
    """Every problem's answers with the one about harm, in the same order.

    found    what the figures say of each problem; only visible counts are weighed
    weights  of each problem's measure; None where the council has no weight for it
    """
    weighed = {key: _weigh(found[key], weight) for key, weight in weights.items()}
    known = {key: one for key, one in weighed.items() if one is not None}
    answers = {
        key: _answer(key, found=found[key], weight=weights.get(key), known=known,
                     has_table=any(weights.values()))
        for key in told
    }  # fmt: skip
    return {
        key: tuple(answers[key] if one.criterion is Criterion.HARM else one for one in own)
        for key, own in told.items()
    }


def _weigh(found: FiguresSay, weight: Weight | None) -> Assessment | None:
    """Days in all; None where there is nothing to weigh, or too few events to tell them apart."""
    if weight is None or not found.count:
        return None
    answer = crime_harm_index(
        {weight.indicator: found.count}, population=1.0, per=1.0,
        weights=[HarmWeight(category=weight.indicator, days=weight.days, source=weight.source)],
    )  # fmt: skip
    return None if FEW_EVENTS in answer.broken else answer


def _answer(
    key: str, *, found: FiguresSay, weight: Weight | None, known: Mapping[str, Assessment],
    has_table: bool,
) -> Told:  # fmt: skip
    if not has_table:
        return _unknown(WITHOUT_TABLE)
    if weight is None:
        return _unknown("Problemets mått har ingen vikt bland rådets vikter.")
    if key not in known:
        return _unknown("Det är för få händelser, eller antalet är skyddat.")
    if len(known) < 2:
        return _unknown("Det finns inget annat problem med både antal och vikt att jämföra med.")
    own = known[key]
    place = 1 + sum(other.estimate > own.estimate for other in known.values())
    first = max(known.values(), key=lambda one: one.estimate)
    short = "störst" if place == 1 else f"plats {place}"
    return replace(
        _unknown(""), answer=_judged(key, known=known, own=own, first=first),
        short=f"{short} av {len(known)}", page_id="indikator",
        words=(
            f"{number(found.count or 0)} under {found.period} gånger {weight.days} dagar är "
            f"{number(own.estimate)} dagar ({number(own.lower)}–{number(own.upper)}): {short} av de "
            f"{len(known)} problem som kan vägas. Vikten: {weight.source}."
        ),
    )  # fmt: skip


def _judged(
    key: str, *, known: Mapping[str, Assessment], own: Assessment, first: Assessment
) -> Answer:
    """Clearly most is yes; what chance alone could have put beside the first is partly; the rest is no."""
    others = [one for name, one in known.items() if name != key]
    if all(own.lower > one.upper for one in others):
        return Answer.YES
    return Answer.PARTLY if own.upper >= first.lower else Answer.NO


def _unknown(why: str) -> Told:
    return Told(
        criterion=Criterion.HARM, answer=Answer.UNKNOWN, short="kan inte bedömas", words=why
    )  # fmt: skip
