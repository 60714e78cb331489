"""Every figure: what goes in, what is drawn, what is said, and what is never given away."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.charts.canvas import PLOT_CONFIG, nice_ticks, push_apart, tick_texts, time_ticks
from lagesbild.charts.describe import describe
from lagesbild.charts.drawn import NO_TEMPLATE, DrawnFigure
from lagesbild.charts.lines import trend_figure
from lagesbild.charts.maps import (
    MISSING_CLASS,
    SUPPRESSED_CLASS,
    choropleth_figure,
    class_breaks,
)
from lagesbild.charts.ranked import ranked_figure
from lagesbild.charts.small_multiples import small_multiples_figure
from lagesbild.charts.sparkline import describe_sparkline, sparkline_svg, sparkline_uri
from lagesbild.charts.theme import DARK, LIGHT
from lagesbild.charts.wastewater import campaigns_figure, week_figure, weekday_of
from lagesbild.domain import period
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Break, Kind
from lagesbild.domain.results import Band, RawFigures, ReleasedFigures
from lagesbild.domain.written import EXAMPLE_TEXT
from tests.unit.chart_figures import hidden, indicator, released, row

ROOT = Path(__file__).parents[2]
YEAR = period.year(2025)
BREAK = Break(date=date(2020, 1, 1), reason="Ny indelning; äldre siffror kan inte jämföras.")

Draw = Callable[[Any], Any]
FIGURES: dict[str, Draw] = {
    "trend": lambda figures: trend_figure(figures, own_code="2260"),
    "trend of counts": lambda figures: trend_figure(figures, own_code="2260", measure="count"),
    "map": lambda figures: choropleth_figure(figures, own_code="2260"),
    "ranking": lambda figures: ranked_figure(figures, own_code="2260"),
    "panels": small_multiples_figure,
    "campaigns": lambda figures: campaigns_figure(figures, own_code="2260"),
    "week": week_figure,
}
each_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())


def series(code: str, first: int, values: list[float | None], **more: Any) -> list[dict[str, Any]]:
    return [
        row(code, period.year(first + n), value, **more)
        if value is not None
        else hidden(code, period.year(first + n))
        for n, value in enumerate(values)
    ]


def text_of(figure: Any) -> str:
    return json.dumps(json.loads(figure.to_json()), ensure_ascii=False)


def annotations(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def trace_of(figure: Any, name: str) -> Any:
    return next(trace for trace in figure.data if trace.name == name)


@each_figure
@pytest.mark.parametrize("wrong", ["frame", "raw", "dict"])
def test_only_what_passed_the_gate_is_drawn(draw: Draw, wrong: str) -> None:
    figures = released([row("2260", YEAR, 700)])
    others = {
        "frame": figures.frame,
        "raw": RawFigures(indicator=figures.indicator, frame=figures.frame),
        "dict": {"frame": figures.frame},
    }
    with pytest.raises(TypeError, match="ReleasedFigures"):
        draw(others[wrong])


@each_figure
def test_nothing_one_and_all_hidden_are_designed(draw: Draw) -> None:
    cases = {
        "nothing": released([]),
        "one": released([row("2260", YEAR, 700, breakdown="mandag")]),
        "hidden": released([hidden("2260", YEAR, breakdown="mandag")]),
    }
    said = {name: draw(figures).layout.meta["alt"] for name, figures in cases.items()}
    assert len(set(said.values())) == 3
    assert all(text.endswith(".") for text in said.values())
    assert "skydda" in text_of(draw(cases["hidden"]))


@each_figure
def test_example_data_says_so_in_picture_and_words(draw: Draw) -> None:
    rows = [row("2260", YEAR, 700, breakdown="mandag")]
    invented, real = draw(released(rows, example=True)), draw(released(rows))
    assert any(EXAMPLE_TEXT in text for text in annotations(invented))
    assert EXAMPLE_TEXT in invented.layout.meta["alt"]
    assert EXAMPLE_TEXT not in text_of(real)


@each_figure
def test_no_english_and_no_default_template(draw: Draw) -> None:
    figure = draw(released([row("2260", YEAR, 1234.5, breakdown="mandag"), hidden("2281", YEAR)]))
    sent = text_of(figure)
    assert figure.layout.separators == ",\u00a0"
    assert "<extra></extra>" in sent or "hovertemplate" not in sent, "Plotly adds 'trace 0'"
    assert '"colorway"' not in sent
    assert len(sent) < 6_000


@pytest.mark.slow
def test_charts_are_imported_without_plotly() -> None:
    code = (
        "import sys; import lagesbild.charts.lines, lagesbild.charts.maps, lagesbild.charts.ranked, "
        "lagesbild.charts.small_multiples, lagesbild.charts.wastewater, lagesbild.charts.sparkline; "
        "print('plotly' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "False"


def test_trend_breaks_at_holes_and_marks_each_reason() -> None:
    rows = series("2260", 2018, [500, None, 520, 540])
    rows += [
        row("2260", period.year(2022)),
        row("2260", period.year(2023), 560, status="preliminary"),
    ]
    figure = trend_figure(released(rows), own_code="2260")
    own = trace_of(figure, "Ånge")
    assert list(own.y) == [500, None, 520, 540, None, 560]
    assert own.marker.color[-1] == LIGHT.page
    assert own.marker.color[0] == LIGHT.own
    marks = {trace.marker.symbol: list(trace.x) for trace in figure.data if trace.mode == "markers"}
    assert marks["x-thin"] == [2019.5]
    assert marks["diamond-open"] == [2022.5]
    head = annotations(figure)[0]
    assert "× skyddat (för få)" in head
    assert "◇ saknas" in head
    assert "○ preliminärt" in head


def test_a_year_without_a_row_is_a_hole_in_the_line() -> None:
    rows = [row("2260", period.year(year), 100) for year in (2018, 2019, 2021, 2022)]
    own = trace_of(trend_figure(released(rows), own_code="2260"), "Ånge")
    assert list(own.x) == [2018.5, 2019.5, 2020.5, 2021.5, 2022.5]
    assert own.y[2] is None


def test_an_interval_is_not_drawn_across_a_hole() -> None:
    rows = [
        row("2260", period.year(year), 100, lower=80, upper=130, confidence=0.95)
        for year in (2018, 2019, 2021, 2022)
    ]
    rows.insert(2, hidden("2260", period.year(2020)))
    figure = trend_figure(released(rows), own_code="2260")
    ribbons = [trace for trace in figure.data if trace.fill == "toself"]
    assert [sorted(set(trace.x)) for trace in ribbons] == [[2018.5, 2019.5], [2021.5, 2022.5]]
    assert "skuggat: 95 % osäkerhet" in annotations(figure)[0]


def test_counts_show_own_area_alone_without_the_interval_of_its_rate() -> None:
    rows = [
        row("2260", YEAR, 700, count=66, lower=500, upper=900, confidence=0.95),
        row("0000", YEAR, 800, count=84_816),
    ]
    figure = trend_figure(released(rows), own_code="2260", measure="count")
    assert list(trace_of(figure, "Ånge").y) == [66]
    assert not [trace for trace in figure.data if trace.fill == "toself"]
    assert "84" not in text_of(figure)


def test_breaks_are_told_where_they_fall_and_only_within_the_picture() -> None:
    old = Break(date=date(2001, 1, 1), reason="För länge sedan")
    figures = released(series("2260", 2018, [1, 2, 3, 4]), of=indicator(breaks=(BREAK, old)))
    figure = trend_figure(figures, own_code="2260")
    assert [shape.x0 for shape in figure.layout.shapes] == [2020]
    told = [note for note in figure.layout.annotations if note.hovertext == BREAK.reason]
    assert [note.x for note in told] == [2020]
    assert "För länge sedan" not in text_of(figure)
    assert not trend_figure(figures, own_code="2260", breaks=()).layout.shapes


def test_axis_starts_at_zero_and_names_stand_at_the_ends() -> None:
    rows = [
        *series("0000", 2020, [800, 810, 805]),
        *series("22", 2020, [795, 801, 803]),
        *series("2260", 2020, [690, 760, 802]),
    ]
    figure = trend_figure(released(rows), own_code="2260")
    assert figure.layout.yaxis.range[0] == 0
    labels = [note for note in figure.layout.annotations if note.xref == "paper" and note.x == 1]
    assert [label.text for label in labels][-1] == "<b>Ånge</b>"
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    top = figure.layout.yaxis.range[1]
    at = sorted(label.y / top * plot - label.ay for label in labels)
    assert at[1] - at[0] >= 31.9, "two-line names need two lines"
    assert at[2] - at[1] >= 31.9
    assert figure.layout.showlegend is False


def test_band_is_named_where_it_lies() -> None:
    frame = pd.DataFrame(
        {
            "period_start": pd.to_datetime([date(year, 1, 1) for year in (2020, 2021, 2022)]),
            "period_label": ["2020", "2021", "2022"],
            "low": [600.0, 620.0, 640.0], "median": [700.0] * 3, "high": [900.0, 930.0, 960.0],
            "n": [290] * 3,
        }
    )  # fmt: skip
    figures = released(series("2260", 2020, [700, 710, 690]))
    figure = trend_figure(figures, own_code="2260", band=Band(frame=frame))
    (label,) = [n for n in figure.layout.annotations if n.text == "hälften av<br>alla kommuner"]
    assert 600 < label.y < 960
    assert LIGHT.band in text_of(figure)
    assert LIGHT.band not in text_of(
        trend_figure(figures, own_code="2260", band=Band(frame=frame), measure="count")
    )


def test_hover_is_one_box_in_swedish_with_the_reason_for_a_hole() -> None:
    rows = [
        row("0000", YEAR, 1234.5), hidden("2260", YEAR),
        row("2260", period.month(2025, 5), 12.34, lower=8, upper=17),
    ]  # fmt: skip
    figure = trend_figure(released(rows[:2]), own_code="2260")
    (box,) = [trace for trace in figure.data if trace.hoverinfo == "text"]
    assert box.text == ("<b>2025</b><br>Ånge: skyddat (för få)<br>Riket: 1\u00a0234",)
    figure = trend_figure(released(rows[2:]), own_code="2260")
    (box,) = [trace for trace in figure.data if trace.hoverinfo == "text"]
    assert box.text == ("<b>maj 2025</b><br>Ånge: 12,3 (8,0–17,0)",)


def test_time_axis_speaks_swedish() -> None:
    months = [(m.start, m.end, m.label) for m in (period.month(2025, n) for n in range(1, 13))]
    assert time_ticks(months)[1][:3] == ["jan<br>2025", "feb<br>2025", "mars<br>2025"]
    terms = [(p.start, p.end, p.label) for p in (period.school_year(n) for n in (2022, 2023))]
    assert time_ticks(terms) == ([2023.0, 2024.0], ["2022/23", "2023/24"])
    rolling = [(date(2023, n, 1), date(2024, n, 1), "") for n in range(1, 13)]
    assert time_ticks(rolling)[1][0].startswith("jan")


@given(st.floats(min_value=1e-3, max_value=1e9), st.sampled_from([(3, 6), (2, 3)]))
def test_ticks_reach_the_top_in_few_even_steps(top: float, limits: tuple[int, int]) -> None:
    ticks = nice_ticks(top, fewest=limits[0], most=limits[1])
    assert ticks[0] == 0
    assert top * (1 - 1e-6) <= ticks[-1] <= top * 1.7
    assert limits[0] <= len(ticks) - 1 <= limits[1]
    assert len(set(tick_texts(ticks))) == len(ticks)


@given(
    st.lists(st.floats(min_value=0, max_value=300), max_size=12),
    st.floats(min_value=1, max_value=20),
)
def test_labels_are_moved_apart_inside_the_picture_in_their_order(
    places: list[float], gap: float
) -> None:
    moved = push_apart(places, gap=gap, low=0, high=300)
    laid = sorted(moved)
    assert all(b - a >= gap - 1e-6 for a, b in pairwise(laid))
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in moved)
    assert sorted(range(len(places)), key=lambda n: (places[n], n)) == sorted(
        range(len(moved)), key=lambda n: (moved[n], n)
    )


# --- the map -----------------------------------------------------------------------------------


def national() -> ReleasedFigures:
    """All 290, with long numbers and many holes: as heavy as a map gets."""
    codes = [
        feature["id"]
        for feature in json.loads(
            (ROOT / "lagesbild/ui/static/kommuner.geojson").read_text(encoding="utf-8")
        )["features"]
    ]
    rows = [
        hidden(code, YEAR) if n % 7 == 0 else row(code, YEAR, 1000 + 37.3 * n)
        for n, code in enumerate(codes)
    ]
    return released(rows, example=True)


def test_a_national_map_is_below_ten_kilobytes() -> None:
    figure = choropleth_figure(national(), own_code="2260", selected_code="0980")
    assert len(figure.data[0].locations) == 290
    assert len(figure.to_json().encode()) <= 10_240


def test_boundaries_are_fetched_from_our_own_server() -> None:
    for level, name in (
        (AreaLevel.KOMMUN, "kommuner.geojson"),
        (AreaLevel.LAN, "lan.geojson"),
        (AreaLevel.DELOMRADE, "delomraden-2260.geojson"),
    ):
        figure = choropleth_figure(released([]), level=level)
        assert figure.data[0].geojson == f"/app/static/{name}"
        assert (ROOT / "lagesbild/ui/static" / name).exists()
    assert (
        ROOT / "lagesbild/ui" / PLOT_CONFIG["topojsonURL"].removeprefix("/app/") / "world_110m.json"
    ).exists()


def test_hidden_and_missing_areas_have_colours_marks_and_words_of_their_own() -> None:
    rows = [row("2260", YEAR, 700), row("2281", YEAR, 900), hidden("2262", YEAR), row("2280", YEAR)]
    figure = choropleth_figure(released(rows), all_codes=["2260", "2262", "2280", "2281", "2283"])
    drawn = dict(zip(figure.data[0].locations, figure.data[0].z, strict=True))
    assert drawn == {
        "2260": 0,
        "2281": 1,
        "2262": SUPPRESSED_CLASS,
        "2280": MISSING_CLASS,
        "2283": MISSING_CLASS,
    }
    said = dict(zip(figure.data[0].locations, figure.data[0].customdata, strict=True))
    assert (said["2262"], said["2280"], said["2281"]) == ("skyddat", "saknas", "900")
    marks = {
        t.marker.symbol: t.locations for t in figure.data if t.type == "scattergeo" and t.locations
    }
    assert marks["x-thin"] == ("2262",)
    assert marks["diamond-open"] == ("2280", "2283")
    legend = [trace.name for trace in figure.data if trace.type == "scattergeo" and trace.name]
    assert legend == ["800 och över", "under 800", "skyddat (för få)", "saknas"]
    scale = {colour for _, colour in figure.data[0].colorscale}
    assert {LIGHT.suppressed, LIGHT.missing, LIGHT.classes[0], LIGHT.classes[-1]} == scale


def test_own_area_is_outlined_and_the_map_stands_still() -> None:
    first = choropleth_figure(released([row("2260", YEAR, 700)]), own_code="2260")
    second = choropleth_figure(released([row("2281", YEAR, 9)]), own_code="2281")
    assert first.layout.geo == second.layout.geo
    assert first.layout.uirevision == second.layout.uirevision
    outline = first.data[-2]
    assert (outline.locations, outline.marker.line.color) == (("2260",), LIGHT.ink)


def test_a_map_names_whose_boundaries_it_shows() -> None:
    assert "Gränser: SCB, Lantmäteriet" in annotations(choropleth_figure(released([])))
    sub_areas = choropleth_figure(released([]), level=AreaLevel.DELOMRADE)
    assert "Påhittade delområden" in annotations(sub_areas)


def test_delivered_boundaries_are_drawn_from_themselves() -> None:
    ring = [[15.0, 62.0], [15.0, 62.5], [16.0, 62.5], [16.0, 62.0], [15.0, 62.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    own = {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "2260R001", "properties": {"name": "A"}, "geometry": shape}]}  # fmt: skip
    figure = choropleth_figure(
        released([row("2260R001", YEAR, 5)]), level=AreaLevel.DELOMRADE, geojson=own, attribution="Gränser: kommunen"
    )  # fmt: skip
    assert figure.data[0].geojson == own
    assert figure.layout.geo.lonaxis.range == (14.97, 16.03)
    assert "Gränser: kommunen" in annotations(figure)


def test_a_map_of_two_periods_is_a_mistake() -> None:
    figures = released([row("2260", YEAR, 1), row("2260", period.year(2024), 2)])
    with pytest.raises(ValueError, match="one period"):
        choropleth_figure(figures)


def test_class_breaks_are_quantiles_that_can_be_read() -> None:
    assert class_breaks([float(n) for n in range(1, 101)]) == (21, 41, 60, 80)
    assert class_breaks([5.0, 5.0, 5.0]) == ()
    assert class_breaks([]) == ()
    assert class_breaks([None, 1.0, float("nan"), 2.0]) == (1.5,)


@given(st.lists(st.floats(min_value=0, max_value=1e6, allow_nan=False), min_size=1, max_size=300))
def test_class_breaks_split_and_never_repeat(values: list[float]) -> None:
    edges = class_breaks(values)
    assert len(edges) <= 4
    assert list(edges) == sorted(set(edges))
    assert all(min(values) < edge <= max(values) for edge in edges)


# --- ranking, panels, wastewater, sparkline ---------------------------------------------------


def test_ranking_orders_values_and_puts_holes_last_by_name() -> None:
    rows = [
        row("2281", YEAR, 900), row("2260", YEAR, 700, lower=500, upper=1000, confidence=0.95),
        hidden("2284", YEAR), row("0000", YEAR, 800), row("2280", YEAR, status_reason="folkmängd saknas"),
        row("2262", YEAR, 1200),
    ]  # fmt: skip
    figure = ranked_figure(released(rows), own_code="2260")
    assert list(figure.layout.yaxis.ticktext) == [
        "Timrå", "Sundsvall", "<b>Ånge</b>", "Härnösand", "Örnsköldsvik",
    ]  # fmt: skip
    own = next(trace for trace in figure.data if trace.marker.color == LIGHT.own)
    assert (own.x, own.error_x.array, own.error_x.arrayminus) == ((700,), (300,), (200,))
    assert [shape.x0 for shape in figure.layout.shapes] == [800]
    words = [trace.text for trace in figure.data if trace.mode == "text"][-1]
    assert [word.strip() for word in words] == ["folkmängd saknas", "skyddat (för få)"]


def test_a_long_ranking_keeps_its_ends_and_the_own_area() -> None:
    rows = [row(f"{n:04d}", YEAR, n, area_name=f"Kommun {n}") for n in range(1000, 1200)]
    rows += [row("2260", YEAR, 1100.5), hidden("2281", YEAR)]
    names = ranked_figure(released(rows), own_code="2260", most=20).layout.yaxis.ticktext
    assert names[0] == "Kommun 1199"
    assert names[-1] == "Kommun 1000"
    assert names[9:11] == ("… 183 till …", "<b>Ånge</b>")
    assert len(names) == 20


def test_panels_share_one_axis_and_are_named_by_what_differs() -> None:
    parts = [
        row("2260", period.year(year), value * year / 2020, breakdown=json.dumps({"Typ": name}), is_total=False)
        for name, value in (("Kommunal", 10), ("Enskild", 400))
        for year in (2020, 2021)
    ]  # fmt: skip
    figure = small_multiples_figure(released([*parts, row("2260", YEAR, 9999)]))
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.yaxis.range[1] < 1000, "the undivided row is not a panel"
    titles = annotations(figure)[:2]
    assert titles[0].startswith("<b>Kommunal</b>")
    assert titles[1].startswith("<b>Enskild</b>")
    areas = released(
        [row("2260-a", YEAR, 1, area_name="Alby"), row("2260-b", YEAR, 2, area_name="Fränsta")]
    )
    assert [t.split("</b>")[0] for t in annotations(small_multiples_figure(areas))[:2]] == [
        "<b>Alby",
        "<b>Fränsta",
    ]


def test_invented_places_are_named_short_under_the_ribbon() -> None:
    rows = [row("SE1", YEAR, 5, area_name="Ånge reningsverk (exempel)", is_example=True)]
    figure = ranked_figure(released(rows, example=True), own_code="")
    assert figure.layout.yaxis.ticktext == ("Ånge reningsverk",)


def test_a_panel_whose_newest_figure_is_hidden_does_not_pass_off_an_older_one() -> None:
    rows = [row("2260-a", period.year(2024), 602), hidden("2260-a", YEAR), row("2260-b", YEAR, 0)]
    figure = small_multiples_figure(released(rows))
    assert [text.split("</b> ")[1] for text in annotations(figure)[:2]] == ["skyddat", "0"]
    assert "602" not in figure.layout.meta["alt"]


def test_week_runs_monday_to_sunday_whatever_order_it_comes_in() -> None:
    days = {"sondag": 120.38, "mandag": 76.09, "onsdag": 61.79, "tisdag": 63.33}
    rows = [
        row("SE1", YEAR, value, breakdown=day, area_level="verk") for day, value in days.items()
    ]
    rows.append(hidden("SE1", YEAR, breakdown="torsdag", area_level="verk"))
    figure = week_figure(
        released(rows, of=indicator(kind=Kind.VALUE, decimals=2)), weekend_mean=90.09
    )
    (bars,) = figure.data
    assert list(bars.x) == [0, 1, 2, 3, 6]
    assert list(bars.text) == ["76,09", "63,33", "61,79", "skyddat (för få)", "120,38"]
    assert [bar == LIGHT.own for bar in bars.marker.color] == [True, False, False, False, True]
    assert "helg 90,1" in annotations(figure)[0]


@pytest.mark.parametrize(
    ("breakdown", "day"),
    [("mandag", 0), ('{"Veckodag": "Måndag"}', 0), ("lördag", 5), ("helg", None), ("{}", None)],
)
def test_days_are_known_however_they_are_written(breakdown: str, day: int | None) -> None:
    assert weekday_of(breakdown) == day


def test_sparkline_breaks_at_holes_and_marks_the_last_point() -> None:
    svg = sparkline_svg([1, 2, None, 4, 0], is_preliminary=True)
    assert svg.count("<polyline") == 2
    assert f'fill="{LIGHT.page}" stroke="{LIGHT.own}"' in svg
    assert "21" in svg.split("points=")[2], "zero lies on the floor: 24 px less 3"
    assert sparkline_uri([1, 2]).startswith("data:image/svg+xml;base64,")
    assert "<polyline" not in sparkline_svg([None, None])


def test_sparkline_has_words() -> None:
    assert describe_sparkline([62, 48, None, 71.5]) == "Från 62 till 71,5; lägst 48, högst 71,5."
    assert describe_sparkline([None]) == "Inga värden att visa."


# --- words and what may not leak ---------------------------------------------------------------


def test_alt_text_says_what_the_picture_shows() -> None:
    rows = [
        *series("2260", 2023, [540.4, None, 922.2]),
        *series("0000", 2023, [800, 810, 820]),
        *series("22", 2023, [700, 710, 720]),
    ]
    assert describe(released(rows), own_code="2260") == (
        "Linjediagram: Anmälda våldsbrott i Ånge, 922\u00a0brott per 100 000 invånare 2025 mot "
        "540\u00a0brott per 100 000 invånare 2023, jämfört med Riket och Västernorrlands län (1 skyddade)."
    )
    one = released([row("2260", YEAR, 700), row("2281", YEAR, 900), hidden("2262", YEAR)])
    assert describe(one, own_code="2260") == (
        "Jämförelse: Anmälda våldsbrott 2025, brott per 100 000 invånare, från 700 i Ånge till "
        "900 i Sundsvall; Ånge: 700 (1 skyddade)."
    )


@each_figure
def test_a_value_is_drawn_no_finer_than_it_is_written(draw: Draw) -> None:
    """12 345 inhabitants and a rate with decimals give the exact count back."""
    rows = [row("2260", YEAR, 777.123456, breakdown="mandag", lower=611.98765, upper=901.23456)]
    sent = text_of(draw(released(rows)))
    assert "777.1" not in sent
    assert "611.9" not in sent
    assert "901.2" not in sent


def test_dark_figures_use_the_dark_page() -> None:
    figure = trend_figure(released([row("2260", YEAR, 5)]), own_code="2260", theme=DARK)
    assert figure.layout.paper_bgcolor == DARK.page
    assert LIGHT.page not in text_of(figure)


@pytest.mark.parametrize(
    ("layout", "fault"),
    [({"xaxis_title": {"text": "År"}}, AssertionError), ({"hoverlable": {}}, ValueError)],
)
def test_what_plotly_would_not_have_written_is_found_when_a_test_draws_it(
    layout: dict[str, Any], fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        DrawnFigure({"data": [], "layout": {"template": NO_TEMPLATE, **layout}})


def test_a_drawn_figure_is_looked_through_when_a_part_of_it_is_asked_for() -> None:
    layout = {"template": NO_TEMPLATE, "meta": {"alt": "Två"}}
    written = {"data": [{"type": "scatter", "y": [1, 2]}], "layout": layout}
    drawn = DrawnFigure(written)
    assert drawn.to_dict() is written
    assert (drawn.layout.meta["alt"], drawn.data[0].y) == ("Två", (1, 2))
    with pytest.raises(AttributeError):
        drawn.no_such_part  # noqa: B018 - asked for on purpose
