"""What R answered, from the files that `make reference` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).with_name("r")


def from_r(name: str) -> tuple[dict[str, Any], Any]:
    """The input that R was given, and its answer."""
    kept = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return kept["input"], kept["answer"]


def as_array(rows: list[Any]) -> np.ndarray:
    """R's NA is null in the file and NaN here."""
    return np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=float)
