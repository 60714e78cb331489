"""Signaler: what stands out as a list, one of them with its picture, and what the council has put aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from lagesbild.analysis.signals import (
    Examined,
    Signal,
    SignalsAnswer,
    counts_text,
    dismissal_of,
    headline_of,
    is_nothing_known,
    is_put_aside,
    narrowed,
    rest_text,
    what_was_examined,
)
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.indicator import THEME_WORDS, Theme
from lagesbild.domain.work.signals import Dismissal
from lagesbild.domain.written import format_period
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui import cache
from lagesbild.ui.about import show_footnote
from lagesbild.ui.arbete_words import moment_words, who
from lagesbild.ui.filters import choose_one, swedish_order
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html
from lagesbild.ui.pinning import offer_pins
from lagesbild.ui.render import (
    as_label,
    open_tabs,
    plain,
    show_chart,
    show_empty,
    show_error,
    show_table,
    show_way,
)
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Option, settle_address
from lagesbild.ui.text_form import text_form
from lagesbild.workspace.records import Saved, may_edit, records_of, remove, save

JUDGEMENT_WORDS = {
    "worse": "sämre", "better": "bättre", "higher": "varken sämre eller bättre i sig",
    "lower": "varken sämre eller bättre i sig",
}  # fmt: skip
EVERYTHING = "alla"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands out now, with the council's own judgement taken into account.

    open      signals that nobody has put aside, and those that have changed clearly since
    aside     put aside, with the reason
    returned  reasons that do not hold any more, by the signal's id
    """

    examined: Examined
    open: tuple[Signal, ...]
    aside: tuple[tuple[Signal, Saved[Dismissal]], ...]
    returned: dict[str, Saved[Dismissal]]

    @property
    def headline(self) -> str:
        return headline_of(self.examined, dismissed=len(self.aside))

    @property
    def counts_text(self) -> str:
        return counts_text(self.examined, dismissed=len(self.aside))

    @property
    def rest_text(self) -> str:
        """What there is besides that which stands out."""
        return rest_text(self.examined, dismissed=len(self.aside))


def read_standing(page: PageContext) -> Standing:
    """The same answer for Översikt and Signaler."""
    found = cache.examined(page)
    reasons = _reasons(page)
    kept, aside, returned = [], [], {}
    for one in found.signals:
        reason = reasons.get(one.id)
        if reason is not None and is_put_aside(one, reason.record):
            aside.append((one, reason))
            continue
        kept.append(one)
        if reason is not None:
            returned[one.id] = reason
    return Standing(examined=found, open=tuple(kept), aside=tuple(aside), returned=returned)


