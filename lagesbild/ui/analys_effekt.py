"""Effekt on the page: which measure, where and when, against what; the picture, the table, the doubts."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date

import streamlit as st

from lagesbild.analysis.effect import SIMILAR
from lagesbild.analysis.effect_choices import EffectChoices
from lagesbild.analysis.effect_result import Effect
from lagesbild.analysis.effect_words import month_words
from lagesbild.analysis.wording import number
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.work.measures import Measure
from lagesbild.ui import about, cache
from lagesbild.ui.drawings import show_nobody_delivered
from lagesbild.ui.filters import choose_one, choose_several
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html
from lagesbild.ui.render import show_chart, show_empty, show_way
from lagesbild.ui.state import Address, Option, settle_address
from lagesbild.workspace.records import Saved, records_of

FREE = "egen"
MOST_AREAS = 12
EXAMPLE = " (exempel)"


def measures_of(page: PageContext) -> list[Saved[Measure]]:
    """The plan's measures that have begun, newest first; another kommun's plan is not read."""
    if page.person.kommun_code != page.kommun_code:
        return []
    found = records_of(page.context.store, kind=Measure, person=page.person)
    begun = [
        one for one in found if one.record.starts_on and one.record.starts_on <= page.inquiry.today
    ]
    return sorted(begun, key=lambda one: one.record.starts_on or date.min, reverse=True)


def choose_plan_measure(page: PageContext) -> Saved[Measure] | None:
    """A measure of the plan, whose place, day and indicator then fill the other choices; None for a day
    and a place of one's own."""
    offered = {one.id: one for one in measures_of(page)}
    if not offered:
        return None
    options = {
        FREE: "Egen plats och tid",
        **{key: one.record.title for key, one in offered.items()},
    }
    key = str(Address.ACTION)
    settle_address(
        Address.ACTION, [Option(id=one, label=words) for one, words in options.items()],
        what="en åtgärd",
    )  # fmt: skip
    given = st.query_params.get(key)
    if given is not None and key not in st.session_state:
        _follow_link(page, offered, given=given)
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
    chosen = st.selectbox(
        "Åtgärd", list(options), key=key, format_func=lambda one: options.get(one, one),
        bind="query-params", on_change=_fill_from, args=(page, offered),
        help="Ur åtgärdsplanen. Plats, tid och mått fylls i, och kan ändras.",
    )  # fmt: skip
    return offered.get(chosen or FREE)


def _follow_link(page: PageContext, offered: dict[str, Saved[Measure]], *, given: str) -> None:
    """A link that names the measure alone: its place and time are chosen too. (Not its indicator, which
    the frame has asked for already: show_followed leads there.)"""
    linked = next((one for key, one in offered.items() if given in {key, one.record.title}), None)
    if linked is None or Address.FROM in st.query_params or Address.AREA in st.query_params:
        return
    for key, value in choices_of(page, linked.record).items():
        if key is not Address.INDICATOR:
            st.session_state[key] = value


def show_followed(page: PageContext, measure: Saved[Measure] | None) -> None:
    """The way to the indicator that the measure follows, when another is shown."""
    followed = measure.record.indicator if measure else ""
    known = page.inquiry.catalog.indicators
    if measure is None or followed not in known or followed == page.indicator_id:
        return
    more = {
        Address.INDICATOR.value: known[followed].name, Address.ACTION.value: measure.record.title
    }  # fmt: skip
    show_way("effekt", f"Åtgärden följs med: {known[followed].name}", page=page, **more)


def _fill_from(page: PageContext, offered: dict[str, Saved[Measure]]) -> None:
    chosen = offered.get(st.session_state.get(str(Address.ACTION), FREE))
    if chosen is None:
        return
    for key, value in choices_of(page, chosen.record).items():
        st.session_state[key] = value
    for key in (Address.COMPARE, Address.AROUND):
        st.session_state.pop(key, None)


def choices_of(page: PageContext, measure: Measure) -> dict[Address, str]:
    """What a measure says of the page's other choices, as ids."""
    found = {Address.AREA: _place_of(page, measure.place)}
    if measure.indicator in page.inquiry.catalog.indicators:
        found[Address.INDICATOR] = measure.indicator
    if measure.starts_on is not None:
        found[Address.FROM] = _whole_month(measure.starts_on).isoformat()
    if measure.ends_on is not None and measure.ends_on < page.inquiry.today:
        found[Address.TILL] = _whole_month(measure.ends_on).isoformat()
    return found


def _whole_month(day: date) -> date:
    """The first month that lies wholly after the day."""
    if day.day == 1:
        return day
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _place_of(page: PageContext, place: str) -> str:
    """The part of the kommun that a free text names, else the kommun itself."""
    told = place.casefold()
    parts = [
        one for one in page.inquiry.areas.values()
        if one.parent_code == page.kommun_code and one.level is AreaLevel.DELOMRADE
    ]  # fmt: skip
    named = [one for one in parts if one.name.removesuffix(EXAMPLE).casefold() in told]
    return max(named, key=lambda one: len(one.name)).code if named else page.kommun_code


def choose_place(offered: EffectChoices) -> str:
    """Where the measure was; empty for the kommun."""
    options = [Option(id=one.code, label=one.name) for one in offered.places]
    chosen = choose_one(
        "Plats", options, key=Address.AREA, what="ett område", default=options[0].id
    )
    return "" if chosen == options[0].id else chosen


def choose_start(offered: EffectChoices) -> str:
    """The first month of the measure, as an ISO day."""
    options = [Option(id=day.isoformat(), label=month_words(day)) for day in offered.months]
    if not options:
        return ""
    default = offered.usual.isoformat() if offered.usual else options[0].id
    return choose_one("Från och med", options, key=Address.FROM, what="en månad", default=default)


