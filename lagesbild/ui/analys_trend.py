"""Trend och styrdiagram on the page: choices, the chart with its flags, the season, the facts."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from lagesbild.analysis.development import Development
from lagesbild.analysis.method_words import METHOD_WORDS
from lagesbild.domain.work.dated import Dated
from lagesbild.ui import about, cache
from lagesbild.ui.drawings import show_nobody_delivered
from lagesbild.ui.filters import choose_among_few, choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html
from lagesbild.ui.render import show_chart, show_empty
from lagesbild.ui.state import Address, Option
from lagesbild.workspace import action_plan, year_wheel

EVERY_RULE = (
    (
        "◆",
        "Utanför gränserna: så långt från det vanliga hamnar en punkt nästan aldrig av en slump.",
    ),
    ("■", "Sju eller fler i rad på samma sida om det vanliga."),
    ("▲", "Sju eller fler i rad som alla går åt samma håll."),
    ("✚", "Två av tre i rad nära samma gräns."),
)


def choose_part(answer: Development) -> str:
    """The kommun or one of its parts, where the measure has parts; empty for the kommun."""
    if len(answer.places) < 2:
        return ""
    options = [Option(id=one.code, label=one.name) for one in answer.places]
    with st.container(width=320):
        chosen = choose_one(
            "Område", options, key=Address.AREA, what="ett område", default=options[0].id
        )
    return "" if chosen == options[0].id else chosen


def choose_length(answer: Development) -> str:
    """Months, quarters or years; empty for what ``answer`` shows already."""
    if len(answer.lengths) < 2:
        return ""
    options = [Option(id=one, label=words) for one, words in answer.lengths]
    chosen = choose_among_few("Tid", options, key=Address.GRAIN, what="en tidsindelning")
    return "" if chosen == options[0].id else chosen


def flags_of(page: PageContext, answer: Development) -> list[Dated]:
    """Measures against this indicator, and events and campaigns, while the series ran; the reader's own
    kommun's only."""
    frame = answer.figures.frame
    if frame.empty or page.person.kommun_code != page.kommun_code:
        return []
    span = {
        "store": page.context.store, "person": page.person, "beside_invented": answer.figures.example,
        "start": frame["period_start"].min().date(), "end": frame["period_end"].max().date(),
    }  # fmt: skip
    found = [
        *year_wheel.annotations(**span),
        *action_plan.annotations(**span, indicator_id=answer.indicator.id),
    ]
    return sorted(found, key=lambda one: (one.starts_on, one.title))


def _written(flags: Sequence[Dated]) -> list[str]:
    """What a picture with the flags depends on."""
    return [f"{one.starts_on.isoformat()} {one.title}" for one in flags]


def show_control(page: PageContext, answer: Development, *, flags: Sequence[Dated]) -> None:
    """The control chart, and beneath it what its flags are."""
    if answer.figures.is_empty:
        show_nobody_delivered(page)
        return
    asked = (answer.indicator.id, answer.area.code, answer.length, *_written(flags))

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.control import control_figure

        return control_figure(answer.figures, lines=answer.lines, breaks=answer.breaks, flags=flags)

    show_chart(
        cache.figure(page, "styrdiagram", asked, draw), key="styrdiagram", about=answer.sentence
    )
    if flags:
        told = [
            f"<li>{one.starts_on.year}, {html.escape(one.when)}: {html.escape(one.title)}"
            f" <span class='lb-rad'>{html.escape(one.kept_in)}</span></li>"
            for one in flags
        ]
        show_html(f'<div class="lb-fot"><strong>Flaggor</strong><ol>{"".join(told)}</ol></div>')


def show_season(page: PageContext, answer: Development) -> None:
    """An ordinary year, and what is left when it is taken away."""
    season = answer.season
    if season is None:
        show_empty("Ingen årstid går att skilja från slump i den här serien.")
        return
    asked = (answer.indicator.id, answer.area.code, answer.length)

    def draw_year():  # type: ignore[no-untyped-def]
        from lagesbild.charts.control import season_figure

        return season_figure(answer.figures, season=season)

    def draw_rest():  # type: ignore[no-untyped-def]
        from lagesbild.charts.control import adjusted_figure

        return adjusted_figure(answer.figures, season=season)

    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.subheader("Ett vanligt år", anchor=False)
        show_chart(
            cache.figure(page, "arstid", asked, draw_year), key="arstid", about="Ett vanligt år"
        )
    with right:
        st.subheader("Det som är kvar", anchor=False)
        if season.adjusted:
            show_chart(
                cache.figure(page, "utan-arstid", asked, draw_rest), key="utan-arstid",
                about="Utan årstid",
            )  # fmt: skip
        else:
            show_empty("Serien har luckor, så årstiden går inte att räkna bort månad för månad.")


def show_facts(answer: Development) -> None:
    """Season, levels and trend in a sentence each, and what speaks against the answer."""
    about.show_facts(answer.facts, doubts=answer.doubts)


def show_why(answer: Development) -> None:
    """Which chart was chosen and how its marks are read, folded away."""
    if answer.lines is None:
        return
    lines = answer.lines
    limits = (
        "Gränserna är räknade på tiden före det senaste året, som är skuggat och hålls mot dem."
        if lines.judged
        else "Gränserna är räknade på alla punkter."
    )
    rules = "".join(f"<li>{mark} {html.escape(text)}</li>" for mark, text in EVERY_RULE)
    name = METHOD_WORDS[lines.method]
    body = (
        f"<p><strong>Vilket diagram?</strong> {html.escape(name[:1].upper() + name[1:])}: "
        f"{html.escape(lines.why)}.</p><p><strong>Gränserna.</strong> {html.escape(limits)} "
        "Inom dem skiljer sig månader och år åt av en slump, utan att något har hänt.</p>"
        f"<p><strong>Tecknen.</strong></p><ul>{rules}</ul>"
    )
    show_html(
        f'<details class="lb-om"><summary>Så läser du styrdiagrammet</summary>{body}</details>'
    )
