"""Keeping, bringing back, watching a folder, templates and marked files from the command line."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lagesbild.ingest.journal import JOURNAL_NAME
from lagesbild.store.connection import DATABASE_NAME, Store
from lagesbild.store.packing import MANIFEST
from tests.command_line import CommandLine
from tests.integration.test_archive import FIRST, PERSON, SECOND, content

FAULTY = "Kommun;År;Väktarrapporter\nÅnge;2019;12\nÅnge;2020;14\nÅnge;2021;11\nÅnge;2022;många\n"


# Backup and restore


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an installation with two deliveries, and its backup, lie for every test to copy."""
    return tmp_path_factory.mktemp("two")


@pytest.fixture
def two(command: CommandLine, once: Path) -> CommandLine:
    made = once / "data"
    if not made.exists():
        command.deliver("ett.csv", FIRST)
        command.deliver("tva.csv", SECOND)
        shutil.copytree(command.data, made)
    shutil.copytree(made, command.data, dirs_exist_ok=True)
    return command


@pytest.fixture
def kept(two: CommandLine, once: Path) -> Path:
    """A backup of the two deliveries."""
    made, out = once / "kopia.zip", two.folder / "kopia.zip"
    if not made.exists():
        assert two("backup", made).code == 0
    shutil.copy(made, out)
    return out


def test_what_was_kept_is_brought_back_whole(two: CommandLine) -> None:
    before, out = content(two), two.folder / "kopia.zip"
    made = two("backup", out, "--json")
    assert made.code == 0, made
    assert made.document["files"] == 4
    two("recall", "2")
    two.deliver("tre.csv", FIRST.replace("12", "13"))
    refused = two("restore", out)
    assert refused.code == 2
    assert "(KM-012)" in refused.err
    assert len(content(two)["deliveries"]) == 3
    done = two("restore", out, "--ersatt", "--json")
    assert done.code == 0, done
    assert content(two) == before
    kept = Path(done.document["kept"])
    assert {path.name for path in kept.iterdir()} == {DATABASE_NAME, "arkiv"}
    assert two("rebuild").code == 0
    assert content(two) == before


def test_a_new_installation_is_filled_without_asking(
    two: CommandLine, kept: Path, monkeypatch
) -> None:
    before = content(two)
    monkeypatch.setenv("LAGESBILD_DATA", str(two.folder / "ny"))
    two.data = two.folder / "ny"
    assert two("doctor").code == 0
    assert two("restore", kept).code == 0
    assert content(two) == before
    assert sorted(path.name for path in two.data.iterdir()) == ["arkiv", DATABASE_NAME]


def test_a_backup_never_overwrites(two: CommandLine) -> None:
    out = two.write("kopia.zip", "viktigt")
    for target in (out, two.folder / "finns" / "inte.zip"):
        outcome = two("backup", target)
        assert outcome.code == 2
        assert "(KM-010)" in outcome.err
    assert out.read_text(encoding="utf-8") == "viktigt"
    assert not list(two.folder.glob("*.del"))
    assert not list(two.data.glob("kopia-*"))


