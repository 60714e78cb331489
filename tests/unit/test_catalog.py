"""The reader of definitions: what it refuses, and how it finds a measure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog, fold_name
from lagesbild.catalog.corrections import CorrectionStatus, load_corrections
from lagesbild.catalog.reading import check_catalog, load_catalog
from lagesbild.domain.errors import LagesbildError, SetupError
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Indicator, Kind, Measure, Polarity, Source, Theme
from lagesbild.domain.observation import Mark
from lagesbild.domain.period import PeriodKind

SOURCE = """
id = "prov"
name = "Prov"
provider = "Provverket"
contact_role = "Samordnaren"
description = "Bara ett prov."
period_form = "kalenderar"
frequency = "ar"
licence = "fri"
scope = "public"

[marks]
".." = "missing"

[totals]
"kön" = ["totalt", "samtliga"]
"skola" = "alla"

[[measures]]
id = "prov.antal"
name = "Antal händelser"
unit = "händelser"
aliases = ["Händelser"]

[[measures]]
id = "prov.folk"
name = "Folk"
unit = "personer"
"""

INDICATOR = """
id = "handelser"
name = "Händelser"
question = "Hur många händelser?"
definition = "Antal händelser per person."
theme = "brott"
kind = "rate"
unit = "händelser per 1 000 personer"
polarity = "high_is_bad"
source = "prov"
numerator = "prov.antal"
denominator = "prov.folk"
per = 1_000
secrecy = "open"
caveats = ["Räknas olika."]

