"""Errors that a user is meant to read: what happened, where, what to do now."""

from __future__ import annotations

from dataclasses import dataclass


class LagesbildError(Exception):
    """Shown to the user without a traceback.

    code     stable, listed in docs/felkoder.md
    message  Swedish: what happened and where
    remedy   Swedish: what to do now
    """

    def __init__(self, code: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


class SetupError(LagesbildError):
    """The installation or the call is wrong; exit code 2 on the command line."""


class AccessDenied(LagesbildError):
    """The person's role does not allow what was asked for."""


class FileRefused(LagesbildError):
    """A file cannot be read at all, so there is no receipt row by row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One remark on a delivered file. Never carries the value of a cell that may be secret.

    row     the file's own row number, from 1; None when the remark is about the whole
    rows    every row concerned, when there are several
    column  the column's heading as printed in the file
    """

    code: str
    message: str
    remedy: str = ""
    sheet: str | None = None
    row: int | None = None
    rows: tuple[int, ...] = ()
    column: str | None = None
