"""From the files in data/catalog to domain objects; what does not fit is refused by name."""

from __future__ import annotations

import tomllib
from pathlib import Path

from lagesbild.catalog.catalogue import Catalog, fold_name, measure_names
from lagesbild.catalog.entry import Entry
from lagesbild.catalog.focuses import read_focuses
from lagesbild.catalog.kommungrupper import read_kommungrupper
from lagesbild.catalog.pairs import read_pairs
from lagesbild.domain.errors import Fault, LagesbildError, SetupError
from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.indicator import (
    Break,
    Indicator,
    Kind,
    Measure,
    Polarity,
    Source,
    Theme,
)
from lagesbild.domain.observation import Mark
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.secrecy import Secrecy

PERIOD_FORMS = ("kalenderar", "lasar", "tva_ar")
SCOPES = ("public", "kommun")


def load_catalog(folder: Path) -> Catalog:
    """All definitions of a folder with ``indicators/``, ``sources/``, ``glossary.toml`` and ``pairs.toml``.

    raises  SetupError KA-015 when the folder is not there; LagesbildError with the first
            misfit's code when something in it does not fit
    """
    catalog, faults = _read(folder)
    if faults:
        more = f" (och {len(faults) - 1} fel till)" if len(faults) > 1 else ""
        raise LagesbildError(faults[0].code, faults[0].message + more, remedy=faults[0].remedy)
    return catalog


def check_catalog(folder: Path) -> list[Fault]:
    """Everything in the folder that does not fit; empty when all is well."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Catalog, list[Fault]]:
    if not (folder / "sources").is_dir() or not (folder / "indicators").is_dir():
        raise SetupError(
            "KA-015", f"Katalogen med definitioner finns inte i mappen {folder.name}.",
            remedy="Hämta projektet på nytt; mapparna sources och indicators ska finnas där.",
        )  # fmt: skip
    faults: list[Fault] = []
    sources = {s.id: s for s in _read_sources(folder / "sources", faults=faults)}
    measures = {m.id: m for s in sources.values() for m in s.measures}
    indicators = {i.id: i for i in _read_indicators(folder / "indicators", faults=faults)}
    for indicator in indicators.values():
        faults.extend(_misfits(indicator, sources=sources, measures=measures))
    glossary = read_glossary(folder / "glossary.toml", faults=faults)
    catalog = Catalog(
        indicators=indicators, sources=sources, measures=measures, glossary=glossary,
        pairs=read_pairs(_open_if_there(folder / "pairs.toml", faults), indicators=indicators),
        focuses=read_focuses(_open_if_there(folder / "themes.toml", faults), indicators=indicators),
        kommungrupper=read_kommungrupper(_open_if_there(folder / "kommungrupper.toml", faults)),
    )  # fmt: skip
    return catalog, faults


def _open_if_there(path: Path, faults: list[Fault]) -> Entry | None:
    return open_entry(path, faults=faults) if path.exists() else None


def open_entry(path: Path, *, faults: list[Fault]) -> Entry | None:
    """The file as one table, or None (and a fault) when it is not TOML."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = f" ({error})" if isinstance(error, tomllib.TOMLDecodeError) else ""
        faults.append(
            Fault(code="KA-001", message=f"{path.name} kan inte läsas som TOML{where}.",
                  remedy="Rätta raden. Texter står inom citattecken, och filen sparas som UTF-8.")
        )  # fmt: skip
        return None
    return Entry(table, file=path.name, faults=faults)


def _read_id(entry: Entry, *, path: Path) -> str:
    name = entry.text("id")
    if name and name != path.stem:
        entry.refuse("KA-005", f"”{name}” är inte filens namn.", name="id",
                     remedy=f'Skriv id = "{path.stem}" eller byt namn på filen.')  # fmt: skip
    return name or path.stem


def _read_sources(folder: Path, *, faults: list[Fault]) -> list[Source]:
    found = []
    for path in sorted(folder.glob("*.toml")):
        entry = open_entry(path, faults=faults)
        if entry is not None:
            found.append(_read_source(entry, path=path))
    return found


