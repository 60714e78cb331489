"""Kommungrupper from file to store: receipts, a corrected list, recall, rebuild, and the wrong source."""

from __future__ import annotations

import json
from contextlib import contextmanager

from lagesbild.commands.opening import opened_context
from lagesbild.ingest.receipt import receipt_from_json, receipt_in_words
from lagesbild.store.deliveries import read_receipt
from tests.command_line import codes

SOURCE = "kommungrupper"
LIST = (
    "Påhittad indelning av kommuner\n;\nKommunkod;Kommungrupp\n2260;Liten\n2262;Liten\n2281;Stor\n"
)
CORRECTED = LIST.replace("2262;Liten", "2262;Stor")
PART = "Kommun;Kommungrupp\nTimrå;Annan\nHåbo;Annan\n"


@contextmanager
def installation():
    with opened_context() as context:
        yield context


def group_of(kommun: str) -> tuple[str, tuple[str, ...]] | None:
    """What counts for a kommun, as every page and command is given it."""
    with installation() as context:
        known = context.catalog("2260").kommungrupper
        found = next((one for one in known if kommun in one.codes), None)
    return (found.name, found.codes) if found else None


def test_a_list_is_inspected_delivered_corrected_and_rebuilt(command) -> None:
    path = command.write("lista.csv", LIST)
    seen = command("inspect", path, "--source", SOURCE, "--json").document
    assert [one["role"] for one in seen["tables"][0]["columns"]] == ["area_code", "breakdown"]
    for shape, code in (("long", 1), ("table", 0)):
        out = path.with_name(f"{shape}.csv")
        done = command("convert", path, "--source", SOURCE, "--shape", shape, "--out", out)
        assert (done.code, out.exists()) == (code, code == 0)
        assert ("KM-020" in done.out + done.err) == (code == 1)
    receipt = command.deliver("lista.csv", LIST, source=SOURCE)
    assert (receipt["status"], receipt["rows_read"]) == ("stored", 3)
    assert receipt["groups"] == {
        "list_name": "Påhittad indelning av kommuner", "groups": 2, "kommuner": 3, "known": 290,
        "added": 3, "moved": 0,
    }  # fmt: skip
    assert codes(receipt["warnings"]) == {"IN-124"}
    assert group_of("2260") == ("Liten", ("2260", "2262"))
    again = command.deliver("lista.csv", LIST, source=SOURCE)
    assert (again["status"], again["delivery_id"]) == ("already_stored", receipt["delivery_id"])
    corrected = command.deliver("rattad.csv", CORRECTED, source=SOURCE)
    assert (corrected["groups"]["added"], corrected["groups"]["moved"]) == (0, 1)
    assert group_of("2260") == ("Liten", ("2260",))
    command.deliver("delen.csv", PART, source=SOURCE)
    assert group_of("2262") == ("Annan", ("0305", "2262"))
    assert group_of("2281") == ("Stor", ("2262", "2281")), "the older list is whole as it was"
    assert "kommungrupp för 3 kommuner" in command("deliveries").out
    command("recall", str(corrected["delivery_id"]))
    assert group_of("2260") == ("Liten", ("2260", "2262")), "the list before counts again"
    before = [group_of(code) for code in ("2260", "2262", "2281", "0305", "0114")]
    assert command("rebuild").code == 0
    assert [group_of(code) for code in ("2260", "2262", "2281", "0305", "0114")] == before
    assert before[-1] is None


def test_the_receipt_says_it_in_words_and_the_audit_notes_it(command) -> None:
    receipt = command.deliver("lista.csv", LIST, source=SOURCE)
    with installation() as context:
        kept = receipt_from_json(
            read_receipt(context.store, delivery_id=receipt["delivery_id"])
        )  # fmt: skip
        noted = context.store.cursor().execute("SELECT details FROM audit").fetchall()
    assert kept is not None
    words = receipt_in_words(kept)
    assert "Grupper: 2, med 3 av 290 kommuner" in words
    assert "Kommuner som inte hade någon grupp förut: 3" in words
    assert "287 kommuner av 290 står inte i någon grupp" in words
    assert 2 in [json.loads(details).get("groups") for (details,) in noted]


def test_a_list_with_faults_changes_nothing(command) -> None:
    receipt = command.deliver("fel.csv", LIST + "2260;Stor\n9999;Stor\n", source=SOURCE)
    assert receipt["status"] == "refused"
    assert codes(receipt["faults"]) == {"IN-029", "IN-031"}
    assert group_of("2260") is None
    person = command.deliver("p.csv", LIST + "19511013-3815;Stor\n", source=SOURCE)
    assert codes(person["faults"]) == {"IN-002"}


def test_a_list_at_another_source_is_told_where_it_belongs(command) -> None:
    receipt = command.deliver("lista.csv", LIST, source="scb")
    [fault] = receipt["faults"]
    assert fault["code"] == "IN-032"
    assert "”Kommungrupper”" in fault["remedy"]
    figures = "Kommun;År;Folkmängd\nÅnge;2025;9000\n"
    assert codes(command.deliver("f.csv", figures, source=SOURCE)["faults"]) == {"IN-028"}


def test_the_template_is_filled_in_and_delivered(command, tmp_path) -> None:
    import openpyxl

    out = tmp_path / "mall.xlsx"
    assert command("template", SOURCE, "--out", out).code == 0
    empty = command.deliver("tom.xlsx", out.read_bytes(), source=SOURCE)
    assert codes(empty["faults"]) == {"IN-028"}
    book = openpyxl.load_workbook(out)
    book["Lämna här"].append(["2260 Ånge", "Liten"])
    book.save(out)
    receipt = command.deliver("ifylld.xlsx", out.read_bytes(), source=SOURCE)
    assert (receipt["status"], receipt["groups"]["kommuner"]) == ("stored", 1)
