"""Översikt is worked out ahead for the eyes that have looked, and for no others."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from lagesbild.domain.person import Person, Role
from lagesbild.ui import ahead, cache
from lagesbild.ui.page_table import PAGES

TODAY = date(2026, 11, 22)


class Installation:
    """Stands in for the opened installation: a version, and who was worked out for."""

    def __init__(self) -> None:
        self.version = 1
        self.asked: list[tuple[str, str, int]] = []

    def data_version(self) -> int:
        return self.version

    def inquiry(self, *, person: Person, kommun_code: str) -> SimpleNamespace:
        return SimpleNamespace(person=person, kommun_code=kommun_code)

    def note(self, page) -> None:
        self.asked.append((page.person.role.value, page.kommun_code, page.version))


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch) -> Installation:
    made = Installation()
    monkeypatch.setattr(cache, "context", lambda: made)
    monkeypatch.setattr(cache, "situation", made.note)
    monkeypatch.setattr(ahead, "today", lambda: TODAY)
    monkeypatch.setattr(ahead, "_seen", type(ahead._seen)())
    return made


def look(role: Role, kommun: str) -> None:
    person = Person(id=role.value, name="Någon", role=role, kommun_code="2260")
    ahead.note_seen(
        SimpleNamespace(entry=PAGES[0], person=person, kommun_code=kommun)  # type: ignore[arg-type]
    )


def test_after_a_delivery_what_was_seen_is_worked_out_again_once(installation) -> None:
    look(Role.SAMORDNARE, "2260")
    look(Role.SAMORDNARE, "2260")
    known = ahead.catch_up((1, TODAY))
    assert installation.asked == []

    installation.version = 2
    known = ahead.catch_up(known)
    assert installation.asked == [(Role.SAMORDNARE.value, "2260", 2)]
    assert ahead.catch_up(known) == (2, TODAY)
    assert len(installation.asked) == 1


def test_only_the_latest_few_are_remembered(installation) -> None:
    for kommun in ("0114", "0180", "1480", "2260", "2281"):
        look(Role.LEDAMOT, kommun)

    ahead.catch_up((0, TODAY))

    assert [kommun for _, kommun, _ in installation.asked] == ["0180", "1480", "2260", "2281"]
