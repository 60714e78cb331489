"""Dated things as a calendar file (iCalendar, RFC 5545), for any calendar program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from lagesbild.domain.work.dated import Dated

LONGEST_LINE = 75
"""Bytes, without the line's end."""


def write_calendar(entries: Iterable[Dated], *, name: str, made_at: datetime) -> bytes:
    """Whole days, each with an id of its own, so that a second import replaces the first.

    made_at  with its time zone
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lagesbild//Arshjul//SV", "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape(name)}",
    ]  # fmt: skip
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for entry in entries:
        lines += _event(entry, stamp=stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _fold(line)).encode()


def _event(entry: Dated, *, stamp: str) -> list[str]:
    told = {"LOCATION": entry.place, "DESCRIPTION": entry.about}
    alarm = [
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escape(entry.title)}",
        f"TRIGGER:-P{entry.warn_days}D", "END:VALARM",
    ]  # fmt: skip
    return [
        "BEGIN:VEVENT", f"UID:{_escape(entry.id)}@lagesbild", f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_day(entry.starts_on)}", f"DTEND;VALUE=DATE:{_day(entry.day_after)}",
        f"SUMMARY:{_escape(entry.title)}", f"CATEGORIES:{_escape(entry.kind.words)}",
        *(f"{field}:{_escape(text)}" for field, text in told.items() if text),
        "TRANSP:TRANSPARENT", *(alarm if entry.warn_days else []), "END:VEVENT",
    ]  # fmt: skip


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _escape(text: str) -> str:
    """As the standard wants it; other control signs would end the line in some programs."""
    marked = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = "\\n".join(marked.splitlines())
    return "".join(sign for sign in lines if sign.isprintable() or sign == " ")


def _fold(line: str) -> Iterator[str]:
    """The line in pieces, none cut inside a letter; all but the first begin with a space."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += sign
    yield piece
