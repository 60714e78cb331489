"""Encryption at rest: on, rotated, off, and what the files say without the key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lagesbild.domain.errors import SetupError
from lagesbild.store.connection import DATABASE_NAME, Store, open_store
from lagesbild.store.sealing import MARK, Seal, is_encrypted
from tests.command_line import CommandLine

KEY = "prov-nyckel-som-ar-lang-nog-0123456789"
NEXT = "nasta-nyckel-som-ar-lang-nog-987654321"
HIDDEN_WORD = "Hemligkullen"
PLACES = "Kommun;År;Folkmängd\n2260;2024;9100\n2260;2025;9000\n"


@pytest.fixture(autouse=True)
def no_secrets_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads the secrets of this checkout."""
    from lagesbild import settings

    path = tmp_path / "secrets.toml"
    monkeypatch.setattr(settings, "SECRETS_FILE", path)
    return path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the encrypted installation is kept for every test to copy."""
    return tmp_path_factory.mktemp("sealed") / "data"


@pytest.fixture
def sealed(command: CommandLine, monkeypatch: pytest.MonkeyPatch, once: Path) -> CommandLine:
    """An encrypted installation with one delivery."""
    monkeypatch.setenv("LAGESBILD_NYCKEL", KEY)
    if not once.exists():
        assert command.deliver("folk.csv", PLACES, source="scb")["status"] == "stored"
        shutil.copytree(command.data, once)
    shutil.copytree(once, command.data, dirs_exist_ok=True)
    return command


def files_of(command: CommandLine) -> list[Path]:
    return [path for path in command.data.rglob("*") if path.is_file()]


def write_word(store: Store) -> None:
    with store.transaction() as cursor:
        cursor.execute("INSERT INTO area_alias VALUES ('2260', 'kommun', ?, '2260')", [HIDDEN_WORD])


def test_nothing_can_be_read_from_the_files_without_the_key(sealed: CommandLine) -> None:
    store = open_store(sealed.data, key=KEY)
    write_word(store)
    log = (sealed.data / f"{DATABASE_NAME}.wal").read_bytes()
    store.close()
    assert HIDDEN_WORD.encode() not in log
    database = sealed.data / DATABASE_NAME
    assert is_encrypted(database)
    assert HIDDEN_WORD.encode() not in database.read_bytes()
    archived = [path for path in (sealed.data / "arkiv").iterdir() if path.suffix == ".csv"]
    assert archived
    for path in archived:
        assert path.read_bytes().startswith(MARK)
        assert b"9100" not in path.read_bytes()


def test_the_same_installation_without_encryption_can_be_read(command: CommandLine) -> None:
    """The looks above can fail."""
    command.deliver("folk.csv", PLACES, source="scb")
    store = open_store(command.data)
    write_word(store)
    store.close()
    assert HIDDEN_WORD.encode() in (command.data / DATABASE_NAME).read_bytes()
    assert any(b"9100" in path.read_bytes() for path in files_of(command) if path.suffix == ".csv")


@pytest.mark.parametrize(("key", "code"), [("", "DB-004"), (NEXT, "DB-005")])
def test_without_the_right_key_nothing_opens(
    sealed: CommandLine, monkeypatch: pytest.MonkeyPatch, key: str, code: str
) -> None:
    monkeypatch.setenv("LAGESBILD_NYCKEL", key)
    outcome = sealed("deliveries")
    assert outcome.code == 2
    assert code in outcome.err
    assert KEY not in outcome.err + outcome.out


def test_a_key_beside_a_plain_database_is_no_silent_promise(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.deliver("folk.csv", PLACES, source="scb")
    monkeypatch.setenv("LAGESBILD_NYCKEL", KEY)
    outcome = command("deliveries")
    assert outcome.code == 2
    assert "DB-003" in outcome.err


@pytest.mark.parametrize("key", ["hund", "x" * 31])
def test_a_short_key_is_refused(key: str) -> None:
    with pytest.raises(SetupError) as refused:
        Seal(key)
    assert refused.value.code == "ST-004"
    assert key not in refused.value.message
    assert KEY not in repr(Seal(KEY))


def test_turned_on_rotated_rebuilt_and_turned_off(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.deliver("folk.csv", PLACES, source="scb")
    before = command("deliveries", "--json").out
    assert command("encrypt").code == 2

    monkeypatch.setenv("LAGESBILD_NYCKEL", KEY)
    assert command("encrypt", "--json").document == {"database": True, "files": 1}
    assert command("encrypt", "--json").document == {"database": False, "files": 0}
    assert command("deliveries", "--json").out == before
    examined = command("doctor", "--json")
    told = {one["name"]: one for one in examined.document["checks"]}
    assert told["kryptering"]["words"].startswith("på")
    assert KEY not in examined.out + examined.err

    monkeypatch.setenv("LAGESBILD_NY_NYCKEL", NEXT)
    assert command("rotate-key", "--json").document == {"database": True, "files": 1}
    assert "DB-005" in command("deliveries").err
    monkeypatch.setenv("LAGESBILD_NYCKEL", NEXT)
    assert command("deliveries", "--json").out == before

    store = open_store(command.data, key=NEXT)
    noted = store.cursor().execute("SELECT action, subject FROM audit").fetchall()
    store.close()
    assert noted.count(("rekey", "på")) == 2
    assert command("rebuild").code == 0
    assert is_encrypted(command.data / DATABASE_NAME)
    assert command("decrypt").code == 0
    monkeypatch.delenv("LAGESBILD_NYCKEL")
    assert command("deliveries", "--json").out == before
    assert not is_encrypted(command.data / DATABASE_NAME)
    assert not [path for path in files_of(command) if path.suffix == ".del"]


def test_an_interrupted_rotation_is_finished_the_next_time(
    sealed: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed.deliver("mer.csv", PLACES.replace("9000", "9001"), source="scb")
    first = min(path for path in (sealed.data / "arkiv").iterdir() if path.suffix == ".csv")
    kept = first.read_bytes()
    monkeypatch.setenv("LAGESBILD_NY_NYCKEL", NEXT)
    assert sealed("rotate-key", "--json").document["files"] == 2
    first.write_bytes(kept)
    assert sealed("rotate-key", "--json").document == {"database": False, "files": 1}


def test_a_backup_keeps_its_key(sealed: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = sealed.folder / "kopia.zip"
    assert sealed("backup", copy).code == 0
    assert HIDDEN_WORD.encode() not in copy.read_bytes()
    shutil.rmtree(sealed.data)
    monkeypatch.setenv("LAGESBILD_NYCKEL", NEXT)
    assert "DB-005" in sealed("restore", copy).err
    monkeypatch.setenv("LAGESBILD_NYCKEL", KEY)
    assert sealed("restore", copy).code == 0
    assert "scb" in sealed("deliveries").out


def test_the_key_may_stand_in_the_secrets_file(
    sealed: CommandLine, monkeypatch: pytest.MonkeyPatch, no_secrets_file: Path
) -> None:
    monkeypatch.delenv("LAGESBILD_NYCKEL")
    no_secrets_file.write_text(f'[lagesbild]\nLAGESBILD_NYCKEL = "{KEY}"\n', encoding="utf-8")
    assert sealed("deliveries").code == 0
    no_secrets_file.write_text("trasig [", encoding="utf-8")
    outcome = sealed("deliveries")
    assert outcome.code == 2
    assert "ST-005" in outcome.err


def test_without_the_extension_it_says_so(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lagesbild.store import connection

    monkeypatch.setattr(connection, "ENCRYPTION_EXTENSION", "ett_paket_som_inte_finns")
    monkeypatch.setenv("LAGESBILD_NYCKEL", KEY)
    outcome = command("encrypt")
    assert outcome.code == 0, "an empty folder has nothing to encrypt"
    outcome = command("deliveries")
    assert outcome.code == 2
    assert "DB-006" in outcome.err


def test_a_command_for_keys_needs_one(command: CommandLine) -> None:
    for name in ("encrypt", "decrypt", "rotate-key"):
        outcome = command(name)
        assert outcome.code == 2
        assert "KM-015" in outcome.err
