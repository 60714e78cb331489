"""Random addresses, with other numbers behind what is hidden: not a letter of any page is another.

Everything that is sent to the browser is compared: words, tables, charts with their axes, hover and
alternative texts, captions, links.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from lagesbild.analysis import figures
from lagesbild.domain.person import Role
from lagesbild.ui import cache
from lagesbild.ui.page_table import PAGES, Shows
from lagesbild.ui.state import Address
from tests.example import copy_example
from tests.pages.small_store import KOMMUN

ADDRESSES = int(os.environ.get("FUZZ_SIDOR", "6"))
TABS = (
    "Diagram", "Karta", "Tabell", "Uppdelning", "Delområden", "Alla mått", "Tratten", "Rangordning",
    "Över tid", "I vår kommun", "Nivå mot nivå", "Två i taget", "x",
)  # fmt: skip
GRAINS = ("12_manader", "kalenderar", "som_lamnat", "manad", "år", "")
DRAWN_BY_LOT = re.compile(rb"b [0-9a-f]{32}$")
"""The name of a file that is made when it is asked for."""
WORDS = ("", "0", "-1", "2260", "9999", "'; DROP", "å" * 50, "2025", "alla")


@pytest.fixture
def installation(
    example_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The example data of all of Sweden."""
    copy_example(example_folder, to=tmp_path)
    monkeypatch.setenv("LAGESBILD_DATA", str(tmp_path))
    monkeypatch.setenv("LAGESBILD_IDAG", "2026-11-21")
    forget()
    yield
    cache.context().store.close()
    forget()


def forget() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()


def addresses(rng: random.Random) -> Iterator[tuple[str, dict[str, str]]]:
    """Pages with figures in turn, with choices that mostly exist."""
    context = cache.context()
    pages = [page.id for page in PAGES if page.shows is not Shows.NOTHING]
    names = list(context.catalog().indicators)
    codes = list(context.areas(KOMMUN))
    kommuner = [KOMMUN, KOMMUN, "2505", "0665", "1480"]
    known = {
        Address.INDICATOR: names, Address.KOMMUN: kommuner, Address.TAB: TABS,
        Address.GRAIN: GRAINS, Address.LEVEL: ("kommun", "lan", "delomrade", "skola"),
        Address.AREA: codes, Address.CHOSEN: codes, Address.SUBSTANCE: names, Address.PLACE: codes,
        Address.AGAINST: names, Address.PAIR: [one.id for one in context.catalog().pairs],
        Address.GROUP: ("liknande", "lan", "alla", "valda"), Address.PERIOD: ("2024", "2025"),
    }  # fmt: skip
    while True:
        for page in rng.sample(pages, k=len(pages)):
            chosen = {"indikator": rng.choice(names), "kommun": rng.choice(kommuner)}
            for key in rng.sample(list(Address), k=4):
                chosen[key.value] = rng.choice([*known.get(key, WORDS), rng.choice(WORDS)])
            yield page, chosen


def sent(app: object) -> list[bytes]:
    """All that the browser gets, element by element."""
    found, waiting = [], [app._tree]  # type: ignore[attr-defined]
    while waiting:
        node = waiting.pop()
        proto = getattr(node, "proto", None)
        if hasattr(proto, "SerializeToString"):
            found.append(DRAWN_BY_LOT.sub(b"", proto.SerializeToString(deterministic=True)))
        waiting.extend(getattr(node, "children", {}).values())
    return found


def others(frame):
    """Other numbers wherever the pattern hides; "~100 %" tells that it is nearly all, and stays."""
    hidden = frame["is_protected"] & ~(frame["value"] >= 95)
    frame.loc[hidden, "count"] = (frame.loc[hidden, "count"] * 3 + 1) % 5 + 1
    for name in ("value", "lower", "upper"):
        frame.loc[hidden, name] = frame.loc[hidden, name] * 0.37 + 11
    return frame


def test_no_page_shows_a_trace_of_a_hidden_number(open_at, as_role, monkeypatch) -> None:
    as_role(Role.LEDAMOT)
    asked = addresses(random.Random(4))  # noqa: S311 - addresses to repeat, no secrets
    questions = [next(asked) for _ in range(ADDRESSES)]
    before = [sent(open_at(page, **chosen)) for page, chosen in questions]
    compute, changed = figures.compute_figures, []

    def with_others(*args, **more):
        frame = compute(*args, **more)
        changed.append(int(frame["is_protected"].sum()))
        return others(frame)

    monkeypatch.setattr(figures, "compute_figures", with_others)
    cache.context().store.close()
    forget()
    for (page, chosen), earlier in zip(questions, before, strict=True):
        assert sent(open_at(page, **chosen)) == earlier, (page, chosen)
    assert sum(changed) > 0
