"""What is told the residents before it is published: facts against rumours, and drafts of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Record, asked, lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCard(Record):
    """A claim that goes round, and what is known of it.

    indicator  whose newest open figure answers; "" where the fact has no figure of ours
    fact       the fact in words: what the figure means, or a known number with its source
    not_said   what the answer does not say
    """

    KIND: ClassVar[str] = "faktakort"
    CALLED: ClassVar[str] = "kortet"
    IN_CHAIN: ClassVar[bool] = True

    claim: str = asked(
        "Det som sägs", needed=True, help="Så som det brukar sägas, utan namn på någon."
    )
    indicator: str = asked("Mått som svarar", offers="matt")
    fact: str = asked(
        "Det vi vet", is_long=True, help="Vad siffran betyder, eller ett känt faktum."
    )
    source: str = asked("Källa, när svaret inte är ett mått")
    on: date | None = asked("Källans dag", default=None)
    not_said: str = asked("Det säger den inte", is_long=True, needed=True)

    def problems(self) -> tuple[str, ...]:
        empty = not self.indicator and not self.fact
        loose = bool(self.fact) and not self.indicator and not self.source
        return (
            *lacking(self), *(("Välj ett mått eller skriv vad vi vet.",) if empty else ()),
            *(("Källa saknas: svaret är inget mått.",) if loose else ()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentsDraft(Record):
    """A page for the residents that somebody has begun, for whoever may publish to go on with."""

    KIND: ClassVar[str] = "invanarutkast"
    CALLED: ClassVar[str] = "utkastet"
    IN_CHAIN: ClassVar[bool] = True

    title: str = asked("Rubrik", needed=True)
    intro: str = asked("Inledning", is_long=True)
    doing: str = asked("Det här gör rådet", is_long=True)
    meeting: str = asked("Från mötet", offers="moten")
