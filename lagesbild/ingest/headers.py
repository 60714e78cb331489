"""Finding the table in a sheet of text: what stands above it, its header, its rows, its footnotes."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.marks import is_known_mark
from lagesbild.ingest.numbers import looks_numeric
from lagesbild.ingest.periods import month_number, read_period
from lagesbild.ingest.table import TextTable

MOST_HEADER_ROWS = 4
SAMPLE_ROWS = 1500
PREAMBLE_KEY = re.compile(
    r"^(?:vald?[at]?\b.*|källa|source|datum|uttag\w*|uppdaterad|senast\b.*|kontakt|tabell\b.*|urval|filter"
    r"|rapport\w*|sep=.?|noter?|anm\.?|avser|period|region|kommentar)\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One table in a sheet; all positions count rows and columns of the sheet from 0.

    header    positions of the header rows, top first; empty when there is none
    names     heading of each column, "" where there is none
    body      positions of the data rows
    sections  position of a data row -> the section row above it ("Bjuv kommun" over its crimes)
    ragged    positions of data rows with too many or too few fields
    """

    above: tuple[int, ...]
    header: tuple[int, ...]
    names: tuple[str, ...]
    body: tuple[int, ...]
    below: tuple[int, ...]
    sections: dict[int, str] = field(default_factory=dict)
    ragged: tuple[int, ...] = ()


class Grid:
    """A sheet's cells with what is asked of them again and again."""

    def __init__(self, table: TextTable, *, areas: AreaIndex) -> None:
        self.rows: list[list[str]] = table.frame.to_numpy(dtype=object).tolist()
        self.merged = table.merged
        self.numbers = [int(number) for number in table.frame.index]
        self.filled = [sum(map(bool, row)) for row in self.rows]
        self.widths = table.widths
        self.areas = areas
        self.width = _usual_width(self.widths, filled=self.filled)
        self._numeric: dict[str, bool] = {}

    def is_number(self, text: str) -> bool:
        known = self._numeric.get(text)
        if known is None:
            known = self._numeric[text] = looks_numeric(text)
        return known

    def is_figure(self, text: str) -> bool:
        """A number, or a mark that stands where a number would."""
        return bool(text) and (self.is_number(text) or is_known_mark(text))

    def is_candidate(self, position: int) -> bool:
        """Whether the row is broad enough to belong to the table."""
        if self.filled[position] < 2 and not (self.width == 1 and self.filled[position]):
            return False
        return not self.widths or self.fits(position)

    def fits(self, position: int) -> bool:
        """Right number of fields; one more or less is a trailing delimiter, there or not there."""
        return not self.widths or abs(self.widths[position] - self.width) <= 1


def _usual_width(widths: tuple[int, ...], *, filled: list[int]) -> int:
    """The number of fields that most rows with something in them have."""
    if not widths:
        return max(filled, default=0)
    counts = Counter(width for width, cells in zip(widths, filled, strict=True) if cells >= 2)
    if not counts:
        return 1
    return max(counts, key=lambda width: (counts[width] * min(width, 4), width))


def find_blocks(
    table: TextTable, *, areas: AreaIndex, header_rows: tuple[int, ...] = ()
) -> list[Block]:
    """The tables of a sheet, from the top. None for a sheet of notes.

    header_rows  the file's own numbers of the heading rows, when a person has said which they are
    """
    grid = Grid(table, areas=areas)
    told = tuple(p for p, number in enumerate(grid.numbers) if number in header_rows)
    if told:
        return _told_block(grid, header=told)
    candidates = [p for p in range(len(grid.rows)) if grid.is_candidate(p)]
    if not candidates:
        return []
    figures = _figure_columns(grid, candidates=candidates)
    if not figures:
        block = _text_block(grid, candidates=candidates)
        return [block] if block else []
    return _split_blocks(grid, candidates=candidates, figures=figures)


