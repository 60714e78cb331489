"""Settings come from the environment, and say in Swedish when they cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lagesbild import settings
from lagesbild.domain.errors import SetupError


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for setting in settings.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    return monkeypatch


def test_what_nobody_sets_has_its_default(nothing_set: pytest.MonkeyPatch) -> None:
    assert settings.home_kommun() == "2260"
    assert settings.data_folder() == settings.ROOT / "data" / "store"
    assert settings.loads_example_data()
    assert settings.today() == date.today()


def test_an_empty_value_counts_as_not_set(nothing_set: pytest.MonkeyPatch) -> None:
    nothing_set.setenv("LAGESBILD_KOMMUN", "")
    assert settings.home_kommun() == "2260"


def test_each_setting_can_be_set(nothing_set: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nothing_set.setenv("LAGESBILD_KOMMUN", "2281")
    nothing_set.setenv("LAGESBILD_DATA", str(tmp_path))
    nothing_set.setenv("LAGESBILD_IDAG", "2026-02-28")
    assert settings.home_kommun() == "2281"
    assert settings.data_folder() == tmp_path.resolve()
    assert settings.today() == date(2026, 2, 28)


@pytest.mark.parametrize("word", ["nej", "Nej ", "0", "no"])
def test_example_data_can_be_left_out(nothing_set: pytest.MonkeyPatch, word: str) -> None:
    nothing_set.setenv("LAGESBILD_EXEMPEL", word)
    assert not settings.loads_example_data()


def test_a_relative_folder_counts_from_the_project(nothing_set: pytest.MonkeyPatch) -> None:
    nothing_set.setenv("LAGESBILD_DATA", "annan/mapp")
    assert settings.data_folder() == settings.ROOT / "annan" / "mapp"


def test_a_day_that_is_no_date_is_refused_with_a_remedy(nothing_set: pytest.MonkeyPatch) -> None:
    nothing_set.setenv("LAGESBILD_IDAG", "30 februari")
    with pytest.raises(SetupError) as caught:
        settings.today()
    assert caught.value.code == "ST-001"
    assert "ÅÅÅÅ-MM-DD" in caught.value.remedy


def test_an_unknown_setting_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        settings.read_setting("LAGESBILD_FINNS_INTE")


def test_who_decides_roles_and_for_how_long_has_few_answers(nothing_set) -> None:
    assert (settings.role_source(), settings.sign_in_hours(), settings.audit_months()) == (
        "bada",
        12,
        24,
    )
    assert settings.first_administrator() == ""
    nothing_set.setenv("LAGESBILD_ROLLER", "Registret")
    assert settings.role_source() == "registret"
    nothing_set.setenv("LAGESBILD_ROLLER", "alla")
    with pytest.raises(SetupError) as refused:
        settings.role_source()
    assert refused.value.code == "ST-002"
    for text in ("0", "-1", "1201", "1,5", "x", "²"):
        nothing_set.setenv("LAGESBILD_INLOGGNING_TIMMAR", text)
        with pytest.raises(SetupError) as refused:
            settings.sign_in_hours()
        assert refused.value.code == "ST-003"
