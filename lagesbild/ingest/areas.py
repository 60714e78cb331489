"""Finding which area a code or a name in a file means. Never by force: no answer is an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from lagesbild.domain.geography import RIKET_CODE, Area, AreaLevel

CODE_FIRST = re.compile(r"^(\d{2}|\d{4})[\s\u00a0]+(?=\D)")
"""PxWeb's "0114 Upplands Väsby"."""

GLUED_NOTE = re.compile(r"(?:\s?\*+|\s?\d\)|[¹²³])$")
RIKET_NAMES = (
    "riket",
    "hela riket",
    "hela landet",
    "landet",
    "sverige",
    "riket totalt",
    "totalt riket",
)
RIKET_CODES = ("00", RIKET_CODE)
WIDE = frozenset({AreaLevel.RIKET, AreaLevel.LAN, AreaLevel.KOMMUN})
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


class AreaIndex:
    """Areas by code and by every form of their name.

    aliases  spelling -> code, as users have said before for this source
    """

    def __init__(self, areas: Iterable[Area], *, aliases: dict[str, str] | None = None) -> None:
        self.by_code: dict[str, Area] = {area.code: area for area in areas}
        self._by_name: dict[str, list[Area]] = {}
        self._bare: dict[str, list[Area]] = {}
        for area in self.by_code.values():
            for form in name_forms(area):
                self._by_name.setdefault(form, []).append(area)
            for form in bare_forms(area):
                self._bare.setdefault(form, []).append(area)
        self._aliases = {
            fold(spelling): self.by_code[code]
            for spelling, code in (aliases or {}).items()
            if code in self.by_code
        }

    def find(self, text: str, *, level: AreaLevel | None = None) -> Area | None:
        """The only area that the text can mean, or None when there is none or more than one.

        level  what the column holds, when it is known: "Uppsala" is a kommun, in a column of län a
               län. Without it a bare name means the kommun, and a län where no kommun has the name
        """
        text = text.strip()
        key = fold(text)
        if key in self._aliases:
            return self._aliases[key]
        by_code = self.find_code(text) or self._find_leading_code(text)
        return by_code or self._find_name(key, level=level)

    def find_code(self, text: str) -> Area | None:
        """The area with exactly this code; "00" is the country."""
        text = text.strip()
        return self.by_code.get(RIKET_CODE if text in RIKET_CODES else text)

    def _find_leading_code(self, text: str) -> Area | None:
        code, _ = split_code(text)
        return self.find_code(code) if code else None

    def _find_name(self, key: str, *, level: AreaLevel | None) -> Area | None:
        for spelling in (key, fold(GLUED_NOTE.sub("", key))):
            full = self._by_name.get(spelling, [])
            if level is not None:
                full = [area for area in full if area.level is level]
            found = full or self._bare_at(spelling, level=level)
            if found:
                return _only_one(found)
        return None

    def _bare_at(self, spelling: str, *, level: AreaLevel | None) -> list[Area]:
        """Län by the name alone: where the column holds län, or no kommun is called so."""
        if level not in {None, AreaLevel.LAN}:
            return []
        return self._bare.get(spelling, [])


def _only_one(found: list[Area]) -> Area | None:
    """Bjurholm is a kommun, though its only RegSO has the name too; two parts are nobody's guess."""
    widest = [area for area in found if area.level in WIDE] or found
    return widest[0] if len(widest) == 1 else None


def split_code(text: str) -> tuple[str, str]:
    """("0114", "Upplands Väsby") of "0114 Upplands Väsby"; ("", text) when no code comes first."""
    match = CODE_FIRST.match(text)
    return (match[1], text[match.end() :].strip()) if match else ("", text)


def fold(text: str) -> str:
    """Case, spacing and kinds of dash removed; å, ä and ö kept, since Håbo is not Habo."""
    text = unicodedata.normalize("NFC", text).translate(DASHES)
    text = re.sub(r"\s*-\s*", "-", text)
    return re.sub(r"\s+", " ", text).strip().casefold()


def name_forms(area: Area) -> set[str]:
    """Every spelling that means the area and nothing else."""
    name = fold(area.name)
    if area.level is AreaLevel.KOMMUN:
        return _kommun_forms(name)
    if area.level is AreaLevel.LAN:
        return _lan_forms(name)
    if area.level is AreaLevel.RIKET:
        return {name, *RIKET_NAMES}
    return {name}


def bare_forms(area: Area) -> set[str]:
    """Spellings that mean a län only when nothing else is called so: "Södermanland"."""
    if area.level is not AreaLevel.LAN:
        return set()
    stem = fold(area.name).removesuffix(" län")
    return {stem, stem.removesuffix("s")}


def _kommun_forms(name: str) -> set[str]:
    stem = name.removesuffix(" kommun").removesuffix(" stad")
    owner = stem if stem.endswith(("s", "x", "z")) else f"{stem}s"
    forms = {stem, owner, f"kommunen {stem}"}
    for word in ("kommun", "stad"):
        forms |= {f"{stem} {word}", f"{owner} {word}"}
    return forms | {form.replace("-", " ") for form in forms}


def _lan_forms(name: str) -> set[str]:
    """ "Västra Götalands län", "Västra Götaland län", "Region Västra Götaland", "Länet"-less."""
    owner = name.removesuffix(" län")
    stem = owner.removesuffix("s")
    return {f"{owner} län", f"{stem} län", f"region {stem}", f"region {owner}", f"län {stem}"}