def _reasons(page: PageContext) -> dict[str, Saved[Dismissal]]:
    """The newest reason for each measure. They are about the own kommun, seen by its council."""
    if page.person.kommun_code != page.kommun_code:
        return {}
    saved = records_of(page.context.store, kind=Dismissal, person=page.person)
    return {one.record.indicator: one for one in sorted(saved, key=lambda one: one.saved_at)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the visitor has chosen to see of what stands out; "" for all."""

    theme: str
    source: str
    area: str
    shown: tuple[Signal, ...]
    examined: Examined


def choose_what(page: PageContext, standing: Standing) -> Chosen:
    """Subject, source and area, and what is left of the list."""
    found = standing.examined.signals
    themes = [one for one in Theme if any(s.indicator.theme is one for s in found)]
    sources = page.inquiry.catalog.sources
    ids = sorted({s.indicator.source for s in found})
    if not found:
        return Chosen(theme="", source="", area="", shown=(), examined=standing.examined)
    places = {one.area_code: one.area_name for s in found for one in s.deviations}
    with st.popover("Begränsa listan", icon=":material/filter_list:"):
        theme = _choose("Ämne", [(one.value, THEME_WORDS[one]) for one in themes], Address.THEME)
        source = _choose(
            "Källa", [(one, sources[one].provider if one in sources else one) for one in ids],
            Address.SOURCE,
        )  # fmt: skip
        area = _choose("Område", list(places.items()), Address.AREA)
    told = [THEME_WORDS[Theme(theme)] if theme else "", places.get(area, "")]
    told += [sources[source].provider if source in sources else source]
    if any(told):
        st.caption(f"Visar bara: {', '.join(one for one in told if one)}.")
    return Chosen(
        theme=theme, source=source, area=area, examined=standing.examined,
        shown=narrowed(standing.open, theme=theme, source=source, area=area),
    )  # fmt: skip


def _choose(label: str, offered: list[tuple[str, str]], key: Address) -> str:
    words = [word for _, word in offered]
    options = [
        Option(id=one, label=word if words.count(word) == 1 else f"{word} [{one}]")
        for one, word in sorted(offered, key=lambda pair: swedish_order(pair[1]))
    ]
    first = Option(id=EVERYTHING, label="Alla")
    chosen = choose_one(label, [first, *options], key=key, what=f"ett val för {label.lower()}")
    return "" if chosen == EVERYTHING else chosen


def choose_signal(shown: tuple[Signal, ...]) -> str:
    """One of the list; the strongest at first. The address has the measure's name."""
    options = [Option(id=one.id, label=as_label(one.indicator.name)) for one in shown]
    labels = {one.id: one.label for one in options}
    settle_address(Address.SIGNAL, options, what="en signal")
    is_drawn = Address.SIGNAL in st.session_state
    if st.session_state.get(Address.SIGNAL) not in labels and (
        is_drawn or Address.SIGNAL not in st.query_params
    ):
        st.session_state[Address.SIGNAL] = shown[0].id
        if not is_drawn:
            # Said in the address too: what is pinned or sent must stay the same when the list changes.
            # Once the list is drawn it does so itself, and nobody else may.
            st.query_params[Address.SIGNAL] = options[0].label
    chosen = st.radio(
        "Det som sticker ut, det viktigaste först", list(labels), index=None, key=str(Address.SIGNAL),
        format_func=lambda one: labels.get(one, one), captions=[_caption(one) for one in shown],
        bind="query-params", width="stretch",
    )  # fmt: skip
    return chosen or shown[0].id


def _caption(one: Signal) -> str:
    rest = one.lead.sentence.removeprefix(f"{one.indicator.name} i ")
    return f"{arrow(one)} {plain(rest)} ({JUDGEMENT_WORDS[one.judgement]})"


def arrow(one: Signal) -> str:
    return "▲" if one.lead.is_higher else "▼"


def show_nothing(standing: Standing) -> None:
    """That nothing stands out is an answer too, where it says what was looked at."""
    if standing.open:
        st.info("Inget av det som sticker ut hör till det du har valt. Välj Alla för att se det.")
    elif standing.aside:
        st.info("Allt som sticker ut har rådet redan tittat på och avfärdat, se nedan.")
    elif is_nothing_known(standing.examined):
        show_empty(
            "För att se vad som sticker ut behövs månader eller år bakåt att jämföra med. Lämna längre "
            "serier, gärna månad för månad.",
            link_to="lamna_data", link_text="Lämna data",
        )  # fmt: skip


def show_signal(page: PageContext, answer: SignalsAnswer, standing: Standing) -> None:
    """The chosen one: sentence, picture, what speaks against it, and what can be done."""
    one = answer.chosen
    if one is None or answer.figures is None:
        return
    with st.container(key="signal-vald"):
        st.subheader(plain(one.lead.sentence), anchor=False)
        _tell_returned(page, standing.returned.get(one.id))
        chart, table = open_tabs(("Diagram", "Tabell"))
        if chart.open:
            with chart:
                show_chart(
                    _figure(page, answer, one), key="signal-diagram", about=one.lead.sentence
                )
        if table.open:
            with table:
                show_table(answer.figures, key="signal-tabell", alt=one.lead.sentence)
        period = format_period(one.lead.start, one.lead.end)
        offer_pins(
            page, says=one.lead.sentence, indicator_id=one.id, period=period,
            place=one.lead.area_name,
        )  # fmt: skip
        _show_doubts(one)
        _show_other_places(one)
        with st.container(horizontal=True, vertical_alignment="center"):
            name = one.indicator.name
            show_way("indikator", "Visa i Indikator", page=page, **{Address.INDICATOR.value: name})
            # All of it is put aside, also where the list is limited to one area.
            _offer_dismissal(page, next(each for each in standing.open if each.id == one.id))
        show_footnote(answer.footnote)


def _figure(page: PageContext, answer: SignalsAnswer, one: Signal) -> Any:
    lead, figures, usual = one.lead, answer.figures, answer.usual

    def draw() -> Any:
        if figures is not None and usual is not None:
            from lagesbild.charts.signal import signal_figure

            return signal_figure(figures, area_code=lead.area_code, usual=usual)
        from lagesbild.charts.lines import trend_figure

        return trend_figure(figures, own_code=lead.area_code)  # type: ignore[arg-type]

    return cache.figure(page, "signal", (one.id, lead.area_code), draw)


def _show_doubts(one: Signal) -> None:
    if one.lead.doubts:
        st.markdown("**Vad talar emot?**")
        st.markdown("\n".join(f"- {plain(text)}" for text in one.lead.doubts))


def _show_other_places(one: Signal) -> None:
    if len(one.deviations) > 1:
        st.markdown("**Syns också här**")
        st.markdown("\n".join(f"- {plain(other.sentence)}" for other in one.deviations[1:]))


def _tell_returned(page: PageContext, saved: Saved[Dismissal] | None) -> None:
    if saved is not None:
        st.info(
            f"Avfärdades {moment_words(saved.saved_at)} av {plain(who(page, saved.saved_by))}: "
            f"”{plain(saved.record.reason)}” Signalen är tillbaka, för den har ändrats tydligt sedan dess."
        )  # fmt: skip


def _offer_dismissal(page: PageContext, one: Signal) -> None:
    """Who may edit the council's work in the own kommun may put a signal aside, and says why."""
    if page.person.kommun_code != page.kommun_code or not may_edit(page.person, kind=Dismissal):
        return
    with (
        st.popover("Avfärda med skäl", icon=":material/do_not_disturb_on:", key="avfarda"),
        text_form(f"avfarda-{one.id}") as form,
    ):
        st.caption(
            "Signalen läggs under Avfärdade med ert skäl. Den kommer tillbaka om den ändras tydligt."
        )
        reason = form.paragraph(
            "Skäl *", key=f"avfarda-{one.id}-skal",
            placeholder="Till exempel: ny e-tjänst sedan mars, fler anmäler",
        )  # fmt: skip
        if form.submit("Avfärda", icon=":material/check:", key=f"avfarda-{one.id}-spara"):
            _dismiss(page, one, reason=reason)


def _dismiss(page: PageContext, one: Signal, *, reason: str) -> None:
    record = dismissal_of(one, reason=reason, data_version=page.version)
    earlier = _reasons(page).get(one.id)
    try:
        save(
            page.context.store, record=record, person=page.person, check_text=refuse_personal_data,
            record_id=earlier.id if earlier else "", based_on=earlier.version if earlier else 0,
        )  # fmt: skip
    except LagesbildError as error:
        show_error(error)
        return
    st.toast("Signalen är avfärdad. Den finns under Avfärdade.", icon=":material/check:")
    st.rerun()


def show_aside(page: PageContext, standing: Standing) -> None:
    """What was put aside, with the reason and the way back."""
    if not standing.aside:
        return
    with st.expander(f"Avfärdade ({len(standing.aside)})", icon=":material/do_not_disturb_on:"):
        for one, saved in standing.aside:
            st.markdown(f"{arrow(one)} {plain(one.lead.sentence)}")
            st.caption(
                f"Avfärdades {moment_words(saved.saved_at)} av {plain(who(page, saved.saved_by))}: "
                f"{plain(saved.record.reason)}"
            )
            if may_edit(page.person, kind=Dismissal):
                st.button(
                    "Ta tillbaka", key=f"tillbaka-{saved.id}", icon=":material/undo:",
                    on_click=_take_back, args=(page, saved),
                )  # fmt: skip


def _take_back(page: PageContext, saved: Saved[Dismissal]) -> None:
    try:
        remove(page.context.store, record_id=saved.id, person=page.person, based_on=saved.version)
    except LagesbildError as error:
        show_error(error)


def show_examined(standing: Standing) -> None:
    """What was looked at, how, and what nothing can be said about."""
    found = standing.examined
    st.markdown(plain(what_was_examined(found)))
    with st.expander("Vad undersöktes, och hur?", icon=":material/search:", on_change="rerun",
                     key="undersokt") as box:  # fmt: skip
        if box.open:
            show_html(_METHOD)
            if found.shifted:
                st.markdown("**Har bytt nivå för länge sedan, och jämförs bara med tiden efter**")
                st.markdown("\n".join(f"- {plain(name)}: {when}" for name, when in found.shifted))
                st.caption("Det kan vara en verklig förändring eller ett nytt sätt att registrera.")
            rows = [
                {"Mått": one.indicator.name, "Område": one.area_name, "Varför": one.why}
                for one in found.not_judged
            ]
            if rows:
                st.markdown("**Kan inte bedömas**")
                show_rows(rows, alt="Serier som inte kan bedömas, och varför")


_METHOD = (
    '<div class="lb-guide">'
    "<p><strong>Vad är en signal?</strong> Att ett tal är så ovanligt för sin plats och årstid att slumpen "
    "sällan ger det. Ett sommarmånadstal jämförs med tidigare somrar. Det är ingen förklaring, bara en plats "
    "att börja titta på.</p>"
    "<p><strong>Varför så få?</strong> Bland hundratals serier blir alltid några ovanliga av en slump. Därför "
    "krävs mer ju fler som undersöks: av det som visas är högst ungefär en på tjugo ett slumpfynd.</p>"
    "<p><strong>Vilken kommer först?</strong> Den som avviker mest. Det som har blivit sämre väger något "
    "mer.</p>"
    "<p><strong>Skyddade månader</strong> är inte kända här heller. De räknas som en lika stor del var av det "
    "som är kvar av årets summa eller, innan den är känd, av tidigare års.</p>"
    "<p><strong>Preliminära siffror</strong> är med, men en minskning kallas aldrig en signal om den bara syns "
    "i dem.</p></div>"
)
