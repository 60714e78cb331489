"""Figures before the gate, read from the store once for all the askers who would be given the same rows."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections import OrderedDict
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from lagesbild import analysis
from lagesbild.analysis import figures
from lagesbild.domain.results import RawSurvey

MOST_ROWS = 1_000_000
Change = Callable[[pd.DataFrame], pd.DataFrame]


class RawOnce:
    """Stands in for raw_survey; whoever asks is told ``change(frame)`` instead of the frame.

    told  what was handed out since the list was emptied, before any change

    Pandas copies what somebody writes in, so that one asker cannot change what the next is given.
    """

    def __init__(self, read: Callable[..., RawSurvey]) -> None:
        self.read = read
        self._known: OrderedDict[str, RawSurvey] = OrderedDict()
        self._rows = 0
        self.change: Change | None = None
        self.told: list[pd.DataFrame] = []

    def __call__(self, inquiry: Any, *, indicators: Any, **asked: Any) -> RawSurvey:
        read = self._read_or_known(inquiry, indicators=indicators, asked=asked)
        self.told.append(read.frame)
        frame = read.frame.copy(deep=False)
        if self.change is not None:
            frame = self.change(frame)
        return RawSurvey(indicators=read.indicators, frame=frame)

    def _read_or_known(self, inquiry: Any, *, indicators: Any, asked: dict[str, Any]) -> RawSurvey:
        # Whose figures are read goes by the kommun of the asker; what is shown of them, by the gate.
        key = repr(
            (id(inquiry.store), inquiry.person.kommun_code, indicators, sorted(asked.items()))
        )
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        read = self.read(inquiry, indicators=indicators, **asked)
        self._known[key] = read
        self._rows += len(read.frame)
        while self._rows > MOST_ROWS and len(self._known) > 1:
            self._rows -= len(self._known.popitem(last=False)[1].frame)
        return read


def read_once(patch: pytest.MonkeyPatch) -> RawOnce:
    """In every module of the analysis that knows raw_survey, imported so far or not."""
    once = RawOnce(figures.raw_survey)
    plain = figures.raw_survey
    for module in _all_modules():
        if getattr(module, "raw_survey", None) is plain:
            patch.setattr(module, "raw_survey", once)
    return once


def _all_modules() -> list[ModuleType]:
    for found in pkgutil.walk_packages(analysis.__path__, f"{analysis.__name__}."):
        importlib.import_module(found.name)
    return [one for name, one in list(sys.modules.items()) if name.startswith("lagesbild.")]
