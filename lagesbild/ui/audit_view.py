"""Granskning: choosing among the entries, reading them, and taking them home."""

from __future__ import annotations

import streamlit as st

from lagesbild.analysis.audit_log import (
    SINCE_WORDS,
    AuditLine,
    AuditLog,
    Since,
    audit_as_csv,
    audit_log,
)
from lagesbild.settings import audit_months
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.guard import PageContext
from lagesbild.ui.render import as_label, plain, show_empty, show_heading
from lagesbild.ui.word_table import show_words

EVERYONE = ""


def choose_and_read(page: PageContext) -> AuditLog:
    """The choices stand under the sentence that they decide."""
    head = st.container()
    members = page.context.members()
    known = audit_log(page.inquiry, members=members, since=Since.ALL)
    with st.container(horizontal=True):
        person = _choose("Person", known.people, key="granskning-person", everyone="Alla")
        action = _choose("Händelse", known.actions, key="granskning-vad", everyone="Alla slag")
        since = st.segmented_control(
            "Tid", list(Since), default=Since.MONTH, key="granskning-tid", required=True,
            format_func=lambda one: SINCE_WORDS[one],
        )  # fmt: skip
    answer = audit_log(
        page.inquiry, members=members, since=since or Since.MONTH, person_id=person or None,
        action=action or None,
    )  # fmt: skip
    with head:
        show_heading(answer.sentence)
        _show_whether_whole(page)
    return answer


def _choose(label: str, options: dict[str, str], *, key: str, everyone: str) -> str:
    words = {EVERYONE: everyone, **options}
    ids = sorted(words, key=lambda one: (one != EVERYONE, words[one].casefold()))
    return st.selectbox(
        label, ids, format_func=lambda one: as_label(words.get(one, one)), key=key,
        filter_mode="contains",
    )  # fmt: skip


def _show_whether_whole(page: PageContext) -> None:
    broken = page.context.audit_break()
    if broken is None:
        st.markdown(
            "Kedjan är hel: varje post hänger ihop med den före, och ingen saknas. Poster tas bort "
            f"efter {audit_months()} månader."
        )
    else:
        st.error(
            f"Kedjan är bruten: {plain(broken)}. Loggen har ändrats utanför programmet.",
            icon=":material/link_off:",
        )


def show_log(answer: AuditLog) -> None:
    """The entries as a table, and as a file."""
    if not answer.lines:
        show_empty("Inget att visa för det här urvalet. Välj en längre tid eller alla personer.")
        return
    show_words(
        [_row(one) for one in answer.lines], about="Händelser, de nyaste först", long="Mer"
    )  # fmt: skip
    offer_file(
        "granskning", "Ladda ner urvalet (CSV)", file_name="granskning.csv", mime="text/csv",
        data=lambda: audit_as_csv(answer.lines), key="granskning-csv",
        subject="granskningsloggen",
    )  # fmt: skip


def _row(line: AuditLine) -> dict[str, str]:
    return {
        "Tid": f"{line.when:%Y-%m-%d %H.%M}",
        "Person": line.name,
        "Händelse": line.what,
        "Gäller": line.subject,
        "Mer": line.more,
    }