def repack(path: Path, *, to: Path, change) -> Path:
    """A backup with something changed: name -> (new name, content), or None for left out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for info in old.infolist():
            made = change(info.filename, old.read(info))
            if made is not None:
                new.writestr(made[0], made[1])
    return to


def with_extra(path: Path, *, to: Path, name: str | zipfile.ZipInfo) -> Path:
    """A backup with one more file, listed like the others."""
    import hashlib

    def change(member: str, data: bytes):
        if member != MANIFEST:
            return member, data
        manifest = json.loads(data)
        title = name.filename if isinstance(name, zipfile.ZipInfo) else name
        manifest["files"][title] = hashlib.sha256(b"ont").hexdigest()
        return member, json.dumps(manifest).encode()

    repack(path, to=to, change=change)
    with zipfile.ZipFile(to, "a") as packed:
        packed.writestr(name, b"ont")
    return to


def link_entry() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("arkiv/" + "a" * 64)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name",
    ["../ond.txt", "arkiv/../../ond.txt", "/ond.txt", "arkiv/..", "C:\\ond.txt", "arkiv\\..\\ond.txt",
     "arkiv/mapp/ond.txt", ".streamlit/config.toml", "link"],
)  # fmt: skip
def test_a_backup_that_reaches_outside_is_refused(two: CommandLine, kept: Path, name: str) -> None:
    before, around = content(two), sorted(two.folder.rglob("*"))
    evil = with_extra(
        kept, to=two.folder / "ond.zip", name=link_entry() if name == "link" else name
    )
    outcome = two("restore", evil, "--ersatt")
    assert outcome.code == 2
    assert "(KM-011)" in outcome.err
    evil.unlink()
    assert sorted(two.folder.rglob("*")) == around
    assert content(two) == before


@pytest.mark.parametrize(
    "how", ["text", "half", "spoilt", "other zip", "changed", "missing", "newer"]
)
def test_what_is_no_whole_backup_is_refused(two: CommandLine, kept: Path, how: str) -> None:
    bad = two.folder / "dalig.zip"
    changes = {
        "changed": lambda name, data: (name, data + b" " if name.endswith(".csv") else data),
        "missing": lambda name, data: None if name.endswith(JOURNAL_NAME) else (name, data),
        "newer": lambda name, data: (name, data.replace(b'"migration": ', b'"migration": 9')),
        "other zip": lambda name, data: None if name == MANIFEST else (name, data),
    }
    if how == "text":
        bad.write_text("inte en zip", encoding="utf-8")
    elif how == "half":
        bad.write_bytes(kept.read_bytes()[:-400])
    elif how == "spoilt":
        whole = kept.read_bytes()
        bad.write_bytes(whole[:200] + b"\xff" * 200 + whole[400:])
    else:
        repack(kept, to=bad, change=changes[how])
    before = content(two)
    outcome = two("restore", bad, "--ersatt")
    assert outcome.code == 2
    assert "(KM-011)" in outcome.err
    assert content(two) == before
    assert not list(two.data.glob("aterstallning-*"))


def test_nothing_to_restore(command: CommandLine) -> None:
    assert "(KM-001)" in command("restore", "finns-inte.zip").err


# Watch


@pytest.fixture
def drop(command: CommandLine):
    """A folder to drop files in."""
    for source in ("kommun", "scb", "okand"):
        (command.folder / "in" / source).mkdir(parents=True)

    def put(name: str, text: str | bytes, *, source: str = "kommun") -> Path:
        path = command.folder / "in" / source / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return put


def watch_once(command: CommandLine):
    return command("watch", command.folder / "in", "--once", "--interval", "0.05", "--json")


def below(command: CommandLine) -> set[str]:
    folder = command.folder / "in"
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def test_what_is_dropped_is_delivered_and_moved_beside_its_receipt(command, drop) -> None:
    drop("ett.csv", FIRST)
    drop("trasig.xlsx", b"PK\x03\x04 trasig")
    drop("fel.csv", FAULTY)
    outcome = watch_once(command)
    assert outcome.code == 1
    assert {one["file"]: one["status"] for one in outcome.document} == {
        "ett.csv": "stored", "trasig.xlsx": "refused", "fel.csv": "refused",
    }  # fmt: skip
    assert below(command) == {
        f"kommun/{place}/{name}{end}"
        for place, name in (("done", "ett.csv"), ("refused", "trasig.xlsx"), ("refused", "fel.csv"))
        for end in ("", ".kvitto.txt", ".kvitto.json")
    }
    folder = command.folder / "in" / "kommun"
    receipt = json.loads((folder / "done" / "ett.csv.kvitto.json").read_text(encoding="utf-8"))
    assert receipt["delivery_id"] == 1
    words = (folder / "refused" / "fel.csv.kvitto.txt").read_text(encoding="utf-8")
    assert "IN-008" in words
    again = watch_once(command)
    assert (again.code, again.document) == (0, [])


def test_the_same_name_and_the_same_file_again(command, drop) -> None:
    for text in (FIRST, SECOND, FIRST):
        drop("ett.csv", text)
        watch_once(command)
    names = {name for name in below(command) if name.endswith(".csv")}
    assert names == {"kommun/done/ett.csv", "kommun/done/ett-2.csv", "kommun/done/ett-3.csv"}
    assert len(command("deliveries", "--json").document) == 2


def test_unfinished_files_links_and_strangers_are_left_alone(command, drop) -> None:
    outside = command.write("hemlig.csv", FIRST)
    folder = command.folder / "in"
    for name in ("a.csv.part", "~$bok.xlsx", ".gomd.csv", "b.tmp", "c.csv~"):
        drop(name, FIRST)
    drop("d.csv", FIRST, source="okand")
    (folder / "kommun" / "lank.csv").symlink_to(outside)
    (folder / "kommun" / "mapp.csv").mkdir()
    os.mkfifo(folder / "kommun" / "ror.csv")
    (folder / "bra").symlink_to(command.folder, target_is_directory=True)
    before = below(command)
    outcome = watch_once(command)
    assert (outcome.code, outcome.document) == (0, [])
    assert below(command) == before
    assert outside.exists()


def test_a_link_as_the_done_folder_leads_nowhere(command, drop) -> None:
    outside = command.folder / "utanfor"
    outside.mkdir()
    (command.folder / "in" / "kommun" / "done").symlink_to(outside, target_is_directory=True)
    file = drop("ett.csv", FIRST)
    outcome = watch_once(command)
    assert "ligger kvar" in outcome.err
    assert file.exists()
    assert not list(outside.iterdir())


def test_a_growing_file_waits(command, drop, monkeypatch) -> None:
    file = drop("ett.csv", FIRST)
    monkeypatch.setattr(
        time, "sleep", lambda _: file.write_text(FIRST + "Ånge;2025;1\n", encoding="utf-8")
    )
    assert watch_once(command).document == []
    monkeypatch.setattr(time, "sleep", lambda _: None)
    [receipt] = watch_once(command).document
    assert receipt["observations_stored"] == 3


def test_a_persons_number_in_a_name_is_not_carried_on(command, drop) -> None:
    drop("19811218-9876.csv", FIRST)
    drop("lista.csv", PERSON)
    outcome = watch_once(command)
    assert outcome.code == 1
    assert "9876" not in outcome.out + outcome.err
    for path in (command.folder / "in").rglob("*"):
        assert "9876" not in path.name
        if path.name.endswith((".kvitto.txt", ".kvitto.json")):
            text = path.read_text(encoding="utf-8")
            assert "9876" not in text
            assert "3815" not in text


def test_an_unforeseen_error_stops_one_file_only(command, drop, monkeypatch) -> None:
    from lagesbild.ingest import deliver

    whole = deliver.prepare

    def strange(data: bytes, **how: object):
        if b"2023" in data:
            raise ZeroDivisionError
        return whole(data, **how)

    monkeypatch.setattr(deliver, "prepare", strange)
    drop("a.csv", FIRST)
    drop("b.csv", SECOND)
    found = {one["file"]: one for one in watch_once(command).document}
    assert found["a.csv"]["faults"][0]["code"] == "XX-001"
    assert found["b.csv"]["status"] == "stored"


def test_a_busy_database_leaves_the_files_where_they_are(command, drop, monkeypatch) -> None:
    from lagesbild.domain.errors import SetupError
    from lagesbild.ui import context

    def busy(*_: object) -> None:
        raise SetupError("DB-001", "Upptagen.", remedy="Vänta.")

    file = drop("a.csv", FIRST)
    monkeypatch.setattr(context, "open_context", busy)
    assert command("watch", command.folder / "in", "--once", "--interval", "0").code == 2
    assert file.exists()


def test_watching_goes_on_until_it_is_stopped(command, drop, monkeypatch) -> None:
    looks = iter(range(99))

    def later(_: float) -> None:
        number = next(looks)
        if number in (0, 3):
            drop(f"nr{number}.csv", FIRST.replace("12", str(number + 20)))
        if number > 6:
            raise KeyboardInterrupt

    assert threading.current_thread() is threading.main_thread()
    monkeypatch.setattr(time, "sleep", later)
    outcome = command("watch", command.folder / "in")
    assert outcome.code == 0
    assert "nr0.csv: sparad som leverans 1" in outcome.out
    assert "nr3.csv: sparad som leverans 2" in outcome.out


def test_no_such_folder_and_no_such_right(command) -> None:
    assert "(KM-014)" in command("watch", "finns-inte", "--once").err
    assert "(AC-001)" in command("watch", command.folder, "--once", "--as", "ledamot").err


# Templates and marked files


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_template_from_the_command_line(command, suffix: str) -> None:
    out = command.folder / f"mall.{suffix}"
    outcome = command("template", "socialtjanst", "--out", out, "--json")
    assert outcome.code == 0
    assert outcome.document["source"] == "socialtjanst"
    assert out.stat().st_size > 50
    assert not command.data.exists(), "a template needs no database"


@pytest.mark.parametrize(
    ("source", "out", "code"),
    [("okand", "mall.xlsx", "IN-016"), ("bra", "mall.pdf", "KM-013"), ("bra", "finns/inte.csv", "KM-003")],
)  # fmt: skip
def test_a_template_that_cannot_be_made(command, source: str, out: str, code: str) -> None:
    outcome = command("template", source, "--out", command.folder / out)
    assert outcome.code == 2
    assert f"({code})" in outcome.err


def test_the_marked_file_of_a_delivery(command) -> None:
    out = command.folder / "fel.xlsx"
    file = command.write("fel.csv", FAULTY)
    assert command("deliver", file, "--source", "kommun", "--kvitto", out).code == 1
    assert openpyxl.load_workbook(out).worksheets[1]["C5"].comment is not None
    for target, code in (("fel.csv", "KM-013"), ("finns/inte.xlsx", "KM-003")):
        outcome = command(
            "deliver", file, "--source", "kommun", "--kvitto", command.folder / target
        )
        assert outcome.code == 2
        assert f"({code})" in outcome.err


def test_the_database_is_copied_only_when_it_is_closed(two: CommandLine, tmp_path) -> None:
    from lagesbild.domain.errors import SetupError
    from lagesbild.store.files import copy_database

    store = Store(two.data / DATABASE_NAME)
    try:
        store.cursor().execute("INSERT INTO meta VALUES ('prov', '1')")
        with pytest.raises(SetupError) as busy:
            copy_database(two.data, target=tmp_path / "kopia")
        assert busy.value.code == "DB-001"
    finally:
        store.close()
