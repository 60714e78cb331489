"""The calendar file, read back by the rules of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.domain.work.dated import Dated
from lagesbild.domain.work.year import HappeningKind
from lagesbild.report.calendar_file import write_calendar

MADE = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def read(data: bytes) -> list[dict[str, str]]:
    """The events, unfolded and unescaped as a calendar program does it."""
    lines = data.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "\n" not in data.decode().replace("\r\n", "")
    unfolded = data.decode().replace("\r\n ", "").split("\r\n")
    events: list[dict[str, str]] = []
    for line in unfolded:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1].setdefault(name, _unescape(value))
    return events


def _unescape(text: str) -> str:
    out, signs = "", iter(text)
    for sign in signs:
        if sign == "\\":
            follows = next(signs)
            out += "\n" if follows == "n" else follows
        else:
            out += sign
    return out


def test_a_day_and_several_days() -> None:
    one = Dated(
        id="handelse-1", title="Kampanjvecka; droger, alkohol", kind=HappeningKind.CAMPAIGN,
        starts_on=date(2026, 3, 30), ends_on=date(2026, 4, 3), place="Ånge torg",
        about="Rad ett\nRad två", warn_days=7,
    )  # fmt: skip
    [event] = read(write_calendar([one], name="Årshjul 2026", made_at=MADE))
    assert event["DTSTART;VALUE=DATE"] == "20260330"
    assert event["DTEND;VALUE=DATE"] == "20260404", "the day after the last"
    assert event["SUMMARY"] == one.title
    assert event["DESCRIPTION"] == one.about
    assert event["LOCATION"] == "Ånge torg"
    assert event["UID"] == "handelse-1@lagesbild"
    assert event["DTSTAMP"] == "20261121T093000Z"
    assert event["TRIGGER"] == "-P7D"
    assert one.when == "30 mars–3 april"


def test_an_empty_calendar_is_a_calendar() -> None:
    assert read(write_calendar([], name="Årshjul", made_at=MADE)) == []


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)


@settings(max_examples=60)
@given(title=TEXTS, about=TEXTS, days=st.integers(0, 40))
def test_any_text_comes_through(title: str, about: str, days: int) -> None:
    start = date(2026, 12, 1)
    entry = Dated(
        id="a", title=title, kind=HappeningKind.EVENT, starts_on=start, about=about,
        ends_on=start + timedelta(days=days),
    )  # fmt: skip
    [event] = read(write_calendar([entry], name=title, made_at=MADE))
    kept = "".join(c for c in "\n".join(title.splitlines()) if c.isprintable() or c in " \n")
    assert event["SUMMARY"] == kept
