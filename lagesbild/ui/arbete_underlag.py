"""Underlag: the inventory, what is missing, the rounds of collecting, and the groups' talks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.inventory import CollectionRound, Gap, GroupAnswer, Talk, Underlag
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, show_shelf
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import plain, show_empty, show_error
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address
from lagesbild.workspace.collecting import (
    RoundStatus,
    deadlines,
    follow_round,
    reminders,
)
from lagesbild.workspace.inventory import (
    Inventory,
    InventoryRow,
    make_inventory,
    newest_by_source,
    real_deliveries,
)
from lagesbild.workspace.records import Saved, may_edit, records_of, save
from lagesbild.workspace.talks import MergedQuestion, merge_answers, new_from_talk


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderlagPage:
    """Everything the page shows."""

    inventory: Inventory
    gaps: list[Saved[Gap]]
    rounds: list[RoundStatus]
    talks: list[Saved[Talk]]
    answers: list[Saved[GroupAnswer]]

    @property
    def is_example(self) -> bool:
        """True when anything on the page is invented."""
        saved = [
            *(one.saved for one in self.inventory.rows if one.saved), *self.gaps, *self.talks,
            *self.answers, *(one.saved for one in self.rounds),
        ]  # fmt: skip
        return any(one.is_example for one in saved)


def read_page(page: PageContext) -> UnderlagPage:
    """The own kommun's inventory, as it stands now."""
    store, person = page.context.store, page.person
    came = real_deliveries(store, person=person)
    gaps = records_of(store, kind=Gap, person=person)
    rounds = records_of(store, kind=CollectionRound, person=person)
    return UnderlagPage(
        inventory=make_inventory(
            records_of(store, kind=Underlag, person=person), newest=newest_by_source(came),
            sources=page.inquiry.catalog.sources.values(), gaps=gaps,
        ),
        gaps=gaps,
        rounds=[follow_round(one, deliveries=came, today=page.inquiry.today) for one in rounds],
        talks=records_of(store, kind=Talk, person=person),
        answers=records_of(store, kind=GroupAnswer, person=person),
    )  # fmt: skip


def show_inventory(page: PageContext, found: UnderlagPage) -> None:
    """Every underlag in a table, and one of them in full."""
    show_rows([_row(one) for one in found.inventory.rows], alt="Underlag, kvalitet och hinder")
    rows = found.inventory.rows
    show_shelf(
        page,
        Shelf(
            kind=Underlag, address=Address.UNDERLAG, label="Välj underlag", blank=Underlag(),
            add="Lägg till ett underlag", names=offers(page),
            empty="Inget underlag är inventerat än. Samordnaren skriver in det första.",
            more={one.id: one.underlag for one in rows if one.saved is None},
        ),
        records=[one.saved for one in rows if one.saved],
    )  # fmt: skip


def _row(one: InventoryRow) -> dict[str, str]:
    underlag = one.underlag
    return {
        "Underlag": underlag.name,
        "Finns?": underlag.availability.words,
        "Senast lämnat": one.newest.isoformat() if one.newest else _never(underlag),
        "Kvalitet": underlag.quality.words,
        "Hinder kvar": ", ".join(dict.fromkeys(o.kind.words for o in underlag.open_obstacles))
        or "–",
        "Ansvarig": ", ".join(x for x in (underlag.responsible, underlag.organisation) if x) or "–",
    }


def _never(underlag: Underlag) -> str:
    return "aldrig" if underlag.source_id else "lämnas inte som fil"


def show_gaps(page: PageContext, found: UnderlagPage) -> None:
    """Data and competence that are missing."""
    rows = [
        {
            "Saknas": one.record.what, "Slag": one.record.kind.words,
            "Vem kan bidra": one.record.who or "–",
            "Läge": "fylld" if one.record.is_filled else "saknas än",
        }
        for one in sorted(found.gaps, key=lambda one: one.record.is_filled)
    ]  # fmt: skip
    show_rows(rows, alt="Det som saknas")
    show_shelf(
        page,
        Shelf(
            kind=Gap, address=Address.GAP, label="Välj det som saknas", blank=Gap(), more={},
            add="Lägg till något som saknas", names=offers(page),
            empty="Ingen har skrivit vad som saknas än: uppgifter eller kompetens.",
        ),
        records=found.gaps,
    )  # fmt: skip


