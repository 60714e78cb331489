"""Cards, promises and places on the page För invånare."""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import quote

from lagesbild.charts.place_sketch import place_sketch_svg
from lagesbild.domain.publication import PublishedCard, PublishedPlace, PublishedPromise
from lagesbild.domain.written import joined


def cards_html(cards: Sequence[PublishedCard], *, has_heading: bool = True) -> str:
    """Rumour against figure: the claim, what is known, its source, and what it does not say."""
    if not cards:
        return ""
    heading = "<h2>Det sägs – och det vet vi</h2>" if has_heading else ""
    return heading + "".join(map(_card, cards))


def _card(one: PublishedCard) -> str:
    period = f" Senaste period: {html.escape(one.period)}." if one.period else ""
    known = " ".join(html.escape(text) for text in (one.answer, one.fact) if text)
    return (
        f'<article class="lb-inv-matt"><h3>”{html.escape(one.claim)}”</h3>'
        f'<p class="lb-inv-mening">{known}</p>'
        f"<p><strong>Det säger det inte:</strong> {html.escape(one.not_said)}</p>"
        f'<p class="lb-fot">{html.escape(one.source)}{period}</p></article>'
    )


def promises_html(promises: Sequence[PublishedPromise]) -> str:
    """What was promised, and how much of it is done."""
    if not promises:
        return ""
    return "<h2>Det här har vi lovat</h2>" + "".join(map(_promise, promises))


def _promise(one: PublishedPromise) -> str:
    about = ", ".join(html.escape(text) for text in (one.place, one.period) if text)
    parties = f" Löftet har getts av {html.escape(joined(one.parties))}." if one.parties else ""
    done = f" Hittills är {html.escape(one.done)} gjort." if one.done else ""
    rows = "".join(
        f'<tr><td>{html.escape(what)}</td><td class="lb-hoger">{html.escape(how)}</td></tr>'
        for what, how in one.activities
    )
    head = '<tr><th>Vi lovade</th><th class="lb-hoger">Så långt har vi kommit</th></tr>'
    table = f'<div class="lb-tabell lb-bryt"><table>{head}{rows}</table></div>' if rows else ""
    outcome = (
        f"<p><strong>Hur det gick:</strong> {html.escape(one.outcome)}</p>" if one.outcome else ""
    )
    lead = f'<p class="lb-rad">{about}</p>' if about else ""
    return (
        f'<article class="lb-inv-matt"><h3>{html.escape(one.title)}</h3>{lead}'
        f"<p>{f'{parties}{done}'.strip()}</p>{table}{outcome}</article>"
    )


def places_html(places: Sequence[PublishedPlace]) -> str:
    """What there is and what is planned: a sketch with numbers, and the list that they point to."""
    if not places:
        return ""
    points = [(one.north, one.east) for one in places]
    sketch = place_sketch_svg(points)
    picture = (
        f'<figure><img alt="Platserna i förhållande till varandra, norr uppåt. Numren står i listan."'
        f' src="data:image/svg+xml,{quote(sketch)}"></figure>'
        if sketch
        else ""
    )
    rows = "".join(_place(number, one) for number, one in enumerate(places, start=1))
    return (
        '<h2>Platser</h2><article class="lb-inv-matt">'
        f'<div class="lb-inv-bild">{picture}<div class="lb-tabell lb-bryt"><table>'
        "<tr><th>Nr</th><th>Plats</th><th>Vad</th></tr>"
        f"{rows}</table></div></div></article>"
    )


def _place(number: int, one: PublishedPlace) -> str:
    told = [one.kind[:1].upper() + one.kind[1:], one.when, one.organisation]
    about = f" {html.escape(one.about)}" if one.about else ""
    words = ", ".join(html.escape(text) for text in told if text)
    return f"<tr><td>{number}</td><td>{html.escape(one.title)}</td><td>{words}.{about}</td></tr>"
