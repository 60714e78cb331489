"""A meeting on paper: the call to it, or the notes from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPaper:
    """All of it as texts.

    facts  label and words: day, time, place, who came
    parts  a heading and its paragraphs, in their order
    mark   "Exempeldata ..." on what is invented, "" otherwise
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    mark: str = ""

    def as_text(self) -> str:
        """The same to paste into a letter."""
        lines = [self.title, "=" * len(self.title), ""]
        lines = [self.mark, "", *lines] if self.mark else lines
        lines += [f"{label}: {words}" for label, words in self.facts]
        for heading, paragraphs in self.parts:
            lines += ["", heading, "-" * len(heading), *paragraphs]
        return "\n".join(lines) + "\n"
