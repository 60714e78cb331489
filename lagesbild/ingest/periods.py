"""Periods as they are written in Swedish files, and a few English and PxWeb ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from lagesbild.domain.period import MONTHS, Period, PeriodKind, kind_of

LASAR = "lasar"
BARE_LASAR = "bara_lasar"
"""The heading itself says läsår: then a bare "2022" is one too."""

TVA_AR = "tva_ar"
LASAR_FORMS = (LASAR, BARE_LASAR)
EARLIEST_YEAR, LATEST_YEAR = 1749, 2100

ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
PRELIMINARY = re.compile(r"\s*[,(]?\s*\bprel(?:\.|iminär\w*)?\s*\)?", re.IGNORECASE)
GLUED_NOTE = re.compile(r"(?:\s?\*+|\s?\d\)|[¹²³])$")
LEAD = re.compile(
    r"^(?:år|year|läsår(?:et)?|perioden|period|mätår|avser)\s*:?\s*(?=\d|[a-zåäö])", re.IGNORECASE
)

MOMENT = re.compile(
    r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?"
)
"""As registers write it; a list of events has as many of these as rows."""

YEAR = r"(?P<year>(?:1[789]|20)\d{2})"
MONTH = r"(?P<month>[a-zåäö]{3,9})\.?"
DASH = r"\s*(?:-|till(?: och med)?|t\.?o\.?m\.?|to)\s*"


def read_period(text: str, *, form: str = "") -> Period | None:
    """The period the text says, with the text as its label; None when it says none.

    form  LASAR or TVA_AR: how "2022/23" and "2022/2023" are read. Without it two digits after
          the slash are a läsår (Skolverket) and four a pair of years (NTU). A bare year stays a
          calendar year (Skolverket's costs) unless the form is BARE_LASAR
    """
    return _read(text.strip(), form)


@lru_cache(maxsize=20_000)
def _read(text: str, form: str) -> Period | None:
    if not text or len(text) > 60 or not any(character.isdigit() for character in text):
        return None
    moment = MOMENT.fullmatch(text)
    if moment is not None:
        stretch = _try(_read_day, moment, form=form)
        return _labelled(stretch, label=text) if stretch else None
    plain = _plain(text)
    for reader, pattern in READERS:
        match = pattern.fullmatch(plain)
        if match:
            stretch = _try(reader, match, form=form)
            if stretch is not None:
                return _labelled(stretch, label=text)
    return None


def _plain(text: str) -> str:
    """Lower case, one kind of dash and space, without "prel." and glued footnote marks."""
    text = re.sub("[\u2010-\u2015\u2212]", "-", text.replace("\u00a0", " "))
    text = GLUED_NOTE.sub("", PRELIMINARY.sub("", text))
    text = re.sub(r"\s+", " ", text).strip(" ,;:.").casefold()
    return LEAD.sub("", text)


def _try(reader: StretchReader, match: re.Match[str], *, form: str) -> Stretch | None:
    try:
        return reader(match, form)
    except ValueError:
        return None


def _labelled(stretch: Stretch, *, label: str) -> Period | None:
    start, end, kind = stretch
    if end <= start or start.year < EARLIEST_YEAR or end.year > LATEST_YEAR + 1:
        return None
    return Period(start=start, end=end, label=label, kind=kind or kind_of(start, end))


def is_preliminary(text: str) -> bool:
    """ "2016 prel." """
    return PRELIMINARY.search(text) is not None


def month_number(text: str) -> int | None:
    """1-12 of "maj", "Maj.", "sept", "May"; None of anything else."""
    word = text.strip().rstrip(".").casefold()
    if len(word) < 3:
        return None
    for names in (MONTHS, ENGLISH_MONTHS):
        for number, name in enumerate(names, start=1):
            if (
                name == word
                or (name.startswith(word) and len(word) <= 4)
                or word == "sept" == name[:4]
            ):
                return number
    return None


def month_of(year: int, number: int) -> tuple[date, date]:
    """First day of the month and of the next."""
    return _months(year, number, 1)


def part_of_year(part: str, *, year: int, number: int) -> tuple[date, date] | None:
    """The stretch that a number in a column of months, quarters, weeks ... means in a year."""
    length = {"month": 1, "quarter": 3, "tertial": 4, "half": 6}.get(part)
    if part == "week":
        last = date(year, 12, 28).isocalendar().week
        return _week(year, number) if 1 <= number <= last else None
    if length is None or not 1 <= number <= 12 // length:
        return None
    return _months(year, (number - 1) * length + 1, length)


Stretch = tuple[date, date, PeriodKind | None]
StretchReader = Callable[[re.Match[str], str], "Stretch | None"]


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    last = year * 12 + first - 1 + count
    return date(year, first, 1), date(last // 12, last % 12 + 1, 1)


def _week(year: int, number: int) -> tuple[date, date]:
    start = date.fromisocalendar(year, number, 1)
    return start, start + timedelta(days=7)


def _read_weeks(match: re.Match[str], _form: str) -> Stretch | None:
    first, last = int(match["number"]), int(match["last"])
    if last <= first:
        return None
    year = int(match["year"])
    return _week(year, first)[0], _week(year, last)[1], None


def _read_year(match: re.Match[str], form: str) -> Stretch:
    year = int(match["year"])
    if form == BARE_LASAR:
        return *_months(year, 7, 12), PeriodKind.SCHOOL_YEAR
    return *_months(year, 1, 12), PeriodKind.YEAR


def _read_pair(match: re.Match[str], form: str) -> Stretch | None:
    """ "2022/23": läsår, or two years together."""
    first, tail = int(match["year"]), match["tail"]
    second = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if len(tail) == 2 and first % 100 == 99:
        second += 100
    if second != first + 1:
        return None
    if form == TVA_AR or (form not in LASAR_FORMS and len(tail) == 4):
        return *_months(first, 1, 24), PeriodKind.TWO_YEARS
    return *_months(first, 7, 12), PeriodKind.SCHOOL_YEAR


def _read_years(match: re.Match[str], form: str) -> Stretch | None:
    """ "2017-2019": from the first day of the first to the last of the last."""
    first, last = int(match["year"]), int(match["last"])
    if form in LASAR_FORMS and last == first + 1:
        return *_months(first, 7, 12), PeriodKind.SCHOOL_YEAR
    return (
        (*_months(first, 1, 12 * (last - first + 1)), None) if first < last < first + 30 else None
    )


def _read_numbered_month(match: re.Match[str], _form: str) -> Stretch | None:
    number = int(match["number"])
    return (*_months(int(match["year"]), number, 1), None) if 1 <= number <= 12 else None


def _read_named_month(match: re.Match[str], _form: str) -> Stretch | None:
    number = month_number(match["month"])
    year = int(match["year"])
    year += 2000 if year < 100 else 0
    return (*_months(year, number, 1), None) if number else None


def _read_month_range(match: re.Match[str], _form: str) -> Stretch | None:
    first, last = month_number(match["month"]), month_number(match["until"])
    if not first or not last or last < first:
        return None
    return *_months(int(match["year"]), first, last - first + 1), None


def _read_part(match: re.Match[str], _form: str) -> Stretch | None:
    part = {"k": "quarter", "q": "quarter", "t": "tertial", "h": "half", "v": "week", "w": "week"}[
        match["part"][0]
    ]
    found = part_of_year(part, year=int(match["year"]), number=int(match["number"]))
    return (*found, None) if found else None


def _read_term(match: re.Match[str], _form: str) -> Stretch:
    year = int(match["year"])
    year += 2000 if year < 100 else 0
    return *_months(year, 1 if match["term"].startswith("v") else 7, 6), PeriodKind.TERM


def _read_day(match: re.Match[str], _form: str) -> Stretch:
    day = date(int(match["year"]), int(match["number"]), int(match["day"]))
    return day, day + timedelta(days=1), PeriodKind.DAY


def _read_worded_day(match: re.Match[str], _form: str) -> Stretch | None:
    month = month_number(match["month"])
    if not month:
        return None
    day = date(int(match["year"]), month, int(match["day"]))
    return day, day + timedelta(days=1), PeriodKind.DAY


def _read_day_range(match: re.Match[str], _form: str) -> Stretch | None:
    first, last = month_number(match["month"] or match["until"]), month_number(match["until"])
    if not first or not last:
        return None
    year = int(match["year"])
    start = date(int(match["from_year"] or year), first, int(match["day"]))
    return start, date(year, last, int(match["last"])) + timedelta(days=1), None


def _read_date_range(match: re.Match[str], _form: str) -> Stretch:
    start, last = date.fromisoformat(match["first"]), date.fromisoformat(match["second"])
    return start, last + timedelta(days=1), None


CLOCK = r"(?:[t,]?\s*(?:kl\.?\s*)?\d{1,2}[:.]\d{2}.*)?"
"""A time of day after a day, which no figure needs."""

PART = r"(?P<part>kvartal|kv|k|quarter|q|tertial|t|halvår|h|vecka|v|week|w)"
READERS: tuple[tuple[StretchReader, re.Pattern[str]], ...] = tuple(
    (reader, re.compile(pattern))
    for reader, pattern in (
        (_read_year, rf"{YEAR}(?:\.0+)?"),
        (_read_pair, rf"{YEAR}\s*/\s*(?P<tail>\d{{4}}|\d{{2}})"),
        (_read_numbered_month, rf"{YEAR}\s*[m/.-]\s*(?P<number>\d{{1,2}})"),
        (_read_pair, rf"{YEAR}\s*-\s*(?P<tail>\d{{2}})"),
        (_read_years, rf"{YEAR}\s*-\s*(?P<last>(?:1[789]|20)\d{{2}})"),
        (_read_numbered_month, r"(?P<year>(?:19|20)\d{2})(?P<number>0[1-9]|1[0-2])"),
        (_read_named_month, rf"{MONTH}\s*[ -]?\s*{YEAR}"),
        (_read_named_month, rf"{YEAR}\s*[ -]?\s*{MONTH}"),
        (_read_named_month, rf"{MONTH}\s*[ '’-]\s*(?P<year>\d{{2}})"),
        (_read_month_range, rf"{MONTH}{DASH}(?P<until>[a-zåäö]{{3,9}})\.?\s*{YEAR}"),
        (_read_month_range, rf"{YEAR}\s*,?\s*{MONTH}{DASH}(?P<until>[a-zåäö]{{3,9}})\.?"),
        (_read_weeks, rf"(?:vecka|veckorna|v)\.?\s*(?P<number>\d{{1,2}}){DASH}(?P<last>\d{{1,2}}),?\s*(?:år )?{YEAR}"),
        (_read_part, rf"{YEAR}\s*[-,]?\s*{PART}\.?\s*(?P<number>\d{{1,2}})"),
        (_read_part, rf"{PART}\.?\s*(?P<number>\d{{1,2}})\s*[-,/]?\s*(?:år )?{YEAR}"),
        (_read_part, rf"(?P<number>\d)\s*[:a]*\s*(?P<part>kvartalet|tertialet|halvåret)\s*{YEAR}"),
        (_read_term, r"(?P<term>vt|ht|vårterminen|höstterminen)\s*-?\s*(?P<year>20\d{2}|\d{2})"),
        (_read_term, r"(?P<year>20\d{2})\s*-?\s*(?P<term>vt|ht)"),
        (_read_day, rf"{YEAR}-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}}){CLOCK}"),
        (_read_day, rf"(?P<year>(?:19|20)\d{{2}})(?P<number>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?:[t ]{CLOCK})?"),
        (_read_day, rf"(?P<day>\d{{1,2}})[./](?P<number>\d{{1,2}})[./]{YEAR}(?:[t ,]{CLOCK})?"),
        (_read_worded_day, rf"(?:[a-zåäö]+dag(?:en)?\s+)?(?:den )?(?P<day>\d{{1,2}})\.?\s*{MONTH}\s*{YEAR}(?:[ ,]{CLOCK})?"),
        (
            _read_day_range,
            rf"(?P<day>\d{{1,2}})\s*(?:(?P<month>[a-zåäö]{{3,9}})\.?)?\s*(?P<from_year>20\d{{2}})?{DASH}"
            rf"(?P<last>\d{{1,2}})\s*(?P<until>[a-zåäö]{{3,9}})\.?\s*{YEAR}",
        ),
        (
            _read_date_range,
            rf"(?P<first>\d{{4}}-\d{{2}}-\d{{2}}){DASH}(?P<second>\d{{4}}-\d{{2}}-\d{{2}})",
        ),
    )
)  # fmt: skip


COMPARED = re.compile(
    r"(?:jämfört med|jämf\.? med|jmf|sedan|från|mot|index|basår|före|efter|till|t\.?o\.?m\.?|fr\.?o\.?m\.?|och|=)$",
    re.IGNORECASE,
)
"""What stands before a year that the figure is compared with, and is not about."""


def split_period(heading: str, *, form: str = "") -> tuple[str, Period | None]:
    """A heading without the period it begins or ends with, and the period.

    "Medelvärde,  tkr 2015" gives ("Medelvärde,  tkr", 2015); "Elever, årskurs 1" has none. Of a
    joined heading ("2015 / Antal") each part is tried.
    """
    parts = heading.split(" / ")
    for place, part in enumerate(parts):
        rest, period = _split_part(part, form=form)
        if period is not None:
            kept = [*parts[:place], rest, *parts[place + 1 :]]
            return " / ".join(one for one in kept if one), period
    return heading, None


def _split_part(heading: str, *, form: str) -> tuple[str, Period | None]:
    words = heading.split(" ")
    for count in range(min(5, len(words)), 0, -1):
        tail, head = " ".join(words[-count:]), " ".join(words[:-count])
        if count > 1 and words[-count].casefold() == "år" and head[-1:].isdigit():
            continue
        period = _written_out(tail, form=form)
        if period is not None:
            kept = head.rstrip(" ,;:/(-–")
            return (heading, None) if COMPARED.search(kept) else (kept, period)
    for count in range(min(4, len(words) - 1), 0, -1):
        head, tail = " ".join(words[:count]), " ".join(words[count:])
        period = _written_out(head, form=form)
        if period is not None:
            return tail.lstrip(" ,;:/)-–"), period
    return heading, None


def _written_out(words: str, *, form: str) -> Period | None:
    """The period, when its year has all four digits."""
    label = words.strip("() ,:")
    period = read_period(label, form=form) if re.search(r"\d{4}", label) else None
    return replace(period, label=label) if period else None


MENTION = re.compile(
    r"(?:(?:19|20)\d{2}\s*/\s*(?:\d{4}|\d{2})\b)"
    r"|(?:(?:19|20)\d{2}-\d{2}(?:-\d{2})?\b)"
    r"|(?:(?:veckorna|vecka|v\.)\s*\d{1,2}\s*[-–]\s*\d{1,2}\s*,?\s*(?:19|20)\d{2})"
    r"|(?:(?:kvartal|kv\.?|tertial|halvår|vecka|v\.)\s*\d{1,2}\s*,?\s*(?:19|20)\d{2})"
    r"|(?:\b[a-zåäö]{3,9}(?:\s*[-–]\s*[a-zåäö]{3,9})?\s+(?:19|20)\d{2}\b(?!\s*[/-]\s*\d))"
    r"|(?:\b(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}\b)"
    r"|(?:\b(?:19|20)\d{2}\b(?:\s*prel\.?)?)",
    re.IGNORECASE,
)


def find_period(text: str, *, form: str = "") -> Period | None:
    """The only period that a title mentions; None when it mentions none or several."""
    found = {}
    for match in MENTION.finditer(text):
        words = match[0]
        period = read_period(words, form=form)
        if period is None:
            words = words.split()[-1]
            period = read_period(words, form=form)
        if period is not None:
            found[(period.start, period.end)] = replace(period, label=words.strip())
    return next(iter(found.values())) if len(found) == 1 else None
