"""What an installation can decide. The environment is read here and nowhere else."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lagesbild.domain.errors import SetupError

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One environment variable. ``help`` is Swedish and printed by doctor and the handbook.

    is_secret  never printed, and may stand in the secrets file instead
    """

    name: str
    default: str
    help: str
    is_secret: bool = False


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
    Setting(
        name="LAGESBILD_ADMIN",
        default="",
        help="E-postadress till den som blir hemkommunens första administratör vid sin första inloggning.",
    ),
    Setting(
        name="LAGESBILD_ROLLER",
        default="bada",
        help="Var rollen hämtas: registret, inloggningen, eller bada (registret först).",
    ),
    Setting(
        name="LAGESBILD_INLOGGNING_TIMMAR",
        default="12",
        help="Så många timmar gäller en inloggning.",
    ),
    Setting(
        name="LAGESBILD_GRANSKNING_MANADER",
        default="24",
        help="Så många månader sparas granskningsloggen.",
    ),
    Setting(
        name="LAGESBILD_NYCKEL",
        default="",
        help="Nyckel som krypterar databasen och arkivet, minst 32 slumpade tecken. Hemlig: får också "
        "stå i .streamlit/secrets.toml under [lagesbild]. Tomt: ingenting krypteras.",
        is_secret=True,
    ),
    Setting(
        name="LAGESBILD_NY_NYCKEL",
        default="",
        help="Den nya nyckeln, bara medan python -m lagesbild rotate-key körs. Hemlig.",
        is_secret=True,
    ),
)

SECRETS_FILE = ROOT / ".streamlit" / "secrets.toml"


def read_setting(name: str) -> str:
    """The setting's value, or its default.

    raises  KeyError if there is no such setting
    """
    setting = {s.name: s for s in SETTINGS}[name]
    given = os.environ.get(name)
    if not given and setting.is_secret:
        given = _secrets().get(name)
    return given or setting.default


def _secrets() -> dict[str, str]:
    """The part of the secrets file that is ours; none where there is no file.

    raises  SetupError ST-005 when it cannot be read: a key that is there must not be overlooked
    """
    try:
        table = tomllib.loads(SECRETS_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SetupError(
            "ST-005",
            "Filen .streamlit/secrets.toml kan inte läsas.",
            remedy="Rätta filen så att den är giltig TOML, eller ta bort den.",
        ) from error
    own = table.get("lagesbild", {})
    return {str(name): str(value) for name, value in own.items()} if isinstance(own, dict) else {}


def data_folder() -> Path:
    """Where the database and the archive are kept; a relative path counts from the project."""
    return (ROOT / Path(read_setting("LAGESBILD_DATA"))).resolve()


def home_kommun() -> str:
    """Code of the kommun that the pages start with."""
    return read_setting("LAGESBILD_KOMMUN")


def database_key() -> str:
    """What encrypts the database and the archive; empty when nothing is encrypted."""
    return read_setting("LAGESBILD_NYCKEL")


def next_database_key() -> str:
    """The key that rotate-key changes to."""
    return read_setting("LAGESBILD_NY_NYCKEL")


def loads_example_data() -> bool:
    return read_setting("LAGESBILD_EXEMPEL").strip().lower() not in {"nej", "0", "no", "false"}


def first_administrator() -> str:
    """Address of whoever becomes administrator when the home kommun has none; "" for nobody."""
    return read_setting("LAGESBILD_ADMIN").strip()


def role_source() -> str:
    """raises SetupError ST-002 when LAGESBILD_ROLLER is none of the three words."""
    text = read_setting("LAGESBILD_ROLLER").strip().lower()
    if text not in {"registret", "inloggningen", "bada"}:
        raise SetupError(
            "ST-002",
            "Inställningen LAGESBILD_ROLLER går inte att förstå.",
            remedy="Skriv registret, inloggningen eller bada.",
        )
    return text


def sign_in_hours() -> int:
    """How long a sign-in holds; raises SetupError ST-003."""
    return _whole_number("LAGESBILD_INLOGGNING_TIMMAR")


def audit_months() -> int:
    """How long the audit is kept; raises SetupError ST-003."""
    return _whole_number("LAGESBILD_GRANSKNING_MANADER")


def _whole_number(name: str) -> int:
    text = read_setting(name).strip()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1200:
        raise SetupError(
            "ST-003",
            f"Inställningen {name} är inget heltal från 1 till 1200.",
            remedy="Skriv ett heltal eller ta bort den.",
        )
    return int(text)


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


def use_one_thread_each() -> None:
    """For several processes at once: each may compute on one processor. Counts for those started from
    now on, since it is read when the numerical library is loaded."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
