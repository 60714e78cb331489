"""Every cache there is. Keys are small; whose eyes and which data are part of each.

Answers are cached after the gate: what is kept for one role was released for that role. They are
kept as they are, since copying them would cost more than the rest of a rerun: never change what comes
back. The analyses are imported where they are first asked, so that the start page does not wait for the rest.
"""

# ruff: noqa: ARG001 - the view is a key, used by Streamlit and by nothing else
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.domain.geography import AreaLevel
from lagesbild.ui.context import Context, fill_when_empty, open_context

if TYPE_CHECKING:
    from lagesbild.analysis.compare import Comparison
    from lagesbild.analysis.development import Development
    from lagesbild.analysis.effect_choices import EffectChoices
    from lagesbild.analysis.effect_result import Effect
    from lagesbild.analysis.felt_and_reported import FeltAndReported
    from lagesbild.analysis.holdings import Holdings
    from lagesbild.analysis.kommun_panel import KommunPanel, OwnQuarters
    from lagesbild.analysis.maps import AreaMap
    from lagesbild.analysis.newest_rows import Rows
    from lagesbild.analysis.priority import FiguresSay
    from lagesbild.analysis.relations import Relations
    from lagesbild.analysis.signals import Examined, SignalsAnswer
    from lagesbild.analysis.similar import Similar
    from lagesbild.analysis.situation import Situation
    from lagesbild.analysis.standing import Standing
    from lagesbild.analysis.standing_overview import StandingOverview
    from lagesbild.analysis.trends import Trend
    from lagesbild.analysis.wastewater import Wastewater
    from lagesbild.domain.document import DocumentFigure
    from lagesbild.domain.indicator import Indicator
    from lagesbild.domain.results import Band, ReleasedFigures, ReleasedSurvey
    from lagesbild.domain.work.causes import Evidence
    from lagesbild.ui.guard import PageContext
    from lagesbild.ui.signals_view import Chosen
    from lagesbild.ui.state import Option

ONE_DAY = 24 * 60 * 60

T = TypeVar("T")

Figure = Any
"""A Plotly figure; only charts knows the type."""

View = tuple[int, str, str, str, str]
"""Data version, day, kommun, role and the person's own kommun."""


@st.cache_resource(max_entries=1, show_spinner="Startar Lägesbild …")
def context() -> Context:
    """The store and the definitions, opened once for the whole process; example data when empty."""
    opened = open_context()
    fill_when_empty(opened)
    return opened


def view_of(page: PageContext) -> View:
    """What every answer depends on besides the question itself."""
    inquiry = page.inquiry
    return (
        page.version, inquiry.today.isoformat(), inquiry.kommun_code, inquiry.person.role.value,
        inquiry.person.kommun_code or "",
    )  # fmt: skip


def _view_of_anywhere(page: PageContext) -> View:
    """What an answer depends on that is the same whichever kommun is looked at."""
    version, day, _, role, own = view_of(page)
    return version, day, "", role, own


@st.cache_resource(max_entries=3, ttl=ONE_DAY, show_spinner=False)
def _delivered(view: View, _inquiry: Inquiry) -> Rows:
    """Large, and asked for twice in the first run of Översikt: not kept for long."""
    from lagesbild.analysis.newest_rows import delivered_rows

    return delivered_rows(_inquiry)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner="Räknar …")
def _examined(view: View, _inquiry: Inquiry) -> Examined:
    from lagesbild.analysis.signals import examine

    return examine(_inquiry, delivered=_delivered(view, _inquiry))


def examined(page: PageContext) -> Examined:
    """What stands out in the page's kommun; asked by Översikt and Signaler alike."""
    return _examined(view_of(page), page.inquiry)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner=False)
