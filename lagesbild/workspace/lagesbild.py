"""A lägesbild as a whole: what belongs to it, how it stands against the law, and the document it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lagesbild.domain.document import (
    Document,
    DocumentFigure,
    DocumentNote,
    DocumentSection,
    SourceFile,
)
from lagesbild.domain.geography import Area
from lagesbild.domain.indicator import Source
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Secrecy
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.lagesbild import (
    SELF_CHECK,
    Lagesbild,
    LagesbildKind,
    LagesbildState,
    LawPart,
    Observation,
    Section,
    Step,
)
from lagesbild.domain.work.record import asked_fields
from lagesbild.domain.work.register import Council
from lagesbild.store.connection import Store
from lagesbild.store.deliveries import list_deliveries
from lagesbild.workspace.pinning import sections_in_order
from lagesbild.workspace.records import Saved, records_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A lägesbild with everything that is written for it."""

    saved: Saved[Lagesbild]
    sections: tuple[Saved[Section], ...]
    observations: tuple[Saved[Observation], ...]
    council: str

    @property
    def record(self) -> Lagesbild:
        return self.saved.record

    @property
    def views(self) -> tuple[Evidence, ...]:
        """Every pinned view, in the order of the sections."""
        return tuple(view for one in self.sections for view in one.record.views)


def list_lagesbilder(store: Store, *, person: Person) -> list[Saved[Lagesbild]]:
    """The kommun's, what was written last first."""
    return list(reversed(records_of(store, kind=Lagesbild, person=person)))


