"""The only door for HTML. What is not on the list of harmless parts is shown as text."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import streamlit as st

TAGS = frozenset(
    {
        "p", "div", "span", "br", "strong", "b", "em", "i", "small", "ul", "ol", "li", "dl", "dt",
        "dd", "table", "thead", "tbody", "tr", "th", "td", "caption", "details", "summary", "img",
        "h2", "h3", "h4", "section", "article", "figure", "figcaption", "footer", "header", "a",
        "abbr", "time", "mark", "hr",
    }
)  # fmt: skip
ATTRIBUTES = frozenset(
    {
        "class", "id", "title", "alt", "lang", "role", "scope", "colspan", "rowspan", "open",
        "tabindex", "datetime", "width", "height", "data-row", "start",
    }
)  # fmt: skip
"""Besides aria-*. No style, no handler of events, no address but those below."""

VOID = frozenset({"br", "img", "hr"})
PICTURES = ("data:image/svg+xml", "data:image/png;base64,")
PLACES = ("?", "#", "/")
"""Links lead within Lägesbild; "//elsewhere" does not."""


def show_html(text: str) -> None:
    """Put markup on the page."""
    st.html(clean(text))


def show_style(sheet: Path) -> None:
    """Our own style sheet, a file of the package."""
    st.html(_style_of(sheet))


@lru_cache(maxsize=4)
def _style_of(sheet: Path) -> str:
    """Read once; by a path Streamlit reads it at each rerun."""
    return f"<style>{sheet.read_text(encoding='utf-8')}</style>"


_ENTITY = "&(?:amp|lt|gt);"
_VALUE = f"(?:[^\"'<>&]|{_ENTITY}|&quot;|&#x27;)*+"
_NAME = f"(?:{'|'.join(sorted(ATTRIBUTES))}|aria-[a-z]+)"
_OPENED = f'<(?:{"|".join(sorted(TAGS))})(?: {_NAME}="{_VALUE}")*+>'
_SHUT = f"</(?:{'|'.join(sorted(TAGS - VOID))})>"
WELL_WRITTEN = re.compile(f"(?:[^<>&]++|{_ENTITY}|{_OPENED}|{_SHUT})*+")
"""Known parts only, written as they would be written again: nothing to clean. Tables of a hundred rows are
read in a twentieth of the time. An address (href, src) is never among them: it is looked at."""


@lru_cache(maxsize=2000)
def clean(text: str) -> str:
    """The same markup with everything unknown turned into text."""
    return text if WELL_WRITTEN.fullmatch(text) else _cleaned(text)


def _cleaned(text: str) -> str:
    cleaner = _Cleaner()
    cleaner.feed(text)
    cleaner.close()
    return "".join(cleaner.parts)


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.parts.append(html.escape(self.get_starttag_text() or ""))
            return
        kept = "".join(
            f' {name}="{html.escape(value or "")}"' for name, value in attrs if _may(name, value)
        )
        self.parts.append(f"<{tag}{kept}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        self.parts.append(f"</{tag}>" if tag in TAGS else html.escape(f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        self.parts.append(html.escape(data, quote=False))

    def handle_comment(self, data: str) -> None:
        self.parts.append(html.escape(f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(html.escape(f"<!{decl}>"))

    def handle_pi(self, data: str) -> None:
        self.parts.append(html.escape(f"<?{data}>"))

    def unknown_decl(self, data: str) -> None:
        self.parts.append(html.escape(f"<![{data}]>"))


def _may(name: str, value: str | None) -> bool:
    if name == "src":
        return (value or "").startswith(PICTURES)
    if name == "href":
        return (value or "").startswith(PLACES) and not (value or "").startswith(("//", "/\\"))
    return name in ATTRIBUTES or name.startswith("aria-")
