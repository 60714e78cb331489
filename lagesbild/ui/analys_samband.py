"""The parts of Samband: the warning that stands first, the ranked lists, and two series side by side."""

from __future__ import annotations

import streamlit as st

from lagesbild.access.policy import Action, may
from lagesbild.analysis.footnotes import footnote
from lagesbild.analysis.relations import (
    Family,
    Relation,
    Relations,
    lag_words,
    strength_words,
)
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.written import EXAMPLE_TEXT, format_number
from lagesbild.report.table_file import rows_as_csv
from lagesbild.ui import about, cache, filters
from lagesbild.ui.downloads import offer_file
from lagesbild.ui.guard import PageContext
from lagesbild.ui.pinning import offer_pins
from lagesbild.ui.render import open_tabs, plain, show_chart, show_empty, show_table
from lagesbild.ui.state import Address, Option
from lagesbild.ui.word_table import show_words

VIEWS = ("I landets kommuner", "I vår kommun", "Nivå mot nivå", "Två i taget")
MOST_DRAWN = 10

BASE_WORDS = {"år": "kommunår", "kvartal": "kvartal", "": "kommuner"}
"""What is counted behind a relation, by the unit of its time."""

WARNING = (
    "**Att två mått rör sig tillsammans säger inte varför.** Något tredje kan ligga bakom båda, det kan "
    "vara tvärtom mot vad man tror, och det kan vara slump. Använd listan för att hitta frågor att "
    "undersöka, aldrig som ett svar.\n\n"
    "**Det som gäller kommuner behöver inte gälla människor.** Om kommuner med mer av det ena har mer "
    "av det andra behöver det inte vara samma personer, platser eller ens samma del av kommunen."
)


def show_warning() -> None:
    """Above everything, in every view: what the lists do not say."""
    st.warning(WARNING, icon=":material/warning:")


def chance_words(family: Family) -> str:
    """How many were tried, and how many of them would look like something by chance alone."""
    if not family.tried:
        return ""
    expected = max(1, round(family.by_chance))
    times = f", vart och ett vid {len(family.lags)} tidsavstånd" if len(family.lags) > 1 else ""
    return (
        f"{family.tried} mått har prövats{times}. Även om inget hängde ihop skulle ungefär {expected} av "
        "dem se ut att göra det när de ses ett i taget. Därför kallas ett samband säkert bara när det står "
        "sig med alla prövningar inräknade."
    )


def show_views(page: PageContext, answer: Relations) -> None:
    """The ways of looking, each with its picture and its list."""
    everywhere, here, levels, two = open_tabs(VIEWS)
    if everywhere.open:
        with everywhere:
            st.markdown(
                "Förändringar från år till år i alla kommuner, utan det som är gemensamt för alla ett "
                "visst år och utan varje kommuns egen trend."
            )
            show_family(page, answer, answer.everywhere, key="landet")
    if here.open:
        with here:
            st.markdown(plain(_about_here(page, answer.here)))
            show_family(page, answer, answer.here, key="har")
    if levels.open:
        with levels:
            st.markdown(plain(_about_levels(answer.levels)))
            show_family(page, answer, answer.levels, key="niva")
    if two.open:
        with two:
            show_two(page, answer)


def _about_here(page: PageContext, family: Family) -> str:
    name = page.inquiry.kommun.name
    text = f"Kvartal för kvartal i {name}, utan årstid och trend."
    if family.tried:
        return text
    return (
        f"{text} För det här måttet kan det inte bedömas: det finns inte per månad, eller så är för många "
        "kvartal skyddade. I en liten kommun är det det vanliga svaret."
    )


def _about_levels(family: Family) -> str:
    text = (
        "Om kommuner som har mycket av det ena också har mycket av det andra. Det säger minst av allt: "
        "kommuner som skiljer sig i ett skiljer sig i mycket."
    )
    if not family.tried:
        return text
    return f"{text} Här hänger {len(family.sure)} av {family.tried} prövade mått ihop med måttet."


