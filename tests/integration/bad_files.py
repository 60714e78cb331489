"""Files that nobody should have to read: each is written to a folder, moderately large or in full."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.unit.small_files import workbook

MEGABYTE = 1_000_000
Writer = Callable[[Path, int], None]
"""Writes a file; the number is how many megabytes a mountain is."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GARBAGE = random.Random(7).randbytes(200_000)  # noqa: S311
WORKBOOK = workbook(Blad=[["Kommun", "År", "Antal"], ["Ånge", 2024, 5]])
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "skratt">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)  # fmt: skip
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)

ODS_PARTS = {
    "mimetype": ODS_TYPE.encode(),
    "META-INF/manifest.xml": (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        "</manifest:manifest>"
    ).encode(),
}


def bad_files() -> dict[str, tuple[str, Writer]]:
    """File name -> the code it is refused with, and what writes it."""
    return {
        "losenord.xlsx": ("RD-004", _bytes(_compound({"EncryptedPackage": b"\0" * 5000}))),
        "losenord.xls": ("RD-004", _bytes(_compound({"Workbook": _locked_book()}))),
        "trasig.xlsx": ("RD-005", _bytes(WORKBOOK[: len(WORKBOOK) // 2])),
        "skadad.xlsx": ("RD-005", _bytes(_with_damage(WORKBOOK))),
        "bild.csv": ("RD-006", _bytes(b"\x89PNG\r\n\x1a\n" + GARBAGE)),
        "dokument.xlsx": ("RD-006", _bytes(b"%PDF-1.7\n" + GARBAGE)),
        "tom.csv": ("RD-001", _bytes(b"")),
        "blank.csv": ("RD-001", _bytes(b"\xef\xbb\xbf" + b" \r\n" * 5000)),
        "tom.xlsx": ("RD-001", _bytes(workbook(Blad=[]))),
        "en_rad.csv": ("RD-008|RD-012", _repeated(b"1;2,5;", head=b"Kommun;Antal;")),
        "en_cell.csv": ("RD-008|RD-012|TY-001", _repeated(b"x", head=b"Kommun;Antal\n\"")),
        "en_rad.json": ("RD-008|RD-011|RD-012", _repeated(b'{"a":1},', head=b'{"values":[')),
        "ett_tal.json": ("RD-008|RD-011|RD-012", _repeated(b"9", head=b'{"values":')),
        "en_rad.html": ("RD-008|RD-012|RD-013", _repeated(b"<tr><td>1", head=b"<html><table>")),
        "en_tagg.html": ("RD-008|RD-012|RD-013", _repeated(b"<", head=b"<html><table>")),
        "en_rad.px": ("RD-008|RD-009|RD-012|RD-010", _repeated(b"1 ", head=b'CHARSET="ANSI";\nDATA=')),
        "bomb.xlsx": ("RD-005|RD-007", _bomb("xl/worksheets/sheet1.xml", others=_parts(WORKBOOK))),
        "ljugande.xlsx": ("RD-005|RD-007", _lying_bomb("xl/worksheets/sheet1.xml")),
        "ord.xlsx": ("RD-005|RD-007", _bomb("xl/sharedStrings.xml", others=_parts(WORKBOOK))),
        "bomb.ods": ("RD-001|RD-007", _bomb("content.xml", others=ODS_PARTS)),
        "bomb.zip": ("RD-007|GEO-001", _bomb("karta.shp", others={"karta.shx": b"", "karta.dbf": b""})),
        "i_varandra.zip": ("RD-006", _nested),
        "skratt.xlsx": ("RD-005", _bytes(_laughing_workbook())),
        "skratt.html": ("RD-013", _bytes((LAUGHS + "<html><table><tr><td>&j;</td></tr></table>").encode())),
        "skratt.xml": ("RD-006", _bytes((LAUGHS + "<x>&j;</x>").encode())),
        "skratt.ods": ("IN-003", _bytes(_ods(LAUGHS, cell="<text:p>&j;</text:p>"))),
        "miljarder.xlsx": ("RD-007", _bytes(_with_cells(("A1", "XFD1048576")))),
        "lovar.xlsx": ("RD-007|RD-005", _bytes(_with_cells(("A1", "B4294967295")))),
        "upprepad.ods": ("RD-005|RD-007", _bytes(_ods("", cell="<text:p>1</text:p>", across=2_000_000_000))),
        "rader.ods": ("RD-005|RD-007", _bytes(_ods("", cell="<text:p>1</text:p>", across=16_000, down=1_000_000))),
        "bred_rad.csv": ("RD-012", _bytes(b"a;b\n" * 100_000 + b"1;" * 10_000)),
        "kolumner.csv": ("RD-012", _bytes(b"1;" * 1_000_000)),
        "fyllda.xlsx": ("RD-007", _filled),
        "noll.csv": ("RD-003", _bytes(b"Kommun;Antal\n" + b"\xc3\x85nge;\0\0\0\n" * 5000)),
        "noll_sist.csv": ("RD-003", _bytes(b"Kommun;\xc3\x85r;Antal\n" + b"\xc3\x85nge;2024;5\n" * 9000 + b"\0")),
        "skrap.parquet": ("RD-014", _bytes(b"PAR1" + GARBAGE + b"PAR1")),
        "skrap_fot.parquet": ("RD-014", _bytes(b"PAR1" + b"\x15\xfe\xff\xff\xff\x0f" * 50 + struct.pack("<I", 300) + b"PAR1")),
        "skrap.xls": ("RD-002|RD-005", _bytes(OLE + GARBAGE)),
        "slinga.xls": ("RD-004|RD-005", _bytes(_looping())),
        "skrap.gpkg": ("GEO-001", _bytes(b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + GARBAGE)),
        "djup.json": ("RD-011", _bytes(b"[" * 100_000 + b"]" * 100_000)),
        "djupt_objekt.json": ("RD-011", _bytes(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)),
        "djup.geojson": ("GEO-001", _bytes(b'{"type":"FeatureCollection","features":' + b"[" * 100_000)),
    }  # fmt: skip


def _bytes(data: bytes) -> Writer:
    return lambda path, _: (path.write_bytes(data), None)[1]


def _repeated(piece: bytes, *, head: bytes) -> Writer:
    def write(path: Path, megabytes: int) -> None:
        with path.open("wb") as out:
            out.write(head)
            for _ in range(megabytes):
                out.write(piece * (MEGABYTE // len(piece)))

    return write


def _parts(data: bytes) -> dict[str, bytes]:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def _bomb(member: str, *, others: dict[str, bytes]) -> Writer:
    """A member that unpacks to ten times as many megabytes, and says so."""

    def write(path: Path, megabytes: int) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in others.items():
                if name != member:
                    packed.writestr(name, content)
            with packed.open(member, "w", force_zip64=True) as inside:
                for _ in range(10 * megabytes):
                    inside.write(b" " * MEGABYTE)

    return write


def _lying_bomb(member: str) -> Writer:
    """A member that unpacks to ten times as many megabytes, and says that it is small."""

    def write(path: Path, megabytes: int) -> None:
        parts = _parts(WORKBOOK)
        start, cell = b"<worksheet><sheetData>", b'<row><c t="n"><v>1</v></c></row>'
        squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
        squeezed = [squeezer.compress(start)]
        for _ in range(10 * megabytes):
            squeezed.append(squeezer.compress(cell * (MEGABYTE // len(cell))))
        squeezed.append(squeezer.flush())
        content = b"".join(squeezed)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
            for name, other in parts.items():
                packed.writestr(name, content if name == member else other)
        data = path.read_bytes()
        path.write_bytes(_claim_small(data, member=member.encode(), size=len(content)))

    return write


def _claim_small(data: bytes, *, member: bytes, size: int) -> bytes:
    """The stored member is said to be squeezed from as many bytes as it has."""
    changed = bytearray(data)
    for mark, method_at, name_at in ((b"PK\x03\x04", 8, 30), (b"PK\x01\x02", 10, 46)):
        at = data.find(mark)
        while at >= 0:
            if data[at + name_at : at + name_at + len(member)] == member:
                struct.pack_into("<H", changed, at + method_at, zipfile.ZIP_DEFLATED)
            at = data.find(mark, at + 4)
    return bytes(changed)


def _filled(path: Path, megabytes: int) -> None:
    """Cells without places, as many as there are bytes for."""
    cell = b"<c><v>1</v></c>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in _parts(WORKBOOK).items():
            if name != "xl/worksheets/sheet1.xml":
                packed.writestr(name, content)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as inside:
            inside.write(b"<worksheet><sheetData>")
            for _ in range(max(100, megabytes)):
                inside.write(b"<row>" + cell * (MEGABYTE // len(cell)) + b"</row>")


def _nested(path: Path, megabytes: int) -> None:
    inner = zlib.compress(b"\0" * MEGABYTE)
    content = _packed({f"{number}.bin": inner for number in range(10)})
    for _ in range(5):
        content = _packed({f"{number}.zip": content for number in range(10)})
    path.write_bytes(content)


def _laughing_workbook() -> bytes:
    parts = _parts(WORKBOOK)
    strings = f'{LAUGHS}<sst count="1" uniqueCount="1"><si><t>&j;</t></si></sst>'
    return _packed({**parts, "xl/sharedStrings.xml": strings.encode()})


def _with_cells(places: tuple[str, ...]) -> bytes:
    """Few cells, far apart."""
    rows = "".join(
        f'<row r="{place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"><v>1</v></c></row>'
        for place in places
    )
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = (
        f'<worksheet {names}><dimension ref="A1:XFD4294967295"/><sheetData>{rows}'
        "</sheetData></worksheet>"
    )
    return _packed({**_parts(WORKBOOK), "xl/worksheets/sheet1.xml": sheet.encode()})


def _ods(head: str, *, cell: str, across: int = 1, down: int = 1) -> bytes:
    content = (
        f"{head}<office:document-content {ODS_NAMES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Blad"><table:table-row table:number-rows-repeated="{down}">'
        f'<table:table-cell office:value-type="float" office:value="1" '
        f'table:number-columns-repeated="{across}">{cell}</table:table-cell></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return _packed({**ODS_PARTS, "content.xml": content.encode()})


def _with_damage(data: bytes) -> bytes:
    """Other bytes in the middle of the first sheet."""
    at = data.find(b"xl/worksheets/sheet1.xml") + 60
    return data[:at] + GARBAGE[:100] + data[at + 100 :]


def _locked_book() -> bytes:
    """Records of an old workbook: it begins, and is locked with a password."""
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    locked = struct.pack("<HH", 0x2F, 6) + b"\1\0\x12\x34\x56\x78"
    return (begin + locked + struct.pack("<HH", 0x0A, 0)).ljust(5000, b"\0")


SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file, as old workbooks and those with a password are packed."""
    table = [TABLE, END]
    entries, body = [_entry("Root Entry", kind=5, start=END, size=0, child=1)], b""
    for name, content in streams.items():
        count = -(-len(content) // SECTOR)
        first = len(table)
        table += [*range(first + 1, first + count), END]
        entries.append(_entry(name, kind=2, start=first, size=len(content), child=FREE))
        body += content.ljust(count * SECTOR, b"\0")
    table += [FREE] * (SECTOR // 4 - len(table))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    return _ole_header() + struct.pack("<128I", *table) + directory + body


def _ole_header() -> bytes:
    numbers = struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    return (OLE + b"\0" * 16 + numbers).ljust(76, b"\0") + struct.pack("<109I", 0, *[FREE] * 108)


def _entry(name: str, *, kind: int, start: int, size: int, child: int) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    head = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1)
    links = struct.pack("<3I", FREE, FREE, child)
    return head + links + b"\0" * 36 + struct.pack("<IQ", start, size)


def _looping() -> bytes:
    """An old workbook whose pieces follow one another in a ring."""
    data = bytearray(_compound({"Workbook": _locked_book()}))
    struct.pack_into("<I", data, SECTOR + 4 * 5, 2)
    return bytes(data)
