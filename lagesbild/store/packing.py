"""A whole installation as one file, and back: the database and the archive with their checksums."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from lagesbild.domain.errors import SetupError
from lagesbild.domain.packed import SPOILT
from lagesbild.store.connection import DATABASE_NAME

MANIFEST = "innehall.json"
ARCHIVE = "arkiv"
FORMAT = 1
ARCHIVED = re.compile(r"arkiv/(?:[0-9a-f]{64}(?:\.\w{0,7})?|journal\.jsonl)")
"""Delivered files by their checksum, and the journal; nothing that a delivery under way has left."""

LARGEST_MANIFEST = 50_000_000
CHUNK = 1 << 20


def pack(
    database: Path, *, archive: Path, target: Path, made_at: datetime, migration: int
) -> int:  # fmt: skip
    """One zip with a closed database and the files of the archive; returns how many files.

    raises  SetupError KM-010 when the target exists or cannot be written
    """
    passing = target.with_name(target.name + ".del")
    if target.exists():
        raise _target_error(f"Filen {target} finns redan.")
    members = [(database, DATABASE_NAME), *_archived(archive)]
    try:
        sums = {}
        with zipfile.ZipFile(passing, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for path, name in members:
                sums[name] = _add(packed, path=path, name=name)
            manifest = {
                "format": FORMAT, "made_at": made_at.isoformat(), "migration": migration,
                "files": sums,
            }  # fmt: skip
            packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        _put_in_place(passing, target=target)
    except FileExistsError:
        raise _target_error(f"Filen {target} finns redan.") from None
    except OSError as error:
        raise _target_error(f"Filen {target} går inte att skriva.") from error
    finally:
        passing.unlink(missing_ok=True)
    return len(members)


def _archived(archive: Path) -> list[tuple[Path, str]]:
    if not archive.is_dir():
        return []
    names = [(path, f"{ARCHIVE}/{path.name}") for path in sorted(archive.iterdir())]
    return [
        (path, name)
        for path, name in names
        if path.is_file() and not path.is_symlink() and ARCHIVED.fullmatch(name)
    ]


def _add(packed: zipfile.ZipFile, *, path: Path, name: str) -> str:
    """One file into the zip; returns the checksum of exactly what went in."""
    with path.open("rb") as source, packed.open(name, "w", force_zip64=True) as inside:
        return _copy(source, to=inside.write)


def _put_in_place(passing: Path, *, target: Path) -> None:
    """Never over an existing file, even one that came while we packed."""
    try:
        os.link(passing, target)
    except FileExistsError:
        raise
    except OSError:
        # No links on this disk: the look above has to be enough.
        os.replace(passing, target)


def _copy(source: BinaryIO | zipfile.ZipExtFile, *, to: Callable[[bytes], object]) -> str:
    checksum = hashlib.sha256()
    while chunk := source.read(CHUNK):
        checksum.update(chunk)
        to(chunk)
    return checksum.hexdigest()


def unpack(path: Path, *, into: Path, newest_migration: int) -> dict[str, object]:
    """The content of a backup in an empty folder, everything checked on the way; returns its manifest.

    Only the names a backup has are written, each into the folder itself or its ``arkiv``.

    raises  SetupError KM-011 when it is no whole backup of this or an older version
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = _read_manifest(packed, newest_migration=newest_migration)
            _check_members(packed, sums=manifest["files"])
            needed = sum(info.file_size for info in packed.infolist())
            if needed > shutil.disk_usage(into).free:
                raise _broken("den får inte plats på disken")
            (into / ARCHIVE).mkdir(parents=True)
            for name, checksum in manifest["files"].items():
                if _take_out(packed, name=name, target=into / name) != checksum:
                    raise _broken(f"{name} är inte som när kopian gjordes")
    except SPOILT as error:
        raise _broken("den går inte att läsa") from error
    return manifest


def _take_out(packed: zipfile.ZipFile, *, name: str, target: Path) -> str:
    with packed.open(name) as inside, target.open("xb") as out:
        return _copy(inside, to=out.write)


def _read_manifest(packed: zipfile.ZipFile, *, newest_migration: int) -> dict:  # type: ignore[type-arg]
    try:
        info = packed.getinfo(MANIFEST)
        if info.file_size > LARGEST_MANIFEST:
            raise ValueError("too large")
        manifest = json.loads(packed.read(info))
        sums, migration = manifest["files"], int(manifest["migration"])
        is_known = manifest["format"] == FORMAT and isinstance(sums, dict)
    except (KeyError, ValueError, TypeError):
        raise _broken("den är inte gjord av Lägesbild") from None
    if not is_known or DATABASE_NAME not in sums:
        raise _broken("den är inte gjord av Lägesbild")
    if migration > newest_migration:
        raise _broken("den är gjord av en nyare version av Lägesbild")
    return manifest  # type: ignore[no-any-return]


def _check_members(packed: zipfile.ZipFile, *, sums: dict[str, str]) -> None:
    """Exactly the named files, each an ordinary file with a name that leads nowhere else."""
    names = [info.filename for info in packed.infolist()]
    if sorted(names) != sorted([*sums, MANIFEST]):
        raise _broken("innehållet stämmer inte med förteckningen")
    for info in packed.infolist():
        mode = info.external_attr >> 16
        is_odd = stat.S_IFMT(mode) not in (0, stat.S_IFREG) or bool(info.flag_bits & 1)
        if is_odd or not _is_our_name(info.filename):
            raise _broken("den innehåller något som inte hör hemma i en säkerhetskopia")


def _is_our_name(name: str) -> bool:
    return name in (MANIFEST, DATABASE_NAME) or bool(ARCHIVED.fullmatch(name))


def put_aside(folder: Path, *, kept: Path) -> None:
    """Move the present database and archive out of the way; nothing is deleted."""
    kept.mkdir(parents=True)
    for path in _present(folder):
        os.replace(path, kept / path.name)


def _present(folder: Path) -> Iterator[Path]:
    for name in (DATABASE_NAME, f"{DATABASE_NAME}.wal", ARCHIVE):
        if (folder / name).exists():
            yield folder / name


def put_in(unpacked: Path, *, folder: Path) -> None:
    """Move what was unpacked into its place: the archive first, so that the database is never alone."""
    os.replace(unpacked / ARCHIVE, folder / ARCHIVE)
    os.replace(unpacked / DATABASE_NAME, folder / DATABASE_NAME)


def _target_error(message: str) -> SetupError:
    return SetupError(
        "KM-010", message, remedy="Välj ett annat filnamn i en mapp där du får skriva."
    )


def _broken(what: str) -> SetupError:
    return SetupError(
        "KM-011", f"Säkerhetskopian kan inte läggas tillbaka: {what}.",
        remedy="Välj en fil som gjorts med python -m lagesbild backup. Ingenting har ändrats.",
    )  # fmt: skip
