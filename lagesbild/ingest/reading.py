"""Opening a file: its format is told by what it holds, never by its ending."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

from lagesbild.domain.errors import FileRefused
from lagesbild.domain.packed import SPOILT
from lagesbild.ingest.encoding import is_utf16
from lagesbild.ingest.readers import READERS
from lagesbild.ingest.readers.boundaries import is_geojson, is_geopackage
from lagesbild.ingest.readers.html_tables import is_web_page
from lagesbild.ingest.readers.json_files import is_json
from lagesbild.ingest.readers.px import is_px
from lagesbild.ingest.remarks import refuse
from lagesbild.ingest.table import OpenedFile

MOST_MEGABYTES = 200
HEAD_BYTES = 4096
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

MAPINFO = re.compile(r"!table\s|version\s+\d{2,4}\s+charset\s", re.IGNORECASE)

FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "ett PDF-dokument"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"GIF8", "en bild"),
    (b"II*\0", "en bild"),
    (b"MM\0*", "en bild"),
    (b"{\\rtf", "ett textdokument (RTF)"),
    (b"\x1f\x8b", "en packad fil (gzip)"),
    (b"7z\xbc\xaf", "en packad fil (7-Zip)"),
    (b"Rar!", "en packad fil (RAR)"),
    (b"SQLite format 3", "en databas"),
)
PACKED: tuple[tuple[str, str], ...] = (
    ("word/", "ett Word-dokument"),
    ("ppt/", "en PowerPoint-presentation"),
)


def open_file(data: bytes, *, file_name: str) -> OpenedFile:
    """The file as text tables.

    raises  FileRefused RD-001 - RD-014, and GEO-001, GEO-006 for boundaries
    """
    name = PurePath(file_name.replace("\\", "/")).name
    if len(data) > MOST_MEGABYTES * 1_000_000:
        raise too_large(name)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise refuse("RD-001", file=name)
    return READERS[find_format(data, file_name=name)](data, name)


def too_large(file_name: str) -> FileRefused:
    """The refusal of a file that nobody could read whole."""
    return refuse("RD-008", file=file_name, limit=MOST_MEGABYTES)


def find_format(data: bytes, *, file_name: str) -> str:
    """The key in READERS.

    raises  FileRefused RD-002 - RD-006
    """
    if data.startswith(b"PK\x03\x04"):
        return _packed_format(data, file_name=file_name)
    if data.startswith(OLE_MAGIC):
        return _ole_format(data, file_name=file_name)
    if is_geopackage(data):
        return "gpkg"
    if is_geojson(data):
        return "geojson"
    for magic, what in FOREIGN:
        if data.startswith(magic):
            raise refuse("RD-006", file=file_name, what=what)
    if data.startswith(b"PAR1"):
        return "parquet"
    return _text_format(data, file_name=file_name)


def _packed_format(data: bytes, *, file_name: str) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except SPOILT:
        raise refuse("RD-005", file=file_name) from None
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if any(name.lower().endswith(".shp") for name in names):
        return "shp"
    if any(name.lower().endswith((".tab", ".mif")) for name in names):
        return "tab"
    for prefix, what in PACKED:
        if any(name.startswith(prefix) for name in names):
            raise refuse("RD-006", file=file_name, what=what)
    raise refuse("RD-006", file=file_name, what="en packad fil (zip)")


def _ole_format(data: bytes, *, file_name: str) -> str:
    if ENCRYPTED in data:
        raise refuse("RD-004", file=file_name)
    if "WordDocument".encode("utf-16-le") in data:
        raise refuse("RD-006", file=file_name, what="ett Word-dokument")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise refuse("RD-002", file=file_name)
    return "xls"


def _text_format(data: bytes, *, file_name: str) -> str:
    """Text that says by its beginning what it is; all else may be delimited."""
    _refuse_binary(data, file_name=file_name)
    head = _beginning(data)
    if is_json(head):
        return "json"
    if is_web_page(head):
        return "html"
    if head.lower().startswith("<?xml"):
        raise refuse("RD-006", file=file_name, what="en XML-fil")
    if MAPINFO.match(head):
        what = "en av flera filer i en MapInfo-karta: lämna alla som hör ihop i en zip"
        raise refuse("RD-006", file=file_name, what=what)
    return "px" if is_px(head) else "csv"


def _beginning(data: bytes) -> str:
    head = data[:HEAD_BYTES]
    if is_utf16(head):
        marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        name = "utf-16" if marked else "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        return head[: len(head) // 2 * 2].decode(name, errors="replace").lstrip("\ufeff \t\r\n")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


def _refuse_binary(data: bytes, *, file_name: str) -> None:
    """Control characters that no text has. UTF-16 has zeros, in every other place."""
    head = data[:65536]
    if is_utf16(head):
        return
    odd = sum(byte < 9 or 13 < byte < 28 for byte in head)
    if b"\0" in data or odd > 0.01 * len(head):
        raise refuse("RD-003", file=file_name)
