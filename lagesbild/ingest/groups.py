"""A list of which kommun is in which group, such as SKR's kommungrupper: no figures, no time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import pandas as pd

from lagesbild.domain.errors import Fault
from lagesbild.domain.geography import Area, AreaLevel, KommunGroup
from lagesbild.domain.written import joined
from lagesbild.ingest.areas import AreaIndex, fold
from lagesbild.ingest.example_rows import is_example
from lagesbild.ingest.faults import count_in_words, make_fault, shorten
from lagesbild.ingest.receipt import GroupCount
from lagesbild.ingest.table import (
    Column,
    ColumnRole,
    OpenedFile,
    TextTable,
    Understood,
    UnderstoodTable,
)
from lagesbild.ingest.understanding import WORKBOOKS

HEADINGS_WITHIN = 60
"""The row of headings is looked for among so many rows of a sheet."""

NAMES_SHOWN = 5
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CODE = re.compile(r"[A-ZÅÄÖ]?\d{1,2}")
CODE_FIRST = re.compile(r"(?P<code>[A-ZÅÄÖ]?\d{1,2})[.:)]?\s+(?P<name>\S.*)")
KOMMUN_CODE = re.compile(r"kommun(?:s|ens)?[ _-]?(?:kod|nr|nummer|id)|municipality[ _](?:code|id)")
KOMMUN_NAME = re.compile(r"kommun(?:en|er|ens)?(?:[ _-]?namn)?|municipality(?:[ _]name)?")
GROUP_CODE = re.compile(r"(?:kommun)?grupp(?:s|ens)?[ _-]?(?:kod|nr|nummer|id)")
GROUP_NAME = re.compile(
    r"(?:skr:?s? |skl:?s? )?(?:kommun)?grupp(?:en|er|s|ens)?(?:[ _-]?(?:indelning(?:en)?|namn))?"
    r"|kommun(?:typ|gruppering)|indelning"
)
ABOUT = re.compile(r"kommun|grupp|indelning", re.IGNORECASE)
"""What the title of such a list speaks of. A name beside it may be a person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupList:
    """What a file says of groups.

    groups    in the order of the list, the kommuner of each too
    known     how many kommuner there are
    table     where it stood; None when no sheet has both kommuner and groups
    """

    groups: tuple[KommunGroup, ...] = ()
    known: int = 0
    table: UnderstoodTable | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def by_kommun(self) -> dict[str, KommunGroup]:
        return {code: one for one in self.groups for code in one.codes}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headings:
    """Where in a sheet the list begins, and which of its columns are used; positions from 0."""

    row: int
    kommun_code: int | None
    kommun_name: int | None
    group_code: int | None
    group_name: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line of the list. ``number`` is the file's own; no ``kommun`` where it is not known."""

    number: int
    said: str
    kommun: Area | None
    group: str
    code: str
    disagrees: bool


def find_groups(opened: OpenedFile, *, areas: AreaIndex) -> GroupList:
    """The list of the sheet that has most kommuner; other sheets with one are told of."""
    found = []
    for sheet in opened.tables:
        headings = None if sheet.is_hidden else _find_headings(sheet, areas=areas)
        if headings is not None:
            found.append((sheet, headings, list(_rows(sheet, headings, areas=areas))))
    if not found:
        return GroupList(faults=(make_fault("IN-028"),))
    sheet, headings, rows = max(
        found, key=lambda one: sum(row.kommun is not None for row in one[2])
    )
    is_book = opened.format in WORKBOOKS
    return _read_list(
        opened, sheet=sheet, headings=headings, rows=rows, areas=areas, is_book=is_book,
        others=[one.name for one, _, _ in found if one is not sheet],
    )  # fmt: skip


def is_group_list(opened: OpenedFile, *, areas: AreaIndex, figures: Collection[str]) -> bool:
    """Whether a file that was said to be something else is such a list and nothing more.

    figures  headings of the columns that were taken for figures: those of codes are none
    """
    found = find_groups(opened, areas=areas)
    if found.table is None or any(fault.code == "IN-031" for fault in found.faults):
        return False
    used = [one for one in found.table.columns if one.role is not ColumnRole.IGNORED]
    is_said = any("kommungrupp" in fold(one.name) for one in used)
    codes = {one.name for one in found.table.columns if _are_codes(found.table.body[one.index])}
    return is_said and not set(figures) - codes - {one.name for one in used}


