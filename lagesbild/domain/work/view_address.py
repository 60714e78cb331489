"""The address of a view: which page, and the choices that make it show the same thing again."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

MOST_CHOICES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page with its choices, in the address's own words: ids where there are ids.

    choices  name and value; a name comes several times where several were chosen
    """

    page_id: str
    choices: tuple[tuple[str, str], ...] = ()

    def one(self, name: str, *, otherwise: str = "") -> str:
        """The choice of the name, the last one when there are several."""
        return dict(self.choices).get(name, otherwise)

    def many(self, name: str) -> tuple[str, ...]:
        """Every choice of the name, in their order."""
        return tuple(value for key, value in self.choices if key == name)

    @property
    def as_query(self) -> dict[str, list[str]]:
        """As a link takes them."""
        return {key: list(self.many(key)) for key, _ in self.choices}


def write_address(view: View) -> str:
    """ "indikator?indikator=...&kommun=2260", the same text for the same choices."""
    ordered = sorted(view.choices, key=lambda pair: pair[0])
    return f"{view.page_id}?{urlencode(ordered)}" if ordered else view.page_id


def read_address(text: str) -> View | None:
    """What write_address wrote; None for anything else."""
    page_id, _, query = text.partition("?")
    if not page_id.replace("_", "").isalnum():
        return None
    try:
        choices = parse_qsl(query, max_num_fields=MOST_CHOICES)
    except ValueError:
        return None
    return View(page_id=page_id, choices=tuple(choices))
