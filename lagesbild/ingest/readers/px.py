"""PC-Axis files (.px), as SCB and other statistics databases write them."""

from __future__ import annotations

import re
from pathlib import PurePath

from lagesbild.domain.errors import Fault
from lagesbild.ingest.encoding import decode_declared
from lagesbild.ingest.readers.cube import (
    MOST_FIGURES_IN_WORDS,
    Dimension,
    TooManyFigures,
    count_figures,
    make_cube,
    readable_times,
)
from lagesbild.ingest.readers.px_data import read_data
from lagesbild.ingest.readers.px_text import PxText, parse_px
from lagesbild.ingest.remarks import refuse, remark
from lagesbild.ingest.table import OpenedFile, Told, ToldColumn, Use

DECLARED = re.compile(rb"(?:^|[;\s])CODEPAGE\s*=\s*\"([\w-]{2,30})\"", re.IGNORECASE)
ANSI = re.compile(rb"(?:^|[;\s])CHARSET\s*=\s*\"ANSI\"", re.IGNORECASE)
BEGINNING = re.compile(
    r"\s*(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGES?|CREATION-DATE|NEXT-UPDATE|PX-SERVER|DIRECTORY-PATH|UPDATE-FREQUENCY"
    r"|TABLEID|SYNONYMS|DEFAULT-GRAPH|DECIMALS|SHOWDECIMALS|ROUNDING|MATRIX|AGGREGALLOWED|AUTOPEN|SUBJECT-CODE|SUBJECT-AREA"
    r"|CONFIDENTIAL|COPYRIGHT|DESCRIPTION|TITLE|DESCRIPTIONDEFAULT|CONTENTS|UNITS|STUB|HEADING|OFFICIAL-STATISTICS)"
    r"\s*(?:\[[^\]\n]{1,20}\])?\s*=\s*(?:\"|\d|YES|NO)",
    re.IGNORECASE,
)
FATAL = ("TITLE", "DECIMALS")
"""Without these a table cannot be trusted; STUB or HEADING, VALUES and DATA are asked for apart."""

EXPECTED = ("CHARSET", "MATRIX", "SUBJECT-AREA", "SUBJECT-CODE", "CONTENTS", "UNITS")
"""The format demands them, but the figures can be read without."""

TIMES = {"A": "{year}", "H": "{year}H{part}", "Q": "{year}K{part}", "M": "{year}M{part}", "W": "{year}W{part}"}  # fmt: skip
SYMBOLS = {"." * number: f"DATASYMBOL{number}" for number in range(1, 7)} | {
    "-": "DATASYMBOLNIL", "." * 7: "DATASYMBOLSUM",
}  # fmt: skip
"""Cell -> the keyword that says what it means."""

MOST_NOTES = 40


def read_px(data: bytes, file_name: str) -> OpenedFile:
    """One row a figure, with its dimensions.

    raises  FileRefused RD-003, RD-009, RD-010, RD-012
    """
    declared = DECLARED.search(data[:20_000])
    guess = (
        declared[1].decode("ascii") if declared else "cp1252" if ANSI.search(data[:20_000]) else ""
    )
    try:
        decoded = decode_declared(data, declared=guess)
        px = parse_px(decoded.text.lstrip("\ufeff"))
    except ValueError:
        raise refuse(
            "RD-009", file=file_name, what="den är inte skriven som formatet kräver"
        ) from None
    warnings = _refuse_or_warn(px, file_name=file_name)
    language = _language(px)
    dimensions = _dimensions(px, language=language, file_name=file_name, warnings=warnings)
    try:
        expected = count_figures([len(one.texts) for one in dimensions])
    except TooManyFigures:
        raise refuse("RD-012", file=file_name, limit=MOST_FIGURES_IN_WORDS) from None
    cells, rows = read_data(px, dimensions=dimensions, expected=expected, file_name=file_name)
    if decoded.lost_rows:
        count = "en rad" if len(decoded.lost_rows) == 1 else f"{len(decoded.lost_rows)} rader"
        warnings.append(remark("RD-101", rows=decoded.lost_rows, count=count))
    table = make_cube(
        dimensions, name=PurePath(file_name).stem, cells=cells, rows=rows,
        value=_value(px, language=language), told=_told(px, language=language),
    )  # fmt: skip
    return OpenedFile(
        file=PurePath(file_name).name, format="px", encoding=decoded.encoding, dialect=None,
        tables=(table,), warnings=tuple(warnings),
    )  # fmt: skip


def is_px(head: str) -> bool:
    """Whether the beginning of a text is that of a PC-Axis file."""
    return BEGINNING.match(head) is not None


def _refuse_or_warn(px: PxText, *, file_name: str) -> list[Fault]:
    """raises FileRefused RD-009 when something is missing that nothing can stand in for."""
    lacking = [keyword for keyword in FATAL if not px.has(keyword)]
    if not px.has("STUB") and not px.has("HEADING"):
        lacking.append("STUB")
    if px.data is None:
        lacking.append("DATA")
    if lacking:
        raise refuse("RD-009", file=file_name, what=f"nyckelordet {', '.join(lacking)} saknas")
    warnings = []
    if px.broken:
        warnings.append(remark("RD-107", rows=px.broken))
    absent = [keyword for keyword in EXPECTED if not px.has(keyword)]
    if absent:
        warnings.append(remark("RD-106", what=", ".join(absent)))
    return warnings


