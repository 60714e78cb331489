"""Figures of a single school: who may see them, and how secret a file with them is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lagesbild.access.release import release, secrecy_held
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind
from lagesbild.domain.person import Person, Role
from lagesbild.domain.results import RawFigures
from lagesbild.domain.secrecy import Secrecy
from tests.unit.chart_figures import indicator, released, row
from tests.unit.test_charts_figures import YEAR

SEES_SCHOOLS = {Role.ARBETSGRUPP, Role.SAMORDNARE, Role.ORDFORANDE, Role.ADMINISTRATOR}


def index_of(secrecy: Secrecy) -> Indicator:
    return replace(indicator(kind=Kind.VALUE), secrecy=secrecy, min_count=0)


def seen_by(role: Role, *, secrecy: Secrecy = Secrecy.INTERNAL):
    rows = [
        row("2260", YEAR, 140), row("2260-skola-1", YEAR, 180, area_level="skola"),
        row("2260-skola-2", YEAR, 95, area_level="skola"), row("2260-del", YEAR, 120, area_level="delomrade"),
    ]  # fmt: skip
    frame = released(rows).frame.assign(is_protected=False, is_hidden=False)
    person = Person(id="p", name="P", role=role, kommun_code="2260")
    return release(RawFigures(indicator=index_of(secrecy), frame=frame), person=person)


@pytest.mark.parametrize("role", [Role.LEDAMOT, *sorted(SEES_SCHOOLS)])
def test_a_school_is_not_pointed_out_to_those_who_do_not_see_sensitive_figures(role: Role) -> None:
    found = seen_by(role).frame
    schools = found[found["area_level"] == AreaLevel.SKOLA.value]
    assert schools["value"].notna().all() == (role in SEES_SCHOOLS)
    assert schools["value"].notna().any() == (role in SEES_SCHOOLS)
    assert found[found["area_level"] != AreaLevel.SKOLA.value]["value"].notna().all()
    if role not in SEES_SCHOOLS:
        assert schools["status_reason"].str.startswith("visas inte för").all()


def test_what_is_open_about_schools_stays_open_and_a_file_is_as_secret_as_what_is_in_it() -> None:
    open_to_all = seen_by(Role.PUBLIC, secrecy=Secrecy.OPEN)
    assert open_to_all.frame["value"].notna().all()
    assert secrecy_held(open_to_all) is Secrecy.OPEN
    assert secrecy_held(seen_by(Role.SAMORDNARE)) is Secrecy.RESTRICTED
    assert secrecy_held(seen_by(Role.LEDAMOT)) is Secrecy.INTERNAL
