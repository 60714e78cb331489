"""When a file's figures were taken out of their source, where the file says so."""

from __future__ import annotations

import re
from datetime import date

from lagesbild.ingest.table import OpenedFile, Understood

STATED = re.compile(
    r"(?:uttag|uttaget|uttagsdatum|exporterad|hämtad|publicerad)\w*\s*:?\s*(\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
COLUMN = re.compile(
    r"^(?:exported_at|exporterad|uttagsdatum|uttaget|hämtad|publicerad)$", re.IGNORECASE
)
LINES_READ = 20


def find_issue_date(opened: OpenedFile, *, understood: Understood, today: date) -> date:
    """The newest date the file states for itself, today when it states none or one to come."""
    stated = [*_in_preamble(opened), *_in_columns(understood)]
    past = [one for one in map(_read_date, stated) if one is not None and one <= today]
    return max(past) if past else today


def _in_preamble(opened: OpenedFile) -> list[str]:
    texts = [
        str(cell)
        for table in opened.tables
        for row in table.frame.head(LINES_READ).itertuples(index=False)
        for cell in row
        if cell
    ]
    return [match[1] for match in map(STATED.search, texts) if match]


def _in_columns(understood: Understood) -> list[str]:
    return [
        str(cell)[:10]
        for table in understood.tables
        for column in table.columns
        if COLUMN.match(column.name.strip())
        for cell in table.body[column.index].unique()
    ]


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
