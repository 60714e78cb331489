"""A receipt as it is written on paper: words only, ready to be set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRemark:
    """One line of a receipt's table. ``where`` is sheet, rows and column of the provider's own file."""

    where: str
    what: str
    remedy: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPaper:
    """All that a printed receipt says. Never the value of a cell.

    facts      label and text: source, file, date, who
    outcome    sentences on what was stored and what changed
    faults     what stops the delivery
    warnings   what to think of
    left_out   how many remarks of each kind are not listed
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    outcome: tuple[str, ...]
    faults: tuple[PaperRemark, ...] = ()
    warnings: tuple[PaperRemark, ...] = ()
    left_out: tuple[int, int] = (0, 0)
