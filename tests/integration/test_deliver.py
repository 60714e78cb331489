"""Deliveries from file to stored figures, with answers, areas that come into being, and recall."""

from __future__ import annotations

import json

import pytest

from lagesbild.analysis.wastewater import wastewater
from lagesbild.domain.person import Person, Role
from lagesbild.ui.context import open_context
from tests.command_line import CommandLine, codes

PUPILS = "skolverket/Grundskola - Antal elever per årskurs {year} Kommun.csv"


def query(command: CommandLine, indicator: str, *options: str) -> list[dict]:
    outcome = command("query", indicator, *options, "--format", "json")
    assert outcome.code == 0, outcome
    return outcome.document


def deliver_sample(command: CommandLine, path, source: str) -> dict:
    outcome = command("deliver", path, "--source", source, "--json")
    assert outcome.code == 0, outcome
    return outcome.document


def test_pupils_of_two_years_with_their_parts(command, sample_file) -> None:
    for year, rows in ((2022, 777), (2023, 778)):
        receipt = deliver_sample(command, sample_file(PUPILS.format(year=year)), "skolverket")
        assert receipt["rows_read"] == rows
        assert receipt["observations_stored"] == rows * 13
        assert "elever_grundskola" in receipt["indicators"]
    rows = query(command, "elever_grundskola", "--area", "2260")
    found = {
        (row["period_label"], json.loads(row["breakdown"])["Typ av huvudman"]): row["value"]
        for row in rows
    }
    assert found[("2022/23", "Samtliga")] == 780
    assert found[("2023/24", "Samtliga")] == 745
    assert found[("2022/23", "Kommunal")] == 682
    assert found[("2023/24", "Kommunal")] == 651
    assert {row["period_start"] for row in rows} == {"2022-07-01", "2023-07-01"}
    part = query(
        command, "elever_grundskola", "--area", "2260", "--breakdown", "Typ av huvudman=Kommunal"
    )
    assert [row["value"] for row in part] == [682, 651]


def test_the_whole_country_is_not_counted_twice(command, sample_file) -> None:
    deliver_sample(command, sample_file(PUPILS.format(year=2022)), "skolverket")
    rows = query(
        command, "elever_grundskola", "--level", "kommun", "--breakdown", "Typ av huvudman=Samtliga"
    )
    hidden = [row for row in rows if row["value"] is None]
    assert sum(row["value"] for row in rows if row["value"] is not None) == 1_111_580
    assert not hidden


def test_the_same_table_as_csv_and_workbook_changes_nothing(command, sample_file) -> None:
    name = "skolverket/Grundskola - Betyg årskurs 6, andel som fått godkänt betyg (A-E), samtliga elever 2025 Kommun"
    first = deliver_sample(command, sample_file(f"{name}.csv"), "skolverket")
    second = deliver_sample(command, sample_file(f"{name}.xlsx"), "skolverket")
    assert (second["new"], second["changed"], second["gone"]) == (0, 0, 0)
    assert second["unchanged"] == first["observations_stored"]


def test_wastewater_by_place_and_part_of_week(command, sample_file) -> None:
    receipt = deliver_sample(command, sample_file("wastewater/ww2025-all-data.csv"), "euda")
    assert receipt["rows_read"] == 4376
    for indicator, value in (
        ("avlopp_amfetamin", 518.28), ("avlopp_kokain", 77.08),
        ("euda_kokain_vardag", 59.73), ("euda_kokain_helg", 90.09),
    ):  # fmt: skip
        [row] = query(command, indicator, "--area", "SE002", "--from", "2024", "--to", "2024")
        assert row["value"] == value
        assert row["area_name"] == "Gävle"
        assert row["area_level"] == "verk"
        assert row["unit"] == "mg per 1 000 invånare och dygn"
    context = open_context(command.data)
    asker = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
    inquiry = context.inquiry(person=asker, kommun_code="2260")
    cocaine = wastewater(inquiry, substance="avlopp_kokain", place="SE002")
    text = cocaine.sentence.replace("\u00a0", " ")
    assert "Kokain i avloppsvatten i Gävle: 77,08 mg per 1 000 invånare och dygn" in text
    assert "i mätningen 2024 (vardag 59,73, helg 90,09)" in text
    newest = cocaine.campaigns[-1]
    assert newest.days == pytest.approx([76.09, 63.33, 61.79, 54.05, 64.37, 99.51, 120.38])
    assert cocaine.weekend_ratio == pytest.approx(1.508, abs=5e-4)
    assert [round(one.mean, 2) for one in cocaine.campaigns] == [
        85.53, 103.55, 170.70, 121.09, 111.08, 77.08,
    ]  # fmt: skip
    facts = dict(cocaine.facts)
    assert "svenska platser" in facts["I Sverige"]
    assert "I Europa" in facts
    assert len(cocaine.abroad.frame) > 80
    assert set(cocaine.beside.frame["area_code"].str[:2]) == {"SE"}
    unasked = wastewater(inquiry, substance="avlopp_kokain").place
    assert unasked.code.startswith("SE"), "a Swedish place before Aalborg"
    amphetamine = wastewater(inquiry, substance="avlopp_amfetamin", place="SE002")
    assert "518,28" in amphetamine.sentence
    assert "Ungefär som vardagen" in dict(amphetamine.facts)["Helgen"], "no party drug"
    context.store.close()


