"""Records as JSON and back: the one place, and strict both ways.

A key that is not known is kept and written back; a value of the wrong kind is refused. A body says
with ``form`` which version of its kind it is, and an older one is brought up to date when read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from lagesbild.domain.work.record import Choice, FieldShape, Part, Record, asked_fields

FORM_KEY = "form"

P = TypeVar("P", bound=Part)
R = TypeVar("R", bound=Record)


class UnreadableRecord(ValueError):
    """A body that is no such record, or one of a newer form than this program knows."""


def write_record(record: Record) -> str:
    """The record as JSON, the same text for the same content."""
    body = {FORM_KEY: type(record).FORM, **_body_of(record)}
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def read_record(kind: type[R], text: str) -> R:
    """raises  UnreadableRecord"""
    try:
        body = json.loads(text)
    except ValueError:
        raise UnreadableRecord("no JSON") from None
    if not isinstance(body, dict) or type(body.get(FORM_KEY)) is not int:
        raise UnreadableRecord("no form")
    form = body.pop(FORM_KEY)
    if not 1 <= form <= kind.FORM:
        raise UnreadableRecord(f"form {form} of {kind.KIND}")
    return _read_part(kind, body if form == kind.FORM else kind.upgraded(body, form=form))


def _body_of(part: Part) -> dict[str, Any]:
    known = {
        shape.name: _plain(getattr(part, shape.name), shape=shape)
        for shape in asked_fields(type(part))
    }
    return {**json.loads(part.others), **known}


def _plain(value: Any, *, shape: FieldShape) -> Any:
    return [_plain_one(one) for one in value] if shape.is_many else _plain_one(value)


def _plain_one(value: Any) -> Any:
    if isinstance(value, Part):
        return _body_of(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Choice) else value


def _read_part(kind: type[P], body: Any) -> P:
    if not isinstance(body, Mapping):
        raise UnreadableRecord(f"{kind.__name__} is no object")
    shapes = {shape.name: shape for shape in asked_fields(kind)}
    known = {name: _read(body[name], shape=shape) for name, shape in shapes.items() if name in body}
    others = {name: value for name, value in body.items() if name not in shapes}
    return kind(others=json.dumps(others, ensure_ascii=False, sort_keys=True), **known)


def _read(value: Any, *, shape: FieldShape) -> Any:
    if not shape.is_many:
        return _read_one(value, shape=shape)
    if not isinstance(value, list):
        raise UnreadableRecord(f"{shape.name} is no list")
    return tuple(_read_one(one, shape=shape) for one in value)


def _read_one(value: Any, *, shape: FieldShape) -> Any:
    if value is None and shape.optional:
        return None
    if issubclass(shape.holds, Part):
        return _read_part(shape.holds, value)
    reader = _READERS.get(shape.holds) or _by_value(shape.holds)
    wanted = shape.holds if shape.holds in {int, bool} else str
    if type(value) is not wanted:
        raise UnreadableRecord(f"{shape.name} has another type")
    try:
        return reader(value)
    except ValueError:
        raise UnreadableRecord(f"{shape.name} has another value") from None


_READERS: dict[type, Callable[[Any], Any]] = {
    str: str, int: int, bool: bool, date: date.fromisoformat,
}  # fmt: skip


def _by_value(kind: type) -> Callable[[Any], Any]:
    """A Choice is found by what is kept, never made from words."""
    known: dict[str, Any] = {one.value: one for one in kind}  # type: ignore[attr-defined]

    def find(value: str) -> Any:
        if value not in known:
            raise ValueError(value)
        return known[value]

    return find
