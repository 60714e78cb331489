"""Did it help? A place before and after a measure, beside places without it: the page Effekt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from lagesbild.access.release import part_of
from lagesbild.analysis.control_lines import (
    Season,
    control_lines,
    examine,
    find_season,
    last_shift,
    ordinary_from,
)
from lagesbild.analysis.effect_choices import usual_beginning
from lagesbild.analysis.effect_result import Counts, Effect, Outcome
from lagesbild.analysis.effect_windows import (
    Table,
    Windows,
    names_of,
    rest_of,
    spread_before,
    table_of,
    windows_of_months,
    windows_of_years,
)
from lagesbild.analysis.effect_words import describe_effect
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.lengths import ByLength, figures_by_length
from lagesbild.analysis.similar import find_similar
from lagesbild.analysis.time_series import MOST_HIDDEN, Series, series_of
from lagesbild.analysis.trends import own_area
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.geography import Area, AreaLevel, division_of
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.period import MONTHS
from lagesbild.domain.results import ReleasedFigures
from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.displacement import (
    BeforeAfter,
    displacement_quotient,
    smallest_visible_displacement_effect,
    weighted_displacement_difference,
)
from lagesbild.stats.interrupted import InterruptedSeries, interrupted_series
from lagesbild.stats.power import VisibleChange, smallest_visible_ratio
from lagesbild.stats.verdict import Assessment
from lagesbild.store.observations import Grain

REST, SIMILAR = "resten", "liknande"
"""What a place is compared with when nobody says otherwise, and another ready choice."""

READY_WORDS = {"Liknande kommuner": SIMILAR}
"""As the page writes them in an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the place is held against.

    counts    (n,) by period, NaN where anything in it is hidden
    name      "resten av kommunen"
    left_out  areas that were asked for and cannot be used
    """

    counts: pd.Series
    name: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The question, checked: who is compared with whom."""

    indicator: Indicator
    place: Area
    start: date | None
    end: date | None
    compare: tuple[str, ...]
    around: tuple[str, ...]
    warnings: tuple[str, ...]


def effect(
    inquiry: Inquiry, *, indicator_id: str, place: str = "", start: str = "", end: str = "",
    compare: Sequence[str] = (), around: Sequence[str] = (), known: ByLength | None = None,
) -> Effect:  # fmt: skip
    """An indicator in a place before and after a day, beside what it is compared with.

    place        code; empty for the kommun
    start, end   ISO days; empty start takes a year before the newest figure, empty end: still going on
    compare      codes, or REST or SIMILAR; none takes the rest of the kommun (or of the county)
    around       codes of where it could have moved to
    known        figures of the measure that have been read already; used where they hold what is asked for
    raises       LagesbildError AN-001..AN-003, AN-040 for a day that is none
    """
    indicator = inquiry.indicator(indicator_id)
    where = inquiry.area(place or own_area(inquiry, indicator=indicator))
    asked = _checked(
        inquiry, indicator=indicator, place=where, start=_day(start), end=_day(end), compare=compare,
        around=around,
    )  # fmt: skip
    if not _is_counted(indicator):
        return _not_counted(inquiry, asked)
    return _assessed(inquiry, asked, known=known)


def _day(text: str) -> date | None:
    """ "2025-03-01", or as the page writes it in an address: "mars 2025"."""
    if not text:
        return None
    month, _, year = text.partition(" ")
    if month in MONTHS and year.isdigit():
        return date(int(year), MONTHS.index(month) + 1, 1)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise LagesbildError(
            "AN-040", "Dagen i adressen går inte att läsa.",
            remedy="Skriv den som 2025-03-01, eller välj månaden på sidan.",
        ) from None  # fmt: skip


def _is_counted(indicator: Indicator) -> bool:
    return indicator.numerator is not None and indicator.kind in {Kind.COUNT, Kind.RATE}


