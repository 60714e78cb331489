"""Who saw, took home, delivered, changed and published what?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lagesbild.access.policy import Action, require
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.wording import number
from lagesbild.domain.person import ROLE_WORDS, Member, Role
from lagesbild.domain.spreadsheet import harmless
from lagesbild.store.audit import AuditEntry, AuditHead, list_audit, list_audit_heads

MOST_SHOWN = 500

ACTION_WORDS: dict[str, str] = {
    "see": "såg känsliga uppgifter",
    "export": "laddade ner",
    "deliver": "lämnade data",
    "refuse": "fil togs inte emot",
    "recall": "återkallade en leverans",
    "rebuild": "byggde om databasen",
    "rekey": "ändrade krypteringen",
    "publish": "publicerade",
    "withdraw": "drog tillbaka en publicering",
    "sign-in": "loggade in",
    "person-add": "gav tillgång",
    "person-change": "ändrade en person",
    "person-remove": "tog bort en person",
    "person-bind": "kopplade sitt konto",
    "record-save": "ändrade i rådets arbete",
    "record-aside": "sparade samtidigt som någon annan",
    "record-remove": "tog bort i rådets arbete",
    "record-restore": "återställde i rådets arbete",
    "lagesbild-freeze": "frös en version av lägesbilden",
    "prune": "tog bort gamla poster",
}
"""What is noted, in words. What is not here is shown as it stands."""


class Since(StrEnum):
    """How far back the page looks."""

    WEEK = "vecka"
    MONTH = "manad"
    YEAR = "ar"
    ALL = "allt"


SINCE_WORDS = {
    Since.WEEK: "7 dagar",
    Since.MONTH: "30 dagar",
    Since.YEAR: "Ett år",
    Since.ALL: "Allt",
}
_DAYS = {Since.WEEK: 7, Since.MONTH: 30, Since.YEAR: 365}


NOBODYS_NAMES = {
    "lokal": "Lokal användare",
    "installation": "Installationen",
    **{f"kommandorad:{role.value}": f"Kommandoraden, {ROLE_WORDS[role]}" for role in Role},
}
"""Those who do something without being anyone in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One entry in words. ``when`` is Swedish time where the computer knows it, else UTC."""

    number: int
    when: datetime
    person_id: str
    name: str
    what: str
    subject: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLog:
    """What the page Granskning shows.

    people, actions  to choose among: id -> words
    """

    sentence: str
    lines: tuple[AuditLine, ...]
    people: dict[str, str]
    actions: dict[str, str]


def audit_log(
    inquiry: Inquiry, *, members: Iterable[Member], since: Since = Since.MONTH,
    person_id: str | None = None, action: str | None = None, now: datetime | None = None,
) -> AuditLog:  # fmt: skip
    """Entries of the reader's own kommun, newest first.

    now     UTC without saying so
    raises  AccessDenied AC-001 for whoever may not read it
    """
    require(inquiry.person, action=Action.SEE_AUDIT)
    kommun = inquiry.person.kommun_code
    heads = list_audit_heads(inquiry.store, kommun_code=kommun)
    names = _names(heads, members=members, kommun_code=kommun)
    end = (now or datetime.now(UTC).replace(tzinfo=None)) + timedelta(days=1)
    start = end - timedelta(days=_DAYS[since] + 1) if since in _DAYS else datetime.min
    found = list_audit(
        inquiry.store, kommun_code=kommun, since=start, until=end, most=MOST_SHOWN,
        person_id=person_id, action=action,
    )  # fmt: skip
    lines = tuple(_line(one, inquiry=inquiry, names=names) for one in found)
    return AuditLog(
        sentence=_sentence(lines, heads=heads), lines=lines,
        people={one.person_id: names.get(one.person_id, one.person_id) for one in heads},
        actions={one.action: ACTION_WORDS.get(one.action, one.action) for one in heads},
    )  # fmt: skip


def audit_as_csv(lines: Iterable[AuditLine]) -> bytes:
    """The lines as a Swedish spreadsheet opens them, with no text that it would run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("nr", "tid", "person", "namn", "händelse", "gäller", "mer"))
    for one in lines:
        texts = (one.person_id, one.name, one.what, one.subject, one.more)
        writer.writerow((one.number, f"{one.when:%Y-%m-%d %H:%M}", *map(harmless, texts)))
    return out.getvalue().encode("utf-8-sig")


