"""What every record is made of: fields that say what they are called, and what must be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, get_args, get_origin, get_type_hints


class Choice(StrEnum):
    """One of a few words: the value is kept for ever, ``words`` may be put better."""

    words: str

    def __new__(cls, value: str, words: str) -> Choice:
        """raises  nothing; a member is written ``NAME = "kept", "as it is read"``"""
        one = str.__new__(cls, value)
        one._value_ = value
        one.words = words
        return one


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a field is asked for.

    label     Swedish, in the form, the history and the conflict alike
    is_long   True for text of several lines
    needed    True when the record cannot be kept without it
    offers    name of the list to choose from, whose ids are kept: "kallor", "matt", "dokument" ...
    silent    True for what a button sets: neither asked for in the form nor shown as a row
    """

    label: str
    is_long: bool = False
    needed: bool = False
    offers: str = ""
    help: str = ""
    silent: bool = False


def asked(
    label: str, *, default: Any = "", is_long: bool = False, needed: bool = False,
    offers: str = "", help: str = "", silent: bool = False,
) -> Any:  # fmt: skip
    """A field of a record. Everything has a default, so that a form can start empty."""
    how = Asked(
        label=label, is_long=is_long, needed=needed, offers=offers, help=help, silent=silent
    )  # fmt: skip
    return field(default=default, metadata={"asked": how})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A record, or a line of one.

    others  JSON of what a newer version of the program wrote here and this one does not know
    """

    others: str = "{}"

    def problems(self) -> tuple[str, ...]:
        """What stops it from being kept, in Swedish."""
        return lacking(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Part):
    """What one person saves and another may change.

    KIND   kept with it for ever
    CALLED in Swedish, in the definite form: "överenskommelsen"
    FORM   increases when old bodies must be rewritten by ``upgraded``
    IN_CHAIN  True for kinds that mean something only together: an invented one that is changed, and a new
           one that belongs to it, stay invented, so that the rest of the example does not fall away
    IS_PERSONAL  True for kinds that only whoever wrote it first may change
    """

    KIND: ClassVar[str] = ""
    CALLED: ClassVar[str] = ""
    FORM: ClassVar[int] = 1
    IN_CHAIN: ClassVar[bool] = False
    IS_PERSONAL: ClassVar[bool] = False

    @classmethod
    def upgraded(cls, body: dict[str, Any], *, form: int) -> dict[str, Any]:
        """A body as this version writes it, from an older ``form``."""
        del form
        return body

    @property
    def heading(self) -> str:
        """What the record is called in lists."""
        first = asked_fields(type(self))[0]
        return str(getattr(self, first.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShape:
    """A field with what it holds.

    holds     str, int, bool, date, a Choice or a Part: what a single value is
    is_many   True for a tuple of them
    optional  True where None is an answer
    """

    name: str
    asked: Asked
    holds: type
    is_many: bool
    optional: bool
    default: Any

    @property
    def is_part(self) -> bool:
        return issubclass(self.holds, Part)


_SHAPES: dict[type, tuple[FieldShape, ...]] = {}


def asked_fields(kind: type[Part]) -> tuple[FieldShape, ...]:
    """Everything that a record or part holds, in the order it is asked for."""
    if kind not in _SHAPES:
        hints = get_type_hints(kind)
        asked_for = [one for one in fields(kind) if "asked" in one.metadata]
        _SHAPES[kind] = tuple(_shape(one, hints[one.name]) for one in asked_for)
    return _SHAPES[kind]


def _shape(one: Field[Any], hint: Any) -> FieldShape:
    is_many = get_origin(hint) is tuple
    inner = get_args(hint)[0] if is_many else hint
    options = [given for given in get_args(inner) if given is not type(None)]
    return FieldShape(
        name=one.name, asked=one.metadata["asked"], holds=options[0] if options else inner,
        is_many=is_many, optional=bool(options),
        default=None if one.default is MISSING else one.default,
    )  # fmt: skip


def lacking(part: Part) -> tuple[str, ...]:
    """A sentence for each needed field that is empty, and what is wrong in its parts."""
    found = []
    for shape in asked_fields(type(part)):
        value = getattr(part, shape.name)
        if shape.asked.needed and value in ("", None, ()):
            found.append(f"{shape.asked.label} saknas.")
        if shape.is_part:
            lines = value if shape.is_many else (value,)
            found += [words for line in lines for words in line.problems()]
    return tuple(found)


def out_of_order(start: date | None, end: date | None, *, what: str) -> tuple[str, ...]:
    """A sentence when something ends before it begins."""
    if start is None or end is None or start <= end:
        return ()
    return (f"{what} slutar innan det börjar.",)


def texts_of(part: Part) -> Iterator[tuple[str, str]]:
    """Every text a person wrote, with the field's label; parts too, and what is not known."""
    for shape in asked_fields(type(part)):
        value = getattr(part, shape.name)
        for one in value if shape.is_many else (value,):
            if isinstance(one, Part):
                yield from texts_of(one)
            elif shape.holds is str and one:
                yield shape.asked.label, str(one)
    if part.others != "{}":
        yield "Övrigt", part.others