def understand_groups(opened: OpenedFile, *, found: GroupList) -> Understood:
    """How the file was understood: kommun and group are read, no other columns."""
    return Understood(
        file=opened.file, format=opened.format, encoding=opened.encoding, dialect=opened.dialect,
        tables=(found.table,) if found.table else (), faults=found.faults,
        warnings=opened.warnings,
    )  # fmt: skip


def count_groups(found: GroupList, *, before: Sequence[KommunGroup]) -> GroupCount:
    """The list in numbers, beside what counts now.

    before  the groups that count today, those that go first first
    """
    old: dict[str, str] = {}
    for group in before:
        for code in group.codes:
            old.setdefault(code, group.name)
    new = found.by_kommun
    return GroupCount(
        list_name=found.groups[0].list_name if found.groups else "",
        groups=len(found.groups), kommuner=len(new), known=found.known,
        added=sum(code not in old for code in new),
        moved=sum(code in old and fold(old[code]) != fold(one.name) for code, one in new.items()),
    )  # fmt: skip


def _read_list(
    opened: OpenedFile, *, sheet: TextTable, headings: _Headings, rows: list[_Row],
    areas: AreaIndex, is_book: bool, others: list[str],
) -> GroupList:  # fmt: skip
    table = _table(sheet, headings, is_book=is_book)
    place = sheet.name if is_book else None
    known = sum(area.level is AreaLevel.KOMMUN for area in areas.by_code.values())
    faults = _faults(rows, sheet=place)
    if not faults and not any(row.kommun and row.group for row in rows):
        faults = [make_fault("IN-028")]
    name = _list_name(sheet, headings, file_name=opened.file)
    groups = _as_groups(rows, list_name=name)
    held = sum(len(one.codes) for one in groups)
    warnings = []
    if held < known and not faults:
        missing = count_in_words(known - held, one="En kommun", many="kommuner")
        warnings.append(make_fault("IN-124", count=missing, known=known))
    if others:
        names = joined([f"”{shorten(one, limit=40)}”" for one in others])
        warnings.append(make_fault("IN-125", used=shorten(sheet.name, limit=40), names=names))
    return GroupList(
        groups=groups, known=known, table=table, faults=tuple(faults), warnings=tuple(warnings)
    )


# Headings


def _find_headings(sheet: TextTable, *, areas: AreaIndex) -> _Headings | None:
    """The first row that names both a column of kommuner and one of groups."""
    texts = sheet.frame.head(HEADINGS_WITHIN).to_numpy(dtype=object).tolist()
    for row, cells in enumerate(texts):
        plain = [_plain(str(cell)) for cell in cells]
        named = [at for at, text in enumerate(plain) if GROUP_NAME.fullmatch(text)]
        coded = [at for at, text in enumerate(plain) if GROUP_CODE.fullmatch(text)]
        if not named and not coded:
            continue
        body = sheet.frame.iloc[row + 1 :]
        code = _first(plain, KOMMUN_CODE)
        name = _first(plain, KOMMUN_NAME)
        if code is None and name is None:
            name = _column_of_kommuner(body, skip={*named, *coded}, areas=areas)
        if code is None and name is None:
            continue
        group_name, group_code = _group_columns(body, named=named, coded=coded, cells=cells)
        return _Headings(
            row=row, kommun_code=code, kommun_name=name, group_code=group_code,
            group_name=group_name,
        )  # fmt: skip
    return None


def _plain(heading: str) -> str:
    """Without case, year and doubled spaces: "Kommungrupp 2017 namn" is "kommungrupp namn"."""
    return " ".join(YEAR.sub(" ", fold(heading)).split())


