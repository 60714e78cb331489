"""A file's name is words to show, never a place to write to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lagesbild.domain.person import Person, Role
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import deliver
from lagesbild.ingest.receipt import ReceiptStatus
from lagesbild.store.areas import list_areas
from lagesbild.ui.context import Context, open_context

PERSON = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
OURS = {"journal.jsonl", "granskning.json"}
NAMES = (
    "../../utanfor.csv",
    "/etc/cron.d/utanfor.csv",
    "..\\..\\utanfor.csv",
    "..",
    "utanfor\x00.csv",
    "a" * 400 + ".csv",
    "journal.jsonl",
)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory):
    opened = open_context(tmp_path_factory.mktemp("inne") / "data")
    yield opened
    opened.store.close()


def everything_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_name_that_is_a_path_leads_nowhere(context: Context) -> None:
    above = context.folder.parent.parent
    for number, name in enumerate(NAMES):
        before = everything_below(above)
        receipt = deliver(
            f"Kommun;År;Folkmängd\n2260;2025;{9000 + number}\n".encode(), file_name=name,
            source_id="scb", store=context.store, catalog=context.catalog(),
            areas=AreaIndex(list_areas(context.store)), person=PERSON, today=date(2026, 11, 21),
            archive=context.archive,
        )  # fmt: skip
        new = everything_below(above) - before
        assert receipt.status in {ReceiptStatus.STORED, ReceiptStatus.REFUSED}, name
        inside = {Path(path) for path in new if "arkiv" in Path(path).parts}
        assert {Path(path) for path in new} == inside | {
            Path(path) for path in new if Path(path).name.startswith("lagesbild.duckdb")
        }, name
        for path in inside:
            assert path.parent == context.archive.relative_to(above), name
            assert path.name in OURS or len(path.stem) == 64, name
