"""Percentages that cannot be."""

from __future__ import annotations

from lagesbild.domain.errors import Fault
from lagesbild.domain.indicator import Kind
from lagesbild.ingest.examined import Examined, faults_by_column


def check_shares(examined: Examined) -> list[Fault]:
    """Below 0 or above 100 in a measure that is a share."""
    shares = examined.of_kind(Kind.SHARE)
    outside = shares[(shares["value"] < 0) | (shares["value"] > 100)]
    return faults_by_column(examined, outside, code="IN-011")
