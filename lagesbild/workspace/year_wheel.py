"""What happens when: the council's own happenings with every day that other records hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lagesbild.domain.person import Person
from lagesbild.domain.work.dated import Dated, day_words
from lagesbild.domain.work.inventory import CollectionRound
from lagesbild.domain.work.lagesbild import Lagesbild
from lagesbild.domain.work.meetings import Meeting
from lagesbild.domain.work.register import Agreement, Council, Document, DocumentKind, Promise
from lagesbild.domain.work.year import Happening, HappeningKind, Wheel, WheelState
from lagesbild.store.connection import Store
from lagesbild.workspace.collecting import deadlines
from lagesbild.workspace.law_clock import Clock, clock_dates, law_clock
from lagesbild.workspace.meetings import KINDS, meeting_dates
from lagesbild.workspace.records import CheckText, Saved, records_of, save

WEEKS_BETWEEN = timedelta(weeks=52)
"""A year on, and the same day of the week."""

ON_CHARTS = frozenset({HappeningKind.EVENT, HappeningKind.CAMPAIGN})


@dataclass(frozen=True, slots=True, kw_only=True)
class YearWheel:
    """A year, as the page Årshjul shows it.

    wheel     the year's own record, None when nobody has written it
    entries   everything of the year, by day
    years     those to choose among
    """

    year: int
    sentence: str
    wheel: Saved[Wheel] | None
    entries: tuple[Dated, ...]
    happenings: tuple[Saved[Happening], ...]
    clocks: tuple[Clock, ...]
    years: tuple[int, ...]
    is_example: bool


def year_wheel(store: Store, *, person: Person, year: int, today: date) -> YearWheel:
    """All that the kommun has dated, for one year."""
    happenings = records_of(store, kind=Happening, person=person)
    documents = records_of(store, kind=Document, person=person)
    clocks = law_clocks(store, documents=documents, person=person, today=today)
    dated = [*dated_happenings(happenings), *clock_dates(clocks), *_of_documents(documents)]
    dated += deadlines(records_of(store, kind=CollectionRound, person=person))
    dated += _of_agreements(store, person=person)
    meetings = records_of(store, kind=Meeting, person=person)
    dated += meeting_dates(_not_there(meetings, happenings=happenings, dated=dated))
    entries = tuple(sorted((one for one in dated if _is_in(one, year)), key=_order))
    wheels = records_of(store, kind=Wheel, person=person)
    council = council_of(store, person=person)
    return YearWheel(
        year=year, entries=entries, clocks=clocks,
        wheel=next((one for one in wheels if one.record.year == year), None),
        happenings=tuple(one for one in happenings if _year_of(one.record) == year),
        years=_years(dated, today=today),
        sentence=_sentence(entries, year=year, today=today, council=council),
        is_example=any(one.is_example for one in (*happenings, *documents)),
    )  # fmt: skip


def law_clocks(
    store: Store, *, documents: Sequence[Saved[Document]], person: Person, today: date
) -> tuple[Clock, ...]:
    """The lägesbild's clock and the plan's. A lägesbild that was adopted here counts as one of the
    register's documents."""
    drafts = records_of(store, kind=Lagesbild, person=person)
    adopted = [one.record.adopted_on for one in drafts if not one.is_example]
    return (
        law_clock(documents, kind=DocumentKind.LAGESBILD, today=today, adopted=adopted),
        law_clock(documents, kind=DocumentKind.ACTION_PLAN, today=today),
    )


def law_clocks_of(store: Store, *, person: Person, today: date) -> tuple[Clock, ...]:
    """As law_clocks, of what the register holds."""
    documents = records_of(store, kind=Document, person=person)
    return law_clocks(store, documents=documents, person=person, today=today)


def council_of(store: Store, *, person: Person) -> Council:
    """What the kommun calls its council, as it was written last."""
    found = records_of(store, kind=Council, person=person)
    return found[-1].record if found else Council()


def _not_there(
    meetings: Sequence[Saved[Meeting]], *, happenings: Sequence[Saved[Happening]],
    dated: Sequence[Dated],
) -> list[Saved[Meeting]]:  # fmt: skip
    """Meetings whose day is not in the wheel already as a happening; invented ones only beside
    invented happenings."""
    known = {(one.kind, one.starts_on) for one in dated}
    is_example = any(one.is_example for one in happenings)
    return [
        one
        for one in meetings
        if (KINDS[one.record.body], one.record.held_on) not in known
        and (is_example or not one.is_example)
    ]


def dated_happenings(happenings: Iterable[Saved[Happening]]) -> list[Dated]:
    """The council's own happenings that have a day."""
    return [
        Dated(
            id=one.id, title=one.record.title, kind=one.record.kind, place=one.record.place,
            starts_on=one.record.starts_on, ends_on=one.record.ends_on or one.record.starts_on,
            about=one.record.about, kept_in="Årshjul",
        )
        for one in happenings if one.record.starts_on
    ]  # fmt: skip


def _of_documents(documents: Iterable[Saved[Document]]) -> list[Dated]:
    found = []
    for one in documents:
        found += _day(one.id, one.record.review_on, f"Se över: {one.record.title}", warn_days=60)
        found += _day(one.id, one.record.valid_until, f"Slutar gälla: {one.record.title}")
    return found


