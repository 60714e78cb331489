"""Which column is what: suggested from heading and content, with the reason in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lagesbild.domain.geography import AreaLevel
from lagesbild.ingest import headings
from lagesbild.ingest.facts import ColumnFacts
from lagesbild.ingest.periods import month_number, read_period
from lagesbild.ingest.table import ColumnRole, TableKind

PART_PREFIX = re.compile(
    r"^(?:v(?:ecka|\.)?|w|kv(?:artal)?\.?|k|q|t(?:ertial)?|h(?:alvår)?)?\s*\.?\s*(\d{1,2})$",
    re.IGNORECASE,
)
MOMENT = re.compile(r"\d[T ,]+(?:kl\.?\s*)?\d{1,2}[:.]\d{2}")
AN_HOUR = re.compile(r"^(?:[01]?\d|2[0-3])(?:\.0)?$|^(?:kl\.?\s*)?\d{1,2}[:.]\d{2}")
CLOCK = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?$")
MOST_GROUPS = 60
AREA_ROLES = frozenset((ColumnRole.AREA_CODE, ColumnRole.AREA_NAME))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A role and why. ``rank``: among columns of areas, the higher the smaller the areas."""

    role: ColumnRole
    reason: str
    rank: int = 0
    level: AreaLevel | None = None
    part: str = ""


def ignored(reason: str) -> Suggestion:
    return Suggestion(role=ColumnRole.IGNORED, reason=reason)


def suggest_roles(columns: Sequence[ColumnFacts]) -> tuple[list[Suggestion], TableKind]:
    """A role for each column, and whether the rows are figures or events."""
    first = _set_aside(columns, [_suggest_alone(facts) for facts in columns])
    suggested = _keep_one_area(columns, _keep_one_period(columns, first))
    suggested = _demote_numbers(columns, suggested)
    suggested = _name_rows(columns, suggested)
    if _are_single_events(columns, suggested):
        told = ignored("ett tal om varje händelse; raderna är händelser och räknas")
        suggested = [told if s and s.role is ColumnRole.VALUE else s for s in suggested]
    kind = _kind(columns, suggested)
    if kind is TableKind.EVENTS:
        suggested = [_for_events(suggestion) for suggestion in suggested]
    return _judge_texts(columns, suggested, kind=kind), kind


def _suggest_alone(facts: ColumnFacts) -> Suggestion | None:
    """From heading and content of the column itself; None for text that may divide the figures."""
    for judge in (
        _judge_empty,
        _judge_unit,
        _judge_aside,
        _judge_coordinate,
        _judge_period,
        _judge_area,
        _judge_figures,
    ):
        found = judge(facts)
        if found:
            return found
    if headings.MEASURE_HEADING.fullmatch(facts.key):
        return Suggestion(role=ColumnRole.MEASURE, reason="rubriken säger att kolumnen har måttet")
    return None


def _set_aside(
    columns: Sequence[ColumnFacts], suggested: list[Suggestion | None]
) -> list[Suggestion | None]:
    """Columns that the source says are not read; but the only area of a file is never set aside."""
    source = columns[0].source
    names = {headings.bare(name) for name in source.ignored_columns} if source else set()
    aside = {i for i, facts in enumerate(columns) if facts.key in names}
    areas = {i for i, s in enumerate(suggested) if s and s.role in AREA_ROLES}
    if areas and areas <= aside:
        aside -= areas
    told = ignored("källan säger att kolumnen inte ska läsas")
    return [told if i in aside else s for i, s in enumerate(suggested)]


def _judge_unit(facts: ColumnFacts) -> Suggestion | None:
    """A column that says the unit of each row, and not which organisation it is about."""
    if not headings.UNIT_HEADING.fullmatch(facts.key):
        return None
    if not all(headings.unit_of(text) for text in facts.sample):
        return None
    return Suggestion(role=ColumnRole.IGNORED, reason="enheten som talen är i", part="unit")


