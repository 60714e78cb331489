"""Bad input: a Swedish receipt with row, column, what and remedy; nothing stored; no traceback."""

from __future__ import annotations

import io

import pytest

from lagesbild.store.audit import ANCHOR
from tests.command_line import CommandLine, codes

GOOD = "Kommun;År;Väktarrapporter\nÅnge;2023;12\nÅnge;2024;15\n"
SPECIMEN = "511013-3815"
"""Skatteverket's own example: valid, and nobody's."""


def nothing_is_stored(command: CommandLine) -> bool:
    archive = command.data / "arkiv"
    files = list(archive.iterdir()) if archive.exists() else []
    kept = [path for path in files if path.name != ANCHOR.name]
    return command("deliveries", "--json").document == [] and not kept


def refusal(
    command: CommandLine, content: str | bytes, *, name: str = "fil.csv", source: str = "kommun"
):
    """The faults of a delivery that must be refused and leave nothing behind."""
    receipt = command.deliver(name, content, source=source)
    assert receipt["status"] == "refused", receipt
    assert receipt["delivery_id"] is None
    assert receipt["observations_stored"] == 0
    assert receipt["faults"]
    for fault in receipt["faults"]:
        assert fault["message"], fault
        assert fault["remedy"], fault
    assert nothing_is_stored(command)
    return receipt["faults"]


def only(faults, code: str):
    assert codes(faults) == {code}, faults
    return faults[0]


def test_a_good_file_is_stored(command) -> None:
    receipt = command.deliver("bra.csv", GOOD)
    assert receipt["status"] == "stored"
    assert receipt["observations_stored"] == 2
    assert receipt["delivery_id"] == 1
    assert not receipt["faults"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("tom.csv", b"", "RD-001"),
        ("bild.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "RD-006"),
        ("rapport.pdf", b"%PDF-1.7 ...", "RD-006"),
        ("trasig.xlsx", b"PK\x03\x04" + b"\0" * 80, "RD-005"),
        ("brev.csv", "Hej!\nHär kommer siffrorna vi talade om.\n".encode(), "IN-001"),
        ("rubriker.csv", "Kommun;År;Antal\n".encode(), "IN-001"),
    ],
)
def test_what_is_no_table_is_refused(command, name: str, content: bytes, code: str) -> None:
    faults = refusal(command, content, name=name)
    assert code in codes(faults) or "TY-001" in codes(faults), faults


def test_another_encoding_is_read(command) -> None:
    receipt = command.deliver("latin.csv", GOOD.encode("cp1252"))
    assert receipt["status"] == "stored"
    assert receipt["observations_stored"] == 2


def test_destroyed_letters_are_told_and_codes_still_match(command) -> None:
    content = (
        "Kommunkod;Kommun;År;Väktarrapporter\n2260;\ufffdnge;2023;12\n2260;\ufffdnge;2024;15\n"
    )
    receipt = command.deliver("trasig.csv", content)
    assert receipt["status"] == "stored", receipt
    assert "RD-101" in codes(receipt["warnings"])


def test_an_unknown_area_is_named_with_its_row(command) -> None:
    fault = only(refusal(command, GOOD + "Ankeborg;2024;7\n"), "IN-006")
    assert fault["row"] == 4
    assert fault["column"] == "Kommun"
    assert "Ankeborg" in fault["message"]
    assert "[areas]" in fault["remedy"]


def test_an_unknown_measure_shows_how_to_name_it(command) -> None:
    fault = only(
        refusal(command, "Kommun;År;Antal fältbesök\nÅnge;2024;15\nÅnge;2023;9\n"), "IN-005"
    )
    assert fault["row"] == 1
    assert fault["column"] == "Antal fältbesök"
    assert "[[measures]]" in fault["remedy"]


def test_duplicates_are_counted_and_placed(command) -> None:
    fault = only(refusal(command, GOOD + "Ånge;2024;15\nÅnge;2024;16\n"), "IN-014")
    assert fault["rows"] == [3, 4, 5]
    assert "3 rader" in fault["message"]
    assert "rad 3, 4, 5" in fault["message"]


def test_a_negative_count_is_refused(command) -> None:
    fault = only(refusal(command, GOOD + "Ånge;2022;-4\n"), "IN-009")
    assert (fault["row"], fault["column"]) == (4, "Väktarrapporter")


def test_text_among_numbers_is_refused_without_showing_it(command) -> None:
    more = "".join(f"Ånge;{year};{year % 50}\n" for year in range(2000, 2020))
    fault = only(refusal(command, GOOD + more + "Ånge;2022;hemligt ord\n"), "IN-008")
    assert (fault["row"], fault["column"]) == (24, "Väktarrapporter")
    assert "hemligt" not in fault["message"]


