"""Every page that can be pinned is made again from its address, with each number's way to its file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from lagesbild.access.policy import may_see
from lagesbild.analysis.event_grid import event_grid
from lagesbild.analysis.event_hours import event_hours
from lagesbild.analysis.figures import released_figures
from lagesbild.analysis.pinned_hours import time_words
from lagesbild.analysis.pinned_pages import VIEWS
from lagesbild.analysis.pinned_views import as_audience, figure_of
from lagesbild.charts.document_figure import document_chart, enlarged
from lagesbild.domain.document import ChartKind, DocumentFigure
from lagesbild.domain.event_hours import spread
from lagesbild.domain.person import PUBLIC, Person, Role
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence
from lagesbild.store.observations import Grain
from lagesbild.ui.context import Context
from lagesbild.ui.event_tables import hour_rows
from tests.thinned import EVERYTHING

ROOT = Path(__file__).resolve().parents[2]
ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
DEAR = {"samband", "sticker_ut", "flik=Karta", "grupp=lanet"}
"""These look at all kommuner: only in make thorough."""

CASES = [
    ("indikator", "skadegorelse", "", ChartKind.LINE),
    ("indikator", "skadegorelse", "visa=count", ChartKind.LINE),
    ("indikator", "skadegorelse", "flik=Uppdelat", ChartKind.LINE),
    ("indikator", "skadegorelse", "flik=Karta", ChartKind.BARS),
    ("karta", "skadegorelse", "period=2024-01-01", ChartKind.MAP),
    ("karta", "skadegorelse", "lager=handelser&ar=2025", ChartKind.MAP),
    ("jamfor", "skadegorelse", "grupp=lanet", ChartKind.BARS),
    ("jamfor", "skadegorelse", "grupp=egna&valda=1280&valda=Avesta", ChartKind.BARS),
    ("avloppsvatten", "avlopp_kokain", "amne=avlopp_kokain", ChartKind.LINE),
    ("upplevt_anmalt", "", "", ChartKind.LINE),
    ("trend", "skadegorelse", "tid=delar", ChartKind.LINE),
    ("effekt", "skadegorelse", "fran=2025-01-01", ChartKind.LINE),
    ("nar_och_var", "skadegorelse", "flik=Årstid", ChartKind.LINE),
    ("signaler", "narkotikabrott", "signal=narkotikabrott", ChartKind.LINE),
    ("samband", "skadegorelse", "", ChartKind.LINE),
    ("sticker_ut", "skadegorelse", "", ChartKind.TABLE),
    ("sticker_ut", "skadegorelse", "flik=Rangordning", ChartKind.BARS),
]


def seen(context: Context, page: str, indicator: str, rest: str = "", **more) -> DocumentFigure:
    inquiry = as_audience(
        context.inquiry(person=ANNA), audience=more.get("audience", Secrecy.INTERNAL)
    )  # fmt: skip
    own = f"&indikator={indicator}" if indicator else ""
    address = f"{page}?kommun=2260{own}{'&' if rest else ''}{rest}"
    view = Evidence(says="Som det var.", address=address, indicator=indicator)
    return figure_of(inquiry, view=view)


@pytest.mark.parametrize(
    ("page", "indicator", "rest", "kind"),
    [case for case in CASES if EVERYTHING or not DEAR & {case[0], case[2]}],
)
def test_a_view_is_made_again_with_its_sentence_and_its_sources(
    example_context: Context, page: str, indicator: str, rest: str, kind: ChartKind
) -> None:
    found = seen(example_context, page, indicator, rest)
    assert found.sentence
    assert found.footnote
    assert not found.trouble
    assert found.kind is kind
    for point in found.points:
        assert bool(point.traces) == (point.value is not None), point
    if found.points and kind is not ChartKind.TABLE:
        assert enlarged(document_chart(found), factor=2.0).data


def test_squares_of_events_are_kept_as_the_gate_let_them_through(example_context: Context) -> None:
    found = seen(example_context, "karta", "ordningslarm", "lager=handelser&ar=2025")
    inquiry = as_audience(example_context.inquiry(person=ANNA), audience=Secrecy.INTERNAL)
    grid = event_grid(inquiry, indicator_id="ordningslarm", year=2025)
    assert [one.value for one in found.points] == [part.count for part in grid.drawn]
    assert len(found.points) > 5
    assert min(one.value for one in found.points) >= grid.grid.min_count
    assert found.map is not None
    assert {one.code for one in found.map.areas} == {one.row["area_code"] for one in found.points}
    assert found.map.ground, "the kommun's parts, to find one's way"
    public = replace(inquiry, person=PUBLIC)
    barred = figure_of(public, view=Evidence(says="x", address=found.address))
    assert bool(barred.points) == may_see(PUBLIC, secrecy=grid.indicator.secrecy)


def test_the_times_of_the_week_are_kept_as_the_page_writes_them(example_context: Context) -> None:
    found = seen(example_context, "nar_och_var", "ordningslarm", "period=alla")
    inquiry = as_audience(example_context.inquiry(person=ANNA), audience=Secrecy.INTERNAL)
    hours = event_hours(inquiry, indicator_id="ordningslarm", period="alla")
    cells = spread(hours.pieces)
    assert found.kind is ChartKind.BARS
    assert found.points[0].value == pytest.approx(max(cells.values()), abs=0.5)
    assert {round(one.value) for one in found.points} == {round(one) for one in cells.values()}
    written = {
        text for row in hour_rows(hours.pieces) for name, text in row.items() if name != "Tid"
    }
    assert {one.text for one in found.points} <= written
    assert len({one.key for one in found.points}) == len(found.points)
    assert document_chart(found).data
    assert time_words(frozenset({(4, 6), (5, 6), (4, 7), (5, 7)})) == "fre–lör 18–24"
    assert (
        time_words(frozenset({(d, n) for d in range(7) for n in (0, 1, 7)}))
        == "alla dagar 00–06 och 21–24"
    )
    public = replace(inquiry, person=PUBLIC)
    barred = figure_of(public, view=Evidence(says="x", address=found.address))
    assert bool(barred.points) == may_see(PUBLIC, secrecy=hours.indicator.secrecy)


def test_places_are_kept_as_squares_on_a_map(example_context: Context) -> None:
    found = seen(example_context, "nar_och_var", "ordningslarm", "flik=Platser&ar=2025")
    squares = seen(example_context, "karta", "ordningslarm", "lager=handelser&ar=2025")
    assert found.points == squares.points
    assert found.map == squares.map
    assert found.sentence != squares.sentence


def test_an_area_without_a_number_is_on_the_map_all_the_same(example_context: Context) -> None:
    found = seen(example_context, "karta", "anmalda_valdsbrott", "niva=delomrade")
    assert found.map is not None
    assert len(found.map.areas) == 8
    assert {one.row["status"] for one in found.points} >= {"value", "suppressed"}


def test_what_can_be_pinned_can_be_made_again() -> None:
    files = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "lagesbild" / "ui").glob("*.py")]
    opens = re.compile(r'open_page\("(\w+)"\)')
    pinning = {
        name
        for path in files
        for text in [path.read_text(encoding="utf-8")]
        if "offer_pins(" in text
        for name in opens.findall(text)
    }
    assert {"indikator", "karta", "trend"} <= pinning
    assert pinning <= set(VIEWS), "one line in VIEWS for the new page"


def test_the_numbers_are_those_that_a_question_of_the_same_role_gives(
    example_context: Context,
) -> None:
    found = seen(example_context, "indikator", "skadegorelse")
    inquiry = as_audience(example_context.inquiry(person=ANNA), audience=Secrecy.INTERNAL)
    asked = released_figures(
        inquiry, indicator_id="skadegorelse", grain=Grain.YEAR, area_codes=["2260", "22", "0000"]
    )
    totals = asked.totals
    wanted = {
        (area, str(start)[:10]): value
        for area, start, value in zip(
            totals["area_code"], totals["period_start"], totals["value"], strict=True
        )
    }
    told = {
        (point.row["area_code"], point.row["period_start"]): point.row["value"]
        for point in found.points
    }
    assert told == wanted
    assert len(told) > 20


def test_a_secret_measure_is_not_told_to_those_it_is_not_for(example_context: Context) -> None:
    secret = next(
        one.id
        for one in example_context.catalog("2260").indicators.values()
        if one.secrecy is Secrecy.RESTRICTED
    )
    hidden = seen(example_context, "indikator", secret)
    assert "visas inte för den som lägesbilden är till för" in hidden.trouble
    assert hidden.pinned == ""
    assert all(point.value is None and not point.traces for point in hidden.points)
    shown = seen(example_context, "indikator", secret, audience=Secrecy.RESTRICTED)
    assert shown.pinned == "Som det var."
    assert not shown.trouble
