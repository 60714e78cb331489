"""Lists of single events from the file to När och var: twice, overlapping, corrected, recalled, rebuilt."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from lagesbild.analysis.event_grid import event_grid
from lagesbild.analysis.event_hours import event_hours
from lagesbild.analysis.event_kinds import event_kinds
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.deliver import deliver
from lagesbild.ingest.mapping import Mapping
from lagesbild.ingest.receipt import Receipt, ReceiptStatus
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas, list_areas
from lagesbild.store.connection import DATABASE_NAME, Store
from lagesbild.store.deliveries import OBSERVATION_COLUMNS, NewDelivery, add_delivery
from lagesbild.store.observations import Grain
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
CENTRE = ("6932123,4", "531123,4")
ANSWERS = {"Ljungaverk": "delområde i 2260"}
TODAY = date(2026, 11, 22)
ASKER = Person(id="prov", name="Prov", role=Role.SAMORDNARE, kommun_code="2260")
CATALOG = load_catalog(DATA / "catalog")


# Through the commands, with an archive


def ask(command: CommandLine, question: str) -> list[tuple]:
    store = Store(command.data / DATABASE_NAME)
    try:
        return store.cursor().execute(question).fetchall()
    finally:
        store.close()


def everything(command: CommandLine) -> dict[str, list[tuple]]:
    return {
        name: sorted(ask(command, f"SELECT * FROM {name}"), key=repr)  # noqa: S608
        for name in ("event", "event_cover", "current_event", "observation", "delivery")
    }


def test_a_cumulative_list_counts_each_event_once_through_recall_watch_and_rebuild(command) -> None:
    count = "SELECT count(*) FROM current_event"
    command.deliver("var.csv", as_file(SPRING), source="est")
    second = command.deliver("halvar.csv", as_file(HALF), source="est")
    assert second["events"] == {
        "events": len(HALF), "with_time": sum(":" in row[1] for row in HALF),
        "with_point": sum(bool(row[4]) for row in HALF), "first_day": "2025-01-01",
        "last_day": "2025-06-30", "replaced": len(SPRING), "replaced_first": "2025-01-01",
        "replaced_last": "2025-03-31",
    }  # fmt: skip
    assert ask(command, count) == [(len(HALF),)]
    assert command("recall", str(second["delivery_id"])).code == 0
    assert ask(command, count) == [(len(SPRING),)]
    folder = command.folder / "in" / "est"
    folder.mkdir(parents=True)
    (folder / "halvar.csv").write_text(as_file(HALF), encoding="utf-8")
    watched = command("watch", command.folder / "in", "--once", "--interval", "0.05")
    assert watched.code == 0, watched
    before = everything(command)
    assert len(before["current_event"]) == len(HALF)
    outcome = command("rebuild", "--json")
    assert outcome.code == 0, outcome
    assert outcome.document == {"deliveries": 3, "recalls": 1, "changed": {}}
    assert everything(command) == before


# In memory


class Kommun:
    """A kommun that delivers lists, and what it then sees."""

    def __init__(self) -> None:
        self.store = Store(None)
        known = load_areas(DATA / "reference" / "areas.csv")
        add_areas(self.store, [one for one in known if one.code in ("2260", "2281", "22", "0000")])

    def give(self, text: str, *, source: str = "est", today: date = TODAY) -> Receipt:
        return deliver(
            text.encode(), file_name="lista.csv", source_id=source, store=self.store,
            catalog=CATALOG, areas=AreaIndex(list_areas(self.store, kommun_code="2260")),
            person=ASKER, today=today, archive=None, mapping=Mapping(areas=ANSWERS),
        )  # fmt: skip

    def ask(self, question: str) -> list[tuple]:
        return self.store.cursor().execute(question).fetchall()

    @property
    def current(self) -> int:
        return self.ask("SELECT count(*) FROM current_event")[0][0]

    @property
    def inquiry(self) -> Inquiry:
        areas = {one.code: one for one in list_areas(self.store, kommun_code="2260")}
        return Inquiry(
            store=self.store, catalog=CATALOG, areas=areas, person=ASKER, kommun_code="2260",
            today=TODAY,
        )  # fmt: skip


@pytest.fixture
def kommun() -> Iterator[Kommun]:
    one = Kommun()
    yield one
    one.store.close()


def test_a_corrected_list_takes_kinds_and_months_away(kommun) -> None:
    kommun.give(as_file(SPRING))
    assert kommun.give(as_file(SPRING)).status is ReceiptStatus.ALREADY_STORED
    cleaned = [row for row in SPRING if row[3] != "Skadegörelse" and row[1][5:7] != "02"]
    receipt = kommun.give(as_file(cleaned))
    assert receipt.events is not None
    assert receipt.events.replaced == len(SPRING)
    assert kommun.current == len(cleaned)
    found = kommun.ask(
        "SELECT m.id, o.value FROM observation o JOIN measure m USING (measure_id) "
        "WHERE delivery_id = 2 AND period_start = '2025-02-01'"
    )  # fmt: skip
    assert set(found) == {
        ("est.handelser", 0.0), ("est.skadegorelse", 0.0), ("est.nedskrapning", 0.0),
        ("est.samling", 0.0),
    }  # fmt: skip
    late = kommun.give(as_file(SPRING[1:]), today=date(2026, 5, 1))
    assert late.events is not None
    assert (late.events.replaced, kommun.current) == (0, len(cleaned)), "an older issue"


def test_lists_of_other_kinds_live_beside_each_other(kommun) -> None:
    """The same source has one list of graffiti and another of lamps that do not burn."""
    head = "Ärendenummer;Datum;Typ;Gata\n"
    klotter = "".join(
        f"K{n};2025-0{1 + n % 3}-{1 + n % 28:02d};Klotter;{STREET}\n" for n in range(90)
    )
    lamps = "".join(f"L{n};2025-0{1 + n % 3}-{1 + n % 28:02d};Belysning\n" for n in range(60))
    kommun.give(head + klotter, source="kommun")
    second = kommun.give("Nr;Dag;Slag\n" + lamps, source="kommun")
    assert second.events is not None
    assert (second.events.replaced, kommun.current) == (0, 150)
    third = kommun.give(head + klotter.replace("K1;", "K1000;"), source="kommun")
    assert third.events is not None
    assert (third.events.replaced, kommun.current) == (90, 150)
    assert kommun.ask("SELECT DISTINCT has_time, east FROM current_event") == [(False, None)]


def test_a_list_with_personal_numbers_is_refused(kommun) -> None:
    rows = [*SPRING[:-1], (*SPRING[-1][:6], "Ring 19811218-9876 i morgon")]
    receipt = kommun.give(as_file(rows))
    assert [one.code for one in receipt.faults] == ["IN-002"]
    assert kommun.ask("SELECT count(*) FROM event") == [(0,)]


def test_nothing_of_the_file_but_time_square_area_and_kind_is_kept(kommun) -> None:
    kommun.give(as_file(SPRING))
    names = [row[0] for row in kommun.ask("SELECT table_name FROM duckdb_tables()")]
    texts = " ".join(repr(kommun.ask(f"SELECT * FROM {name}")) for name in names)  # noqa: S608
    for word in (STREET, WITNESS, SPRING[5][0]):
        assert word not in texts
    kept = kommun.ask("SELECT DISTINCT east % 100, north % 100 FROM event WHERE east IS NOT NULL")
    assert kept == [(50.0, 50.0)]
    assert kommun.ask("SELECT DISTINCT category FROM event ORDER BY ALL") == [
        ("EST-händelser: nedskräpning",), ("EST-händelser: otrygghetsskapande samling",),
        ("EST-händelser: skadegörelse",), ("annat slag",),
    ]  # fmt: skip


def test_the_pages_questions_are_answered_from_a_delivered_year(kommun) -> None:
    receipt = kommun.give(as_file(YEAR))
    assert {"IN-116", "IN-122"} <= {one.code for one in receipt.warnings}
    broken = [row for row in YEAR if row[3] == "Skadegörelse"]
    assert event_kinds(kommun.inquiry).years("est_skadegorelse", today=TODAY) == (2025,)
    hours = event_hours(kommun.inquiry, indicator_id="est_skadegorelse", period="alla")
    untimed = sum(":" not in row[1] for row in broken)
    aside = len(broken) - (hours.total or 0)
    assert untimed < aside < untimed + 5, (
        "in the summer they are too few to be told of, and get company"
    )
    assert f"{aside} händelser utan klockslag" in hours.footnote.hidden
    grid = event_grid(kommun.inquiry, indicator_id="est_skadegorelse", year=2025)
    assert grid.grid.total == len(broken)
    assert grid.grid.unplaced == sum(not row[4] for row in broken)
    counted = kommun.ask(
        "SELECT a.code, sum(value)::INT FROM observation o JOIN measure m USING (measure_id) "
        "JOIN area a USING (area_id) WHERE m.id = 'est.skadegorelse' GROUP BY ALL ORDER BY ALL"
    )  # fmt: skip
    in_part = sum(row[2] == "Ljungaverk" for row in broken)
    assert counted == [("2260", len(broken)), ("2260-ljungaverk", in_part)]


@pytest.mark.parametrize("missing", [1, 4, 5])
def test_how_few_events_lack_a_place_cannot_be_found_by_subtraction(kommun, missing) -> None:
    """The year's number, which the figures tell, less all that the squares tell."""
    kind = [(*row[:2], "Ånge", "Skadegörelse", *CENTRE, row[6]) for row in YEAR[::3]]
    bare = [(*row[:4], "", "", row[6]) for row in kind[:missing]]
    kommun.give(as_file([*bare, *kind[missing:]]))
    grid = event_grid(kommun.inquiry, indicator_id="est_skadegorelse", year=2025).grid
    frame = released_figures(
        kommun.inquiry, indicator_id="est_skadegorelse", grain=Grain.YEAR, area_codes=["2260"]
    ).frame
    [everything] = frame["count"]
    assert everything - sum(part.count for part in grid.parts) == grid.unplaced == 5
    assert (grid.total, grid.elsewhere) == (everything, 0)