def _read_source(entry: Entry, *, path: Path) -> Source:
    name = _read_id(entry, path=path)
    source = Source(
        id=name,
        name=entry.text("name"),
        provider=entry.text("provider"),
        contact_role=entry.text("contact_role"),
        description=entry.text("description"),
        period_form=_one_of(entry, "period_form", PERIOD_FORMS),
        frequency=entry.word("frequency", PeriodKind),
        licence=entry.text("licence"),
        scope=_one_of(entry, "scope", SCOPES),
        due=entry.text("due", default=""),
        sub_areas=entry.flag("sub_areas", default=False),
        default_level=entry.word("default_level", AreaLevel, default=AreaLevel.KOMMUN),
        marks=entry.word_pairs("marks", Mark),
        totals=entry.listed_pairs("totals"),
        measures=_read_measures(entry, source_id=name),
        ignored_columns=entry.texts("ignored_columns"),
        url=entry.text("url", default=""),
        events=entry.flag("events", default=False),
        events_counted_in=entry.text("events_counted_in", default=""),
        other_events_counted_in=entry.text("other_events_counted_in", default=""),
        groups=entry.flag("groups", default=False),
    )
    _refuse_foreign_events(entry, source)
    entry.close()
    return source


def _refuse_foreign_events(entry: Entry, source: Source) -> None:
    """Events are counted in measures of the source itself."""
    own = {"", *(measure.id for measure in source.measures)}
    for name in ("events_counted_in", "other_events_counted_in"):
        if getattr(source, name) not in own:
            entry.refuse("KA-006", f"”{getattr(source, name)}” är inte ett av källans mått.", name=name,
                         remedy="Skriv id för ett mått som står längre ner i filen.")  # fmt: skip


def _one_of(entry: Entry, name: str, allowed: tuple[str, ...]) -> str:
    value = entry.text(name)
    if value and value not in allowed:
        entry.refuse("KA-006", f"”{value}” är inte ett av orden.", name=name,
                     remedy=f"Välj bland: {', '.join(allowed)}.")  # fmt: skip
    return value


def _read_measures(entry: Entry, *, source_id: str) -> tuple[Measure, ...]:
    measures = []
    for row in entry.tables("measures"):
        measure = Measure(
            id=row.text("id"), name=row.text("name"), unit=row.text("unit"), source=source_id,
            aliases=row.texts("aliases"), select=row.pairs("select"), sum_of=row.texts("sum_of"),
            part_of=row.text("part_of", default=""),
        )  # fmt: skip
        row.close(within="measures.")
        if measure.id and not measure.id.startswith(f"{source_id}."):
            entry.refuse("KA-012", f"”{measure.id}” börjar inte med källans namn.",
                         name="measures.id", remedy=f'Börja med "{source_id}.".')  # fmt: skip
        measures.append(measure)
    _refuse_doubles(entry, measures)
    return tuple(measures)


def _refuse_doubles(entry: Entry, measures: list[Measure]) -> None:
    """An id twice, or a spelling that would mean two measures with the same ``select``."""
    taken: dict[tuple[str, frozenset[tuple[str, str]]], str] = {}
    ids: set[str] = set()
    for measure in measures:
        if measure.id in ids:
            entry.refuse("KA-012", f"”{measure.id}” finns två gånger.", name="measures.id",
                         remedy="Ge ett av måtten ett annat id.")  # fmt: skip
            continue
        ids.add(measure.id)
        chosen = frozenset((fold_name(k), fold_name(v)) for k, v in measure.select)
        for name in sorted(measure_names(measure)):
            other = taken.setdefault((name, chosen), measure.id)
            if other != measure.id:
                entry.refuse(
                    "KA-013", f"”{name}” betyder både {other} och {measure.id}.",
                    name="measures.aliases", remedy="Låt stavningen stå hos bara ett av måtten.",
                )  # fmt: skip


def _read_indicators(folder: Path, *, faults: list[Fault]) -> list[Indicator]:
    found = []
    for path in sorted(folder.glob("*.toml")):
        entry = open_entry(path, faults=faults)
        if entry is not None:
            found.append(_read_indicator(entry, path=path))
    return found


