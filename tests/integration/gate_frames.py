"""Everything that the pages, the downloads and the command line give out of a measure, for a role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lagesbild.access.release import release_survey
from lagesbild.analysis.figures import raw_survey
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import division_of
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.store.observations import Grain
from tests.property.attacker import Attacker, Wanted

GRAINS = (Grain.AS_DELIVERED, Grain.YEAR, Grain.TWELVE_MONTHS)

Key = tuple[str, int, int, str]
"""Area, first day, day after, breakdown."""


@dataclass(slots=True)
class Published:
    """One measure's cells: the numbers that were given out, and the true ones to judge by."""

    shown: dict[Key, float] = field(default_factory=dict)
    true: dict[Key, float] = field(default_factory=dict)
    base: dict[Key, float] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    division: dict[str, str] = field(default_factory=dict)
    totals: set[str] = field(default_factory=set)


def publish(
    inquiry: Inquiry, indicators: list[Indicator], *, with_pattern: bool = True,
    area_codes: list[str] | None = None,
) -> Published:  # fmt: skip
    """What all indicators of one measure give out, at every grain, everywhere and always."""
    found = Published()
    for grain in GRAINS:
        raw = raw_survey(inquiry, indicators=indicators, grain=grain, area_codes=area_codes)
        if not with_pattern:
            raw.frame["is_protected"] = False
        released = release_survey(raw, person=inquiry.person)
        _take(found, raw.frame, released.frame, indicators=indicators)
    return found


def _take(
    found: Published, raw: pd.DataFrame, released: pd.DataFrame, *, indicators: list[Indicator]
) -> None:
    start = raw["period_start"].to_numpy(dtype="datetime64[D]").astype(int).tolist()
    end = raw["period_end"].to_numpy(dtype="datetime64[D]").astype(int).tolist()
    text = raw["breakdown"].where(~raw["is_total"], "")
    keys = list(zip(raw["area_code"], start, end, text, strict=True))
    share = any(one.kind is Kind.SHARE for one in indicators)
    true, shown = _counts(raw, share=share), _counts(released, share=share)
    for key, number, seen, base in zip(keys, true, shown, raw["denominator"], strict=True):
        if number == number:
            found.true[key] = number
        if share and base == base:
            found.base[key] = base
        if seen == seen:
            found.shown[key] = seen
    found.parent.update(zip(raw["area_code"], raw["area_parent"], strict=True))
    codes = zip(raw["area_code"], raw["area_level"], strict=True)
    found.division.update({code: f"{level}:{division_of(code)}" for code, level in codes})


def _counts(frame: pd.DataFrame, *, share: bool) -> list[float]:
    count = frame["count"].astype(float)
    if share:
        count = count.fillna((frame["value"] / 100 * frame["denominator"]).round())
    return count.tolist()


def attacker_of(found: Published, *, years: tuple[int, int]) -> Attacker:
    """Someone with everything that was given out of periods within the years, and every sum that is
    true of the numbers."""
    first, last = (int(np.datetime64(f"{y}-01-01").astype(int)) for y in years)
    inside = {k: v for k, v in found.true.items() if first <= k[1] and k[2] <= last}
    attacker = Attacker()
    for key in inside:
        if key in found.shown:
            attacker.known[key] = found.shown[key]
        else:
            attacker.hidden[key] = (0.0, found.base.get(key, np.inf))
    for whole, parts in _sums(found, inside):
        if abs(inside[whole] - sum(inside[p] for p in parts)) < 1e-9:
            attacker.sums.append((whole, parts))
    return attacker


