"""The same lägesbild and the same role give the same numbers on the page, in the slides, on paper and
from the command ``query``, with protected, missing and preliminary ones among them."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from pptx import Presentation

from lagesbild.commands import main
from lagesbild.domain.person import Person
from lagesbild.domain.secrecy import Status
from lagesbild.domain.work.causes import Evidence
from lagesbild.domain.work.lagesbild import Lagesbild, Section
from lagesbild.domain.written import format_number
from lagesbild.ui import cache
from tests.pages.small_store import KOMMUN, deliver, observation, people, violence, words
from tests.pages.work_pages import ANNA, LENA, arrive, keep, kept
from tests.pdf_text import texts

OPEN, RESTRICTED = "anmalda_valdsbrott", "orosanmalningar"
YEARS = range(2020, 2026)
WRITTEN = {
    OPEN: ["444", "556", "skyddat (för få)", "uppgift saknas i källan", "611", "689"],
    RESTRICTED: ["22,2", "30,6", "skyddat (för få)", "uppgift saknas i källan", "32,2", "38,9"],
}
"""By hand: 40 of 9 000 is 444 per 100 000, 40 of 1 800 is 22,2 per 1 000."""

Told = dict[str, list[str]]
"""Measure -> what is said of each year, oldest first: the number as it is written, or why there is none."""


@pytest.fixture(scope="module", autouse=True)
def figures(installation) -> None:
    """2022 is protected, 2023 is missing in the source, 2025 is preliminary."""
    children = [observation("scb.folkmangd_0_17", KOMMUN, 1800, year=year) for year in YEARS]
    worries = dict(zip((2020, 2021, 2022, 2024), (40, 55, 6, 58), strict=True))
    ours = "socialtjanst.orosanmalningar"
    deliver(
        people() + children + violence({2020: 40, 2021: 50, 2022: 3, 2024: 55})
        + [observation(ours, KOMMUN, count, year=year) for year, count in worries.items()]
        + [
            one for what, count in (("bra.anmalda_valdsbrott", 62), (ours, 70)) for one in (
                observation(what, KOMMUN, None, year=2023, status=Status.MISSING),
                observation(what, KOMMUN, count, year=2025, status=Status.PRELIMINARY),
            )
        ]
    )  # fmt: skip


@pytest.fixture
def lagesbild() -> str:
    """A draft with both measures pinned, each in a section of its own name."""
    mine = keep(Lagesbild(title="Lägesbild 2026")).id
    for place, name in enumerate((OPEN, RESTRICTED)):
        view = Evidence(
            says="Som det var.", address=f"indikator?indikator={name}&kommun={KOMMUN}",
            indicator=name, place="Ånge",
        )  # fmt: skip
        keep(Section(title=name, lagesbild=mine, text="Så är det.", views=(view,), place=place))
    return mine


def as_written(measure: str, value: float | None) -> str:
    return format_number(value, decimals=0 if measure == OPEN else 1) or "inget tal"


def without_words(told: Told) -> Told:
    """What a picture can say: a number, or nothing."""
    return {
        measure: [one if one[0].isdigit() else "inget tal" for one in texts_]
        for measure, texts_ in told.items()
    }


def page(lagesbild: str) -> tuple[Told, Told, str]:
    """The lists under the pictures, the pictures' own lines, and all that is read."""
    app = arrive("lagesbild", lagesbild=lagesbild)
    for one in kept(Section):
        app.session_state[f"utkast-{one.id}-0-siffror"] = True
    app.run()
    assert not app.exception
    lists = [
        one.value.to_dict("records") for one in app.table if {"Period", "Värde"} <= {*one.value}
    ]
    written = [[row["Värde"].replace("\\", "") for row in rows][::-1] for rows in lists]
    pictures = [json.loads(one.proto.spec)["data"] for one in app.get("plotly_chart")]
    drawn = {name: own_line(name, one) for name, one in zip(WRITTEN, pictures, strict=True)}
    return dict(zip(WRITTEN, written, strict=True)), drawn, words(app)


def own_line(measure: str, picture: list[dict]) -> list[str]:
    lines = [one for one in picture if one.get("name") == "Ånge"]
    values = {str(int(x)): y for one in lines for x, y in zip(one["x"], one["y"], strict=True) if y}
    return [as_written(measure, values.get(str(year))) for year in YEARS]