def test_lists_without_any_place_are_no_reason_to_show_invented_events(kommun) -> None:
    """The kommun's own list counts, also where it says nothing of where."""
    invented = pd.DataFrame(
        {
            "area_code": "2260", "category": "EST-händelser: skadegörelse", "has_time": True,
            "happened_at": pd.date_range("2025-01-01", periods=300, freq="D"),
            "east": 531_000.0, "north": 6_932_000.0,
        }
    )  # fmt: skip
    new = NewDelivery(
        source_id="est", kommun_code=None, file_name="e", sha256="0", delivered_by="prov",
        issued_on=TODAY, rows_read=300, receipt="{}", is_example=True,
    )  # fmt: skip
    add_delivery(
        kommun.store,
        new,
        observations=pd.DataFrame(columns=list(OBSERVATION_COLUMNS)),
        events=invented,
    )
    assert event_grid(kommun.inquiry, indicator_id="est_skadegorelse", year=2025).grid.parts
    kommun.give(as_file([(*row[:3], "Skadegörelse", "", "", row[6]) for row in YEAR]))
    grid = event_grid(kommun.inquiry, indicator_id="est_skadegorelse", year=2025)
    assert not grid.grid.parts
    assert not grid.is_example


def test_the_template_command_writes_one_for_events(command) -> None:
    path = command.folder / "mall.csv"
    assert command("template", "raddningstjanst", "--out", path, "--events").code == 0
    heading, example = path.read_text(encoding="utf-8-sig").splitlines()
    assert heading == "Nr;Tidpunkt;Område;Slag;Nord;Ost"
    assert "Exempel: " in example