def _figures_of_signals(view: View, _page: PageContext) -> dict[bool, ReleasedSurvey]:
    from lagesbild.analysis.signals import figures_of_signals

    return figures_of_signals(_page.inquiry, examined(_page))


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner="Räknar …")
def _signals(
    view: View, theme: str, source: str, area: str, signal: str, _page: PageContext
) -> SignalsAnswer:
    from lagesbild.analysis.signals import signals

    return signals(
        _page.inquiry, theme=theme, source=source, area=area, signal=signal,
        examined=examined(_page), figures_of=_figures_of_signals(view, _page),
    )  # fmt: skip


def signals(page: PageContext, chosen: Chosen, *, signal: str) -> SignalsAnswer:
    """One signal of the page's list, with its picture."""
    return _signals(view_of(page), chosen.theme, chosen.source, chosen.area, signal, page)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner="Räknar …")
def _situation(view: View, _page: PageContext) -> Situation:
    from lagesbild.analysis.situation import situation

    return situation(
        _page.inquiry, examined=examined(_page), delivered=_delivered(view, _page.inquiry)
    )


def situation(page: PageContext) -> Situation:
    return _situation(view_of(page), page)


@st.cache_resource(max_entries=400, ttl=ONE_DAY, show_spinner=False)
def _trend(
    view: View, indicator_id: str, areas: tuple[str, ...] | None, grain: str, _inquiry: Inquiry
) -> Trend:
    from lagesbild.analysis.trends import GRAIN_WORDS, trend

    chosen = next((known for known in GRAIN_WORDS if known.value == grain), None)
    return trend(_inquiry, indicator_id=indicator_id, area_codes=areas, grain=chosen)


def trend(page: PageContext, *, areas: tuple[str, ...] | None = None, grain: str = "") -> Trend:
    """The page's indicator over time; areas None for the county and the country."""
    return _trend(view_of(page), page.indicator_id or "", areas, grain, page.inquiry)


@st.cache_resource(max_entries=300, ttl=ONE_DAY, show_spinner=False)
def _kommun_band(view: View, indicator_id: str, grain: str, _inquiry: Inquiry) -> Band | None:
    from lagesbild.analysis.trends import GRAIN_WORDS, kommun_band

    chosen = next(known for known in GRAIN_WORDS if known.value == grain)
    return kommun_band(_inquiry, indicator_id=indicator_id, grain=chosen)


def kommun_band(page: PageContext, *, grain: str) -> Band | None:
    """The middle half of all kommuner for the page's indicator."""
    view = _view_of_anywhere(page)
    return _kommun_band(view, page.indicator_id or "", grain, page.inquiry)


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner=False)
def _figures_of_level(
    view: View, indicator_id: str, level: str, _inquiry: Inquiry
) -> ReleasedFigures:
    from lagesbild.analysis.maps import figures_of_level

    return figures_of_level(_inquiry, indicator_id=indicator_id, level=AreaLevel(level))


@st.cache_resource(max_entries=400, ttl=ONE_DAY, show_spinner=False)
def _area_map(
    view: View, indicator_id: str, level: str, period: str, _page: PageContext
) -> AreaMap:
    from lagesbild.analysis.maps import SHARED_LEVELS, area_map

    asked = AreaLevel(level)
    whose = _view_of_anywhere(_page) if asked in SHARED_LEVELS else view
    start = date.fromisoformat(period) if period else None
    return area_map(
        _page.inquiry, level=asked, period_start=start,
        everything=_figures_of_level(whose, indicator_id, level, _page.inquiry),
    )  # fmt: skip


def area_map(
    page: PageContext, *, level: str = AreaLevel.KOMMUN.value, period: str = ""
) -> AreaMap:
    """The page's indicator on the map; period an ISO date, empty for the newest."""
    return _area_map(view_of(page), page.indicator_id or "", level, period, page)


