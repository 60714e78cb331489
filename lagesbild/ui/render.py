"""Putting results on the page: sentence, picture, table, method; and what to say when there is none."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from lagesbild.access.policy import may
from lagesbild.access.release import secrecy_held
from lagesbild.analysis.wording import interval_text, number, value_text
from lagesbild.charts.canvas import PLOT_CONFIG
from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.indicator import Indicator, Source
from lagesbild.domain.results import ReleasedFigures
from lagesbild.domain.written import EXAMPLE_TEXT, decimals_for
from lagesbild.ui.markup import show_html
from lagesbild.ui.page_objects import page_of_file
from lagesbild.ui.page_table import find_page
from lagesbild.ui.state import Address
from lagesbild.ui.tables import figures_as_csv, figures_as_table, file_name_for

if TYPE_CHECKING:
    from lagesbild.analysis.maps import AreaMap
    from lagesbild.analysis.trends import Trend
    from lagesbild.ui.guard import PageContext

Figure = Any
"""A Plotly figure; only charts knows the type."""

PLOTLY_CONFIG: dict[str, Any] = {**PLOT_CONFIG, "locale": "sv", "showTips": False}

MARKUP = re.compile(r"[\\`*_{}\[\]<>#$~|]|:(?=\w)")
"""What Markdown, its formulas and its emoji codes would read as something else than text."""


def show_error(error: LagesbildError) -> None:
    """What happened and what to do now, with the code to quote."""
    lines = [plain(error.message), plain(error.remedy), f"({error.code})"]
    st.error(" ".join(line for line in lines if line), icon=":material/error:")


def plain(text: str) -> str:
    """Text that Streamlit shows as it stands, whatever a file's author wrote in it."""
    return MARKUP.sub(r"\\\g<0>", text)


def as_label(text: str) -> str:
    """Text for a widget's label, which screen readers read as it stands: signs left out, not escaped."""
    return re.sub(r"[\\`*\[\]<>$~|]+", " ", text).strip()


def show_ribbon() -> None:
    """The thin striped line that example data always wears."""
    show_html(f'<div class="lb-band" role="note">{EXAMPLE_TEXT}</div>')


def show_heading(sentence: str, *, example: bool = False) -> None:
    """The page's answer in one sentence, as its heading."""
    if example:
        show_ribbon()
    st.title(plain(sentence), anchor=False)


def show_empty(text: str, *, link_to: str | None = None, link_text: str = "") -> None:
    """An empty place says what to do."""
    with st.container(border=True):
        st.markdown(plain(text))
        if link_to:
            st.page_link(find_page(link_to).path, label=link_text, icon=find_page(link_to).icon)


def show_way(page_id: str, label: str, *, page: PageContext, **address: str) -> None:
    """A link to another page with the same kommun; nothing when the role may not open it.

    address  further choices to take along, by the words the address uses
    """
    entry = find_page(page_id)
    if not may(page.person, action=entry.action):
        return
    kept = {Address.KOMMUN.value: page.inquiry.kommun.name, **address}
    st.page_link(page_of_file(entry), label=label, icon=entry.icon, query_params=kept)


def show_ways(page: PageContext, *page_ids: str) -> None:
    """Onwards with the same kommun and measure."""
    name = require_indicator(page).name
    with st.container(horizontal=True):
        for page_id in page_ids:
            title = find_page(page_id).title
            show_way(page_id, f"Visa i {title}", page=page, **{Address.INDICATOR.value: name})


def require_indicator(page: PageContext) -> Indicator:
    """The page's indicator; an empty catalogue ends the page with what to do."""
    if page.indicator_id is None:
        show_heading("Det finns inga mått att visa ännu.")
        show_empty(
            "Katalogen är tom. Lägg en fil per mått i data/catalog/indicators.",
            link_to="datakallor", link_text="Se datakällor",
        )  # fmt: skip
        st.stop()
    return page.inquiry.indicator(page.indicator_id)


def source_of(page: PageContext) -> Source | None:
    """The source of the page's indicator."""
    return page.inquiry.catalog.sources.get(require_indicator(page).source)


def open_tabs(names: Sequence[str], *, key: Address = Address.TAB) -> Sequence[Any]:
    """Tabs of which only the open one is worked out; the address remembers which."""
    return st.tabs(list(names), key=str(key), bind="query-params")


def open_trend_tabs(answer: Trend) -> tuple[Any, Any, Any, Any]:
    """Chart, parts, map and table; None for the parts of what nobody has divided."""
    has_parts = answer.parts is not None or answer.sub_areas is not None
    names = ["Diagram", *(["Uppdelat"] if has_parts else []), "Karta", "Tabell"]
    opened = dict(zip(names, open_tabs(names), strict=True))
    return opened["Diagram"], opened.get("Uppdelat"), opened["Karta"], opened["Tabell"]


def show_chart(figure: Figure, *, key: str, about: str) -> None:
    """A picture with its description in words; ``about`` is used when the picture brings none."""
    st.plotly_chart(
        figure, key=key, config=PLOTLY_CONFIG, theme=None, alt=alternative(figure, about=about)
    )