def _judge_empty(facts: ColumnFacts) -> Suggestion | None:
    return None if facts.used else ignored("kolumnen är tom")


def _judge_aside(facts: ColumnFacts) -> Suggestion | None:
    """Links, remarks, export dates, running numbers."""
    if facts.key and headings.IGNORED_HEADING.fullmatch(facts.key):
        return ignored("rubriken är en källa, länk, anmärkning eller ett uttagsdatum")
    linked = sum(text.startswith(("http:", "https:", "www.")) for text in facts.sample)
    if facts.sample and linked > 0.5 * len(facts.sample):
        return ignored("cellerna är länkar")
    if _is_id(facts):
        return ignored("rubriken är ett id- eller löpnummer")
    if facts.sample and all(CLOCK.match(text) for text in facts.sample):
        return ignored("klockslag")
    return None


def _is_id(facts: ColumnFacts) -> bool:
    if not facts.key or not headings.ID_HEADING.fullmatch(facts.key):
        return False
    area = headings.area_code_heading(facts.name)
    return area is None or (facts.known_codes < 0.5 and area.rank in {1, 3})


def _judge_coordinate(facts: ColumnFacts) -> Suggestion | None:
    if facts.key and headings.COORDINATE_HEADING.fullmatch(facts.key) and (
        facts.number_share > 0.8 or "POINT" in facts.sample[0].upper()
    ):  # fmt: skip
        return Suggestion(role=ColumnRole.COORDINATE, reason="rubriken är en koordinat")
    return None


def _judge_period(facts: ColumnFacts) -> Suggestion | None:
    key = facts.key
    named = bool(
        headings.PERIOD_HEADING.fullmatch(key)
    ) and not headings.NOT_PERIOD_HEADING.fullmatch(key)
    read = [text for text in facts.sample if read_period(text) is not None]
    readable = len(read) / len(facts.sample)
    if named:
        looked_at = sum(facts.counts[text] for text in facts.sample)
        if sum(facts.counts[text] for text in read) >= 0.6 * looked_at:
            return Suggestion(
                role=ColumnRole.PERIOD, reason="rubriken är en tid och cellerna är perioder"
            )
        part = which_part(facts)
        if part:
            return Suggestion(
                role=ColumnRole.PERIOD, reason="rubriken är en del av ett år", part=part
            )
        return None
    if readable == 1.0 and (facts.number_share < 0.5 or _only_years(facts)):
        return Suggestion(role=ColumnRole.PERIOD, reason="alla celler är perioder")
    if not facts.numbers and all(month_number(text) for text in facts.sample):
        return Suggestion(role=ColumnRole.PERIOD, reason="alla celler är månader", part="month")
    return None


def _only_years(facts: ColumnFacts) -> bool:
    """A column without heading that has a handful of recent years and nothing else."""
    years = [text for text in facts.sample if text.isdigit() and 1970 <= int(text) <= 2050]
    return not facts.named and len(years) == len(facts.counts) <= 40 and facts.known_codes < 0.9


def which_part(facts: ColumnFacts) -> str:
    """ "month" for a column Månad with 1-12 or names, "week" for 1-53 ..."""
    for pattern, part, most in headings.PARTS:
        if pattern.fullmatch(facts.key):
            numbers = [part_number(text, part=part) for text in facts.sample]
            inside = sum(number is not None and 1 <= number <= most for number in numbers)
            return part if inside >= 0.9 * len(numbers) else ""
    return ""


def part_number(text: str, *, part: str) -> int | None:
    """5 of "maj" and "5" in a column of months, 32 of "v. 32" in one of weeks."""
    if part == "month" and month_number(text):
        return month_number(text)
    match = PART_PREFIX.match(text.removesuffix(".0"))
    return int(match[1]) if match else None