def area_options(page: PageContext, *, level: str, period: str) -> tuple[Option, ...]:
    """The areas of the page's map, to choose from."""
    from lagesbild.ui.filters import area_options

    asked = (page.indicator_id or "", level, period)
    return answer(
        page, "area_options", asked,
        lambda: area_options(area_map(page, level=level, period=period)),
    )  # fmt: skip


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner="Räknar …")
def _comparison(
    view: View, indicator_id: str, group: str, areas: tuple[str, ...], _inquiry: Inquiry
) -> Comparison:
    from lagesbild.analysis.compare import Group, compare

    return compare(
        _inquiry, indicator_id=indicator_id, group=Group(group), area_codes=areas,
        similar=_similar(view, _inquiry),
    )  # fmt: skip


def comparison(page: PageContext, *, group: str, areas: tuple[str, ...] = ()) -> Comparison:
    """The page's indicator beside others'."""
    return _comparison(view_of(page), page.indicator_id or "", group, areas, page.inquiry)


@st.cache_resource(max_entries=100, ttl=ONE_DAY, show_spinner=False)
def _similar(view: View, _inquiry: Inquiry) -> Similar:
    """Once for a kommun: whom it is like does not depend on what is compared."""
    from lagesbild.analysis.similar import find_similar

    return find_similar(_inquiry)


@st.cache_resource(max_entries=8, ttl=ONE_DAY, show_spinner=False)
def _recent_years(view: View, _inquiry: Inquiry) -> ReleasedSurvey:
    from lagesbild.analysis.standing_overview import recent_years

    return recent_years(_inquiry)


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner="Räknar …")
def _standing(
    view: View, indicator_id: str, group: str, areas: tuple[str, ...], _page: PageContext
) -> Standing:
    from lagesbild.analysis.standing import standing

    return standing(
        _page.inquiry, indicator_id=indicator_id, group=group, areas=areas,
        similar=_similar(view, _page.inquiry),
        years=_recent_years(_view_of_anywhere(_page), _page.inquiry),
    )  # fmt: skip


def standing(page: PageContext, *, group: str, areas: tuple[str, ...] = ()) -> Standing:
    """Whether the kommun stands out in the page's indicator."""
    return _standing(view_of(page), page.indicator_id or "", group, areas, page)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner="Räknar …")
def _standing_overview(view: View, _page: PageContext) -> StandingOverview:
    from lagesbild.analysis.standing_overview import standing_overview

    years = _recent_years(_view_of_anywhere(_page), _page.inquiry)
    return standing_overview(_page.inquiry, years=years)


def standing_overview(page: PageContext) -> StandingOverview:
    """Where the kommun stands in every measure."""
    return _standing_overview(view_of(page), page)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner=False)
def _figures_of_pairs(view: View, area: str, _inquiry: Inquiry) -> ReleasedSurvey:
    from lagesbild.analysis.felt_and_reported import figures_of_pairs

    return figures_of_pairs(_inquiry, place=area)


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner=False)
def _felt_and_reported(view: View, pair: str, area: str, _inquiry: Inquiry) -> FeltAndReported:
    from lagesbild.analysis.felt_and_reported import felt_and_reported

    known = _figures_of_pairs(view, area, _inquiry)
    return felt_and_reported(_inquiry, pair_id=pair, place=area, known=known)


def felt_and_reported(page: PageContext, *, pair: str, area: str = "") -> FeltAndReported:
    """A survey beside the reports; area empty for the kommun."""
    return _felt_and_reported(view_of(page), pair, area, page.inquiry)


@st.cache_resource(max_entries=8, ttl=ONE_DAY, show_spinner="Räknar …")
def _kommun_panel(view: View, _inquiry: Inquiry) -> KommunPanel:
    from lagesbild.analysis.kommun_panel import kommun_panel

    return kommun_panel(_inquiry)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner=False)
def _own_quarters(view: View, _inquiry: Inquiry) -> OwnQuarters:
    from lagesbild.analysis.kommun_panel import own_quarters

    return own_quarters(_inquiry)


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner="Räknar …")
def _relations(view: View, indicator_id: str, _page: PageContext) -> Relations:
    from lagesbild.analysis.relations import relations

    return relations(
        _page.inquiry, indicator_id=indicator_id,
        panel=_kommun_panel(_view_of_anywhere(_page), _page.inquiry),
        quarters=_own_quarters(view, _page.inquiry), years=_every_own_year(view, _page.inquiry),
    )  # fmt: skip


