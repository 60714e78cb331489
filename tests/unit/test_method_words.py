"""Every method and every broken condition of lagesbild/stats has Swedish words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from lagesbild.analysis.method_words import BROKEN_WORDS, METHOD_WORDS, broken_text, method_text
from lagesbild.stats.compare import rate_ratio
from lagesbild.stats.shares import published_share
from tests.syntax import nodes

STATS = Path(__file__).parents[2] / "lagesbild" / "stats"
OTHER_WORDS = {"disclosure.py", "expectation.py"}
"""disclosure judges nothing; expectation has Swedish of its own."""

NOT_CODES = {"p_value", "nb_plugin"}
"""A column's name, and a step inside Farrington's method."""


def codes() -> set[str]:
    """Texts in snake case that are no enum's value, wherever they stand in the code."""
    found: set[str] = set()
    for path in STATS.glob("*.py"):
        if path.name in OTHER_WORDS:
            continue
        enums = {
            id(value)
            for node in nodes(path)
            if isinstance(node, ast.ClassDef)
            and any(getattr(base, "id", "") == "StrEnum" for base in node.bases)
            for value in ast.walk(node)
        }
        found |= {
            node.value
            for node in nodes(path)
            if isinstance(node, ast.Constant)
            and id(node) not in enums
            and isinstance(node.value, str)
            and re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", node.value)
        }
    return found - NOT_CODES


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_code_has_words(code: str) -> None:
    assert code in METHOD_WORDS or code in BROKEN_WORDS, (
        f"write a line for {code} in lagesbild/analysis/method_words.py"
    )


def test_words_are_plain_swedish_and_for_something() -> None:
    used = codes()
    text = "\n".join(path.read_text(encoding="utf-8") for path in STATS.glob("*.py"))
    text += (STATS.parent / "analysis" / "kommun_funnel.py").read_text(encoding="utf-8")
    for code, words in (METHOD_WORDS | BROKEN_WORDS).items():
        assert code in used or f'"{code}"' in text, f"{code} is no longer a code"
        assert words == words.strip(" ."), code
        assert "_" not in words, code


def test_a_footnote_and_what_speaks_against() -> None:
    found = rate_ratio(6, exposure=1000, other_events=2, other_exposure=1000)
    assert method_text(found).startswith(
        "kvot mellan två tal, exakt test; 95\N{NO-BREAK SPACE}procents"
    )
    assert "Przyborowski" in method_text(found)
    assert broken_text(found) == "färre än tio händelser"
    unknown = published_share(0.4, sample=None)
    assert "procents osäkerhet" not in method_text(unknown)
    assert broken_text(unknown) == "hur många som svarade är inte känt"
