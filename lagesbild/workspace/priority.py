"""The matrix of problems and criteria: what figures say beside what each person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lagesbild.domain.priority import MatrixCell, MatrixColumn, Told
from lagesbild.domain.work.causes import Problem
from lagesbild.domain.work.priority import Answer, Criterion, Judgement
from lagesbild.workspace.records import Saved


def make_matrix(
    problems: Sequence[Saved[Problem]], *, told: Mapping[str, Sequence[Told]],
    judgements: Sequence[Saved[Judgement]],
) -> list[MatrixColumn]:  # fmt: skip
    """A column for each problem, in their own order.

    told  what figures say, by the problem's id
    """
    return [
        MatrixColumn(
            problem_id=one.id, title=one.record.title,
            cells=tuple(
                _cell(criterion, told=told.get(one.id, ()), judgements=_of(judgements, one.id))
                for criterion in Criterion
            ),
        )
        for one in problems
    ]  # fmt: skip


def _of(judgements: Sequence[Saved[Judgement]], problem_id: str) -> list[Judgement]:
    return [one.record for one in judgements if one.record.problem == problem_id]


def _cell(
    criterion: Criterion, *, told: Sequence[Told], judgements: Sequence[Judgement]
) -> MatrixCell:
    answers = [(one.name, one.answer(criterion)) for one in judgements]
    return MatrixCell(
        criterion=criterion, told=next((one for one in told if one.criterion is criterion), None),
        answers=tuple(pair for pair in answers if pair[1] is not Answer.UNKNOWN),
    )  # fmt: skip


def matrix_sentence(columns: Sequence[MatrixColumn], *, judges: int) -> str:
    """What speaks most, of what, and whether people agree."""
    if not columns:
        return "Det finns inga problem att väga mot varandra än."
    who = "Ingen har" if not judges else "1 person har" if judges == 1 else f"{judges} personer har"
    count = "1 problem" if len(columns) == 1 else f"{len(columns)} problem"
    words = f"{count}. {who} bedömt."
    most = max(one.n_for for one in columns)
    if not most:
        return f"{words} Inget talar tydligt för något av dem än."
    leading = " och ".join(one.title for one in columns if one.n_for == most)
    disputed = sum(cell.is_disputed for one in columns for cell in one.cells)
    tail = f" I {disputed} {'ruta' if disputed == 1 else 'rutor'} tycker ni olika." if disputed else ""  # fmt: skip
    return f"{words} Mest talar för {leading}: ja i {most} av {len(Criterion)} kriterier.{tail}"


def own_judgement(
    judgements: Sequence[Saved[Judgement]], *, problem_id: str, name: str, person_id: str
) -> Saved[Judgement] | None:
    """What the person has written before of somebody's answers about the problem."""
    own = [
        one
        for one in judgements
        if one.record.problem == problem_id
        and one.record.name == name
        and one.saved_by == person_id
    ]
    return own[-1] if own else None


def judged_by_others(
    judgements: Sequence[Saved[Judgement]], *, problem_id: str, person_id: str
) -> set[str]:
    """The names of those who have answered themselves, or whose answers somebody else wrote."""
    return {
        one.record.name
        for one in judgements
        if one.record.problem == problem_id and one.saved_by != person_id
    }
