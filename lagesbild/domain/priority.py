"""What figures say about a problem, a criterion at a time, and the matrix that is drawn of it."""

from __future__ import annotations

from dataclasses import dataclass

from lagesbild.domain.work.priority import Answer, Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What released figures say about one criterion.

    answer   UNKNOWN where it cannot be judged
    short    a few words for the matrix: "flest av 3"
    words    the whole sentence, with figures, or why it cannot be judged
    page_id  where the figures are shown, "" for nowhere
    """

    criterion: Criterion
    answer: Answer
    short: str
    words: str
    page_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """A problem and a criterion.

    told     what the figures say, None for what they never say
    answers  what each person answered, those who did; nobody's is averaged away
    """

    criterion: Criterion
    told: Told | None
    answers: tuple[tuple[str, Answer], ...]

    @property
    def speaks_for(self) -> bool:
        """Whether the figures, or more than half of those who judged, say yes."""
        if self.told is not None and self.told.answer is not Answer.UNKNOWN:
            return self.told.answer is Answer.YES
        yes = sum(answer is Answer.YES for _, answer in self.answers)
        return yes * 2 > len(self.answers)

    @property
    def is_disputed(self) -> bool:
        """Whether somebody says yes and somebody no."""
        given = {answer for _, answer in self.answers}
        return {Answer.YES, Answer.NO} <= given


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumn:
    """A problem with its twelve cells."""

    problem_id: str
    title: str
    cells: tuple[MatrixCell, ...]

    @property
    def n_for(self) -> int:
        return sum(cell.speaks_for for cell in self.cells)
