"""From bytes to text: strict UTF-8 first, then the old encodings that Swedish files come in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

WEIGHTS = {**dict.fromkeys("åäö", 4), **dict.fromkeys("ÅÄÖ", 3), **dict.fromkeys("éü", 2)}
"""Letters beyond ASCII in Swedish text; the å of one encoding is the Ü of another."""

ALSO_SEEN = "ÉÜ§°±²³µ·½–—’‘”“…€\u00a0áàâèêëíîïóôúûæøÆØßçñÁÈÓ´`×»«©®¤¹"
SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
"""Charset-normalizer guesses Swedish wrong among all of these (house.md, trap 13); so we count."""

REPLACEMENT = "\ufffd"
TWICE_ENCODED_LOSS = "ï¿½"
"""U+FFFD written as UTF-8, read as Latin-1 and written as UTF-8 again."""

MOJIBAKE = re.compile("Ã[\u0080-\u00bf¥¤¶…„–‰©¼\u0178\u2013\u201e\u2026]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """Text and how it was written.

    encoding   "utf-8-sig", "utf-8", "utf-16", "cp1252", "iso-8859-1", "mac_roman", "cp850"
    repaired   True when letters had been encoded twice and were put right
    lost_rows  the file's own rows in which letters cannot be brought back
    """

    text: str
    encoding: str
    repaired: bool = False
    lost_rows: tuple[int, ...] = ()


def decode(data: bytes) -> DecodedText:
    """Text with line ends as "\\n".

    raises  UnicodeError when the bytes are no text in any encoding we know
    """
    text, encoding = _decode_any(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fixed = _undo_double_encoding(text)
    text = (fixed or text).replace(TWICE_ENCODED_LOSS, REPLACEMENT)
    return DecodedText(
        text=text, encoding=encoding, repaired=fixed is not None, lost_rows=_lost_rows(text)
    )


def decode_declared(data: bytes, *, declared: str) -> DecodedText:
    """As ``decode``, for a format that says its own encoding: believed where the bytes allow it.

    declared  "" when the file says nothing

    raises  UnicodeError when the bytes are no text in any encoding we know
    """
    plain = data.isascii() or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE))
    if plain or not declared or _is_utf8(data) or _utf16_without_mark(data):
        return decode(data)
    try:
        name = codecs.lookup(declared).name
        western = name in {"iso8859-1", "iso8859-15"}
        text, name = _decode_western(data) if western else (data.decode(name), name)
    except (LookupError, UnicodeError):
        return decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return DecodedText(text=text, encoding=name, lost_rows=_lost_rows(text))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_any(data: bytes) -> tuple[str, str]:
    if data.startswith(codecs.BOM_UTF8):
        return _decode_marked_utf8(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16"), "utf-16"
    unmarked = _utf16_without_mark(data)
    if unmarked:
        return data.decode(unmarked), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_single_byte(data)


def _decode_marked_utf8(data: bytes) -> tuple[str, str]:
    """A byte order mark, and all the same sometimes a tail in another encoding."""
    try:
        return data.decode("utf-8-sig"), "utf-8-sig"
    except UnicodeDecodeError:
        return _decode_single_byte(data.removeprefix(codecs.BOM_UTF8))


def is_utf16(data: bytes) -> bool:
    """Whether the zeros in the bytes are those of UTF-16."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return data.startswith(marks) or _utf16_without_mark(data) is not None


def _utf16_without_mark(data: bytes) -> str | None:
    """Every other byte is zero in Swedish UTF-16."""
    head = data[:4096]
    if len(head) < 8 or b"\0" not in head:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > 0.7 * half and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _decode_single_byte(data: bytes) -> tuple[str, str]:
    scores = {name: swedishness(data, encoding=name) for name in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda name: scores[name])
    if scores[best] <= scores["cp1252"]:
        best = "cp1252"
    if best == "cp1252":
        return _decode_western(data)
    return data.decode(best), best


def swedishness(data: bytes, *, encoding: str) -> int:
    """How many letters beyond ASCII are ones that Swedish text has, less those it has not."""
    beyond = bytes(byte for byte in data if byte > 0x7F)[:20_000]
    text = beyond.decode(encoding, errors="replace")
    return sum(WEIGHTS.get(one, 1 if one in ALSO_SEEN else -3) for one in text)


def _decode_western(data: bytes) -> tuple[str, str]:
    """Windows-1252 when it uses what Latin-1 has not; five bytes mean nothing in Windows-1252."""
    if not re.search(rb"[\x80-\x9f]", data):
        return data.decode("iso-8859-1"), "iso-8859-1"
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _undo_double_encoding(text: str) -> str | None:
    """ "Ã…nge" back to "Ånge", when the whole text agrees that it was encoded twice."""
    if not MOJIBAKE.search(text) or re.search("[åäöÅÖ]", text):
        return None
    for encoding in ("cp1252", "iso-8859-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None


def _lost_rows(text: str) -> tuple[int, ...]:
    if REPLACEMENT not in text:
        return ()
    return tuple(
        number for number, line in enumerate(text.split("\n"), start=1) if REPLACEMENT in line
    )
