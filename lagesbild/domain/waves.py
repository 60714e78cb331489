"""What was brought up, season by season, as a picture and a table show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveCell:
    """How many brought it up that season, of so many who came; 0 when nobody counted them."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def words(self) -> str:
        """ "12 av 40"."""
        return f"{self.count} av {self.of}" if self.of else str(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRow:
    """A theme at a place. ``change`` is between the two newest seasons, in words."""

    theme: str
    place: str
    cells: tuple[WaveCell, ...]
    change: str
