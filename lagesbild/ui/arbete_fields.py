"""A record's fields as a form to fill in and as a table to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from lagesbild.domain.errors import LagesbildError
from lagesbild.domain.work.record import FieldShape, Part, asked_fields
from lagesbild.ui.render import as_label, plain
from lagesbild.ui.row_table import show_rows
from lagesbild.ui.text_form import TextForm
from lagesbild.workspace.wording import Names, value_words

DATE_FORM = "ÅÅÅÅ-MM-DD"


def ask(form: TextForm, part: Any, *, key: str, names: Names, only: Sequence[str] = ()) -> Any:
    """The record with what stands in the form; its lines are asked for elsewhere.

    only    names of the fields to ask for, all of them when it is empty
    raises  LagesbildError AB-001 for a day that is none
    """
    given = {
        shape.name: _ask_one(form, getattr(part, shape.name), shape=shape, key=key, names=names)
        for shape in asked_fields(type(part))
        if not shape.is_part and not shape.asked.silent and (not only or shape.name in only)
    }
    return replace(part, **{name: _settled(value) for name, value in given.items()})


def _settled(value: Any) -> Any:
    """A day is told to be none after every field is drawn: a form with a hole in it loses the rest."""
    if isinstance(value, LagesbildError):
        raise value
    return value


def _ask_one(form: TextForm, value: Any, *, shape: FieldShape, key: str, names: Names) -> Any:
    label = f"{shape.asked.label} *" if shape.asked.needed else shape.asked.label
    place = f"{key}-{shape.name}"
    if shape.asked.offers:
        return _offer(label, value, shape=shape, key=place, names=names)
    if shape.holds is str and (shape.is_many or shape.asked.is_long):
        return _paragraph(form, label, value, shape=shape, key=place)
    if shape.holds is str:
        return form.line(label, key=place, value=value, placeholder=shape.asked.help or None)
    if shape.holds is date:
        return _day(form, label, value, key=place, name=shape.asked.label)
    return _choose_value(label, value, shape=shape, key=place)


def _choose_value(label: str, value: Any, *, shape: FieldShape, key: str) -> Any:
    """What is not written: a yes, a number, one of a few words."""
    if shape.holds is bool:
        return st.checkbox(label, value=value, key=key, help=shape.asked.help or None)
    if shape.holds is int:
        return int(st.number_input(label, value=value, step=1, key=key))
    words: list[Any] = list(shape.holds)  # type: ignore[call-overload]
    return st.selectbox(
        label, words, index=words.index(value), key=key, format_func=lambda one: one.words
    )


def _paragraph(form: TextForm, label: str, value: Any, *, shape: FieldShape, key: str) -> Any:
    how = ", en rad för varje" if shape.is_many else ""
    help = f" ({shape.asked.help.rstrip('.')})" if shape.asked.help else ""
    text = "\n".join(value) if shape.is_many else value
    given = form.paragraph(f"{label}{how}{help}", key=key, value=text)
    if not shape.is_many:
        return given
    return tuple(line.strip() for line in given.splitlines() if line.strip())


def _day(form: TextForm, label: str, value: date | None, *, key: str, name: str) -> Any:
    start = value.isoformat() if value else ""
    text = form.line(f"{label} ({DATE_FORM})", key=key, value=start)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return LagesbildError(
            "AB-001", f"{name}: det som står är inte ett datum.",
            remedy=f"Skriv det som {DATE_FORM}, eller lämna fältet tomt.",
        )  # fmt: skip


def _offer(label: str, value: Any, *, shape: FieldShape, key: str, names: Names) -> Any:
    """A list to choose from. What was chosen before stays, also when it is offered no more."""
    offered: Mapping[str, str] = names.get(shape.asked.offers, {})
    known = [*offered, *(one for one in _chosen(value, shape=shape) if one not in offered)]

    def name_of(one: str) -> str:
        return as_label(offered.get(one, one)) if one else "–"

    if shape.is_many:
        return tuple(
            st.multiselect(
                label, known, default=list(value), key=key, format_func=name_of, select_all=False,
                placeholder="Välj",
            )
        )  # fmt: skip
    options = ["", *known]
    return st.selectbox(
        label, options, index=options.index(value), key=key, format_func=name_of,
        filter_mode="contains",
    )  # fmt: skip


def _chosen(value: Any, *, shape: FieldShape) -> list[str]:
    return [one for one in (value if shape.is_many else (value,)) if one]


def show_fields(part: Part, *, names: Names, alt: str) -> None:
    """What is filled in, a row for each field; not what stands as the heading above."""
    rows = [
        {"Fält": shape.asked.label, "Innehåll": words}
        for shape in asked_fields(type(part))
        if not shape.is_part and not shape.asked.silent
        for value in [getattr(part, shape.name)]
        for words in [value_words(value, shape=shape, names=names)]
        if words not in {"–", alt} and not _is_unfilled(value)
    ]
    show_rows(rows, alt=alt)


def _is_unfilled(value: object) -> bool:
    """A number that nobody has given stands as 0: a cost of 0 crowns would be read as a fact."""
    return value == 0 and not isinstance(value, bool)


def show_lines(lines: tuple[Part, ...], *, shape: FieldShape, names: Names) -> None:
    """The lines of a record: obstacles, requests, blocks, activities."""
    rows = [
        {
            one.asked.label: value_words(getattr(line, one.name), shape=one, names=names)
            for one in asked_fields(type(line))
            if not one.asked.silent
        }
        for line in lines
    ]
    if rows:
        st.markdown(f"**{plain(shape.asked.label)}**")
        show_rows(rows, alt=shape.asked.label)
