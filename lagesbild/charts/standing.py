"""Many measures under one another: how far from the usual each lies, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lagesbild.charts.canvas import CHAR_PX, build_figure, empty_figure
from lagesbild.charts.theme import LIGHT, SMALL_PX, TEXT_PX, Theme, wrap
from lagesbild.domain.results import ReleasedSurvey
from lagesbild.domain.written import EXAMPLE_TEXT

if TYPE_CHECKING:
    import plotly.graph_objects as go

NOTHING = "Inget mått kan bedömas för den här kommunen."
ORDINARY_LIMIT = 1.96
LEAST_REACH, MOST_REACH = 3.2, 6.0
ROW_PX = 34
NAME_CHARS = 26
WORDS = {"worse": "sämre", "better": "bättre", "higher": "", "lower": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One measure's place.

    indicator_id  whose figure must be visible in the survey
    strength      signed distance from the usual in standard errors
    judgement     "worse", "better", "higher", "lower" when it stands out, else ""
    """

    indicator_id: str
    name: str
    strength: float
    judgement: str
    value: str
    usual: str


def places_figure(
    survey: ReleasedSurvey, *, places: Sequence[Placed], theme: Theme = LIGHT
) -> go.Figure:
    """A row a measure, in the order given: the pale surface is ordinary variation.

    survey  the released figures; a place whose figure is not visible there is left out
    raises  TypeError for anything but ReleasedSurvey
    """
    if not isinstance(survey, ReleasedSurvey):
        raise TypeError(f"charts draw ReleasedSurvey, not {type(survey).__name__}")
    visible = set(survey.frame.loc[survey.frame["value"].notna(), "indicator"])
    example = bool(survey.frame["is_example"].any())
    rows = [place for place in places if place.indicator_id in visible]
    if not rows:
        return empty_figure(NOTHING, theme=theme, height=160, example=example)
    furthest = max(abs(row.strength) for row in rows)
    reach = min(MOST_REACH, max(LEAST_REACH, furthest * 1.1))
    names = [wrap(row.name, NAME_CHARS, lines=2) for row in rows]
    longest = max(len(part) for name in names for part in name.split("<br>"))
    margin = {"t": 40.0, "b": 34.0, "l": 14.0 + CHAR_PX * longest, "r": 14.0}
    layout = {
        "xaxis": {
            "range": [-reach, reach], "tickvals": [-reach, reach],
            "ticktext": ["lägre än vanligt", "högre än vanligt"], "ticklabelposition": "outside",
            "showgrid": False, "zeroline": True, "zerolinecolor": theme.grid, "fixedrange": True,
            "tickfont": {"size": 1, "color": theme.page}, "tickangle": 0,
        },
        "yaxis": {
            "range": [len(rows) - 0.4, -0.6], "tickvals": list(range(len(rows))),
            "ticktext": [
                f"<b>{name}</b>" if row.judgement else name
                for name, row in zip(names, rows, strict=True)
            ],
            "gridcolor": theme.grid, "zeroline": False, "fixedrange": True,
            "tickfont": {"size": SMALL_PX, "color": theme.ink},
        },
        "shapes": [ordinary_shape(theme)],
        "annotations": [*direction_annotations(theme), *word_annotations(rows, theme=theme)],
        "hovermode": "closest",
    }  # fmt: skip
    return build_figure(
        [place_trace(rows, reach=reach, theme=theme)], layout, theme=theme,
        height=int(margin["t"] + margin["b"] + ROW_PX * len(rows)), margin=margin, example=example,
        alt=described(rows, example=example),
    )  # fmt: skip


def ordinary_shape(theme: Theme) -> dict[str, Any]:
    """Where ordinary differences between kommuner end."""
    return {
        "type": "rect", "yref": "paper", "x0": -ORDINARY_LIMIT, "x1": ORDINARY_LIMIT, "y0": 0,
        "y1": 1, "fillcolor": theme.band, "line": {"width": 1, "color": theme.band_edge},
        "layer": "below",
    }  # fmt: skip


def colour_of(judgement: str, *, theme: Theme) -> str:
    """Judgement where polarity is known; one colour of its own where high is neither good nor bad."""
    # The grey of comparisons is too pale on the surface of ordinary variation.
    known = {"worse": theme.worse, "better": theme.better, "": theme.muted}
    return known.get(judgement, theme.ambiguous)


def place_trace(rows: Sequence[Placed], *, reach: float, theme: Theme) -> dict[str, Any]:
    """A point a measure; a triangle that points where what stands out stands."""
    signs = [
        "circle" if not row.judgement else "triangle-up" if row.strength > 0 else "triangle-down"
        for row in rows
    ]
    return {
        "type": "scatter", "mode": "markers", "hoverinfo": "text", "cliponaxis": False,
        "x": [round(max(-reach, min(reach, row.strength)), 2) for row in rows],
        "y": list(range(len(rows))),
        "text": [f"<b>{row.name}</b><br>{row.value}<br>vanligt {row.usual}" for row in rows],
        "marker": {
            "color": [colour_of(row.judgement, theme=theme) for row in rows],
            "size": [14 if row.judgement else 9 for row in rows], "symbol": signs, "opacity": 1,
        },
    }  # fmt: skip


def direction_annotations(theme: Theme) -> list[dict[str, Any]]:
    """What the two sides and the middle mean."""
    shared = {
        "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 6, "showarrow": False,
        "font": {"size": SMALL_PX, "color": theme.muted},
    }  # fmt: skip
    below = {**shared, "y": 0, "yanchor": "top", "yshift": -6, "xref": "paper"}
    return [
        {**shared, "text": "vanlig variation", "x": 0, "xanchor": "center"},
        {**below, "text": "◂ lägre", "x": 0, "xanchor": "left"},
        {**below, "text": "högre ▸", "x": 1, "xanchor": "right"},
    ]


def word_annotations(rows: Sequence[Placed], *, theme: Theme) -> list[dict[str, Any]]:
    """The judgement in words beside what stands out: colour alone tells nobody."""
    found = []
    for n, row in enumerate(rows):
        if row.judgement:
            is_right = row.strength > 0
            side = "högre" if is_right else "lägre"
            word = WORDS[row.judgement]
            found.append(
                {
                    "text": f"{side}, {word}" if word else side, "x": 0, "y": n, "showarrow": False,
                    "xanchor": "left" if is_right else "right",
                    "bgcolor": theme.page, "borderpad": 2,
                    "font": {"size": TEXT_PX, "color": colour_of(row.judgement, theme=theme)},
                }
            )  # fmt: skip
    return found


def described(rows: Sequence[Placed], *, example: bool) -> str:
    """The picture in words."""
    out = [row for row in rows if row.judgement]
    said = ", ".join(f"{row.name} {row.value} (vanligt {row.usual})" for row in (out or rows)[:5])
    lead = (
        "Utanför vanlig variation" if out else "Längst från det vanliga, men inom vanlig variation"
    )
    text = f"{len(rows)} mått på samma skala. {lead}: {said}."
    return f"{text} {EXAMPLE_TEXT}." if example else text
