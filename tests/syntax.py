"""The code as trees, each file read once, for tests that hold the code to its rules without running it."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file; walked once, since many rules ask."""
    found = tuple(ast.walk(syntax(path)))
    gc.freeze()  # they live as long as the tests: a million nodes need not be looked through again and again
    return found
