"""Files that mean harm, or only came to it: refused in words, within time and memory, server unharmed.

The ordinary run has mountains of three megabytes; PROV_BERG=300 makes them 300 MB (`make thorough`).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.served import ROOT
from tests.integration.bad_files import bad_files

MEGABYTES = int(os.environ.get("PROV_BERG", "3"))
SECONDS = 20
BYTES = 1_500_000_000
FILES = bad_files()
NOT_NOW = pytest.param(
    "alla", marks=pytest.mark.skip(reason="full size takes minutes: PROV_BERG=300, make thorough")
)

LOOK = """
import json, resource, sys
from pathlib import Path
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.person import Person, Role
from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.reading import load_catalog
from lagesbild.ingest.areas import AreaIndex
from lagesbild.ingest.preparing import prepare
from lagesbild.settings import DATA
from lagesbild.store.connection import Store
from datetime import date

areas = AreaIndex(load_areas(DATA / "reference" / "areas.csv"))
catalog = load_catalog(DATA / "catalog")
anna = Person(id="anna", name="Anna", role=Role.ADMINISTRATOR, kommun_code="2260")
store = Store(None)

def used():
    mine = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime

for name in sys.argv[1:]:
    before = used()
    prepared = prepare(
        Path(name), file_name=Path(name).name, source_id="bra", store=store, catalog=catalog,
        areas=areas, person=anna, today=date(2026, 11, 21),
    )
    peak = 1024 * max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    faults = [[fault.code, fault.message, fault.remedy] for fault in prepared.receipt.faults]
    print(json.dumps({"seconds": used() - before, "peak": peak, "faults": faults}), flush=True)
"""


def look(paths: list[Path], *, folder: Path) -> list[dict]:
    """One process looks at the files in turn; what it said of each before it ended."""
    ran = subprocess.run(
        [sys.executable, "-c", LOOK, *map(str, paths)], cwd=ROOT, check=False, text=True,
        capture_output=True, timeout=3000, env={**os.environ, "LAGESBILD_DATA": str(folder)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30)),
    )  # fmt: skip
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(told) == len(paths), f"{paths[len(told)].name}: {ran.stderr[-2000:]}"
    return told


def require_refusal(name: str, said: dict) -> None:
    assert said["faults"], f"{name} was taken"
    for code, message, remedy in said["faults"]:
        assert code in FILES[name][0].split("|") or code.startswith("IN-"), f"{name}: {code}"
        assert message
        assert remedy.endswith(".")
    assert {one[0] for one in said["faults"]} & set(FILES[name][0].split("|")), (
        name,
        said["faults"],
    )
    assert said["seconds"] < SECONDS, f"{name}: {said['seconds']:.1f} s"
    assert said["peak"] < BYTES, f"{name}: {said['peak'] / 1e6:.0f} MB"


@pytest.mark.skipif(MEGABYTES > 50, reason="each in a process of its own when they are large")
def test_bad_files_are_refused_one_after_the_other_by_the_same_process(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in FILES]
    for path in paths:
        FILES[path.name][1](path, MEGABYTES)
    for path, said in zip(paths, look(paths, folder=tmp_path / "data"), strict=True):
        require_refusal(path.name, said)


@pytest.mark.parametrize("name", sorted(FILES) if MEGABYTES > 50 else [NOT_NOW])
def test_a_mountain_is_refused_within_time_and_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    FILES[name][1](path, MEGABYTES)
    size = path.stat().st_size
    (said,) = look([path], folder=tmp_path / "data")
    path.unlink()
    print(f"{name:20} {size / 1e6:7.1f} MB  {said['seconds']:5.1f} s  {said['peak'] / 1e6:5.0f} MB")
    require_refusal(name, said)
