"""What is looked for in a delivery before it is stored: a check a file, run in this order."""

from __future__ import annotations

from collections.abc import Callable

from lagesbild.domain.errors import Fault
from lagesbild.ingest.checks.coverage import check_coverage
from lagesbild.ingest.checks.duplicates import check_duplicates
from lagesbild.ingest.checks.empty import check_empty
from lagesbild.ingest.checks.formulas import check_formulas
from lagesbild.ingest.checks.future import check_future
from lagesbild.ingest.checks.gaps import check_gaps
from lagesbild.ingest.checks.headings import check_headings
from lagesbild.ingest.checks.jumps import check_jumps
from lagesbild.ingest.checks.measures import check_measures
from lagesbild.ingest.checks.negative import check_negative
from lagesbild.ingest.checks.numerators import check_numerators
from lagesbild.ingest.checks.parts import check_parts
from lagesbild.ingest.checks.periods import check_periods
from lagesbild.ingest.checks.places import check_places
from lagesbild.ingest.checks.shares import check_shares
from lagesbild.ingest.checks.small_counts import check_small_counts
from lagesbild.ingest.checks.text_among_numbers import check_text_among_numbers
from lagesbild.ingest.checks.units import check_units
from lagesbild.ingest.examined import Examined

CHECKS: tuple[Callable[[Examined], list[Fault]], ...] = (
    check_empty,
    check_headings,
    check_periods,
    check_places,
    check_measures,
    check_text_among_numbers,
    check_duplicates,
    check_negative,
    check_shares,
    check_future,
    check_gaps,
    check_coverage,
    check_parts,
    check_numerators,
    check_units,
    check_jumps,
    check_small_counts,
    check_formulas,
)


def run_checks(examined: Examined) -> list[Fault]:
    """Every remark of every check; is_warning tells the two kinds apart."""
    return [fault for check in CHECKS for fault in check(examined)]


def is_warning(fault: Fault) -> bool:
    """Whether a remark lets the delivery pass: the codes' hundreds say so."""
    return fault.code[3:4] == "1"
