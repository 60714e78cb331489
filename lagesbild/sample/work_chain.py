"""An invented chain from problem to follow-up, that hangs together with the invented figures: vandalism in
the centre fell when a camera was put up, drug offences grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from lagesbild.domain.work.causes import (
    Arena,
    Cause,
    CauseLevel,
    Evidence,
    FactorKind,
    HowKnown,
    Influence,
    Note,
    Perspective,
    Problem,
    Step,
)
from lagesbild.domain.work.measures import (
    Decision,
    FollowUp,
    Horizon,
    Measure,
    MeasureKind,
    MeasureState,
)
from lagesbild.domain.work.priority import Answer, Judgement, Outcome, Ranked, Ranking
from lagesbild.domain.work.projects import Calm, Look, Project, WatchedPlace
from lagesbild.domain.work.record import FieldShape, Part, Record, asked_fields
from lagesbild.sample.work_meetings import example_meetings

KOMMUN = "2260"
P = TypeVar("P", bound=Part)

REFERENCE = "@"
"""Before the name of another record of the chain, in a field that holds its id."""


def example_chain(today: date) -> dict[str, Record]:
    """Records by a name of their own; they refer to each other by it."""
    return {
        **_drugs(), **_vandalism(today), **_measures(today), **_judgements(today),
        **_projects(today), **example_meetings(today),
    }  # fmt: skip


def with_ids(records: Mapping[str, Record], *, ids: Mapping[str, str]) -> list[Record]:
    """The records with each other's ids where they had names."""
    return [_resolved(one, ids=ids) for one in records.values()]


def _resolved(record: P, *, ids: Mapping[str, str]) -> P:
    changed = {
        shape.name: _ids_in(getattr(record, shape.name), shape=shape, ids=ids)
        for shape in asked_fields(type(record))
        if shape.asked.offers or shape.is_part
    }
    return replace(record, **changed)


def _ids_in(value: Any, *, shape: FieldShape, ids: Mapping[str, str]) -> Any:
    if shape.is_part:
        return tuple(_resolved(one, ids=ids) for one in value)
    if shape.is_many:
        return tuple(_id(one, ids=ids) for one in value)
    return _id(value, ids=ids)


def _id(value: str, *, ids: Mapping[str, str]) -> str:
    return ids[value.removeprefix(REFERENCE)] if value.startswith(REFERENCE) else value