def show_map_chart(figure: Figure, *, key: str, about: str, choice: Address | None = None) -> None:
    """A map; a click puts the area's code where ``choice`` has its widget."""
    st.plotly_chart(
        figure, key=key, config=PLOTLY_CONFIG, theme=None, alt=alternative(figure, about=about),
        on_select=lambda: _take_click(key, choice), selection_mode="points",
    )  # fmt: skip


def _take_click(key: str, choice: Address | None) -> None:
    points = (st.session_state.get(key) or {}).get("selection", {}).get("points", [])
    clicked = [str(point["location"]) for point in points if point.get("location")]
    if clicked and choice is not None:
        st.session_state[choice] = clicked[0]


def alternative(figure: Figure, *, about: str) -> str:
    """What the picture shows, in words, for those who do not see it."""
    meta = figure.to_dict()["layout"].get("meta")
    found = meta.get("alt") if isinstance(meta, dict) else None
    return str(found or about)


def show_table(figures: ReleasedFigures, *, key: str, alt: str, limit_height: bool = True) -> None:
    """The same figures as a table in Swedish, with a word in every hole, and a file to take home."""
    if figures.is_empty:
        show_empty("Det finns inga siffror att visa i tabellen.")
        return
    table = figures_as_table(figures)
    tall = limit_height and len(table) > 14
    st.table(
        table, hide_index=True, border="horizontal", alt=alt, height=480 if tall else "content"
    )
    show_download(figures, key=key)


MOST_IN_RANKING = 14


def ranking(answer: AreaMap, *, chosen: str) -> str:
    """The highest areas with their intervals, and the chosen one wherever it stands, as HTML; empty
    without any."""
    known = answer.figures.frame.dropna(subset=["value"])
    known = known.sort_values("value", ascending=False, ignore_index=True)
    if known.empty:
        return ""
    places = [*known.index[:MOST_IN_RANKING], *known.index[known["area_code"] == chosen]]
    rows = [
        _ranking_row(answer.indicator, row, place=place + 1, chosen=chosen)
        for place, row in _records(known, places=dict.fromkeys(places))
    ]
    unit = html.escape(answer.indicator.unit)
    title = f"Högst {html.escape(answer.period.label) if answer.period else ''}"
    head = f"<tr><th>Plats</th><th>Område</th><th class='lb-hoger'>{unit}</th></tr>"
    return f'<div class="lb-tabell lb-bryt"><p><strong>{title}</strong></p><table>{head}{"".join(rows)}</table></div>'


def _records(frame: pd.DataFrame, *, places: Iterable[int]) -> Iterator[tuple[int, dict]]:  # type: ignore[type-arg]
    """Rows by their place; as dictionaries, which are read ten times faster than a frame's rows."""
    chosen = list(places)
    return zip(chosen, frame.iloc[chosen].to_dict("records"), strict=True)


def _ranking_row(indicator: Indicator, row: dict, *, place: int, chosen: str) -> str:
    places = decimals_for(indicator, row["value"], denominator=row["denominator"])
    name, figure = html.escape(row["area_name"]), number(row["value"], decimals=places)
    limits = html.escape(interval_text(indicator, row))
    mark = ' class="lb-egen"' if row["area_code"] == chosen else ""
    return (
        f"<tr{mark}><td>{place}</td><td>{name}</td>"
        f'<td class="lb-hoger">{figure} <span class="lb-rad">{limits}</span></td></tr>'
    )


def show_chosen_area(answer: AreaMap, *, code: str, own_code: str) -> None:
    """One sentence about the area that was clicked or chosen, unless the heading is about it."""
    if code == own_code:
        return
    found = answer.figures.frame[answer.figures.frame["area_code"] == code]
    if found.empty:
        return
    row = found.iloc[0]
    figure = f"{value_text(answer.indicator, row)} {interval_text(answer.indicator, row)}".strip()
    count = f" {number(row['count'])} i antal." if pd.notna(row["count"]) else ""
    st.markdown(f"**{plain(row['area_name'])}:** {plain(figure)}.{plain(count)}")


def show_trend_tables(answer: Trend) -> None:
    """The lines as a table, and under it those of the parts."""
    show_table(answer.figures, key="tabell", alt=answer.sentence)
    for title, name, figures in (
        ("Uppdelat", "delar", answer.parts), ("I kommunens delar", "delomraden", answer.sub_areas)
    ):  # fmt: skip
        if figures is not None:
            st.subheader(title, anchor=False)
            show_table(figures, key=f"tabell-{name}", alt=title)


def show_download(figures: ReleasedFigures, *, key: str) -> None:
    """Released figures as a file; built when asked for."""
    from lagesbild.ui.downloads import offer_file

    offer_file(
        "tabell", "Ladda ner tabellen (CSV)", data=lambda: figures_as_csv(figures),
        file_name=file_name_for(figures), mime="text/csv", key=f"ladda-ner-{key}",
        subject=figures.indicator.id, holds=secrecy_held(figures),
    )  # fmt: skip
