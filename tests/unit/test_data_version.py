"""The data version is kept between two transactions, and never a moment longer."""

from __future__ import annotations

import pytest

from lagesbild.store.connection import Store, data_version, increase_data_version

pytestmark = pytest.mark.slow


def test_a_version_asked_during_a_transaction_is_the_old_one_and_afterwards_the_new():
    store = Store(None)
    before = data_version(store)
    with store.transaction() as cursor:
        increase_data_version(cursor)
        assert data_version(store) == before

    assert data_version(store) == before + 1


def test_what_was_rolled_back_changes_nothing():
    store = Store(None)
    before = data_version(store)
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(store)

    assert data_version(store) == before


def _write_and_fail(store: Store) -> None:
    with store.transaction() as cursor:
        increase_data_version(cursor)
        raise ZeroDivisionError