def attacker_of_two(whole: Published, part: Published, *, years: tuple[int, int]) -> Attacker:
    """As attacker_of for two measures, of which the one counts all that the other does."""
    both = Attacker()
    for name, found in (("whole", whole), ("part", part)):
        one = attacker_of(found, years=years)
        both.known |= {(name, key): number for key, number in one.known.items()}
        both.hidden |= {(name, key): reach for key, reach in one.hidden.items()}
        both.sums += [((name, key), [(name, p) for p in parts]) for key, parts in one.sums]
    for key, number in whole.true.items():
        inside = ("whole", key) in both.known.keys() | both.hidden.keys()
        if inside and part.true.get(key, np.inf) <= number:
            both.hidden["rest", key] = (0.0, np.inf)
            both.sums.append((("whole", key), [("part", key), ("rest", key)]))
    return both


def wanted_of_two(
    whole: Published, part: Published, *, years: tuple[int, int],
    wholes: list[Indicator], parts: list[Indicator],
) -> dict[tuple[str, Key], Wanted]:  # fmt: skip
    """As wanted_of. A part may be as great as a whole that is not small itself, and no greater."""
    goals: dict[tuple[str, Key], Wanted] = {}
    for name, found, indicators in (("whole", whole, wholes), ("part", part, parts)):
        alone = wanted_of(found, attacker_of(found, years=years), indicators=indicators)
        goals |= {(name, key): goal for key, goal in alone.items()}
    least = min(one.min_count for one in wholes)
    for (name, key), goal in goals.items():
        most = whole.true.get(key, np.inf)
        if name == "part" and part.true[key] <= most and most >= least:
            goals[name, key] = Wanted(low=goal.low, high=min(goal.high, most))
    return goals


def _sums(found: Published, inside: dict[Key, float]) -> Iterator[tuple[Key, list[Key]]]:
    yield from _sums_of_areas(found, inside)
    yield from _sums_of_periods(inside)
    yield from _sums_of_groups(inside)


def _sums_of_areas(found: Published, inside: dict[Key, float]) -> Iterator[tuple[Key, list[Key]]]:
    parts: dict[tuple[Key, str], list[Key]] = {}
    for key in inside:
        area, *rest = key
        whole = (found.parent.get(area) or "", *rest)
        if whole in inside:
            parts.setdefault((whole, found.division[area]), []).append(key)
    for (whole, _), own in parts.items():
        yield whole, own


def _sums_of_periods(inside: dict[Key, float]) -> Iterator[tuple[Key, list[Key]]]:
    series: dict[tuple[str, str], dict[int, Key]] = {}
    for key in inside:
        if key[2] - key[1] <= 31:
            series.setdefault((key[0], key[3]), {})[key[1]] = key
    for key in inside:
        if key[2] - key[1] in {365, 366}:
            months = [
                k for start, k in series.get((key[0], key[3]), {}).items()
                if key[1] <= start and k[2] <= key[2]
            ]  # fmt: skip
            if len(months) == 12:
                yield key, months


def _sums_of_groups(inside: dict[Key, float]) -> Iterator[tuple[Key, list[Key]]]:
    parts: dict[Key, list[Key]] = {}
    for key in inside:
        if key[3]:
            parts.setdefault((*key[:3], ""), []).append(key)
    for whole, own in parts.items():
        if whole in inside:
            yield whole, own


def wanted_of(
    found: Published, attacker: Attacker, *, indicators: list[Indicator]
) -> dict[Key, Wanted]:
    """The whole range of the strictest rule, for every hidden count that is small by it."""
    goals: dict[Key, Wanted] = {}
    for one in indicators:
        least, top = (1 if one.zero_is_shown else 0), one.min_count - 1
        for key in attacker.hidden:
            number, base = found.true[key], found.base.get(key)
            if least <= number <= top:
                _widen(goals, key, low=least, high=top)
            if one.kind is Kind.SHARE and base is not None and least <= base - number <= top:
                _widen(goals, key, low=base - top, high=base - least)
    return goals


def _widen(goals: dict[Key, Wanted], key: Key, *, low: float, high: float) -> None:
    known = goals.get(key)
    goals[key] = Wanted(
        low=min(low, known.low) if known else low, high=max(high, known.high) if known else high
    )
