"""Parts of the kommun beside their neighbours: where there is more than expected, and next to it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lagesbild.analysis.method_words import METHOD_WORDS
from lagesbild.analysis.wording import COUNT_WORDS, number
from lagesbild.domain.written import capitalised, joined
from lagesbild.stats.spatial import Pattern, local_moran

PER = 1000
PATTERN_WORDS: dict[Pattern, str] = {
    Pattern.HIGH_AMONG_HIGH: "mer än väntat, och grannarna har också mer",
    Pattern.LOW_AMONG_LOW: "mindre än väntat, och grannarna har också mindre",
    Pattern.HIGH_AMONG_LOW: "mer än väntat, men grannarna har mindre",
    Pattern.LOW_AMONG_HIGH: "mindre än väntat, men grannarna har mer",
    Pattern.NOT_SHOWN: "inget mönster utöver slumpen",
    Pattern.CANNOT_ASSESS: "kan inte bedömas: inga grannar med tal",
}
METHOD = (
    f"{METHOD_WORDS['local_moran']}, mot 9 999 omkastningar av talen mellan områdena; av de områden som nämns "
    "är högst ungefär ett på tjugo en slump (Benjamini och Hochberg); Anselin 1995"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaNeighbours:
    """Each part among its neighbours.

    sentence  the answer, or why there is none
    rows      one for each part with a number and an outline, what stands out first; none without an answer
    told      codes of the areas that the sentence names
    """

    sentence: str
    rows: tuple[dict[str, str], ...]
    told: tuple[str, ...] = ()


def cannot_tell(why: str) -> AreaNeighbours:
    return AreaNeighbours(sentence=f"Om grannar liknar varandra kan inte bedömas: {why}.", rows=())


def among_neighbours(known: pd.DataFrame, *, links: Sequence[Sequence[int]]) -> AreaNeighbours:
    """LISA of released rates.

    known  rows with area_code, area_name and value, none missing: a part whose number is hidden is neither among
           them nor a neighbour
    links  each row's neighbours as positions
    """
    values = known["value"].to_numpy(dtype=float)
    found = local_moran(values, neighbours=links)
    names = [str(name) for name in known["area_name"]]
    order = sorted(range(len(names)), key=lambda n: (found.pattern[n] not in _TOLD, -values[n]))
    rows = tuple(
        {
            "Delområde": names[n], "Svar": capitalised(PATTERN_WORDS[found.pattern[n]]),
            f"Per {number(PER)}, utjämnat": number(values[n], decimals=1),
            "Grannarna": number(float(np.mean(values[list(links[n])])), decimals=1) if links[n] else "–",
        }
        for n in order
    )  # fmt: skip
    told = tuple(
        str(code)
        for code, pattern in zip(known["area_code"], found.pattern, strict=True)
        if pattern in _TOLD
    )
    return AreaNeighbours(sentence=_sentence(names, found.pattern), rows=rows, told=told)


_TOLD = (
    Pattern.HIGH_AMONG_HIGH,
    Pattern.LOW_AMONG_LOW,
    Pattern.HIGH_AMONG_LOW,
    Pattern.LOW_AMONG_HIGH,
)


def _sentence(names: Sequence[str], patterns: Sequence[Pattern]) -> str:
    told = [
        text
        for pattern in _TOLD
        if (
            text := _told(
                pattern, [n for n, p in zip(names, patterns, strict=True) if p is pattern]
            )
        )
    ]
    if told:
        return " ".join(told)
    return (
        "Inget område skiljer sig tillsammans med sina grannar, eller från dem, mer än slumpen ger."
    )


def _told(pattern: Pattern, names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} har {PATTERN_WORDS[pattern]}."
    many = COUNT_WORDS[len(names)] if len(names) < len(COUNT_WORDS) else number(len(names))
    return f"{capitalised(many)} områden har {PATTERN_WORDS[pattern]}: {joined(names)}."
