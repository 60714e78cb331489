"""One installation for all tests of a file: opening one takes longer than a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import streamlit as st

from lagesbild.domain.person import Person
from lagesbild.ui import cache, downloads, visit
from tests.pages.work_pages import ANNA


@pytest.fixture(scope="module", autouse=True)
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """As in tests/pages/conftest.py, which this takes the place of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAGESBILD_DATA", str(tmp_path_factory.mktemp("arbete")))
        patch.setenv("LAGESBILD_EXEMPEL", "nej")
        patch.setenv("LAGESBILD_IDAG", "2026-11-21")
        st.cache_data.clear()
        st.cache_resource.clear()
        yield
        cache.context().store.close()
        st.cache_data.clear()
        st.cache_resource.clear()


@pytest.fixture(autouse=True)
def emptied() -> None:
    """No records from the test before."""
    with cache.context().store.transaction() as cursor:
        cursor.execute("DELETE FROM record")


@pytest.fixture(autouse=True)
def become(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person], None]:
    """Who visits; Anna, the coordinator, unless a test says otherwise."""

    def change(person: Person) -> None:
        monkeypatch.setattr(visit, "local_person", lambda: person)

    change(ANNA)
    return change


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict]:
    """The files that a page offers, by their buttons' words."""
    found: dict[str, dict] = {}
    monkeypatch.setattr(
        downloads.st, "download_button", lambda label, **how: found.update({label: how})
    )
    return found
