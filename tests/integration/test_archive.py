"""The archive gives everything back: rebuilding, and deliveries that were killed on their way."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from pathlib import Path

import pytest

from lagesbild.commands import main
from lagesbild.ingest import archive as archive_room
from lagesbild.ingest.journal import JOURNAL_NAME, read_journal
from lagesbild.settings import data_folder
from lagesbild.store.connection import DATABASE_NAME, Store
from lagesbild.store.files import KEPT_TABLES, REBUILT_TABLES, table_names
from tests.boundary_files import geojson, regso
from tests.command_line import CommandLine
from tests.example import copy_example
from tests.killing import die, killed, start
from tests.thinned import some

FIRST = "Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;15\n"
SECOND = "Kommun;År;Väktarrapporter\nÅnge;2024;16\nÅnge;2025;20\n"
VISITS = (
    "Område;År;Antal fältbesök\nÅnge;2023;40\nÅnge;2024;55\nLjungaverk;2023;9\nLjungaverk;2024;12\n"
)
ANSWERS = """
[areas]
"Ljungaverk" = "delområde i 2260"
[[measures]]
name = "Fältbesök"
in_file = "Antal fältbesök"
unit = "besök"
"""
LATER = "Område;År;Antal fältbesök\nÅnge;2025;61\nLjungaverk;2025;14\n"
PEOPLE = "Kommun;År;Folkmängd\n2260;2024;9100\n2260;2025;9000\n"
PERSON = "Kommun;Person;Antal\n2260;19511013-3815;1\n"


def content(command: CommandLine) -> dict[str, list[tuple]]:
    """All that must be the same in a rebuilt database; areas and measures by name, not by number."""
    store = Store(command.data / DATABASE_NAME)
    try:
        cursor = store.cursor()
        return {
            "observations": sorted(cursor.execute(
                "SELECT m.id, a.code, o.* EXCLUDE (measure_id, area_id) FROM observation o "
                "JOIN measure m USING (measure_id) JOIN area a USING (area_id)"
            ).fetchall(), key=repr),
            "deliveries": cursor.execute("SELECT * FROM delivery ORDER BY delivery_id").fetchall(),
            "areas": sorted(cursor.execute("SELECT * EXCLUDE area_id FROM area").fetchall(), key=repr),
            "aliases": sorted(cursor.execute("SELECT * FROM area_alias").fetchall(), key=repr),
            "definitions": sorted(cursor.execute("SELECT * EXCLUDE saved_at FROM definition").fetchall(), key=repr),
            "events": sorted(cursor.execute("SELECT * EXCLUDE event_id FROM event").fetchall(), key=repr),
        }  # fmt: skip
    finally:
        store.close()


def audit(command: CommandLine) -> list[tuple[str, str, str]]:
    store = Store(command.data / DATABASE_NAME)
    try:
        return store.cursor().execute(
            "SELECT action, subject, details FROM audit ORDER BY audit_id"
        ).fetchall()  # fmt: skip
    finally:
        store.close()


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the filled installation is kept for every test to copy."""
    return tmp_path_factory.mktemp("filled") / "data"


@pytest.fixture
def filled(command: CommandLine, once: Path) -> CommandLine:
    """Two issues of the same figures, one recalled and delivered again, answers, a new measure."""
    if not once.exists():
        command.deliver("ett.csv", FIRST)
        second = command.deliver("tva.csv", SECOND)
        command("recall", str(second["delivery_id"]))
        command.deliver("falt.csv", VISITS, mapping=command.write("svar.toml", ANSWERS))
        command.deliver("falt-2025.csv", LATER)
        command.deliver("tva.csv", SECOND)
        command.deliver("folk.csv", PEOPLE, source="scb")
        assert command.deliver("lista.csv", PERSON)["status"] == "refused"
        shutil.copytree(command.data, once)
    shutil.copytree(once, command.data, dirs_exist_ok=True)
    return command