def _read_indicator(entry: Entry, *, path: Path) -> Indicator:
    indicator = Indicator(
        id=_read_id(entry, path=path),
        name=entry.text("name"),
        question=entry.text("question"),
        definition=entry.text("definition"),
        theme=entry.word("theme", Theme),
        kind=entry.word("kind", Kind),
        unit=entry.text("unit"),
        polarity=entry.word("polarity", Polarity),
        source=entry.text("source"),
        numerator=entry.optional_text("numerator"),
        denominator=entry.optional_text("denominator"),
        value=entry.optional_text("value"),
        per=entry.whole("per", default=1, least=1),
        levels=entry.words("levels", AreaLevel, default=(AreaLevel.KOMMUN,)),
        frequency=entry.word("frequency", PeriodKind, default=PeriodKind.YEAR),
        secrecy=entry.word("secrecy", Secrecy),
        min_count=entry.whole("min_count", default=5, least=0),
        zero_is_shown=entry.flag("zero_is_shown", default=True),
        near_all_is_shown=entry.flag("near_all_is_shown", default=False),
        typical_lag_days=entry.whole("typical_lag_days", default=60, least=0),
        decimals=entry.optional_whole("decimals", least=0),
        caveats=entry.texts("caveats", required=True),
        breaks=_read_breaks(entry),
    )
    entry.close()
    return indicator


def _read_breaks(entry: Entry) -> tuple[Break, ...]:
    breaks = []
    for row in entry.tables("breaks"):
        breaks.append(Break(date=row.day("date"), reason=row.text("reason")))
        row.close(within="breaks.")
    return tuple(breaks)


def _misfits(
    indicator: Indicator, *, sources: dict[str, Source], measures: dict[str, Measure]
) -> list[Fault]:
    """What can only be seen with the whole catalogue at hand."""
    faults: list[Fault] = []
    entry = Entry({}, file=f"{indicator.id}.toml", faults=faults)
    if indicator.source and indicator.source not in sources:
        entry.refuse("KA-008", f"källan ”{indicator.source}” finns inte.", name="source",
                     remedy="Skriv namnet på en fil i mappen sources.")  # fmt: skip
    for name in ("numerator", "denominator", "value"):
        measure = getattr(indicator, name)
        if measure and measure not in measures:
            entry.refuse("KA-009", f"måttet ”{measure}” finns inte i någon källa.", name=name,
                         remedy="Lägg till måttet i källans fil eller rätta stavningen.")  # fmt: skip
    _refuse_form(entry, indicator)
    return faults


def _refuse_form(entry: Entry, indicator: Indicator) -> None:
    """The kind decides which measures an indicator has."""
    leads = (indicator.numerator is not None, indicator.value is not None)
    if leads.count(True) != 1:
        entry.refuse("KA-010", "precis ett av numerator och value ska finnas.",
                     name="numerator", remedy="Ta bort det ena eller lägg till det som saknas.")  # fmt: skip
        return
    needs = {
        Kind.COUNT: (indicator.numerator is not None, "numerator", "ett antal räknas i numerator."),
        Kind.RATE: (indicator.numerator is not None and indicator.denominator is not None,
                    "denominator", "en andel av folkmängden har både numerator och denominator."),
        Kind.SHARE: (indicator.value is not None or indicator.denominator is not None,
                     "denominator", "en andel som räknas fram behöver denominator."),
        Kind.VALUE: (indicator.value is not None, "value", "ett färdigt värde står i value."),
    }  # fmt: skip
    fits, name, message = needs[indicator.kind]
    if not fits:
        entry.refuse("KA-010", message, name=name, remedy="Rätta fältet eller ändra kind.")


def read_glossary(path: Path, *, faults: list[Fault]) -> dict[str, str]:
    """Words and their meaning; a missing file is an empty glossary."""
    if not path.exists():
        return {}
    entry = open_entry(path, faults=faults)
    if entry is None:
        return {}
    words = dict(entry.pairs("words"))
    entry.close()
    for word, meaning in words.items():
        if not meaning.strip():
            entry.refuse("KA-003", "är tomt.", name=word, remedy="Skriv vad ordet betyder.")
    return words