def _judge_area(facts: ColumnFacts) -> Suggestion | None:
    code, name = headings.area_code_heading(facts.name), headings.area_name_heading(facts.name)
    if not facts.named:
        code = name = None
    if _holds_codes(facts, promised=code is not None or name is not None):
        told = code or name or headings.AreaHeading(rank=3)
        reason = "cellerna är områdeskoder"
        if facts.code_and_name > 0.8:
            reason = "cellerna har både kod och namn på området"
        return Suggestion(
            role=ColumnRole.AREA_CODE,
            reason=reason,
            rank=_code_rank(facts, told.rank),
            level=told.level,
        )
    if code is not None and _may_be_code(facts, heading=code):
        return Suggestion(
            role=ColumnRole.AREA_CODE,
            reason="rubriken är en områdeskod",
            rank=code.rank,
            level=code.level,
        )
    if facts.number_share > 0.5:
        return None
    if name is not None:
        return Suggestion(
            role=ColumnRole.AREA_NAME,
            reason="rubriken är ett område",
            rank=name.rank,
            level=name.level,
        )
    if max(facts.known_names, facts.known_lan) >= 0.6 and len(facts.counts) >= min(2, facts.rows):
        level = AreaLevel.LAN if facts.known_lan > facts.known_names else None
        return Suggestion(
            role=ColumnRole.AREA_NAME, reason="cellerna är namn på områden", rank=3, level=level
        )
    return None


def _holds_codes(facts: ColumnFacts, *, promised: bool) -> bool:
    """Codes of areas we know. Without a promising heading, numbers may look like codes by chance."""
    if facts.code_and_name > 0.8:
        return True
    if promised:
        return facts.known_codes >= 0.5 or facts.known_short_codes >= 0.8
    sure = facts.is_codes or (not facts.named and len(facts.counts) >= 10)
    return facts.known_codes >= 0.8 and sure and all(len(text) == 4 for text in facts.sample)


def _code_rank(facts: ColumnFacts, rank: int) -> int:
    """Two digits are län, four kommuner, whatever the heading is."""
    if facts.code_and_name > 0.8:
        return rank
    short = sum(len(text) == 2 for text in facts.sample)
    return 2 if short > 0.5 * len(facts.sample) else max(rank, 3)


def _may_be_code(facts: ColumnFacts, *, heading: headings.AreaHeading) -> bool:
    """Short texts without spaces under a heading that promises a code."""
    if heading.rank == 3 and heading.level is None:
        return False
    return all(" " not in text and len(text) <= 20 for text in facts.sample)


def _judge_figures(facts: ColumnFacts) -> Suggestion | None:
    if facts.is_codes:
        return None
    if facts.only_marks and (facts.number_share or len(facts.marks) <= 6):
        return Suggestion(
            role=ColumnRole.VALUE, reason="cellerna har bara tecken för saknade uppgifter"
        )
    if facts.number_share >= 0.6:
        return Suggestion(role=ColumnRole.VALUE, reason="cellerna är tal")
    return None


def _keep_one_period(
    columns: Sequence[ColumnFacts], suggested: list[Suggestion | None]
) -> list[Suggestion | None]:
    """The finest whole period, or a year with its part; not both a date and the year it lies in."""
    whole = [i for i, s in enumerate(suggested) if s and s.role is ColumnRole.PERIOD and not s.part]
    parts = [i for i, s in enumerate(suggested) if s and s.role is ColumnRole.PERIOD and s.part]
    keep = set(whole + parts)
    if len(whole) > 1:
        finest = max(whole, key=lambda i: (len(columns[i].counts), -i))
        keep -= set(whole) - {finest}
        if not _only_whole_years(columns[finest]):
            keep -= set(parts)
    elif whole and not _only_whole_years(columns[whole[0]]):
        keep -= set(parts)
    return [
        ignored("en annan kolumn säger tiden noggrannare")
        if s and s.role is ColumnRole.PERIOD and i not in keep else s
        for i, s in enumerate(suggested)
    ]  # fmt: skip


def _only_whole_years(facts: ColumnFacts) -> bool:
    return all(re.fullmatch(r"\d{4}(?:\.0)?", text) for text in facts.sample)


