"""What the fields of records offer to choose among, by the word the field names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lagesbild.domain.work.causes import Cause, Problem
from lagesbild.domain.work.inventory import Talk
from lagesbild.domain.work.lagesbild import Lagesbild
from lagesbild.domain.work.measures import Measure
from lagesbild.domain.work.meetings import Meeting
from lagesbild.domain.work.register import Document, Promise
from lagesbild.ui.guard import PageContext
from lagesbild.workspace.cause_tree import outline
from lagesbild.workspace.records import Saved, records_of
from lagesbild.workspace.wording import Names


def offers(page: PageContext) -> Names:
    """Sources, measures, people with an account, and the kommun's own records, as id -> name."""
    catalog, store, person = page.inquiry.catalog, page.context.store, page.person
    return {
        "kallor": {one.id: one.name for one in catalog.sources.values()},
        "matt": {one.id: one.name for one in catalog.indicators.values()},
        "personer": {
            one.person_id: one.name
            for one in page.context.members()
            if one.kommun_code == person.kommun_code and not one.is_removed
        },
        "dokument": names_of(records_of(store, kind=Document, person=person)),
        "lagesbilder": names_of(records_of(store, kind=Lagesbild, person=person)),
        "problem": names_of(records_of(store, kind=Problem, person=person)),
        "orsaker": cause_names(page),
        "atgarder": names_of(records_of(store, kind=Measure, person=person)),
        "loften": names_of(records_of(store, kind=Promise, person=person)),
        "moten": names_of(records_of(store, kind=Meeting, person=person)),
        "samtal": names_of(records_of(store, kind=Talk, person=person)),
    }


def names_of(found: Sequence[Saved[Any]]) -> dict[str, str]:
    """Headings by id; two with the same heading get their ids, or nobody could tell which was chosen."""
    headings = [one.record.heading for one in found]
    return {
        one.id: heading if headings.count(heading) == 1 else f"{heading} [{one.id}]"
        for one, heading in zip(found, headings, strict=True)
    }


def cause_names(page: PageContext) -> dict[str, str]:
    """Every cause with the problem it belongs to, in the order of the outlines."""
    store, person = page.context.store, page.person
    causes = records_of(store, kind=Cause, person=person)
    return {
        branch.saved.id: f"{problem.record.title}: {branch.number} {branch.saved.record.title}"
        for problem in records_of(store, kind=Problem, person=person)
        for branch in outline(causes, problem=problem.id)
    }
