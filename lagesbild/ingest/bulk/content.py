"""A delivered file, in memory or on disk: looked over once, and read piece by piece."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

PIECE = 1 << 22
LARGE_BYTES = 20_000_000
LARGE_ROWS = 200_000
"""Below both the ordinary way is quick enough."""

NEWLINE, RETURN = 10, 13
LOST_LETTERS = (b"\xef\xbf\xbd", b"\xc3\x83", b"\xc3\xaf\xc2\xbf\xc2\xbd")
"""U+FFFD, and what twice encoded letters begin with."""


class Unfit(Exception):
    """The file has a shape that only the ordinary way can follow; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The bytes themselves, or the file that has them."""

    data: bytes = b""
    path: Path | None = None

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data) if self.path is None else self.path.open("rb")

    @property
    def size(self) -> int:
        return len(self.data) if self.path is None else self.path.stat().st_size

    def pieces(self, *, start: int = 0) -> Iterator[bytes]:
        """All bytes in order."""
        with self.open() as file:
            file.seek(start)
            while piece := file.read(PIECE):
                yield piece

    def stretch(self, *, start: int, length: int) -> bytes:
        with self.open() as file:
            file.seek(start)
            return file.read(length)

    def sha256(self) -> str:
        """Of the whole content, in bounded memory."""
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def whole(self) -> bytes:
        """Everything in memory, for the ordinary way."""
        return self.data if self.path is None else self.path.read_bytes()


def as_content(data: bytes | Path) -> Content:
    """Bytes, or the path of a file that has them."""
    return Content(path=data) if isinstance(data, Path) else Content(data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What one look at every byte tells.

    lines      line ends, and one more when the last line has none
    has_quotes whether any cell may be quoted
    """

    lines: int
    has_quotes: bool


def survey(content: Content) -> Survey:
    """Count the lines.

    raises  Unfit on bytes that the quick way does not read as the ordinary one would
    """
    lines, quotes, last = 0, False, b""
    for piece in content.pieces():
        numbers = np.frombuffer(piece, dtype=np.uint8)
        ends = int(np.count_nonzero(numbers == NEWLINE))
        lines += ends
        if b"\0" in piece or (ends == 0 and len(piece) == PIECE):
            raise Unfit("NUL-tecken eller mycket långa rader")
        returns = int(np.count_nonzero(numbers == RETURN))
        if returns and returns != piece.count(b"\r\n") + piece.endswith(b"\r"):
            raise Unfit("ensamma vagnreturer")
        quotes = quotes or b'"' in piece
        last = piece[-1:]
    return Survey(lines=lines + (last != b"\n"), has_quotes=quotes)


def is_large(content: Content) -> bool:
    """Whether the quick way is worth its while; counts lines only where the size does not tell."""
    size = content.size
    if size >= LARGE_BYTES:
        return True
    if size < 10 * LARGE_ROWS:
        return False
    lines = 0
    for piece in content.pieces():
        lines += piece.count(b"\n")
    return lines >= LARGE_ROWS
