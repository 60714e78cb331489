"""What has changed between two versions of a lägesbild: numbers with the reason, texts, views."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from lagesbild.domain.document import (
    Document,
    DocumentFigure,
    DocumentPoint,
    DocumentSection,
)


class Why(StrEnum):
    """Why a number is another than it was, in words."""

    NEW_PERIOD = "ny period"
    NEW_PLACE = "fanns inte då"
    CORRECTED = "rättad i en senare leverans"
    RECALLED = "underlaget har återkallats"
    HIDDEN = "skyddas nu"
    SHOWN = "visas nu"
    DENOMINATOR = "nytt underlag att räkna mot"
    OTHER = "räknas på ett annat sätt"
    GONE = "är inte med längre"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChange:
    """One number. ``was`` and ``now`` as they are written, "–" for none; about: place and period."""

    about: str
    was: str
    now: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewChange:
    """A view that is in either version.

    state   "ny", "borta", "ändrad" or "oförändrad"
    was     its sentence then, "" when it was not there; now likewise
    """

    address: str
    name: str
    state: str
    was: str
    now: str
    numbers: tuple[NumberChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A section whose words changed, came or went."""

    heading: str
    state: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything, in the order of the later version."""

    sentence: str
    views: tuple[ViewChange, ...]
    texts: tuple[TextChange, ...]


def changes_between(
    before: Document, after: Document, *, recalled: Collection[int] = ()
) -> Changes:
    """What a reader of the earlier version should know.

    recalled  numbers of deliveries that have been taken back
    """
    gone = frozenset(recalled)
    old = {one.address: one for one in before.figures}
    new = {one.address: one for one in after.figures}
    views = [_view(old.get(address), figure, gone=gone) for address, figure in new.items()]
    views += [_view(figure, None, gone=gone) for key, figure in old.items() if key not in new]
    texts = _texts(before, after)
    return Changes(
        sentence=_sentence(before, views=views, texts=texts), views=tuple(views),
        texts=tuple(texts),
    )  # fmt: skip


def _view(
    old: DocumentFigure | None, new: DocumentFigure | None, *, gone: frozenset[int]
) -> ViewChange:
    known = new or old
    if known is None:
        raise ValueError("a view of neither version")
    numbers = _numbers(old, new, gone=gone) if old and new else ()
    if old is None or new is None:
        state = "ny" if old is None else "borta"
    else:
        same = not numbers and old.sentence == new.sentence and old.trouble == new.trouble
        state = "oförändrad" if same else "ändrad"
    return ViewChange(
        address=known.address, name=known.name or known.pinned, state=state,
        was=_says(old), now=_says(new), numbers=tuple(numbers),
    )  # fmt: skip


def _says(figure: DocumentFigure | None) -> str:
    return "" if figure is None else figure.sentence or figure.trouble


def _numbers(
    old: DocumentFigure, new: DocumentFigure, *, gone: frozenset[int]
) -> list[NumberChange]:
    was = {point.key: point for point in old.points}
    now = {point.key: point for point in new.points}
    periods = {key[2] for key in was}
    found = [
        NumberChange(
            about=_about(point), was="–", now=point.text,
            why=Why.NEW_PERIOD if key[2] not in periods else Why.NEW_PLACE,
        )
        for key, point in now.items() if key not in was
    ]  # fmt: skip
    found += [
        NumberChange(
            about=_about(point), was=point.text, now="–",
            why=Why.RECALLED if _files(point) & gone else Why.GONE,
        )
        for key, point in was.items() if key not in now
    ]  # fmt: skip
    found += [
        NumberChange(
            about=_about(now[key]), was=point.text, now=now[key].text,
            why=_why(point, now[key], gone=gone),
        )
        for key, point in was.items()
        if key in now and (point.value, point.text) != (now[key].value, now[key].text)
    ]  # fmt: skip
    return found


def _why(old: DocumentPoint, new: DocumentPoint, *, gone: frozenset[int]) -> Why:
    if old.value is not None and new.row.get("status") == "suppressed":
        return Why.HIDDEN
    if _files(old) & gone:
        return Why.RECALLED
    if old.row.get("status") == "suppressed" and new.value is not None:
        return Why.SHOWN
    if old.row.get("delivery_id") != new.row.get("delivery_id"):
        return Why.CORRECTED
    if old.row.get("denominator") != new.row.get("denominator"):
        return Why.DENOMINATOR
    return Why.CORRECTED if _files(old) != _files(new) else Why.OTHER


def _files(point: DocumentPoint) -> set[int]:
    number = point.row.get("delivery_id")
    own = {number} if isinstance(number, int) else set()
    return own | {one.delivery_id for one in point.traces}


def _about(point: DocumentPoint) -> str:
    """ "Ånge 2025"."""
    return f"{point.row['area_name']} {point.period}".strip()


def _texts(before: Document, after: Document) -> list[TextChange]:
    old, new = _by_place(before), _by_place(after)
    found = [
        TextChange(heading=one.heading, state="ny", was="", now=one.text)
        for key, one in new.items() if key not in old
    ]  # fmt: skip
    found += [
        TextChange(heading=one.heading, state="borta", was=one.text, now="")
        for key, one in old.items() if key not in new
    ]  # fmt: skip
    found += [
        TextChange(heading=new[key].heading, state="omskriven", was=one.text, now=new[key].text)
        for key, one in old.items()
        if key in new and (one.text, one.heading) != (new[key].text, new[key].heading)
    ]  # fmt: skip
    return found


def _by_place(document: Document) -> dict[tuple[str, int], DocumentSection]:
    """By the law's part and the place in it: a new lägesbild has new records, and titles change."""
    found: dict[tuple[str, int], DocumentSection] = {}
    for section in document.sections:
        place = sum(part == section.part for part, _ in found)
        found[section.part, place] = section
    return found


def _sentence(before: Document, *, views: list[ViewChange], texts: list[TextChange]) -> str:
    counts = [sum(one.state == state for one in views) for state in ("ändrad", "ny", "borta")]
    words = (
        (counts[0], "vy visar något annat", "vyer visar något annat"), (counts[1], "är ny", "är nya"),
        (counts[2], "är borta", "är borta"),
        (len(texts), "avsnitt har ändrad text", "avsnitt har ändrad text"),
    )  # fmt: skip
    told = [f"{n} {one if n == 1 else many}" for n, one, many in words if n]
    since = f"Sedan {before.title}, version {before.version} ({before.as_of})"
    if not told:
        return f"{since} har inget ändrats."
    return f"{since}: {', '.join(told)}."