[[breaks]]
date = 2015-01-01
reason = "Nytt sätt att räkna."
"""


def write_catalog(
    folder: Path, *, source: str = SOURCE, indicator: str = INDICATOR, glossary: str = "",
    source_file: str = "prov.toml", indicator_file: str = "handelser.toml",
) -> Path:  # fmt: skip
    (folder / "sources").mkdir()
    (folder / "indicators").mkdir()
    (folder / "sources" / source_file).write_text(source, encoding="utf-8")
    (folder / "indicators" / indicator_file).write_text(indicator, encoding="utf-8")
    (folder / "glossary.toml").write_text(glossary or "[words]\n", encoding="utf-8")
    return folder


def test_a_fitting_catalog_is_read_whole(tmp_path: Path) -> None:
    catalog = load_catalog(write_catalog(tmp_path, glossary='[words]\n"täljare" = "Det övre."\n'))

    indicator = catalog.indicators["handelser"]
    assert (indicator.kind, indicator.theme, indicator.per) == (Kind.RATE, Theme.BROTT, 1000)
    assert (indicator.min_count, indicator.levels) == (5, (AreaLevel.KOMMUN,))
    assert indicator.breaks[0].date == date(2015, 1, 1)
    assert indicator.leading_measure == "prov.antal"
    source = catalog.sources["prov"]
    assert source.marks == (("..", Mark.MISSING),)
    assert source.totals == (("kön", "totalt"), ("kön", "samtliga"), ("skola", "alla"))
    assert list(catalog.measures) == ["prov.antal", "prov.folk"]
    assert catalog.glossary == {"täljare": "Det övre."}


BAD_INDICATORS = [
    ("KA-001", "name = ", "name", "TOML"),
    ("KA-002", 'polaritet = "x"\n', 'name = "Händelser"', "polaritet"),
    ("KA-003", "", 'question = "Hur många händelser?"\n', "question"),
    ("KA-003", 'definition = " "', 'definition = "Antal händelser per person."', "definition"),
    ("KA-004", 'per = "1000"', "per = 1_000", "per"),
    ("KA-004", "per = true", "per = 1_000", "per"),
    ("KA-004", "caveats = [1]", 'caveats = ["Räknas olika."]', "caveats"),
    ("KA-006", 'polarity = "bad"', 'polarity = "high_is_bad"', "polarity"),
    ("KA-006", 'levels = ["stad"]\ncaveats', "caveats", "levels"),
    ("KA-007", 'date = "2015-01-01"', "date = 2015-01-01", "date"),
    ("KA-008", 'source = "okand"', 'source = "prov"', "source"),
    ("KA-009", 'denominator = "prov.saknas"', 'denominator = "prov.folk"', "denominator"),
    ("KA-010", "", 'numerator = "prov.antal"\n', "numerator"),
    ("KA-010", "", 'denominator = "prov.folk"\n', "denominator"),
    ("KA-010", 'kind = "value"', 'kind = "rate"', "value"),
    ("KA-011", "caveats = []", 'caveats = ["Räknas olika."]', "caveats"),
    ("KA-003", "", 'caveats = ["Räknas olika."]\n', "caveats"),
    ("KA-014", "per = 0", "per = 1_000", "per"),
    ("KA-014", "min_count = -1\nsecrecy", "secrecy", "min_count"),
]


@pytest.mark.parametrize(("code", "new", "old", "field"), BAD_INDICATORS)
def test_a_misfit_in_an_indicator_is_named(
    tmp_path: Path, code: str, new: str, old: str, field: str
) -> None:
    bad = INDICATOR.replace(old, f"{new}{old}" if code == "KA-002" else new, 1)
    faults = check_catalog(write_catalog(tmp_path, indicator=bad))

    assert code in {fault.code for fault in faults}
    found = next(fault for fault in faults if fault.code == code)
    assert "handelser.toml" in found.message
    assert field in found.message
    assert found.remedy


BAD_SOURCES = [
    ("KA-004", '"kön" = 3', '"kön" = ["totalt", "samtliga"]', "totals"),
    ("KA-006", 'period_form = "manad"', 'period_form = "kalenderar"', "period_form"),
    ("KA-006", 'scope = "alla"', 'scope = "public"', "scope"),
    ("KA-006", '".." = "borta"', '".." = "missing"', "marks"),
    ("KA-012", 'id = "annan.folk"', 'id = "prov.folk"', "measures.id"),
    ("KA-012", 'id = "prov.antal"', 'id = "prov.folk"', "measures.id"),
    ("KA-013", 'name = "HÄNDELSER"', 'name = "Folk"', "measures.aliases"),
    ("KA-002", 'name = "Folk"\nnamn = "x"', 'name = "Folk"', "measures.namn"),
]


@pytest.mark.parametrize(("code", "new", "old", "field"), BAD_SOURCES)
def test_a_misfit_in_a_source_is_named(
    tmp_path: Path, code: str, new: str, old: str, field: str
) -> None:
    faults = check_catalog(write_catalog(tmp_path, source=SOURCE.replace(old, new, 1)))

    found = [fault for fault in faults if fault.code == code]
    assert found
    assert "prov.toml" in found[0].message
    assert field in found[0].message


def test_the_id_is_the_file_name(tmp_path: Path) -> None:
    faults = check_catalog(write_catalog(tmp_path, indicator_file="annat.toml"))

    assert [fault.code for fault in faults] == ["KA-005"]
    assert "annat.toml" in faults[0].message


def test_loading_stops_at_the_first_misfit_and_tells_how_many_there_are(tmp_path: Path) -> None:
    bad = INDICATOR.replace('"open"', '"hemligt"').replace('source = "prov"', 'source = "x"')

    with pytest.raises(LagesbildError, match=r"secrecy.*1 fel till") as raised:
        load_catalog(write_catalog(tmp_path, indicator=bad))
    assert raised.value.code == "KA-006"


def test_a_missing_folder_is_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as raised:
        load_catalog(tmp_path / "borta")
    assert raised.value.code == "KA-015"


def test_a_word_without_a_meaning_is_refused(tmp_path: Path) -> None:
    faults = check_catalog(write_catalog(tmp_path, glossary='[words]\n"ord" = ""\n'))

    assert [fault.code for fault in faults] == ["KA-003"]
    assert "glossary.toml" in faults[0].message


# --- finding a measure ---------------------------------------------------------------------


def make_source(name: str, *measures: Measure, level: AreaLevel = AreaLevel.KOMMUN) -> Source:
    return Source(
        id=name, name=name, provider="p", contact_role="r", description="d",
        period_form="kalenderar", frequency=PeriodKind.YEAR, licence="l", measures=measures,
        default_level=level,
    )  # fmt: skip


def make_measure(
    name: str, *aliases: str, source: str = "a", select: tuple[tuple[str, str], ...] = ()
) -> Measure:
    return Measure(
        id=f"{source}.{name}", name=name, unit="st", source=source, aliases=aliases, select=select
    )


def make_catalog(*sources: Source) -> Catalog:
    return Catalog(
        indicators={}, sources={s.id: s for s in sources}, glossary={},
        measures={m.id: m for s in sources for m in s.measures},
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["Elever, åk 1-9", "ELEVER,  åk 1–9", "Elever,\u00a0a\u030ak\u202f1−9", " elever,åk1-9 "],
)
def test_spellings_of_the_same_heading_are_one(text: str) -> None:
    catalog = make_catalog(make_source("a", make_measure("elever", "Elever, åk 1-9")))

    found = catalog.find_measure(text, source_id="a", breakdown={})
    assert found is not None
    assert found[0].id == "a.elever"


def test_id_short_id_name_and_alias_all_mean_the_measure() -> None:
    measure = Measure(id="a.brott", name="Anmälda brott", unit="st", source="a", aliases=("Alla",))
    catalog = make_catalog(make_source("a", measure))

    for text in ("a.brott", "brott", "anmälda brott", "alla"):
        found = catalog.find_measure(text, source_id="a", breakdown={})
        assert found == (measure, {})
    assert catalog.find_measure("anmälda", source_id="a", breakdown={}) is None


def test_select_must_be_in_the_row_and_is_used_up() -> None:
    cocaine = make_measure("kokain", "Daily mean", select=(("Metabolite", "cocaine"),))
    mdma = make_measure("mdma", "Daily mean", select=(("Metabolite", "MDMA"),))
    catalog = make_catalog(make_source("a", cocaine, mdma))

    row = {"METABOLITE": "Cocaine", "Plats": "Gävle"}
    assert catalog.find_measure("Daily mean", source_id="a", breakdown=row) == (
        cocaine, {"Plats": "Gävle"},
    )  # fmt: skip
    assert catalog.find_measure("Daily mean", source_id="a", breakdown={}) is None
    assert row == {"METABOLITE": "Cocaine", "Plats": "Gävle"}


def test_the_most_exact_measure_wins() -> None:
    plain = make_measure("antal", "N")
    girls = make_measure("flickor", "N", select=(("kön", "flickor"),))
    catalog = make_catalog(make_source("a", plain, girls))

    assert catalog.find_measure("N", source_id="a", breakdown={"kön": "Flickor"}) == (girls, {})
    assert catalog.find_measure("N", source_id="a", breakdown={"kön": "pojkar"}) == (
        plain, {"kön": "pojkar"},
    )  # fmt: skip


def test_own_source_comes_before_others() -> None:
    own = make_measure("antal", "N")
    other = make_measure("antal", "N", source="b")
    catalog = make_catalog(make_source("a", own), make_source("b", other))

    assert catalog.find_measure("N", source_id="a", breakdown={}) == (own, {})
    assert catalog.find_measure("N", source_id="b", breakdown={}) == (other, {})


def test_another_source_is_asked_only_when_one_measure_fits() -> None:
    one = make_source("b", make_measure("folk", "population", source="b"))
    two = make_source("c", make_measure("folk", "population", source="c"))
    mine = make_source("a", make_measure("antal"))

    found = make_catalog(mine, one).find_measure("Population", source_id="a", breakdown={})
    assert found is not None
    assert found[0].id == "b.folk"
    both = make_catalog(mine, one, two)
    assert both.find_measure("Population", source_id="a", breakdown={}) is None


def test_sources_about_the_same_kind_of_area_are_nearer() -> None:
    people = make_measure("folk", "population", source="b")
    connected = make_measure("anslutna", "population", source="c")
    catalog = make_catalog(
        make_source("a"), make_source("b", people),
        make_source("c", connected, level=AreaLevel.VERK), make_source("d", level=AreaLevel.VERK),
    )  # fmt: skip

    assert catalog.find_measure("population", source_id="a", breakdown={}) == (people, {})
    assert catalog.find_measure("population", source_id="d", breakdown={}) == (connected, {})


@given(st.text(max_size=30))
def test_spacing_never_tells_headings_apart(text: str) -> None:
    assert fold_name(f"\u00a0{text}\t ") == fold_name(text)
    assert not any(character.isspace() for character in fold_name(text))


@given(st.dictionaries(st.sampled_from("abcd"), st.text(max_size=5), max_size=4))
def test_a_measure_without_select_leaves_the_breakdown_alone(row: dict[str, str]) -> None:
    catalog = make_catalog(make_source("a", make_measure("antal")))

    found = catalog.find_measure("antal", source_id="a", breakdown=row)
    assert found is not None
    assert found[1] == row


def test_what_deliveries_define_extends_and_overrides(tmp_path: Path) -> None:
    catalog = load_catalog(write_catalog(tmp_path))
    measure = make_measure("nytt", "Nytt mått", source="prov")
    own = Indicator(
        id="nytt", name="Nytt", question="?", definition="d", theme=Theme.SAMHALLE,
        kind=Kind.COUNT, unit="st", polarity=Polarity.AMBIGUOUS, source="prov",
        numerator="prov.nytt",
    )  # fmt: skip

    wider = catalog.with_delivered(measures=[measure], indicators=[own])
    assert wider.indicators["nytt"].origin == "delivery"
    assert wider.indicators["handelser"].origin == "catalog"
    assert wider.find_measure("NYTT MÅTT", source_id="prov", breakdown={}) == (measure, {})
    assert "nytt" not in catalog.indicators
    assert catalog.find_measure("Nytt mått", source_id="prov", breakdown={}) is None


# --- areas ---------------------------------------------------------------------------------

AREAS = "code,name,level,parent_code\n0000,Riket,riket,\n01,Stockholms län,lan,0000\n0114,Upplands Väsby,kommun,01\n"


def test_areas_keep_their_zeros(tmp_path: Path) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(AREAS, encoding="utf-8")

    areas = load_areas(path)
    assert [area.code for area in areas] == ["0000", "01", "0114"]
    assert (areas[0].parent_code, areas[2].parent_code) == (None, "01")
    assert areas[2].level is AreaLevel.KOMMUN


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("level,", "niva,", "rad 1"),
        ("0114,Upplands Väsby", ",Upplands Väsby", "rad 4"),
        ("kommun,01", "stad,01", "stad"),
        ("kommun,01", "kommun,02", "02"),
        ("0114,", "01,", "två gånger"),
    ],
)
def test_a_bad_area_row_is_named(tmp_path: Path, old: str, new: str, word: str) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(AREAS.replace(old, new), encoding="utf-8")

    with pytest.raises(LagesbildError, match=word) as raised:
        load_areas(path)
    assert raised.value.code == "KA-017"


def test_missing_areas_are_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as raised:
        load_areas(tmp_path / "areas.csv")
    assert raised.value.code == "KA-016"


# --- corrections ---------------------------------------------------------------------------

CORRECTION = """
[[corrections]]
source = "prov"
measure = "prov.antal"
area_code = "2260"
period_start = 2022-01-01
period_end = 2023-01-01
raw = "7 800"
reason = "En nolla för mycket."
status = "bekraftad"
"""


def test_corrections_are_read(tmp_path: Path) -> None:
    (tmp_path / "prov.toml").write_text(CORRECTION, encoding="utf-8")

    (found,) = load_corrections(tmp_path)
    assert (found.raw, found.right) == ("7 800", None)
    assert found.status is CorrectionStatus.CONFIRMED


def test_a_correction_whose_period_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    text = CORRECTION.replace("2023-01-01", "2021-01-01")
    (tmp_path / "prov.toml").write_text(text, encoding="utf-8")

    with pytest.raises(LagesbildError) as raised:
        load_corrections(tmp_path)
    assert raised.value.code == "KA-018"


def test_no_corrections_is_no_error(tmp_path: Path) -> None:
    assert load_corrections(tmp_path) == ()
