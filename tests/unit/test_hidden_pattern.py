"""The pattern of hidden cells is made once, kept, and the same in every view."""

from __future__ import annotations

import pandas as pd
import pytest

from lagesbild.analysis import protection
from lagesbild.catalog.catalogue import Catalog
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Measure
from lagesbild.domain.secrecy import Status
from lagesbild.store.areas import add_areas
from lagesbild.store.connection import Store
from lagesbild.store.observations import Grain
from tests.unit.test_figures import ask, deliver, indicator, row, year

LAN, KOMMUNER = "22", ("2260", "2262", "2280", "2281")
COUNTS = (2, 14, 30, 41)


@pytest.fixture
def store() -> Store:
    store = Store(None)
    kommuner = [
        Area(code=code, name=code, level=AreaLevel.KOMMUN, parent_code=LAN) for code in KOMMUNER
    ]
    add_areas(
        store,
        [
            Area(code="0000", name="Riket", level=AreaLevel.RIKET),
            Area(code=LAN, name="Länet", level=AreaLevel.LAN, parent_code="0000"),
            *kommuner,
        ],
    )
    return store


def counted(**changes: object) -> Indicator:
    return indicator(kind=Kind.COUNT, denominator=None, **changes)


def rows_of(counts: tuple[int, ...], *, when: int = 2025) -> list[dict[str, object]]:
    rows = [
        year("bra.brott", n, when, area_code=code) for code, n in zip(KOMMUNER, counts, strict=True)
    ]
    return [*rows, year("bra.brott", sum(counts), when, area_code=LAN)]


def shown(store: Store, one: Indicator | None = None, *, when: str = "2025") -> set[str]:
    frame = ask(store, one or counted())
    return set(frame.loc[(frame["period_label"] == when) & frame["count"].notna(), "area_code"])


def hidden_rows(store: Store) -> int:
    found = store.cursor().execute("SELECT count(*) FROM hidden_cell").fetchone()
    return int(found[0]) if found else 0


def forget(store: Store) -> None:
    """As when the program is started again."""
    protection._MEMORY.pop(store, None)


def test_a_small_count_takes_a_larger_one_with_it(store):
    deliver(store, rows_of(COUNTS))
    assert shown(store) == {"2280", "2281", LAN}
    frame = ask(store, counted())
    assert frame.loc[frame["count"].isna(), "status_reason"].unique().tolist() == [
        "skyddat (för få)"
    ]


def test_the_view_decides_nothing(store):
    deliver(store, rows_of(COUNTS))
    frame = ask(store, counted(), grain=Grain.YEAR)
    assert set(frame.loc[frame["count"].notna(), "area_code"]) == {"2280", "2281", LAN}


def test_the_pattern_is_kept_and_read_again(store, monkeypatch):
    deliver(store, rows_of(COUNTS))
    before = shown(store)
    assert hidden_rows(store) == 2
    forget(store)
    monkeypatch.setattr(protection, "protect", lambda _: pytest.fail("made again"))
    assert shown(store) == before


def test_a_pattern_that_is_missing_is_made_before_anything_is_shown(store):
    deliver(store, rows_of(COUNTS))
    before = shown(store)
    store.cursor().execute("DELETE FROM hidden_basis")
    store.cursor().execute("DELETE FROM hidden_cell")
    forget(store)
    assert shown(store) == before
    assert hidden_rows(store) == 2


def test_what_was_hidden_stays_hidden_when_more_comes(store):
    deliver(store, rows_of(COUNTS))
    assert shown(store) == {"2280", "2281", LAN}
    deliver(store, [*rows_of((9, 14, 30, 41)), *rows_of((20, 21, 22, 23), when=2026)], sha256="1")
    assert "2262" not in shown(store)
    assert shown(store, when="2026") == {*KOMMUNER, LAN}


def test_what_was_shown_cannot_protect_later(store):
    deliver(store, rows_of((9, 14, 30, 41)))
    assert len(shown(store)) == 5
    # A corrected count is small now. The others were printed last year with the numbers they have.
    corrected = [year("bra.brott", 2, 2025), year("bra.brott", 87, 2025, area_code=LAN)]
    deliver(store, corrected, sha256="1")
    assert shown(store) == {"2262", "2280", "2281"}


def test_the_strictest_rule_of_those_that_use_the_measure_counts(store):
    deliver(store, rows_of((7, 14, 30, 41)))
    assert len(shown(store)) == 5
    lenient, strict = counted(), counted(id="kanslig", min_count=10)
    catalog = {one.id: one for one in (lenient, strict)}
    frame = ask_with(store, catalog, "brott")
    assert set(frame.loc[frame["count"].isna(), "area_code"]) >= {"2260"}


def ask_with(
    store: Store, indicators: dict[str, Indicator], wanted: str, *,
    measures: dict[str, Measure] | None = None,
) -> pd.DataFrame:  # fmt: skip
    from datetime import date

    from lagesbild.analysis.figures import released_figures
    from lagesbild.analysis.inquiry import Inquiry
    from tests.unit.test_figures import COORDINATOR

    inquiry = Inquiry(
        store=store,
        catalog=Catalog(indicators=indicators, sources={}, measures=measures or {}, glossary={}),
        areas={}, person=COORDINATOR, kommun_code="2260", today=date(2026, 11, 21),
    )  # fmt: skip
    return released_figures(inquiry, indicator_id=wanted).frame


