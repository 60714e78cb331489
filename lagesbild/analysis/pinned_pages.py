"""What each page answers, asked with the choices of its address. A page that can be pinned has one
line in VIEWS. Analyses are imported where they are asked: most lägesbilder need a few of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from lagesbild.analysis.compare import compare
from lagesbild.analysis.event_grid import EventGrid, event_grid
from lagesbild.analysis.event_hours import EventHours, event_hours
from lagesbild.analysis.groups import GROUP_WORDS, Group
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.maps import area_map, figures_of_level
from lagesbild.analysis.trends import GRAIN_WORDS, Trend, trend
from lagesbild.analysis.wastewater import substances, wastewater
from lagesbild.domain.document import ChartKind
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator
from lagesbild.domain.results import Footnote, ReleasedFigures, ReleasedSurvey
from lagesbild.domain.work.view_address import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a view answers.

    figures  None where the question cannot be answered
    own      code of the area in the strong colour
    counts   True where the counts are drawn and not the rates
    squares  events in squares: they are no figures of an area, and are drawn as their own
    hours    events by weekday and hour: likewise
    """

    sentence: str
    figures: ReleasedFigures | ReleasedSurvey | None
    footnote: Footnote | None
    kind: ChartKind
    own: str = ""
    counts: bool = False
    squares: EventGrid | None = None
    hours: EventHours | None = None


class Answer(Protocol):
    """What every analysis of figures answers with."""

    @property
    def sentence(self) -> str: ...
    @property
    def figures(self) -> ReleasedFigures | ReleasedSurvey | None: ...
    @property
    def footnote(self) -> Footnote | None: ...


def _told(found: Answer, *, kind: ChartKind, own: str) -> Seen:
    return Seen(
        sentence=found.sentence, figures=found.figures, footnote=found.footnote, kind=kind, own=own
    )


def code_of(inquiry: Inquiry, text: str) -> str:
    """An area's code, from its code or its name; "" when there is none."""
    if text in inquiry.areas:
        return text
    named = (area.code for area in inquiry.areas.values() if area.name == text)
    return next(named, "")


def _codes(inquiry: Inquiry, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in (code_of(inquiry, text) for text in texts) if code)


def _chosen(text: str, words: Mapping[Any, str]) -> Any:
    """The member whose value or words the address has; None for neither."""
    return next(
        (one for one, said in words.items() if text.casefold() in {one.value, said.casefold()}), None
    )  # fmt: skip


def _indikator(inquiry: Inquiry, view: View) -> Seen:
    found = trend(
        inquiry, indicator_id=view.one("indikator"), grain=_chosen(view.one("tid"), GRAIN_WORDS),
        area_codes=_codes(inquiry, view.many("med")) or None,
    )  # fmt: skip
    if view.one("flik") == "Karta":
        return _values_on_map(inquiry, view)
    divided = view.one("flik") == "Uppdelat"
    return Seen(
        sentence=found.sentence, footnote=found.footnote, kind=ChartKind.LINE, own=found.own_code,
        figures=_divided(found) if divided else found.figures,
        counts=view.one("visa").casefold() in {"count", "antal"},
    )  # fmt: skip


def _divided(found: Trend) -> ReleasedFigures:
    return found.parts or found.sub_areas or found.figures


_LEVELS = {
    AreaLevel.KOMMUN: "Alla kommuner",
    AreaLevel.LAN: "Alla län",
    AreaLevel.DELOMRADE: "Kommunens delar",
}


def _karta(inquiry: Inquiry, view: View) -> Seen:
    if view.one("lager") != "handelser":
        return _values_on_map(inquiry, view)
    year = view.one("ar")
    wanted = int(year) if year.isdigit() else inquiry.today.year - 1
    found = event_grid(inquiry, indicator_id=view.one("indikator"), year=wanted)
    return Seen(
        sentence=found.sentence, figures=None, footnote=found.footnote, kind=ChartKind.MAP,
        squares=found,
    )  # fmt: skip


