"""A list of single events by the pages: dropped, confirmed, seen on När och var and Karta, taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from lagesbild.analysis.wording import number
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.kept_receipts import read_kept_receipt
from lagesbild.store.connection import increase_data_version
from lagesbild.ui import cache, visit
from tests.integration.test_event_lists import as_file, draw
from tests.pages.small_store import words

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
YEAR = draw(date(2025, 1, 1), date(2025, 12, 31))
BROKEN = [row for row in YEAR if row[3] == "Skadegörelse"]


def charts(app) -> list[str]:
    return [
        json.dumps(json.loads(one.proto.spec), ensure_ascii=False)
        for one in app.get("plotly_chart")
    ]


def shown(count: int) -> str:
    return number(count).replace("\u00a0", " ")


def deliveries_table(open_at) -> str:
    tables = open_at("datakallor", flik="Leveranser").table
    return " ".join(table.value.to_string() for table in tables).replace("\u00a0", " ")


def test_a_list_from_the_upload_to_the_week_and_back(open_at, monkeypatch) -> None:
    app = open_at("lamna_data", kalla="est")
    app = app.file_uploader(key="fil").upload("ar.csv", as_file(YEAR).encode()).run()
    assert not app.exception
    moment = next(row[1] for row in YEAR if ":" in row[1])
    assert f"{moment[:10]} kl. {moment[11:].replace(':', '.')}" in words(app), (
        "the hour is not lost"
    )
    asked = [one for one in app.selectbox if one.label.startswith("Okänt område")]
    assert [one.label.replace("\\", "") for one in asked] == ["Okänt område: Ljungaverk"], (
        "no address"
    )
    asked[0].select("delområde i 2260")
    next(one for one in app.button if one.label == "Läs filen igen med svaren").click().run()
    assert not app.exception
    assert f"{shown(sum(bool(row[4]) for row in YEAR))} med plats på kartan" in words(app)
    app.button(key="bekrafta").click().run()
    assert not app.exception
    text = words(app)
    assert (
        f"Händelser: 1 095, varav {shown(sum(':' in row[1] for row in YEAR))} med klockslag" in text
    )
    assert "Listan gäller 2025-01-01 till 2025-12-31" in text
    assert "Ersätter inga händelser" in text
    week = words(open_at("nar_och_var", indikator="est_skadegorelse"))
    assert f"{len(BROKEN)} händelser" not in week, "some have no time of day"
    assert "händelser utan klockslag är inte med" in week
    assert "hela 2025" in week
    squares = open_at("karta", indikator="est_skadegorelse", lager="handelser")
    assert f"av {len(BROKEN)} händelser" in words(squares)
    assert f"{sum(not row[4] for row in BROKEN)} händelser saknar plats på kartan" in words(squares)
    assert "Där det ligger tätast" in squares.selectbox(key="narbild").options
    assert "Lantmäteriet" in charts(squares)[0], (
        "the kommun's own border, as nobody delivered any parts"
    )
    sources = open_at("datakallor")
    tables = " ".join(table.value.to_string() for table in sources.table)
    assert "2025-01-01 till 2025-12-31" in tables
    how_many, member = f"{shown(len(YEAR))} händelser", replace(ANNA, role=Role.LEDAMOT)
    assert how_many in deliveries_table(open_at)
    assert read_kept_receipt(1, store=cache.context().store, person=ANNA) is not None
    assert read_kept_receipt(1, store=cache.context().store, person=member) is None
    with monkeypatch.context() as patch:
        patch.setattr(visit, "local_person", lambda: member)
        told = deliveries_table(open_at)
    assert " och händelser" in told
    assert how_many not in told, "less those of another list they are what came in between"
    with cache.context().store.transaction() as cursor:
        cursor.execute("UPDATE delivery SET status = 'recalled'")
        increase_data_version(cursor)
    gone = words(open_at("datakallor"))
    assert "Ingen har lämnat en lista med enskilda händelser" in gone
