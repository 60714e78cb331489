"""Which problem first: the twelve criteria, what each person answers, and what was decided with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from lagesbild.domain.work.record import Choice, Part, Record, asked


class Criterion(Choice):
    """Brå's twelve, in its order."""

    COMMON = "vanligast", "Det är vanligt"
    INCREASING = "okar", "Det ökar"
    LASTING = "lange", "Det har varit så länge"
    DEVIATING = "avviker", "Det avviker från andra"
    CONCENTRATED = "platser", "Det är avgränsat till vissa platser"
    FEW_PEOPLE = "personer", "Vissa personer utsätts eller begår mest"
    VISIBLE = "signal", "Det syns och märks (signalbrott)"
    MANY_AFFECTED = "manga", "Det påverkar många"
    HARM = "skada", "Det gör stor skada"
    COST = "kostnad", "Det kostar samhället mycket"
    RESOURCES = "resurser", "Vi har resurser nog"
    INFLUENCE = "paverka", "Vi kan påverka det"


FROM_DATA = (
    Criterion.COMMON, Criterion.INCREASING, Criterion.LASTING, Criterion.DEVIATING,
    Criterion.CONCENTRATED, Criterion.HARM,
)  # fmt: skip
"""Those that figures can answer, where there are enough of them."""


class Answer(Choice):
    """What somebody, or the figures, say of a criterion."""

    UNKNOWN = "inte_bedomt", "inte bedömt"
    YES = "ja", "ja"
    PARTLY = "delvis", "delvis"
    NO = "nej", "nej"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Record):
    """What one person answers about one problem; a field a criterion, named as it.

    name  whose answers they are; the coordinator may write for somebody at the table
    """

    KIND: ClassVar[str] = "bedomning"
    CALLED: ClassVar[str] = "bedömningen"
    IN_CHAIN: ClassVar[bool] = True
    IS_PERSONAL: ClassVar[bool] = True

    name: str = asked("Vem", needed=True)
    problem: str = asked("Problem", offers="problem", needed=True)
    vanligast: Answer = asked(Criterion.COMMON.words, default=Answer.UNKNOWN)
    okar: Answer = asked(Criterion.INCREASING.words, default=Answer.UNKNOWN)
    lange: Answer = asked(Criterion.LASTING.words, default=Answer.UNKNOWN)
    avviker: Answer = asked(Criterion.DEVIATING.words, default=Answer.UNKNOWN)
    platser: Answer = asked(Criterion.CONCENTRATED.words, default=Answer.UNKNOWN)
    personer: Answer = asked(Criterion.FEW_PEOPLE.words, default=Answer.UNKNOWN)
    signal: Answer = asked(Criterion.VISIBLE.words, default=Answer.UNKNOWN)
    manga: Answer = asked(Criterion.MANY_AFFECTED.words, default=Answer.UNKNOWN)
    skada: Answer = asked(Criterion.HARM.words, default=Answer.UNKNOWN)
    kostnad: Answer = asked(Criterion.COST.words, default=Answer.UNKNOWN)
    resurser: Answer = asked(Criterion.RESOURCES.words, default=Answer.UNKNOWN)
    paverka: Answer = asked(Criterion.INFLUENCE.words, default=Answer.UNKNOWN)
    reasons: str = asked("Skäl", is_long=True)

    def answer(self, criterion: Criterion) -> Answer:
        """The answer to one of the twelve."""
        return getattr(self, criterion.value)  # type: ignore[no-any-return]


class Outcome(Choice):
    """What is decided about a problem."""

    WAITS = "avvaktar", "avvaktar"
    FIRST = "prioriteras", "prioriteras"
    FOLLOWED = "foljs", "följs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked(Part):
    """One problem in a decision. ``title`` is as it was called then."""

    title: str = asked("Vad", needed=True)
    problem: str = asked("Problem", offers="problem")
    outcome: Outcome = asked("Beslut", default=Outcome.WAITS)
    reason: str = asked("Skäl", is_long=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Record):
    """A decision on what comes first, with the reasons."""

    KIND: ClassVar[str] = "prioritering"
    CALLED: ClassVar[str] = "prioriteringen"
    IN_CHAIN: ClassVar[bool] = True

    title: str = asked("Prioritering", needed=True)
    decided_by: str = asked("Beslutad av")
    decided_on: date | None = asked("Beslutad den", default=None)
    reference: str = asked("Diarienummer")
    reasons: str = asked("Skäl i stort", is_long=True)
    ranked: tuple[Ranked, ...] = asked("Problem för problem", default=())
