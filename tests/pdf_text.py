"""What stands in a PDF, read from its own marks: enough for documents that typst has written."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def streams(pdf: bytes) -> list[bytes]:
    """Every packed part, unpacked."""
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return found


def texts(pdf: bytes) -> list[str]:
    """All words, once for each font: letters of other fonts are wrong there."""
    parts = streams(pdf)
    fonts = [_letters(part) for part in parts if b"beginbfchar" in part or b"beginbfrange" in part]
    pages = [_codes(part) for part in parts if b"BT" in part and b"Tf" in part]
    return [
        "".join(letters.get(code, "") for page in pages for code in page).replace("\xa0", " ")
        for letters in fonts
    ]


def _letters(cmap: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, letters in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        line = rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>"
        for first, last, letter in re.findall(line, block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = chr(int(letter, 16) + n)
    return found


def _codes(page: bytes) -> list[int]:
    found = []
    for raw in _strings(page):
        found += [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw) - 1, 2)]
    return found


def _strings(page: bytes) -> Iterator[bytes]:
    """Texts between brackets, which may hold brackets, and hexadecimal ones."""
    at = 0
    while at < len(page):
        mark = page[at : at + 1]
        if mark == b"(":
            text, at = _in_brackets(page, at + 1)
            yield text
        elif mark == b"<" and (match := _HEX.match(page, at)):
            yield bytes.fromhex(match[1].decode())
            at = match.end()
        else:
            at += 1


def _in_brackets(page: bytes, at: int) -> tuple[bytes, int]:
    found, depth = bytearray(), 1
    while True:
        mark = page[at : at + 1]
        if mark == b"\\":
            match = _ESCAPED.match(page, at)
            assert match is not None
            found += (
                bytes([int(match[1], 8)])
                if match[1].isdigit()
                else _ESCAPES.get(match[1], match[1])
            )
            at = match.end()
            continue
        depth += {b"(": 1, b")": -1}.get(mark, 0)
        at += 1
        if depth == 0:
            return bytes(found), at
        found += mark
