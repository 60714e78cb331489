"""What the fields of records offer to choose among, by the word the field names."""

from __future__ import annotations

from lagesbild.domain.work.inventory import Talk
from lagesbild.domain.work.lagesbild import Lagesbild
from lagesbild.domain.work.register import Document
from lagesbild.ui.guard import PageContext
from lagesbild.workspace.records import records_of
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
        "dokument": {
            one.id: one.record.title for one in records_of(store, kind=Document, person=person)
        },
        "lagesbilder": {
            one.id: one.record.title for one in records_of(store, kind=Lagesbild, person=person)
        },
        "samtal": {one.id: one.record.name for one in records_of(store, kind=Talk, person=person)},
    }