def test_a_period_to_come_is_refused(command) -> None:
    fault = only(refusal(command, GOOD + "Ånge;2031;4\n"), "IN-010")
    assert fault["row"] == 4
    assert "2031" in fault["message"]


def test_a_running_year_is_not_the_future(command) -> None:
    assert command.deliver("i-ar.csv", GOOD + "Ånge;2026;4\n")["status"] == "stored"


def test_a_share_outside_its_limits_is_refused(command) -> None:
    content = (
        "Kommun;Kommun-kod;Läsår;Typ av huvudman;Andel (%) flickor, årskurs 1-9\n"
        "Ånge;2260;2022/23;Samtliga;148,1\nÅnge;2260;2023/24;Samtliga;48,2\n"
    )
    fault = only(refusal(command, content, source="skolverket"), "IN-011")
    assert fault["row"] == 2


def test_no_period_anywhere_is_refused(command) -> None:
    fault = only(refusal(command, "Kommun;Väktarrapporter\nÅnge;12\nTimrå;15\n"), "IN-004")
    assert "period" in fault["remedy"]


def test_a_period_that_cannot_be_read_is_placed(command) -> None:
    more = "".join(f"Ånge;{year};{year % 50}\n" for year in range(2000, 2020))
    faults = refusal(command, GOOD + more + "Ånge;i våras;4\n")
    assert only(faults, "IN-012")["row"] == 24


def test_no_headings_is_refused_and_names_help(command) -> None:
    content = "".join(
        f"{code} Kommun{i};{i * 7};{i * 3}\n" for i, code in enumerate(("2260", "2262", "2281"), 1)
    )
    faults = refusal(command, content)
    assert "IN-003" in codes(faults)


def test_no_area_anywhere_is_refused(command) -> None:
    assert "IN-007" in codes(refusal(command, "År;Väktarrapporter\n2023;12\n2024;15\n"))


def test_text_where_all_numbers_should_be(command) -> None:
    faults = refusal(command, "Kommun;År;Kommentar\nÅnge;2023;lugnt\nTimrå;2023;stökigt\n")
    assert codes(faults) & {"IN-015", "IN-005"}, faults


@pytest.mark.parametrize(
    "written",
    [
        SPECIMEN, "19511013-3815", "195110133815", "195110133815.0", "1,95110133815E+11",
        "511013+3815", "ringde om 511013-3815 i går", "701063-2391", "19701063-2391",
    ],
)  # fmt: skip
def test_a_personal_number_is_refused_and_never_repeated(command, written: str) -> None:
    content = (
        GOOD.replace("15", "15;")
        .replace("12", "12;")
        .replace("rapporter\n", "rapporter;Anmärkning\n")
    )
    outcome = command(
        "deliver",
        command.write("fil.csv", content + f"Timrå;2024;3;{written}\n"),
        "--source",
        "kommun",
    )
    assert outcome.code == 1
    assert "IN-002" in outcome.out
    assert "rad 4" in outcome.out
    assert "kolumn" in outcome.out
    for path in command.data.rglob("*"):
        assert not path.is_file() or b"3815" not in path.read_bytes(), path
    assert "3815" not in outcome.out + outcome.err
    assert nothing_is_stored(command)


def test_a_personal_number_in_the_file_name_is_not_shown(command) -> None:
    outcome = command(
        "deliver", command.write(f"{SPECIMEN}.csv", GOOD), "--source", "kommun", "--json"
    )
    assert outcome.code == 1
    assert codes(outcome.document["faults"]) == {"IN-018"}
    assert SPECIMEN not in outcome.out


def test_inspect_and_convert_refuse_personal_numbers_too(command) -> None:
    path = command.write("fil.csv", GOOD + f"Ånge;2022;{SPECIMEN}\n")
    inspected = command("inspect", path, "--json")
    assert inspected.code == 1
    assert codes(inspected.document["faults"]) == {"IN-002"}
    converted = command("convert", path, "--out", command.folder / "ut.csv")
    assert converted.code == 1
    assert not (command.folder / "ut.csv").exists()
    assert "3815" not in inspected.out + converted.out + converted.err


@pytest.mark.parametrize(
    "number",
    ["556036-0793", "212000-2411", "0701234567", "2024-01-01", "1234567890", "SE0123456789"],
)
def test_other_numbers_are_no_persons(command, number: str) -> None:
    content = "Kommun;År;Väktarrapporter;Anmärkning\nÅnge;2023;12;\n" + f"Ånge;2024;15;{number}\n"
    assert command.deliver("fil.csv", content)["status"] == "stored"


def test_a_lone_number_that_may_be_a_person_is_a_warning(command) -> None:
    content = (
        "Kommun;År;Väktarrapporter;Anmärkning\nÅnge;2023;12;\nÅnge;2024;15;ärende 5110133815\n"
    )
    receipt = command.deliver("fil.csv", content)
    assert receipt["status"] == "stored"
    assert "IN-106" in codes(receipt["warnings"])
    assert "3815" not in str(receipt["warnings"])


