"""Counts below zero."""

from __future__ import annotations

import re

from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Kind
from lagesbild.ingest.examined import Examined, faults_by_column

DIFFERENCE = re.compile(r"förändring|netto|överskott|underskott|skillnad|differens", re.IGNORECASE)


def check_negative(examined: Examined) -> list[Fault]:
    """A count is zero or more; a measure that is called a difference is not a count."""
    counts = examined.of_kind(Kind.COUNT)
    below = counts[counts["value"] < 0]
    measures = examined.resolved.measures
    named = below["measure"].map(lambda one: bool(DIFFERENCE.search(measures[one].name)))
    return faults_by_column(examined, below[~named.astype(bool)], code="IN-009")
