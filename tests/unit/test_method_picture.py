"""The picture of the study says what the study's table says."""

from __future__ import annotations

import defusedxml.ElementTree as tree
import pytest

from tests.bench.method_check import CHANGES, LIST_BY_YEAR, REPORT, SIZES
from tests.bench.method_picture import PICTURE, draw, shares_in


def test_the_picture_is_of_the_document_as_it_is():
    shares = shares_in(REPORT.read_text(encoding="utf-8"))
    assert list(shares) == [change.name for change in CHANGES]
    assert PICTURE.read_text(encoding="utf-8") == draw(shares), (
        "run python -m tests.bench.method_picture"
    )
    root = tree.fromstring(draw(shares))
    assert len(root.findall(".//{*}polyline")) == 2 * len(CHANGES)
    assert f"{shares[CHANGES[0].name][-1][0]:.0f}" in (root.findtext("{*}desc") or "")


def test_the_best_simple_rule_is_the_best_in_each_place():
    rows = "".join(
        f"| {change.name} | {size} | 40.0% (3) | 1.0% (1) | 7.5% | 2.0% (2) |\n"
        for change in CHANGES for size in SIZES
    )  # fmt: skip
    table = f"Share found and median delay in months, {LIST_BY_YEAR}:\n\n{rows}"
    assert shares_in(table) == {change.name: [(40.0, 7.5)] * len(SIZES) for change in CHANGES}


def test_a_table_that_is_not_whole_is_not_drawn():
    with pytest.raises(ValueError, match="no table"):
        shares_in("nothing")
    with pytest.raises(ValueError, match="not whole"):
        shares_in(f"Share found and median delay in months, {LIST_BY_YEAR}:\n\n")
