"""The choices that pages share, and how a choice lives in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from lagesbild.analysis.groups import GROUP_WORDS, Group, offered_groups
from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.maps import AreaMap
from lagesbild.analysis.trends import GRAIN_WORDS, Trend
from lagesbild.analysis.wastewater import Wastewater, substances
from lagesbild.domain.geography import Area, AreaLevel
from lagesbild.domain.indicator import THEME_WORDS, Indicator, Kind, Theme
from lagesbild.ui.render import show_empty, show_heading
from lagesbild.ui.state import Address, Key, Option, recall, remember, settle_address


def choose_one(
    label: str, options: Sequence[Option], *, key: Address, what: str,
    default: str | None = None, help: str | None = None, is_shared: bool = False,
) -> str:  # fmt: skip
    """A list to choose from; the choice is in the address under ``key``.

    what     what the address would name wrongly, in Swedish: "en kommun"
    default  id of the option shown when neither the address nor the session says anything
    raises   ValueError when there is nothing to choose from
    """
    if not options:
        raise ValueError(f"no options for {key}")
    labels = {option.id: option.label for option in options}
    ids = list(labels)
    settle_address(key, options, what=what)
    if is_shared:
        recall(key, options)
    _forget_unless_offered(key, ids)
    chosen = st.selectbox(
        label, ids, index=ids.index(default) if default in labels else 0, key=str(key), help=help,
        format_func=lambda option_id: labels.get(option_id, option_id), bind="query-params",
        filter_mode="contains",
    )  # fmt: skip
    if is_shared:
        remember(key, chosen)
    return chosen or ids[0]


def choose_among_few(
    label: str, options: Sequence[Option], *, key: Address, what: str, default: str | None = None
) -> str:
    """As choose_one, for two to five options that are all visible."""
    labels = {option.id: option.label for option in options}
    ids = list(labels)
    settle_address(key, options, what=what)
    _forget_unless_offered(key, ids)
    chosen = st.segmented_control(
        label, ids, default=default if default in labels else ids[0], key=str(key), required=True,
        format_func=lambda option_id: labels.get(option_id, option_id), bind="query-params",
    )  # fmt: skip
    return chosen or ids[0]


def choose_in_list(
    label: str, options: Sequence[Option], *, key: Address, what: str
) -> str:  # fmt: skip
    """As choose_one, for options that are all visible one below the other."""
    labels = {option.id: option.label for option in options}
    settle_address(key, options, what=what)
    _forget_unless_offered(key, list(labels))
    chosen = st.radio(
        label, list(labels), key=str(key), bind="query-params",
        format_func=lambda option_id: labels.get(option_id, option_id),
    )  # fmt: skip
    return chosen or next(iter(labels))


def choose_several(
    label: str, options: Sequence[Option], *, key: Address, what: str, most: int,
    placeholder: str = "Välj",
) -> tuple[str, ...]:  # fmt: skip
    """Any number up to ``most``; none is an answer too."""
    labels = {option.id: option.label for option in options}
    settle_address(key, options, what=what, is_many=True)
    if key in st.session_state:
        st.session_state[key] = [one for one in st.session_state[key] if one in labels]
    chosen = st.multiselect(
        label, list(labels), key=str(key), max_selections=most, bind="query-params",
        format_func=lambda option_id: labels.get(option_id, option_id), select_all=False,
        placeholder=placeholder, filter_mode="contains",
    )  # fmt: skip
    return tuple(chosen)


def choose_period(labels: Sequence[Option], *, key: Address = Address.PERIOD) -> str:
    """A slider over periods, newest to the right and chosen first."""
    texts = {option.id: option.label for option in labels}
    ids = list(texts)
    settle_address(key, labels, what="en period")
    _forget_unless_offered(key, ids)
    if len(ids) == 1:
        st.caption(f"Period: {texts[ids[0]]}")
        return ids[0]
    return st.select_slider(
        "Period", ids, value=ids[-1], key=str(key), bind="query-params",
        format_func=lambda period_id: texts.get(period_id, period_id),
    )  # fmt: skip


def _forget_unless_offered(key: Address, ids: Sequence[str]) -> None:
    """A choice that another kommun or indicator does not offer would stop the widget."""
    if key in st.session_state and st.session_state[key] not in ids:
        del st.session_state[key]


def kommun_options(areas: dict[str, Area]) -> list[Option]:
    """Every kommun, in Swedish alphabetical order."""
    kommuner = [area for area in areas.values() if area.level is AreaLevel.KOMMUN]
    return [
        Option(id=area.code, label=area.name)
        for area in sorted(kommuner, key=lambda area: swedish_order(area.name))
    ]


def choose_kommun(areas: dict[str, Area], *, home: str) -> str:
    """The kommun that every page is about."""
    return choose_one(
        "Kommun", kommun_options(areas), key=Address.KOMMUN, what="en kommun", default=home,
        is_shared=True,
    )  # fmt: skip


def indicator_options(indicators: Sequence[Indicator]) -> list[Option]:
    """In the order of the themes, then of the alphabet. Two with the same name keep their id."""
    themes = list(Theme)
    ordered = sorted(indicators, key=lambda i: (themes.index(i.theme), swedish_order(i.name)))
    names = Counter(indicator.name for indicator in ordered)
    return [
        Option(id=i.id, label=i.name if names[i.name] == 1 else f"{i.name} [{i.id}]")
        for i in ordered
    ]


def choose_indicator(inquiry: Inquiry) -> str | None:
    """The measure that Indikator, Karta and Jämför are about; None in an empty catalogue."""
    options = indicator_options(list(inquiry.catalog.indicators.values()))
    if not options:
        return None
    return choose_one(
        "Mått", options, key=Address.INDICATOR, what="ett mått", is_shared=True,
        help="Skriv en del av namnet för att söka.",
    )  # fmt: skip


def theme_of(inquiry: Inquiry, *, indicator_id: str) -> str:
    return THEME_WORDS[inquiry.catalog.indicators[indicator_id].theme]


def choose_grain(answer: Trend) -> str:
    """How periods are put together; empty for the usual way, which ``answer`` already shows."""
    if len(answer.grains) < 2:
        return ""
    options = [Option(id=grain.value, label=GRAIN_WORDS[grain]) for grain in answer.grains]
    chosen = choose_among_few("Tid", options, key=Address.GRAIN, what="en tidsindelning")
    return "" if chosen == answer.grains[0].value else chosen


def choose_measure(indicator: Indicator) -> str:
    """ "rate" or "count", where an indicator has both."""
    if indicator.numerator is None or indicator.kind is Kind.COUNT:
        return "rate"
    first = "Andel" if indicator.kind is Kind.SHARE else "I förhållande till folkmängden"
    if indicator.kind is Kind.RATE and indicator.denominator != "scb.folkmangd":
        first = "I förhållande till underlaget"
    options = [Option(id="rate", label=first), Option(id="count", label="Antal")]
    return choose_among_few("Visa", options, key=Address.MEASURE, what="ett sätt att visa")


MOST_COMPARED = 6


def choose_comparison(inquiry: Inquiry) -> tuple[str, ...] | None:
    """Areas to draw beside the own one; None for the county and the country."""
    own = inquiry.kommun
    wider = [inquiry.areas[code] for code in inquiry.yardsticks if code in inquiry.areas]
    others = [one for one in kommun_options(inquiry.areas) if one.id != own.code]
    options = [Option(id=area.code, label=area.name) for area in wider] + others
    chosen = choose_several(
        "Jämför med", options, key=Address.COMPARE, what="ett område", most=MOST_COMPARED,
        placeholder="Länet och riket",
    )  # fmt: skip
    return chosen or None


def choose_group(inquiry: Inquiry) -> str:
    """Whom the kommun is set beside."""
    offered = [(group, GROUP_WORDS[group]) for group in offered_groups(inquiry)]
    options = [Option(id=g.value, label=w[:1].upper() + w[1:]) for g, w in offered]
    return choose_among_few("Jämför med", options, key=Address.GROUP, what="en grupp")


MOST_CHOSEN = 20


def choose_members(inquiry: Inquiry, *, group: str) -> tuple[str, ...]:
    """The kommuner of one's own choice; nothing is asked for the other groups."""
    if group != Group.CHOSEN.value:
        return ()
    others = [one for one in kommun_options(inquiry.areas) if one.id != inquiry.kommun_code]
    return choose_several(
        "Kommuner", others, key=Address.CHOSEN, what="en kommun", most=MOST_CHOSEN,
        placeholder="Välj kommuner",
    )  # fmt: skip