def _vandalism(today: date) -> dict[str, Record]:
    problem = Problem(
        title="Skadegörelse i Ånge centrum", indicator="skadegorelse",
        question="Varför krossas rutor och målas väggar just i centrum, och mest på helgkvällar?",
        about="Skolan, stationen och butikerna runt torget. Helgkvällar, mest maj till september.",
        evidence=(
            Evidence(
                says="Skadegörelsen i Ånge centrum låg högre än i kommunens andra delar före 2025.",
                address=f"indikator?indikator=skadegorelse&kommun={KOMMUN}",
                indicator="skadegorelse", place="Ånge", period="2016–2024",
            ),
            Evidence(
                says="Ordningslarmen har en topp varje sommar.",
                address=f"indikator?indikator=ordningslarm&kommun={KOMMUN}&tid=Månad",
                indicator="ordningslarm", place="Ånge", period="juni–augusti varje år",
            ),
        ),
        chain=(
            Step(what="Fritidsgården stänger klockan 20"),
            Step(what="Ungdomar samlas vid stationen", can_be_broken=True, how="öppet längre på helger"),
            Step(what="Äldre köper ut alkohol", can_be_broken=True, how="tillsyn och föräldrar"),
            Step(what="Gruppen går mot skolgården, där det är mörkt", can_be_broken=True, how="belysning"),
            Step(what="Någon krossar en ruta, ingen ser det"),
            Step(what="Skadan syns i flera veckor", can_be_broken=True, how="sanering inom två dygn"),
        ),
        notes=(Note(on=today - timedelta(days=70), text="Rådet vill se samma bild efter nästa sommar."),),
    )  # fmt: skip
    shared = {"problem": f"{REFERENCE}skadegorelse"}
    return {
        "skadegorelse": problem,
        "ingen-ser": Cause(
            title="Ingen ser vad som händer på torget sena kvällar", **shared,
            perspective=Perspective.SITUATION, arena=Arena.NEIGHBOURHOOD, how_known=HowKnown.DATA,
            grounds="Anmälningarna gäller nästan bara tider när butikerna har stängt.",
            influence=Influence.YES,
            wrong_if="Om skadegörelsen är lika stor där någon alltid är på plats.",
        ),
        "morkt": Cause(
            title="Mörkt på skolgården", **shared, because_of=f"{REFERENCE}ingen-ser",
            level=CauseLevel.INDIRECT, perspective=Perspective.SITUATION, arena=Arena.NEIGHBOURHOOD,
            how_known=HowKnown.EXPERIENCE, influence=Influence.YES,
            grounds="Trygghetsvandringen i höstas.",
            wrong_if="Om lika mycket händer på de belysta sidorna.",
        ),
        "avtal": Cause(
            title="Ingen har ansvar för lamporna mellan skolan och stationen", **shared,
            because_of=f"{REFERENCE}morkt", level=CauseLevel.INDIRECT,
            perspective=Perspective.SITUATION, how_known=HowKnown.EXPERIENCE, influence=Influence.YES,
        ),
        "vakt": Cause(
            title="Ingen vakt eller personal efter klockan 20", **shared,
            because_of=f"{REFERENCE}ingen-ser", level=CauseLevel.INDIRECT,
            perspective=Perspective.SITUATION, how_known=HowKnown.DATA, influence=Influence.PARTLY,
        ),
        "inget-att-gora": Cause(
            title="Få ställen att vara på för unga efter klockan 20", **shared,
            perspective=Perspective.OFFENDER, arena=Arena.NEIGHBOURHOOD,
            how_known=HowKnown.EXPERIENCE, influence=Influence.YES,
            grounds="Ungdomsrådets rapport.", wrong_if="Om det är andra än unga som skadar.",
        ),
        "alkohol": Cause(
            title="Alkohol köps ut till minderåriga", **shared,
            because_of=f"{REFERENCE}inget-att-gora", level=CauseLevel.INDIRECT,
            perspective=Perspective.OFFENDER, arena=Arena.FRIENDS, how_known=HowKnown.RESEARCH,
            influence=Influence.PARTLY,
        ),
        "latta-mal": Cause(
            title="Stora rutor i markplan som är lätta att krossa", **shared,
            perspective=Perspective.VICTIM, how_known=HowKnown.DATA, influence=Influence.PARTLY,
        ),
        "syns-lange": Cause(
            title="Klotter och krossade rutor får vara kvar länge", **shared,
            because_of=f"{REFERENCE}latta-mal", level=CauseLevel.INDIRECT,
            perspective=Perspective.VICTIM, how_known=HowKnown.RESEARCH, influence=Influence.YES,
            grounds="Det som ser övergivet ut skadas oftare.",
        ),
        "vuxna": Cause(
            title="Vuxna som vandrar på fredagar", **shared, kind=FactorKind.PROTECTIVE,
            perspective=Perspective.SITUATION, arena=Arena.NEIGHBOURHOOD,
            how_known=HowKnown.EXPERIENCE, influence=Influence.YES,
        ),
        "idrott": Cause(
            title="Idrottsföreningarna når de flesta unga", **shared, kind=FactorKind.PROTECTIVE,
            perspective=Perspective.OFFENDER, arena=Arena.FRIENDS, how_known=HowKnown.RESEARCH,
            influence=Influence.PARTLY,
        ),
    }  # fmt: skip