def slides(path: Path) -> tuple[Told, Told, Told]:
    """The tables, the charts, and the workbooks in the charts."""
    written: Told = {}
    drawn: Told = {}
    inside: Told = {}
    for slide in Presentation(path).slides:
        tables = [one.table for one in slide.shapes if one.has_table]
        measure = next((name for name in WRITTEN if slide_is_about(slide, name)), "")
        if tables:
            rows = [[cell.text_frame.text for cell in row.cells] for row in tables[0].rows]
            assert [row[0] for row in rows[1:]] == [str(year) for year in YEARS]
            written[measure] = [row[1] for row in rows[1:]]
        for chart in (one.chart for one in slide.shapes if one.has_chart):
            [line] = chart.plots[0].series
            drawn[measure] = [as_written(measure, value) for value in line.values]
            blob = chart.part.chart_workbook.xlsx_part.blob
            book = list(openpyxl.load_workbook(BytesIO(blob)).active.iter_rows(values_only=True))
            inside[measure] = [as_written(measure, row[1]) for row in book[1:]]
    return written, drawn, inside


def slide_is_about(slide, measure: str) -> bool:  # type: ignore[no-untyped-def]
    name = cache.context().catalog(KOMMUN).indicators[measure].name
    heading = slide.shapes.title.text_frame.text
    return heading.startswith(name)


ROW = r"{year}([\d, ]+|[a-zåäö][a-zåäö ()]+?)(?:\([\d,]+–[\d,]+\)|–)?(?={after})"


def printed(path: Path) -> Told:
    """The rows of the paper's tables, in their order."""
    pattern = "".join(
        ROW.format(year=year, after=year + 1 if year < YEARS[-1] else "Källa") for year in YEARS
    )
    found = [row for told in texts(path.read_bytes()) for row in re.findall(pattern, told)]
    return dict(zip(WRITTEN, (list(row) for row in found), strict=True))


def command(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    capsys.readouterr()
    assert main([str(one) for one in words]) == 0
    return capsys.readouterr().out


def asked(capsys: pytest.CaptureFixture[str], *, role: str) -> Told:
    """What the command ``query`` answers."""
    found: Told = {}
    for measure in WRITTEN:
        rows = json.loads(command(
            capsys, "query", measure, "--area", KOMMUN, "--from", "2020", "--as", role, "--format", "json",
        ))  # fmt: skip
        assert [row["period_label"] for row in rows] == [str(year) for year in YEARS]
        found[measure] = [
            row["status_reason"] if row["value"] is None else as_written(measure, row["value"])
            for row in rows
        ]
    return found


@pytest.mark.parametrize("person", [ANNA, LENA], ids=["samordnare", "ledamot"])
def test_the_same_numbers_everywhere(person: Person, become, lagesbild, tmp_path, capsys) -> None:
    become(person)
    lists, pictures, read = page(lagesbild)
    cache.context().store.close()  # as when the server is stopped: one program at a time
    st.cache_resource.clear()
    role, deck, paper = person.role.value, tmp_path / "a.pptx", tmp_path / "a.pdf"
    for path in (deck, paper):
        command(
            capsys, "report", lagesbild, "--format", path.suffix[1:], "--out", path, "--as", role
        )
    answers = asked(capsys, role=role)
    tables, charts, books = slides(deck)
    sees_all = person is ANNA
    if sees_all:
        assert answers == WRITTEN
    else:
        assert answers[OPEN] == WRITTEN[OPEN]
        assert {*answers[RESTRICTED]} == {"visas inte för ledamot"}
    assert lists == tables == printed(paper) == answers
    assert pictures == without_words(answers)
    drawn = {name: pictures[name] for name in WRITTEN if name == OPEN or sees_all}
    assert charts == books == drawn
    hidden = ["22,2", "30,6", "38,9", " 70 "]
    told = [read, *texts(paper.read_bytes()), str(tables)]
    assert any(one in text for one in hidden for text in told) == sees_all
    assert all("reliminär" in text for text in (read, "".join(texts(paper.read_bytes()))))