LEVEL_LABELS = {
    AreaLevel.KOMMUN: "Alla kommuner",
    AreaLevel.LAN: "Alla län",
    AreaLevel.DELOMRADE: "Kommunens delar",
}


def choose_level(indicator: Indicator) -> str:
    """What the map is divided into, among what the indicator is measured for."""
    levels = [level for level in LEVEL_LABELS if level in indicator.levels]
    options = [Option(id=level.value, label=LEVEL_LABELS[level]) for level in levels]
    if len(options) < 2:
        return options[0].id if options else AreaLevel.KOMMUN.value
    return choose_among_few("Karta över", options, key=Address.LEVEL, what="en indelning")


def choose_map_period(answer: AreaMap) -> str:
    """A stop on the time slider, as an ISO date; empty for the newest, which ``answer`` shows."""
    options = [Option(id=one.start.isoformat(), label=one.label) for one in answer.periods]
    chosen = choose_period(options) if options else ""
    return "" if not options or chosen == options[-1].id else chosen


def area_options(answer: AreaMap) -> tuple[Option, ...]:
    """Every area with a row, in Swedish alphabetical order."""
    frame = answer.figures.frame
    names = dict(zip(frame["area_code"], frame["area_name"], strict=True))
    return tuple(
        Option(id=code, label=name)
        for code, name in sorted(names.items(), key=lambda pair: swedish_order(pair[1]))
    )


