"""docs/artefacts.md: what is said to be there is there, with a test that exists."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from lagesbild.ui.page_table import PAGES

ROOT = Path(__file__).resolve().parents[2]
WISHES = ROOT.parent / "shared" / "domain" / "artefacts.md"
STATES = ("byggt", "delvis", "inte byggt än")


@cache
def rows() -> list[list[str]]:
    """Name, place, state and proof of every artefact."""
    text = (ROOT / "docs" / "artefacts.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@cache
def names_in(file_name: str) -> set[str]:
    """The names of the tests in a file; with its folder where two have the same name."""
    [path] = (ROOT / "tests").rglob(file_name)
    return set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_row_is_whole_and_says_how_far_it_has_come() -> None:
    for row in rows():
        assert len(row) == 4, row
        assert row[2] in STATES, row
    text = (ROOT / "docs" / "artefacts.md").read_text(encoding="utf-8")
    built, partly, lacking = (sum(row[2] == state for row in rows()) for state in STATES)
    assert f"{built} byggda, {partly} delvis, {lacking} inte byggda, av {len(rows())}." in text


def test_what_is_built_points_to_a_page_or_a_file_and_to_a_test() -> None:
    titles = {page.title for page in PAGES}
    for name, place, state, proof in rows():
        if state == "inte byggt än":
            assert "::" not in proof, name
            assert len(proof) > 20, f"{name}: why not?"
            continue
        named, files = re.findall(r"\*\*(.+?)\*\*", place), re.findall(r"`(.+?)`", place)
        assert named or files, f"{name}: where?"
        assert set(named) <= titles, f"{name}: no such page"
        assert all((ROOT / file).exists() for file in files), f"{name}: no such file"
        found = re.findall(r"`([\w/]+\.py)::(\w+)`", proof)
        assert found, f"{name}: which test?"
        for file, function in found:
            assert function in names_in(file), f"{name}: {function} is not in {file}"


def test_what_is_built_in_part_says_what_is_lacking() -> None:
    for name, _, state, proof in rows():
        if state == "delvis":
            assert ";" in proof, f"{name}: what is lacking?"


def test_every_wish_of_the_councils_has_a_row() -> None:
    """The rows stand in the order of the wishes, so that the n:th answers the n:th."""
    if not WISHES.exists():
        pytest.skip("../shared/domain/artefacts.md finns inte här")
    wished = [line for line in WISHES.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    assert len(rows()) == len(wished) - 1
    for row, wish in zip(rows(), wished[1:], strict=True):
        name = wish.strip("|").split(" | ")[0].strip()
        if name in SAME_WORD:
            assert SAME_WORD[name] in row[0], f"{name} is answered by {row[0]}"


SAME_WORD = {
    "Trygghetsrådet": "Trygghetsrådet", "Orsaksanalys": "Orsaksanalys",
    "Sammantagen åtgärdsplan": "Sammantagen åtgärdsplan", "Källkritik": "Källkritik",
    "Nollvärde": "Nollvärde", "Vakant fältassistent": "Vakant", "Nattvandrarverksamhet": "Nattvandrare",
    "Minst vartannat år": "Minst vartannat år", "Trygga platser": "trygga platser",
    "NTU på nästa möte": "nästa möte", "Block 10 Trygghetskartan": "Trygghetskarta",
}  # fmt: skip
"""Wishes, and a word that the row which answers it has: the two lists have not slipped apart."""
