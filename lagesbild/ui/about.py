"""What stands around a figure: how to read it, how it is counted, and where it comes from.

Written as plain HTML: a page has a dozen such paragraphs, and as widgets they would be the dearest
part of every change of a choice.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from lagesbild.domain.document import footnote_words
from lagesbild.domain.indicator import Indicator, Kind, Polarity, Source
from lagesbild.domain.results import Footnote
from lagesbild.ui.markup import show_html

POLARITY_TEXTS = {
    Polarity.HIGH_IS_BAD: "Ett högt värde är dåligt.",
    Polarity.HIGH_IS_GOOD: "Ett högt värde är bra.",
    Polarity.AMBIGUOUS: (
        "Ett högt värde är varken bra eller dåligt i sig: det kan lika gärna bero på fler anmälningar "
        "eller mer kontroll. Därför sägs bara högre och lägre."
    ),
}

KIND_TEXTS = {
    Kind.COUNT: "Antal, som de är.",
    Kind.SHARE: "Andel i procent av underlaget.",
    Kind.VALUE: "Publicerat värde; underlaget räknas inte om här.",
}


def show_reading_guide(indicator: Indicator) -> None:
    """What it is and what can fool us, beside the picture."""
    parts = [
        _paragraph("Vad är detta?", indicator.definition),
        _paragraph("Hur ska det läsas?", POLARITY_TEXTS[indicator.polarity]),
    ]
    if indicator.caveats:
        parts += [_paragraph("Vad kan lura oss?", ""), _list(indicator.caveats)]
    show_html(f'<div class="lb-guide">{"".join(parts)}</div>')


def show_footnote(footnote: Footnote) -> None:
    """Source, date, period, base, what is preliminary and what is hidden."""
    show_html(f'<p class="lb-fot">{html.escape(footnote_words(footnote))}</p>')


def show_about(indicator: Indicator, *, source: Source | None, footnote: Footnote) -> None:
    """Method, breaks, secrecy and source, folded away; the definition too, for pages without the
    guide."""
    counted = KIND_TEXTS.get(indicator.kind, f"Antal, räknat som {indicator.unit}.")
    method = f" {footnote.interval}, {footnote.method}." if footnote.method else ""
    parts = [_paragraph(indicator.question, indicator.definition)]
    if indicator.breaks:
        parts += [
            _paragraph("Brott i serien", ""),
            _list([f"{one.date.isoformat()}: {one.reason}" for one in indicator.breaks]),
        ]
    parts += [
        _paragraph("Hur räknas det?", counted + method),
        _paragraph("Hur ska det läsas?", POLARITY_TEXTS[indicator.polarity]),
    ]
    if source:
        who = f"{source.name}, {source.provider}. Ansvarig: {source.contact_role}."
        parts.append(_paragraph("Varifrån?", f"{who} Villkor: {source.licence}."))
    parts.append(f'<p class="lb-fot">{html.escape(_threshold(indicator))}</p>')
    summary = "<summary>Om siffran</summary>"
    show_html(f'<details class="lb-om">{summary}{"".join(parts)}</details>')


def show_facts(
    facts: Sequence[tuple[str, str]], *, doubts: Sequence[str], asked: str = "Vad talar emot?"
) -> None:
    """The box beside a picture: a sentence under each heading, then what makes one doubt them."""
    parts = [_paragraph(heading, text) for heading, text in facts]
    if doubts:
        parts.append(f"<p><strong>{html.escape(asked)}</strong></p>{_list(doubts)}")
    show_html(f'<div class="lb-guide">{"".join(parts) or "<p>Inget mer att säga.</p>"}</div>')


def _paragraph(heading: str, text: str) -> str:
    mark = "" if heading.endswith(("?", ".", ":")) else ":"
    return f"<p><strong>{html.escape(heading)}{mark}</strong> {html.escape(text)}</p>"


def _list(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(text)}</li>' for text in texts)}</ul>"


def _threshold(indicator: Indicator) -> str:
    """Why something is hidden, for who decides and for who counts."""
    return (
        f"Antal under {indicator.min_count} visas inte, så att ingen kan kännas igen. Skyddat, saknas "
        "och 0 är tre olika saker. Ibland skyddas också ett större tal intill: annars kunde det lilla "
        "räknas ut som skillnaden mot en summa. För den som kan statistik: mönstret är lika i alla "
        "vyer, och givet allt som visas kan varje litet antal vara vilket tal som helst under gränsen."
    )
