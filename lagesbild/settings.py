"""What an installation can decide. The environment is read here and nowhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lagesbild.domain.errors import SetupError

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One environment variable. ``help`` is Swedish and printed by doctor and the handbook."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting(
        name="LAGESBILD_DATA",
        default="data/store",
        help="Mapp för databasen, arkivet av lämnade filer och loggen.",
    ),
    Setting(
        name="LAGESBILD_KOMMUN",
        default="2260",
        help="Hemkommunens kod, fyra siffror. Sidorna börjar där.",
    ),
    Setting(
        name="LAGESBILD_EXEMPEL",
        default="ja",
        help="ja: en tom databas fylls med påhittade exempeldata. nej: den lämnas tom.",
    ),
    Setting(
        name="LAGESBILD_IDAG",
        default="",
        help="Datum (ÅÅÅÅ-MM-DD) som räknas som i dag, för prov och utbildning. Tomt: dagens datum.",
    ),
)


def read_setting(name: str) -> str:
    """The setting's value, or its default.

    raises  KeyError if there is no such setting
    """
    setting = {s.name: s for s in SETTINGS}[name]
    return os.environ.get(name) or setting.default


def data_folder() -> Path:
    """Where the database and the archive are kept; a relative path counts from the project."""
    return (ROOT / Path(read_setting("LAGESBILD_DATA"))).resolve()


def home_kommun() -> str:
    """Code of the kommun that the pages start with."""
    return read_setting("LAGESBILD_KOMMUN")


def loads_example_data() -> bool:
    return read_setting("LAGESBILD_EXEMPEL").strip().lower() not in {"nej", "0", "no", "false"}


def today() -> date:
    """raises SetupError ST-001 when LAGESBILD_IDAG is not a date."""
    text = read_setting("LAGESBILD_IDAG")
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise SetupError(
            "ST-001",
            "Inställningen LAGESBILD_IDAG är inte ett datum.",
            remedy="Skriv den som ÅÅÅÅ-MM-DD eller ta bort den.",
        ) from error