def choose_area(options: Sequence[Option], *, own_code: str) -> str:
    """The area that the map's sentence is about; a click on the map makes the same choice."""
    if not options:
        return own_code
    _follow_kommun(own_code, offered=any(one.id == own_code for one in options))
    return choose_one(
        "Område", options, key=Address.AREA, what="ett område", default=own_code,
        help="Klicka i kartan eller välj här.",
    )  # fmt: skip


def _follow_kommun(own_code: str, *, offered: bool) -> None:
    """Another kommun chosen above: the area chosen for the earlier one is not meant any more."""
    earlier = st.session_state.get(Key.AREA_KOMMUN)
    st.session_state[Key.AREA_KOMMUN] = own_code
    if offered and earlier not in {None, own_code}:
        st.session_state[Address.AREA] = own_code


def require_substances(inquiry: Inquiry) -> tuple[Indicator, ...]:
    """The catalogue's wastewater measures; none ends the page with what to do."""
    found = substances(inquiry)
    if not found:
        show_heading("Det finns inga mått för avloppsvatten ännu.")
        show_empty(
            "Lägg måtten i data/catalog/indicators, eller lämna en mätning.",
            link_to="datakallor", link_text="Se datakällor",
        )  # fmt: skip
        st.stop()
    return found


def substance_options(offered: Sequence[Indicator]) -> list[Option]:
    return [Option(id=one.id, label=one.name) for one in offered]


def choose_substance(offered: Sequence[Indicator]) -> str:
    return choose_one(
        "Ämne", substance_options(offered), key=Address.SUBSTANCE, what="ett ämne"
    )  # fmt: skip


def choose_place(answer: Wastewater) -> str:
    """A treatment plant; empty for the one that ``answer`` already shows, or when there is none."""
    if not answer.places:
        return ""
    options = [Option(id=area.code, label=area.name) for area in answer.places]
    default = answer.place.code if answer.place else None
    chosen = choose_one("Plats", options, key=Address.PLACE, what="en plats", default=default)
    return "" if chosen == default else chosen


@lru_cache(maxsize=2000)
def swedish_order(text: str) -> str:
    """Sorts å, ä and ö last."""
    return text.casefold().translate(str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e"}))
