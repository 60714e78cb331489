"""How a list of events is read: times, points, places, kinds, the days it covers, and what is said of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest

from lagesbild.analysis.event_kinds import covers
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.event_templates import (
    HEADINGS,
    event_kinds_of,
    event_template_csv,
    event_template_workbook,
)
from lagesbild.ingest.events.points import find_outside, read_points
from lagesbild.ingest.events.reading import EventList, Using, read_event_list
from lagesbild.ingest.events.span import find_span
from lagesbild.ingest.events.times import read_times
from lagesbild.ingest.mapping import ColumnAnswer, Mapping, apply_mapping
from lagesbild.ingest.periods import read_period
from lagesbild.ingest.reading import open_file
from lagesbild.ingest.table import ColumnRole
from lagesbild.ingest.template_file import DATA_SHEET, NOTES
from lagesbild.ingest.understanding import understand
from lagesbild.settings import DATA
from lagesbild.store.event_lists import Listed
from lagesbild.store.events import EventKind, runs_of

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
NOTHING = Listed(kinds=frozenset(), areas=frozenset())
CENTRE = (6_932_000.0, 531_000.0)


@pytest.fixture(scope="module")
def known():
    return load_catalog(DATA / "catalog"), AreaIndex(load_areas(DATA / "reference" / "areas.csv"))


@pytest.fixture
def read(known):
    def run(text: str, *, source: str = "est", mapping: Mapping | None = None) -> EventList | None:
        catalog, areas = known
        mapping = mapping or Mapping()
        opened = open_file(text.encode(), file_name="lista.csv")
        understood = understand(opened, areas=areas, source=catalog.sources[source])
        understood = apply_mapping(understood, mapping, source=catalog.sources[source])
        using = Using(
            areas=areas, source=catalog.sources[source], catalog=catalog, mapping=mapping,
            owner="2260", today=TODAY, listed=NOTHING,
        )  # fmt: skip
        return read_event_list(understood.tables[0], using=using)

    return run


def said(found: EventList) -> dict[str, tuple[tuple[int, ...], str | None]]:
    return {one.code: (one.rows, one.column) for one in found.remarks}


# Times


@pytest.mark.parametrize(
    ("text", "day", "minute"),
    [
        ("2025-03-01 14:30", "2025-03-01", 870), ("2025-03-01T14:30:59", "2025-03-01", 870),
        ("2025-03-01", "2025-03-01", None), ("1 mars 2025 kl. 14.30", "2025-03-01", 870),
        ("1/3/2025 9:05", "2025-03-01", 545), ("20250301 14:30", "2025-03-01", 870),
        ("2025-07-01T22:30:00Z", "2025-07-02", 30), ("2025-01-01T23:30:00+01:00", "2025-01-01", 1410),
        ("2025-03-01 kl 23:59", "2025-03-01", 1439), ("2025-13-01 10:00", None, None),
        ("okänt", None, None), ("2025-03-01 25:30", "2025-03-01", None),
    ],
)  # fmt: skip
def test_a_day_and_a_time_of_day_as_people_write_them(text, day, minute) -> None:
    found = read_times(pd.Series([text]), clock=None)
    at = found.at[0]
    assert (None if pd.isna(at) else f"{at:%Y-%m-%d}") == day
    assert bool(found.has_time[0]) == (minute is not None)
    if minute is not None:
        assert at.hour * 60 + at.minute == minute


def test_a_clock_of_its_own_and_a_day_without_one() -> None:
    clock = pd.Series(["14:30", "kl. 9.05", "", "1430", "7", "okänt"])
    found = read_times(pd.Series(["2025-03-01"] * 6), clock=clock)
    assert list(found.has_time) == [True, True, False, True, True, False]
    assert [one.hour for one in found.at] == [14, 9, 0, 14, 7, 0]


def test_a_heap_at_midnight_is_days_without_a_time() -> None:
    day = [f"2025-03-{1 + n % 31:02d}" for n in range(100)]
    heap = pd.Series(
        [f"{one} 00:00" if n < 30 else f"{one} {n % 23 + 1:02d}:00" for n, one in enumerate(day)]
    )
    found = read_times(heap, clock=None)
    assert (int(found.heaped.sum()), int(found.has_time.sum())) == (30, 70)
    even = pd.Series([f"{one} {n % 24:02d}:00" for n, one in enumerate(day)])
    assert read_times(even, clock=None).has_time.all(), "as many at midnight as at other hours"
    few = pd.Series(["2025-03-01 00:00"] * 9 + ["2025-03-01 12:34"] * 9)
    assert read_times(few, clock=None).has_time.all()


# Points


def points(*columns: list[str]):
    cells = [pd.Series(column, dtype="str") for column in columns]
    return read_points(cells, rows=len(cells[0]))


@pytest.mark.parametrize(
    "columns",
    [
        (["6932000,4"], ["531000,2"]), (["531 000.2"], ["6 932 000.4"]),
        (["62,5224"], ["15.6022"]), (["15,6022"], ["62.5224"]), (["POINT (15.6022 62.5224)"],),
        (["62.5224, 15.6022"],), (["6932000.4; 531000.2"],),
    ],
)  # fmt: skip
def test_a_point_in_either_system_in_either_order(columns) -> None:
    found = points(*columns)
    assert abs(found.north[0] - CENTRE[0]) < 700
    assert abs(found.east[0] - CENTRE[1]) < 700
    assert not found.impossible[0]


def test_of_two_pairs_the_one_that_is_filled_in() -> None:
    found = points(["", ""], ["", ""], ["6932000", "6932100"], ["531000", ""])
    assert list(found.known) == [True, False]


def test_no_point_is_no_fault_and_half_a_point_is() -> None:
    found = points(["", "6932000", "0", "59,33", "6932000000"], ["", "", "0", "200", "531000"])
    assert not found.known.any()
    assert list(found.impossible) == [False, True, True, True, True]


def test_a_point_in_another_kommun_is_outside() -> None:
    found = points(["6932000", "6580000", "6580000"], ["531000", "674000", "674000"])
    kommun = np.array(["2260", "2260", None], dtype=object)
    assert list(find_outside(found, kommun=kommun)) == [False, True, False]


# The days that a list is the whole of


@pytest.mark.parametrize(
    ("days", "stated", "today", "first", "after"),
    [
        (["2025-01-02", "2025-02-10", "2025-03-30"] * 20, "", TODAY, "2025-01-01", "2025-04-01"),
        ([f"2025-03-{n:02d}" for n in range(3, 15)], "", TODAY, "2025-03-01", "2025-03-15"),
        ([f"2025-03-{n:02d}" for n in range(10, 31)], "", TODAY, "2025-03-10", "2025-04-01"),
        (["2025-03-14"], "", TODAY, "2025-03-01", "2025-04-01"),
        (["2025-03-05", "2025-03-20"], "2025", TODAY, "2025-01-01", "2026-01-01"),
        (["2026-11-03", "2026-11-21"], "2026", TODAY, "2026-01-01", "2026-11-22"),
        (["2025-03-05", "2025-05-20"], "2024", TODAY, "2025-03-01", "2025-06-01"),
        ([f"2026-11-{n:02d}" for n in range(1, 22)], "", TODAY, "2026-11-01", "2026-11-22"),
    ],
)  # fmt: skip
def test_what_a_list_covers(days, stated, today, first, after) -> None:
    found = find_span(
        pd.Series(pd.to_datetime(days)), stated=read_period(stated), is_answer=False, today=today
    )
    assert (str(found.first_day), str(found.day_after)) == (first, after)


def test_only_whole_months_are_counted() -> None:
    days = pd.Series(
        pd.to_datetime([f"2025-03-{n:02d}" for n in range(10, 31)] + ["2025-04-29"] * 30)
    )
    found = find_span(days, stated=None, is_answer=False, today=TODAY)
    assert found.months == [date(2025, 4, 1)]


def test_a_hole_between_two_lists_is_no_whole_year() -> None:
    spring, autumn = (date(2025, 1, 1), date(2025, 4, 1)), (date(2025, 9, 1), date(2026, 1, 1))
    runs = runs_of([spring, (date(2025, 2, 1), date(2025, 3, 1)), autumn])
    assert runs == ((date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 9, 1), date(2025, 12, 31)))
    kind = EventKind(source="est", category="skadegörelse", runs=runs, is_example=False)
    assert not covers(kind, date(2025, 1, 1), date(2026, 1, 1), today=TODAY)
    met = runs_of([spring, (date(2025, 4, 1), date(2026, 1, 1))])
    assert covers(EventKind(source="est", category="s", runs=met, is_example=False),
                  date(2025, 1, 1), date(2026, 1, 1), today=TODAY)  # fmt: skip


# The whole list


HEADING = "Insatsnummer;Larmtid;Ort;Händelsetyp;Latitud;Longitud;Förlopp\n"


def line(number: int, *, day: str = "", place: str = "Ånge", kind: str = "Brand i byggnad",
         lat: str = "62,52", lon: str = "15,60") -> str:  # fmt: skip
    when = day or f"2025-03-{1 + number % 31:02d} {number % 24:02d}:17"
    return f"I{number};{when};{place};{kind};{lat};{lon};Rök från {number}\n"


def test_fire_service_calls(read) -> None:
    kinds = ("Brand i byggnad", "Trafikolycka", "Anlagd brand")
    found = read(
        HEADING + "".join(line(n, kind=kinds[n % 3]) for n in range(60)), source="raddningstjanst"
    )
    assert (len(found.events), len(found.covers)) == (60, 3)
    assert set(found.events["category"]) == {"Bränder i byggnad", "Anlagda bränder", "annat slag"}
    counted = found.long.groupby("measure")["value"].sum()
    assert dict(counted) == {
        "raddningstjanst.insatser": 60, "raddningstjanst.brander_i_byggnad": 20,
        "raddningstjanst.anlagda_brander": 20,
    }  # fmt: skip
    assert set(found.long["period_label"]) == {"2025-03"}
    assert said(found)["IN-122"][1] == "Händelsetyp"


def test_a_police_list_without_kinds_counts_each_row(read) -> None:
    rows = "".join(f"2025-03-{1 + n % 31:02d};Ånge;Torg {n}\n" for n in range(56))
    found = read("Datum;Ort;Adress\n" + rows, source="polisen")
    assert set(found.events["category"]) == {"Ordningslarm och händelserapporter"}
    assert not found.events["has_time"].any()
    assert (found.long["measure"].unique().tolist(), found.long["value"].sum()) == (
        ["polisen.ordningslarm"],
        56,
    )


def test_numbers_about_each_event_are_not_figures(read) -> None:
    head = "Insatsnummer;Larmtid;Timme;Ort;Händelsetyp;Antal fordon;Insatstid (min)\n"
    rows = "".join(
        f"I{n};2025-03-{1 + n % 31:02d} {n % 24:02d}:17;{n % 24};Ånge;Brand i byggnad;{n % 4};{n % 90}\n"
        for n in range(62)
    )
    found = read(head + rows, source="raddningstjanst")
    assert (len(found.events), bool(found.events["has_time"].all())) == (62, True)
    only_hours = read(
        "Nr;Datum;Timme;Ort;Kategori\n"
        + "".join(f"{n};2025-03-{1 + n % 31:02d};{n % 24};Ånge;Nedskräpning\n" for n in range(62))
    )
    assert sorted(only_hours.events["happened_at"].dt.hour.unique()) == list(range(24))


def test_numbers_that_a_person_sets_aside_leave_events(read) -> None:
    text = "Datum;Ort;Kategori;Fordon\n" + "".join(
        f"2025-03-{1 + n % 31:02d};Ånge;Nedskräpning;{n % 4}\n" for n in range(62)
    )
    assert read(text) is None
    answer = Mapping(columns={"Fordon": ColumnAnswer(role=ColumnRole.IGNORED)})
    assert len(read(text, mapping=answer).events) == 62


def test_every_remark_has_its_row_and_column(read) -> None:
    rows = [line(n) for n in range(60)]
    rows += [
        line(60, day="i våras"), line(61, day="2027-01-01 10:00"), line(62, place="Storgatan 1"),
        line(63, lat="0", lon="0"), line(64, lat="59,33", lon="18,06"), line(63, lat="0", lon="0"),
        line(66, place="Exempel: 2260 Ånge"), line(67, kind="Sjukvård"),
    ]  # fmt: skip
    found = read(HEADING + "".join(rows), source="raddningstjanst")
    assert said(found) == {
        "IN-012": ((62,), "Larmtid"), "IN-010": ((63,), "Larmtid"), "IN-116": ((64,), "Ort"),
        "IN-117": ((65, 67), "Latitud"), "IN-118": ((66,), "Latitud"), "IN-119": ((67,), None),
        "IN-109": ((68,), None), "IN-122": ((69,), "Händelsetyp"),
    }  # fmt: skip
    assert all(one.remedy for one in found.remarks)


def test_rows_alike_without_numbers_are_told_of_and_counted(read) -> None:
    rows = "".join(
        f"2025-03-{1 + n % 31:02d} 10:{n % 60:02d};Ånge;Nedskräpning\n" for n in range(56)
    )
    found = read("Tidpunkt;Ort;Kategori\n" + rows + "2025-03-01 10:00;Ånge;Nedskräpning\n")
    assert (said(found)["IN-120"][0], len(found.events)) == ((58,), 57)


def test_outside_what_the_title_says(read) -> None:
    rows = "".join(f"2025-03-{1 + n % 31:02d};Ånge;Nedskräpning\n" for n in range(56))
    late = "2025-04-02;Ånge;Nedskräpning\n"
    found = read(f"Händelser mars 2025\n\nDatum;Ort;Kategori\n{rows}{late}")
    assert said(found) == {"IN-027": ((60,), "Datum")}
    answered = read(f"Datum;Ort;Kategori\n{rows}{late}", mapping=Mapping(period="2025-03"))
    assert said(answered) == {"IN-027": ((58,), "Datum")}


def test_a_heap_at_midnight_and_a_week_are_told_of(read) -> None:
    rows = "".join(
        f"2025-03-{3 + n % 7:02d} {'00:00' if n % 2 else '15:21'};Ånge;Nedskräpning\n"
        for n in range(56)
    )
    found = read("Tidpunkt;Ort;Kategori\n" + rows)
    assert set(said(found)) == {"IN-120", "IN-121", "IN-123"}
    assert (int(found.events["has_time"].sum()), len(found.long)) == (28, 0)


def test_lists_of_months_are_counted_and_not_kept(read) -> None:
    assert (
        read(
            "Id;Månad;Ort;Brottstyp\na1;2023-01;Ånge;Stöld\na2;2023-01;Ånge;Stöld\na3;2023-02;Ånge;Rån\n"
        )
        is None
    )


def test_a_place_with_another_kommuns_name_is_a_place(read) -> None:
    rows = "".join(
        f"2025-03-{1 + n % 31:02d};{'Sala' if n % 2 else 'Ånge'};Nedskräpning\n" for n in range(56)
    )
    one = read("Datum;Plats;Kategori\n" + rows)
    assert set(one.events["area_code"]) == {"2260"}
    other = read("Datum;Kommun;Kategori\n" + rows)
    assert set(other.events["area_code"]) == {"2260", "1981"}


def test_a_single_school_is_kept_as_the_kommun(known) -> None:
    """A school is a point: what happens there would be told more exactly than the smallest area."""
    catalog, areas = known
    school = Area(code="12345678", name="Bobergsskolan", level=AreaLevel.SKOLA, parent_code="2260")
    rows = "".join(f"{n};2025-03-{1 + n % 31:02d};Bobergsskolan;Nedskräpning\n" for n in range(56))
    for owner in ("2260", None):
        opened = open_file(f"Nr;Datum;Plats;Kategori\n{rows}".encode(), file_name="lista.csv")
        index = AreaIndex([*areas.by_code.values(), school])
        understood = understand(opened, areas=index, source=catalog.sources["est"])
        using = Using(
            areas=index, source=catalog.sources["est"], catalog=catalog, mapping=Mapping(),
            owner=owner, today=TODAY, listed=NOTHING,
        )  # fmt: skip
        found = read_event_list(understood.tables[0], using=using)
        assert set(found.events["area_code"]) == {"2260"}
        assert {cover.place for cover in found.covers} == {"2260"}
        assert set(found.long["area_code"]) == {"2260"}
        assert "IN-116" in said(found)


# Templates


@pytest.mark.parametrize("source_id", ["est", "kommun", "polisen", "raddningstjanst"])
def test_a_filled_in_template_is_read_as_it_stands(read, known, source_id: str) -> None:
    catalog, areas = known
    source = catalog.sources[source_id]
    data = event_template_csv(source, areas=areas.by_code.values(), today=TODAY).decode("utf-8-sig")
    kinds = event_kinds_of(source)
    filled = "".join(
        f"{n};2025-03-{1 + n % 31:02d} {n % 24:02d}:10;2260 Ånge;{kinds[n % len(kinds)].name};6932{n:03d};531000\r\n"
        for n in range(62)
    )
    found = read(data + filled, source=source_id)
    assert said(found) == {"IN-109": ((2,), None)}
    assert (len(found.events), int(found.events["east"].notna().sum())) == (62, 62)
    counted = found.long.groupby("measure")["value"].sum()
    assert {one.id for one in kinds} <= set(counted.index)
    assert counted.drop(source.events_counted_in, errors="ignore").sum() == 62


def test_the_workbook_offers_areas_and_kinds(known) -> None:
    catalog, areas = known
    source = catalog.sources["raddningstjanst"]
    book = openpyxl.load_workbook(
        BytesIO(event_template_workbook(source, areas=areas.by_code.values(), today=TODAY))
    )
    sheet = book[DATA_SHEET]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    lists = {
        str(one.sqref).split(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation
    }
    assert set(lists) == {"C2", "D2"}
    first, last = (cell.replace("$", "") for cell in lists["D2"].split("!")[1].split(":"))
    offered = [row[0].value for row in book[NOTES][first:last]]
    assert offered == [one.name for one in event_kinds_of(source)]
    assert "Räddningsinsatser, samtliga" not in offered
