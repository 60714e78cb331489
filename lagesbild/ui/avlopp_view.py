"""Avloppsvatten on the page: campaigns against the level before, the week, other places, doses."""

from __future__ import annotations

import html

import streamlit as st

from lagesbild.analysis.doses import doses, residue_of
from lagesbild.analysis.wastewater import Wastewater
from lagesbild.analysis.wastewater_words import campaign_rows
from lagesbild.analysis.wording import number
from lagesbild.ui import about, cache
from lagesbild.ui.filters import choose_among_few
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html
from lagesbild.ui.render import plain, show_chart, show_empty, show_table
from lagesbild.ui.state import Address, Option

MOST_PLACES = 40
SWEDEN, EUROPE = "sverige", "europa"


def show_campaigns(page: PageContext, answer: Wastewater) -> None:
    """The campaigns over time with what is usual for one, and the newest week day by day."""
    if answer.series.is_empty:
        show_empty(
            "Ingen har lämnat någon mätning av det här ämnet ännu. Mätningar lämnas som "
            "reningsverkets eller laboratoriets fil.",
            link_to="lamna_data", link_text="Lämna data",
        )  # fmt: skip
        return
    code = answer.place.code if answer.place else ""
    asked = (answer.indicator.id, code)

    def draw_series():  # type: ignore[no-untyped-def]
        from lagesbild.charts.wastewater import campaigns_figure

        return campaigns_figure(answer.series, own_code=code, baseline=answer.band)

    def draw_week():  # type: ignore[no-untyped-def]
        from lagesbild.charts.wastewater import week_figure

        return week_figure(
            answer.pattern, weekday_mean=answer.weekday_mean, weekend_mean=answer.weekend_mean
        )

    st.subheader("Mätomgångar", anchor=False)
    show_chart(
        cache.figure(page, "omgangar", asked, draw_series), key="omgangar", about=answer.sentence
    )
    st.subheader("Veckans dagar i den senaste mätningen", anchor=False)
    if answer.pattern.is_empty:
        show_empty("Den senaste mätningen lämnades utan uppgifter per dag.")
    else:
        show_chart(cache.figure(page, "vecka", asked, draw_week), key="vecka", about="Vecka")


def show_places(page: PageContext, answer: Wastewater) -> None:
    """The same substance, unit and year elsewhere: Sweden, and Europe where it has been delivered."""
    if len(answer.beside.frame) < 2:
        show_empty("Ingen annan plats har lämnat en mätning av det här ämnet för samma år.")
        return
    options = [Option(id=SWEDEN, label="Sverige"), Option(id=EUROPE, label="Europa")]
    wider = len(answer.abroad.frame) > len(answer.beside.frame)
    chosen = SWEDEN
    if wider:
        chosen = choose_among_few("Platser", options, key=Address.GROUP, what="en grupp")
    figures = answer.abroad if chosen == EUROPE else answer.beside
    code = answer.place.code if answer.place else ""

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.ranked import ranked_figure

        return ranked_figure(figures, own_code=code, most=MOST_PLACES)

    asked = (answer.indicator.id, code, chosen)
    show_chart(cache.figure(page, "platser", asked, draw), key="platser", about="Platser")
    st.caption(
        "Platserna mäter olika veckor och har olika många besökare. Små skillnader säger inget."
    )


def show_tables(answer: Wastewater) -> None:
    """The campaigns, the newest week, and the other places."""
    rows = campaign_rows(answer.campaigns)
    if rows:
        st.subheader("Mätomgångar", anchor=False)
        show_html(_table(rows))
    show_table(answer.series, key="matomgangar", alt=answer.sentence)
    for title, name, figures in (
        ("Veckans dagar", "vecka", answer.pattern), ("Andra platser", "platser", answer.abroad)
    ):  # fmt: skip
        if not figures.is_empty:
            st.subheader(title, anchor=False)
            show_table(figures, key=f"tabell-{name}", alt=title)


def _table(rows: list[dict[str, str]]) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row.values()) + "</tr>"
        for row in rows
    )
    return f'<div class="lb-tabell"><table><tr>{head}</tr>{body}</table></div>'


def show_facts(answer: Wastewater) -> None:
    """Level before, weekend, other places, and what can fool us: always in sight."""
    about.show_facts(answer.facts, doubts=answer.cautions, asked="Vad kan lura oss?")


WHY_NOT = (
    "Mängden i avloppet går att mäta. Hur många doser den motsvarar går bara att gissa: det beror på hur "
    "stor del av en dos som lämnar kroppen som det ämne man mäter, hur ren drogen är och hur stor en dos är. "
    "Det europeiska nätverket publicerar därför mängder och avråder från doser. Du får själv skriva vad du "
    "antar, och ange källan när du använder talet."
)


def show_doses(answer: Wastewater) -> None:
    """A switch, off from the start: what it takes, and what comes of one's own assumptions."""
    residue = residue_of(answer.indicator)
    if residue is None or not answer.campaigns:
        return
    if not st.toggle("Räkna om till doser (osäkert)", key="doser"):
        return
    st.markdown(plain(WHY_NOT))
    with st.container(horizontal=True):
        share = st.number_input(
            f"Så stor del av dosen lämnar kroppen som {residue.residue}, procent", min_value=0.1,
            max_value=100.0, value=None, key="doser-andel", placeholder="Skriv en siffra",
        )  # fmt: skip
        size = st.number_input(
            f"En dos {residue.substance}, milligram rent ämne", min_value=0.1, max_value=5000.0,
            value=None, key="doser-mg", placeholder="Skriv en siffra",
        )  # fmt: skip
    if share is None or size is None:
        st.caption(
            "Inga tal är ifyllda i förväg: de uppgifter som finns skiljer sig åt flera gånger om."
        )
        return
    found = doses(
        answer.indicator, answer.campaigns, excreted_pct=float(share), mg_per_dose=float(size)
    )
    if found is None:
        st.caption("Det finns ingen mängd att räkna om.")
        return
    st.markdown(plain(found.sentence))
    rows = [
        {"Mätning": label, "Doser per 1 000 invånare och dygn": number(value, decimals=1)}
        for label, value in found.rows
    ]
    show_html(_table(rows))
