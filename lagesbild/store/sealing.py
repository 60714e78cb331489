"""Encryption at rest: the key of an installation, and the files of its archive under that key."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lagesbild.domain.errors import SetupError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

MARK = b"LAGESBILD-SIGILL-1\n"
"""How a sealed file begins, so that a plain one from before is still read."""

SHORTEST_KEY = 32
CHUNK = 1 << 20
_LENGTH = struct.Struct(">I")

DUCKDB_MARK = b"DUCK"
DUCKDB_MARK_AT = 8
DUCKDB_FLAGS_AT = 20


@dataclass(frozen=True)  # not slots: the derived key is worked out once
class Seal:
    """The installation's key. Its text is never part of a message, a log or a representation."""

    key: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < SHORTEST_KEY:
            raise SetupError(
                "ST-004", f"Krypteringsnyckeln är kortare än {SHORTEST_KEY} tecken.",
                remedy="Skapa en slumpad nyckel så som docs/security.md visar. En lösenfras duger inte.",
            )  # fmt: skip

    @cached_property
    def _fernet(self) -> Fernet:
        """A key of its own for the archive, so that the database's is used for nothing else."""
        from cryptography.fernet import Fernet
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lagesbild arkiv 1")
        return Fernet(base64.urlsafe_b64encode(derived.derive(self.key.encode())))

    def close(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The sealed form of a file, piece by piece."""
        yield MARK
        for piece in pieces:
            for start in range(0, len(piece), CHUNK):
                token = self._fernet.encrypt(piece[start : start + CHUNK])
                yield _LENGTH.pack(len(token)) + token

    def open(self, path: Path) -> Iterator[bytes]:
        """The content of a sealed file, piece by piece. That the pieces are all there and in order
        is for the reader to see from the file's checksum.

        raises  SetupError DB-005 when it was sealed with another key, or changed
        """
        from cryptography.fernet import InvalidToken

        with path.open("rb") as sealed:
            sealed.seek(len(MARK))
            while head := sealed.read(_LENGTH.size):
                try:
                    yield self._fernet.decrypt(sealed.read(_LENGTH.unpack(head)[0]))
                except (InvalidToken, struct.error):
                    raise wrong_key() from None


def is_sealed(path: Path) -> bool:
    """Whether a file of the archive is encrypted."""
    with path.open("rb") as content:
        return content.read(len(MARK)) == MARK


def is_encrypted(database: Path) -> bool:
    """Whether a DuckDB file is encrypted, by its own header; False where there is none."""
    try:
        with database.open("rb") as content:
            head = content.read(DUCKDB_FLAGS_AT + 1)
    except OSError:
        return False
    marked = head[DUCKDB_MARK_AT : DUCKDB_MARK_AT + len(DUCKDB_MARK)] == DUCKDB_MARK
    return marked and len(head) > DUCKDB_FLAGS_AT and bool(head[DUCKDB_FLAGS_AT] & 1)


def wrong_key() -> SetupError:
    """The key does not fit what it should open."""
    return SetupError(
        "DB-005", "Krypteringsnyckeln passar inte till det som är sparat.",
        remedy="Ställ in den nyckel som användes senast. Är den borta går uppgifterna inte att läsa: "
        "lägg tillbaka en säkerhetskopia vars nyckel finns, eller börja om och lämna filerna på nytt.",
    )  # fmt: skip