def _keep_one_area(
    columns: Sequence[ColumnFacts], suggested: list[Suggestion | None]
) -> list[Suggestion | None]:
    """One column of codes and one of names: those of the smallest areas."""
    result = list(suggested)
    for role in (ColumnRole.AREA_CODE, ColumnRole.AREA_NAME):
        places = [i for i, s in enumerate(result) if s and s.role is role]
        if len(places) < 2:
            continue
        best = max(places, key=lambda i: (_rank(result[i]), _known(columns[i]), -i))
        for place in places:
            if place == best:
                continue
            wider = _rank(result[place]) < _rank(result[best])
            result[place] = ignored(
                "ett större område som det andra ligger i" if wider else "ett annat område används"
            )
    return _drop_wider(result)


def _drop_wider(suggested: list[Suggestion | None]) -> list[Suggestion | None]:
    """Läns-kod beside Kommun without its own code: the name is the smaller area, and counts."""
    code = next((i for i, s in enumerate(suggested) if s and s.role is ColumnRole.AREA_CODE), None)
    name = next((i for i, s in enumerate(suggested) if s and s.role is ColumnRole.AREA_NAME), None)
    if code is None or name is None:
        return suggested
    ranks = _rank(suggested[code]), _rank(suggested[name])
    result = list(suggested)
    if ranks[0] < ranks[1] and ranks[0] <= 2:
        result[code] = ignored("ett större område som det andra ligger i")
    elif ranks[1] < ranks[0] and ranks[1] <= 2:
        result[name] = ignored("ett större område som det andra ligger i")
    return result


def _rank(suggestion: Suggestion | None) -> int:
    return suggestion.rank if suggestion else 0


def _known(facts: ColumnFacts) -> float:
    return max(facts.known_names, facts.known_codes)


def _demote_numbers(
    columns: Sequence[ColumnFacts], suggested: list[Suggestion | None]
) -> list[Suggestion | None]:
    """Ages and school years divide the figures, when figures are left without them."""
    groups = [
        i for i, s in enumerate(suggested)
        if s and s.role is ColumnRole.VALUE and headings.NUMERIC_BREAKDOWN.fullmatch(columns[i].key)
        and all(text.isdigit() for text in columns[i].counts)
    ]  # fmt: skip
    values = [i for i, s in enumerate(suggested) if s and s.role is ColumnRole.VALUE]
    if not groups or len(groups) == len(values):
        return suggested
    told = Suggestion(role=ColumnRole.BREAKDOWN, reason="rubriken är en uppdelning")
    return [told if i in groups else s for i, s in enumerate(suggested)]


def _name_rows(
    columns: Sequence[ColumnFacts], suggested: list[Suggestion | None]
) -> list[Suggestion | None]:
    """Under a header that says nothing over the first column of texts, the texts say what is measured."""
    roles = [s.role if s else None for s in suggested]
    headed = any(facts.named for facts in columns)
    if not headed or ColumnRole.MEASURE in roles or ColumnRole.VALUE not in roles:
        return suggested
    for place, facts in enumerate(columns):
        if suggested[place] is None:
            told = Suggestion(
                role=ColumnRole.MEASURE, reason="utan rubrik, och texterna säger vad raderna mäter"
            )
            groups = sum(bool(headings.GROUP_TEXT.fullmatch(text)) for text in facts.sample)
            if groups >= 0.5 * len(facts.sample):
                told = Suggestion(role=ColumnRole.BREAKDOWN, reason="texterna är grupper")
            return suggested if facts.named else [*suggested[:place], told, *suggested[place + 1 :]]
        if roles[place] is ColumnRole.VALUE:
            break
    return suggested