def test_a_rebuilt_database_has_the_same_content_and_what_was_done_by_whom(
    filled: CommandLine,
) -> None:
    before, done = content(filled), audit(filled)
    assert len(before["observations"]) == 2 + 2 + 4 + 2 + 2 + 2
    outcome = filled("rebuild", "--json")
    assert outcome.code == 0, outcome
    assert outcome.document == {"deliveries": 6, "recalls": 1, "changed": {}}
    assert content(filled) == before
    assert not (filled.data / "ombyggnad").exists()
    assert not list(filled.data.glob("*.gammal"))
    after = audit(filled)
    assert after[: len(done)] == done
    assert after[-1][0] == "rebuild"
    doctor = filled("doctor")
    assert doctor.code == 0
    assert "kedjan är hel" in doctor.out


@pytest.mark.parametrize("database", some(["broken", "gone"], ordinarily=1))
def test_the_archive_alone_is_enough(filled: CommandLine, database: str) -> None:
    before = content(filled)
    path = filled.data / DATABASE_NAME
    path.unlink()
    if database == "broken":
        path.write_bytes(b"inte en databas" * 999)
        assert filled("deliveries").code == 2
    outcome = filled("rebuild")
    assert outcome.code == 0, outcome
    assert content(filled) == before
    kept = filled.data / f"{DATABASE_NAME}.gammal"
    assert kept.exists() == (database == "broken")


def example(command: CommandLine) -> list[tuple]:
    """The example's deliveries without the moment they were made, and a digest of their figures."""
    store = Store(command.data / DATABASE_NAME)
    try:
        return store.cursor().execute(
            "SELECT d.delivery_id, source_id, sha256, d.issued_on, d.status, count(*), bit_xor(hash(m.id, a.code, "
            "period_start, period_end, breakdown, value, o.status, raw, source_row)) "
            "FROM observation o JOIN measure m USING (measure_id) JOIN area a USING (area_id) "
            "JOIN delivery d USING (delivery_id) GROUP BY ALL ORDER BY ALL"
        ).fetchall()  # fmt: skip
    finally:
        store.close()


def test_example_data_comes_back_too(command: CommandLine, example_folder: Path) -> None:
    copy_example(example_folder, to=command.data)
    command.deliver("ett.csv", FIRST)
    before = example(command)
    assert len(before) > 10
    assert command("rebuild").code == 0
    assert example(command) == before


def test_every_table_is_rebuilt_or_kept() -> None:
    store = Store(None)
    assert table_names(store) == REBUILT_TABLES | set(KEPT_TABLES)


def test_a_database_without_its_newest_deliveries_is_told_and_mended(filled: CommandLine) -> None:
    before = content(filled)
    (filled.data / DATABASE_NAME).unlink()
    said = filled("deliveries").err
    assert "AR-003" in said
    assert "6 leveranser" in said
    files = {path.name for path in (filled.data / "arkiv").iterdir()}
    assert filled("rebuild").code == 0
    assert {path.name for path in (filled.data / "arkiv").iterdir()} == files
    assert content(filled) == before


def test_a_changed_file_in_the_archive_stops_the_rebuilding(filled: CommandLine) -> None:
    before = content(filled)
    kept = next((filled.data / "arkiv").glob("*.csv"))
    whole = kept.read_bytes()
    for broken in (whole + b"Ange;2026;9\n", None):
        if broken is None:
            kept.unlink()
        else:
            kept.write_bytes(broken)
        outcome = filled("rebuild")
        assert outcome.code == 2
        assert "(AR-005)" in outcome.err
        assert content(filled) == before


