"""Lists of single events from the file to När och var: twice, overlapping, corrected, recalled, rebuilt."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from lagesbild.analysis.event_grid import event_grid
from lagesbild.analysis.event_hours import event_hours
from lagesbild.analysis.event_kinds import event_kinds
from lagesbild.domain.person import Person, Role
from lagesbild.store.connection import DATABASE_NAME, Store
from lagesbild.ui.context import open_context
from tests.command_line import CommandLine

KINDS = ("Skadegörelse", "Nedskräpning", "Samlingar", "Förlorad katt")
HEADING = "Ärendenummer;Tidpunkt;Plats;Kategori;N;E;Beskrivning"
STREET, WITNESS = "Torpvägen 12", "Kalle såg allt"

Row = tuple[str, str, str, str, str, str, str]


def draw(first: date, last: date, *, each_day: int = 3, seed: int = 1) -> list[Row]:
    """Events by day, place and kind; most with a clock and a point."""
    chance = random.Random(seed)  # noqa: S311
    rows = []
    for day in range((last - first).days + 1):
        for number in range(each_day):
            moment = datetime(first.year, first.month, first.day) + timedelta(
                days=day, minutes=chance.randrange(1, 24 * 60)
            )
            when = f"{moment:%Y-%m-%d %H:%M}" if chance.random() < 0.9 else f"{moment:%Y-%m-%d}"
            east = 531_000 + 400 * chance.random()
            point = (f"{6_932_100 + 300 * chance.random():.1f}".replace(".", ","), f"{east:.1f}")
            where = chance.choice(("Ånge", "Ljungaverk", STREET))
            rows.append(
                (f"{moment:%y%j}-{number}", when, where, chance.choice(KINDS),
                 *(point if chance.random() < 0.9 else ("", "")), WITNESS)
            )  # fmt: skip
    return rows


def as_file(rows: list[Row]) -> str:
    return "\n".join([HEADING, *(";".join(row) for row in rows)]) + "\n"


YEAR = draw(date(2025, 1, 1), date(2025, 12, 31))
SPRING = [row for row in YEAR if row[1] < "2025-04"]
HALF = [row for row in YEAR if row[1] < "2025-07"]
PART = '[areas]\n"Ljungaverk" = "delområde i 2260"\n'


class Council(CommandLine):
    """A kommun that delivers lists, and what it then sees."""

    def give(self, name: str, rows: list[Row], **more) -> dict:
        return self.deliver(name, as_file(rows), source="est", **more)

    def ask(self, question: str) -> list[tuple]:
        store = Store(self.data / DATABASE_NAME)
        try:
            return store.cursor().execute(question).fetchall()
        finally:
            store.close()

    @property
    def current(self) -> int:
        return self.ask("SELECT count(*) FROM current_event")[0][0]

    @property
    def everything(self) -> dict[str, list[tuple]]:
        return {
            name: sorted(self.ask(f"SELECT * FROM {name}"), key=repr)  # noqa: S608
            for name in ("event", "event_cover", "current_event", "observation", "delivery")
        }


@pytest.fixture
def council(tmp_path, capsys, command) -> Council:
    """In the same data folder as ``command``."""
    return Council(command.folder, capsys)


def test_a_cumulative_list_counts_each_event_once_and_can_be_taken_back(council) -> None:
    first = council.give("var.csv", SPRING, mapping=council.write("svar.toml", PART))
    assert first["status"] == "stored", first["faults"]
    assert first["events"] == {
        "events": len(SPRING), "with_time": sum(":" in row[1] for row in SPRING),
        "with_point": sum(bool(row[4]) for row in SPRING), "first_day": "2025-01-01",
        "last_day": "2025-03-31", "replaced": 0, "replaced_first": "", "replaced_last": "",
    }  # fmt: skip
    assert council.current == len(SPRING)
    assert council.give("var.csv", SPRING)["status"] == "already_stored"
    second = council.give("halvar.csv", HALF)
    assert second["events"]["replaced"] == len(SPRING)
    assert (second["events"]["replaced_first"], second["events"]["replaced_last"]) == (
        "2025-01-01", "2025-03-31",
    )  # fmt: skip
    assert council.current == len(HALF)
    assert council("recall", str(second["delivery_id"])).code == 0
    assert council.current == len(SPRING)
    third = council.give("halvar.csv", HALF)
    before = council.everything
    outcome = council("rebuild", "--json")
    assert outcome.code == 0, outcome
    assert outcome.document == {"deliveries": 3, "recalls": 1, "changed": {}}
    assert council.everything == before
    assert third["delivery_id"] == 3


def test_a_corrected_list_takes_kinds_and_months_away(council) -> None:
    council.give("var.csv", SPRING)
    cleaned = [row for row in SPRING if row[3] != "Skadegörelse" and row[1][5:7] != "02"]
    receipt = council.give("rattad.csv", cleaned)
    assert receipt["events"]["replaced"] == len(SPRING)
    assert council.current == len(cleaned)
    found = council.ask(
        "SELECT m.id, o.period_start, o.value FROM observation o JOIN measure m USING (measure_id) "
        "WHERE delivery_id = 2 AND period_start = '2025-02-01' ORDER BY ALL"
    )  # fmt: skip
    assert {(name, value) for name, _, value in found} == {
        ("est.handelser", 0.0), ("est.skadegorelse", 0.0), ("est.nedskrapning", 0.0),
        ("est.samling", 0.0),
    }  # fmt: skip


def test_lists_of_other_kinds_live_beside_each_other(council) -> None:
    """The same source has one list of graffiti and another of lamps that do not burn."""
    plain = "Ärendenummer;Datum;Typ;Gata\n"
    klotter = "".join(
        f"K{n};2025-0{1 + n % 3}-{1 + n % 28:02d};Klotter;{STREET}\n" for n in range(90)
    )
    lamps = "".join(f"L{n};2025-0{1 + n % 3}-{1 + n % 28:02d};Belysning\n" for n in range(60))
    council.deliver("klotter.csv", plain + klotter)
    second = council.deliver("belysning.csv", "Nr;Dag;Slag\n" + lamps)
    assert (second["status"], second["events"]["replaced"]) == ("stored", 0)
    assert council.current == 150
    third = council.deliver("klotter-2.csv", plain + klotter.replace("K1;", "K1000;"))
    assert third["events"]["replaced"] == 90
    assert council.current == 150
    assert council.ask("SELECT count(*) FROM current_event WHERE has_time OR east IS NOT NULL") == [
        (0,)
    ]


def test_nothing_of_the_file_but_time_square_area_and_kind_is_kept(council) -> None:
    council.give("var.csv", SPRING, mapping=council.write("svar.toml", PART))
    store = Store(council.data / DATABASE_NAME)
    names = [
        row[0]
        for row in store.cursor().execute("SELECT table_name FROM duckdb_tables()").fetchall()
    ]
    texts = " ".join(repr(store.cursor().table(name).fetchall()) for name in names)
    store.close()
    for word in (STREET, WITNESS, SPRING[5][0], SPRING[5][1]):
        assert word not in texts
    assert "'annat slag'" in texts
    kept = council.ask("SELECT DISTINCT east % 100, north % 100 FROM event WHERE east IS NOT NULL")
    assert kept == [(50.0, 50.0)]
    assert council.ask("SELECT DISTINCT category FROM event ORDER BY ALL") == [
        ("EST-händelser: nedskräpning",), ("EST-händelser: otrygghetsskapande samling",),
        ("EST-händelser: skadegörelse",), ("annat slag",),
    ]  # fmt: skip


def test_the_pages_questions_are_answered_from_a_delivered_year(council) -> None:
    receipt = council.give("ar.csv", YEAR, mapping=council.write("svar.toml", PART))
    assert {"IN-116", "IN-122"} <= {one["code"] for one in receipt["warnings"]}
    context = open_context(council.data)
    asker = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
    inquiry = context.inquiry(person=asker, kommun_code="2260")
    broken = [row for row in YEAR if row[3] == "Skadegörelse"]
    assert event_kinds(inquiry).years("est_skadegorelse", today=inquiry.today) == (2025,)
    hours = event_hours(inquiry, indicator_id="est_skadegorelse", period="alla")
    untimed = sum(":" not in row[1] for row in broken)
    aside = len(broken) - (hours.total or 0)
    assert untimed < aside < untimed + 5, (
        "in the summer they are too few to be told of, and get company"
    )
    assert f"{aside} händelser utan klockslag" in hours.footnote.hidden
    grid = event_grid(inquiry, indicator_id="est_skadegorelse", year=2025)
    assert grid.grid.total == sum(bool(row[4]) for row in broken)
    context.store.close()
    counted = council.ask(
        "SELECT a.code, sum(value)::INT FROM observation o JOIN measure m USING (measure_id) "
        "JOIN area a USING (area_id) WHERE m.id = 'est.skadegorelse' GROUP BY ALL ORDER BY ALL"
    )  # fmt: skip
    in_part = sum(row[2] == "Ljungaverk" for row in broken)
    assert counted == [("2260", len(broken)), ("2260-ljungaverk", in_part)]
