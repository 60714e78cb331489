"""Texts that people write: what names a person is refused, and never repeated."""

from __future__ import annotations

import pytest

from lagesbild.domain.errors import LagesbildError
from lagesbild.ingest.personal_data import refuse_person_numbers, refuse_personal_data

NUMBER = "511013-3815"
"""Published as an example: valid and nobody's."""

PERSONAL = (
    NUMBER,
    f"Gäller {NUMBER}, se akten",
    "19511013-3815",
    "195110133815",
    "5110133815",
    "701063-2391",
    "ring 070-123 45 67",
    "ring +46 70 123 45 67",
    "växel 0690-25 01 00",
    "08-508 000 00",
    "skriv till anna.ek@ange.se",
    "anmälan 5000-K123456-26",
    "anmälan K123456-26",
)
HARMLESS = (
    "",
    "Rättat enligt kommunens ekonomiavdelning",
    "2025-01-01 2025-12-31",
    "2024/25",
    "0114, 0180, 2260",
    "Kommun; År; Antal",
    "5, 6",
    "Antal nattvandringar (egna) 2019–2025",
    "organisationsnummer 212000-2312",
    "12 345,67",
    "per 100 000 invånare",
    "SFS 2023:196",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_what_names_a_person_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(LagesbildError) as refused:
        refuse_personal_data(text, field="Skäl")
    assert refused.value.code == "IN-026"
    told = refused.value.message + refused.value.remedy
    assert "Skäl" in told
    for part in (text, NUMBER, "K123456", "anna", "123 45"):
        assert part not in told


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_texts_are_kept(text: str) -> None:
    refuse_personal_data(text, field="Skäl")


@pytest.mark.parametrize("text", ["brott@ange.se", "0690-25 01 00", "Torggatan 10, Ånge"])
def test_an_office_may_be_reached(text: str) -> None:
    refuse_person_numbers(text, field="Kontakt")


@pytest.mark.parametrize("text", [NUMBER, "anmälan K123456-26"])
def test_a_contact_is_no_person_number(text: str) -> None:
    with pytest.raises(LagesbildError, match="Kontakt"):
        refuse_person_numbers(text, field="Kontakt")


def test_a_mapping_with_a_person_in_it_is_refused_before_the_file_is_looked_at() -> None:
    from datetime import date

    from lagesbild.catalog.catalogue import Catalog
    from lagesbild.domain.person import PUBLIC
    from lagesbild.ingest.areas import AreaIndex
    from lagesbild.ingest.deliver import look_and_deliver
    from lagesbild.ingest.mapping import Mapping
    from lagesbild.store.connection import Store

    with pytest.raises(LagesbildError, match="mappningsfilen") as refused:
        look_and_deliver(
            b"", file_name="prov.csv", source_id="bra", store=Store(None),
            catalog=Catalog(indicators={}, measures={}, sources={}, glossary={}), areas=AreaIndex([]),
            person=PUBLIC, today=date(2026, 11, 21), archive=None,
            mapping=Mapping(period=f"2025, gäller {NUMBER}"),
        )  # fmt: skip
    assert NUMBER not in refused.value.message
