"""A lägesbild in the room: the whole screen, one picture at a time, by the keyboard."""

from __future__ import annotations

import html
from dataclasses import dataclass

import streamlit as st

from lagesbild.access.policy import may_see
from lagesbild.charts.theme import DARK, LIGHT, SMALL_PX, Theme
from lagesbild.domain.document import AUDIENCES, ChartKind, Document
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.written import EXAMPLE_TEXT
from lagesbild.ui.arbete_lagesbild import draft_document, label_of
from lagesbild.ui.document_view import rows_of
from lagesbild.ui.filters import choose_among_few, choose_one
from lagesbild.ui.guard import PageContext
from lagesbild.ui.markup import show_html
from lagesbild.ui.render import (
    plain,
    show_chart,
    show_empty,
    show_heading,
    show_way,
)
from lagesbild.ui.room_notes import DECISION, NOTE, may_note, show_note_form, without_own
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.state import Address, Key, Option
from lagesbild.workspace.frozen import read_version, versions_of
from lagesbild.workspace.lagesbild import list_lagesbilder, read_work
from lagesbild.workspace.slides import Slide, slides_of

THEMES = {"ljus": LIGHT, "mork": DARK}
NOW = "utkast"
BLACK, PARTS = "svart", "avsnitt"
CHART_PX = 500
LARGER = 28 / SMALL_PX
"""So that the smallest letters of a picture are 28 pixels, as everything that is read in the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What is to be shown. ``theme`` is a key of THEMES."""

    document: Document
    theme: str

    @property
    def colours(self) -> Theme:
        return THEMES[self.theme]


def show_presentation(page: PageContext) -> None:
    """The start with its check of who is in the room; after that one picture at a time."""
    lagesbilder = list_lagesbilder(page.context.store, person=page.person)
    if not lagesbilder:
        show_heading("Det finns ingen lägesbild att presentera än.")
        show_empty(
            "Börja en lägesbild, och fäst vyer i den.", link_to="lagesbild",
            link_text="Gå till Lägesbild",
        )  # fmt: skip
        return
    if st.query_params.get(Address.SLIDE):
        _show_started(page)
    else:
        _show_start(page)


def _show_start(page: PageContext) -> None:
    """Which lägesbild, for whom, light or dark; and that everyone in the room may see it."""
    top = st.container()
    store, person = page.context.store, page.person
    found = list_lagesbilder(store, person=person)
    options = [Option(id=one.id, label=label_of(one, found)) for one in found]
    with st.container(horizontal=True):
        chosen = choose_one("Lägesbild", options, key=Address.LAGESBILD, what="en lägesbild")
        frozen = versions_of(store, person=person, lagesbild_id=chosen)
        versions = [Option(id=str(one.version), label=f"Version {one.version}") for one in frozen]
        version = choose_one(
            "Version", [*versions, Option(id=NOW, label="Utkastet som det är nu")],
            key=Address.FROZEN, what="en version",
        )  # fmt: skip
    is_example = any(one.is_example for one in found if one.id == chosen)
    with top:
        show_heading("Vad ska visas, och för vilka?", example=is_example)
    audience = next((one.audience for one in frozen if str(one.version) == version), None)
    if audience is None:
        audience = Secrecy(_choose_audience(page))
    theme = choose_among_few(
        "Rummet", [Option(id="ljus", label="Ljust"), Option(id="mork", label="Mörkt")],
        key=Address.ROOM, what="ett ljus",
    )  # fmt: skip
    st.warning(
        f"Det som visas är till för **{AUDIENCES[audience]}**. Se efter att ingen annan är i rummet.",
        icon=":material/visibility:",
    )
    sure = st.checkbox("Alla i rummet får se det", key="alla-far-se")
    show_html(
        "<p class='lb-fot'>Piltangenterna bläddrar, Home går till början och End till slutet. F visar "
        "avsnitten att välja bland, A öppnar en anteckning och B ett beslut. H fyller hela skärmen, S gör den "
        "svart, M växlar mellan ljust och mörkt, Esc avslutar.</p>"
    )
    st.button(
        "Börja", type="primary", icon=":material/slideshow:", disabled=not sure, key="borja",
        on_click=_begin, args=(chosen, version, audience, theme),
    )  # fmt: skip
    show_way("lagesbild", "Tillbaka till lägesbilden", page=page, lagesbild=chosen)


