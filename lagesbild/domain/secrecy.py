"""How secret a figure is, and why a place in a table has no number."""

from __future__ import annotations

from enum import StrEnum


class Secrecy(StrEnum):
    """Who may see an indicator at all. Small counts are hidden from everyone, at every level."""

    OPEN = "open"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Status(StrEnum):
    """What a stored or released number is. The order is the code kept in the store: only append."""

    VALUE = "value"
    PRELIMINARY = "preliminary"
    ROUNDED = "rounded"
    SUPPRESSED = "suppressed"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    NOT_COLLECTED = "not_collected"
    NOT_YET = "not_yet"
    BELOW_LIMIT = "below_limit"


STATUS_CODES: dict[Status, int] = {status: code for code, status in enumerate(Status)}
"""The small integers the store keeps instead of words."""

HOLES = frozenset(
    {
        Status.SUPPRESSED, Status.MISSING, Status.NOT_APPLICABLE, Status.NOT_COLLECTED, Status.NOT_YET,
        Status.BELOW_LIMIT,
    }
)  # fmt: skip
"""Statuses that never come with a number, but always with a reason. (A rounded figure may lack one
too: Skolverket's "~100" is nearly all pupils, and never 100.)"""

STATUS_WORDS: dict[Status, str] = {
    Status.VALUE: "värde",
    Status.PRELIMINARY: "preliminär",
    Status.ROUNDED: "avrundad i källan",
    Status.SUPPRESSED: "skyddat",
    Status.MISSING: "saknas",
    Status.NOT_APPLICABLE: "ej tillämpligt",
    Status.NOT_COLLECTED: "samlas inte in",
    Status.NOT_YET: "har inte kommit än",
    Status.BELOW_LIMIT: "under mätgränsen",
}
"""What each status is called on screen."""