def _of_agreements(store: Store, *, person: Person) -> list[Dated]:
    found = []
    for one in records_of(store, kind=Agreement, person=person):
        found += _day(one.id, one.record.review_on, f"Se över: {one.record.title}", warn_days=60)
        found += _day(one.id, one.record.ends_on, f"Slutar gälla: {one.record.title}")
    for promise in records_of(store, kind=Promise, person=person):
        found += _day(promise.id, promise.record.ends_on, f"Slutar: {promise.record.title}")
    return found


def _day(record_id: str, day: date | None, title: str, *, warn_days: int = 30) -> list[Dated]:
    if day is None:
        return []
    return [
        Dated(
            id=f"{record_id}-{title.split(':', maxsplit=1)[0].lower().replace(' ', '-')}", title=title,
            kind=HappeningKind.REVIEW, starts_on=day, ends_on=day, kept_in="Register",
            warn_days=warn_days,
        )
    ]  # fmt: skip


def _is_in(one: Dated, year: int) -> bool:
    return one.starts_on.year <= year <= one.ends_on.year


def _order(one: Dated) -> tuple[date, str]:
    return one.starts_on, one.title


def _year_of(happening: Happening) -> int | None:
    return happening.starts_on.year if happening.starts_on else None


def _years(dated: Iterable[Dated], *, today: date) -> tuple[int, ...]:
    """Every year with something in it, this one and the next."""
    own = {one.starts_on.year for one in dated}
    return tuple(sorted(own | {today.year, today.year + 1}))


def _sentence(entries: Sequence[Dated], *, year: int, today: date, council: Council) -> str:
    if not entries:
        return f"Årshjulet för {year} är tomt."
    count = "en sak" if len(entries) == 1 else f"{len(entries)} saker"
    words = f"Årshjul {year}: {count}"
    told = meetings_in_words(entries, council=council)
    if told:
        words = f"{words}, {' och '.join(told)} är inlagda"
    coming = next((one for one in entries if one.ends_on >= today), None)
    if coming is None:
        return f"{words}."
    if coming.starts_on <= today:
        return f"{words}. Nu: {coming.title}."
    return f"{words}. Näst: {coming.title}, {day_words(coming.starts_on)}."


def meetings_in_words(entries: Sequence[Dated], *, council: Council) -> list[str]:
    """ "1 av 4 möten i Trygghetsrådet" for the council and its group, where a number is decided; of more
    than that "5 möten i Trygghetsrådet (minst 4 är beslutade)"."""
    decided = (
        (HappeningKind.COUNCIL, council.meetings, council.name),
        (HappeningKind.GROUP, council.group_meetings, council.group),
    )
    counted = [
        (sum(one.kind is kind for one in entries), number, name) for kind, number, name in decided
    ]
    return [
        f"{count} av {number} möten i {name}" if count <= number
        else f"{count} möten i {name} (minst {number} är beslutade)"
        for count, number, name in counted if number
    ]  # fmt: skip


def annotations(
    store: Store, *, person: Person, start: date, end: date, beside_invented: bool = False
) -> list[Dated]:
    """Events and campaigns that a chart from ``start`` to before ``end`` can flag; invented ones never
    beside real figures.

    beside_invented  whether the figures are
    """
    happenings = records_of(store, kind=Happening, person=person)
    fitting = [
        one
        for one in happenings
        if (beside_invented or not one.is_example) and one.record.kind in ON_CHARTS
    ]
    return sorted(
        (one for one in dated_happenings(fitting) if one.starts_on < end and one.ends_on >= start),
        key=_order,
    )


def to_copy(happenings: Sequence[Saved[Happening]], *, year: int) -> list[Happening]:
    """Last year's own happenings a year on, without those whose name the year has already."""
    there = {
        (one.record.title.casefold(), one.record.kind)
        for one in happenings
        if _year_of(one.record) == year
    }
    last = [
        one.record for one in happenings if _year_of(one.record) == year - 1 and not one.is_example
    ]
    return [_moved(one, year=year) for one in last if (one.title.casefold(), one.kind) not in there]


def _moved(one: Happening, *, year: int) -> Happening:
    """Fifty-two weeks on, and one more where that is still the old year."""
    if one.starts_on is None:
        return one
    step = WEEKS_BETWEEN
    if (one.starts_on + step).year < year:
        step += timedelta(weeks=1)
    ends = one.ends_on + step if one.ends_on else None
    return replace(one, starts_on=one.starts_on + step, ends_on=ends)


def copy_year(store: Store, *, person: Person, year: int, check_text: CheckText) -> int:
    """Write last year's happenings into the year, and its wheel as a draft; returns how many.

    raises  as records.save
    """
    happenings = records_of(store, kind=Happening, person=person)
    moved = to_copy(happenings, year=year)
    for one in moved:
        save(store, record=one, person=person, check_text=check_text)
    wheels = records_of(store, kind=Wheel, person=person)
    last = next((one.record for one in wheels if one.record.year == year - 1), None)
    if last is not None and not any(one.record.year == year for one in wheels):
        draft = replace(
            last, year=year, state=WheelState.DRAFT, decided_on=None, decided_by="", reference=""
        )
        save(store, record=draft, person=person, check_text=check_text)
    return len(moved)
