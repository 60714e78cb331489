"""A council's year through the rooms behind the pages: from an obstacle to the second year's lägesbild,
in which every number still leads to a file and a row. In the towns' own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lagesbild.analysis.effect import effect
from lagesbild.analysis.pinned_views import as_audience, figures_of
from lagesbild.domain.document import Document
from lagesbild.domain.person import Person, Role
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Cause, Evidence, HowKnown, Influence, Problem
from lagesbild.domain.work.inventory import Obstacle, Underlag
from lagesbild.domain.work.lagesbild import (
    Lagesbild,
    LagesbildState,
    LawPart,
    Observation,
    ObservationKind,
    Section,
    Step,
)
from lagesbild.domain.work.measures import Decision, FollowUp, Measure, MeasureState
from lagesbild.domain.work.priority import Outcome, Ranked, Ranking
from lagesbild.domain.work.record import Record
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui.context import Context, open_context
from lagesbild.workspace.action_plan import missing_links
from lagesbild.workspace.frozen import freeze, read_version
from lagesbild.workspace.lagesbild import checklist, compose, read_work
from lagesbild.workspace.pinning import pin_to_problem, pin_to_section, start_lagesbild
from lagesbild.workspace.records import Saved, records_of, save
from lagesbild.workspace.version_changes import changes_between
from tests.command_line import CommandLine

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
          "oktober", "november", "december")  # fmt: skip
TODAY = date(2026, 11, 21)


def windows(years: range, *, months: int = 12, from_march_2026: int = 0) -> str:
    """Broken windows by month, as the school writes them; many each summer."""
    lines = ["Kommun;Månad;Krossade fönster"]
    for year in years:
        for number, name in enumerate(MONTHS[:months], start=1):
            usual = 27 if number in (6, 7, 8) else 12 + (number * year) % 5
            is_after = (year, number) >= (2026, 3) and from_march_2026
            lines.append(f"Ånge;{name} {year};{from_march_2026 if is_after else usual}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def installation(command: CommandLine) -> tuple[CommandLine, str]:
    receipt = command.deliver("fonster-2025.csv", windows(range(2019, 2026)))
    [indicator] = receipt["indicators"]
    return command, indicator


def keep(context: Context, record: Record, *, saved: Saved | None = None) -> Saved:
    more = {"record_id": saved.id, "based_on": saved.version} if saved else {}
    return save(
        context.store, record=record, person=ANNA, check_text=refuse_personal_data, **more
    )  # fmt: skip


def document_of_draft(context: Context, lagesbild_id: str) -> Document:
    work = read_work(context.store, lagesbild_id=lagesbild_id, person=ANNA)
    assert work is not None
    inquiry = as_audience(context.inquiry(person=ANNA), audience=Secrecy.INTERNAL)
    return compose(
        context.store, work, figures=figures_of(inquiry, views=work.views), kommun=inquiry.kommun,
        audience=Secrecy.INTERNAL, sources=inquiry.catalog.sources, today=TODAY,
    )  # fmt: skip


def begin(context: Context, *, previous: str = "") -> str:
    """A lägesbild; the sections of the law's parts get words when it is the first."""
    draft = Lagesbild(title=f"Lägesbild {'2027' if previous else '2026'}", previous=previous)
    saved = start_lagesbild(
        context.store, lagesbild=draft, person=ANNA, check_text=refuse_personal_data
    )
    for one in records_of(context.store, kind=Section, person=ANNA):
        if one.record.lagesbild == saved.id and not previous:
            keep(context, replace(one.record, text=f"Om {one.record.title.lower()}."), saved=one)
    return saved.id


def observe(context: Context, lagesbild_id: str) -> None:
    for part in (LawPart.CONSEQUENCES, LawPart.OTHER):
        keep(
            context,
            Observation(
                says="27 krossade fönster på skolan under sommaren.", lagesbild=lagesbild_id,
                source="Lokala BRÅ", kind=ObservationKind.ROUND, part=part, worse=3, same=4,
            ),
        )  # fmt: skip


def first_section(context: Context, lagesbild_id: str) -> str:
    return next(
        one.id for one in records_of(context.store, kind=Section, person=ANNA)
        if (one.record.lagesbild, one.record.part) == (lagesbild_id, LawPart.EXTENT)
    )  # fmt: skip