def show_family(page: PageContext, answer: Relations, family: Family, *, key: str) -> None:
    """The strongest as a picture, all as a list, what cannot be assessed last with its reason."""
    known = [one for one in family.relations if one.is_known]
    drawn = known[:MOST_DRAWN]
    if not drawn:
        show_empty(
            "Inget samband kan bedömas för det här måttet på det här sättet.",
            link_to="indikator", link_text="Se måttet över tid",
        )  # fmt: skip
    else:

        def draw():  # type: ignore[no-untyped-def]
            from lagesbild.charts.relations import Drawn, relations_figure

            rows = [
                Drawn(
                    name=one.indicator.name, r=one.found.estimate, lower=one.found.lower,
                    upper=one.found.upper, when=lag_words(one.lag, unit=family.unit),
                    is_sure=one.is_sure,
                )
                for one in drawn
            ]  # fmt: skip
            return relations_figure(answer.figures, rows=rows)

        figure = cache.figure(page, f"samband-{key}", (answer.indicator.id,), draw)
        show_chart(figure, key=f"samband-{key}", about=answer.sentence)
        st.caption(
            f"{chance_words(family)} Ifylld punkt: säkert. Ihålig punkt: kan vara slump. Strecket gäller "
            "måttet för sig. Mått ur samma källa kan räkna delvis samma händelser."
            f"{' Ett kommunår är ett år i en kommun.' if family.unit == 'år' else ''}"
        )
    offer_pins(page, says=answer.sentence, period=answer.footnote.period)
    show_words([_row(one, family) for one in known], about="Alla prövade mått", long="Mått")
    _show_unknown(family)
    about.show_footnote(answer.footnote)
    if known:
        _offer_list(page, answer, family, key=key)


def _offer_list(page: PageContext, answer: Relations, family: Family, *, key: str) -> None:
    """The list to take home; the file of a sensitive problem is noted, other sensitive measures are
    left out of it."""
    rows = [
        _row(one, family)
        for one in family.relations
        if one.is_known
        and one.indicator.secrecy is not Secrecy.RESTRICTED
        and may(page.person, action=Action.EXPORT, secrecy=one.indicator.secrecy)
    ]
    mark = EXAMPLE_TEXT if answer.figures.example else ""
    offer_file(
        "samband", "Ladda ner listan (CSV)", mime="text/csv", key=f"ladda-ner-samband-{key}",
        data=lambda: rows_as_csv([{**row, "Anmärkning": mark} for row in rows]),
        file_name=f"samband-{answer.indicator.id}{'-exempeldata' if mark else ''}.csv",
        indicator=answer.indicator,
    )  # fmt: skip


def _row(one: Relation, family: Family) -> dict[str, str]:
    found = one.found
    r, low, high = (
        format_number(x, decimals=2) for x in (found.estimate, found.lower, found.upper)
    )
    row = {"Mått": one.indicator.name}
    if family.unit:
        row["När"] = lag_words(one.lag, unit=family.unit)
    return {
        **row, "Riktning": one.direction, "Styrka": f"{strength_words(found.estimate)}, {r}",
        "Osäkerhet (95 %)": f"{low} till {high}",
        "Underlag": base_words(found.n, family=family),
        "Svar": "säkert" if one.is_sure else "kan vara slump",
        "Att tänka på": "samma källa" if one.is_near else "",
    }  # fmt: skip


def base_words(n: int, *, family: Family) -> str:
    """How much a relation rests on: "2 320 kommunår", "39 kvartal", "288 kommuner"."""
    return f"{format_number(n, decimals=0)} {BASE_WORDS[family.unit]}"


def _show_unknown(family: Family) -> None:
    unknown = [one for one in family.relations if not one.is_known]
    if not unknown:
        return
    with st.expander(f"{len(unknown)} mått kan inte bedömas"):
        show_words(
            [{"Mått": one.indicator.name, "Varför": one.reason} for one in unknown],
            about="Mått som inte kan bedömas", long="Mått",
        )  # fmt: skip


def show_two(page: PageContext, answer: Relations) -> None:
    """The problem and one other measure in our kommun, under one another."""
    every = (*answer.here.relations, *answer.everywhere.relations)
    # Those with figures enough first: the view opens with one that there is something to see of.
    options = [
        Option(id=one.indicator.id, label=one.indicator.name)
        for one in sorted(every, key=lambda one: not one.is_known)
    ]
    unique = list({one.id: one for one in options}.values())
    if not unique:
        show_empty("Det finns inget annat mått att sätta bredvid.")
        return
    other_id = filters.choose_one("Mot", unique, key=Address.AGAINST, what="ett mått")
    other = cache.own_years(page, indicator_id=other_id)
    name = page.inquiry.kommun.name
    st.markdown(
        plain(
            f"Båda måtten i {name}, år för år. Ögat ser lätt samband som inte finns: lita på listorna."
        )
    )

    def draw():  # type: ignore[no-untyped-def]
        from lagesbild.charts.paired import paired_figure

        return paired_figure(
            answer.figures, lower=other, own_code=page.kommun_code,
            titles=(answer.indicator.name, other.indicator.name),
        )  # fmt: skip

    figure = cache.figure(page, "samband-tva", (answer.indicator.id, other_id), draw)
    show_chart(
        figure, key="samband-tva", about=f"{answer.indicator.name} och {other.indicator.name}"
    )
    for key, figures in (("problem", answer.figures), ("annat", other)):
        st.subheader(plain(figures.indicator.name), anchor=False)
        about.show_footnote(footnote(page.inquiry, figures))
        show_table(figures, key=f"samband-{key}", alt=figures.indicator.name)
