"""Large deliveries beside DuckDB's own typed reading of the same file, turn by turn.

Each run is a process of its own, so that the peak of its memory is its own. Time is from the file
to a closed database; ours has the checks, the receipt and the file in the archive in it.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lagesbild.catalog.areas import load_areas
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.settings import DATA

ROOT = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("BENCH_ROWS", "3100000"))
EVENT_ROWS = int(os.environ.get("BENCH_EVENT_ROWS", "30000000"))
TURNS = int(os.environ.get("BENCH_LOAD_TURNS", "3"))
CRIMES = (
    "Misshandel", "Personrån mot unga", "Våldsbrott", "Rån", "Bilbrott", "Bilstöld", "Cykelstöld",
    "Skadegörelse", "Narkotikabrott", "Rattfylleri", "Hatbrott", "Sexualbrott", "Bostadsinbrott",
    "Stöld ur fordon", "Trafikbrott", "Klotter", "Stöldbrott", "Inbrott i villa",
    "Inbrott i lägenhet", "Bedrägeri mot äldre",
)  # fmt: skip
MONTHS = tuple(f"{year}-{month:02d}" for year in range(2010, 2026) for month in range(1, 13))
REPEATED = 300_000
FIRST_YEAR = 1990

REFERENCE = """
import duckdb, json, os, resource, sys, time
file, folder = sys.argv[1:]
begun = time.perf_counter()
connection = duckdb.connect(os.path.join(folder, "reference.duckdb"))
connection.execute(
    "CREATE TABLE t AS SELECT * FROM read_csv(?, delim=';', header=true, decimal_separator=',', "
    "nullstr=['..', '-'], columns={'Kommunkod': 'VARCHAR', 'Kommun': 'VARCHAR', 'Månad': 'VARCHAR', "
    "'Brottstyp': 'VARCHAR', 'Kön': 'VARCHAR', 'Antal': 'DOUBLE', "
    "'Enhet': 'VARCHAR'})", [file])
