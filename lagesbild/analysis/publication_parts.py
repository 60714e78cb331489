"""The council's own records as the residents read them: promises with what is done, and places."""

from __future__ import annotations

from datetime import date

from lagesbild.domain.publication import PublishedPlace, PublishedPromise
from lagesbild.domain.work.dated import day_words
from lagesbild.domain.work.places import MarkedPlace
from lagesbild.domain.work.register import Activity, Promise


def published_promise(promise: Promise) -> PublishedPromise:
    """What was promised and how much of it is done. Notes and who is answerable stay inside."""
    share = promise.share_done
    return PublishedPromise(
        title=promise.title, place=promise.place, parties=promise.parties,
        period=_period(promise.starts_on, promise.ends_on), outcome=promise.outcome,
        done="" if share is None else f"{round(100 * share)} %",
        activities=tuple((one.what, _done(one)) for one in promise.activities),
    )  # fmt: skip


def _done(one: Activity) -> str:
    if one.planned == 1:
        return "gjort" if one.done else "inte gjort än"
    return f"{one.done} av {one.planned} gånger"


def published_place(place: MarkedPlace) -> tuple[PublishedPlace, ...]:
    """One place, or none where the council has not said that residents may see it."""
    if not place.is_open or place.point is None:
        return ()
    north, east = place.point
    return (
        PublishedPlace(
            title=place.title, kind=place.kind.words, about=place.about,
            when=_period(place.starts_on, place.ends_on), organisation=place.organisation,
            north=north, east=east,
        ),
    )  # fmt: skip


def _period(start: date | None, end: date | None) -> str:
    """ "1 mars 2026–31 december 2027", "från 1 mars 2026", ""."""
    first, last = (f"{day_words(day)} {day.year}" if day else "" for day in (start, end))
    if first and last:
        return first if first == last else f"{first}–{last}"
    if first:
        return f"från {first}"
    return f"till och med {last}" if last else ""