def choose_end(offered: EffectChoices, *, start: str) -> str:
    """The first month after the measure; empty while it goes on."""
    later = [day for day in offered.months if day.isoformat() > start]
    options = [Option(id="pagar", label="pågår")]
    options += [Option(id=day.isoformat(), label=month_words(day)) for day in later]
    chosen = choose_one("Till", options, key=Address.TILL, what="en månad", default="pagar")
    return "" if chosen == "pagar" else chosen


def choose_comparison(offered: EffectChoices) -> tuple[str, ...]:
    """What the place is held against; none for the rest of the kommun or the county."""
    is_kommun = offered.place.level is AreaLevel.KOMMUN
    options = [Option(id=SIMILAR, label="Liknande kommuner")] if is_kommun else []
    options += [Option(id=one.code, label=one.name) for one in offered.comparisons]
    return choose_several(
        "Jämför med", options, key=Address.COMPARE, what="ett område", most=MOST_AREAS,
        placeholder="Resten av länet" if is_kommun else "Resten av kommunen",
    )  # fmt: skip


def choose_around(offered: EffectChoices) -> tuple[str, ...]:
    """Where it could have moved to."""
    options = [Option(id=one.code, label=one.name) for one in offered.comparisons]
    if not options:
        return ()
    return choose_several(
        "Kan ha flyttat till", options, key=Address.AROUND, what="ett område", most=MOST_AREAS,
        placeholder="Inget valt",
    )  # fmt: skip


def asked_of(answer: Effect, *more: str) -> tuple[str, ...]:
    """What a drawn picture of the answer depends on."""
    day = answer.starts_on.isoformat() if answer.starts_on else ""
    end = answer.ends_on.isoformat() if answer.ends_on else ""
    return (
        answer.indicator.id,
        answer.place.code,
        day,
        end,
        answer.compared_with,
        answer.after,
        *more,
    )


def show_lines(page: PageContext, answer: Effect, *, measure: str, asked: Sequence[str]) -> None:
    """The place and the comparison at the same level."""
    if answer.figures.is_empty or answer.starts_on is None:
        show_nobody_delivered(page)
        return
    start = answer.starts_on

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.effect import effect_figure

        return effect_figure(
            answer.figures, expected=answer.expected, compared_with=answer.compared_with, start=start,
            end=answer.ends_on, measure=measure, breaks=answer.indicator.breaks,
        )  # fmt: skip

    figure = cache.figure(page, "effekt", (*asked_of(answer, measure), *asked), draw)
    show_chart(figure, key="effekt", about=answer.sentence)


def show_before_after(page: PageContext, answer: Effect) -> None:
    """The control chart with limits from before the measure."""
    if answer.lines is None:
        show_empty("Det finns för få siffror före åtgärden för ett styrdiagram.")
        return

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.control import control_figure

        return control_figure(answer.figures, lines=answer.lines, breaks=answer.indicator.breaks)

    figure = cache.figure(page, "fore-efter", asked_of(answer), draw)
    show_chart(figure, key="fore-efter", about=answer.sentence)
    if "too_few_points" in answer.lines.broken:
        st.caption(
            "Färre än tolv punkter före åtgärden: gränserna är osäkra och visas bara som stöd."
        )


def show_counts(answer: Effect) -> None:
    """Before and after as a small table, before made as long as after."""
    if not answer.counts:
        return
    rows = []
    for one in answer.counts:
        change = f"{number(100 * (one.after / one.before - 1))} %" if one.before > 0 else "–"
        name = one.name or "Dit det kunde ha flyttat"
        rows.append(
            f"<tr><td>{html.escape(name)}</td><td class='lb-hoger'>{number(one.before)}</td>"
            f"<td class='lb-hoger'>{number(one.after)}</td><td class='lb-hoger'>{change}</td></tr>"
        )
    head = (
        "<tr><th>Var</th><th class='lb-hoger'>Före</th><th class='lb-hoger'>Efter</th>"
        "<th class='lb-hoger'>Ändring</th></tr>"
    )
    when = (
        f"Före: {answer.before}. Efter: {answer.after}. Före är räknat på lika lång tid som efter."
    )
    show_html(
        f'<div class="lb-tabell lb-bryt"><table>{head}{"".join(rows)}</table></div>'
        f'<p class="lb-fot">{html.escape(when)}</p>'
    )


def show_facts(answer: Effect) -> None:
    """Each way of looking in a sentence, and what speaks against the answer."""
    about.show_facts(answer.facts, doubts=answer.warnings)


HOW = (
    ("Mot jämförelsen.", "Platsen före och efter, mot ett område utan åtgärden. Jämförelsen räknas om till "
     "platsens nivå före. Skillnaden är det som åtgärden kan ha gjort."),
    ("Flyttade det?", "Samma jämförelse för området intill. Blev det fler där än väntat kan en del ha flyttat."),
    ("Avbruten tidsserie.", "Platsens egna månader, med trend och årstid: ändrades nivån när åtgärden började?"),
    ("Styrdiagram.", "Gränser för slump räknade på tiden före. Punkter utanför dem, eller sju i rad på samma "
     "sida, är mer än slump."),
    ("Vad hade kunnat synas?", "Den minsta förändring som jämförelsen hade visat i fyra fall av fem. Är den "
     "större än hälften säger ett uteblivet resultat ingenting: då står det kan inte bedömas."),
)  # fmt: skip


def show_how() -> None:
    """The methods in words, folded away."""
    parts = [f"<p><strong>{h}</strong> {html.escape(text)}</p>" for h, text in HOW]
    show_html(
        f'<details class="lb-om"><summary>Så bedöms effekten</summary>{"".join(parts)}</details>'
    )
