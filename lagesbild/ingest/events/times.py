"""When each event happened, and whether the list says more than the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from lagesbild.domain.period import PeriodKind
from lagesbild.ingest.periods import read_period

Days = npt.NDArray[np.datetime64]
Minutes = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]

SWEDEN = ZoneInfo("Europe/Stockholm")
ISO = r"^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?)?$"
CLOCK = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?(?:[.,]\d+)?"
CLOCK_TEXT = re.compile(
    rf"(?:kl\.?\s*)?(?:{CLOCK}|(?P<whole>[01]?\d|2[0-3])|(?P<four>(?:[01]\d|2[0-3])[0-5]\d))"
)
"""What stands in a column of its own: "14:30", "kl. 9.05", "14" or "1430"."""

AFTER_DAY = re.compile(
    rf"^(?P<day>.*?\d)(?:[T,]|\s|\s*kl\.?)\s*(?:kl\.?\s*)?{CLOCK}"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
HEAPED, FEWEST_HEAPED = 3, 10
"""Events on the stroke of midnight that are more than so many times those at the fullest of the other
hours' strokes are days without a time: systems write 00:00 where nobody said when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """A row for each row of the list.

    at        NaT where no day can be read
    has_time  False where only the day is known; ``at`` is then the day's first moment
    heaped    rows whose 00:00 is no time of day
    """

    at: pd.Series[pd.Timestamp]
    has_time: pd.Series[bool]
    heaped: Rows


def read_times(when: pd.Series[str], *, clock: pd.Series[str] | None) -> Times:
    """Days and times of day; local time in Sweden."""
    places, distinct = pd.factorize(when.str.strip())
    days, minutes = _read_distinct(pd.Series(distinct, dtype="str"))
    day, minute = days[places], minutes[places]
    if clock is not None:
        own = _read_clock(clock)
        minute = np.where(np.isnan(own), minute, own)
    has_time = ~np.isnat(day) & ~np.isnan(minute)
    heaped = _heaped(minute, has_time=has_time)
    has_time = has_time & ~heaped
    added = np.where(has_time, np.nan_to_num(minute), 0).astype("timedelta64[m]")
    at = pd.Series(day + added.astype("timedelta64[s]"), index=when.index)
    return Times(at=at, has_time=pd.Series(has_time, index=when.index), heaped=heaped)


def clock_of(text: str) -> str:
    """ "14.30" of a text with a day and a time of day, "" of another."""
    found = read_times(pd.Series([text], dtype="str"), clock=None)
    return f"{found.at[0]:%H.%M}" if found.has_time[0] else ""


def _read_distinct(texts: pd.Series[str]) -> tuple[Days, Minutes]:
    """Day and minute of the day of each text; the usual way to write them all at once."""
    parts = texts.str.extract(ISO)
    known = pd.to_datetime(parts[0], format="%Y-%m-%d", errors="coerce")
    days = known.to_numpy().astype("datetime64[s]")
    clock = 60 * pd.to_numeric(parts[1]) + pd.to_numeric(parts[2])
    minutes = clock.to_numpy(dtype=float, copy=True)
    minutes[~(minutes < 24 * 60)] = np.nan
    for place in map(int, np.flatnonzero(np.isnat(days))):
        found = _read_slowly(str(texts.iloc[place]))
        if found is not None:
            moment, has_time = found
            days[place] = np.datetime64(moment.date())
            minutes[place] = 60 * moment.hour + moment.minute if has_time else np.nan
    return days, minutes


def _read_slowly(text: str) -> tuple[datetime, bool] | None:
    """A moment and whether its time of day was said."""
    match = AFTER_DAY.match(text)
    period = read_period(match["day"].rstrip(" ,") if match else text)
    if period is None or period.kind is not PeriodKind.DAY:
        return None
    moment = datetime(period.start.year, period.start.month, period.start.day)
    if match is None:
        return moment, False
    moment += timedelta(hours=int(match["hour"]), minutes=int(match["minute"]))
    return _in_sweden(moment, zone=match["zone"]), True


def _in_sweden(moment: datetime, *, zone: str | None) -> datetime:
    if not zone:
        return moment
    offset = "+00:00" if zone.upper() == "Z" else zone
    return (
        datetime.fromisoformat(f"{moment.isoformat()}{offset}")
        .astimezone(SWEDEN)
        .replace(tzinfo=None)
    )


def _read_clock(cells: pd.Series[str]) -> Minutes:
    """Minutes of the day, NaN where there is no time of day."""
    places, distinct = pd.factorize(cells.str.strip())
    return np.array([_minutes(str(text)) for text in distinct], dtype=float)[places]


def _minutes(text: str) -> float:
    match = CLOCK_TEXT.fullmatch(text)
    if match is None:
        return float("nan")
    if match["four"]:
        return 60 * int(match["four"][:2]) + int(match["four"][2:])
    if match["whole"]:
        return 60 * int(match["whole"])
    return 60 * int(match["hour"]) + int(match["minute"])


def _heaped(minute: Minutes, *, has_time: Rows) -> Rows:
    """Which rows stand at 00:00 because nobody knew the time."""
    at_midnight: Rows = has_time & (minute == 0)
    strokes = np.where(has_time & (minute % 60 == 0) & ~at_midnight, minute // 60, -1).astype(int)
    others = np.bincount(strokes[strokes >= 0], minlength=24)
    found = int(at_midnight.sum())
    if found < FEWEST_HEAPED or found <= HEAPED * int(others.max(initial=0)):
        return np.zeros(len(minute), dtype=bool)
    return at_midnight