def show_rounds(page: PageContext, found: UnderlagPage) -> None:
    """Each round with what has come in; reminders as a list and as a calendar file."""
    shelf = Shelf(
        kind=CollectionRound, address=Address.ROUND, label="Välj insamling", blank=CollectionRound(),
        add="Starta en insamling", names=offers(page), more={}, is_listed=True,
        empty="Ingen insamling är startad. Samordnaren skriver vad som behövs, av vem och till vilken dag.",
    )  # fmt: skip
    if found.rounds:
        for one in found.rounds:
            st.markdown(f"**{plain(one.sentence)}**")
            show_rows(_request_rows(one), alt=one.sentence)
        _show_reminders(page, found.rounds)
    show_shelf(page, shelf, records=[one.saved for one in found.rounds])


def _request_rows(status: RoundStatus) -> list[dict[str, str]]:
    return [
        {
            "Vad": one.request.what,
            "Vem": ", ".join(x for x in (one.request.responsible, one.request.organisation) if x) or "–",
            "Senast": one.due_on.isoformat(),
            "Läge": f"{one.state.value} {one.received_on.isoformat() if one.received_on else ''}".strip(),
            "Anteckning": one.request.note or "–",
        }
        for one in status.requests
    ]  # fmt: skip


def _show_reminders(page: PageContext, rounds: Sequence[RoundStatus]) -> None:
    today = page.inquiry.today
    found = [one for status in rounds for one in reminders(status, today=today)]
    st.subheader("Att påminna om", anchor=False)
    if not found:
        st.markdown("Ingen behöver påminnas: inget är försenat eller ska in inom två veckor.")
    for one in found:
        st.markdown(f"**{plain(one.to)}** – {plain(one.words)}")
    offer_file(
        "kalender", "Ladda ner dagarna som kalenderfil",
        data=lambda: _calendar(rounds, name="Insamling av underlag"),
        file_name="insamling.ics", mime="text/calendar", key="kalender-insamling",
        icon=":material/calendar_month:",
    )  # fmt: skip


def _calendar(rounds: Sequence[RoundStatus], *, name: str) -> bytes:
    from lagesbild.report.calendar_file import write_calendar

    return write_calendar(
        deadlines(one.saved for one in rounds), name=name, made_at=datetime.now(UTC)
    )


def show_talks(page: PageContext, found: UnderlagPage) -> None:
    """A workshop: each group answers the four questions, and the answers are put together."""
    names = offers(page)
    talk = Shelf(
        kind=Talk, address=Address.TALK, label="Välj gruppsamtal", blank=Talk(), more={}, names=names,
        add="Lägg till ett gruppsamtal",
        empty="Inget gruppsamtal är upplagt. Samordnaren lägger upp det, sedan svarar grupperna här.",
    )  # fmt: skip
    if found.talks:
        newest = found.talks[-1]
        answers = [one for one in found.answers if one.record.talk_id == newest.id]
        _show_merged(page, found, talk=newest, answers=answers)
        show_shelf(
            page,
            Shelf(
                kind=GroupAnswer, address=Address.ANSWER, label="Välj grupp", more={},
                blank=GroupAnswer(talk_id=newest.id), names=names, add="Svara för en ny grupp",
                empty="Ingen grupp har svarat än.",
            ),
            records=answers,
        )  # fmt: skip
        st.divider()
    show_shelf(page, talk, records=found.talks)


def _show_merged(
    page: PageContext, found: UnderlagPage, *, talk: Saved[Talk],
    answers: Sequence[Saved[GroupAnswer]],
) -> None:  # fmt: skip
    st.subheader(plain(talk.record.name), anchor=False)
    if not answers:
        show_empty("Ingen grupp har svarat än. Välj Svara för en ny grupp här nedanför.")
        return
    merged = merge_answers([one.record for one in answers])
    for one in merged:
        st.markdown(f"**{plain(one.question)}**")
        if not one.lines:
            st.caption("Ingen grupp har svarat på det.")
        show_rows(
            [{"Svar": line.text, "Grupper": ", ".join(line.groups)} for line in one.lines],
            alt=one.question,
        )
    _offer_new(page, found, merged=merged)


def _offer_new(page: PageContext, found: UnderlagPage, *, merged: Sequence[MergedQuestion]) -> None:
    known = [one.underlag.name for one in found.inventory.rows]
    new = new_from_talk(merged, known=[*known, *(one.record.what for one in found.gaps)])
    if not new or not may_edit(page.person, kind=Underlag):
        return
    st.button(
        f"För in {len(new)} nya i inventeringen", key="for-in", icon=":material/playlist_add:",
        on_click=_take_in, args=(page, new),
        help="Underlag som finns, och det som saknas. Hinder och ansvariga skriver du in själv.",
    )  # fmt: skip


def _take_in(page: PageContext, new: Sequence[Underlag | Gap]) -> None:
    try:
        for record in new:
            save(
                page.context.store, record=record, person=page.person,
                check_text=refuse_personal_data,
            )  # fmt: skip
    except LagesbildError as error:
        show_error(error)
