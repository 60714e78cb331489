"""Invented meetings, dialogues and reports that go with the invented chain."""

from __future__ import annotations

from datetime import date, timedelta

from lagesbild.domain.work.dialogues import (
    Dialogue,
    DialogueKind,
    Mention,
    Score,
    YouthReport,
)
from lagesbild.domain.work.meetings import (
    AgendaItem,
    AgendaView,
    Attendance,
    Meeting,
    MeetingState,
    Presence,
)
from lagesbild.domain.work.record import Record

MEMBERS = (
    ("Alva Påhittad", "Kommunstyrelsen"), ("Bertil Påhittad", "Polisen"),
    ("Carin Påhittad", "Räddningstjänsten"), ("David Påhittad", "Socialförvaltningen"),
)  # fmt: skip
VIEW = "indikator?indikator={0}&kommun=2260"


def example_meetings(today: date) -> dict[str, Record]:
    """A meeting that has been, one that comes, the map in three seasons and one report of two."""
    year = today.year
    return {
        "mote-fore": _held(year),
        "mote-nasta": _coming(today),
        **_maps(today),
        "dialog": Dialogue(
            title="Dialog på biblioteket", kind=DialogueKind.DIALOGUE, held_on=date(year, 9, 23),
            place="Ånge", organisation="Kommunledningsförvaltningen", participants=34,
            mentions=(
                Mention(theme="Mörk gångväg", place="stationen", count=12),
                Mention(theme="Bilar som kör fort", place="genomfarten", count=9),
                Mention(theme="Fler vuxna ute på kvällar", count=7),
            ),
        ),
        "nattvandring": Dialogue(
            title="Nattvandring", kind=DialogueKind.NIGHT_WALK, held_on=today - timedelta(days=15),
            place="Ånge centrum", organisation="Föreningarna", participants=6,
            about="Lugnt. Lampan vid skolan var fortfarande släckt.",
        ),
        "ungdomsrapport": YouthReport(
            title="Ungdomsrådets rapport, våren", received_on=date(year, 5, 13),
            says="De flesta trivs. Efter klockan 20 finns det få ställen att vara på.",
            wants="Öppet längre på fritidsgården.", sent_to=("arbetsgruppen",),
            scores=(Score(what="Trygghet i skolan", score=4), Score(what="Trygghet på kvällen", score=3)),
        ),
    }  # fmt: skip


def _held(year: int) -> Meeting:
    came = (Presence.HERE, Presence.HERE, Presence.ABSENT, Presence.DEPUTY)
    return Meeting(
        title="Trygghetsrådet, uppföljning", held_on=date(year, 9, 15), at="13.00–15.00",
        place="Kommunhuset", state=MeetingState.SETTLED, minutes_by="samordnaren",
        distribution=("Kommunstyrelsen", "Arbetsgruppen", "Ungdomsrådet"),
        summary="Rådet följde upp kameran vid torget. Skadorna har blivit färre, och rådet fortsätter.",
        agenda=(
            AgendaItem(title="Läget sedan sist", who="kommunpolis", said="Sommaren var lugnare än förra."),
            AgendaItem(
                title="Kameran vid torget", who="samordnaren", decision="Kameran är kvar ett år till.",
                to_do="Samordnaren räknar effekten igen i mars.",
            ),
        ),
        views=(
            AgendaView(
                item=2, says="Skadegörelsen i Ånge centrum har minskat sedan mars 2025.",
                address=VIEW.format("skadegorelse"), indicator="skadegorelse", period="2016–2025",
                place="Ånge",
            ),
        ),
        attendance=tuple(
            Attendance(
                name=name, organisation=party, presence=presence,
                deputy="Gerd Påhittad" if presence is Presence.DEPUTY else "",
            )
            for (name, party), presence in zip(MEMBERS, came, strict=True)
        ),
    )  # fmt: skip


def _coming(today: date) -> Meeting:
    return Meeting(
        title="Trygghetsrådet, året som gått", held_on=today + timedelta(days=17), at="13.00–15.00",
        place="Kommunhuset", state=MeetingState.CALLED,
        distribution=("Kommunstyrelsen", "Arbetsgruppen", "Ungdomsrådet"),
        about="Året summeras, och rådet väljer vad som ska prioriteras nästa år.",
        agenda=(
            AgendaItem(title="Föregående anteckningar"),
            AgendaItem(title="Narkotikabrotten", who="kommunpolis", about="Används det mer, eller hittas mer?"),
            AgendaItem(title="Åtgärder att följa upp", who="samordnaren"),
            AgendaItem(title="Laget runt: hur har hösten varit?"),
            AgendaItem(title="Nästa möte"),
        ),
        views=(
            AgendaView(
                item=2, says="Narkotikabrotten har ökat varje år sedan 2024.", place="Ånge",
                address=VIEW.format("narkotikabrott"), indicator="narkotikabrott", period="2016–2025",
            ),
        ),
        attendance=tuple(Attendance(name=name, organisation=party) for name, party in MEMBERS),
    )  # fmt: skip


def _maps(today: date) -> dict[str, Record]:
    year = today.year
    waves = (
        ("host-forra", date(year - 1, 10, 9), 48, (26, 10, 4)),
        ("var", date(year, 4, 16), 52, (17, 14, 5)),
        ("host", date(year, 10, 8), 61, (7, 15, 12)),
    )
    themes = (("Mörk gångväg", "stationen"), ("Nedskräpat", "parken"), ("Bilar som kör fort", "genomfarten"))  # fmt: skip
    return {
        f"karta-{name}": Dialogue(
            title="Trygghetskartan", kind=DialogueKind.MAP, held_on=day, place="Ånge tätort",
            organisation="Kommunledningsförvaltningen", participants=people,
            mentions=tuple(
                Mention(theme=theme, place=place, count=count)
                for (theme, place), count in zip(themes, counts, strict=True)
            ),
        )
        for name, day, people, counts in waves
    }  # fmt: skip
