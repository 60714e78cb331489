"""The code as trees, each file read once, for tests that hold the code to its rules without running it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file; walked once, since many rules ask."""
    return tuple(ast.walk(syntax(path)))