def _drugs() -> dict[str, Record]:
    shared = {"problem": f"{REFERENCE}narkotika"}
    return {
        "narkotika": Problem(
            title="Narkotikabrotten ökar", indicator="narkotikabrott",
            question="Används det mer, eller hittar Polisen mer?",
            evidence=(
                Evidence(
                    says="Narkotikabrotten har ökat varje år sedan 2024.",
                    address=f"indikator?indikator=narkotikabrott&kommun={KOMMUN}",
                    indicator="narkotikabrott", place="Ånge", period="2024–",
                ),
            ),
        ),
        "kontroller": Cause(
            title="Polisen kontrollerar oftare", **shared, perspective=Perspective.OFFENDER,
            how_known=HowKnown.ASSUMPTION, influence=Influence.NO,
            wrong_if="Om spåren i avloppsvattnet ökar lika mycket som brotten.",
        ),
        "tillgang": Cause(
            title="Lättare att få tag på narkotika", **shared, perspective=Perspective.SITUATION,
            arena=Arena.SOCIETY, how_known=HowKnown.DATA, influence=Influence.UNKNOWN,
            grounds="Spåren av kokain i avloppsvattnet har ökat sedan 2025.",
        ),
        "skolan": Cause(
            title="Elever med hög frånvaro fångas upp sent", **shared,
            perspective=Perspective.VICTIM, arena=Arena.SCHOOL, how_known=HowKnown.RESEARCH,
            influence=Influence.YES,
        ),
    }  # fmt: skip


def _measures(today: date) -> dict[str, Record]:
    year = today.year
    return {
        "kamera": Measure(
            title="Kamera vid torget", owner="Kommunledningsförvaltningen", place="Ånge centrum",
            causes=(f"{REFERENCE}ingen-ser", f"{REFERENCE}vakt"), kind=MeasureKind.SITUATIONAL,
            horizon=Horizon.SHORT, decided_on=date(2024, 11, 12), reference="KS 2024/00",
            actor="Fastighetsenheten", starts_on=date(2025, 3, 1), cost=240000,
            indicator="skadegorelse", baseline="åren före mars 2025", expected="en tredjedel färre",
            expected_on=date(2026, 3, 1), state=MeasureState.UNDERWAY,
            follow_ups=(
                FollowUp(
                    on=date(2026, 3, 17), was_done=True, decision=Decision.GO_ON,
                    effect="Tydligt färre i centrum än väntat. Se sidan Effekt.",
                ),
            ),
        ),
        "lampor": Measure(
            title="Lampor mellan skolan och stationen", owner="Teknik- och servicenämnden",
            place="Ånge centrum", causes=(f"{REFERENCE}morkt",), kind=MeasureKind.SITUATIONAL,
            decided_on=date(year, 2, 10), reference=f"TSN {year}/00", starts_on=date(year, 4, 1),
            ends_on=date(year, 9, 30), cost=180000, indicator="skadegorelse",
            expected="färre skador på skolgården", expected_on=today - timedelta(days=20),
            state=MeasureState.UNDERWAY,
        ),
        "fritidsgard": Measure(
            title="Fritidsgården öppen till 23 på helger", owner="Kultur- och fritidsförvaltningen",
            place="Ånge", causes=(f"{REFERENCE}inget-att-gora",), kind=MeasureKind.SOCIAL,
            horizon=Horizon.LONG, starts_on=date(year, 9, 1), indicator="fritidsgard_besok",
            obstacles="Tjänsten som fältassistent är vakant.", resources="två tjänster på halvtid",
            cost=310000, state=MeasureState.PAUSED,
        ),
        "sanering": Measure(
            title="Klotter saneras inom två dygn", owner="Fastighetsbolaget", place="hela kommunen",
            causes=(f"{REFERENCE}syns-lange",), kind=MeasureKind.SITUATIONAL,
            starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
            indicator="klotter_kommunens_fastigheter", expected="mindre klotter",
            expected_on=date(year, 12, 31), state=MeasureState.UNDERWAY,
        ),
        "tillsyn": Measure(
            title="Tillsyn av alkohol och tobak", owner="Polisen", place="Ånge",
            causes=(f"{REFERENCE}alkohol",), kind=MeasureKind.SOCIAL, actor="Polisen och kommunen",
            starts_on=date(year, 5, 1), state=MeasureState.PLANNED,
        ),
        "kampanj": Measure(
            title="Affischer om att anmäla skador", owner="Kommunledningsförvaltningen",
            place="Ånge", kind=MeasureKind.SOCIAL, starts_on=date(year - 1, 5, 1),
            ends_on=date(year - 1, 6, 30), state=MeasureState.DONE,
            follow_ups=(
                FollowUp(
                    on=date(year - 1, 10, 1), was_done=True, decision=Decision.STOP,
                    effect="Kan inte bedömas.",
                ),
            ),
        ),
    }  # fmt: skip


