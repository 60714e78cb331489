"""The definitions that are shipped: whole, plain, and wide enough for the files of the providers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from lagesbild.catalog.areas import load_areas
from lagesbild.catalog.catalogue import Catalog, fold_name, measure_names
from lagesbild.catalog.corrections import load_corrections
from lagesbild.catalog.reading import check_catalog, load_catalog
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import Kind, Polarity, Theme
from lagesbild.domain.observation import Mark
from lagesbild.domain.secrecy import Secrecy

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "catalog"
SAMPLES = ROOT.parent / "shared" / "samples"
CONTRACT_SOURCES = (
    "bra", "ntu", "polisen", "skolverket", "skola", "socialstyrelsen", "socialtjanst", "can",
    "folkhalsomyndigheten", "scb", "kolada", "euda", "avlopp", "est", "raddningstjanst", "kommun",
    "ungdomsrad", "dialog",
)  # fmt: skip
ENGLISH = re.compile(r"\b(dashboard|upload|filter|dropdown|KPI|outlier|the|and|rate|share)\b", re.I)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(FOLDER)


def test_nothing_in_the_catalogue_is_a_misfit() -> None:
    assert [fault.message for fault in check_catalog(FOLDER)] == []


def test_every_file_is_one_definition(catalog: Catalog) -> None:
    indicators = {path.stem for path in (FOLDER / "indicators").glob("*.toml")}
    sources = {path.stem for path in (FOLDER / "sources").glob("*.toml")}
    assert indicators == set(catalog.indicators)
    assert sources == set(catalog.sources)
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in indicators | sources)


def test_the_contract_names_its_sources(catalog: Catalog) -> None:
    assert set(CONTRACT_SOURCES) <= set(catalog.sources)


def test_wholes_and_parts_are_counts_of_the_catalogue_and_run_in_no_circle(
    catalog: Catalog,
) -> None:
    """Small counts are protected over these relations: a name that is nothing would protect nothing."""
    counted = {one.numerator for one in catalog.indicators.values()}
    for one in catalog.measures.values():
        assert set(one.sum_of) <= set(catalog.measures), one.id
        assert not one.part_of or {one.id, one.part_of} <= counted, one.id
        above, seen = one.part_of, {one.id}
        while above:
            assert above not in seen, one.id
            seen.add(above)
            above = catalog.measures[above].part_of


def test_there_are_enough_indicators_over_all_themes_and_sources(catalog: Catalog) -> None:
    assert len(catalog.indicators) >= 66
    themes = Counter(one.theme for one in catalog.indicators.values())
    assert all(themes[theme] >= 8 for theme in Theme)
    assert {one.source for one in catalog.indicators.values()} >= set(CONTRACT_SOURCES)


def test_every_indicator_can_be_read_by_a_politician(catalog: Catalog) -> None:
    for one in catalog.indicators.values():
        assert one.question.endswith("?"), one.id
        assert one.definition.endswith("."), one.id
        assert one.caveats, one.id
        assert all(caveat.rstrip().endswith(".") for caveat in one.caveats), one.id
        texts = " ".join((one.name, one.question, one.definition, one.unit, *one.caveats))
        assert not ENGLISH.search(texts), one.id


def test_names_are_not_shared(catalog: Catalog) -> None:
    counted = Counter(fold_name(one.name) for one in catalog.indicators.values())
    assert [name for name, times in counted.items() if times > 1] == []


def test_every_measure_an_indicator_needs_exists(catalog: Catalog) -> None:
    for one in catalog.indicators.values():
        needed = {one.numerator, one.denominator, one.value} - {None}
        assert needed <= set(catalog.measures), one.id


def test_the_leading_measure_comes_from_the_indicators_source(catalog: Catalog) -> None:
    for one in catalog.indicators.values():
        assert catalog.measures[one.leading_measure].source == one.source, one.id


def test_no_spelling_means_two_measures_of_a_source(catalog: Catalog) -> None:
    for source in catalog.sources.values():
        taken: dict[tuple[str, object], str] = {}
        for measure in source.measures:
            for name in measure_names(measure):
                key = (name, frozenset(measure.select))
                assert taken.setdefault(key, measure.id) == measure.id, (source.id, name)


def test_a_rate_says_in_its_unit_what_it_is_a_rate_of(catalog: Catalog) -> None:
    for one in catalog.indicators.values():
        if one.kind is Kind.RATE:
            assert f"per {one.per:,}".replace(",", " ") in one.unit, one.id


def test_what_is_secret_is_strict(catalog: Catalog) -> None:
    for one in catalog.indicators.values():
        if one.secrecy is Secrecy.RESTRICTED:
            assert one.min_count >= 10, one.id
            assert not one.zero_is_shown, one.id
        if one.source == "socialtjanst":
            assert one.secrecy is Secrecy.RESTRICTED, one.id
        if one.theme is Theme.SOCIALTJANST:
            assert one.min_count >= 10, one.id


def test_sensitive_families_have_ten(catalog: Catalog) -> None:
    names = (
        "vald_nara_relation_kvinnor", "vald_nara_relation_man", "vald_barn_inomhus_flickor",
        "vald_barn_utomhus_pojkar", "personran_unga", "hatbrott", "franvaro_over_20",
        "problematisk_franvaro", "behorighet_yrkesprogram", "meritvarde_ak9",
        "godkant_alla_amnen_ak6", "krankningsanmalningar", "elevenkat_trygga", "elevhalsa_mar_bra",
    )  # fmt: skip
    assert {catalog.indicators[name].min_count for name in names} == {10}


def test_counts_published_from_one_are_not_hidden(catalog: Catalog) -> None:
    for name in ("folkmangd", "elever_grundskola"):
        assert catalog.indicators[name].min_count == 0


def test_enforcement_and_reporting_give_no_judgement(catalog: Catalog) -> None:
    names = ("narkotikabrott", "trafikbrott", "rattfylleri", "orosanmalningar", "est_handelser",
             "vald_nara_relation_kvinnor", "krankningsanmalningar", "avlopp_amfetamin")  # fmt: skip
    for name in names:
        assert catalog.indicators[name].polarity is Polarity.AMBIGUOUS, name


def test_marks_mean_what_each_source_says(catalog: Catalog) -> None:
    marks = {name: dict(source.marks) for name, source in catalog.sources.items()}
    assert marks["skolverket"][".."] is Mark.SUPPRESSED
    assert marks["skolverket"]["."] is Mark.MISSING
    assert marks["skolverket"]["~100"] is Mark.ROUNDED
    assert marks["scb"][".."] is Mark.MISSING
    assert marks["scb"]["."] is Mark.NOT_APPLICABLE
    assert marks["scb"]["-"] is Mark.ZERO
    assert marks["bra"]["-"] is Mark.ZERO
    assert marks["kolada"][".."] is Mark.SUPPRESSED
    assert marks["kolada"]["-"] is Mark.MISSING


def test_reforms_are_marked_as_breaks(catalog: Catalog) -> None:
    breaks = {name: {b.date.year for b in one.breaks} for name, one in catalog.indicators.items()}
    assert 2015 in breaks["anmalda_valdsbrott"]
    assert 2023 in breaks["utvecklade_brander"]
    assert 2020 in breaks["godkant_alla_amnen_ak6"]


# --- headings of the providers' files --------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "heading", "breakdown", "measure"),
    [
        ("skolverket", "Elever, årskurs 1-9", {}, "skolverket.elever_ak1_9"),
        ("skolverket", "#Heltidstjänster / Totalt antal", {}, "skolverket.larare_heltidstjanster"),
        ("skolverket", "#Tjänstgörande lärare / Totalt antal", {}, "skolverket.larare_tjanstgorande"),
        ("skolverket", "Totalt", {}, "skolverket.kostnad_totalt"),
        ("bra", "alla_brott", {}, "bra.anmalda_brott"),
        ("bra", "SAMTLIGA BROTT", {}, "bra.anmalda_brott"),
        ("bra", "population", {}, "scb.folkmangd"),
        ("skola", "Antal invånare", {}, "scb.folkmangd"),
        ("scb", "Medelvärde,  tkr", {}, "scb.medelinkomst_hushall"),
        ("euda", "Daily mean", {"Metabolite": "amphetamine"}, "euda.amfetamin"),
        ("euda", "Weekend mean", {"Metabolite": "cocaine"}, "euda.kokain_helg"),
        ("euda", "Population", {}, "euda.anslutna"),
        ("kolada", "N07402", {}, "kolada.n07402"),
        ("avlopp", "Kokain (ng/L)", {}, "avlopp.kokain_halt"),
    ],
)  # fmt: skip
def test_known_headings_are_known(
    catalog: Catalog, source: str, heading: str, breakdown: dict[str, str], measure: str
) -> None:
    found = catalog.find_measure(heading, source_id=source, breakdown=breakdown)
    assert found is not None
    assert (found[0].id, found[1]) == (measure, {})


def test_folkmangd_is_found_from_every_source(catalog: Catalog) -> None:
    for name in catalog.sources:
        found = catalog.find_measure("Folkmängd", source_id=name, breakdown={})
        assert found is not None, name
        assert found[0].id == "scb.folkmangd"


def header_cells(
    path: Path, line: int, *, encoding: str = "utf-8-sig", sep: str = ";"
) -> list[str]:
    text = path.read_text(encoding=encoding).splitlines()[line - 1]
    return [cell.strip('"') for cell in text.split(sep)]


@pytest.mark.samples
@pytest.mark.parametrize(
    ("pattern", "upper", "lower", "first"),
    [
        ("*Antal elever*2022*", None, 6, 5),
        ("*Antal elever*2023*", None, 6, 5),
        ("*Betyg*.csv", None, 6, 5),
        ("*Kostnader*", None, 7, 5),
        ("*Personalstatistik*", 9, 10, 5),
        ("*nationella prov*", 6, 7, 6),
    ],
)
def test_every_number_column_of_skolverkets_files_is_known(
    catalog: Catalog, pattern: str, upper: int | None, lower: int, first: int
) -> None:
    found = sorted((SAMPLES / "skolverket").glob(pattern)) if SAMPLES.is_dir() else []
    if not found:
        pytest.skip("../shared/samples saknas")
    cells = header_cells(found[0], lower)
    if upper is not None:
        over = header_cells(found[0], upper)
        cells = [f"{a} / {b}" if a else b for a, b in zip(over, cells, strict=True)]
    headings = [cell for cell in cells[first:] if cell]
    measures = [catalog.find_measure(h, source_id="skolverket", breakdown={}) for h in headings]
    assert len(headings) >= 5
    assert None not in measures
    assert len({one[0].id for one in measures if one}) == len(headings)


@pytest.mark.samples
def test_every_number_of_the_wastewater_file_is_known(catalog: Catalog) -> None:
    path = SAMPLES / "wastewater" / "ww2025-all-data.csv"
    if not path.is_file():
        pytest.skip("../shared/samples saknas")
    headings = header_cells(path, 1, sep=",")[5:]
    substances = {
        line.split(",")[1].strip('"') for line in path.read_text("utf-8").splitlines()[1:]
    }
    assert len(substances) == 6
    for substance in substances:
        for heading in headings:
            row = {"Metabolite": substance}
            found = catalog.find_measure(heading, source_id="euda", breakdown=row)
            assert found is not None, (substance, heading)


@pytest.mark.samples
def test_every_crime_type_of_the_goteborg_file_is_an_indicator(catalog: Catalog) -> None:
    path = SAMPLES / "bra" / "bra-goteborg-stadsomraden.csv"
    if not path.is_file():
        pytest.skip("../shared/samples saknas")
    types = {line.split(",")[2] for line in path.read_text("utf-8").splitlines()[1:]}
    led = {one.leading_measure for one in catalog.indicators.values()}
    for name in types:
        found = catalog.find_measure(name, source_id="bra", breakdown={})
        assert found is not None, name
        assert found[0].id in led, name


# --- words, areas, corrections ---------------------------------------------------------------


def test_the_two_glossaries_are_one(catalog: Catalog) -> None:
    rows = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row[:1] == "|"]
    written = {row[0]: row[2] for row in cells[2:]}
    assert len(catalog.glossary) >= 40
    assert written == catalog.glossary
    assert all(row[1] for row in cells[2:])


def test_words_the_pages_use_are_explained(catalog: Catalog) -> None:
    words = ("lägesbild", "kartläggning", "orsaksanalys", "osäkerhetsintervall", "täljare", "nämnare",
             "preliminär", "skyddat", "kvartil", "läsår", "delområde", "belastning", "nollvärde",
             "EST", "underlag", "kvitto", "saknas")  # fmt: skip
    assert set(words) <= set(catalog.glossary)


def test_the_country_is_complete() -> None:
    areas = load_areas(ROOT / "data" / "reference" / "areas.csv")
    counted = Counter(area.level for area in areas)
    assert counted[AreaLevel.KOMMUN] == 290
    assert counted[AreaLevel.LAN] == 21
    assert counted[AreaLevel.RIKET] == 1


def test_shipped_corrections_name_known_measures(catalog: Catalog) -> None:
    for one in load_corrections(ROOT / "data" / "corrections"):
        assert one.measure in catalog.measures
        assert one.source in catalog.sources


def test_the_example_of_a_correction_is_readable(tmp_path: Path) -> None:
    text = (ROOT / "data" / "corrections" / "LASMIG.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.S)
    assert example is not None
    (tmp_path / "exempel.toml").write_text(example[1], encoding="utf-8")
    assert load_corrections(tmp_path)[0].right == "780"
