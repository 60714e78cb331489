"""What was said of a file holds for the next one of the same layout; known errors are put right."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lagesbild.analysis.corrections import corrections
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.correction import Correction, CorrectionStatus
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import STATUS_CODES, Status
from lagesbild.ingest import profiles
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import confirm
from lagesbild.ingest.mapping import ColumnAnswer, Mapping, in_table
from lagesbild.ingest.mapping_text import read_mapping, write_mapping
from lagesbild.ingest.preparing import Prepared, prepare
from lagesbild.ingest.profiles import Memory, reusable, shape_of, without_columns
from lagesbild.ingest.receipt import Receipt
from lagesbild.ingest.table import ColumnRole
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import DATABASE_NAME, Store
from lagesbild.store.definitions import list_indicators, list_measures
from lagesbild.store.deliveries import recall_delivery
from lagesbild.store.observations import fetch_observations
from lagesbild.store.profiles import find_profile, list_corrections
from tests.command_line import CommandLine, codes
from tests.unit.small_files import read

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
FIRST = "Kommun;År;Väktarrapporter;Lördagar\nÅnge;2024;12;3\n"
NEXT = "Kommun;År;Väktarrapporter;Lördagar\nÅnge;2025;15;4\n"
IGNORE = Mapping(columns={"Lördagar": ColumnAnswer(role=ColumnRole.IGNORED)}, period="2024")


@pytest.fixture
def store() -> Store:
    made = Store(None)
    add_areas(made, load_areas(DATA / "reference" / "areas.csv"))
    return made


def look(
    store: Store, text: str, *, mapping: Mapping | None = None, memory: Memory = Memory.USED,
    source: str = "kommun", known: tuple[Correction, ...] = (),
) -> Prepared:  # fmt: skip
    catalog = load_catalog(DATA / "catalog").with_delivered(
        measures=list_measures(store), indicators=list_indicators(store)
    )
    catalog = replace(catalog, corrections=known)
    return prepare(
        text.encode(), file_name="fil.csv", source_id=source, store=store, catalog=catalog,
        areas=AreaIndex(load_areas(DATA / "reference" / "areas.csv")), person=ANNA,
        today=date(2026, 11, 21), mapping=mapping, memory=memory,
    )  # fmt: skip


def give(store: Store, prepared: Prepared) -> Receipt:
    assert prepared.may_be_confirmed, prepared.receipt.faults
    return confirm(prepared, store=store, archive=None, person=ANNA)


def roles(prepared: Prepared) -> dict[str, tuple[str, str]]:
    assert prepared.understood
    return {
        column.name: (column.role.value, column.reason)
        for table in prepared.understood.tables
        for column in table.columns
    }


def test_answers_about_columns_hold_for_the_next_file(store) -> None:
    give(store, look(store, FIRST, mapping=IGNORE))
    after = look(store, NEXT)
    role, reason = roles(after)["Lördagar"]
    assert role == "ignored"
    assert reason.startswith("så lästes förra filen från källan, 2")
    assert after.profile is not None
    assert after.profile.file_name == "fil.csv"
    assert after.mapping.period is None, "the period belonged to the other file"
    assert after.may_be_confirmed
    assert give(store, after).observations_stored == 1


def test_todays_answer_goes_before_the_remembered_one(store) -> None:
    give(store, look(store, FIRST, mapping=IGNORE))
    other = Mapping(columns={"Lördagar": ColumnAnswer(role=ColumnRole.BREAKDOWN)})
    assert roles(look(store, NEXT, mapping=other))["Lördagar"] == ("breakdown", "enligt mappningen")


def test_what_is_forgotten_is_not_proposed_again(store) -> None:
    give(store, look(store, FIRST, mapping=IGNORE))
    forgotten = look(store, NEXT.replace(";4", ";"), memory=Memory.SET_ASIDE)
    assert forgotten.profile is None
    give(store, forgotten)
    assert look(store, NEXT.replace("2025", "2023")).profile is None


def test_a_recalled_delivery_proposes_nothing(store) -> None:
    receipt = give(store, look(store, FIRST, mapping=IGNORE))
    recall_delivery(store, delivery_id=int(receipt.delivery_id or 0))
    assert look(store, NEXT).profile is None


def test_another_layout_source_or_kommun_is_read_afresh(store) -> None:
    prepared = look(store, FIRST, mapping=IGNORE)
    give(store, prepared)
    assert look(store, NEXT.replace("Lördagar", "Söndagar")).profile is None
    assert look(store, NEXT, source="skola").profile is None
    assert prepared.shape
    assert not find_profile(store, shape=prepared.shape.id, source_id="kommun", kommun_code="2281")


def test_headings_with_years_are_the_same_layout_next_year() -> None:
    this = read("Kommun;Brott 2023;Brott 2024\nÅnge;1;2\nTimrå;3;4\n")
    that = read("Kommun;Brott 2024;Brott 2025\nÅnge;1;2\nTimrå;3;4\n")
    assert shape_of(this).id == shape_of(that).id
    assert shape_of(this).columns == {"brott": 2, "kommun": 1}
    assert profiles.columns_json(shape_of(this)) == (
        '{"found": {"brott": 2, "kommun": 1}, "read": []}'
    )


def test_what_was_said_of_one_year_only_is_not_said_of_all() -> None:
    catalog = load_catalog(DATA / "catalog")
    out = ColumnAnswer(role=ColumnRole.IGNORED)
    one = Mapping(columns={"Brott 2023": out})
    both = Mapping(columns={"Brott 2023": out, "Brott 2024": out})
    kept = {
        name: reusable(said, counted={"brott": 2}, catalog=catalog, source_id="bra").columns
        for name, said in (("one", one), ("both", both))
    }
    assert kept == {"one": {}, "both": {"Brott": out}}
    assert Mapping(columns={"Brott": out}).column("Brott 2031") == out


def test_an_answer_about_one_sheet_leaves_the_others_alone() -> None:
    said = ColumnAnswer(role=ColumnRole.IGNORED)
    mapping = Mapping(columns={in_table("Antal", table="Skola"): said})
    assert mapping.column("Antal", table="Skola") == said
    assert mapping.column("Antal", table="Förskola") is None
    assert without_columns(mapping, headings=["skola!antal"]).is_empty


BARE = "2260;2024;9000\n2262;2024;17900\n"
NAMES = Mapping(column_names=("Kommun", "År", "Folkmängd"))


def test_names_of_columns_are_remembered_for_a_file_without_headings(store) -> None:
    assert look(store, BARE, source="scb").receipt.is_refused
    give(store, look(store, BARE, mapping=NAMES, source="scb"))
    after = look(store, BARE.replace("2024", "2025"), source="scb")
    assert after.profile is not None
    assert give(store, after).observations_stored == 2


ABOVE = "Om siffrorna\nKommun;År;Folkmängd\n2260;2024;9000\n2262;2024;17900\n"


def test_rows_of_headings_are_not_remembered_where_they_are_other_rows(store) -> None:
    give(store, look(store, ABOVE, mapping=Mapping(header_rows=(2,)), source="scb"))
    same = look(store, ABOVE.replace("2024", "2025"), source="scb")
    assert same.mapping.header_rows == (2,)
    moved = look(store, "Mer om dem\n" + ABOVE.replace("2024", "2023"), source="scb")
    assert moved.mapping.header_rows == ()
    assert give(store, moved).observations_stored == 2


# Corrections

WRONG = Correction(
    source="scb", measure="scb.folkmangd", area_code="2260", period_start=date(2024, 1, 1),
    period_end=date(2025, 1, 1), raw="90 000", right="9 000", reason="En nolla för mycket.",
    status=CorrectionStatus.CONFIRMED,
)  # fmt: skip
PEOPLE = "Kommun;År;Folkmängd\n2260;2024;90 000\n2262;2024;17 900\n"


def people(store: Store) -> dict[str, float]:
    found = fetch_observations(store, measures=["scb.folkmangd"])
    return dict(zip(found["area_code"], found["value"], strict=True))


def test_a_known_error_is_put_right_and_told(store) -> None:
    receipt = give(store, look(store, PEOPLE, source="scb", known=(WRONG,)))
    (told,) = [one for one in receipt.warnings if one.code == "IN-111"]
    assert told.row == 2
    assert told.column == "Folkmängd"
    assert "En nolla för mycket." in told.message
    assert "90 000" not in told.message
    assert people(store) == {"2260": 9000, "2262": 17900}
    (kept,) = list_corrections(store, kommun_code=None)
    assert (kept.source_id, kept.correction.raw, kept.correction.right) == (
        "scb",
        "90 000",
        "9 000",
    )


def test_a_cell_that_stands_otherwise_is_left_alone(store) -> None:
    receipt = give(
        store, look(store, PEOPLE.replace("90 000", "9 100"), source="scb", known=(WRONG,))
    )
    assert "IN-111" not in {one.code for one in receipt.warnings}
    assert people(store)["2260"] == 9100
    assert not list_corrections(store, kommun_code=None)


def test_a_wrong_figure_without_a_right_one_is_missing(store) -> None:
    unknown = replace(WRONG, right=None)
    give(store, look(store, PEOPLE, source="scb", known=(unknown,)))
    found = fetch_observations(store, measures=["scb.folkmangd"]).set_index("area_code")
    assert str(found.loc["2260", "value"]) == "nan"
    assert found.loc["2260", "status"] == STATUS_CODES[Status.MISSING]


def test_a_correction_must_be_a_number_or_a_mark(store) -> None:
    strange = replace(WRONG, right="nio")
    refused = look(store, PEOPLE, source="scb", known=(strange,))
    assert codes([{"code": one.code} for one in refused.receipt.faults]) == {"IN-013"}


def test_a_mapping_may_bring_corrections() -> None:
    text = write_mapping(Mapping(corrections=(WRONG,)))
    assert tomllib.loads(text)["corrections"][0]["period_start"] == date(2024, 1, 1)
    assert read_mapping(text).corrections == (WRONG,)
    with pytest.raises(LagesbildError, match="period_start"):
        read_mapping('[[corrections]]\nsource = "scb"\nreason = "x"\n')


def tables(command: CommandLine) -> list[list[tuple]]:
    store = Store(command.data / DATABASE_NAME)
    try:
        return [
            sorted(store.cursor().table(name).fetchall(), key=repr)
            for name in ("profile", "correction", "delivery")
        ]
    finally:
        store.close()


def test_a_rebuilt_database_has_the_same_profiles_and_corrections(
    command: CommandLine, tmp_path: Path
) -> None:
    mapping = command.write("svar.toml", write_mapping(Mapping(corrections=(WRONG,))))
    first = command.deliver("folk.csv", PEOPLE, source="scb", mapping=mapping)
    assert "IN-111" in codes(first["warnings"])
    answers = command.write("svar2.toml", write_mapping(IGNORE))
    command.deliver("ett.csv", FIRST, mapping=answers)
    second = command.deliver("tva.csv", NEXT)
    assert second["observations_stored"] == 1, "the command line remembers too"
    before = tables(command)
    assert [len(rows) for rows in before] == [3, 1, 3]
    assert command("rebuild").code == 0
    assert tables(command) == before


def test_what_was_corrected_is_listed_without_its_figures(store) -> None:
    catalog = replace(load_catalog(DATA / "catalog"), corrections=(WRONG,))
    areas = {one.code: one for one in load_areas(DATA / "reference" / "areas.csv")}
    inquiry = Inquiry(
        store=store, catalog=catalog, areas=areas, person=ANNA, kommun_code="2260",
        today=date(2026, 11, 21),
    )  # fmt: skip
    assert corrections(inquiry).sentence.startswith("Ett fel är känt i källornas siffror, och inga")
    give(store, look(store, PEOPLE, source="scb", known=(WRONG,)))
    answer = corrections(inquiry)
    assert answer.sentence.endswith("och en siffra har rättats när filer har lästs.")
    (line,) = answer.made
    assert line.where == "leverans 1, fil.csv: rad 2, kolumn Folkmängd"
    assert (line.area, line.status) == ("Ånge", "bekräftad")
    assert "90 000" not in str(answer)
    guest = replace(inquiry, person=Person(id="gäst", name="Gäst", role=Role.PUBLIC))
    assert not corrections(guest).made


def test_the_command_line_writes_the_receipt_on_paper(command: CommandLine) -> None:
    path = command.write("ett.csv", FIRST)
    paper = command.folder / "kvitto.pdf"
    outcome = command("deliver", path, "--source", "kommun", "--receipt-pdf", paper, "--json")
    assert outcome.document["source"] == "kommun"
    assert paper.read_bytes().startswith(b"%PDF-")
    wrong = command(
        "deliver", path, "--source", "kommun", "--receipt-pdf", command.folder / "k.docx"
    )
    assert wrong.code == 2
    assert "KM-013" in wrong.err
