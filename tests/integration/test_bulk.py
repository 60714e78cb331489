"""A large delimited file gives the same receipt and the same stored figures by the quick way."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.commands import main
from lagesbild.domain.correction import Correction, CorrectionStatus
from lagesbild.domain.errors import SetupError
from lagesbild.domain.person import Person, Role
from lagesbild.ingest import headers
from lagesbild.ingest.archive import keep_file
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.bulk import blocks, content, counting, examine, layout
from lagesbild.ingest.deliver import look_and_deliver
from lagesbild.ingest.mapping import Mapping, NewMeasure
from lagesbild.ingest.preparing import Prepared
from lagesbild.ingest.receipt import receipt_document
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas, list_areas
from lagesbild.store.connection import Store
from lagesbild.store.definitions import list_indicators, list_measures
from tests.command_line import CommandLine
from tests.killing import die, killed
from tests.thinned import some

TODAY = date(2026, 11, 21)
ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
CRIMES = ("Misshandel", "Rån", "Bilbrott", "Narkotikabrott", "Cykelstöld")
EVERYTHING = """
SELECT m.id, a.code, o.* EXCLUDE (measure_id, area_id, delivery_id)
FROM observation AS o JOIN measure AS m USING (measure_id) JOIN area AS a USING (area_id)
ORDER BY ALL
"""
REST = (
    "SELECT code, name, level, parent_code, kommun_code FROM area ORDER BY ALL",
    "SELECT kind, id, body FROM definition ORDER BY ALL",
    "SELECT spelling, area_code FROM area_alias ORDER BY ALL",
    "SELECT source_id, rows_read, observations_stored, issued_on, mapping FROM delivery ORDER BY ALL",
)
Lines = list[list[str]]


def new_store() -> Store:
    made = Store(None)
    add_areas(made, load_areas(DATA / "reference" / "areas.csv"))
    return made


KOMMUNER = [one for one in load_areas(DATA / "reference" / "areas.csv") if one.level == "kommun"]


def deliver(
    store: Store, data: bytes | Path, *, source: str = "bra", mapping: Mapping | None = None,
    known: tuple[Correction, ...] = (), name: str = "stor.csv",
) -> Prepared:  # fmt: skip
    catalog = load_catalog(DATA / "catalog").with_delivered(
        measures=list_measures(store), indicators=list_indicators(store)
    )
    return look_and_deliver(
        data, file_name=name, source_id=source, store=store,
        catalog=replace(catalog, corrections=known),
        areas=AreaIndex(list_areas(store, kommun_code="2260")), person=ANNA, today=TODAY,
        archive=None, mapping=mapping,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def short_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the lines that both ways look at first: half as long files have a middle all the same."""
    monkeypatch.setattr(headers, "SAMPLE_ROWS", headers.SAMPLE_ROWS // 2)
    monkeypatch.setattr(layout, "HEAD_LINES", layout.HEAD_LINES // 2)
    monkeypatch.setattr(layout, "TAIL_LINES", layout.TAIL_LINES // 2)


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Makes every file large, in small blocks; gives the shapes that the quick way gave up on."""

    def switch() -> list[str]:
        given_up: list[str] = []
        real = examine.examine_large

        def watched(*args: object, **options: object) -> Prepared:
            try:
                return real(*args, **options)  # type: ignore[arg-type]
            except content.Unfit as unfit:
                given_up.append(str(unfit))
                raise

        monkeypatch.setattr(content, "LARGE_BYTES", 1)
        monkeypatch.setattr(blocks, "BLOCK", 10_000)
        monkeypatch.setattr(counting, "PENDING", 500)
        monkeypatch.setattr(examine, "examine_large", watched)
        return given_up

    return switch


def crimes(*, kommuner: int = 24, months: int = 6, seed: int = 1) -> Lines:
    """A long table as a statistics database writes it: whole first, then its parts."""
    chance = random.Random(seed)  # noqa: S311
    rows = [["Kommunkod", "Kommun", "Månad", "Brottstyp", "Kön", "Antal"]]
    times = [f"{2024 + m // 12}-{m % 12 + 1:02d}" for m in range(months)]
    for area, time, crime in itertools.product(KOMMUNER[:kommuner], times, CRIMES):
        women, men = chance.randint(0, 40), chance.randint(0, 60)
        head = [area.code, area.name, time, crime]
        rows.append([*head, "Samtliga", f"{women + men}"])
        rows.append([*head, "Kvinnor", f"{women}" if women else "-"])
        rows.append([*head, "Män", ".." if men == 7 else f"{men},5" if men == 9 else f"{men}"])
    return rows


def text(rows: Lines, *, delimiter: str = ";", above: str = "", below: str = "") -> str:
    lines = (delimiter.join(row) for row in rows)
    return above + "\r\n".join(lines) + "\r\n" + below


def changed(rows: Lines, *changes: tuple[int, int, str]) -> Lines:
    """The same rows with some cells changed: row, column, text."""
    copy = [list(row) for row in rows]
    for row, column, cell in changes:
        copy[row][column] = cell
    return copy


def wide() -> Lines:
    """Two measures beside each other, years in rows."""
    chance = random.Random(3)  # noqa: S311
    rows = [["Kommun", "År", "Våldsbrott", "Narkotikabrott", "Källa"]]
    for area, year in itertools.product(KOMMUNER, range(2018, 2026)):
        cells = [str(chance.randint(1, 900)), f"{chance.randint(1, 9)} {chance.randint(100, 999)}"]
        rows.append([area.name, str(year), *cells, "Brå"])
    return rows


def years() -> Lines:
    """One crime, a column for each year."""
    chance = random.Random(4)  # noqa: S311
    rows = [["Kommun", "Brottstyp", "Kön", "Antal 2022", "Antal 2023", "Antal 2024"]]
    for area, crime, sex in itertools.product(
        KOMMUNER[:145], CRIMES, ("Samtliga", "Kvinnor", "Män")
    ):
        whole = 100 if sex == "Samtliga" else 10
        rows.append([area.name, crime, sex, *(str(chance.randint(0, 9) + whole) for _ in "abc")])
    return rows


def precise() -> Lines:
    """Nearly every figure is another one."""
    chance = random.Random(5)  # noqa: S311
    rows = [["Kommunkod", "År", "Kön", "Per 100 000 inv."]]
    for area, year, sex in itertools.product(KOMMUNER, range(2022, 2026), ("Kvinnor", "Män")):
        figure = f"{chance.randint(100, 999_999)},{chance.randint(0, 999):03d}"
        rows.append([area.code, str(year), sex, ".." if chance.random() < 0.01 else figure])
    return rows


def events(*, with_text: bool = True) -> Lines:
    """Each row something that happened, in a month; those with a day are kept one by one."""
    chance = random.Random(6)  # noqa: S311
    rows = [["Ärendenummer", "Månad", "Område", "Typ", "Beskrivning"]]
    for number in range(2_500):
        month = f"{chance.randint(2023, 2025)}-{chance.randint(1, 12):02d}"
        said = f"Rad {number} om {chance.randint(1, 9_999)}" if with_text else ""
        place = chance.choice(("Ånge", "Ljungaverk", "Fränsta"))
        kind = chance.choice(("Skadegörelse", "Otrygghetsskapande samling"))
        rows.append([f"E{number}", month, place, kind, said])
    return rows


PART_ANSWERS = Mapping(areas={"Ljungaverk": "delområde i 2260", "Fränsta": "delområde i 2260"})
PERSON_NUMBER = "19811218-9876"
CLEAN = crimes()
CORRECTION = Correction(
    source="bra", measure="bra.misshandel", area_code=KOMMUNER[0].code,
    period_start=date(2024, 1, 1), period_end=date(2024, 2, 1), raw=CLEAN[1][5], right="77",
    reason="Tryckfel", status=CorrectionStatus.CONFIRMED,
)  # fmt: skip

SHAPES: dict[str, tuple[bytes, dict[str, object]]] = {
    "clean": (text(CLEAN).encode(), {}),
    "windows, no line end at the end": (text(CLEAN).rstrip().encode("cp1252"), {}),
    "marked utf-8, tabs": (text(CLEAN, delimiter="\t").encode("utf-8-sig"), {}),
    "quoted": (text([[f'"{cell}"' for cell in row] for row in CLEAN]).encode(), {}),
    "notes around it": (
        text(
            CLEAN,
            above="Anmälda brott per kommun\r\nUttag: 2026-10-03\r\n\r\n",
            below="\r\n.. = uppgift saknas\r\nKälla: Brå\r\n",
        ).encode(),
        {},
    ),
    "wide": (text(wide()).encode(), {}),
    "years": (text(years()).encode(), {}),
    "precise": (text(precise()).encode(), {}),
    "preliminary": (
        text([[cell.replace("2024-03", "2024-03 prel.") for cell in r] for r in CLEAN]).encode(),
        {},
    ),
    "events": (
        text(events()).encode(), {"source": "est", "mapping": PART_ANSWERS},
    ),
    "events without text": (
        text(events(with_text=False)).encode("cp1252"),
        {"source": "est", "mapping": PART_ANSWERS},
    ),
    "corrected": (text(CLEAN).encode(), {"known": (CORRECTION,)}),
    "areas left out": (
        text(changed(CLEAN, *((row, column, "Okänd ort" if column else "") for row in (1000, 1001, 2000)
                              for column in (0, 1)))).encode(),
        {"mapping": Mapping(areas={"Okänd ort": "ignorera"})},
    ),
    "a new measure": (
        text(CLEAN).replace("Cykelstöld", "Trolleri").encode(),
        {"mapping": Mapping(measures=(NewMeasure(name="Trolleri", unit="brott"),))},
    ),
    "one's own small counts": (
        text([[*row[:3], *row[4:]] for row in crimes(kommuner=80) if row[3] in {"Brottstyp", "Rån"}])
        .replace("Antal", "Klotter")
        .encode(),
        {"source": "kommun"},
    ),
}  # fmt: skip

DOUBLES = tuple((750 + i, j, CLEAN[753 + i][j]) for i in range(3) for j in range(5))
FAULTY: dict[str, tuple[tuple[int, int, str], ...]] = {
    "IN-014 doubles": DOUBLES,
    "IN-008 text": ((617, 5, "många"), (2000, 5, "7.jan")),
    "IN-006 areas": ((500, 0, ""), (500, 1, "Drömköping"), (1500, 0, ""), (1500, 1, "Drömköping")),
    "IN-005 measures": ((1250, 3, "Trolleri"), (1300, 3, "Trolleri")),
    "IN-012 periods": ((350, 2, "våren"), (2050, 2, "hösten")),
    "IN-010 future": ((450, 2, "2031-05"), (2100, 2, "2031-06")),
    "IN-009 negative": ((400, 5, "-5"),),
    "IN-101 parts": ((602, 5, "999"),),
    "IN-104 formulas": ((1112, 4, "=2+3"), (1668, 1, "@SUM(A1)")),
    "IN-002 persons": ((1172, 4, f"Kvinnor {PERSON_NUMBER}"),),
    "IN-106 possible persons": ((1172, 4, "8112189876"),),
}
TOGETHER = (
    ("IN-014 doubles", "IN-104 formulas"),
    ("IN-008 text", "IN-012 periods", "IN-009 negative"),
    ("IN-006 areas", "IN-005 measures"),
    ("IN-010 future", "IN-101 parts", "IN-106 possible persons"),
    ("IN-002 persons",),
)
"""Each kind of fault is in a file; those of a row stand in rows that have nothing to do with each other."""


def both_ways(
    quickly: Callable[[], list[str]], *deliveries: tuple[bytes, dict[str, object]]
) -> list[tuple[dict, dict]]:
    """Deliver one after the other into two stores, by both ways; every trace of them is compared."""
    slow, quick = new_store(), new_store()
    plain = [deliver(slow, data, **how) for data, how in deliveries]  # type: ignore[arg-type]
    assert all(one.staged is None for one in plain)
    given_up = quickly()
    large = [deliver(quick, data, **how) for data, how in deliveries]  # type: ignore[arg-type]
    assert given_up == []
    for question in (EVERYTHING, *REST):
        left, right = (one.cursor().execute(question).df() for one in (slow, quick))
        pd.testing.assert_frame_equal(left, right)
    return [
        (receipt_document(one.receipt), receipt_document(two.receipt))
        for one, two in zip(plain, large, strict=True)
    ]


@pytest.mark.parametrize("shape", some(SHAPES, ordinarily=5))
def test_the_same_figures_and_receipt(shape: str, quickly) -> None:
    [(slow, quick)] = both_ways(quickly, SHAPES[shape])
    assert slow == quick
    assert slow["status"] == "stored", slow["faults"]
    assert slow["observations_stored"] > 60


@pytest.mark.parametrize("kinds", TOGETHER)
def test_the_same_remarks(kinds: tuple[str, ...], quickly) -> None:
    changes = [change for kind in kinds for change in FAULTY[kind]]
    [(slow, quick)] = both_ways(quickly, (text(changed(CLEAN, *changes)).encode(), {}))
    assert slow == quick
    said = {one["code"] for one in (*slow["faults"], *slow["warnings"])}
    assert {kind.split()[0] for kind in kinds} <= said


def test_no_kind_of_fault_is_left_out() -> None:
    assert sorted(kind for kinds in TOGETHER for kind in kinds) == sorted(FAULTY)


def test_a_person_in_free_text_of_events(quickly) -> None:
    rows = changed(events(), (1605, 4, f"Ring {PERSON_NUMBER} i morgon"))
    [(slow, quick)] = both_ways(quickly, (text(rows).encode(), {"source": "est"}))
    assert slow == quick
    assert [one["row"] for one in quick["faults"]] == [1606]
    assert PERSON_NUMBER not in str(quick)


def test_what_changes_against_the_last_delivery(quickly) -> None:
    second = changed(CLEAN, (1, 5, "4000"), (10, 5, "3"), (2000, 5, ".."))[:-30]
    both = both_ways(quickly, (text(CLEAN).encode(), {}), (text(second).encode(), {}))
    for slow, quick in both:
        assert slow == quick
    assert (both[1][1]["changed"] >= 2, both[1][1]["new"]) == (True, 0)
    assert "IN-102" in {one["code"] for one in both[1][1]["warnings"]}


def test_a_whole_column_in_another_unit(quickly) -> None:
    first = years()
    rows = [first[0], *([*row[:3], *(f"{cell}00" for cell in row[3:])] for row in first[1:])]
    both = both_ways(quickly, (text(first).encode(), {}), (text(rows).encode(), {}))
    assert both[1][0] == both[1][1]
    assert {"IN-102", "IN-115"} <= {one["code"] for one in both[1][1]["warnings"]}


@pytest.mark.parametrize(
    "broken",
    some((
        lambda rows: [*rows[:1250], ["en fotnot mitt i"], *rows[1250:]],
        lambda rows: changed(rows, (1250, 1, "Upplands \ufffdsby")),
        lambda rows: changed(rows, (1250, 4, '"Kvinnor\r\noch flickor"')),
        lambda rows: [*rows[:1250], rows[0], *rows[1250:]],
        lambda rows: [*rows[:1250], [""] * 6, *rows[1250:]],
    ), ordinarily=2),
)  # fmt: skip
def test_a_shape_it_cannot_follow_goes_the_ordinary_way(broken, quickly) -> None:
    data = text(broken(CLEAN)).encode()
    expected = receipt_document(deliver(new_store(), data).receipt)
    given_up = quickly()
    prepared = deliver(new_store(), data)
    assert given_up
    assert prepared.staged is None
    assert receipt_document(prepared.receipt) == expected


def test_windows_letters_that_come_late(quickly) -> None:
    """The beginning and the end of the file are plain ASCII; only the middle tells."""
    rows = [row for row in crimes(kommuner=48) if row[3] != "Rån"]
    plain = [[row[0], row[0], row[2], row[3].replace("ö", "o"), *row[4:]] for row in rows[1:]]
    plain = [row for row in plain if row[4] != "Män" and row[3] != "Cykelstold"]
    middle = [row for row in rows[1:] if row[1] and row[4] == "Män"]
    heading = ["Kommunkod", "Kommun", "Manad", "Brottstyp", "Kon", "Antal"]
    head, tail = [heading, *plain], [[*row[:4], "Flickor", row[5]] for row in plain[:400]]
    assert len(head) > layout.HEAD_LINES
    assert len(tail) > layout.TAIL_LINES
    assert text([*head, *tail]).isascii()
    data = text([*head, *middle[:400], *tail]).encode("cp1252")
    [(slow, quick)] = both_ways(quickly, (data, {}))
    assert slow == quick


def test_a_file_on_disk_is_kept_and_rebuilt_from(
    command: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "LARGE_BYTES", 1)
    receipt = command.deliver("stor.csv", text(CLEAN), source="bra")
    assert receipt["status"] == "stored"
    [kept] = (command.data / "arkiv").glob("*.csv")
    assert kept.read_bytes() == (command.write("stor.csv", text(CLEAN))).read_bytes()
    assert command("rebuild").code == 0
    assert command.deliver("stor.csv", text(CLEAN), source="bra")["status"] == "already_stored"


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "stor.csv"
    file.write_bytes(b"a;b\n1;2\n")
    with pytest.raises(SetupError) as error:
        keep_file(
            file, file_name="stor.csv", sha256="0" * 64, archive=tmp_path / "arkiv", seal=None
        )
    assert error.value.code == "IN-022"
    assert not list((tmp_path / "arkiv").iterdir())


def deliver_and_die(point: str, file: str) -> None:
    """The quick way, killed in the middle of its storing or between commit and receipt."""
    from lagesbild.ingest import archive
    from lagesbild.store import staging

    content.LARGE_BYTES = 1
    if point == "midway":
        real, seen = staging._Numbers._batch, []

        def die_midway(self: object, at: object, **more: object) -> object:
            if seen:
                die()
            seen.append(1)
            return real(self, at, **more)

        staging.STEP = 500
        staging._Numbers._batch = die_midway
    else:
        archive._answer = die
    main(["deliver", file, "--source", "bra", "--json"])


@pytest.mark.parametrize(
    ("point", "is_stored"), some((("midway", False), ("after the commit", True)), ordinarily=1)
)
def test_a_killed_large_delivery_is_whole_or_absent(
    command: CommandLine, point: str, is_stored: bool
) -> None:
    file = command.write("stor.csv", text(CLEAN))
    said = command.folder / "sagt.txt"
    assert not killed(deliver_and_die, point, str(file), data=command.data, said=said)
    listed = command("deliveries", "--json")
    real = [one for one in listed.document if one["file_name"] == "stor.csv"]
    assert [one["observations_stored"] for one in real] == ([len(CLEAN) - 1] if is_stored else [])
    assert "stor.csv" in listed.err
    again = command.deliver("stor.csv", text(CLEAN), source="bra")
    assert again["status"] == ("already_stored" if is_stored else "stored")
