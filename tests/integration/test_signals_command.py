"""`signals`: what stands out, from the command line, as a role would be told."""

from __future__ import annotations

import io
import sys
from types import ModuleType

import pytest

from lagesbild.commands import signals as signals_command
from lagesbild.commands.opening import opened_context
from lagesbild.commands.reading import find_person
from lagesbild.domain.errors import SetupError
from lagesbild.store.connection import open_store_to_read
from tests.command_line import CommandLine
from tests.pages.monthly_store import raised_damage

KEY = "en-nyckel-som-bara-finns-i-proven-0123456789"


def fill(command: CommandLine) -> None:
    """Damage has risen in Ånge: delivered as a file, the way a provider does."""
    text = io.StringIO()
    text.write("Kommunkod;Period;Mått;Antal\n")
    names = {"bra.skadegorelse": "Skadegörelse", "bra.stoldbrott": "Stöldbrott"}
    for row in raised_damage():
        if row["measure"] in names:
            start = row["period_start"]
            text.write(f"2260;{start:%Y-%m};{names[row['measure']]};{row['value']:.0f}\n")
    receipt = command.deliver("skador.csv", text.getvalue(), source="bra")
    assert receipt["status"] == "stored", receipt


def test_one_kommun_in_words_and_as_json(command: CommandLine) -> None:
    fill(command)
    said = command("signals")
    assert said.code == 0
    lines = said.out.replace("\u00a0", " ").splitlines()
    assert lines[0].startswith("Ånge: 1 sak sticker ut · 1 mått följer sitt mönster")
    assert lines[1].startswith("  Anmäld skadegörelse i Ånge: fler än vanligt sedan februari 2026.")
    assert "Talar emot: Har sättet att anmäla" in said.out
    (found,) = command("signals", "--kommun", "2260", "--as", "samordnare", "--json").document
    assert [one["indicator"] for one in found["signals"]] == ["skadegorelse"]
    assert found["signals"][0]["start"] == "2026-02-01"
    assert command("signals", "--kommun", "9999").code == 2
    assert "Traceback" not in command("signals", "--as", "chef").err


def test_many_kommuner_in_processes_of_their_own(
    command: CommandLine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A new process begins with the main script, which page tests before this one have made the app.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    fill(command)
    person = find_person("public", default="public")
    with opened_context() as context:
        work = signals_command._Work.of(context, person=person)
    found = list(signals_command._all_of(work, ["2281", "2260"]))
    assert [one["name"] for one in found] == ["Sundsvall", "Ånge"]
    assert [len(one["signals"]) for one in found] == [0, 1]
    assert "2 av 2 kommuner undersökta" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["", KEY], ids=["plain", "encrypted"])
def test_a_store_that_is_only_read_cannot_be_written(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    if key:
        monkeypatch.setenv("LAGESBILD_NYCKEL", key)
    with opened_context():
        pass
    store = open_store_to_read(command.data, key=key)
    try:
        assert store.cursor().execute("SELECT count(*) FROM area").fetchone()[0] > 290
        with pytest.raises(Exception, match="read-only"):
            store.cursor().execute("DELETE FROM area")
    finally:
        store.close()
    if key:
        with pytest.raises(SetupError):
            open_store_to_read(command.data, key="")