def _told_block(grid: Grid, *, header: tuple[int, ...]) -> list[Block]:
    rest = [p for p in range(header[-1] + 1, len(grid.rows)) if grid.is_candidate(p)]
    if not rest:
        return []
    figures = _figure_columns(grid, candidates=rest) or list(range(len(grid.rows[0])))
    stub = _area_column(grid, candidates=rest)
    is_data = {p: _is_data(grid, p, figures=figures, stub=stub) for p in rest}
    is_data[rest[0]] = True
    body = _body_rows(grid, first=rest[0], stop=len(grid.rows), is_data=is_data, header=header)
    return [_finish(grid, header=header, body=body, start=0, stop=len(grid.rows))]


def _figure_columns(grid: Grid, *, candidates: list[int]) -> list[int]:
    """Columns that hold numbers or marks more often than text."""
    skip = 3 if len(candidates) >= 8 else 0
    sample = candidates[skip : skip + SAMPLE_ROWS]
    least = 0.5 if len(candidates) >= 8 else 0.3
    found = []
    for column in range(len(grid.rows[0])):
        cells = [grid.rows[p][column] for p in sample if grid.rows[p][column]]
        figures = sum(map(grid.is_figure, cells))
        # The first rows count here too: below a single number there may be marks only.
        seen = candidates[: skip + SAMPLE_ROWS]
        numbers = any(grid.is_number(grid.rows[p][column]) for p in seen)
        if cells and numbers and figures >= least * len(cells):
            found.append(column)
    return found


def _text_block(grid: Grid, *, candidates: list[int]) -> Block | None:
    """A table without a single column of numbers: events, perhaps. Prose is no table."""
    used = sum(1 for cells in grid.filled if cells)
    if len(candidates) < 2 or len(candidates) < 0.6 * used or grid.width < 2:
        return None
    usual = median(grid.filled[p] for p in candidates)
    if usual < 3 and grid.width > 3:
        return None
    first = candidates[0]
    header = (first,) if _is_heading_of_text(grid, first, rest=candidates[1:]) else ()
    body = [p for p in candidates if p not in header]
    return _finish(grid, header=header, body=body, start=0, stop=len(grid.rows))


def _is_heading_of_text(grid: Grid, position: int, *, rest: list[int]) -> bool:
    cells = [cell for cell in grid.rows[position] if cell]
    if len(set(cells)) < len(cells) or not rest:
        return False
    below = [set(column) for column in zip(*(grid.rows[p] for p in rest), strict=True)]
    return not any(
        cell and cell in below[column] for column, cell in enumerate(grid.rows[position])
    )


def _split_blocks(grid: Grid, *, candidates: list[int], figures: list[int]) -> list[Block]:
    """Blocks begin where a header row stands over rows of figures."""
    stub = _area_column(grid, candidates=candidates)
    is_data = {p: _is_data(grid, p, figures=figures, stub=stub) for p in candidates}
    firsts = _first_rows(grid, candidates=candidates, is_data=is_data, figures=figures, stub=stub)
    blocks: list[Block] = []
    start = 0
    for number, first in enumerate(firsts):
        header = _header_rows(grid, first=first, start=start, figures=figures)
        following = firsts[number + 1] if number + 1 < len(firsts) else None
        stop = len(grid.rows)
        if following is not None:
            next_header = _header_rows(grid, first=following, start=first + 1, figures=figures)
            stop = _start_of_next(grid, min((*next_header, following)), after=first)
        body = _body_rows(grid, first=first, stop=stop, is_data=is_data, header=header)
        blocks.append(_finish(grid, header=header, body=body, start=start, stop=stop))
        start = stop
    return blocks


