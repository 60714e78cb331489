"""Every kind of record there is, by the word that is kept."""

from __future__ import annotations

from lagesbild.domain.work.causes import Cause, Problem
from lagesbild.domain.work.dialogues import Dialogue, YouthReport
from lagesbild.domain.work.harm import HarmTable
from lagesbild.domain.work.inventory import CollectionRound, Gap, GroupAnswer, Talk, Underlag
from lagesbild.domain.work.lagesbild import Lagesbild, Observation, Section
from lagesbild.domain.work.measures import Measure
from lagesbild.domain.work.meetings import Meeting
from lagesbild.domain.work.places import MarkedPlace
from lagesbild.domain.work.priority import Judgement, Ranking
from lagesbild.domain.work.projects import Project, WatchedPlace
from lagesbild.domain.work.reach import Reach
from lagesbild.domain.work.record import Record
from lagesbild.domain.work.register import (
    Agreement,
    Council,
    Document,
    Organisation,
    Promise,
    Seat,
)
from lagesbild.domain.work.routines import Routine
from lagesbild.domain.work.signals import Dismissal
from lagesbild.domain.work.telling import FactCard, ResidentsDraft
from lagesbild.domain.work.year import Happening, Wheel

KINDS: dict[str, type[Record]] = {
    kind.KIND: kind
    for kind in (
        Underlag, Gap, CollectionRound, Talk, GroupAnswer, Happening, Wheel, Council, Seat,
        Organisation, Document, Agreement, Promise, Problem, Cause, Measure,
        Judgement, Ranking,
        Meeting, Dialogue, YouthReport,
        Project, WatchedPlace,
        Lagesbild, Section, Observation, Dismissal,
        Reach, Routine, MarkedPlace, FactCard, ResidentsDraft, HarmTable,
    )
}  # fmt: skip
"""A kind that is taken away here makes what was kept of it unreadable: leave it, and stop asking."""
