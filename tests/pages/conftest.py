"""Small installations for page tests: empty, one observation, all suppressed, 290 kommuner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from lagesbild.domain.person import Person, Role
from lagesbild.ui import cache, visit
from lagesbild.ui.page_table import PAGES, find_page
from tests.drawn_figures import figures_are_what_plotly_writes  # noqa: F401
from tests.pages.small_store import KOMMUN

FRAME = Path(__file__).parents[2] / "lagesbild" / "ui" / "frame.py"


@pytest.fixture(scope="session", autouse=True)
def parts_of_packages() -> Iterator[None]:
    """Every page that is opened asks all installed packages for parts of theirs: one answer does."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store of its own for each test, without example data and without secrets of this machine."""
    monkeypatch.setenv("LAGESBILD_DATA", str(tmp_path))
    monkeypatch.setenv("LAGESBILD_EXEMPEL", "nej")
    monkeypatch.setenv("LAGESBILD_IDAG", "2026-11-21")
    st.cache_data.clear()
    st.cache_resource.clear()
    yield tmp_path
    cache.context().store.close()
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def as_role(monkeypatch: pytest.MonkeyPatch) -> Callable[[Role], None]:
    """Let the local visitor be somebody with the given role."""

    def become(role: Role) -> None:
        person = Person(id="prov", name="Prov Person", role=role, kommun_code=KOMMUN)
        monkeypatch.setattr(visit, "local_person", lambda: person)

    return become


@pytest.fixture
def open_at() -> Callable[..., AppTest]:
    """Opens a page at an address, as a link does: nothing is run before it."""

    def go(page_id: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        if page_id != PAGES[0].id:
            app.switch_page(str(find_page(page_id).path))
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return go
