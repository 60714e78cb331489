"""A problem with its causes, and what its evidence is worth today: to whom, and with which figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lagesbild.access.policy import may_see
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import (
    Arena,
    Cause,
    Evidence,
    FactorKind,
    HowKnown,
    Influence,
    Problem,
)
from lagesbild.domain.work.measures import Measure
from lagesbild.store.connection import Store
from lagesbild.workspace.action_plan import needs_measure
from lagesbild.workspace.cause_tree import Branch, outline
from lagesbild.workspace.records import Saved, records_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemStudy:
    """One problem as the page Orsaksanalys shows it.

    branches   its causes in the order of the outline
    untreated  ids of causes that could be acted on and that no measure is aimed at
    """

    sentence: str
    saved: Saved[Problem] | None
    branches: tuple[Branch, ...]
    untreated: frozenset[str]

    @property
    def is_example(self) -> bool:
        """True when anything in it is invented."""
        kept = [*([self.saved] if self.saved else []), *(one.saved for one in self.branches)]
        return any(one.is_example for one in kept)


def study_problem(store: Store, *, person: Person, problem_id: str) -> ProblemStudy:
    """The problem of the id with its tree; an unknown id is no problem at all."""
    problems = records_of(store, kind=Problem, person=person)
    saved = next((one for one in problems if one.id == problem_id), None)
    if saved is None:
        return ProblemStudy(
            sentence=_without_problem(problems), saved=None, branches=(), untreated=frozenset()
        )
    causes = records_of(store, kind=Cause, person=person)
    branches = outline(causes, problem=saved.id)
    treated = {
        cause
        for one in records_of(store, kind=Measure, person=person)
        for cause in one.record.causes
    }
    untreated = frozenset(
        one.saved.id
        for one in branches
        if one.saved.id not in treated and needs_measure(one.saved.record)
    )
    return ProblemStudy(
        saved=saved, branches=tuple(branches), untreated=untreated,
        sentence=_sentence(saved.record, [one.saved.record for one in branches], untreated=len(untreated)),
    )  # fmt: skip


def _without_problem(problems: Sequence[Saved[Problem]]) -> str:
    if not problems:
        return "Inget problem är valt för orsaksanalys än."
    return "Ett nytt problem att förstå."


def _sentence(problem: Problem, causes: Sequence[Cause], *, untreated: int) -> str:
    if not causes:
        return f"{problem.title}: inga orsaker är inlagda än."
    known = sum(one.how_known in {HowKnown.DATA, HowKnown.RESEARCH} for one in causes)
    can = sum(one.influence in {Influence.YES, Influence.PARTLY} for one in causes)
    count = "1 orsak" if len(causes) == 1 else f"{len(causes)} orsaker"
    words = (
        f"{problem.title}: {count}, varav {known} bygger på data eller forskning "
        f"och {can} går att påverka"
    )
    if not untreated:
        return f"{words}."
    lacking = "en orsak" if untreated == 1 else f"{untreated} orsaker"
    return f"{words}; {lacking} saknar åtgärd."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvidence:
    """A pinned view as one person may read it.

    says   what was pinned, or why it is not told
    about  what has become of it since, "" for nothing
    """

    evidence: Evidence
    says: str
    about: str
    is_told: bool


NOT_FOR_YOU = "Bygger på uppgifter som din roll inte får se."
GONE = "Måttet finns inte längre i katalogen: det som står här går inte att göra om."
NEWER = "Vyns siffror har ändrats sedan den fästes. Öppna den och se om det som står här fortfarande gäller."


HasChanged = Callable[[Evidence], bool]
"""Whether a view's own figures are others than when it was pinned; asked only of those that are told."""


def evidence_of(
    problem: Problem, *, catalog: Catalog, person: Person, has_changed: HasChanged
) -> list[ShownEvidence]:
    """The problem's evidence; a sentence about figures that the reader may not see is left out."""
    return as_told(problem.evidence, catalog=catalog, person=person, has_changed=has_changed)


def as_told(
    views: Sequence[Evidence], *, catalog: Catalog, person: Person, has_changed: HasChanged
) -> list[ShownEvidence]:
    """Pinned views as the person may read them."""
    found = []
    for one in views:
        indicator = catalog.indicators.get(one.indicator)
        is_told = may_see(person, secrecy=_secrecy_of(one, indicator=indicator))
        about = ""
        if one.indicator and indicator is None:
            about = GONE
        elif is_told and has_changed(one):
            about = NEWER
        found.append(
            ShownEvidence(
                evidence=one,
                says=one.says if is_told else NOT_FOR_YOU,
                about=about,
                is_told=is_told,
            )
        )
    return found


def _secrecy_of(evidence: Evidence, *, indicator: Indicator | None) -> Secrecy:
    """A view of several measures, or of one that is no more, may hold anything; a text without a view
    is somebody's own."""
    if indicator is not None:
        return indicator.secrecy
    is_view = evidence.address or evidence.indicator
    return Secrecy.RESTRICTED if is_view else Secrecy.OPEN


def factors_by_arena(branches: Sequence[Branch]) -> list[tuple[Arena, list[Branch], list[Branch]]]:
    """Risks and protections, for each part of life that has any."""
    found = []
    for arena in (*(one for one in Arena if one is not Arena.UNKNOWN), Arena.UNKNOWN):
        own = [one for one in branches if one.saved.record.arena is arena]
        risks = [one for one in own if one.saved.record.kind is FactorKind.RISK]
        protections = [one for one in own if one.saved.record.kind is FactorKind.PROTECTIVE]
        if own:
            found.append((arena, risks, protections))
    return found


def measures_against(
    measures: Sequence[Saved[Measure]], *, causes: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """The titles of the measures aimed at each cause."""
    return {
        cause: tuple(one.record.title for one in measures if cause in one.record.causes)
        for cause in causes
    }