def _language(px: PxText) -> str:
    """Swedish, where the file has several languages and its own is another; "" is the file's own."""
    others = [one.casefold() for one in px.find("LANGUAGES")]
    own = px.first("LANGUAGE").casefold()
    return "sv" if "sv" in others and own != "sv" else ""


def _dimensions(
    px: PxText, *, language: str, file_name: str, warnings: list[Fault]
) -> list[Dimension]:
    own = [*px.find("STUB"), *px.find("HEADING")]
    shown = [*px.find("STUB", language=language), *px.find("HEADING", language=language)]
    if len(shown) != len(own):
        shown, language = own, ""
    if not own or len(set(own)) < len(own):
        raise refuse(
            "RD-009", file=file_name, what="STUB och HEADING nämner samma variabel två gånger"
        )
    return [
        _dimension(px, name=name, shown=text, language=language, file_name=file_name, warnings=warnings)
        for name, text in zip(own, shown, strict=True)
    ]  # fmt: skip


def _dimension(
    px: PxText, *, name: str, shown: str, language: str, file_name: str, warnings: list[Fault]
) -> Dimension:
    own = px.find("VALUES", name)
    texts = px.find("VALUES", shown, language=language) or own
    codes = px.find("CODES", shown, language=language) or px.find("CODES", name)
    times = _times(px.find("TIMEVAL", name) or px.find("TIMEVAL", shown, language=language))
    texts = texts or codes or times
    if not texts or (own and len(texts) != len(own)):
        raise refuse("RD-009", file=file_name, what=f"VALUES för variabeln ”{shown[:60]}” saknas")
    codes = _fitting(codes, like=texts, what=f"CODES för ”{shown[:60]}”", warnings=warnings)
    if times or px.find("TIMEVAL", name):
        times = _fitting(times, like=texts, what=f"TIMEVAL för ”{shown[:60]}”", warnings=warnings)
        texts = list(readable_times(texts, times, codes))
        return Dimension(name=shown, texts=tuple(texts), codes=tuple(codes), use=Use.TIME)
    if px.first("CONTVARIABLE") in {name, shown} and px.has("CONTVARIABLE"):
        units = tuple(px.first("UNITS", text, language=language) for text in texts)
        return Dimension(
            name=shown, texts=tuple(texts), codes=tuple(codes), use=Use.MEASURE,
            units=units if all(units) else (),
        )  # fmt: skip
    return Dimension(name=shown, texts=tuple(texts), codes=tuple(codes))


def _fitting(items: list[str], *, like: list[str], what: str, warnings: list[Fault]) -> list[str]:
    """The list, or nothing and a warning when it has another length than the values."""
    if not items or len(items) == len(like):
        return items
    warnings.append(remark("RD-108", what=what))
    return []


def _times(items: list[str]) -> list[str]:
    """ "TLIST(Q1),20061,20062" as "2006K1", "2006K2"; also "TLIST(A1,2000-2003)"."""
    text = ",".join(items)
    form = re.match(r"TLIST\(\s*,?([AHQMW])1", text)
    if form is None:
        return []
    span = re.search(r"A1,(\d{4}),?-,?(\d{4})\)", text)
    if span:
        first, last = int(span[1]), int(span[2])
        return [str(year) for year in range(first, min(last, first + 500) + 1)]
    listed = re.findall(r"\d{4,6}", text[form.end() :])
    return [TIMES[form[1]].format(year=one[:4], part=one[4:]) for one in listed]


def _value(px: PxText, *, language: str) -> ToldColumn:
    """The column of figures, named by what the table holds."""
    name = px.first("CONTENTS", language=language) or px.first("TITLE", language=language)
    per_value = (
        px.has("CONTVARIABLE") and len({k for k in px.values if k[0] == "UNITS" and k[2]}) > 0
    )
    unit = "" if per_value else px.first("UNITS", language=language)
    return ToldColumn(name=name.strip() or "Värde", use=Use.VALUE, unit=unit)


def _told(px: PxText, *, language: str) -> Told:
    title = px.first("TITLE", language=language).replace("#", " ")
    notes = [
        " ".join(value).replace("#", " ")
        for (keyword, spoken, _), value in px.values.items()
        if keyword in {"NOTEX", "NOTE", "VALUENOTEX", "VALUENOTE"} and spoken in {"", language}
    ]
    provider = px.first("SOURCE", language=language)
    marks = {
        token: px.first(keyword, language=language)
        for token, keyword in SYMBOLS.items()
        if token in {".", "..", "-"} or len(token) > 2
    }
    return Told(
        columns=(), title=title.strip(), marks=marks,
        footnotes=(*notes[:MOST_NOTES], *((f"Källa: {provider}",) if provider else ())),
    )  # fmt: skip
