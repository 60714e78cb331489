"""What every page opens with. Without a frame, and without the right, nothing of a page is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from lagesbild.access.policy import may
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.errors import AccessDenied, LagesbildError
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.person import ROLE_WORDS, Person
from lagesbild.ui.context import Context
from lagesbild.ui.page_table import PageEntry, find_page
from lagesbild.ui.render import show_error
from lagesbild.ui.state import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What a page may know: who asks, about which kommun and indicator, and of whom to ask it.

    version  of the data the page is about to show; part of every cache key
    """

    entry: PageEntry
    person: Person
    context: Context
    inquiry: Inquiry
    version: int
    indicator_id: str | None = None

    @property
    def kommun_code(self) -> str:
        return self.inquiry.kommun_code

    def codes_of(self, level: AreaLevel) -> list[str]:
        """Every area of a level; of the kommun's own parts only this kommun's."""
        shared = level in {AreaLevel.LAN, AreaLevel.KOMMUN}
        return [
            area.code
            for area in self.inquiry.areas.values()
            if area.level is level and (shared or area.parent_code == self.kommun_code)
        ]


def open_page(page_id: str) -> PageContext:
    """The visit that the frame prepared for this page; stops the run when there is none."""
    visit = st.session_state.get(Key.VISIT)
    if not isinstance(visit, PageContext) or visit.entry.id != page_id:
        _refuse(
            LagesbildError(
                "UI-003",
                "Sidan kan inte öppnas för sig.",
                remedy="Gå till startsidan och välj sidan i menyn.",
            )
        )
    entry = find_page(page_id)
    if not may(visit.person, action=entry.action):
        _refuse(
            AccessDenied(
                "AC-002",
                f"Sidan {entry.title} är inte öppen för rollen {ROLE_WORDS[visit.person.role]}.",
                remedy="Be samordnaren om hjälp om du behöver den.",
            )
        )
    return visit


def _refuse(error: LagesbildError) -> NoReturn:
    show_error(error)
    st.stop()