def _checked(
    inquiry: Inquiry, *, indicator: Indicator, place: Area, start: date | None, end: date | None,
    compare: Sequence[str], around: Sequence[str],
) -> _Asked:  # fmt: skip
    """Without areas that hold each other: a place compared with itself would show no effect."""
    warnings = []
    near = [inquiry.area(code).code for code in dict.fromkeys(around) if code != place.code]
    asked = [READY_WORDS.get(one, one) for one in compare]
    ready = [one for one in asked if one in {REST, SIMILAR}]
    codes = [inquiry.area(code).code for code in dict.fromkeys(asked) if code not in ready]
    inside = [code for code in codes if _hold_each_other(inquiry, code, place.code)]
    if inside:
        warnings.append(
            f"Jämförelsen och platsen överlappar: {names_of([inquiry.areas[c] for c in inside])} är "
            "borttaget ur jämförelsen."
        )
    both = [code for code in codes if code in near]
    if both:
        warnings.append(
            "Ett område kan inte både jämföras med och vara dit det flyttade: "
            f"{names_of([inquiry.areas[c] for c in both])} är borttaget ur jämförelsen."
        )
    kept = [code for code in codes if code not in inside and code not in both]
    divisions = {division_of(code) for code in (place.code, *kept, *near)}
    if place.level is AreaLevel.DELOMRADE and len(divisions) > 1:
        warnings.append(
            "Områdena kommer från olika indelningar och kan ligga över varandra. Då räknas samma händelse "
            "på två ställen."
        )
    chosen = (*ready[:1],) if ready else tuple(kept)
    return _Asked(
        indicator=indicator, place=place, start=start, end=end, compare=chosen, around=tuple(near),
        warnings=tuple(warnings),
    )  # fmt: skip


def _hold_each_other(inquiry: Inquiry, first: str, second: str) -> bool:
    return first in _above(inquiry, second) or second in _above(inquiry, first)


def _above(inquiry: Inquiry, code: str) -> set[str]:
    """The area and all that it lies in."""
    found = {code}
    area = inquiry.areas.get(code)
    while area is not None and area.parent_code and area.parent_code not in found:
        found.add(area.parent_code)
        area = inquiry.areas.get(area.parent_code)
    return found


def _assessed(inquiry: Inquiry, asked: _Asked, *, known: ByLength | None) -> Effect:
    similar = find_similar(inquiry).codes if SIMILAR in asked.compare else ()
    whole = asked.place.parent_code or ""
    codes = [
        asked.place.code, *asked.around, *similar, *([whole] if whole in inquiry.areas else []),
        *(code for code in asked.compare if code in inquiry.areas),
    ]  # fmt: skip
    chosen = [*similar, *(code for code in asked.compare if code in inquiry.areas)]
    if known is None or not known.codes.issuperset(codes):
        known = figures_by_length(inquiry, indicator=asked.indicator, codes=codes)
    by_part, by_year = known.usual(codes)
    parts = table_of(by_part, codes=codes)
    asked = replace(asked, start=asked.start or usual_beginning(parts))
    table, windows = parts, _monthly_windows(parts, asked, compared=chosen)
    if windows is None:
        table = table_of(by_year, codes=codes)
        asked = replace(asked, start=asked.start or usual_beginning(table))
        windows = _yearly_windows(table, asked)
        if table.figures.is_empty and not parts.figures.is_empty:
            table = parts
    comparison = _comparison(inquiry, asked, table, windows=windows, similar=similar)
    figures = part_of(table.figures, rows=table.figures.frame["area_code"] == asked.place.code)
    found = _empty(inquiry, asked, figures=figures)
    warnings = [*asked.warnings, *(comparison.left_out if comparison else ())]
    if windows is not None:
        found = _compared(found, asked, table=table, windows=windows, comparison=comparison)
    found = _over_time(found, asked, is_monthly=table is parts, windows=windows)
    return describe_effect(
        found, table=table, windows=windows, warnings=warnings,
        breaks=asked.indicator.breaks, has_months=parts.months == 1,
    )  # fmt: skip


def _monthly_windows(table: Table, asked: _Asked, *, compared: Sequence[str]) -> Windows | None:
    """Where the place's months are visible, and most of what it is compared with."""
    if asked.start is None or table.counts.empty or table.months != 1:
        return None
    found = windows_of_months(table, code=asked.place.code, start=asked.start, end=asked.end)
    return found if found and _mostly_seen(table, found, codes=compared) else None


def _yearly_windows(table: Table, asked: _Asked) -> Windows | None:
    start = asked.start
    if start is None:
        return None
    since = max((b.date for b in asked.indicator.breaks if b.date <= start), default=None)
    return windows_of_years(table, code=asked.place.code, start=start, end=asked.end, since=since)


def _mostly_seen(table: Table, windows: Windows, *, codes: Sequence[str]) -> bool:
    if not codes:
        return True
    seen = table.counts[list(codes)].loc[list(windows.every)].notna().all()
    return bool(seen.mean() >= 0.5)