def _choose_audience(page: PageContext) -> str:
    allowed = [one for one in AUDIENCES if may_see(page.person, secrecy=one)]
    options = [Option(id=one.value, label=AUDIENCES[one].capitalize()) for one in allowed]
    default = allowed[min(1, len(allowed) - 1)].value
    return choose_one(
        "Till för", options, key=Address.AUDIENCE, what="vilka den är till för", default=default
    )


def _begin(lagesbild_id: str, version: str, audience: Secrecy, theme: str) -> None:
    """What is shown stands in the address, so that a page that is loaded again goes on where it was.
    In one word, because the choices' own words belong to their widgets."""
    st.query_params[Address.SHOWN] = ".".join((lagesbild_id, version, audience.value, theme))
    st.query_params[Address.SLIDE] = "1"


def _show_started(page: PageContext) -> None:
    show = _read(page)
    if show is None:
        _end()
        _show_start(page)
        return
    slides = slides_of(without_own(show.document, today=page.inquiry.today))
    number = min(max(_number(st.query_params.get(Address.SLIDE, "1")), 1), len(slides))
    instead = st.session_state.get(Key.IN_THE_ROOM, "")
    if instead == BLACK:
        _show_nothing()
        return
    slide = slides[number - 1]
    with st.container(key=f"presentera-{show.theme}"):
        with st.container(key="rum-bild"):
            if instead in {NOTE, DECISION}:
                show_note_form(
                    page, what=instead, slide=slide, lagesbild_id=show.document.id
                )  # fmt: skip
            if instead == PARTS:
                _show_sections(slides, number=number)
            _show_slide(show, slide, number=number)
        _show_foot(page, show, slide, number=number, count=len(slides))


def _show_nothing() -> None:
    """A black screen: people look at each other, and nobody reads what is left standing."""
    with st.container(key="presentera-svart"):
        st.button("Visa bilden", shortcut="S", key="visa-igen", on_click=_show_instead, args=("",))
        st.button("Avsluta", shortcut="Esc", key="avsluta", on_click=_end)


def _show_sections(slides: tuple[Slide, ...], *, number: int) -> None:
    """A way to where each section begins."""
    first: dict[str, int] = {}
    for place, slide in enumerate(slides, start=1):
        first.setdefault(slide.section or slide.heading, place)
    here = max((place for place in first.values() if place <= number), default=1)
    with st.container(key="rum-avsnitt", horizontal=True):
        for section, place in first.items():
            st.button(
                section, key=f"avsnitt-{place}", on_click=_go, args=(place,),
                type="primary" if place == here else "secondary",
            )  # fmt: skip


def _read(page: PageContext) -> Show | None:
    """What the address asks for; None when there is no such thing for this visitor."""
    store, person = page.context.store, page.person
    asked = st.query_params.get(Address.SHOWN, "").split(".")
    if len(asked) != 4 or asked[3] not in THEMES or asked[2] not in set(Secrecy):
        return None
    lagesbild_id, version, audience, theme = asked[0], asked[1], Secrecy(asked[2]), asked[3]
    if version != NOW:
        known = versions_of(store, person=person, lagesbild_id=lagesbild_id)
        found = next((one for one in known if str(one.version) == version), None)
        if found is None:
            return None
        document = read_version(
            store, lagesbild_id=lagesbild_id, version=found.version, person=person
        )
        return Show(document=document, theme=theme)
    work = read_work(store, lagesbild_id=lagesbild_id, person=person)
    if work is None or not may_see(person, secrecy=audience):
        return None
    return Show(document=draft_document(page, work, audience=audience), theme=theme)


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 5 else 1


