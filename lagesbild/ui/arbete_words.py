"""Who and when, as the pages of the council's work say it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lagesbild.ui.guard import PageContext
from lagesbild.workspace.records import EXAMPLE


def moment_words(moment: datetime) -> str:
    """UTC as it is kept, in Swedish time where the computer knows it."""
    try:
        told = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Stockholm"))
    except ZoneInfoNotFoundError:
        told = moment
    return f"{told:%Y-%m-%d %H.%M}"


def who(page: PageContext, person_id: str) -> str:
    """The name of whoever saved."""
    names = {one.person_id: one.name for one in page.context.members()}
    known = {EXAMPLE: "exempeldata", "lokal": "lokal användare", page.person.id: page.person.name}
    return {**known, **names}.get(person_id, person_id)