def test_crimes_of_a_city_and_its_parts(command, sample_file) -> None:
    receipt = deliver_sample(command, sample_file("bra/bra-goteborg-stadsomraden.csv"), "bra")
    assert receipt["observations_stored"] == 90
    [warning] = [one for one in receipt["warnings"] if one["code"] == "IN-107"]
    assert "Hisingen" in warning["message"]
    assert not {"IN-101", "IN-006"} & codes([*receipt["warnings"], *receipt["faults"]])
    deliver_sample(command, sample_file("bra/goteborg-stadsomraden-population.csv"), "scb")
    rows = {row["period_label"]: row for row in query(command, "anmalda_brott", "--area", "1480")}
    assert rows["2025"]["count"] == 84816
    assert round(rows["2025"]["value"], 1) == 13829.9
    assert rows["2023"]["count"] == 90659
    assert rows["2023"]["value"] is None
    assert rows["2023"]["status_reason"] == "folkmängd saknas"
    parts = query(
        command, "anmalda_brott", "--level", "delomrade", "--from", "2025", "--to", "2025"
    )
    assert sum(row["count"] for row in parts) == 80377
    assert rows["2025"]["issued_on"] == "2026-10-10"


def test_parts_delivered_again_are_the_same_parts(command, sample_file) -> None:
    path = sample_file("bra/bra-goteborg-stadsomraden.csv")
    deliver_sample(command, path, "bra")
    changed = (
        path.read_text(encoding="utf-8")
        .replace("84816", "84817")
        .replace("2026-10-10", "2026-10-11")
    )
    receipt = command.deliver("rattad.csv", changed, source="bra")
    assert (receipt["changed"], receipt["unchanged"], receipt["new"]) == (1, 89, 0)
    assert "IN-107" not in codes(receipt["warnings"])
    [row] = query(command, "anmalda_brott", "--area", "1480", "--from", "2025", "--to", "2025")
    assert row["count"] == 84817


def test_a_file_without_headings_comes_in_with_names(command, sample_file) -> None:
    names = ", ".join(
        f'"{name}"'
        for name in ("Region", "F1 2015", "F2 2015", "G 2015", "E1 2015", "E2 2015", "E3 2015", "FU 2015", "US 2015")
    )  # fmt: skip
    measures = "".join(
        f'[[measures]]\nname = "{name}"\nunit = "personer"\n'
        for name in ("F1", "F2", "G", "E1", "E2", "E3", "FU", "US")
    )
    mapping = command.write("svar.toml", f"column_names = [{names}]\n{measures}")
    refused = command("deliver", sample_file("pxweb/utb.csv"), "--source", "scb", "--json")
    assert refused.code == 1
    assert "IN-003" in codes(refused.document["faults"])
    outcome = command(
        "deliver", sample_file("pxweb/utb.csv"), "--source", "scb", "--mapping", mapping, "--json"
    )
    assert outcome.code == 0, outcome.document["faults"]
    assert outcome.document["rows_read"] == 290
    assert outcome.document["observations_stored"] == 290 * 8
    [row] = query(command, "scb_f1", "--area", "0114", "--as", "samordnare")
    assert row["value"] == 1777


NEW_MEASURE = """
[[measures]]
name = "Fältbesök"
in_file = "Antal fältbesök"
unit = "antal"
polarity = "high_is_good"

[areas]
"Ljungaverk" = "delområde i 2260"
"Okänd ort" = "ignorera"
"""
VISITS = (
    "Område;År;Antal fältbesök\nÅnge;2023;40\nÅnge;2024;55\nLjungaverk;2024;12\nOkänd ort;2024;3\n"
)