def _comparison(
    inquiry: Inquiry, asked: _Asked, table: Table, *, windows: Windows | None,
    similar: Sequence[str],
) -> Comparison | None:  # fmt: skip
    if windows is None:
        return None
    codes = list(similar) if SIMILAR in asked.compare else [
        code for code in asked.compare if code != REST
    ]  # fmt: skip
    limit = asked.indicator.min_count
    if not codes:
        return _rest(inquiry, asked, table, windows=windows)
    seen = table.counts[codes].loc[list(windows.every)].notna().all()
    hidden = [inquiry.areas[code] for code in codes if not seen[code]]
    kept = [inquiry.areas[code] for code in codes if seen[code]]
    left_out = (
        (f"{names_of(hidden)} är inte med i jämförelsen: tal därifrån är skyddade eller saknas.",)
        if hidden else ()
    )  # fmt: skip
    if not kept:
        return Comparison(
            counts=pd.Series(np.nan, index=table.counts.index), name="", left_out=left_out
        )
    counts = table.counts[[one.code for one in kept]].sum(axis=1, skipna=False)
    is_most = SIMILAR in asked.compare and 2 * len(kept) >= len(codes)
    name = "liknande kommuner" if is_most else names_of(kept)
    return Comparison(
        counts=counts.where((counts == 0) | (counts >= limit)), name=name, left_out=left_out
    )


def _rest(inquiry: Inquiry, asked: _Asked, table: Table, *, windows: Windows) -> Comparison | None:
    whole = asked.place.parent_code or ""
    if whole not in table.counts:
        return None
    words = {AreaLevel.KOMMUN: "resten av kommunen", AreaLevel.LAN: "resten av länet"}
    level = inquiry.areas[whole].level
    if level not in words:
        return None
    counts = rest_of(
        table, whole=whole, parts=[asked.place.code, *asked.around], limit=asked.indicator.min_count
    )
    if not counts.loc[list(windows.every)].notna().all():
        return None
    return Comparison(counts=counts, name=words[level], left_out=())


def _empty(inquiry: Inquiry, asked: _Asked, *, figures: ReleasedFigures) -> Effect:
    """The answer before anything is known."""
    note = footnote(inquiry, figures)
    return Effect(
        indicator=asked.indicator, place=asked.place, starts_on=asked.start, ends_on=asked.end,
        sentence="", outcome=Outcome.CANNOT_ASSESS, figures=figures, expected=(), compared_with="",
        lines=None, counts=(), local=None, moved=None, total=None, quotient=float("nan"), series=None,
        visible=float("nan"), visible_share=float("nan"), visible_ratio=None, facts=(),
        warnings=asked.warnings, before="", after="", footnote=note,
    )  # fmt: skip


def _not_counted(inquiry: Inquiry, asked: _Asked) -> Effect:
    figures = released_figures(
        inquiry, indicator_id=asked.indicator.id, grain=Grain.YEAR, area_codes=[asked.place.code]
    )
    found = _empty(inquiry, asked, figures=part_of(figures, rows=figures.frame["is_total"]))
    return replace(
        found,
        sentence=(
            f"{asked.indicator.name}: effekten av en åtgärd kan inte bedömas, för måttet är inget som "
            "räknas. Välj ett mått med antal händelser."
        ),
    )


def _compared(
    found: Effect, asked: _Asked, *, table: Table, windows: Windows, comparison: Comparison | None
) -> Effect:
    """Before and after against the comparison, which is put at the place's own level before."""
    phi = spread_before(table, code=asked.place.code, windows=windows)
    length = len(windows.before) / len(windows.after)
    own = _sums(table.counts[asked.place.code], windows)
    lines = [Counts(role="plats", name=asked.place.name, before=own[0] / length, after=own[1])]
    found = replace(
        found, before=table.named(windows.before), after=table.named(windows.after),
        visible_ratio=_visible_ratio(own[0], length=length, phi=phi),
    )  # fmt: skip
    near = table.counts[list(asked.around)].sum(axis=1, skipna=False) if asked.around else None
    around = _sums(near, windows) if near is not None else None
    if comparison is None or not np.isfinite(_sums(comparison.counts, windows)).all():
        return _alone(found, own, length=length, phi=phi, lines=lines)
    other = _sums(comparison.counts, windows)
    lines.append(
        Counts(role="jämförelse", name=comparison.name, before=other[0] / length, after=other[1])
    )
    scaled = _expected_line(table.counts[asked.place.code], comparison.counts, windows)
    local, error = _difference(own, other, length=length, phi=phi)
    found = replace(
        found, local=local, compared_with=comparison.name, expected=scaled, counts=tuple(lines),
        visible=smallest_visible_displacement_effect(error) if error > 0 else float("nan"),
    )  # fmt: skip
    wanted = own[1] - local.estimate
    if wanted > 0 and np.isfinite(found.visible):
        found = replace(found, visible_share=found.visible / wanted)
    if around is None or not np.isfinite(around).all():
        return found
    return _with_around(found, own, other, around, length=length, phi=phi)


