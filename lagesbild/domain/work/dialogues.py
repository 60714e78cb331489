"""What residents have said: dialogues, maps and walks by season, and the youth council's reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Part, Record, asked, lacking


class DialogueKind(Choice):
    """How people were asked."""

    DIALOGUE = "dialog", "medborgardialog"
    MAP = "trygghetskarta", "trygghetskarta"
    SAFETY_WALK = "trygghetsvandring", "trygghetsvandring"
    NIGHT_WALK = "nattvandring", "kvälls- eller nattvandring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Part):
    """A theme at a place, and how many brought it up."""

    theme: str = asked("Vad det gäller", needed=True, help="Till exempel mörk gångväg.")
    place: str = asked("Plats")
    count: int = asked("Så många tog upp det", default=1)
    note: str = asked("Anteckning")

    def problems(self) -> tuple[str, ...]:
        return (*lacking(self), *(("Antalet är mindre än noll.",) if self.count < 0 else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue(Record):
    """One time people were asked, or were out and looked."""

    KIND: ClassVar[str] = "dialog"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "dialogen"

    title: str = asked("Vad", needed=True)
    kind: DialogueKind = asked("Slag", default=DialogueKind.DIALOGUE)
    held_on: date | None = asked("Dag", default=None, needed=True)
    place: str = asked("Område")
    organisation: str = asked("Ansvarig")
    participants: int = asked("Så många deltog", default=0)
    promise: str = asked("Hör till medborgarlöftet", offers="loften")
    about: str = asked("Anteckning", is_long=True, help="Aldrig om enskilda personer.")
    mentions: tuple[Mention, ...] = asked("Vad som togs upp", default=())

    @property
    def wave(self) -> str:
        """The season it belongs to: "hösten 2026"; a winter is named after its January."""
        if self.held_on is None:
            return ""
        year = self.held_on.year + (self.held_on.month == 12)
        return f"{SEASONS[self.held_on.month % 12 // 3]} {year}"

    def problems(self) -> tuple[str, ...]:
        odd = self.participants < 0 or any(
            0 < self.participants < one.count for one in self.mentions
        )
        words = ("Fler har tagit upp något än som deltog.",) if odd else ()
        return (*lacking(self), *words)


SEASONS = ("vintern", "våren", "sommaren", "hösten")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Part):
    """A simple score that the youth council gives."""

    what: str = asked("Fråga", needed=True)
    score: int = asked("Betyg, 1 till 5", default=3)

    def problems(self) -> tuple[str, ...]:
        odd = not 1 <= self.score <= 5
        return (*lacking(self), *(("Betyget ska vara 1 till 5.",) if odd else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class YouthReport(Record):
    """The youth council's report to the group; two a year are wanted."""

    KIND: ClassVar[str] = "ungdomsrapport"
    IN_CHAIN: ClassVar[bool] = True
    CALLED: ClassVar[str] = "rapporten"

    title: str = asked("Rapport", needed=True)
    received_on: date | None = asked("Mottagen", default=None, needed=True)
    says: str = asked("Vad ungdomarna säger", is_long=True, needed=True)
    wants: str = asked("Vad de vill att rådet gör", is_long=True)
    answer: str = asked("Rådets svar", is_long=True)
    sent_to: tuple[str, ...] = asked("Skickad till", default=())
    scores: tuple[Score, ...] = asked("Betyg", default=())
