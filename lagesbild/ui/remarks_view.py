"""Remarks on a file as lists to read: what, where, and how to mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import streamlit as st

from lagesbild.domain.errors import Fault
from lagesbild.ingest.receipt import remedy_of, title_of
from lagesbild.ui.render import plain

FAULTS_SHOWN = 8


def show_remarks(faults: Sequence[Fault]) -> None:
    """Grouped by kind, with place and remedy."""
    groups: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        groups[fault.code].append(fault)
    for code, members in groups.items():
        st.markdown(f"**{plain(title_of(code))}** ({len(members)} st, {code})")
        lines = [_line(fault) for fault in members[:FAULTS_SHOWN]]
        if len(members) > FAULTS_SHOWN:
            lines.append(f"- … och {len(members) - FAULTS_SHOWN} till av samma slag")
        st.markdown("\n".join(lines))


def _line(fault: Fault) -> str:
    parts = [fault.message, fault.remedy]
    return f"- {plain(' '.join(part for part in parts if part))}"


def show_codes(codes: dict[str, int]) -> None:
    """What stopped a file of which nothing was kept: the kinds, and how each is mended."""
    lines = []
    for code, count in sorted(codes.items()):
        remedy = remedy_of(code)
        lines.append(f"- **{plain(title_of(code))}** ({count} st, {code}) {plain(remedy)}".rstrip())
    st.markdown("\n".join(lines))
