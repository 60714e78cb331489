"""What the residents see: words, a line, the figures as a table, and where they come from. No chart
library: the page must come at once, and print."""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from lagesbild.charts.plain_line import PlainLine, plain_line_svg
from lagesbild.charts.sparkline import describe_sparkline
from lagesbild.domain.publication import Publication, PublishedFigure, PublishedPoint
from lagesbild.domain.work.dated import date_words
from lagesbild.ui.markup import show_html
from lagesbild.ui.publication_parts import cards_html, places_html, promises_html
from lagesbild.ui.render import plain, show_ribbon

PROTECTION = (
    "Antal som är mycket små visas inte, så att ingen enskild person kan kännas igen. Då står det "
    "”skyddat”. ”Saknas” betyder att uppgiften inte finns."
)


def show_publication(publication: Publication, *, key: str = "sida") -> None:
    """The whole page, also as a preview."""
    with st.container(key=f"invanare-{key}"):
        if publication.example:
            show_ribbon()
        show_html(
            '<p class="lb-rad">Brottsförebyggande rådet i '
            f"{html.escape(publication.kommun_name)} kommun berättar</p>"
        )
        st.title(plain(publication.title), anchor=False)
        show_html(_words(publication.intro, kind="lb-ingress"))
        if publication.doing:
            show_html(f"<h2>Det här gör rådet</h2>{_words(publication.doing)}")
        if publication.figures:
            show_html("<h2>Så ser det ut</h2>" + "".join(map(_figure_html, publication.figures)))
        for part in (
            cards_html(publication.cards), promises_html(publication.promises),
            places_html(publication.places),
        ):  # fmt: skip
            if part:
                show_html(part)
        show_html(_foot_html(publication))


def show_nothing_published(kommun: str) -> None:
    """A plain page for a council that has not published anything."""
    with st.container(key="invanare-tom"):
        st.title(plain(f"{kommun} har inte publicerat någon lägesbild än"), anchor=False)
        show_html(
            '<p class="lb-ingress">Kommunen ska enligt lagen om kommuners ansvar för brottsförebyggande '
            "arbete (2023:196) ta fram en lägesbild över brottsligheten och bidra till att information "
            "når invånarna. När rådet har valt vad som ska berättas här visas det på den här sidan.</p>"
            "<p>Vill du veta mer redan nu? Vänd dig till kommunens kontaktcenter och fråga efter det "
            "brottsförebyggande rådet.</p>"
        )


def _words(text: str, *, kind: str = "") -> str:
    """Paragraphs by empty lines, lists by lines that begin with a dash."""
    named = f' class="{kind}"' if kind else ""
    parts = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            items = "".join(f"<li>{html.escape(line[2:])}</li>" for line in lines)
            parts.append(f"<ul>{items}</ul>")
        elif lines:
            parts.append(f"<p{named}>{'<br>'.join(map(html.escape, lines))}</p>")
    return "".join(parts)


def _figure_html(figure: PublishedFigure) -> str:
    told = [figure.definition, figure.reading, figure.caveat]
    about = " ".join(html.escape(text) for text in told if text)
    return (
        f'<article class="lb-inv-matt"><h3>{html.escape(figure.name)}</h3>'
        f'<p class="lb-inv-mening">{html.escape(figure.sentence)}</p>'
        f'<div class="lb-inv-bild">{_line_html(figure)}{_table_html(figure)}</div>'
        f'<p>{about}</p><p class="lb-fot">{html.escape(figure.source)}</p></article>'
    )


def _line_html(figure: PublishedFigure) -> str:
    if not figure.points:
        return ""
    first, last = figure.points[0], figure.points[-1]
    own = PlainLine(
        name=figure.area, values=[one.value for one in figure.points], is_own=True,
        end=last.text if last.value is not None else "",
    )  # fmt: skip
    other = PlainLine(
        name=figure.beside_name, values=[one.beside_value for one in figure.points], is_own=False,
        end=last.beside if last.beside_value is not None else "",
    )  # fmt: skip
    picture = plain_line_svg([other, own], first=first.period, last=last.period)
    if not picture:
        return ""
    told = describe_sparkline(own.values)
    alt = html.escape(f"{figure.name}, {figure.area}. {told} Alla tal står i tabellen bredvid.")
    return f'<figure><img alt="{alt}" src="data:image/svg+xml,{quote(picture)}"></figure>'


def _table_html(figure: PublishedFigure) -> str:
    compared = any(point.beside for point in figure.points)
    names = [figure.area, *([figure.beside_name] if compared else [])]
    heads = "".join(f'<th class="lb-hoger">{html.escape(name)}</th>' for name in names)
    rows = [
        "<tr>" + "".join(_cells(point, compared=compared)) + "</tr>"
        for point in reversed(figure.points)
    ]
    unit = html.escape(figure.unit[:1].upper() + figure.unit[1:])
    return (
        f'<div class="lb-tabell lb-bryt"><table><caption class="lb-rad">{unit}</caption>'
        f"<tr><th>Period</th>{heads}</tr>{''.join(rows)}</table></div>"
    )


def _cells(point: PublishedPoint, *, compared: bool) -> list[str]:
    told = [point.text, *([point.beside] if compared else [])]
    figures = [f'<td class="lb-hoger">{html.escape(text)}</td>' for text in told]
    return [f"<td>{html.escape(point.period)}</td>", *figures]


def _foot_html(publication: Publication) -> str:
    contact = publication.contact
    asked = f"<h2>Kontakt</h2>{_words(contact)}" if contact else ""
    when = date_words(publication.made_on)
    return (
        f'{asked}<p class="lb-fot">Siffrorna är de som fanns den {when} och ändras inte i efterhand. '
        f"{html.escape(PROTECTION)}</p>"
    )


def periods_of(figures: Sequence[PublishedFigure]) -> str:
    """The newest periods, for a list of versions."""
    found = dict.fromkeys(one.points[-1].period for one in figures if one.points)
    return ", ".join(found)