def _names(
    heads: Iterable[AuditHead], *, members: Iterable[Member], kommun_code: str | None
) -> dict[str, str]:
    """By person: as they signed in, or as the register of the own kommun calls them."""
    found = {one.person_id: one.name for one in heads if one.name}
    own = {one.person_id: one.name for one in members if one.kommun_code == kommun_code}
    return {**found, **NOBODYS_NAMES, **own}


def _line(entry: AuditEntry, *, inquiry: Inquiry, names: dict[str, str]) -> AuditLine:
    return AuditLine(
        number=entry.audit_id, when=swedish_time(entry.entered_at), person_id=entry.person_id,
        name=names.get(entry.person_id, entry.person_id),
        what=ACTION_WORDS.get(entry.action, entry.action),
        subject=_subject(entry, inquiry=inquiry, names=names), more=_more(entry, inquiry=inquiry),
    )  # fmt: skip


def swedish_time(moment: datetime) -> datetime:
    """UTC without saying so, as Swedish clocks show it; unchanged where the zone is not known."""
    try:
        zone = ZoneInfo("Europe/Stockholm")
    except ZoneInfoNotFoundError:
        return moment
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def _subject(entry: AuditEntry, *, inquiry: Inquiry, names: dict[str, str]) -> str:
    text = entry.subject
    if entry.action.startswith("person-"):
        return names.get(text, text)
    if entry.action in {"deliver", "recall"}:
        return f"leverans {text}"
    if entry.action == "sign-in":
        return ROLE_WORDS.get(Role(text), text) if text in set(Role) else text
    if entry.action == "refuse" and text in inquiry.catalog.sources:
        return inquiry.catalog.sources[text].name
    known = inquiry.catalog.indicators.get(text)
    return known.name if known else text


_WORDS = {
    "area": "kommun", "data_version": "dataversion", "source": "källa", "observations": "uppgifter",
    "warnings": "anmärkningar", "boundaries": "områden med gränser", "codes": "koder",
    "groups": "kommungrupper",
    "indicators": "mått", "role": "roll", "kommun_code": "kommun", "sources": "källor",
    "starts_on": "från", "ends_on": "till", "deputy_role": "ersätter som",
    "deputy_from": "ersätter från", "deputy_until": "ersätter till", "is_removed": "borttagen",
    "changed": "ändrat", "removed": "antal", "up_to": "till och med post", "name": "namn",
    "email": "e-post", "organisation": "organisation", "subject": "konto", "issuer": "tjänst",
    "deliveries": "leveranser", "recalls": "återkallelser",
    "version": "version", "restored": "återställd från version",
}  # fmt: skip
_UNTOLD = frozenset({"sha256", "archived", "hash"})
"""For the examiner with the database, not for a reader."""


def _more(entry: AuditEntry, *, inquiry: Inquiry) -> str:
    if entry.action in {"sign-in", "person-remove"}:
        return ""
    order = list(_WORDS)
    told = {
        key: value
        for key, value in entry.details.items()
        if key not in _UNTOLD and value not in (None, 0, [], {})
    }
    parts = [
        f"{_WORDS.get(key, key)}: {_value(key, told[key], inquiry=inquiry)}"
        for key in sorted(told, key=lambda key: order.index(key) if key in order else len(order))
    ]
    return "; ".join(parts)


def _value(key: str, value: Any, *, inquiry: Inquiry) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} ({count})" for name, count in value.items())
    if key == "changed":
        return ", ".join(_WORDS.get(str(one), str(one)) for one in value)
    if key == "indicators":
        return ", ".join(_indicator_name(str(one), inquiry=inquiry) for one in value)
    if isinstance(value, list) and len(value) == 2:
        before, after = (_word(one, inquiry=inquiry) for one in value)
        return after if value[0] is None else f"{before} → {after}"
    return _word(value, inquiry=inquiry)


def _indicator_name(indicator_id: str, *, inquiry: Inquiry) -> str:
    known = inquiry.catalog.indicators.get(indicator_id)
    return known.name if known else indicator_id


def _word(value: Any, *, inquiry: Inquiry) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "inga"
    if isinstance(value, str) and value in inquiry.areas:
        return inquiry.areas[value].name
    return ROLE_WORDS[Role(value)] if value in set(Role) else str(value)


def _sentence(lines: tuple[AuditLine, ...], *, heads: list[AuditHead]) -> str:
    total = sum(one.n for one in heads)
    if not total:
        return "Ingenting är noterat än."
    if len(lines) == MOST_SHOWN:
        return f"De {MOST_SHOWN} senaste av urvalets händelser; {number(total)} finns i loggen."
    word = "händelse" if len(lines) == 1 else "händelser"
    return f"{number(len(lines))} {word} i urvalet, av {number(total)} i loggen."