def test_a_measure_that_is_a_sum_gives_no_part_away(store):
    deliver(
        store,
        [
            year("bra.allt", 46, 2025), year("bra.a", 2, 2025), year("bra.b", 14, 2025),
            year("bra.c", 30, 2025),
        ],
    )  # fmt: skip
    names = ("allt", "a", "b", "c")
    indicators = {n: counted(id=n, numerator=f"bra.{n}") for n in names}
    measures = {
        f"bra.{n}": Measure(
            id=f"bra.{n}", name=n, unit="st", source="bra",
            sum_of=("bra.a", "bra.b", "bra.c") if n == "allt" else (),
        )
        for n in names
    }  # fmt: skip
    from datetime import date

    from lagesbild.analysis.figures import released_figures
    from lagesbild.analysis.inquiry import Inquiry
    from tests.unit.test_figures import COORDINATOR

    inquiry = Inquiry(
        store=store,
        catalog=Catalog(indicators=indicators, sources={}, measures=measures, glossary={}),
        areas={}, person=COORDINATOR, kommun_code="2260", today=date(2026, 11, 21),
    )  # fmt: skip
    visible = {
        n for n in names
        if released_figures(inquiry, indicator_id=n).frame["count"].notna().any()
    }  # fmt: skip
    assert "a" not in visible
    assert len(visible) == 2


def months_of(counts: list[int], *, first: str) -> list[dict[str, object]]:
    starts = pd.date_range(first, periods=len(counts), freq="MS")
    ends = starts + pd.offsets.MonthBegin(1)
    return [
        row("bra.brott", n, str(start.date()), str(end.date()), area_code="2260")
        for n, start, end in zip(counts, starts, ends, strict=True)
    ]


def test_rolling_sums_do_not_give_a_hidden_month_away(store):
    counts = [20, 2, 21, 22, 23, 24] + [25] * 6 + [20] * 12
    deliver(store, months_of(counts, first="2024-01-01"))
    months = ask(store, counted()).set_index("period_start")["count"]
    assert pd.isna(months["2024-02-01"])
    assert months[:"2024-06-01"].isna().sum() == 2, "another month of the same half-year"
    rolling = ask(store, counted(), grain=Grain.TWELVE_MONTHS)
    ends = rolling.dropna(subset=["count"])["period_end"].dt.strftime("%Y-%m").tolist()
    # Those without the hidden months, and beside them only the calendar year and the one to June.
    assert ends[0] == "2025-01"
    assert "2025-02" not in ends


def test_nearly_all_is_said_without_a_number(store):
    one = indicator(
        kind=Kind.SHARE, numerator=None, value="bra.andel", denominator="bra.bas",
        near_all_is_shown=True,
    )  # fmt: skip
    deliver(store, [year("bra.andel", 98.0, 2025), year("bra.bas", 100, 2025)])
    found = ask(store, one).iloc[0]
    assert (found["status"], found["status_reason"]) == (Status.ROUNDED.value, "~100 %")
    assert found[["count", "denominator", "value", "lower", "upper"]].isna().all()
    assert found["is_hidden"]


def test_a_small_group_takes_another_with_it_in_means_too(store):
    one = indicator(kind=Kind.VALUE, numerator=None, value="bra.medel", denominator="bra.bas")
    bases = (3, 40, 50, 60)
    rows = [
        year(measure, n, 2025, area_code=code)
        for measure, numbers in (("bra.medel", (10, 20, 30, 40)), ("bra.bas", bases))
        for code, n in zip(KOMMUNER, numbers, strict=True)
    ]
    mean = (3 * 10 + 40 * 20 + 50 * 30 + 60 * 40) / 153
    rows += [
        year("bra.medel", mean, 2025, area_code=LAN), year("bra.bas", 153, 2025, area_code=LAN)
    ]  # fmt: skip
    deliver(store, rows)
    frame = ask(store, one)
    hidden = set(frame.loc[frame["value"].isna(), "area_code"])
    assert "2260" in hidden
    assert len(hidden) == 2


def test_a_part_is_not_protected_by_what_its_whole_has_no_room_for(store):
    """14 of 15 could not be more than 15, as everyone sees: 30 of 60 goes instead."""
    wholes = (20, 15, 60, 80)
    deliver(store, [
        year(f"bra.{name}", n, 2025, area_code=code)
        for name, numbers in (("del", COUNTS), ("allt", wholes))
        for code, n in zip((*KOMMUNER, LAN), (*numbers, sum(numbers)), strict=True)
    ])  # fmt: skip
    names = ("del", "allt")
    measures = {
        f"bra.{n}": Measure(
            id=f"bra.{n}", name=n, unit="st", source="bra",
            part_of="bra.allt" if n == "del" else "",
        )
        for n in names
    }  # fmt: skip
    indicators = {n: counted(id=n, numerator=f"bra.{n}") for n in names}
    frame = ask_with(store, indicators, "del", measures=measures)
    assert {"2260", "2280"} <= set(frame.loc[frame["count"].isna(), "area_code"])
