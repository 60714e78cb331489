"""What people say in surveys and what they report, where both are about the same thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two indicators that belong together.

    survey, reported  ids of indicators
    question          what they answer together, as a Swedish question
    may_differ        Swedish: why they may go different ways without anyone being wrong
    design_effect     how many answers of the survey are worth one: an assumption, said as such
    """

    id: str
    name: str
    survey: str
    reported: str
    question: str
    may_differ: tuple[str, ...]
    design_effect: float = 1.5
