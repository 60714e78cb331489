"""A signal that the council has looked at and put aside, with its reason, until it changes clearly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Record, asked

TENTHS = 10
CLEARLY_STRONGER = 10
"""Tenths of a standard error: so much stronger, a dismissed signal is a new question."""


class Direction(Choice):
    """Which way the figures went."""

    HIGHER = "fler", "fler eller högre"
    LOWER = "farre", "färre eller lägre"


class Form(Choice):
    """Whether it was a single month or has lasted."""

    SINGLE = "enstaka", "en enstaka period"
    LASTING = "varaktig", "en varaktig ändring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal(Record):
    """Who and when are the record's own.

    places    codes of the areas where it was seen; strength in tenths of a standard error
    """

    KIND: ClassVar[str] = "avfardad_signal"
    CALLED: ClassVar[str] = "den avfärdade signalen"

    says: str = asked("Signalen", needed=True, is_long=True)
    reason: str = asked("Skäl", needed=True, is_long=True)
    indicator: str = asked("Mått", needed=True, offers="matt")
    places: tuple[str, ...] = asked("Områden", default=())
    direction: Direction = asked("Riktning", default=Direction.HIGHER)
    shape: Form = asked("Form", default=Form.LASTING)
    strength: int = asked("Styrka, i tiondelar", default=0)
    data_version: int = asked("Dataversion", default=0)

    def still_holds(
        self, *, direction: Direction, shape: Form, places: tuple[str, ...], strength: float
    ) -> bool:
        """Whether the signal as it stands now is the one that was put aside.

        It comes back when it has turned, when a single period has become a lasting change, when it is
        seen in a further place, and when it has grown clearly stronger.
        """
        has_settled = self.shape is Form.SINGLE and shape is Form.LASTING
        has_spread = bool(set(places) - set(self.places))
        has_grown = abs(strength) * TENTHS - self.strength >= CLEARLY_STRONGER
        return direction is self.direction and not (has_settled or has_spread or has_grown)