def relations(page: PageContext) -> Relations:
    """What moves with the page's indicator, or before it."""
    return _relations(view_of(page), page.indicator_id or "", page)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner=False)
def _every_own_year(view: View, _inquiry: Inquiry) -> ReleasedSurvey:
    from lagesbild.analysis.relations import every_own_year

    return every_own_year(_inquiry)


def own_years(page: PageContext, *, indicator_id: str) -> ReleasedFigures:
    """The kommun's own years of any indicator."""
    from lagesbild.analysis.relations import own_years

    known = _every_own_year(view_of(page), page.inquiry)
    return answer(
        page, "own_years", (indicator_id,),
        lambda: own_years(page.inquiry, indicator_id=indicator_id, known=known),
    )  # fmt: skip


@st.cache_resource(max_entries=20, ttl=ONE_DAY, show_spinner=False)
def _published_loads(view: View, _inquiry: Inquiry) -> ReleasedSurvey:
    from lagesbild.analysis.wastewater import published_loads

    return published_loads(_inquiry)


@st.cache_resource(max_entries=60, ttl=ONE_DAY, show_spinner=False)
def _published_weeks(view: View, place: str, _inquiry: Inquiry) -> ReleasedSurvey:
    from lagesbild.analysis.wastewater import published_weeks

    return published_weeks(_inquiry, place=place)


@st.cache_resource(max_entries=100, ttl=ONE_DAY, show_spinner="Räknar …")
def _wastewater(view: View, substance: str, place: str, _page: PageContext) -> Wastewater:
    from lagesbild.analysis.wastewater import wastewater

    anywhere, inquiry = _view_of_anywhere(_page), _page.inquiry
    return wastewater(
        inquiry, substance=substance, place=place or None,
        loads=_published_loads(anywhere, inquiry),
        weeks=lambda code: _published_weeks(anywhere, code, inquiry),
    )  # fmt: skip


def wastewater(page: PageContext, *, substance: str, place: str = "") -> Wastewater:
    """Loads of a substance; place empty for the kommun's own or the first there is."""
    return _wastewater(view_of(page), substance, place, page)


@st.cache_resource(max_entries=300, ttl=ONE_DAY, show_spinner="Räknar …")
def _development(
    view: View, indicator_id: str, area: str, length: str, _inquiry: Inquiry
) -> Development:
    from lagesbild.analysis.development import development

    return development(_inquiry, indicator_id=indicator_id, area=area, length=length)


def development(page: PageContext, *, area: str = "", length: str = "") -> Development:
    """The page's indicator over time and whether it changed; area empty for the kommun itself."""
    return _development(view_of(page), page.indicator_id or "", area, length, page.inquiry)


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner="Räknar …")
def _effect(
    view: View, indicator_id: str, when: tuple[str, str, str], against: tuple[tuple[str, ...], ...],
    _inquiry: Inquiry,
) -> Effect:  # fmt: skip
    from lagesbild.analysis.effect import effect

    (place, start, end), (compare, around) = when, against
    return effect(
        _inquiry, indicator_id=indicator_id, place=place, start=start, end=end, compare=compare,
        around=around, known=_effect_choices(view, indicator_id, place, _inquiry).known,
    )  # fmt: skip


def effect(
    page: PageContext, *, place: str = "", start: str = "", end: str = "",
    compare: tuple[str, ...] = (), around: tuple[str, ...] = (),
) -> Effect:  # fmt: skip
    """The page's indicator before and after a measure; empty choices as analysis.effect has them."""
    asked = (place, start, end), (compare, around)
    return _effect(view_of(page), page.indicator_id or "", *asked, page.inquiry)