def _first(headings: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((at for at, text in enumerate(headings) if pattern.fullmatch(text)), None)


def _column_of_kommuner(
    body: pd.DataFrame, *, skip: set[int], areas: AreaIndex
) -> int | None:  # fmt: skip
    """A column that its heading does not give away ("Kod", "Namn") but its cells do."""
    for at in range(body.shape[1]):
        cells = [str(cell) for cell in body[at] if cell]
        kommuner = sum(_kommun(text, areas=areas) is not None for text in cells)
        wider = sum(_is_wider(text, "", areas=areas) for text in cells)
        if at not in skip and kommuner and kommuner + wider > len(cells) / 2:
            return at
    return None


def _group_columns(
    body: pd.DataFrame, *, named: list[int], coded: list[int], cells: Sequence[object]
) -> tuple[int | None, int | None]:
    """Where the groups' names stand and where their codes do. Of two divisions the newer one counts."""
    words = [at for at in named if not _are_codes(body[at])]
    codes = [at for at in named if at not in words] + coded
    newest = max(words, key=lambda at: (_year(str(cells[at])), -at), default=None)
    return newest, codes[0] if codes else None


def _are_codes(cells: pd.Series[str]) -> bool:
    filled = [str(cell).strip() for cell in cells if cell]
    return bool(filled) and sum(bool(CODE.fullmatch(one)) for one in filled) > 0.8 * len(filled)


def _year(heading: str) -> int:
    found = YEAR.search(heading)
    return int(found[0]) if found else 0


# Rows


def _rows(sheet: TextTable, headings: _Headings, *, areas: AreaIndex) -> Iterator[_Row]:
    """Every line that puts something in a group; totals, notes and the template's example are none."""
    body = _with_merged(sheet, headings).iloc[headings.row + 1 :]
    at = {
        name: getattr(headings, name)
        for name in ("kommun_code", "kommun_name", "group_code", "group_name")
    }
    for number, cells in zip(body.index, body.to_numpy(dtype=object).tolist(), strict=True):
        text = {
            name: "" if column is None else str(cells[column]).strip()
            for name, column in at.items()
        }
        who = [text["kommun_code"], text["kommun_name"]]
        said = " ".join(part for part in who if part)
        code, group = _group(text["group_code"], text["group_name"])
        if not said or not group or is_example(said) or _is_wider(*who, areas=areas):
            continue
        by_code, by_name = (_kommun(part, areas=areas) if part else None for part in who)
        yield _Row(
            number=int(number), said=said, group=group, code=code,
            kommun=by_code or (None if who[0] else by_name),
            disagrees=bool(by_code and by_name and by_code.code != by_name.code),
        )  # fmt: skip


def _kommun(text: str, *, areas: AreaIndex) -> Area | None:
    """By code, also one that has lost its first zero, by name, or by "0114 Upplands Väsby"."""
    if text.isdigit():
        found = areas.find_code(text.zfill(4))
        return found if found and found.level is AreaLevel.KOMMUN else None
    found = areas.find(text, level=AreaLevel.KOMMUN)
    return found if found and found.level is AreaLevel.KOMMUN else None


def _is_wider(code: str, name: str, *, areas: AreaIndex) -> bool:
    """A line about the country or a län, as a total has it."""
    if any(_kommun(text, areas=areas) for text in (code, name) if text):
        return False
    return any(areas.find(text) is not None for text in (code, name) if text)


def _group(code: str, name: str) -> tuple[str, str]:
    """Code and name of a group; "A1 Storstäder" is both, and a code without a name is the name."""
    both = CODE_FIRST.fullmatch(name)
    if both:
        return code or both["code"], both["name"]
    return (code, name) if name else (code, code)


def _with_merged(sheet: TextTable, headings: _Headings) -> pd.DataFrame:
    """A group's name in a cell merged over several rows holds for all of them."""
    used = {headings.group_code, headings.group_name}
    tall = [one for one in sheet.merged if one[2] > one[0] and one[1] in used]
    frame = sheet.frame.copy() if tall else sheet.frame
    for top, left, bottom, _ in tall:
        if top in frame.index:
            frame.loc[frame.index.isin(range(top, bottom + 1)), left] = str(frame.loc[top, left])
    return frame


def _as_groups(rows: Sequence[_Row], *, list_name: str) -> tuple[KommunGroup, ...]:
    """Groups by name, in the order that the list has them."""
    codes: dict[str, list[str]] = defaultdict(list)
    names: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row.kommun is not None:
            key = fold(row.group)
            names.setdefault(key, (row.group, row.code))
            codes[key].append(row.kommun.code)
    return tuple(
        KommunGroup(
            name=shorten(name), code=code if code != name else "", list_name=list_name,
            codes=tuple(dict.fromkeys(codes[key])),
        )
        for key, (name, code) in names.items()
    )  # fmt: skip


# What is wrong


def _faults(rows: Sequence[_Row], *, sheet: str | None) -> list[Fault]:
    wrong = {
        "IN-029": [row for row in rows if row.kommun is None],
        "IN-030": [row for row in rows if row.disagrees],
    }
    faults = [
        make_fault(
            code, sheet=sheet, rows=[row.number for row in found],
            count=count_in_words(len(found), one="En rad", many="rader"), names=_named(found),
        )
        for code, found in wrong.items() if found
    ]  # fmt: skip
    return [*faults, *_in_two_groups(rows, sheet=sheet)]


def _named(rows: Sequence[_Row]) -> str:
    names = dict.fromkeys(shorten(row.said, limit=40) for row in rows)
    return joined([f"”{name}”" for name in names], most=NAMES_SHOWN)


def _in_two_groups(rows: Sequence[_Row], *, sheet: str | None) -> list[Fault]:
    """Kommuner that stand in several groups; the same line twice does no harm."""
    by_kommun: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row.kommun is not None and not row.disagrees:
            by_kommun[row.kommun.code].append(row)
    split = [found for found in by_kommun.values() if len({fold(row.group) for row in found}) > 1]
    if not split:
        return []
    named = [
        f"{found[0].kommun.name} ({joined(list(dict.fromkeys(row.group for row in found)))})"
        for found in split if found[0].kommun is not None
    ]  # fmt: skip
    return [
        make_fault(
            "IN-031", sheet=sheet, rows=[row.number for found in split for row in found],
            count=count_in_words(len(split), one="En kommun", many="kommuner"), names=joined(named, most=NAMES_SHOWN),
        )
    ]  # fmt: skip


# How it is shown


def _list_name(sheet: TextTable, headings: _Headings, *, file_name: str) -> str:
    """The list's own title; else the heading that has its year, else the file's name."""
    above = sheet.frame.iloc[: headings.row].to_numpy(dtype=object).tolist()
    lines = [next((str(cell) for cell in cells if cell), "") for cells in above]
    titles = [one for one in lines if ABOUT.search(one) and len(one) <= 200 and "@" not in one]
    column = headings.group_name if headings.group_name is not None else headings.group_code
    heading = str(sheet.frame.iloc[headings.row, column or 0]).strip()
    if titles:
        return shorten(titles[0])
    if YEAR.search(heading):
        return shorten(heading)
    return shorten(PurePath(file_name).stem)


def _table(sheet: TextTable, headings: _Headings, *, is_book: bool) -> UnderstoodTable:
    reasons = {
        headings.kommun_code: (ColumnRole.AREA_CODE, "kommunernas koder"),
        headings.kommun_name: (ColumnRole.AREA_NAME, "kommunernas namn"),
        headings.group_code: (ColumnRole.BREAKDOWN, "gruppernas koder"),
        headings.group_name: (ColumnRole.BREAKDOWN, "gruppernas namn"),
    }
    names = [str(cell) for cell in sheet.frame.iloc[headings.row]]
    columns = []
    for at, name in enumerate(names):
        role, reason = reasons.get(at, (ColumnRole.IGNORED, "behövs inte för grupperna"))
        columns.append(Column(index=at, name=name or f"Kolumn {at + 1}", role=role, reason=reason))
    body = sheet.frame.iloc[headings.row + 1 :]
    body = body[(body != "").any(axis=1)]
    return UnderstoodTable(
        name=sheet.name, title="", period=None, columns=tuple(columns), footnotes=(), body=body,
        header_lines=(int(sheet.frame.index[headings.row]),),
        first_data_line=int(body.index[0]) if len(body) else int(sheet.frame.index[headings.row]) + 1,
        sheet=sheet.name if is_book else "",
    )  # fmt: skip
