"""Definitions: what is measured, of what, by whom, and how it may be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lagesbild.domain.geography import AreaLevel
from lagesbild.domain.observation import Mark
from lagesbild.domain.period import PeriodKind
from lagesbild.domain.secrecy import Secrecy


class Polarity(StrEnum):
    """Whether a high value is bad. Ambiguous where reporting or enforcement drives the figure."""

    HIGH_IS_BAD = "high_is_bad"
    HIGH_IS_GOOD = "high_is_good"
    AMBIGUOUS = "ambiguous"


class Kind(StrEnum):
    """How an indicator's value comes about.

    count  the numerator itself
    rate   numerator / denominator * per
    share  numerator / denominator * 100, or a percentage published as such in ``value`` with its
           base in ``denominator``
    value  a mean, an index or a load, published as such in ``value``
    """

    COUNT = "count"
    RATE = "rate"
    SHARE = "share"
    VALUE = "value"


class Theme(StrEnum):
    """The columns of Översikt, in their order."""

    BROTT = "brott"
    SKOLA = "skola"
    SOCIALTJANST = "socialtjanst"
    DROGER = "droger"
    TRYGGHET = "trygghet"
    SAMHALLE = "samhalle"


THEME_WORDS: dict[Theme, str] = {
    Theme.BROTT: "Brott",
    Theme.SKOLA: "Skola och unga",
    Theme.SOCIALTJANST: "Socialtjänst",
    Theme.DROGER: "Droger",
    Theme.TRYGGHET: "Trygghet",
    Theme.SAMHALLE: "Samhälle",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A date at which the series stops being comparable with itself."""

    date: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One series as a source delivers it: what a column or a value in a measure column means.

    id       "<source>.<name>", the key of stored observations
    aliases  other spellings seen in files, matched without regard to case and spacing
    select   breakdown values that the row must have to be this measure, and which are then used up:
             {"Metabolite": "cocaine"}
    sum_of   the measures that this one is the sum of
    part_of  a measure that counts all that this one does, and more: never less than this
    """

    id: str
    name: str
    unit: str
    source: str
    aliases: tuple[str, ...] = ()
    select: tuple[tuple[str, str], ...] = ()
    sum_of: tuple[str, ...] = ()
    part_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What a page shows. Exactly one of ``numerator`` and ``value`` names the leading measure.

    near_all_is_shown  True: where all but a few of a large group are counted the page says "~100 %"
                       and not only that the figure is protected
    headline  False for what came along in a file without anyone asking for it: it can be looked up,
              but has no tile on Översikt
    """

    id: str
    name: str
    question: str
    definition: str
    theme: Theme
    kind: Kind
    unit: str
    polarity: Polarity
    source: str
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    per: int = 1
    levels: tuple[AreaLevel, ...] = (AreaLevel.KOMMUN,)
    frequency: PeriodKind = PeriodKind.YEAR
    secrecy: Secrecy = Secrecy.OPEN
    min_count: int = 5
    zero_is_shown: bool = True
    near_all_is_shown: bool = False
    typical_lag_days: int = 60
    decimals: int | None = None
    caveats: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    origin: str = "catalog"
    headline: bool = True

    @property
    def leading_measure(self) -> str:
        """The measure whose observations decide where and when the indicator exists."""
        return self.numerator or self.value or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A provider's delivery and its habits.

    marks         cell texts that are not numbers, and what each means here
    totals        breakdown values that stand for the sum of the others: {"Typ av huvudman": "Samtliga"}
    period_form   "kalenderar", "lasar", "tva_ar": how "2022/2023" and bare years are read
    scope         "public" figures are shared by every kommun of the installation;
                  "kommun" figures belong to the kommun that delivered them
    sub_areas     True when unknown names beside a single kommun may be its parts
    events        True when the source may give lists of single events
    events_counted_in        measure that counts every row of a list of single events; "" for none
    other_events_counted_in  measure of the rows whose kind is no measure of its own
    groups        True when the source gives lists of which kommun is in which group, and no figures
    """

    id: str
    name: str
    provider: str
    contact_role: str
    description: str
    period_form: str
    frequency: PeriodKind
    licence: str
    scope: str = "public"
    due: str = ""
    sub_areas: bool = False
    default_level: AreaLevel = AreaLevel.KOMMUN
    marks: tuple[tuple[str, Mark], ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    measures: tuple[Measure, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    url: str = ""
    events: bool = False
    events_counted_in: str = ""
    other_events_counted_in: str = ""
    groups: bool = False