def test_a_delivery_that_would_be_refused_today_stops_the_rebuilding(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lagesbild.ingest import rebuild

    before = content(filled)
    monkeypatch.setattr(rebuild, "read_mapping", lambda _: archive_mapping())
    outcome = filled("rebuild")
    assert outcome.code == 2
    assert "(AR-006)" in outcome.err
    assert "falt.csv" in outcome.err
    assert content(filled) == before


def archive_mapping():
    from lagesbild.ingest.mapping import Mapping

    return Mapping()


def test_a_journal_that_someone_wrote_in_is_told(filled: CommandLine) -> None:
    journal = filled.data / "arkiv" / JOURNAL_NAME
    lines = journal.read_bytes().split(b"\n")
    lines[2] = b"{}"
    journal.write_bytes(b"\n".join(lines))
    outcome = filled("deliveries")
    assert outcome.code == 2
    assert "(AR-004)" in outcome.err


def test_nothing_to_build_from(command: CommandLine) -> None:
    outcome = command("rebuild")
    assert outcome.code == 2
    assert "(KM-009)" in outcome.err


def test_deliveries_from_before_the_journal_are_taken_into_it(filled: CommandLine) -> None:
    before = content(filled)
    (filled.data / "arkiv" / JOURNAL_NAME).unlink()
    assert filled("deliveries").code == 0
    assert filled("rebuild").code == 0
    after = content(filled)
    assert after["observations"] == before["observations"]
    assert [row[:9] for row in after["deliveries"]] == [row[:9] for row in before["deliveries"]]


def test_the_stored_receipt_has_its_number_and_a_refusal_leaves_only_codes(
    filled: CommandLine,
) -> None:
    deliveries = content(filled)["deliveries"]
    for row in deliveries:
        assert json.loads(row[12])["delivery_id"] == row[0]
        assert json.loads(row[12])["status"] == "stored"
    refused = [
        (subject, details) for action, subject, details in audit(filled) if action == "refuse"
    ]
    assert refused == [("kommun", '{"codes": {"IN-002": 1}}')]


def test_personal_data_never_reaches_the_archive(filled: CommandLine) -> None:
    name = "19511013-3815.csv"
    assert filled.deliver(name, FIRST + " ")["status"] == "refused"
    for path in (filled.data / "arkiv").iterdir():
        assert "3815" not in path.name
        assert b"3815" not in path.read_bytes()


# Killed


def break_at(point: str) -> None:
    """Lets the process die at the point."""
    from lagesbild.ingest import archive, deliver, journal

    if point == "looking":
        deliver.prepare = die
    elif point == "storing":
        deliver.add_delivery_within = die
    elif point == "keeping":
        archive.os.replace = die
    elif point == "kept":
        deliver.ArchivedDelivery.as_body = die
    elif point == "half a line":
        whole = json.dumps
        journal.json.dumps = lambda *a, **k: HalfALine(whole(*a, **k))
    elif point == "before the commit":
        real = journal.append_entry

        def once(*a: object, **k: object) -> None:
            real(*a, **k)
            die()

        archive.append_entry = once
    elif point == "after the commit":
        archive._answer = die
    elif point == "before the receipt":
        deliver.append_audit = die


class HalfALine(str):
    """A line of the journal of which only the beginning reaches the disk."""

    __slots__ = ()

    def encode(self, *_: object) -> bytes:
        with (data_folder() / "arkiv" / JOURNAL_NAME).open("ab") as out:
            out.write(str(self)[:40].encode())
        die()
        return b""


def broken_command(point: str, *arguments: str) -> None:
    break_at(point)
    main([*arguments])


def whole_command(*arguments: str) -> None:
    main([*arguments])


POINTS = {
    "looking": False, "storing": False, "keeping": False, "kept": False, "half a line": False,
    "before the commit": False, "after the commit": True, "before the receipt": True,
}  # fmt: skip


def run_killed(command: CommandLine, point: str, *arguments: str) -> None:
    said = command.folder / "sagt.txt"
    assert not killed(broken_command, point, *arguments, data=command.data, said=said)


@pytest.mark.parametrize("point", some(POINTS, ordinarily=3))
def test_a_killed_delivery_is_whole_or_absent_and_the_next_start_says_which(
    command: CommandLine, point: str
) -> None:
    command.deliver("ett.csv", FIRST)
    archived = {path.name for path in (command.data / "arkiv").iterdir()}
    file = command.write("tva.csv", SECOND)
    run_killed(command, point, "deliver", str(file), "--source", "kommun", "--json")
    start = command("deliveries", "--json")
    assert_told_right(command, said=start.err, listed=start.document, is_stored=POINTS[point])
    assert command("deliveries").err == "", "said once is enough"
    if not POINTS[point]:
        assert {path.name for path in (command.data / "arkiv").iterdir()} == archived
    assert command.deliver("tva.csv", SECOND)["status"] == (
        "already_stored" if POINTS[point] else "stored"
    )
    assert command("rebuild").code == 0


def assert_told_right(
    command: CommandLine, *, said: str, listed: list[dict], is_stored: bool
) -> None:
    """What the start says is what the database has: all of it or nothing of it."""
    assert ("(AR-002)" in said, "(AR-001)" in said) == (is_stored, not is_stored), said
    assert "tva.csv" in said
    assert [one["observations_stored"] for one in listed] == ([2, 2] if is_stored else [2])
    figures = content(command)["observations"]
    assert len(figures) == (4 if is_stored else 2)


def test_a_killed_recall_is_whole_or_absent(command: CommandLine, monkeypatch) -> None:
    command.deliver("ett.csv", FIRST)
    run_killed(command, "before the commit", "recall", "1")
    start = command("deliveries", "--json")
    assert "Återkallelsen av leverans 1 avbröts" in start.err
    assert "(AR-001)" in start.err
    assert start.document[0]["status"] == "stored"


KILLS = int(os.environ.get("PROV_KILLS", "3"))


def test_kill_at_any_moment(command: CommandLine) -> None:
    """From before anything has begun to after all is done; PROV_KILLS for more of them."""
    command.deliver("ett.csv", FIRST)
    rows = "".join(f"Ånge;{1900 + n // 12}-{n % 12 + 1:02};{n % 97}\n" for n in range(1200))
    started = time.monotonic()
    command.deliver("hel.csv", "Kommun;Månad;Väktarrapporter\n" + rows)
    longest = 2 * (time.monotonic() - started)
    draw = random.Random(2260)  # noqa: S311 - moments, not secrets
    for number in range(KILLS):
        have = len(command("deliveries", "--json").document)
        file = command.write(
            f"nr{number}.csv", f"Kommun;Månad;Väktarrapporter\nÅnge;1890-01;{number + 1}\n{rows}"
        )
        said = command.folder / f"sagt{number}.txt"
        running = start(
            whole_command, "deliver", str(file), "--source", "kommun", data=command.data, said=said
        )
        running.join(draw.uniform(0, longest))
        running.kill()
        running.join()
        # Once the line is answered the delivery is done, also where the receipt was not told.
        waiting = archive_room.open_entries(read_journal(command.data / "arkiv"))
        listed = command("deliveries", "--json")
        new = [one for one in listed.document if one["file_name"] == file.name]
        assert len(listed.document) == have + len(new)
        assert [one["observations_stored"] for one in new] in ([], [1201])
        if new and waiting:
            assert "AR-002" in listed.err
        if "AR-001" in listed.err:
            assert not new
    before = content(command)
    assert command("rebuild").code == 0
    assert content(command) == before


def test_lines_of_the_journal_are_answered(filled: CommandLine) -> None:
    entries = read_journal(filled.data / "arkiv")
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert not archive_room.open_entries(entries)


def test_delivered_boundaries_come_back_too(command: CommandLine) -> None:
    command.deliver("a.geojson", geojson(regso(count=2)), source="scb")
    second = command.deliver("b.geojson", geojson(regso(count=3)), source="scb")
    command("recall", str(second["delivery_id"]))

    def shapes() -> list[tuple]:
        store = Store(command.data / DATABASE_NAME)
        try:
            rows = store.cursor().execute("SELECT * FROM area_boundary").fetchall()
        finally:
            store.close()
        return sorted(rows, key=repr)

    before, all_before = shapes(), content(command)
    assert len(before) == 5
    assert command("rebuild").code == 0
    assert shapes() == before
    assert content(command) == all_before
