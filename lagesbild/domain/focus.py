"""A theme that measures of several providers are gathered under."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """One theme of data/catalog/themes.toml.

    indicators  ids, in the order they are read
    summers     those whose summers are compared
    ages        how an age group may be written where a measure is divided by age
    """

    id: str
    name: str
    question: str
    indicators: tuple[str, ...]
    summers: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
