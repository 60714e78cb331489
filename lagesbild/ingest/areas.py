"""Finding which area a code or a name in a file means. Never by force: no answer is an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lagesbild.domain.geography import Area


class AreaIndex:
    """Areas by code and by every form of their name.

    aliases  spelling -> code, as users have said before for this source
    """

    def __init__(self, areas: Iterable[Area], *, aliases: dict[str, str] | None = None) -> None:
        self.by_code: dict[str, Area] = {area.code: area for area in areas}
        self._by_name: dict[str, list[Area]] = {}
        for area in self.by_code.values():
            for form in name_forms(area):
                self._by_name.setdefault(form, []).append(area)
        for spelling, code in (aliases or {}).items():
            if code in self.by_code:
                self._by_name[fold(spelling)] = [self.by_code[code]]

    def find(self, text: str) -> Area | None:
        """The only area that the text can mean, or None when there is none or more than one."""
        text = text.strip()
        code = re.match(r"^(\d{4})\b", text)
        if text in self.by_code:
            return self.by_code[text]
        if code and code[1] in self.by_code:
            return self.by_code[code[1]]
        found = self._by_name.get(fold(text), [])
        return found[0] if len(found) == 1 else None


def fold(text: str) -> str:
    """Case and spacing removed; å, ä and ö kept, since Håbo is not Habo."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def name_forms(area: Area) -> set[str]:
    """Every spelling that means the area and nothing else."""
    return {fold(area.name)}
