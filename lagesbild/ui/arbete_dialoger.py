"""Dialogues season by season, and the youth council's reports."""

from __future__ import annotations

import streamlit as st

from lagesbild.domain.work.dialogues import Dialogue, DialogueKind, YouthReport
from lagesbild.ui.arbete_offers import offers
from lagesbild.ui.arbete_shelf import Shelf, show_shelf
from lagesbild.ui.filters import choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import (
    PLOTLY_CONFIG,
    alternative,
    plain,
    show_empty,
)
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option
from lagesbild.workspace.dialogues import compare_waves, count_youth_reports
from lagesbild.workspace.records import records_of


def is_example(page: PageContext) -> bool:
    """True when a dialogue or a report is invented."""
    kinds = (Dialogue, YouthReport)
    return any(
        one.is_example
        for kind in kinds
        for one in records_of(page.context.store, kind=kind, person=page.person)
    )


def show_dialogues(page: PageContext) -> None:
    """What was brought up, where, beside the seasons before; then each time in full."""
    found = records_of(page.context.store, kind=Dialogue, person=page.person)
    example = any(one.is_example for one in found)
    kinds = [kind for kind in DialogueKind if any(one.record.kind is kind for one in found)]
    if kinds:
        options = [Option(id=kind.value, label=kind.words) for kind in kinds]
        with st.container(width=320):
            chosen = choose_one("Slag", options, key=Address.MEASURE, what="ett slag")
        _show_waves(page, kind=next(one for one in kinds if one.value == chosen), example=example)
    names = offers(page)
    show_shelf(
        page,
        Shelf(
            kind=Dialogue, address=Address.DIALOGUE, label="Välj tillfälle", blank=Dialogue(),
            add="Lägg till ett tillfälle", names=names, more={},
            empty="Ingen dialog, trygghetskarta eller vandring är inlagd än.",
        ),
        records=sorted(found, key=lambda one: str(one.record.held_on), reverse=True),
    )  # fmt: skip


def _show_waves(page: PageContext, *, kind: DialogueKind, example: bool) -> None:
    from lagesbild.charts.wave_matrix import wave_figure

    found = compare_waves(records_of(page.context.store, kind=Dialogue, person=page.person), kind=kind)  # fmt: skip
    st.subheader(plain(found.sentence), anchor=False)
    figure = wave_figure(found.rows, waves=found.waves, example=example)
    with st.container(key="bred-4-vagor"):
        st.plotly_chart(
            figure, key="vagor", config=PLOTLY_CONFIG, theme=None,
            alt=alternative(figure, about=found.sentence),
        )  # fmt: skip
    st.caption(
        "Så många tog upp det, av så många som deltog. Samma årstid räknas ihop. Orden till höger jämför de två "
        "senaste årstiderna; de som deltar är inte ett urval av alla invånare."
    )  # fmt: skip
    rows = [
        {
            "Vad": row.theme, "Plats": row.place or "–",
            **{wave: cell.words for wave, cell in zip(found.waves, row.cells, strict=True)},
            "Ändring": row.change,
        }
        for row in found.rows
    ]  # fmt: skip
    show_rows(rows, alt=found.sentence)


def show_youth(page: PageContext) -> None:
    """The counter, and each report with what the young want and what the council answered."""
    found = records_of(page.context.store, kind=YouthReport, person=page.person)
    count = count_youth_reports(found, today=page.inquiry.today)
    if count.is_behind:
        st.warning(plain(count.sentence), icon=":material/schedule:")
    else:
        st.info(plain(count.sentence))
    unanswered = [one.record for one in found if one.record.wants and not one.record.answer]
    if unanswered:
        titles = ", ".join(one.title for one in unanswered)
        st.markdown(f"Rådet har inte svarat på: {plain(titles)}.")
    if not found:
        show_empty("Ungdomsrådet lämnar en rapport minst två gånger per år. Skriv in den första här.")  # fmt: skip
    show_shelf(
        page,
        Shelf(
            kind=YouthReport, address=Address.YOUTH_REPORT, label="Välj rapport", more={},
            blank=YouthReport(), add="Lägg till en rapport", names={},
            empty="Ingen rapport är inskriven än.",
        ),
        records=sorted(found, key=lambda one: str(one.record.received_on), reverse=True),
    )  # fmt: skip
