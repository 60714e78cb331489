"""What a measurement gives: ours beside a stock page, and whether the goal is reached."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tests.bench.loading import Loaded
from tests.browser.served import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One goal: ``ours`` against ``stock``, medians. ``ratio`` is what the goal is about."""

    what: str
    unit: str
    ours: float
    stock: float | None
    ratio: float
    goal: str
    reached: bool


def at_most(what: str, ours: list[float], stock: list[float], *, goal: float) -> Result:
    """A goal on time: ours may be at most ``goal`` times the stock page's."""
    mine, theirs = statistics.median(ours), statistics.median(stock)
    ratio = mine / theirs
    return Result(what=what, unit="ms", ours=mine, stock=theirs, ratio=ratio,
                  goal=f"<= {goal}", reached=ratio <= goal)  # fmt: skip


def show(results: Sequence[Result | Loaded]) -> None:
    """Print the table and keep it."""
    target = ROOT / "artifacts" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(
        json.dumps([asdict(r) for r in results], ensure_ascii=False, indent=1), encoding="utf-8"
    )
    for r in results:
        stock = "" if r.stock is None else f"mot {r.stock:.0f} "
        word = "nått" if r.reached else "INTE nått"
        print(
            f"{r.what:52} {r.ours:8.1f} {stock:12}{r.unit:14} kvot {r.ratio:6.2f}  mål {r.goal:8} {word}"
        )
