"""Whom a kommun is set beside, and how they were chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lagesbild.analysis.inquiry import Inquiry
from lagesbild.analysis.similar import Similar, find_similar
from lagesbild.domain.geography import AreaLevel, KommunGroup
from lagesbild.domain.results import Footnote


class Group(StrEnum):
    """Whom the kommun is compared with."""

    SIMILAR = "liknande"
    COUNTY = "lanet"
    KOMMUNGRUPP = "kommungrupp"
    ALL = "alla"
    CHOSEN = "egna"


GROUP_WORDS: dict[Group, str] = {
    Group.SIMILAR: "liknande kommuner",
    Group.COUNTY: "kommunerna i länet",
    Group.KOMMUNGRUPP: "kommungruppen",
    Group.ALL: "alla kommuner",
    Group.CHOSEN: "egna val",
}
COUNTED_WORDS: dict[Group, str] = {
    Group.SIMILAR: "liknande kommuner",
    Group.COUNTY: "andra kommuner i länet",
    Group.KOMMUNGRUPP: "andra kommuner i kommungruppen",
    Group.ALL: "andra kommuner",
    Group.CHOSEN: "valda kommuner",
}
"""As they stand after a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The kommuner of a group.

    codes   never the kommun itself; in no order that means anything
    how     Swedish: the method behind the group
    source  Swedish: the list that the group was taken from; "" where it was found here
    """

    codes: tuple[str, ...]
    how: str
    source: str = ""


def offered_groups(inquiry: Inquiry) -> tuple[Group, ...]:
    """The groups that can be chosen: a kommungrupp only where somebody has said which it is."""
    has_group = _kommungrupp(inquiry) is not None
    return tuple(one for one in Group if one is not Group.KOMMUNGRUPP or has_group)


def _kommungrupp(inquiry: Inquiry) -> KommunGroup | None:
    groups = inquiry.catalog.kommungrupper
    return next((one for one in groups if inquiry.kommun_code in one.codes), None)


def why_no_kommungrupp(inquiry: Inquiry) -> str:
    """One sentence: why the kommun cannot be set beside its kommungrupp; "" when it can."""
    if _kommungrupp(inquiry) is not None:
        return ""
    groups = inquiry.catalog.kommungrupper
    if not groups:
        return (
            "Det går inte att jämföra med kommungruppen, för ingen har lämnat en lista över vilka "
            "kommuner som hör till vilken grupp."
        )
    return (
        f"Det går inte att jämföra med kommungruppen, för {inquiry.kommun.name} står inte i "
        f"{_list_in_words(groups[0])}."
    )


def _list_in_words(group: KommunGroup) -> str:
    """ "listan ”Indelning 2023” (utgåva 2026-11-22)"."""
    if group.issued_on is None:
        return "installationens egen lista"
    return f"listan ”{group.list_name}” (utgåva {group.issued_on})"


def with_group_source(note: Footnote, members: Members) -> Footnote:
    """The footnote with where the group was taken from, for views that travel without their page."""
    if not members.source:
        return note
    return replace(note, source=f"{note.source}; kommungrupp enligt {members.source}")


def find_members(
    inquiry: Inquiry, *, group: str = Group.SIMILAR, areas: Sequence[str] = (),
    similar: Similar | None = None,
) -> Members:  # fmt: skip
    """Whom a group holds for the inquiry's kommun.

    areas    the others, when the group is one's own choice
    similar  when they are known already: they are the same for every measure
    raises   LagesbildError AN-003 for an area that does not exist
    """
    chosen = Group(group)
    own = inquiry.kommun
    kommuner = [a for a in inquiry.areas.values() if a.level is AreaLevel.KOMMUN and a != own]
    if chosen is Group.COUNTY:
        codes = [a.code for a in kommuner if a.parent_code == own.parent_code]
        return Members(codes=tuple(codes), how="Alla kommuner i samma län.")
    if chosen is Group.KOMMUNGRUPP:
        group_of = _kommungrupp(inquiry)
        if group_of is None:
            return Members(codes=(), how=why_no_kommungrupp(inquiry))
        codes = [a.code for a in kommuner if a.code in group_of.codes]
        source = _list_in_words(group_of)
        return Members(
            codes=tuple(codes), source=source,
            how=f"Kommungruppen ”{group_of.name}” enligt {source}.",
        )  # fmt: skip
    if chosen is Group.ALL:
        return Members(
            codes=tuple(a.code for a in kommuner), how=f"Alla {len(kommuner) + 1} kommuner."
        )
    if chosen is Group.CHOSEN:
        codes = [inquiry.area(code).code for code in areas if code != own.code]
        return Members(codes=tuple(dict.fromkeys(codes)), how="Områden som du själv har valt.")
    found = similar or find_similar(inquiry)
    return Members(codes=found.codes, how=found.how)
