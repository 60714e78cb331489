"""Tables to read and files to take home."""

from __future__ import annotations

import pytest

from lagesbild.domain.spreadsheet import harmless
from lagesbild.ui.render import as_label, plain
from lagesbild.ui.tables import breakdown_text


@pytest.mark.parametrize("text", ["=1+1", "+46", "-x", "@sum", "\t=1", "\n=1"])
def test_no_spreadsheet_runs_a_text_of_a_file(text) -> None:
    assert harmless(text) == "'" + text


def test_ordinary_text_is_left_alone() -> None:
    assert harmless("Ånge – 2025") == "Ånge – 2025"


def test_a_subgroup_is_said_in_words() -> None:
    assert breakdown_text('{"Typ av huvudman": "Kommunal"}') == "Typ av huvudman: Kommunal"
    assert breakdown_text("{}") == "Alla"


def test_markup_from_a_file_stays_text() -> None:
    assert plain("[länk](http://x) *a* :red[b] $x$") == (
        r"\[länk\](http://x) \*a\* \:red\[b\] \$x\$"
    )
    assert plain("Ånge: 62 (48–71)") == "Ånge: 62 (48–71)"
    assert as_label("crime_type [x]*") == "crime_type  x"