def _are_single_events(
    columns: Sequence[ColumnFacts], suggested: Sequence[Suggestion | None]
) -> bool:
    """Numbers beside a time of day and a number or a point of its own: of a source that gives lists of
    events, each row is one, and its numbers say how many cars came."""
    source = columns[0].source
    if source is None or not source.events:
        return False
    if any(facts.key and headings.VALUE_HEADING.fullmatch(facts.key) for facts in columns):
        return False
    own = any(facts.key and headings.ID_HEADING.fullmatch(facts.key) for facts in columns)
    points = any(s and s.role is ColumnRole.COORDINATE for s in suggested)
    return (own or points) and any(map(_has_times, columns))


def _has_times(facts: ColumnFacts) -> bool:
    """A time of day in most cells, alone or after a day."""
    if facts.key and headings.HOUR_HEADING.fullmatch(facts.key):
        return all(AN_HOUR.match(text) for text in facts.sample)
    timed = sum(MOMENT.search(text) is not None for text in facts.sample)
    return timed > 0.5 * max(len(facts.sample), 1)


def _kind(columns: Sequence[ColumnFacts], suggested: Sequence[Suggestion | None]) -> TableKind:
    """Rows without a single figure, but with a place or a time of their own, are events."""
    roles = {s.role for s in suggested if s}
    if ColumnRole.VALUE in roles:
        return TableKind.FIGURES
    ids = any(headings.ID_HEADING.fullmatch(facts.key) for facts in columns if facts.key)
    if ColumnRole.COORDINATE in roles or (
        ColumnRole.PERIOD in roles and (ids or len(columns) >= 3)
    ):
        return TableKind.EVENTS
    return TableKind.FIGURES


def _for_events(suggestion: Suggestion | None) -> Suggestion | None:
    if suggestion and suggestion.role is ColumnRole.MEASURE:
        return Suggestion(role=ColumnRole.BREAKDOWN, reason="säger vilken sorts händelse raden är")
    return suggestion


def _judge_texts(
    columns: Sequence[ColumnFacts], suggested: Sequence[Suggestion | None], *, kind: TableKind
) -> list[Suggestion]:
    """Texts that nothing was said of: they divide the figures, or are left aside."""
    result = [s or _judge_text(facts) for facts, s in zip(columns, suggested, strict=True)]
    if kind is TableKind.EVENTS:
        return result
    keys = [
        i for i, s in enumerate(result)
        if s.role in {ColumnRole.AREA_CODE, ColumnRole.AREA_NAME, ColumnRole.PERIOD, ColumnRole.MEASURE, ColumnRole.BREAKDOWN}
    ]  # fmt: skip
    spare = [
        i for i, s in enumerate(suggested) if s is None and result[i].role is ColumnRole.IGNORED
    ]
    for place in sorted(spare, key=lambda i: len(columns[i].counts)):
        if _are_unique(columns, keys):
            break
        if 1 < len(columns[place].counts) <= max(MOST_GROUPS, columns[place].rows // 2):
            keys.append(place)
            result[place] = Suggestion(
                role=ColumnRole.BREAKDOWN, reason="utan den vore flera rader om samma sak"
            )
    return result


def _judge_text(facts: ColumnFacts) -> Suggestion:
    if headings.BREAKDOWN_HEADING.fullmatch(facts.key) and len(facts.counts) <= max(
        MOST_GROUPS, facts.rows // 4
    ):
        return Suggestion(role=ColumnRole.BREAKDOWN, reason="rubriken är en uppdelning")
    if len(facts.counts) == 1 and facts.rows > 1:
        return ignored("samma text på alla rader")
    short = all(len(text) <= 80 for text in facts.sample)
    if short and len(facts.counts) <= MOST_GROUPS and len(facts.counts) <= max(3, 0.2 * facts.rows):
        return Suggestion(role=ColumnRole.BREAKDOWN, reason="få olika texter som återkommer")
    return ignored("fri text")


def _are_unique(columns: Sequence[ColumnFacts], keys: Sequence[int]) -> bool:
    if not keys:
        return columns[0].rows <= 1
    frame = pd.concat({i: columns[i].keys for i in keys}, axis=1)
    return not bool(frame.duplicated().any())
