"""How far does a measure reach? So many of how many, and where nothing has been done."""

from __future__ import annotations

from dataclasses import dataclass

from lagesbild.domain.work.reach import CountedHow, Has, Reach, ReachedPlace

FEWEST_PEOPLE = 5
TOO_FEW = "skyddat (för få)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTold:
    """One place as it may be shown.

    share  0 to 1; None where it is not known or not shown
    """

    place: str
    words: str
    share: float | None
    on: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachTold:
    """What is said of a reach: the sentence first, then place by place, the least reached first."""

    sentence: str
    places: tuple[PlaceTold, ...]


def tell_reach(reach: Reach) -> ReachTold:
    """As the pages show it. Where people are counted, small numbers are hidden, and so is the sum that
    would give one of them away."""
    yes_no = reach.how is CountedHow.YES_NO
    places = [_yes_no(one) if yes_no else _share(one, reach=reach) for one in reach.places]
    return ReachTold(
        sentence=_yes_no_sentence(reach) if yes_no else _share_sentence(reach),
        places=tuple(sorted(places, key=_least_first)),
    )


def _least_first(one: PlaceTold) -> tuple[bool, float, str]:
    """What has no number stands last, by name: its place among the others would tell of it."""
    return one.share is None, one.share or 0.0, one.place


def is_hidden(one: ReachedPlace, *, reach: Reach) -> bool:
    """Whether a number, or what is left of the whole, is too small to be shown."""
    if not reach.is_people or reach.how is not CountedHow.SHARE or not one.total:
        return False
    left = one.total - one.reached
    return any(0 < number < FEWEST_PEOPLE for number in (one.reached, left, one.total))


def _share(one: ReachedPlace, *, reach: Reach) -> PlaceTold:
    if is_hidden(one, reach=reach):
        words, share = TOO_FEW, None
    elif one.total:
        share = one.reached / one.total
        words = f"{one.reached} av {one.total} ({_percent(share)})"
    else:
        words, share = "vet inte hur många som finns", None
    return _told(one, words=words, share=share)


def _yes_no(one: ReachedPlace) -> PlaceTold:
    share = {Has.YES: 1.0, Has.NO: 0.0}.get(one.has)
    return _told(one, words=one.has.words, share=share)


def _told(one: ReachedPlace, *, words: str, share: float | None) -> PlaceTold:
    on = one.on.isoformat() if one.on else "–"
    return PlaceTold(place=one.place, words=words, share=share, on=on, note=one.note or "–")


def _yes_no_sentence(reach: Reach) -> str:
    if not reach.places:
        return f"{reach.title}: inga svar är inlagda än."
    counts = {has: [one.place for one in reach.places if one.has is has] for has in Has}
    unit = reach.unit.lower() or "platser"
    words = f"{reach.title}: {len(counts[Has.YES])} av {len(reach.places)} {unit} har det"
    if counts[Has.NO]:
        words = f"{words}. Inte: {', '.join(counts[Has.NO])}"
    if counts[Has.UNKNOWN]:
        words = f"{words}. Vet inte: {', '.join(counts[Has.UNKNOWN])}"
    return f"{words}."


def _share_sentence(reach: Reach) -> str:
    known = [one for one in reach.places if one.total]
    if not known:
        return f"{reach.title}: går inte att räkna än, ingen plats har ett antal av hur många."
    if any(is_hidden(one, reach=reach) for one in known):
        return (
            f"{reach.title}: summan visas inte, eftersom den skulle avslöja ett antal under "
            f"{FEWEST_PEOPLE} på någon plats.{_goal(reach, share=None)}"
        )
    reached, total = sum(one.reached for one in known), sum(one.total for one in known)
    unit = f" {reach.unit.lower()}" if reach.unit else ""
    words = f"{reach.title}: {reached} av {total}{unit} ({_percent(reached / total)})"
    none = [one.place for one in known if not one.reached]
    if none and len(known) > 1:
        words = f"{words}. Ingen i {', '.join(none)}"
    unknown = len(reach.places) - len(known)
    if unknown:
        words = f"{words}. {unknown} {'plats' if unknown == 1 else 'platser'} saknar antal"
    return f"{words}.{_goal(reach, share=reached / total)}"


def _goal(reach: Reach, *, share: float | None) -> str:
    if not reach.goal:
        return ""
    by = f" senast {reach.goal_on}" if reach.goal_on else ""
    met = "" if share is None else ", nått" if share * 100 >= reach.goal else ", inte nått"
    return f" Mål: {reach.goal} %{by}{met}."


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
