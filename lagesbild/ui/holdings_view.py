"""Datakällor: sources, measures, deliveries and words as tables to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import streamlit as st

from lagesbild.access.policy import sees_source
from lagesbild.analysis.holdings import (
    DeliveredFile,
    Holdings,
    IndicatorHolding,
    SourceHolding,
)
from lagesbild.analysis.wording import number
from lagesbild.domain.geography import LEVEL_WORDS
from lagesbild.domain.indicator import THEME_WORDS, Indicator, Polarity
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Secrecy, Status
from lagesbild.ui.render import plain, show_empty
from lagesbild.ui.row_table import show_rows

POLARITY_SHORT = {
    Polarity.HIGH_IS_BAD: "högt är dåligt",
    Polarity.HIGH_IS_GOOD: "högt är bra",
    Polarity.AMBIGUOUS: "varken eller",
}
SECRECY_WORDS = {
    Secrecy.OPEN: "öppen",
    Secrecy.INTERNAL: "intern",
    Secrecy.RESTRICTED: "känslig",
}
DELIVERY_WORDS = {"stored": "sparad", "recalled": "återkallad"}


def only_own(holdings: Holdings, *, person: Person) -> Holdings:
    """Without deliveries to other sources than the person's. Not in the cache: it knows roles only."""
    own = [one for one in holdings.deliveries if sees_source(person, source_id=one.source_id)]
    return replace(holdings, deliveries=tuple(own))


def show_sources(holdings: Holdings) -> None:
    """From whom, how old, and what is missing."""
    if not holdings.sources:
        show_empty(
            "Det finns inga källor i katalogen. Lägg en fil per källa i data/catalog/sources."
        )
        return
    show_rows(
        [_source_row(one) for one in holdings.sources], alt="Källor och hur gamla uppgifterna är"
    )
    with st.expander("Villkor för att använda uppgifterna"):
        show_rows(
            [{"Källa": one.source.name, "Villkor": one.source.licence} for one in holdings.sources],
            alt="Källornas villkor",
        )  # fmt: skip


def _source_row(one: SourceHolding) -> dict[str, str]:
    return {
        "Källa": one.source.name,
        "Lämnas av": f"{one.source.provider}. Ansvarig: {one.source.contact_role}",
        "Läge": _state(one.status, is_example=one.is_example),
        "Nyaste period": one.newest_period or "–",
        "Utgivet": _day(one.issued_on),
        "Mått med uppgifter": f"{one.n_filled} av {one.n_indicators}" if one.n_indicators else "–",
        "Ska lämnas": one.source.due or "–",
    }


def show_indicators(holdings: Holdings) -> None:
    """Every measure: what there is of it, and how it may be read."""
    rows = [_indicator_row(one) for one in holdings.indicators]
    if not rows:
        show_empty(
            "Det finns inga mått i katalogen. Lägg en fil per mått i data/catalog/indicators."
        )
        return
    show_rows(rows, alt="Alla mått och vad som finns av dem")


def _indicator_row(one: IndicatorHolding) -> dict[str, str]:
    indicator = one.indicator
    return {
        "Mått": indicator.name,
        "Ämne": THEME_WORDS[indicator.theme],
        "Läge": _state(one.status, is_example=one.is_example),
        "Från": _day(one.first_period),
        "Till": _day(one.last_period),
        "Antal uppgifter": number(one.n_observations),
        "Enhet": indicator.unit,
        "Läses": POLARITY_SHORT[indicator.polarity],
        "Finns för": ", ".join(LEVEL_WORDS[level] for level in indicator.levels),
        "Insyn": SECRECY_WORDS[indicator.secrecy],
    }


def show_definitions(indicators: Sequence[Indicator]) -> None:
    """What one chosen measure means."""
    names = {one.id: one.name for one in indicators}
    if not names:
        return
    chosen = st.selectbox(
        "Vad betyder måttet?", list(names), format_func=lambda key: names.get(key, key),
        key="definition", filter_mode="contains",
    )  # fmt: skip
    found = next(one for one in indicators if one.id == chosen)
    st.markdown(f"**{plain(found.question)}** {plain(found.definition)}")
    for caveat in found.caveats:
        st.markdown(f"- {plain(caveat)}")
    for gap in found.breaks:
        st.markdown(f"- Brott {gap.date.isoformat()}: {plain(gap.reason)}")


def show_deliveries(holdings: Holdings) -> None:
    """What has been delivered, newest first."""
    if not holdings.deliveries:
        show_empty(
            "Ingen har lämnat något ännu.", link_to="lamna_data", link_text="Lämna data"
        )  # fmt: skip
        return
    rows = [
        {
            "Nr": str(one.delivery_id),
            "Källa": one.source_id,
            "Fil": one.file_name,
            "Mottagen": _moment(one.received_at),
            "Läge": "exempel" if one.is_example else DELIVERY_WORDS.get(one.status, one.status),
            "Uppgifter": held_in_words(one, tells_events=holdings.tells_events),
        }
        for one in holdings.deliveries
    ]
    show_rows(rows, alt="Leveranser")


def held_in_words(one: DeliveredFile, *, tells_events: bool) -> str:
    """What a delivery brought: figures as a number, all else with what it is."""
    words = f"{number(one.events)} händelser" if tells_events else "händelser"
    events = [words] if one.events else []
    if one.kommuner:
        return f"kommungrupp för {number(one.kommuner)} kommuner"
    if one.observations_stored:
        return " och ".join([number(one.observations_stored), *events])
    return events[0] if events else f"gränser för {number(one.rows_read)} områden"


def show_event_lists(holdings: Holdings) -> None:
    """Which lists of single events there are, and how old they are."""
    st.subheader("Listor med enskilda händelser", anchor=False)
    if not holdings.events:
        show_empty(
            "Ingen har lämnat en lista med enskilda händelser. Den behövs för veckans timmar och rutorna på "
            "kartan. Mallen finns på Lämna data.",
            link_to="lamna_data", link_text="Lämna data",
        )  # fmt: skip
        return
    rows = [
        {
            "Källa": one.source.name, "Slag": ", ".join(one.kinds), "Täcker": one.covers,
            "Nyaste dag": _day(one.last_day),
            "Läge": "exempeldata" if one.is_example else "inne",
        }
        for one in holdings.events
    ]  # fmt: skip
    show_rows(rows, alt="Listor med enskilda händelser och vilken tid de täcker")


def show_words(glossary: dict[str, str]) -> None:
    """The words that the pages use."""
    if not glossary:
        show_empty("Ordlistan är tom.")
        return
    for word, meaning in glossary.items():
        st.markdown(f"**{plain(word)}** – {plain(meaning)}")


def _state(status: Status, *, is_example: bool) -> str:
    if status is not Status.VALUE:
        return "saknas"
    return "exempeldata" if is_example else "inne"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H.%M}"
