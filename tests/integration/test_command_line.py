"""The command line as IT departments script it: documents, exit codes, Swedish, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lagesbild.commands import COMMANDS
from lagesbild.domain.observation import LONG_COLUMNS
from lagesbild.domain.results import FIGURE_COLUMNS
from tests.command_line import codes

ROOT = Path(__file__).resolve().parents[2]
FILE = "Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;1 015\n"
RECEIPT_KEYS = [
    "delivery_id", "source", "file", "sha256", "status", "rows_read", "observations_stored", "new",
    "changed", "unchanged", "gone", "indicators", "faults", "warnings",
]  # fmt: skip


def run_apart(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "lagesbild", *arguments], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "LAGESBILD_DATA": str(data)}, check=False, timeout=120,
    )  # fmt: skip


def test_help_is_swedish_and_needs_no_heavy_library() -> None:
    code = (
        "import sys\nfrom lagesbild.commands import build_parser\nprint(build_parser().format_help())\n"
        "heavy = {'pandas', 'numpy', 'streamlit', 'duckdb', 'plotly', 'geopandas'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "användning" in ran.stdout
    for name in COMMANDS:
        assert name in ran.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_in_swedish(command, name: str) -> None:
    outcome = command(name, "--help")
    assert outcome.code == 0
    assert "visa den här hjälpen" in outcome.out
    assert "show this help" not in outcome.out
    assert "usage" not in outcome.out


@pytest.mark.parametrize(
    "arguments",
    [[], ["finns-inte"], ["deliver"], ["deliver", "x.csv"], ["recall", "ett"], ["query", "x", "--format", "xml"],
     ["query", "x", "--level", "by"], ["convert", "x.csv"], ["catalog"], ["inspect", "x.csv", "--okant"]],
)  # fmt: skip
def test_wrong_use_is_two_and_says_how(command, arguments: list[str]) -> None:
    outcome = command(*arguments)
    assert outcome.code == 2
    assert "(XX-002)" in outcome.err
    assert "--help" in outcome.err
    assert not outcome.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["inspect", "finns-inte.csv"], "KM-001"),
        (["inspect", "."], "KM-001"),
        (["deliver", "finns-inte.csv", "--source", "kommun"], "KM-001"),
        (["deliver", "{file}", "--source", "okand"], "IN-016"),
        (["inspect", "{file}", "--source", "okand"], "IN-016"),
        (["deliver", "{file}", "--source", "kommun", "--mapping", "saknas.toml"], "KM-001"),
        (["deliver", "{file}", "--source", "kommun", "--as", "kung"], "KM-004"),
        (["convert", "{file}", "--out", "ut.xlsx"], "KM-002"),
        (["convert", "{file}", "--out", "/finns/inte/ut.csv"], "KM-003"),
        (["recall", "7"], "KM-005"),
        (["query", "folkmangd", "--from", "snart"], "KM-007"),
        (["query", "folkmangd", "--breakdown", "utan-tecken"], "KM-008"),
        (["query", "folkmangd", "--as", "kung"], "KM-004"),
        (["query", "folkmangd", "--out", "/finns/inte/ut.csv"], "KM-003"),
        (["query", "finns_inte"], "AN-002"),
        (["query", "folkmangd", "--area", "9999"], "AN-003"),
    ],
)
def test_wrong_setup_is_two_with_a_code_and_a_remedy(
    command, arguments: list[str], code: str
) -> None:
    path = str(command.write("fil.csv", FILE))
    outcome = command(*[argument.format(file=path) for argument in arguments])
    assert outcome.code == 2, outcome
    assert f"({code})" in outcome.err
    assert "Gör så här: " in outcome.err
    assert not outcome.out


def test_a_wrong_call_with_json_is_one_document_too(command) -> None:
    outcome = command("deliver", "finns-inte.csv", "--source", "kommun", "--json")
    assert outcome.code == 2
    assert codes(outcome.document["faults"]) == {"KM-001"}


def test_inspect_document(command) -> None:
    document = command(
        "inspect", command.write("fil.csv", FILE), "--source", "kommun", "--json"
    ).document
    assert {"file", "format", "encoding", "dialect", "tables", "faults", "warnings"} <= set(
        document
    )
    [table] = document["tables"]
    assert [column["role"] for column in table["columns"]] == ["area_name", "period", "value"]
    assert table["rows"] == 2
    assert not command.data.exists(), "inspect must not make a database"


def test_inspect_in_words_and_refused(command) -> None:
    assert "Väktarrapporter" in command("inspect", command.write("fil.csv", FILE)).out
    refused = command("inspect", command.write("tom.csv", ""), "--json")
    assert refused.code == 1
    assert codes(refused.document["faults"]) == {"RD-001"}
    assert refused.document["tables"] == []


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_convert_long(command, suffix: str) -> None:
    import pandas as pd

    out = command.folder / f"ut.{suffix}"
    outcome = command("convert", command.write("fil.csv", FILE), "--out", out, "--json")
    assert outcome.code == 0
    assert outcome.document["rows"] == 2
    frame = pd.read_csv(out, dtype={"area_code": str}) if suffix == "csv" else pd.read_parquet(out)
    assert list(frame.columns) == list(LONG_COLUMNS)
    assert list(frame["area_code"]) == ["2260", "2260"]
    assert list(frame["value"]) == [12, 1015]
    assert list(frame["source_row"]) == [2, 3]
    assert str(frame["period_start"].iloc[0])[:10] == "2023-01-01"
    assert not command.data.exists(), "convert must not make a database"


def test_convert_table(command) -> None:
    out = command.folder / "ut.csv"
    assert (
        command("convert", command.write("fil.csv", FILE), "--out", out, "--shape", "table").code
        == 0
    )
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert rows[1] == {"Kommun": "Ånge", "År": "2024", "Väktarrapporter": "1015"}


def test_convert_refused_leaves_what_was_there(command) -> None:
    out = command.write("ut.csv", "orört")
    assert command("convert", command.write("tom.csv", ""), "--out", out).code == 1
    assert out.read_text(encoding="utf-8") == "orört"


def test_receipt_document_has_the_keys_of_the_contract(command) -> None:
    assert list(command.deliver("fil.csv", FILE)) == RECEIPT_KEYS


def test_receipt_in_words(command) -> None:
    outcome = command("deliver", command.write("fil.csv", FILE), "--source", "kommun")
    assert outcome.code == 0
    assert "Kvitto: leveransen är sparad" in outcome.out
    assert "Siffror: 2 (2 nya" in outcome.out
    again = command("deliver", command.write("fil.csv", FILE), "--source", "kommun")
    assert "Filen är redan lämnad" in again.out
    assert again.code == 0


def test_query_formats_agree(command) -> None:
    import pandas as pd

    command.deliver("fil.csv", FILE)
    asked = ("query", "vaktarrapporter", "--area", "2260", "--as", "administrator")
    as_csv = list(csv.DictReader(io.StringIO(command(*asked).out)))
    as_json = command(*asked, "--format", "json").document
    out = command.folder / "ut.parquet"
    assert command(*asked, "--format", "parquet", "--out", out).code == 0
    assert list(as_csv[0]) == list(FIGURE_COLUMNS) == list(as_json[0])
    assert [row["value"] for row in as_csv] == ["12", "1015"]
    assert [row["value"] for row in as_json] == [12, 1015]
    assert list(pd.read_parquet(out)["value"]) == [12, 1015]


def test_query_of_a_stretch_of_time(command) -> None:
    command.deliver("fil.csv", FILE)
    asked = ("query", "vaktarrapporter", "--as", "administrator", "--format", "json")
    assert [row["period_label"] for row in command(*asked, "--from", "2024").document] == ["2024"]
    assert [row["period_label"] for row in command(*asked, "--to", "2023").document] == ["2023"]
    assert command(*asked, "--level", "lan").document == []
    assert command(*asked, "--breakdown", "Kön=Kvinnor").document == []


def test_small_counts_do_not_leave(command) -> None:
    command.deliver("fil.csv", "Kommun;År;Väktarrapporter\nÅnge;2023;3\nÅnge;2024;15\n")
    rows = command("query", "vaktarrapporter", "--as", "administrator", "--format", "json").document
    hidden = rows[0]
    assert hidden["status"] == "suppressed"
    assert all(hidden[name] is None for name in ("count", "denominator", "value", "lower", "upper"))
    assert rows[1]["value"] == 15


def test_catalog_list_and_check(command) -> None:
    listed = command("catalog", "list", "--json").document
    assert len(listed) >= 60
    assert set(listed[0]) == {
        "id", "name", "source", "unit", "polarity", "levels", "secrecy", "min_count", "origin",
    }  # fmt: skip
    assert {one["origin"] for one in listed} == {"catalog"}
    checked = command("catalog", "check", "--json")
    assert checked.code == 0
    assert checked.document == {"indicators": len(listed), "faults": []}
    assert "Katalogen stämmer" in command("catalog", "check").out


def test_doctor(command) -> None:
    command.deliver("fil.csv", FILE)
    outcome = command("doctor", "--json")
    assert outcome.code == 0, outcome.document
    names = [one["name"] for one in outcome.document["checks"]]
    assert {
        "program",
        "disk",
        "katalog",
        "områden",
        "kartor",
        "databas",
        "revisionslogg",
        "arkiv",
    } <= set(names)
    assert outcome.document["settings"]["LAGESBILD_IDAG"] == "2026-11-21"
    next((command.data / "arkiv").iterdir()).unlink()
    broken = command("doctor")
    assert broken.code == 2
    assert "FEL  arkiv" in broken.out


def test_deliveries_in_words(command) -> None:
    assert "Ingenting har lämnats" in command("deliveries").out
    command.deliver("fil.csv", FILE)
    assert "fil.csv" in command("deliveries").out


def test_demo_fills_an_empty_store_only(command) -> None:
    outcome = command("demo", "--json")
    assert outcome.code == 0, outcome.err
    assert outcome.document["observations"] > 10_000
    again = command("demo")
    assert again.code == 2
    assert "KM-006" in again.err


def test_an_unforeseen_error_is_logged_without_its_text(
    command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("hemligt innehåll i en cell")

    monkeypatch.setattr("lagesbild.ingest.deliver.prepare", break_down)
    outcome = command("deliver", command.write("fil.csv", FILE), "--source", "kommun", "--json")
    assert outcome.code == 2
    assert codes(outcome.document["faults"]) == {"XX-001"}
    log = (command.data / "fel.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "hemligt" not in log + outcome.out + outcome.err


def test_a_broken_setting_is_told(command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAGESBILD_IDAG", "i morgon")
    outcome = command("deliver", command.write("fil.csv", FILE), "--source", "kommun")
    assert outcome.code == 2
    assert "ST-001" in outcome.err


def test_a_database_in_use_is_told_and_the_catalogue_still_listed(command) -> None:
    from lagesbild.store.connection import open_store

    store = open_store(command.data)
    try:
        busy = run_apart("deliveries", "--json", data=command.data)
        listed = run_apart("catalog", "list", "--json", data=command.data)
    finally:
        store.close()
    assert busy.returncode == 2
    assert codes(json.loads(busy.stdout)["faults"]) == {"DB-001"}
    assert "Traceback" not in busy.stderr
    assert listed.returncode == 0
    assert len(json.loads(listed.stdout)) >= 60


def test_a_file_that_is_no_database_is_told(command) -> None:
    command.data.mkdir()
    (command.data / "lagesbild.duckdb").write_bytes(b"inte en databas" * 400)
    outcome = command("deliveries")
    assert outcome.code == 2
    assert "DB-002" in outcome.err


def test_a_reader_that_stops_reading_is_no_error(command) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "lagesbild", "catalog", "list", "--json"], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "LAGESBILD_DATA": str(command.data)},
    ) as process:  # fmt: skip
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert "Traceback" not in said
