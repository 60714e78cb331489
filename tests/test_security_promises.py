"""docs/security.md promises nothing without a test: each named test exists, and none of its lines is
without one."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PROMISED = TEXT.split("## Vad som lovas")[1].split("## Vad som inte lovas")[0]
ROWS = [
    line.strip("|").split("|")
    for line in PROMISED.splitlines()
    if line.startswith("| ") and not line.startswith(("| löfte", "|---"))
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip()[:60])
def test_a_promise_has_a_test_that_exists(row: list[str]) -> None:
    named = NAMED.findall(row[1])
    assert named, f"no test is named for: {row[0].strip()}"
    for path, name in named:
        assert name.startswith("test_")
        assert (ROOT / path).exists(), path
        assert name in names_in(ROOT / path), f"{path} has no {name}"


def test_there_are_promises_about_every_part() -> None:
    assert len(ROWS) >= 40
    for words in ("offentlig", "allmän handling", "jurist", "DPIA", "Tappad nyckel"):
        assert words.lower() in TEXT.lower(), words


def test_the_audit_of_dependencies_is_strict() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^AUDIT := .*pip-audit --strict", recipe, re.MULTILINE)
    assert re.search(
        r"^audit:.*\n(?:.*\n)*?.*\$\(AUDIT\) --require-hashes -r requirements.txt",
        recipe,
        re.MULTILINE,
    )