def test_a_new_measure_is_an_indicator_from_then_on(command) -> None:
    receipt = command.deliver("falt.csv", VISITS, mapping=command.write("svar.toml", NEW_MEASURE))
    assert receipt["status"] == "stored", receipt
    assert receipt["observations_stored"] == 3
    assert receipt["indicators"] == ["kommun_faltbesok"]
    assert {"IN-108", "IN-109"} <= codes(receipt["warnings"])
    [listed] = [
        one
        for one in command("catalog", "list", "--json").document
        if one["id"] == "kommun_faltbesok"
    ]
    assert listed["origin"] == "delivery"
    assert listed["polarity"] == "high_is_good"
    assert listed["secrecy"] == "internal"
    assert listed["levels"] == ["kommun", "delomrade"]
    assert [
        row["value"]
        for row in query(command, "kommun_faltbesok", "--as", "samordnare", "--area", "2260")
    ] == [40, 55]


def test_internal_figures_are_not_for_the_public(command) -> None:
    command.deliver("falt.csv", VISITS, mapping=command.write("svar.toml", NEW_MEASURE))
    outcome = command("query", "kommun_faltbesok")
    assert outcome.code == 2
    assert "AN-002" in outcome.err
    assert outcome.out == ""


def test_answers_about_areas_and_measures_are_remembered(command) -> None:
    command.deliver("falt.csv", VISITS, mapping=command.write("svar.toml", NEW_MEASURE))
    later = "Område;År;Antal fältbesök\nÅnge;2025;61\nLjungaverk;2025;14\n"
    receipt = command.deliver("falt-2025.csv", later)
    assert receipt["status"] == "stored", receipt
    rows = query(command, "kommun_faltbesok", "--as", "samordnare", "--area", "2260-ljungaverk")
    assert [row["value"] for row in rows] == [12, 14]


def test_a_supplier_may_deliver_but_not_name_measures(command) -> None:
    path = command.write("falt.csv", VISITS)
    mapping = command.write("svar.toml", NEW_MEASURE)
    outcome = command(
        "deliver",
        path,
        "--source",
        "kommun",
        "--mapping",
        mapping,
        "--as",
        "dataleverantor",
        "--json",
    )
    assert outcome.code == 1
    assert "IN-017" in codes(outcome.document["faults"])


@pytest.mark.parametrize("role", ["public", "ledamot", "ordforande"])
def test_who_may_not_deliver_is_told(command, role: str) -> None:
    path = command.write("falt.csv", VISITS)
    outcome = command("deliver", path, "--source", "kommun", "--as", role)
    assert outcome.code == 2
    assert "AC-001" in outcome.err


def test_whole_file_answers_for_period_area_and_columns(command) -> None:
    mapping = command.write(
        "svar.toml",
        'period = "mars 2025"\narea = "2260"\n[columns."Rapporter i mars"]\nmeasure = "kommun.vaktarrapporter"\n'
        '[columns.Anteckning]\nrole = "ignored"\n',
    )
    receipt = command.deliver(
        "rapport.csv", "Anteckning;Rapporter i mars\nlugnt;17\n", mapping=mapping
    )
    assert receipt["status"] == "stored", receipt
    assert receipt["observations_stored"] == 1


def test_recall_brings_the_older_figures_back(command) -> None:
    first = "Kommun;År;Väktarrapporter\nÅnge;2024;15\n"
    command.deliver("ett.csv", first)
    second = command.deliver("tva.csv", first.replace("15", "16"))
    assert (second["changed"], second["new"]) == (1, 0)
    newest = [row["value"] for row in query(command, "vaktarrapporter", "--as", "administrator")]
    assert newest == [16]
    recalled = command("recall", str(second["delivery_id"]), "--json")
    assert recalled.document == {"delivery_id": 2, "status": "recalled"}
    assert [row["value"] for row in query(command, "vaktarrapporter", "--as", "administrator")] == [
        15
    ]
    assert [one["status"] for one in command("deliveries", "--json").document] == [
        "recalled",
        "stored",
    ]
    again = command("recall", "2")
    assert again.code == 2
    assert "KM-005" in again.err


def test_the_file_is_kept_by_its_content(command) -> None:
    receipt = command.deliver("ett.csv", "Kommun;År;Väktarrapporter\nÅnge;2024;15\n")
    kept = command.data / "arkiv" / f"{receipt['sha256']}.csv"
    assert kept.read_text(encoding="utf-8").endswith("Ånge;2024;15\n")
