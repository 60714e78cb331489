"""An invented lägesbild that hangs together with the invented figures, with a section for each part of
the law."""

from __future__ import annotations

from datetime import date, timedelta

from lagesbild.domain.work.causes import Evidence, HowKnown
from lagesbild.domain.work.lagesbild import (
    Lagesbild,
    LawPart,
    Observation,
    ObservationKind,
    Section,
)
from lagesbild.domain.work.record import Record

KOMMUN = "2260"
OWN = "@lagesbild"
"""As the records of a chain refer to each other (sample.work_chain)."""


def example_lagesbild(today: date) -> dict[str, Record]:
    """The lägesbild, its sections and what was observed, by names of their own."""
    head = Lagesbild(
        title=f"Lägesbild {today.year}", starts_on=date(today.year, 1, 1),
        ends_on=date(today.year + 1, 12, 31),
        why_chosen="Skadegörelse i centrum och narkotika bland unga nämns oftast av både Polisen och skolan.",
        sources_used="Anmälda brott, skolenkäten, socialtjänstens antal och avloppsvattnet. Väktarnas rapporter "
        "finns inte att få än.",
    )  # fmt: skip
    return {"lagesbild": head, **_sections(), **_observations(today)}


def _sections() -> dict[str, Record]:
    return {
        "avsnitt-brott": Section(
            title="Våld och skadegörelse", lagesbild=OWN, part=LawPart.EXTENT, place=1,
            text="Skadegörelsen i centrum har minskat sedan kameran sattes upp. Våldsbrotten följer sitt "
            "mönster.",
            views=(
                _view("anmalda_valdsbrott", "Anmälda våldsbrott över tid."),
                _view("skadegorelse", "Skadegörelsen jämfört med liknande kommuner.", page="jamfor"),
            ),
        ),
        "avsnitt-narkotika": Section(
            title="Narkotika", lagesbild=OWN, part=LawPart.EXTENT, place=2,
            text="Narkotikabrotten ökar. Det kan bero på fler kontroller: avloppsvattnet säger mer om hur "
            "mycket som används.",
            views=(
                _view("narkotikabrott", "Anmälda narkotikabrott över tid."),
                Evidence(
                    says="Kokain i avloppsvattnet.", indicator="avlopp_kokain", place="Ånge",
                    address=f"avloppsvatten?amne=avlopp_kokain&kommun={KOMMUN}",
                ),
            ),
        ),
        "avsnitt-konsekvenser": Section(
            title="Trygghet och hälsa", lagesbild=OWN, part=LawPart.CONSEQUENCES,
            text="Oron är större än brottsligheten ger skäl till, mest på kvällarna i centrum.",
            views=(_view("medborgarundersokning_trygghet", "Trygghet utomhus när det är mörkt."),),
        ),
        "avsnitt-annat": Section(
            title="Det som är på väg", lagesbild=OWN, part=LawPart.OTHER,
            text="Stationen byggs om under nästa år, och två fältassistenter börjar i vår.",
        ),
        "avsnitt-analys": Section(
            title="Analys", lagesbild=OWN, part=LawPart.ANALYSIS,
            text="Problemen är få, hänger ihop med några platser och går att påverka. Narkotikan bland unga är det "
            "som ökar och det som rådet vet minst om.",
        ),
    }  # fmt: skip


def _view(indicator: str, says: str, *, page: str = "indikator") -> Evidence:
    return Evidence(
        says=says, indicator=indicator, place="Ånge",
        address=f"{page}?indikator={indicator}&kommun={KOMMUN}",
    )  # fmt: skip


def _observations(today: date) -> dict[str, Record]:
    return {
        "iakttagelse-polisen": Observation(
            says="Industriområdet är lugnare än tidigare.", lagesbild=OWN, source="Polisen",
            kind=ObservationKind.POLICE, part=LawPart.EXTENT, place="Industriområdet",
            on=today - timedelta(days=40), how_known=HowKnown.EXPERIENCE,
        ),
        "iakttagelse-ungdomsradet": Observation(
            says="Unga undviker stationen efter mörkrets inbrott.", lagesbild=OWN,
            source="Ungdomsrådet", kind=ObservationKind.YOUTH, part=LawPart.CONSEQUENCES,
            place="Stationen", on=today - timedelta(days=60),
        ),
        "iakttagelse-laget-runt": Observation(
            says="Hur har vi upplevt sommaren?", lagesbild=OWN, source="Trygghetsrådet",
            kind=ObservationKind.ROUND, part=LawPart.OTHER, on=today - timedelta(days=70),
            better=5, same=6, worse=1,
        ),
    }  # fmt: skip