def adopt(context: Context, lagesbild_id: str, *, version: int) -> None:
    saved = next(
        one for one in records_of(context.store, kind=Lagesbild, person=ANNA)
        if one.id == lagesbild_id
    )  # fmt: skip
    step = Step(
        body="kommunstyrelsen", state=LagesbildState.ADOPTED, on=TODAY, reference="KS 2026/12",
        frozen=version,
    )  # fmt: skip
    keep(context, replace(saved.record, steps=(*saved.record.steps, step)), saved=saved)


def test_from_an_obstacle_to_the_next_years_lagesbild(
    installation: tuple[CommandLine, str],
) -> None:
    command, indicator = installation
    view = Evidence(
        says="Krossade fönster, månad för månad.", indicator=indicator, place="Ånge",
        address=f"indikator?indikator={indicator}&kommun=2260&tid=manad",
    )  # fmt: skip
    context = open_context(command.data)
    store = context.store
    way_round = Obstacle(about="Väktarna får inte lämna rapporter", way_round="Skolans felanmälan")
    keep(context, Underlag(name="Krossade fönster", obstacles=(way_round,)))

    first = begin(context)
    observe(context, first)
    pin_to_section(
        store, evidence=view, section_id=first_section(context, first), person=ANNA,
        check_text=refuse_personal_data, today=TODAY,
    )  # fmt: skip
    version = freeze(store, document=document_of_draft(context, first), person=ANNA).version
    adopt(context, first, version=version)
    work = read_work(store, lagesbild_id=first, person=ANNA)
    assert work is not None
    asked = {one.ask: one for one in checklist(work)}
    assert all(asked[part.words].is_done for part in LawPart)
    assert asked["Antagen, med dag, organ och diarienummer"].is_done

    problem = pin_to_problem(
        store, evidence=view, problem_id="", title="Krossade fönster på skolan", person=ANNA,
        check_text=refuse_personal_data,
    ).record_id  # fmt: skip
    ranked = Ranked(title="Krossade fönster", problem=problem, outcome=Outcome.FIRST)
    keep(context, Ranking(title="Hösten", ranked=(ranked,)))
    cause = keep(
        context,
        Cause(
            title="Ingen ser skolgården på kvällarna", problem=problem, influence=Influence.YES,
            how_known=HowKnown.DATA,
        ),
    )  # fmt: skip
    measure = Measure(
        title="Kameror på skolan", owner="Barn- och utbildningsförvaltningen", causes=(cause.id,),
        indicator=indicator, starts_on=date(2026, 3, 1), expected_on=date(2026, 10, 31),
        state=MeasureState.DONE,
    )  # fmt: skip
    saved = keep(context, measure)
    store.close()

    receipt = command.deliver(
        "fonster-2026.csv", windows(range(2026, 2027), months=10, from_march_2026=6)
    )
    assert (receipt["status"], receipt["indicators"]) == ("stored", [indicator]), receipt
    context = open_context(command.data)
    store = context.store
    found = effect(
        context.inquiry(person=ANNA), indicator_id=indicator, start="2026-03-01", end=""
    )  # fmt: skip
    assert "minskade troligen sedan mars 2026" in found.sentence
    done = FollowUp(on=TODAY, was_done=True, effect=found.sentence, decision=Decision.GO_ON)
    keep(context, replace(measure, follow_ups=(done,)), saved=saved)
    everything = {
        name: records_of(store, kind=kind, person=ANNA)
        for name, kind in (("problems", Problem), ("causes", Cause), ("measures", Measure))
    }
    assert missing_links(**everything, today=TODAY) == []

    second = begin(context, previous=first)
    frozen = freeze(store, document=document_of_draft(context, second), person=ANNA)
    before = read_version(store, lagesbild_id=first, version=1, person=ANNA)
    after = read_version(store, lagesbild_id=second, version=frozen.version, person=ANNA)
    changed = changes_between(before, after)
    assert [one.state for one in changed.views] == ["ändrad"]
    assert {one.why.value for one in changed.views[0].numbers} == {"ny period"}
    assert len(changed.views[0].numbers) == 10

    files = {one.delivery_id: one.file_name for one in after.files}
    written = {name: (command.folder / name).read_text().splitlines() for name in files.values()}
    assert set(written) == {"fonster-2025.csv", "fonster-2026.csv"}
    points = [one for one in after.figures[0].points if one.value is not None]
    assert len(points) == 94
    for point in points:
        [trace] = point.traces
        line = written[files[trace.delivery_id]][int(trace.rows) - 1].split(";")
        assert line[1:] == [point.label, point.text], point
    store.close()