def read_work(store: Store, *, lagesbild_id: str, person: Person) -> Work | None:
    """None when the person's kommun has no such lägesbild."""
    found = {one.id: one for one in records_of(store, kind=Lagesbild, person=person)}
    if lagesbild_id not in found:
        return None
    sections = records_of(store, kind=Section, person=person)
    observations = records_of(store, kind=Observation, person=person)
    councils = records_of(store, kind=Council, person=person)
    return Work(
        saved=found[lagesbild_id],
        sections=tuple(sections_in_order(sections, lagesbild_id=lagesbild_id)),
        observations=tuple(
            sorted(
                (one for one in observations if one.record.lagesbild == lagesbild_id),
                key=lambda one: one.record.on or date.min,
            )
        ),
        council=councils[-1].record.name if councils else Council().name,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that the law or the method asks for.

    is_done  whether it is there
    found    what is there, or what is lacking, in words
    """

    ask: str
    ground: str
    is_done: bool
    found: str


def checklist(work: Work, *, documents_due: bool = False) -> list[Check]:
    """The lägesbild against the law, part by part, and against Brå's four questions.

    documents_due  True when the 24 months have run out
    """
    record = work.record
    checks = [_part_check(work, part=part) for part in LawPart]
    checks.append(
        Check(
            ask="Hela kommunens område, också landsbygden", ground="4 §",
            is_done=bool(_places(work)), found=_places(work) or "ingen vy och ingen iakttagelse har ett område",
        )
    )  # fmt: skip
    labels = {shape.name: shape.asked.label for shape in asked_fields(Lagesbild)}
    for name in SELF_CHECK:
        text = getattr(record, name)
        found = "besvarad" if text else "inte besvarad"
        checks.append(Check(ask=labels[name], ground="Brå", is_done=bool(text), found=found))
    checks.append(_decision_check(record))
    if documents_due:
        checks.append(
            Check(
                ask="Uppdateras minst vartannat år", ground="6 §",
                is_done=record.state in {LagesbildState.ADOPTED, LagesbildState.FOLLOWED_UP},
                found="de 24 månaderna har gått ut",
            )
        )  # fmt: skip
    return checks


_GROUNDS = {
    LawPart.EXTENT: "4 § 1", LawPart.CONSEQUENCES: "4 § 1", LawPart.OTHER: "4 § 2",
    LawPart.ANALYSIS: "4 § 3",
}  # fmt: skip


def _part_check(work: Work, *, part: LawPart) -> Check:
    own = [one.record for one in work.sections if one.record.part is part]
    written = sum(bool(one.text) for one in own)
    views = sum(len(one.views) for one in own)
    heard = sum(one.record.part is part for one in work.observations)
    counts = (
        (written, "avsnitt med text", "avsnitt med text"), (views, "fäst vy", "fästa vyer"),
        (heard, "iakttagelse", "iakttagelser"),
    )  # fmt: skip
    told = [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    # An analysis is words: pictures alone are no analysis.
    is_done = bool(written) if part is LawPart.ANALYSIS else bool(written and (views or heard))
    return Check(
        ask=part.words, ground=_GROUNDS[part], is_done=is_done,
        found=_lacking(told, written=written) if not is_done else ", ".join(told),
    )  # fmt: skip


def _lacking(told: list[str], *, written: int) -> str:
    if not told:
        return "tom"
    lacks = "text saknas" if not written else "vy eller iakttagelse saknas"
    return f"{', '.join(told)}; {lacks}"


def _places(work: Work) -> str:
    named = {one.place for one in work.views} | {one.record.place for one in work.observations}
    return ", ".join(sorted(named - {""}))


def _decision_check(record: Lagesbild) -> Check:
    adopted = [one for one in record.steps if one.state is LagesbildState.ADOPTED]
    lacks_number = any(not one.reference for one in adopted)
    found = step_words(adopted[-1]) if adopted else "inte antagen"
    return Check(
        ask="Antagen, med dag, organ och diarienummer", ground="5 och 6 §§",
        is_done=bool(adopted) and not lacks_number,
        found=f"{found}; diarienummer saknas" if lacks_number else found,
    )  # fmt: skip


def checklist_sentence(checks: Sequence[Check], *, title: str, state: LagesbildState) -> str:
    """How far it has come, for the head of the page."""
    done, words = sum(one.is_done for one in checks), state_words(state)
    if done == len(checks):
        return f"{title} är {words}, och allt som lagen och Brå frågar efter finns med."
    missing = next(one for one in checks if not one.is_done).ask.rstrip("?")
    return (
        f"{title} är {words}: {done} av {len(checks)} krav är uppfyllda. Närmast saknas: "
        f"{missing[:1].lower()}{missing[1:]}."
    )


def state_words(state: LagesbildState) -> str:
    """What a lägesbild is: "ett utkast", "antagen"."""
    return "ett utkast" if state is LagesbildState.DRAFT else state.words


def step_words(step: Step) -> str:
    """ "antagen 2026-12-09 av kommunstyrelsen (KS 2026/12)"."""
    when = f" {step.on.isoformat()}" if step.on else ""
    number = f" ({step.reference})" if step.reference else ""
    frozen = f", version {step.frozen}" if step.frozen else ""
    return f"{step.state.words}{when} av {step.body}{number}{frozen}"


def compose(
    store: Store, work: Work, *, figures: Mapping[str, DocumentFigure], audience: Secrecy,
    kommun: Area, sources: Mapping[str, Source], today: date,
) -> Document:  # fmt: skip
    """The draft as a document, with the figures that its views gave (analysis.pinned_views).

    sources  the catalogue's: files are named by where they come from
    """
    record = work.record
    sections = tuple(_section(one, work=work, figures=figures) for one in work.sections)
    return Document(
        id=work.saved.id, title=record.title, kommun_code=kommun.code, kommun=kommun.name,
        council=work.council, kind=record.kind.words, reason=record.reason,
        period=_period(record), state=record.state.words, as_of=today.isoformat(),
        audience=audience, sections=sections, answers=_answers(record),
        steps=tuple(step_words(one) for one in record.steps),
        files=_files(store, sections, kommun_code=kommun.code, sources=sources),
    )  # fmt: skip


def _section(
    saved: Saved[Section], *, work: Work, figures: Mapping[str, DocumentFigure]
) -> DocumentSection:
    """A part's observations stand in its first section."""
    record = saved.record
    first = next(one for one in work.sections if one.record.part is record.part)
    heard = work.observations if first.id == saved.id else ()
    return DocumentSection(
        id=saved.id, part=record.part.words, heading=record.title, text=record.text,
        notes=tuple(_note(one.record) for one in heard if one.record.part is record.part),
        figures=tuple(figures[one.address] for one in record.views if one.address in figures),
    )  # fmt: skip


def _note(one: Observation) -> DocumentNote:
    text = f"{one.says} Laget runt: {one.poll}." if one.poll else one.says
    return DocumentNote(
        text=text, source=one.source, kind=one.kind.words, grade=one.how_known.words,
        on=one.on.isoformat() if one.on else "", place=one.place,
    )  # fmt: skip


def _answers(record: Lagesbild) -> tuple[tuple[str, str], ...]:
    labels = {shape.name: shape.asked.label for shape in asked_fields(Lagesbild)}
    extra = (("Vad som har hänt", record.reason),) if record.kind is LagesbildKind.EXTRA else ()
    return (*extra, *((labels[name], getattr(record, name)) for name in SELF_CHECK))


def _period(record: Lagesbild) -> str:
    if record.starts_on is None:
        return ""
    end = f"–{record.ends_on.isoformat()}" if record.ends_on else ""
    return f"{record.starts_on.isoformat()}{end}"


def _files(
    store: Store, sections: Sequence[DocumentSection], *, kommun_code: str,
    sources: Mapping[str, Source],
) -> tuple[SourceFile, ...]:  # fmt: skip
    points = [point for one in sections for figure in one.figures for point in figure.points]
    used = {trace.delivery_id for point in points for trace in point.traces}
    return tuple(
        SourceFile(
            delivery_id=one.delivery_id, file_name=one.file_name,
            source=sources[one.source_id].name if one.source_id in sources else one.source_id,
            sha256=one.sha256, issued_on=one.issued_on.isoformat(),
            received_on=one.received_at.date().isoformat(),
        )
        for one in sorted(list_deliveries(store, kommun_code=kommun_code), key=lambda d: d.delivery_id)
        if one.delivery_id in used
    )  # fmt: skip