def _judgements(today: date) -> dict[str, Record]:
    yes, partly, no = Answer.YES, Answer.PARTLY, Answer.NO
    people = (
        ("Alva Påhittad", "skadegorelse", (no, yes, yes, partly, yes, yes, yes)),
        ("Bertil Påhittad", "skadegorelse", (partly, yes, no, partly, partly, yes, yes)),
        ("David Påhittad", "skadegorelse", (no, yes, yes, no, yes, partly, yes)),
        ("Alva Påhittad", "narkotika", (yes, no, yes, yes, yes, no, partly)),
        ("Bertil Påhittad", "narkotika", (yes, partly, yes, yes, yes, no, no)),
    )  # fmt: skip
    names = ("personer", "signal", "manga", "skada", "kostnad", "resurser", "paverka")
    found: dict[str, Record] = {
        f"bedomning-{place}": Judgement(
            name=name,
            problem=f"{REFERENCE}{problem}",
            **dict(zip(names, answers, strict=True)),
        )
        for place, (name, problem, answers) in enumerate(people)
    }
    found["beslut"] = Ranking(
        title=f"Prioritering {today.year}", decided_by="Trygghetsrådet",
        decided_on=date(today.year, 2, 17), reasons="Båda är viktiga, men det ena går att göra något åt nu.",
        ranked=(
            Ranked(
                title="Skadegörelse i Ånge centrum", problem=f"{REFERENCE}skadegorelse",
                outcome=Outcome.FIRST, reason="Syns, är samlat till en plats och går att påverka.",
            ),
            Ranked(
                title="Narkotikabrotten ökar", problem=f"{REFERENCE}narkotika",
                outcome=Outcome.FOLLOWED, reason="Orsaken måste bli tydligare först.",
            ),
        ),
    )  # fmt: skip
    return found


def _projects(today: date) -> dict[str, Record]:
    return {
        "centrum": Project(
            name="Tryggare centrum", place="Ånge centrum", led_by="Kommunledningsförvaltningen",
            aim="Färre skador och fler som rör sig i centrum på kvällen.",
            parties=("Kommunen", "Polisen", "Fastighetsbolaget"), starts_on=date(2025, 1, 15),
            state=MeasureState.UNDERWAY, problem=f"{REFERENCE}skadegorelse",
            measures=(f"{REFERENCE}kamera", f"{REFERENCE}lampor"), indicators=("skadegorelse",),
            after="övergår till vanlig verksamhet när året är slut",
        ),
        "industri": WatchedPlace(
            place="Industriområdet", why="Buskörning och eldning under våren.", organisation="Polisen",
            indicator="buskorning_larm", since=date(today.year, 4, 1),
            looks=(
                Look(
                    says="Lugnare sedan vägen spärrades på kvällar.", on=today - timedelta(days=40),
                    who="Polisen", calm=Calm.CALMER,
                ),
            ),
        ),
    }  # fmt: skip