def _sums(counts: pd.Series, windows: Windows) -> np.ndarray:
    return np.array(
        [
            counts.loc[list(one)].sum(skipna=False)
            for one in (windows.before, windows.after)
        ],
        dtype=float,
    )  # fmt: skip


def _difference(
    own: np.ndarray, other: np.ndarray, *, length: float, phi: float
) -> tuple[Assessment, float]:
    """The weighted difference: the comparison weighs as much as the place did before."""
    scale = other[0] / own[0] if own[0] > 0 and other[0] > 0 else 1.0
    found = weighted_displacement_difference(
        _place(own, length=length),
        control=_place(other, length=length, scale=scale),
        dispersion=phi,
    )
    return found.local, found.standard_errors[0]


def _place(counts: np.ndarray, *, length: float, scale: float = 1.0) -> BeforeAfter:
    return BeforeAfter(
        before=float(counts[0]), after=float(counts[1]), weight_before=length * scale,
        weight_after=scale,
    )  # fmt: skip


def _with_around(
    found: Effect, own: np.ndarray, other: np.ndarray, around: np.ndarray, *, length: float,
    phi: float,
) -> Effect:  # fmt: skip
    moved, _ = _difference(around, other, length=length, phi=phi)
    total, _ = _difference(own + around, other, length=length, phi=phi)
    quotient = displacement_quotient(
        _place(own, length=length), around=_place(around, length=length),
        control=_place(other, length=length),
    )  # fmt: skip
    line = Counts(role="intill", name="", before=around[0] / length, after=around[1])
    return replace(found, moved=moved, total=total, quotient=quotient, counts=(*found.counts, line))


def _alone(
    found: Effect, own: np.ndarray, *, length: float, phi: float, lines: list[Counts]
) -> Effect:
    """Only before and after: the weakest comparison there is."""
    ratio = rate_ratio(
        float(own[1]),
        exposure=1.0,
        other_events=float(own[0]),
        other_exposure=length,
        dispersion=phi,
    )
    return replace(found, local=ratio, counts=tuple(lines))


def _visible_ratio(before: float, *, length: float, phi: float) -> VisibleChange | None:
    if not before > 0:
        return None
    return smallest_visible_ratio(before=before, exposure_ratio=1 / length, dispersion=phi)


def _expected_line(
    own: pd.Series, other: pd.Series, windows: Windows
) -> tuple[tuple[date, float], ...]:
    """The comparison, put at the place's level in the time before."""
    sums = _sums(own, windows)[0], _sums(other, windows)[0]
    if not sums[1] > 0:
        return ()
    scaled = other * (sums[0] / sums[1])
    return tuple((day, float(v)) for day, v in scaled.items() if np.isfinite(v))


def _over_time(
    found: Effect, asked: _Asked, *, is_monthly: bool, windows: Windows | None
) -> Effect:
    """The control chart with limits from before, and the interrupted series where months are visible."""
    if found.figures.is_empty or asked.start is None:
        return found
    series = series_of(found.figures)
    begins = windows.after[0] if windows is not None else asked.start
    place = sum(day < begins for day in series.starts)
    start = ordinary_from(series, examine(series, until=place))
    season = find_season(series, start=start)
    start = last_shift(series, season=season, start=start, until=place)
    if place - start >= 2 and place < len(series.starts):
        lines = control_lines(series, start=start, season=season, baseline=place - start)
        if lines is not None:
            found = replace(found, lines=replace(lines, judged_as="efter åtgärden"))
    if not is_monthly or series.months != 1 or series.share_hidden > MOST_HIDDEN:
        return found
    return replace(
        found, series=_interrupted(series, start=start, place=place, season=season, asked=asked)
    )


def _interrupted(
    series: Series, *, start: int, place: int, season: Season, asked: _Asked
) -> InterruptedSeries | None:
    last = sum(asked.end is None or end <= asked.end for end in series.ends)
    counts = series.count[start:last]
    if not 0 < place - start < len(counts):
        return None
    return interrupted_series(
        counts, start=place - start, exposure=series.exposure[start:last],
        harmonics=2 if season.is_shown else 0,
    )  # fmt: skip
