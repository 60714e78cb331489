"""The one door for HTML: our own markup comes through unchanged, nobody else's does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.ui.markup import TAGS, WELL_WRITTEN, _cleaned, clean

OURS = (
    '<p class="lb-fot">Källa: Brå &amp; SCB. 1&nbsp;234</p>',
    '<details class="lb-om"><summary>Om siffran</summary><ul><li>Ett</li></ul></details>',
    '<img alt="först 1, sist 2" src="data:image/svg+xml,%3Csvg%3E">',
    '<table><tr class="lb-egen"><td colspan="2">a</td></tr></table>',
    '<div tabindex="0" role="region" aria-label="Rader">x</div>',
    '<a href="?kommun=2260">Ånge</a>',
)
THEIRS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://elsewhere.example/x.png">',
    '<p onclick="alert(1)">x</p>',
    '<p style="background:url(https://elsewhere.example)">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="//elsewhere.example">x</a>',
    '<a href="/\\\\elsewhere.example">x</a>',
    "<iframe src=/></iframe>",
    "<svg onload=alert(1)></svg>",
    "<style>@import url(https://elsewhere.example)</style>",
    "<form action=/x><input name=a></form>",
    "<!--<script>alert(1)</script>-->",
    '<IMG SRC="data:text/html,<script>alert(1)</script>">',
    "<p/onclick=alert(1)>x",
    '<base href="https://elsewhere.example/">',
)
TAG = re.compile(r"<\s*/?\s*([a-zA-Z!?][^\s>/]*)([^>]*)>")
DANGEROUS = re.compile(r"\son\w+\s*=|\sstyle\s*=|javascript:|elsewhere")


def tags_in(text: str) -> list[tuple[str, str]]:
    return [(name.lower(), rest) for name, rest in TAG.findall(text)]


@pytest.mark.parametrize("text", OURS)
def test_our_own_markup_is_left_alone(text: str) -> None:
    assert clean(text) == text.replace("&nbsp;", "\u00a0")


@pytest.mark.parametrize("text", THEIRS)
def test_other_markup_becomes_text(text: str) -> None:
    for name, rest in tags_in(clean(text)):
        assert name in TAGS
        assert not DANGEROUS.search(rest)


@given(st.text(alphabet="<>/\"'= abimgsrcopnt!-&;", max_size=60))
def test_whatever_is_written_only_known_parts_come_out(text: str) -> None:
    for name, rest in tags_in(clean(text)):
        assert name in TAGS
        assert not DANGEROUS.search(rest)


PIECES = (
    "<p>", "</p>", '<td class="lb-lang">', "</td>", "Brå ", "&amp;", "&lt;", "&quot;", "&#x27;", "&nbsp;", '"', "'",
    '<div aria-label="a &amp; &quot;b&quot;">', '<div aria-label="a\'">', "<br>", "</br>", "<br/>", "<P>", "<p class=a>",
    '<p class="a" >', '<a href="?x">', '<img src="data:image/svg+xml,x">', '<p style="x">', "<", ">", "&", "\n",
    '<p onclick="x">', "<script>", "</script>", '<p title="<b>">', "<details open>", '<details open="">', "<!--", "-->",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_well_written_is_what_cleaning_would_make_of_it(text: str) -> None:
    if WELL_WRITTEN.fullmatch(text):
        assert clean.__wrapped__(text) == text == _cleaned(text)


def test_a_table_of_words_is_well_written() -> None:
    assert WELL_WRITTEN.fullmatch(OURS[3])
    assert not any(WELL_WRITTEN.fullmatch(text) for text in (*THEIRS, OURS[2], OURS[5]))