connection.close()
took = time.perf_counter() - begun
size = os.path.getsize(os.path.join(folder, "reference.duckdb"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": took, "bytes": size, "peak": peak}))
"""

OURS = """
import json, os, resource, sys, time
from datetime import date
from pathlib import Path
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.domain.person import Person, Role
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.bulk import examine
from lagesbild.ingest.deliver import look_and_deliver
from lagesbild.settings import DATA
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import DATABASE_NAME, open_store

file, folder, source = sys.argv[1:]
areas = list(load_areas(DATA / "reference" / "areas.csv"))
store = open_store(Path(folder))
add_areas(store, areas)
catalog = load_catalog(DATA / "catalog")
anna = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
begun = time.perf_counter()
prepared = look_and_deliver(
    Path(file), file_name="stor.csv", source_id=source, store=store, catalog=catalog,
    areas=AreaIndex(areas), person=anna, today=date(2026, 11, 21), archive=Path(folder) / "arkiv",
)
store.close()
took = time.perf_counter() - begun
assert prepared.receipt.status == "stored", prepared.receipt.faults
size = os.path.getsize(Path(folder) / DATABASE_NAME)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": took, "bytes": size, "peak": peak}))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One goal: ours beside the other, medians, and their ratio."""

    what: str
    unit: str
    ours: float
    stock: float
    ratio: float
    goal: str
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One process: seconds, bytes of the database, peak of memory in bytes."""

    seconds: float
    bytes: int
    peak: int


def measure_loading(folder: Path) -> list[Loaded]:
    """The statistics file in two encodings, then events few and many."""
    return [*measure_figures(folder), *measure_events(folder)]


def measure_figures(folder: Path) -> list[Loaded]:
    """Both encodings beside DuckDB's reading of the UTF-8 file: it cannot read the other."""
    file, western = folder / "stor.csv", folder / "stor-1252.csv"
    write_figures(file, rows=ROWS)
    western.write_bytes(file.read_bytes().decode().encode("cp1252"))
    stock, ours, ours_western = [], [], []
    for _ in range(TURNS):
        stock.append(run(REFERENCE, file))
        ours.append(run(OURS, file, "bra"))
        ours_western.append(run(OURS, western, "bra"))
    return [
        *compare("UTF-8", ours, stock, goal=1.25),
        *compare("Windows-1252", ours_western, stock, goal=1.6),
    ]


def compare(name: str, ours: list[Run], stock: list[Run], *, goal: float) -> list[Loaded]:
    """Time, size and memory of one file."""
    rows = f"{ROWS / 1e6:.1f} miljoner rader"
    return [
        beside(f"läsa in {rows}, {name}", "s", [one.seconds for one in ours],
               [one.seconds for one in stock], goal=goal),
        beside(f"{name}: databasens storlek", "MB", [one.bytes / 1e6 for one in ours],
               [one.bytes / 1e6 for one in stock], goal=0.35),
        beside(f"{name}: mest minne", "MB", [one.peak / 1e6 for one in ours],
               [one.peak / 1e6 for one in stock], goal=1.3),
    ]  # fmt: skip


def measure_events(folder: Path) -> list[Loaded]:
    """Ten times as many events: what each row costs, and whether memory grows."""
    few, many = folder / "handelser.csv", folder / "manga.csv"
    write_events(few, rows=EVENT_ROWS // 10)
    write_events(many, rows=EVENT_ROWS)
    small, large = [], []
    for _ in range(TURNS):
        small.append(run(OURS, few, "est"))
        large.append(run(OURS, many, "est"))
    rows = f"{EVENT_ROWS / 1e6:.1f} miljoner händelser"
    return [
        beside(f"{rows}: tid per rad", "µs", [one.seconds * 1e6 / EVENT_ROWS for one in large],
               [one.seconds * 1e7 / EVENT_ROWS for one in small], goal=1.2),
        beside(f"{rows}: mest minne", "MB", [one.peak / 1e6 for one in large],
               [one.peak / 1e6 for one in small], goal=1.5),
    ]  # fmt: skip


def beside(what: str, unit: str, ours: list[float], stock: list[float], *, goal: float) -> Loaded:
    """The medians and their ratio."""
    mine, theirs = statistics.median(ours), statistics.median(stock)
    return Loaded(what=what, unit=unit, ours=mine, stock=theirs, ratio=mine / theirs,
                  goal=f"<= {goal}", reached=mine <= goal * theirs)  # fmt: skip


def run(program: str, file: Path, *more: str) -> Run:
    """One process with a database of its own."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        ran = subprocess.run(
            [sys.executable, "-c", program, str(file), folder, *more], cwd=ROOT, check=True,
            capture_output=True, text=True, env={**os.environ, "LAGESBILD_DATA": folder},
        )  # fmt: skip
    return Run(**json.loads(ran.stdout.splitlines()[-1]))


def kommuner() -> list[Area]:
    """Every kommun there is."""
    areas = load_areas(DATA / "reference" / "areas.csv")
    return [one for one in areas if one.level is AreaLevel.KOMMUN]


def write_figures(path: Path, *, rows: int) -> None:
    """As a statistics database writes it: kommun, month, crime, whole and parts, marks among them.

    A million rows weigh 58 MB.
    """
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("Kommunkod;Kommun;Månad;Brottstyp;Kön;Antal;Enhet\r\n")
        out.writelines(itertools.islice(_figures(), rows))


def _figures() -> Iterator[str]:
    chance = random.Random(1)  # noqa: S311
    for area, month, crime in itertools.product(kommuner(), MONTHS, CRIMES):
        women = int(chance.expovariate(0.05))
        men = int(chance.expovariate(0.05)) + (0.5 if chance.random() < 0.1 else 0)
        parts = ["..", ".."] if chance.random() < 0.02 else [_printed(women), _printed(men)]
        cells = [_printed(women + men), *parts]
        for sex, cell in zip(("Samtliga", "Kvinnor", "Män"), cells, strict=True):
            yield f"{area.code};{area.name};{month};{crime};{sex};{cell};Antal brott\r\n"


def _printed(number: float) -> str:
    """Decimal comma; nought is a dash."""
    return f"{number:g}".replace(".", ",") if number else "-"


def write_events(path: Path, *, rows: int) -> None:
    """A row for each event; the same ones come again in other years."""
    chance = random.Random(2)  # noqa: S311
    names = [one.name for one in kommuner()]
    lines = []
    for _ in range(min(rows, REPEATED)):
        month, name = f"{FIRST_YEAR}-{chance.randint(1, 12):02d}", chance.choice(names)
        kind = chance.choice(("Skadegörelse", "Otrygghetsskapande samling", "Nedskräpning"))
        lines.append(f"{month};{name};{kind};Iakttaget av väktare nr {chance.randint(1, 99_999)}\n")
    text = "".join(lines)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("Månad;Kommun;Typ;Beskrivning\n")
        for turn in range(max(1, rows // REPEATED)):
            out.write(text.replace(f"{FIRST_YEAR}-", f"{FIRST_YEAR + turn % 30}-"))
