"""Whatever the bytes are: understood, remarked upon, or refused in words. Never a traceback."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.domain.errors import FileRefused
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.observation import LONG_COLUMNS
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.describe import describe, describe_in_words
from lagesbild.ingest.long import to_long, to_plain
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.understanding import understand
from tests.thinned import EVERYTHING

AREAS = AreaIndex([Area(code="2260", name="Ånge", level=AreaLevel.KOMMUN)])
WORDS = (
    "Ånge", "2260", "0114", "2023", "2022/23", "maj", "v. 53", "1 234", "1.234", "5,5", "..", "-", "~100",
    "Antal", "Kommun", "År", "Vecka", "Månad", "Datum", "2023-05-01", "31", "Andel (%)", "", " ", "x",
    "Lat", "Id", "Januari", "Februari", "Mars", "Hela året", "\ufffd", "9" * 400, "1e999", "http://x", "#",
)  # fmt: skip
CALM = settings(
    max_examples=120 if EVERYTHING else 50, deadline=None, suppress_health_check=list(HealthCheck)
)


def look_at(data: bytes) -> None:
    """Everything that intake does before checks."""
    try:
        opened = open_file(data, file_name="fil.csv")
    except FileRefused as refused:
        if not refused.code.startswith("RD-"):
            raise
        return
    understood = understand(opened, areas=AREAS)
    assert describe(understood)["file"] == "fil.csv"
    assert describe_in_words(understood).startswith("fil.csv")
    for table in understood.tables:
        assert tuple(to_long(table, areas=AREAS).columns) == LONG_COLUMNS
        assert len(to_plain(table)) == table.rows


@CALM
@given(
    rows=st.lists(st.lists(st.sampled_from(WORDS), max_size=7), max_size=14),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_any_words_in_any_order(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    look_at("\n".join(delimiter.join(row) for row in rows).encode(encoding))


@CALM
@given(data=st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    look_at(data)


@CALM
@given(text=st.text(alphabet='a1Å.,;"\n\r\t -%\u00a0\u2212/', max_size=200))
def test_any_text(text: str) -> None:
    look_at(text.encode())