def _values_on_map(inquiry: Inquiry, view: View) -> Seen:
    level = _chosen(view.one("niva"), _LEVELS) or _first_level(
        inquiry.indicator(view.one("indikator"))
    )
    everything = figures_of_level(inquiry, indicator_id=view.one("indikator"), level=level)
    newest = area_map(inquiry, everything=everything, level=level)
    asked = view.one("period")
    start = next((one.start for one in newest.periods if asked in {one.start.isoformat(), one.label}), None)  # fmt: skip
    found = area_map(inquiry, everything=everything, level=level, period_start=start)
    return _told(found, kind=ChartKind.MAP, own=inquiry.kommun_code)


def _first_level(indicator: Indicator) -> AreaLevel:
    """What Karta shows when nobody has chosen."""
    return next((level for level in _LEVELS if level in indicator.levels), AreaLevel.KOMMUN)


def _jamfor(inquiry: Inquiry, view: View) -> Seen:
    group = _chosen(view.one("grupp"), GROUP_WORDS) or Group.SIMILAR
    found = compare(
        inquiry, indicator_id=view.one("indikator"), group=group,
        area_codes=_codes(inquiry, view.many("valda")),
    )  # fmt: skip
    return _told(found, kind=ChartKind.BARS, own=inquiry.kommun_code)


def _avloppsvatten(inquiry: Inquiry, view: View) -> Seen:
    place = code_of(inquiry, view.one("plats")) or None
    found = wastewater(inquiry, substance=_substance(inquiry, view.one("amne")), place=place)
    return Seen(
        sentence=found.sentence, figures=found.series, footnote=found.footnote,
        kind=ChartKind.LINE, own=found.place.code if found.place else "",
    )  # fmt: skip


def _substance(inquiry: Inquiry, text: str) -> str:
    offered = substances(inquiry)
    named = (one.id for one in offered if text in {one.id, one.name})
    return next(named, offered[0].id if offered else text)


def _trend(inquiry: Inquiry, view: View) -> Seen:
    from lagesbild.analysis.development import development

    found = development(
        inquiry, indicator_id=view.one("indikator"), area=code_of(inquiry, view.one("omrade")),
        length=view.one("tid"),
    )  # fmt: skip
    return _told(found, kind=ChartKind.LINE, own=found.area.code)


def _sticker_ut(inquiry: Inquiry, view: View) -> Seen:
    from lagesbild.analysis.standing import standing
    from lagesbild.analysis.standing_overview import standing_overview

    if view.one("flik", otherwise="Alla mått") == "Alla mått":
        everything = standing_overview(inquiry)
        return Seen(
            sentence=everything.sentence, figures=everything.figures, kind=ChartKind.TABLE,
            footnote=everything.footnote, own=inquiry.kommun_code,
        )  # fmt: skip
    group = _chosen(view.one("grupp"), GROUP_WORDS) or Group.SIMILAR
    found = standing(
        inquiry, indicator_id=view.one("indikator"), group=group.value,
        areas=_codes(inquiry, view.many("valda")),
    )  # fmt: skip
    return _told(found, kind=ChartKind.BARS, own=inquiry.kommun_code)


def _signaler(inquiry: Inquiry, view: View) -> Seen:
    """A signal that is over is no other signal: then it says so, with the measure over time."""
    from lagesbild.analysis.signals import signals

    wanted = view.one("signal") or view.one("indikator")
    area = code_of(inquiry, view.one("omrade"))
    found = signals(inquiry, area=area, signal=wanted)
    if found.chosen is not None and found.chosen.id == wanted and found.figures is not None:
        lead = found.chosen.lead
        return Seen(
            sentence=lead.sentence, figures=found.figures, footnote=found.footnote,
            kind=ChartKind.LINE, own=lead.area_code, counts=lead.row is not None,
        )  # fmt: skip
    now = _indikator(inquiry, View(page_id="indikator", choices=(("indikator", wanted),)))
    name = inquiry.indicator(wanted).name
    return replace(now, sentence=f"{name} sticker inte längre ut. {now.sentence}")


