"""People, records and pages for the tests of the council's work."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from lagesbild.domain.person import Person, Role
from lagesbild.domain.work.record import Record
from lagesbild.ingest.personal_data import refuse_personal_data
from lagesbild.ui import cache
from lagesbild.ui.page_table import find_page
from lagesbild.workspace.records import Saved, records_of, save

FRAME = Path(__file__).parents[2] / "lagesbild" / "ui" / "frame.py"

ANNA = Person(id="anna", name="Anna", role=Role.SAMORDNARE, kommun_code="2260")
BO = Person(id="bo", name="Bo", role=Role.ARBETSGRUPP, kommun_code="2260")
LENA = Person(id="lena", name="Lena", role=Role.LEDAMOT, kommun_code="2260")
CAI = Person(id="cai", name="Cai", role=Role.SAMORDNARE, kommun_code="2084")


def arrive(page_id: str, **address: str) -> AppTest:
    """Straight to a page, as a link does."""
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app.switch_page(str(find_page(page_id).path))
    for key, value in address.items():
        app.query_params[key] = value
    return app.run()


def keep(record: Record, person: Person = ANNA, **more) -> Saved:
    """A record that somebody has saved already."""
    return save(
        cache.context().store, record=record, person=person, check_text=refuse_personal_data, **more
    )


def kept(kind: type[Record]) -> list[Saved]:
    """What Ånge has of a kind."""
    return records_of(cache.context().store, kind=kind, person=ANNA)


def tables(app: AppTest) -> str:
    """Everything in tables, without the signs that keep Markdown away."""
    return " ".join(str(one.value.to_dict("records")) for one in app.table).replace("\\", "")
