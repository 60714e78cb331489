"""One table of a definition file, read field by field; every misfit becomes a fault."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from lagesbild.domain.errors import Fault

Word = TypeVar("Word", bound=StrEnum)


class Entry:
    """Hands out the fields of a TOML table as the types asked for.

    A field that is absent or of the wrong kind gives a fault and a harmless stand-in, so that one
    pass finds everything that is wrong with a file. Fields nobody asked for are unknown.
    """

    def __init__(self, table: dict[str, object], *, file: str, faults: list[Fault]) -> None:
        self._table = table
        self._asked: set[str] = set()
        self.file = file
        self.faults = faults

    def refuse(self, code: str, message: str, *, name: str, remedy: str) -> None:
        """Note that the field ``name`` of this file does not fit."""
        text = f"{self.file}, fältet {name}: {message}"
        self.faults.append(Fault(code=code, message=text, remedy=remedy, column=name))

    def has(self, name: str) -> bool:
        return name in self._table

    def text(self, name: str, *, default: str | None = None) -> str:
        """A text; required and not empty when no default is given."""
        value = self._get(name, str, default=default)
        if default is None and self.has(name) and isinstance(value, str) and not value.strip():
            self.refuse("KA-003", "är tomt.", name=name, remedy="Skriv en text.")
        return value if isinstance(value, str) else ""

    def optional_text(self, name: str) -> str | None:
        return self.text(name) if self.has(name) else None

    def whole(self, name: str, *, default: int, least: int) -> int:
        """A whole number, not below ``least``."""
        value = self._get(name, int, default=default)
        number = value if isinstance(value, int) else default
        if number < least:
            self.refuse(
                "KA-014", f"{number} är mindre än {least}.", name=name,
                remedy=f"Skriv ett heltal som är minst {least}.",
            )  # fmt: skip
        return max(number, least)

    def optional_whole(self, name: str, *, least: int) -> int | None:
        return self.whole(name, default=least, least=least) if self.has(name) else None

    def flag(self, name: str, *, default: bool) -> bool:
        return self._get(name, bool, default=default) is True

    def day(self, name: str) -> date:
        """A date, written without quotes: 2015-01-01."""
        self._asked.add(name)
        value = self._table.get(name)
        if type(value) is date:
            return value
        self.refuse(
            "KA-007", "är inte ett datum.", name=name,
            remedy="Skriv datumet utan citattecken, till exempel 2015-01-01.",
        )  # fmt: skip
        return date.min

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; when required, at least one."""
        found = self._get(name, list, default=None if required else [])
        values = found if isinstance(found, list) else []
        if any(not isinstance(value, str) or not value.strip() for value in values):
            self.refuse("KA-004", "ska vara en lista med texter.", name=name,
                        remedy='Skriv till exempel ["en text", "en text till"].')  # fmt: skip
            return ()
        if required and self.has(name) and not values:
            self.refuse("KA-011", "är en tom lista.", name=name, remedy="Skriv minst en mening.")
        return tuple(str(value) for value in values)

    def word(self, name: str, kind: type[Word], *, default: Word | None = None) -> Word:
        """One of the enum's words."""
        value = self.text(name, default=None if default is None else default.value)
        found = self._as_word(value, kind, name=name) if value else None
        return found or default or next(iter(kind))

    def words(self, name: str, kind: type[Word], *, default: tuple[Word, ...]) -> tuple[Word, ...]:
        """A list of the enum's words, at least one."""
        if not self.has(name):
            return default
        found = [self._as_word(text, kind, name=name) for text in self.texts(name, required=True)]
        return tuple(word for word in found if word is not None) or default

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A table of texts, in the file's order."""
        found = self._get(name, dict, default={})
        table = found if isinstance(found, dict) else {}
        if any(not isinstance(value, str) for value in table.values()):
            self.refuse("KA-004", "ska bara innehålla texter.", name=name,
                        remedy='Sätt citattecken om värdena: namn = "värde".')  # fmt: skip
        return tuple((key, value) for key, value in table.items() if isinstance(value, str))

    def listed_pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """As pairs, where a value may also be a list of texts; each gives a pair of its own."""
        found = self._get(name, dict, default={})
        table = found if isinstance(found, dict) else {}
        values = {key: one if isinstance(one, list) else [one] for key, one in table.items()}
        if any(not isinstance(text, str) for texts in values.values() for text in texts):
            self.refuse("KA-004", "ska bara innehålla texter.", name=name,
                        remedy='Skriv namn = "värde" eller namn = ["värde", "annat värde"].')  # fmt: skip
            return ()
        return tuple((key, text) for key, texts in values.items() for text in texts)

    def word_pairs(self, name: str, kind: type[Word]) -> tuple[tuple[str, Word], ...]:
        """A table whose values are the enum's words."""
        read = [(key, self._as_word(value, kind, name=name)) for key, value in self.pairs(name)]
        return tuple((key, word) for key, word in read if word is not None)

    def tables(self, name: str) -> list[Entry]:
        """The tables of a repeated section ([[name]])."""
        found = self._get(name, list, default=[])
        rows = found if isinstance(found, list) else []
        if any(not isinstance(row, dict) for row in rows):
            self.refuse("KA-004", "ska vara avsnitt.", name=name,
                        remedy=f"Börja varje avsnitt med en egen rad [[{name}]].")  # fmt: skip
        return [
            Entry(row, file=self.file, faults=self.faults) for row in rows if isinstance(row, dict)
        ]

    def close(self, *, within: str = "") -> None:
        """Every field must have been asked for by now."""
        for name in self._table:
            if name not in self._asked:
                self.refuse(
                    "KA-002", "finns inte i katalogen.", name=f"{within}{name}",
                    remedy=f"Rätta stavningen eller ta bort raden. Kända fält: {', '.join(sorted(self._asked))}.",
                )  # fmt: skip

    def _get(self, name: str, kind: type, *, default: object) -> object:
        self._asked.add(name)
        if name not in self._table:
            if default is None:
                self.refuse("KA-003", "saknas.", name=name, remedy=f"Lägg till raden {name} = …")
            return default
        value = self._table[name]
        # bool is an int in Python; true must not pass as the number 1.
        if isinstance(value, kind) and (kind is bool) == isinstance(value, bool):
            return value
        words = {str: "en text", int: "ett heltal", bool: "true eller false", list: "en lista",
                 dict: "en tabell"}  # fmt: skip
        self.refuse("KA-004", f"ska vara {words[kind]}.", name=name,
                    remedy="Se hur samma fält skrivs i en annan fil i katalogen.")  # fmt: skip
        return default

    def _as_word(self, text: str, kind: type[Word], *, name: str) -> Word | None:
        try:
            return kind(text)
        except ValueError:
            allowed = ", ".join(word.value for word in kind)
            self.refuse("KA-006", f"”{text}” är inte ett av orden.", name=name,
                        remedy=f"Välj bland: {allowed}.")  # fmt: skip
            return None