def _upplevt_anmalt(inquiry: Inquiry, view: View) -> Seen:
    from lagesbild.analysis.felt_and_reported import felt_and_reported

    pairs = {one.id: one.name for one in inquiry.catalog.pairs}
    pair = next((one for one, name in pairs.items() if view.one("par") in {one, name}), "")
    found = felt_and_reported(
        inquiry, pair_id=pair, place=code_of(inquiry, view.one("plats"))
    )  # fmt: skip
    return _told(found, kind=ChartKind.LINE, own=found.area_code)


def _samband(inquiry: Inquiry, view: View) -> Seen:
    from lagesbild.analysis.relations import relations

    found = relations(inquiry, indicator_id=view.one("indikator"))
    return _told(found, kind=ChartKind.LINE, own=inquiry.kommun_code)


def _effekt(inquiry: Inquiry, view: View) -> Seen:
    from lagesbild.analysis.effect import effect

    end = view.one("till")
    found = effect(
        inquiry, indicator_id=view.one("indikator"), place=code_of(inquiry, view.one("omrade")),
        start=view.one("fran"), end="" if end in {"pagar", "pågår"} else end,
        compare=[code_of(inquiry, one) or one for one in view.many("med")],
        around=_codes(inquiry, view.many("intill")),
    )  # fmt: skip
    return _told(found, kind=ChartKind.LINE, own=found.place.code)


def _nar_och_var(inquiry: Inquiry, view: View) -> Seen:
    from lagesbild.analysis.event_places import event_places
    from lagesbild.analysis.month_pattern import months_of_year
    from lagesbild.analysis.reporters import report_rates
    from lagesbild.analysis.sub_areas import sub_areas

    asked, tab = view.one("indikator"), view.one("flik")
    if tab in {"Årstid", "Rapportörer"}:
        over_time = months_of_year if tab == "Årstid" else report_rates
        found = over_time(inquiry, indicator_id=asked)
        return _told(found, kind=ChartKind.LINE, own=inquiry.kommun_code)
    if tab == "Delområden":
        parts = sub_areas(inquiry, indicator_id=asked, year=view.one("ar"))
        return Seen(
            sentence=parts.sentence, figures=parts.figures, footnote=parts.footnote,
            kind=ChartKind.BARS,
        )  # fmt: skip
    if tab == "Platser":
        places = event_places(inquiry, indicator_id=asked, year=view.one("ar"))
        return Seen(
            sentence=places.sentence, figures=None, footnote=places.footnote,
            kind=ChartKind.MAP if places.grid else ChartKind.TABLE, squares=places.grid,
        )  # fmt: skip
    hours = event_hours(inquiry, indicator_id=asked, period=view.one("period"))
    return Seen(
        sentence=hours.sentence, figures=None, footnote=hours.footnote, kind=ChartKind.BARS,
        hours=hours,
    )  # fmt: skip


def see(inquiry: Inquiry, view: View) -> Seen:
    """What the view's page answers; counts where nobody knows what to divide them by.

    raises  KeyError for a page that is not in VIEWS; LagesbildError of the analyses
    """
    found = VIEWS[view.page_id](inquiry, view)
    if found.figures is None or found.counts:
        return found
    own = found.figures.frame[found.figures.frame["area_code"] == found.own]
    has_only_counts = own["value"].isna().all() and own["count"].notna().any()
    return replace(found, counts=bool(has_only_counts))


VIEWS: dict[str, Callable[[Inquiry, View], Seen]] = {
    "indikator": _indikator,
    "karta": _karta,
    "jamfor": _jamfor,
    "avloppsvatten": _avloppsvatten,
    "sticker_ut": _sticker_ut,
    "upplevt_anmalt": _upplevt_anmalt,
    "samband": _samband,
    "trend": _trend,
    "effekt": _effekt,
    "nar_och_var": _nar_och_var,
    "signaler": _signaler,
}
"""Page id -> how its address becomes an answer."""
