"""The top of a file is enough to show it, however long it is."""

from __future__ import annotations

import pytest

from lagesbild.ingest.first_rows import HEAD_BYTES, first_rows
from tests.unit.small_files import read

pytestmark = pytest.mark.slow

HEAD = "Om tabellen\n\nKommun;År;Antal\n"
ROWS = "".join(f"Ånge;{1900 + n % 120};{n}\n" for n in range(30_000))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_the_top_of_a_long_file_has_its_own_row_numbers(encoding) -> None:
    data = (HEAD + ROWS).encode(encoding)
    assert len(data) > HEAD_BYTES
    understood = read((HEAD + ROWS[:4000].rsplit("\n", 1)[0]).encode(encoding))
    (top,) = first_rows(data, file_name="fil.csv", understood=understood, rows=8)
    assert list(top.frame.index) == list(range(1, 12))
    assert list(top.frame.loc[4]) == ["Ånge", "1900", "0"]


def test_what_cannot_be_opened_any_more_shows_nothing() -> None:
    assert first_rows(b"", file_name="fil.csv", understood=read(HEAD + ROWS[:200]), rows=8) == ()