def _area_column(grid: Grid, *, candidates: list[int]) -> int | None:
    """The leftmost column in which most cells are areas we know. Counts may look like codes."""
    sample = candidates[:: max(1, len(candidates) // 60)]
    for column in range(min(6, len(grid.rows[0]))):
        cells = [grid.rows[p][column] for p in sample if grid.rows[p][column]]
        if len(cells) < 2:
            continue
        known = [cell for cell in cells if grid.areas.find(cell) is not None]
        lettered = sum(not cell.isdigit() for cell in known)
        if lettered >= 0.5 * len(cells) or len(known) >= max(5, 0.9 * len(cells)):
            return column
    return None


def _is_data(grid: Grid, position: int, *, figures: list[int], stub: int | None) -> bool:
    row = grid.rows[position]
    if stub is not None and row[stub] and grid.areas.find(row[stub]) is not None:
        return True
    return any(
        grid.is_figure(row[column]) and not row[column].isalpha() for column in figures
    )  # fmt: skip


def _first_rows(
    grid: Grid, *, candidates: list[int], is_data: dict[int, bool], figures: list[int],
    stub: int | None,
) -> list[int]:  # fmt: skip
    """The first data row of each block. Marks ``is_data`` false for headers made of years."""
    firsts: list[int] = []
    fresh = True
    for order, position in enumerate(candidates):
        below = candidates[order + 1] if order + 1 < len(candidates) else None
        if fresh and is_data[position]:
            rest = candidates[order + 1 : order + 30]
            if below is not None and _is_year_header(
                grid, position, rest=rest, figures=figures, stub=stub
            ):
                is_data[position] = False
                continue
            firsts.append(position)
            fresh = False
        elif (
            firsts
            and not fresh
            and _restarts(grid, position, figures=figures, below=below, is_data=is_data)
        ):
            fresh = True
    return firsts


def _is_year_header(
    grid: Grid, position: int, *, rest: list[int], figures: list[int], stub: int | None
) -> bool:
    """A header row whose headings are numbers: years, months of the year, ages."""
    row = grid.rows[position]
    if _is_below_heading(grid, position, figures=figures) and not _has_only_periods(
        row, figures=figures, grid=grid
    ):
        return False
    if stub is not None:
        known = row[stub] and grid.areas.find(row[stub]) is not None
        return not known and _is_sequence(row, figures=figures, grid=grid)
    others = [c for c in range(len(row)) if c not in figures and row[c]]
    if any(row[c] == grid.rows[p][c] for c in others for p in rest):
        return False
    return _is_sequence(row, figures=figures, grid=grid) and not all(
        _is_sequence(grid.rows[p], figures=figures, grid=grid) for p in rest[:3]
    )


def _is_below_heading(grid: Grid, position: int, *, figures: list[int]) -> bool:
    """Whether the row above has texts over the figures: then 5, 6, 7 are figures and no headings."""
    if position == 0 or not grid.filled[position - 1]:
        return False
    above = [grid.rows[position - 1][column] for column in figures]
    return sum(bool(cell) and not grid.is_number(cell) for cell in above) >= 0.6 * len(figures)


def _has_only_periods(row: list[str], *, figures: list[int], grid: Grid) -> bool:
    numbers = [row[column] for column in figures if grid.is_number(row[column])]
    return bool(numbers) and all(read_period(cell) is not None for cell in numbers)


def _is_sequence(row: list[str], *, figures: list[int], grid: Grid) -> bool:
    """Every number of the row is a period, or they count upwards one by one."""
    cells = [row[column] for column in figures if row[column]]
    numbers = [cell for cell in cells if grid.is_number(cell)]
    if not numbers or any(is_known_mark(cell) for cell in cells):
        return False
    if all(read_period(cell) is not None for cell in numbers):
        return _is_ordered([cell[:4] for cell in numbers])
    whole = [int(cell) for cell in numbers if cell.isdigit()]
    return len(whole) == len(numbers) >= 3 and all(
        second - first == 1 for first, second in itertools.pairwise(whole)
    )


def _is_ordered(years: list[str]) -> bool:
    """Upwards, downwards, or the same years again for each group of columns."""
    group = years[: len(set(years))]
    repeated = years == group * (len(years) // len(group))
    return any(one in (sorted(one), sorted(one, reverse=True)) for one in (years, group)) and (
        repeated or years in (sorted(years), sorted(years, reverse=True))
    )


def _restarts(
    grid: Grid, position: int, *, figures: list[int], below: int | None, is_data: dict[int, bool]
) -> bool:
    """A new header inside the sheet: blank row above, text over the figures, data below."""
    if is_data[position] or below is None:
        return False
    blank_above = position == 0 or not grid.filled[position - 1] or grid.filled[position - 1] == 1
    covered = sum(bool(grid.rows[position][column]) for column in figures)
    near = below - position <= 2
    return blank_above and near and covered >= 0.6 * len(figures) and grid.filled[position] >= 2


def _start_of_next(grid: Grid, position: int, *, after: int) -> int:
    """The title lines just above a following table belong to it, up to the blank row over them."""
    while position - 1 > after and grid.filled[position - 1] == 1:
        position -= 1
    return position


def _header_rows(grid: Grid, *, first: int, start: int, figures: list[int]) -> tuple[int, ...]:
    """The rows directly above the first data row that are headings, top first."""
    found: list[int] = []
    position = _above_sections(grid, first=first, start=start)
    while position >= start and len(found) < MOST_HEADER_ROWS:
        fits = _is_upper_header(grid, position, lower=found[0]) if found else _is_lowest_header(
            grid, position, first=first, figures=figures, start=start
        )  # fmt: skip
        if not fits:
            break
        found.insert(0, position)
        position -= 1
    return tuple(found)


def _above_sections(grid: Grid, *, first: int, start: int) -> int:
    """The row over the first data row, past a blank row and section rows ("Hela landet")."""
    position = first - 1
    blanks = 0
    while position >= start and blanks < 2 and first - position <= 4:
        lone = grid.filled[position] == 1 and grid.rows[position][0] and len(grid.rows[0]) > 1
        if grid.filled[position] and not (lone and not _is_preamble(grid, position)):
            break
        blanks += not grid.filled[position]
        position -= 1
    return position


def _is_lowest_header(
    grid: Grid, position: int, *, first: int, figures: list[int], start: int
) -> bool:
    """Headings over most of the figures, alone or together with the row above."""
    row = grid.rows[position]
    if not grid.filled[position] or _is_preamble(grid, position):
        return False
    used = [column for column in figures if grid.rows[first][column]] or figures
    covered = {column for column in used if row[column]}
    if position - 1 >= start and not _is_preamble(grid, position - 1):
        upper = grid.rows[position - 1]
        if grid.filled[position - 1] >= 2:
            covered |= {column for column in used if upper[column]}
    alone = len(grid.rows[0]) > 1 and grid.filled[position] == 1 and len(used) > 1
    return len(covered) >= 0.6 * len(used) and not alone and (grid.fits(position))


def _is_upper_header(grid: Grid, position: int, *, lower: int) -> bool:
    """Group headings: nothing over the first column, or what the row below lacks there, or cells
    over half of the table."""
    row = grid.rows[position]
    if not grid.filled[position] or _is_preamble(grid, position):
        return False
    if not row[0]:
        return grid.filled[position] >= 1 and (not grid.widths or grid.widths[position] > 1)
    if not grid.fits(position) or grid.filled[position] < 2:
        return False
    return not grid.rows[lower][0] or grid.filled[position] >= 0.5 * len(row)


def _is_preamble(grid: Grid, position: int) -> bool:
    first = next((cell for cell in grid.rows[position] if cell), "")
    key = PREAMBLE_KEY.match(first) is not None
    return key or (first.endswith(":") and grid.filled[position] <= 2) or "http" in first


def _body_rows(
    grid: Grid, *, first: int, stop: int, is_data: dict[int, bool], header: tuple[int, ...]
) -> list[int]:
    """From the first data row to the last, with rows between that have no figure."""
    data = [p for p in range(first, stop) if is_data.get(p)]
    last = _last_row(grid, data=data, stop=stop)
    heading = grid.rows[header[-1]] if header else None
    between = range(header[-1] + 1 if header else first, last + 1)
    return [p for p in between if grid.filled[p] and grid.rows[p] != heading]


def _last_row(grid: Grid, *, data: list[int], stop: int) -> int:
    """Rows at the end may lack every figure: an area we know, or as full as others in a broad table."""
    last = data[-1]
    usual = median(grid.filled[p] for p in data)
    for position in range(last + 1, stop):
        full = usual >= 5 and grid.filled[position] >= 0.6 * usual
        if (full and grid.is_candidate(position)) or _is_bare_area(grid, position, like=data[-1]):
            last = position
        elif not grid.is_candidate(position):
            break
    return last


def _is_bare_area(grid: Grid, position: int, *, like: int) -> bool:
    """A row with nothing but an area, in the column where the table has its areas."""
    row = grid.rows[position]
    if grid.filled[position] != 1 or not row[0] or not grid.fits(position):
        return False
    known = grid.areas.find(grid.rows[like][0]) is not None
    return known and grid.areas.find(row[0]) is not None


def _finish(
    grid: Grid, *, header: tuple[int, ...], body: list[int], start: int, stop: int
) -> Block:
    top = min((*header, body[0]))
    rows, sections = _take_sections(grid, body)
    ragged = tuple(p for p in rows if not grid.fits(p)) if grid.widths else ()
    return Block(
        above=tuple(p for p in range(start, top) if grid.filled[p]),
        header=header,
        names=_join_headers(grid, header),
        body=tuple(rows),
        below=tuple(p for p in range(body[-1] + 1, stop) if grid.filled[p]),
        sections=sections,
        ragged=ragged,
    )


def _take_sections(grid: Grid, body: list[int]) -> tuple[list[int], dict[int, str]]:
    """Rows with a first cell only stand over the rows below; unless it is an area without figures."""
    lone = [p for p in body if grid.filled[p] == 1 and grid.rows[p][0]]
    if not lone or len(grid.rows[0]) < 2 or len(lone) * 2 > len(body):
        return body, {}
    rest = [p for p in body if p not in set(lone)]
    known = sum(grid.areas.find(grid.rows[p][0]) is not None for p in rest)
    if known > 0.5 * len(rest) or not all(grid.rows[p][0] for p in rest):
        return body, {}
    sections, current = {}, ""
    lines = set(lone)
    for position in body:
        if position in lines:
            current = grid.rows[position][0]
        else:
            sections[position] = current
    return rest, sections


def _join_headers(grid: Grid, header: tuple[int, ...]) -> tuple[str, ...]:
    """Headings of several rows as "Upper / Lower", upper ones carried over the columns they cover."""
    if not header:
        return ("",) * len(grid.rows[0])
    rows = [[_one_line(cell) for cell in grid.rows[p]] for p in header]
    for level in range(len(rows) - 1):
        rows[level] = _carry(grid, rows, level=level, position=header[level])
    names = []
    for cells in zip(*rows, strict=True):
        parts: list[str] = []
        for cell in cells:
            if cell and (not parts or parts[-1] != cell):
                parts.append(cell)
        names.append(" / ".join(parts))
    return tuple(names)


def _one_line(cell: str) -> str:
    return re.sub(r"-?\s*\n\s*", lambda found: "" if found[0][0] == "-" else " ", cell)


def _carry(grid: Grid, rows: list[list[str]], *, level: int, position: int) -> list[str]:
    """A group heading written once, carried to the right as far as its group goes."""
    cells = list(rows[level])
    number = grid.numbers[position]
    spans = [m for m in grid.merged if m[0] <= number <= m[2] and m[3] > m[1]]
    if spans:
        for top, left, _, right in spans:
            if top == number:
                cells[left : right + 1] = [cells[left]] * (right + 1 - left)
        return cells
    group = ""
    for column, cell in enumerate(cells):
        lower = any(row[column] for row in rows[level + 1 :])
        starts_over = (
            level > 0 and column > 0 and rows[level - 1][column] != rows[level - 1][column - 1]
        )
        if cell or starts_over:
            group = cell
        elif group and lower and column > 0 and _is_group(rows, level=level, column=column):
            cells[column] = group
    return cells


def _is_group(rows: list[list[str]], *, level: int, column: int) -> bool:
    """A group's first column has a lower heading too; a lone upper heading is a column of its own."""
    left = column - 1
    while left > 0 and not rows[level][left]:
        left -= 1
    return any(row[left] for row in rows[level + 1 :])


def section_name(texts: set[str], *, areas: AreaIndex) -> str:
    """The heading for a column made of section rows."""
    known = sum(areas.find(text) is not None for text in texts if text)
    return "Område" if known * 2 > len(texts) else "Avsnitt"


def heading_month(name: str) -> int | None:
    """The month a heading is, also as the last part of a joined one ("Antal / Januari")."""
    return month_number(name.rsplit(" / ", 1)[-1]) or month_number(name.split(" / ", 1)[0])
