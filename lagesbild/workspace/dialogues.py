"""What residents bring up, where, and whether it is more than last season; and the youth council's count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.domain.waves import WaveCell, WaveRow
from lagesbild.domain.work.dialogues import Dialogue, DialogueKind, YouthReport
from lagesbild.stats.compare import share_difference
from lagesbild.stats.verdict import Verdict
from lagesbild.workspace.records import Saved

REPORTS_A_YEAR = 2
MOST_WAVES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Waves:
    """One kind of dialogue, season by season.

    waves  oldest first, the newest six
    rows   a theme at a place, the most mentioned in the newest wave first
    """

    sentence: str
    kind: DialogueKind
    waves: tuple[str, ...]
    participants: tuple[int, ...]
    rows: tuple[WaveRow, ...]


def compare_waves(dialogues: Sequence[Saved[Dialogue]], *, kind: DialogueKind) -> Waves:
    """Themes x place x how many, beside the seasons before; the same season adds up."""
    own = sorted(
        (one.record for one in dialogues if one.record.kind is kind and one.record.held_on),
        key=lambda one: one.held_on or date.min,
    )
    waves = tuple(dict.fromkeys(one.wave for one in own))[-MOST_WAVES:]
    people = {wave: sum(one.participants for one in own if one.wave == wave) for wave in waves}
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for one in own:
        for mention in one.mentions if one.wave in people else ():
            key = (mention.theme.strip(), mention.place.strip())
            at = counts.setdefault(key, {})
            at[one.wave] = at.get(one.wave, 0) + mention.count
    rows = [_row(key, at, waves=waves, people=people) for key, at in counts.items()]
    rows.sort(key=lambda row: (-row.cells[-1].count, -sum(c.count for c in row.cells), row.theme))
    return Waves(
        kind=kind, waves=waves, participants=tuple(people[wave] for wave in waves),
        rows=tuple(rows), sentence=_sentence(kind, rows, waves=waves, people=people),
    )  # fmt: skip


def _row(
    key: tuple[str, str], at: dict[str, int], *, waves: Sequence[str], people: dict[str, int]
) -> WaveRow:
    cells = tuple(WaveCell(count=at.get(wave, 0), of=people[wave]) for wave in waves)
    return WaveRow(theme=key[0], place=key[1], cells=cells, change=_change(cells))


WORDS = {Verdict.HIGHER: "tas upp av fler", Verdict.LOWER: "tas upp av färre"}


def _change(cells: Sequence[WaveCell]) -> str:
    """The two newest seasons, as shares of those who came."""
    if len(cells) < 2:
        return "första gången"
    before, now = cells[-2:]
    if not (now.of and before.of) or now.count > now.of or before.count > before.of:
        return "kan inte bedömas"
    found = share_difference(
        now.count, trials=now.of, other_successes=before.count, other_trials=before.of
    )
    if found.verdict is Verdict.CANNOT_ASSESS:
        return "kan inte bedömas"
    return WORDS.get(found.verdict, "ingen säker skillnad")


def _sentence(
    kind: DialogueKind, rows: Sequence[WaveRow], *, waves: Sequence[str], people: dict[str, int]
) -> str:
    if not waves:
        return f"Ingen {kind.words} är inlagd än."
    name = kind.words.capitalize()
    came = (
        f"{people[waves[-1]]} deltog" if people[waves[-1]] else "antalet deltagare är inte angivet"
    )
    lead = f"{name} {waves[-1]}: {came}"
    top = next((row for row in rows if row.cells[-1].count), None)
    if top is None:
        return f"{lead}."
    where = f" ({top.place})" if top.place else ""
    return f"{lead}. Mest togs upp: {top.theme.lower()}{where}, {top.cells[-1].count} gånger, {top.change}."


@dataclass(frozen=True, slots=True, kw_only=True)
class YouthCount:
    """How many of the year's reports have come."""

    sentence: str
    came: int
    is_behind: bool


def count_youth_reports(reports: Sequence[Saved[YouthReport]], *, today: date) -> YouthCount:
    """Two a year: one is expected by the summer, the second by the year's end."""
    days = [one.record.received_on for one in reports if one.record.received_on]
    came = sum(day.year == today.year for day in days if day <= today)
    expected = 1 if today.month > 6 else 0
    words = f"{came} av {REPORTS_A_YEAR} rapporter från ungdomsrådet har kommit {today.year}"
    last = f" Den senaste kom {max(days)}." if days else ""
    if came >= REPORTS_A_YEAR:
        return YouthCount(sentence=f"{words}.{last}", came=came, is_behind=False)
    if came < expected:
        return YouthCount(
            sentence=f"{words}; vårens saknas.{last}", came=came, is_behind=True
        )  # fmt: skip
    return YouthCount(sentence=f"{words}; nästa väntas före årets slut.{last}", came=came, is_behind=False)  # fmt: skip
