"""What the groups of a workshop answered, put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lagesbild.domain.work.inventory import (
    QUESTIONS,
    Availability,
    Gap,
    GroupAnswer,
    Underlag,
)
from lagesbild.domain.work.record import Record, asked_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedLine:
    """An answer in the words of whoever wrote it first, and the groups that gave it."""

    text: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedQuestion:
    """One of the four questions with all answers, those of most groups first."""

    field: str
    question: str
    lines: tuple[MergedLine, ...]


def merge_answers(answers: Sequence[GroupAnswer]) -> tuple[MergedQuestion, ...]:
    """The four questions, each answer once."""
    labels = {shape.name: shape.asked.label for shape in asked_fields(GroupAnswer)}
    return tuple(
        MergedQuestion(field=field, question=labels[field], lines=_merge(answers, field=field))
        for field in QUESTIONS
    )


def _merge(answers: Iterable[GroupAnswer], *, field: str) -> tuple[MergedLine, ...]:
    found: dict[str, MergedLine] = {}
    for answer in answers:
        for text in getattr(answer, field):
            key = same_words(text)
            before = found.get(key)
            groups = before.groups if before else ()
            if answer.group not in groups:
                groups = (*groups, answer.group)
            found[key] = MergedLine(text=before.text if before else text, groups=groups)
    return tuple(sorted(found.values(), key=lambda line: -len(line.groups)))


def same_words(text: str) -> str:
    """As two answers are compared: without case, signs at the ends and extra spaces."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def new_from_talk(merged: Iterable[MergedQuestion], *, known: Iterable[str]) -> tuple[Record, ...]:
    """Underlag and gaps that the groups named and nobody has written about.

    known  names of underlag and gaps that there are
    """
    seen = {same_words(name) for name in known}
    lines = {one.field: one.lines for one in merged}
    fresh = {
        field: [one.text for one in lines.get(field, ()) if same_words(one.text) not in seen]
        for field in ("available", "missing")
    }
    here = [Underlag(name=text, availability=Availability.HERE) for text in fresh["available"]]
    return (*here, *(Gap(what=text) for text in fresh["missing"]))
