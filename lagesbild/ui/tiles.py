"""Översikt's tiles: native text and a drawn line, nothing of Plotly, so that they come at once."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from lagesbild.analysis.signals import Signal
from lagesbild.analysis.situation import Situation, Tile
from lagesbild.charts.sparkline import describe_sparkline, sparkline_svg
from lagesbild.domain.indicator import THEME_WORDS, Polarity, Theme
from lagesbild.domain.period import MONTHS
from lagesbild.domain.secrecy import HOLES, Status
from lagesbild.domain.written import NBSP
from lagesbild.ui.markup import show_html
from lagesbild.ui.page_table import find_page
from lagesbild.ui.render import as_label, plain
from lagesbild.ui.state import Address

FIRST_SHOWN = 3
"""Tiles a theme starts with: three rows of six fit a projector without scrolling."""

MOST_STANDING_OUT = 3

JUDGEMENT_WORDS = {"worse": "sämre", "better": "bättre", "higher": "högre", "lower": "lägre"}


def show_standing_out(signals: Sequence[Signal], *, kommun: str) -> None:
    """What stands out on Signaler, as sentences with the way there."""
    if not signals:
        return
    rest = len(signals) - MOST_STANDING_OUT
    with st.container(border=True, key="sticker-ut", gap=None):
        for one in signals[:MOST_STANDING_OUT]:
            way = "▲" if one.lead.is_higher else "▼"
            st.page_link(
                find_page("signaler").path, label=f"{way} {plain(one.lead.sentence)} Se varför →",
                icon="", help="Diagram, vad som talar emot, och vad som kan göras.",
                query_params={
                    Address.KOMMUN.value: kommun, Address.SIGNAL.value: as_label(one.indicator.name)
                },
            )  # fmt: skip
        if rest > 0:
            more = "Ett mått till" if rest == 1 else f"{rest} mått till"
            st.page_link(
                find_page("signaler").path, label=f"{more} sticker ut →", icon="",
                query_params={Address.KOMMUN.value: kommun},
            )  # fmt: skip


def show_themes(situation: Situation, *, kommun: str, everything: bool) -> None:
    """A column a theme, most deserving first."""
    themes = [theme for theme in Theme if situation.of_theme(theme)]
    if not themes:
        return
    with st.container(key="teman"):
        columns = st.columns(len(themes), gap="small")
    for theme, column in zip(themes, columns, strict=True):
        tiles = situation.of_theme(theme)
        with column:
            st.subheader(THEME_WORDS[theme], anchor=False)
            show_tiles(tiles if everything else tiles[:FIRST_SHOWN], kommun=kommun)


def show_tiles(tiles: Sequence[Tile], *, kommun: str) -> None:
    """One framed tile a measure, its name a way to Indikator."""
    for tile in tiles:
        with st.container(border=True, key=f"ruta-{tile.indicator.id}", gap=None):
            _link(tile, kommun=kommun, label=plain(tile.indicator.name))
            show_html(tile_html(tile))


def _link(tile: Tile, *, kommun: str, label: str) -> None:
    st.page_link(
        find_page("indikator").path, label=label, icon="", help=tile.sentence,
        query_params={Address.KOMMUN.value: kommun, Address.INDICATOR.value: tile.indicator.name},
    )  # fmt: skip


def tile_html(tile: Tile) -> str:
    """Value, period, line, change and comparison."""
    lines = [_value_html(tile), _line_html(tile), _change_html(tile)]
    return f'<div class="lb-ruta">{"".join(lines)}</div>'


def _value_html(tile: Tile) -> str:
    if tile.status is Status.NOT_COLLECTED:
        return '<div class="lb-hal">ingen har lämnat</div>'
    early = " (prel.)" if tile.status is Status.PRELIMINARY else ""
    when = html.escape(short_period(tile.period_label) + early)
    period = f'<div class="lb-rad lb-enrad" title="{html.escape(tile.period_label)}">{when}</div>'
    if tile.status in HOLES:
        kind = "lb-hal lb-skyddat" if tile.status is Status.SUPPRESSED else "lb-hal"
        return f'<div class="{kind}">{html.escape(tile.value_text)}</div>{period}'
    figure, unit = split_unit(tile)
    return (
        f'<div class="lb-varde"><span class="lb-tal">{html.escape(figure)}</span> '
        f'<span class="lb-rad">{html.escape(_whole_numbers(unit))}</span></div>{period}'
    )


def split_unit(tile: Tile) -> tuple[str, str]:
    """The figure, large, and what it counts, small."""
    figure, _, unit = tile.value_text.partition(NBSP)
    while unit[:1].isdigit() and len(unit.partition(NBSP)[0]) == 3:
        group, _, unit = unit.partition(NBSP)
        figure += NBSP + group
    return figure, unit


def _whole_numbers(unit: str) -> str:
    """No line ends inside "100 000"."""
    return re.sub(r"(?<=\d) (?=\d{3})", NBSP, unit)


def short_period(text: str) -> str:
    """Months by three letters, so that a period stays on one line."""
    for month in MONTHS:
        text = text.replace(month, month[:3])
    return text


def _line_html(tile: Tile) -> str:
    if sum(value is not None for value in tile.spark) < 2:
        return ""
    early = tile.status is Status.PRELIMINARY
    picture = quote(sparkline_svg(tile.spark, width=150, height=26, is_preliminary=early))
    alt = html.escape(describe_sparkline(tile.spark))
    return f'<img alt="{alt}" src="data:image/svg+xml,{picture}">'


def _change_html(tile: Tile) -> str:
    if not tile.change_text or tile.status in HOLES:
        return ""
    words = html.escape(tile.change_text)
    if tile.judgement:
        how = JUDGEMENT_WORDS[tile.judgement]
        said = words if tile.judgement in ("higher", "lower") else f"{words} ({how})"
        words = f'<span class="lb-{tile.judgement}">{arrow(tile)} {said}</span>'
    beside = f" · {html.escape(tile.comparison_text)}" if tile.comparison_text else ""
    return f'<div class="lb-rad">{words}{beside}</div>'


def arrow(tile: Tile) -> str:
    """Up or down with the figure, whatever that means; nothing when it has not changed."""
    high_is_good = tile.indicator.polarity is Polarity.HIGH_IS_GOOD
    rises = {"higher": True, "lower": False, "worse": not high_is_good, "better": high_is_good}
    return {True: "▲", False: "▼"}.get(rises.get(tile.judgement), "")  # type: ignore[arg-type]