def _show_slide(show: Show, slide: Slide, *, number: int) -> None:
    drawn = slide.figure is not None and bool(slide.figure.points)
    if show.document.example and not drawn:  # a picture says it itself
        show_html(f'<div class="lb-band" role="note">{EXAMPLE_TEXT}</div>')
    st.title(plain(slide.heading), anchor=False)
    if slide.lines:
        show_html("".join(f"<p class='lb-rum'>{html.escape(line)}</p>" for line in slide.lines))
    for note in slide.notes:
        about = ", ".join(one for one in (note.source, note.place, note.on) if one)
        show_html(
            f"<p class='lb-rum'>{html.escape(note.text)}</p><p class='lb-rum lb-dampad'>"
            f"{html.escape(about)}. Bygger på {html.escape(note.grade)}.</p>"
        )
    if drawn:
        _show_picture(show, slide, number=number)


def _show_picture(show: Show, slide: Slide, *, number: int) -> None:
    from lagesbild.charts.document_figure import (
        describe_document_figure,
        document_chart,
        enlarged,
    )

    figure = slide.figure
    if figure is None:
        return
    if figure.kind is ChartKind.TABLE:
        show_rows(rows_of(figure, most=6), alt=figure.sentence)
        return
    chart = document_chart(figure, theme=show.colours, height=round(CHART_PX / LARGER), most=7)
    with st.container(key="rum-diagram"):
        show_chart(
            enlarged(chart, factor=LARGER), key=f"bild-{number}-{show.theme}",
            about=describe_document_figure(figure),
        )  # fmt: skip
    show_html(f"<p class='lb-rum-fot'>{html.escape(_in_short(figure.footnote))}</p>")


def _in_short(footnote: str) -> str:
    """Who says it and when, and what is hidden or preliminary; the rest stands in the lägesbild."""
    parts = footnote.rstrip(".").split(". ")
    told = [
        one for one in parts
        if one.startswith(("Källa", "Utgiven", "preliminär")) or "skyddad" in one
    ]  # fmt: skip
    return ". ".join(told)


def _show_foot(
    page: PageContext, show: Show, slide: Slide, *, number: int, count: int
) -> None:  # fmt: skip
    """Where we are, and the keys; each key is a button too."""
    with st.container(key="rum-fot", horizontal=True, vertical_alignment="center"):
        words = f"{number} av {count}" + (f" · {slide.section}" if slide.section else "")
        show_html(f"<p class='lb-rum-fot'>{html.escape(words)}</p>")
        for label, key, target in (
            ("Första", "Home", 1), ("Förra", "Left", number - 1), ("Nästa", "Right", number + 1),
            ("Sista", "End", count),
        ):  # fmt: skip
            st.button(
                label, shortcut=key, key=f"ga-{key}", on_click=_go, args=(target,),
                disabled=not 1 <= target <= count or target == number,
            )  # fmt: skip
        other = "mork" if show.theme == "ljus" else "ljus"
        st.button(
            "Mörkt" if other == "mork" else "Ljust", shortcut="M", key="rum", on_click=_light,
            args=(other,),
        )  # fmt: skip
        own = (("Anteckning", "A", NOTE), ("Beslut", "B", DECISION)) if may_note(page) else ()
        now = st.session_state.get(Key.IN_THE_ROOM)
        for label, key, what in (("Avsnitt", "F", PARTS), *own, ("Svart", "S", BLACK)):
            st.button(
                label, shortcut=key, key=f"rum-{what}-knapp", on_click=_show_instead,
                args=("" if now == what else what,),
            )  # fmt: skip
        st.button(
            "Helskärm (H)", key="hela-skarmen", help="H fyller skärmen, och H igen lämnar den."
        )
        st.button("Avsluta", shortcut="Esc", key="avsluta", on_click=_end)


def _show_instead(what: str) -> None:
    st.session_state[Key.IN_THE_ROOM] = what


def _go(number: int) -> None:
    """Another picture; a note that is being written belongs to the old one."""
    st.query_params[Address.SLIDE] = str(number)
    _show_instead("")


def _light(theme: str) -> None:
    shown = st.query_params[Address.SHOWN].split(".")
    st.query_params[Address.SHOWN] = ".".join((*shown[:3], theme))


def _end() -> None:
    _show_instead("")
    for key in (Address.SLIDE, Address.SHOWN):
        st.query_params.pop(key, None)