@st.cache_resource(max_entries=300, ttl=ONE_DAY, show_spinner=False)
def _effect_choices(view: View, indicator_id: str, place: str, _inquiry: Inquiry) -> EffectChoices:
    from lagesbild.analysis.effect_choices import effect_choices

    return effect_choices(_inquiry, indicator_id=indicator_id, place=place)


def effect_choices(page: PageContext, *, place: str = "") -> EffectChoices:
    """What the page Effekt offers for the page's indicator; place empty for the kommun."""
    return _effect_choices(view_of(page), page.indicator_id or "", place, page.inquiry)


@st.cache_resource(max_entries=20, ttl=ONE_DAY, show_spinner=False)
def _holdings(view: View, _inquiry: Inquiry) -> Holdings:
    from lagesbild.analysis.holdings import holdings

    return holdings(_inquiry)


def holdings(page: PageContext) -> Holdings:
    return _holdings(view_of(page), page.inquiry)


@st.cache_resource(max_entries=300, ttl=ONE_DAY, show_spinner="Räknar …")
def _pinned_figure(
    view: View, address: str, _inquiry: Inquiry, _pinned: Evidence
) -> DocumentFigure:
    from lagesbild.analysis.pinned_views import figure_of

    return figure_of(_inquiry, view=_pinned)


def pinned_figure(page: PageContext, *, inquiry: Inquiry, pinned: Evidence) -> DocumentFigure:
    """A pinned view with today's figures, for the eyes of the inquiry's person.

    inquiry  of analysis.pinned_views.as_audience
    """
    person = inquiry.person
    view = (
        page.version, inquiry.today.isoformat(), inquiry.kommun_code, person.role.value,
        person.kommun_code or "",
    )  # fmt: skip
    return _pinned_figure(view, f"{pinned.indicator} {pinned.address}", inquiry, pinned)


@st.cache_resource(max_entries=300, ttl=ONE_DAY, show_spinner=False)
def _figure(view: View, name: str, asked: tuple[str, ...], _draw: Callable[[], Any]) -> Figure:
    return _draw()


def figure(page: PageContext, name: str, asked: tuple[str, ...], draw: Callable[[], Any]) -> Figure:
    """A drawn figure; drawing is the dearest part of a rerun. Never change what comes back.

    asked  everything the figure depends on besides kommun, role and data
    """
    return _figure(view_of(page), name, asked, draw)


@st.cache_resource(max_entries=200, ttl=ONE_DAY, show_spinner="Räknar …")
def _figures_say(view: View, indicator_id: str, _inquiry: Inquiry) -> FiguresSay:
    from lagesbild.analysis.priority import figures_say

    return figures_say(_inquiry, indicator_id=indicator_id)


def figures_say(page: PageContext, indicator_id: str) -> FiguresSay:
    """What the measure says of the criteria for what comes first."""
    return _figures_say(view_of(page), indicator_id, page.inquiry)


@st.cache_resource(max_entries=20, ttl=ONE_DAY, show_spinner="Räknar …")
def _publishable(view: View, _inquiry: Inquiry) -> tuple[Indicator, ...]:
    from lagesbild.analysis.publication import publishable

    return publishable(_inquiry)


def publishable(page: PageContext) -> tuple[Indicator, ...]:
    """The measures that may be shown to the residents."""
    return _publishable(view_of(page), page.inquiry)


@st.cache_resource(max_entries=300, ttl=ONE_DAY, show_spinner="Räknar …")
def _answer(view: View, name: str, asked: tuple[str, ...], _ask: Callable[[], Any]) -> Any:
    return _ask()


def answer(page: PageContext, name: str, asked: tuple[str, ...], ask: Callable[[], T]) -> T:
    """What an analysis says, for pages with several; never change what comes back.

    asked  everything the answer depends on besides kommun, role and data
    """
    return _answer(view_of(page), name, asked, ask)  # type: ignore[no-any-return]