def test_a_formula_is_told_and_kept_as_text(command) -> None:
    content = 'Kommun;År;Väktarrapporter;Anmärkning\nÅnge;2023;12;\nÅnge;2024;15;"=HYPERLINK(1)"\n'
    receipt = command.deliver("fil.csv", content)
    assert receipt["status"] == "stored"
    [warning] = [one for one in receipt["warnings"] if one["code"] == "IN-104"]
    assert (warning["row"], warning["column"]) == (3, "Anmärkning")
    assert "HYPERLINK" not in warning["message"]


def test_small_counts_of_the_kommun_are_told(command) -> None:
    receipt = command.deliver("fil.csv", GOOD + "Ånge;2022;2\n")
    [warning] = [one for one in receipt["warnings"] if one["code"] == "IN-103"]
    assert warning["rows"] == [4]


def test_a_part_larger_than_the_whole_is_told_and_kept(command) -> None:
    content = (
        "Kommun;Kommun-kod;Läsår;Typ av huvudman;Elever, årskurs 1-9\n"
        "Ånge;2260;2022/23;Samtliga;780\nÅnge;2260;2022/23;Kommunal;790\n"
    )
    receipt = command.deliver("fil.csv", content, source="skolverket")
    assert receipt["status"] == "stored"
    [warning] = [one for one in receipt["warnings"] if one["code"] == "IN-101"]
    assert warning["row"] == 3


def test_a_jump_from_what_was_delivered_before_is_told(command) -> None:
    command.deliver("forra.csv", "Kommun;År;Väktarrapporter\nÅnge;2022;100\nÅnge;2023;110\n")
    receipt = command.deliver(
        "nya.csv", "Kommun;År;Väktarrapporter\nÅnge;2024;1100\nÅnge;2025;120\n"
    )
    assert receipt["status"] == "stored"
    [warning] = [one for one in receipt["warnings"] if one["code"] == "IN-102"]
    assert warning["rows"] == [2]


def test_the_same_file_twice_stores_nothing_new(command) -> None:
    assert command.deliver("fil.csv", GOOD)["status"] == "stored"
    again = command.deliver("annat-namn.csv", GOOD)
    assert again["status"] == "already_stored"
    assert again["delivery_id"] == 1
    assert len(command("deliveries", "--json").document) == 1


def test_all_faults_of_a_file_come_at_once(command) -> None:
    faults = refusal(command, GOOD + "Ankeborg;2024;7\nÅnge;2031;4\nÅnge;2022;-3\n")
    assert codes(faults) == {"IN-006", "IN-009", "IN-010"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("okant = 1\n", "okant"),
        ("[columns.A]\nroll = 'value'\n", "roll"),
        ("inte toml", "TOML"),
        ("period = 'snart'\n", "snart"),
        ("[[measures]]\nname = 'X'\n", "unit"),
        ("[[measures]]\nname = 'X'\nunit = 'antal'\npolarity = 'bra'\n", "polarity"),
        ("header_rows = ['fem']\n", "header_rows"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(command, text: str, told: str) -> None:
    mapping = command.write("svar.toml", text)
    receipt = command.deliver("fil.csv", GOOD, mapping=mapping)
    assert receipt["status"] == "refused"
    assert codes(receipt["faults"]) == {"IN-013"}
    assert told in receipt["faults"][0]["message"]
    assert nothing_is_stored(command)


def test_a_full_archive_stores_nothing(command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError("No space left on device")

    monkeypatch.setattr("lagesbild.ingest.archive.os.fsync", full)
    (command.folder / "fil.csv").open("w", encoding="utf-8").write(GOOD)
    outcome = command("deliver", command.folder / "fil.csv", "--source", "kommun")
    assert outcome.code == 2
    assert "IN-019" in outcome.err
    assert nothing_is_stored(command)


def test_a_workbook_names_its_sheet(command) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Rapporter"
    for row in (["Kommun", "År", "Väktarrapporter"], ["Ånge", 2023, 12], ["Ånge", 2024, -3]):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    fault = only(refusal(command, held.getvalue(), name="bok.xlsx"), "IN-009")
    assert fault["sheet"] == "Rapporter"
    assert fault["row"] == 3
    assert "blad Rapporter" in fault["message"]


def test_a_measure_of_another_source_is_told(command) -> None:
    receipt = command.deliver("fil.csv", "Kommun;År;Folkmängd\nÅnge;2023;9200\nTimrå;2023;17800\n")
    assert receipt["status"] == "stored"
    assert "IN-110" in codes(receipt["warnings"])
