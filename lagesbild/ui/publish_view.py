"""Publicera: what the residents shall see, first as a preview, then out, and away again."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from lagesbild.analysis.publication import (
    MOST_FIGURES,
    compose,
    publish,
    versions,
    withdraw,
)
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.publication import Publication, PublishedVersion
from lagesbild.ui import cache
from lagesbild.ui.guard import PageContext
from lagesbild.ui.handing_over import fill_from_lagesbild
from lagesbild.ui.publication_view import periods_of, show_publication
from lagesbild.ui.publish_parts import ask_parts, offered_parts, show_drafts
from lagesbild.ui.render import as_label, plain, show_empty, show_error, show_heading
from lagesbild.ui.state import Key
from lagesbild.ui.text_form import text_form


def show_publishing(page: PageContext) -> None:
    """The page: what is out, the form, the preview, and earlier versions."""
    earlier = versions(page.inquiry)
    out = earlier[0] if earlier and earlier[0].withdrawn_at is None else None
    show_heading(_sentence(out))
    if out is not None:
        _offer_withdrawal(page, out)
    show_drafts(page)
    _show_form(page, last=earlier[0].content if earlier else None)
    draft = st.session_state.get(Key.DRAFT)
    if isinstance(draft, Publication):
        _show_preview(page, draft)
    _show_versions(earlier)


def _sentence(out: PublishedVersion | None) -> str:
    if out is None:
        return "Ingenting är publicerat för invånarna just nu."
    day = out.published_at.date().isoformat()
    return f"Invånarna ser ”{out.content.title}”, publicerad {day}."


def _offer_withdrawal(page: PageContext, out: PublishedVersion) -> None:
    with st.popover("Ta bort från invånarnas sida", icon=":material/visibility_off:"):
        st.markdown(
            "Sidan blir tom direkt. Versionen finns kvar här, men visas inte för någon annan."
        )
        if st.button("Ta bort nu", key="dra-tillbaka", icon=":material/visibility_off:"):
            withdraw(page.inquiry, publication_id=out.publication_id)
            st.rerun()


def _show_form(page: PageContext, *, last: Publication | None) -> None:
    names = {one.id: one.name for one in cache.publishable(page)}
    offered = offered_parts(page, open_measures=names)
    if not names and offered.is_empty:
        show_empty(
            "Det finns inga öppna mått med siffror för kommunen ännu, och inga kort, löften eller platser.",
            link_to="datakallor", link_text="Se datakällor",
        )  # fmt: skip
        return
    fill_from_lagesbild(page, offered=names)
    kept = [one.indicator_id for one in last.figures if one.indicator_id in names] if last else []
    with (
        st.expander("Skriv och välj", expanded=True, icon=":material/edit:", key="skriv"),
        text_form("publicera") as form,
    ):
        title = form.line("Rubrik", key="pub-rubrik", value=last.title if last else "")
        intro = form.paragraph(
            "Inledning", key="pub-inledning", value=last.intro if last else "",
            placeholder="Två till fyra meningar. Tom rad ger nytt stycke.",
        )  # fmt: skip
        doing = form.paragraph(
            "Det här gör rådet", key="pub-gor", value=last.doing if last else "",
            placeholder="En rad som börjar med bindestreck blir en punkt i en lista.",
        )  # fmt: skip
        chosen = st.multiselect(
            f"Mått, högst {MOST_FIGURES}", list(names), key="pub-matt",
            default=None if "pub-matt" in st.session_state else kept,
            format_func=lambda one: as_label(names[one]), max_selections=MOST_FIGURES,
            placeholder="Välj mått",
        )  # fmt: skip
        parts = ask_parts(offered)
        contact = form.contact_line(
            "Kontakt", key="pub-kontakt", value=last.contact if last else "",
            placeholder="till exempel brottsforebyggande@kommunen.se eller växelns nummer",
        )  # fmt: skip
        if not form.submit("Förhandsgranska", icon=":material/preview:"):
            return
    draft = replace(
        parts, title=title, intro=intro, doing=doing, contact=contact, indicator_ids=tuple(chosen)
    )
    try:
        st.session_state[Key.DRAFT] = compose(page.inquiry, draft)
    except LagesbildError as error:
        st.session_state.pop(Key.DRAFT, None)
        show_error(error)


def _show_preview(page: PageContext, draft: Publication) -> None:
    st.subheader("Så här blir sidan", anchor=False)
    with st.container(border=True):
        show_publication(draft, key="forhandsvisning")
    with st.container(horizontal=True):
        if st.button("Publicera", key="publicera-nu", type="primary", icon=":material/public:"):
            publish(page.inquiry, draft)
            st.session_state.pop(Key.DRAFT, None)
            st.rerun()
        if st.button("Kasta", key="kasta-utkast", icon=":material/delete:"):
            st.session_state.pop(Key.DRAFT, None)
            st.rerun()


def _show_versions(earlier: list[PublishedVersion]) -> None:
    if not earlier:
        return
    st.subheader("Versioner", anchor=False)
    for number, one in enumerate(earlier):
        when = one.published_at.date().isoformat()
        with st.expander(plain(f"{when}: {one.content.title} ({_state(one, newest=not number)})")):
            if one.content.figures:
                st.caption(plain(f"Siffror till och med {periods_of(one.content.figures)}."))
            if st.toggle("Visa sidan som den var", key=f"version-{one.publication_id}"):
                show_publication(one.content, key=f"version-sida-{one.publication_id}")


def _state(one: PublishedVersion, *, newest: bool) -> str:
    if one.withdrawn_at is not None:
        return f"borttagen {one.withdrawn_at.date().isoformat()}"
    return "visas nu" if newest else "ersatt"
