"""What a heading says: unit, measure, and which kind of column stands under it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lagesbild.domain.geography import AreaLevel
from lagesbild.ingest.areas import fold

UNITS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), unit)
    for pattern, unit in (
        (r"mg\s?/\s?1[ .\u00a0]?000\s?(?:inv\w*|pers\w*|p\b|inhabitants)?\s?(?:/|och|per)\s?(?:dygn|dag|day|d\b)", "mg/1000 invånare/dygn"),
        (r"per 100[ .\u00a0]?000|/100[ .\u00a0]?000", "per 100 000"),
        (r"per 10[ .\u00a0]?000", "per 10 000"),
        (r"per 1[ .\u00a0]?000|/1[ .\u00a0]?000|promille|‰", "per 1 000"),
        (r"%|\bprocent\b|\bandel\w*\b|\bshare\b|\bpercent\b", "%"),
        (r"\b(?:tkr|kkr)\b|\btusen(?:tals)? kronor\b", "tkr"),
        (r"\b(?:mkr|mnkr)\b|\bmiljoner kronor\b", "mnkr"),
        (r"\b(?:kronor|kr|sek)\b", "kr"),
    )
)  # fmt: skip
COUNTED = re.compile(
    r"\bantal\b|^(?:count|n|number|population|folkmängd|befolkning|invånare|personer|brott)$|\bnumber of\b",
    re.IGNORECASE,
)
AVERAGE = re.compile(r"genomsnitt|medel|median|snitt\b|\bmean\b|index|\bpoäng", re.IGNORECASE)
LAST_UNIT = re.compile(
    r"(?:\s*[,;]\s*|\s+i\s+)(?:%|procent|tkr|kkr|mkr|mnkr|kr|kronor|antal|promille|‰)\.?$"
    r"|\s*[(\[](?:%|procent|tkr|kkr|mkr|mnkr|kr|kronor|antal|st|promille|‰)\.?[)\]]$",
    re.IGNORECASE,
)


def unit_of(heading: str) -> str | None:
    """The unit a heading names, None when it names none."""
    for pattern, unit in UNITS:
        if pattern.search(heading):
            return unit
    if COUNTED.search(heading.strip("# ")) and not AVERAGE.search(heading):
        return "antal"
    return None


def without_unit(heading: str) -> str:
    """ "Medelvärde,  tkr" without its unit; a heading that is nothing but its unit stays."""
    return LAST_UNIT.sub("", heading).strip(" ,;") or heading


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaHeading:
    """What a heading says of areas. ``rank`` is higher the smaller the areas are."""

    rank: int
    level: AreaLevel | None = None


_CODE = r"[\s_-]*(?:kod|code|id|nr|nummer)"
AREA_CODE_HEADINGS: tuple[tuple[re.Pattern[str], AreaHeading], ...] = tuple(
    (re.compile(pattern), heading)
    for pattern, heading in (
        (rf"(?:skolenhets|skol){_CODE}|skolenhetskod", AreaHeading(rank=6, level=AreaLevel.SKOLA)),
        (rf"(?:site|verks?|reningsverks?|anläggnings){_CODE}", AreaHeading(rank=6, level=AreaLevel.VERK)),
        (rf"(?:lsoa|msoa|deso|regso|stadsdels?|områdes?|delområdes?|nyko\d?|bas(?:område)?s?|distrikts?){_CODE}|deso|regso|nyko\d?", AreaHeading(rank=5, level=AreaLevel.DELOMRADE)),
        (rf"(?:kommun|municipality|kn|lkf){_CODE}|kommunkod|kkod|lkf|lau", AreaHeading(rank=3, level=AreaLevel.KOMMUN)),
        (rf"(?:region|area|geo|reg|plats){_CODE}|regionkod|geo|kod|code|areacode", AreaHeading(rank=3)),
        (rf"(?:läns?|lans?|county){_CODE}|länskod|lanskod", AreaHeading(rank=2, level=AreaLevel.LAN)),
        (rf"(?:country|lands?){_CODE}|landskod|iso\d?", AreaHeading(rank=1)),
    )
)  # fmt: skip
AREA_NAME_HEADINGS: tuple[tuple[re.Pattern[str], AreaHeading], ...] = tuple(
    (re.compile(pattern), heading)
    for pattern, heading in (
        (r"skola|skolenhet|skolans namn|skolnamn|skolenhetsnamn|school", AreaHeading(rank=6, level=AreaLevel.SKOLA)),
        (r"(?:avlopps)?reningsverk|verk|anläggning", AreaHeading(rank=6, level=AreaLevel.VERK)),
        (r"lsoa[ _]name|msoa[ _]name|(?:deso|regso)(?:[ _-]?namn)?|(?:stads|kommun|bostads|del|bo|polis|lokalpolis|nyckelkods?|bas)?områden?a?(?:[ _-]?namn)?|stadsdel(?:ar|snamn)?|distrikt|tätort|ort|delområde", AreaHeading(rank=5)),
        (r"city|town|stad|plats|place|location|site(?:[ _]name)?", AreaHeading(rank=4)),
        (r"kommun(?:er|[ _-]?namn)?|municipality(?:[ _]name)?|kommun\s*/\s*\w+|hemkommun", AreaHeading(rank=3, level=AreaLevel.KOMMUN)),
        (r"region(?:er|[ _-]?namn)?|area(?:[ _]?name)?|geografi\w*|geografiskt område|län och kommun|riket.*|geo", AreaHeading(rank=3)),
        (r"län(?:s[ _-]?namn|snamn)?|lan|county", AreaHeading(rank=2, level=AreaLevel.LAN)),
        (r"country|land|nation", AreaHeading(rank=1)),
    )
)  # fmt: skip

_FREE = re.IGNORECASE
PERIOD_HEADING = re.compile(
    r"(?:\w*(?:år|year)|ar|\w*läsår|lasar|läsåret|\w*månad(?:er)?|manad|month|\w*period|tid(?:s?period|punkt)?|time|kvartal|quarter"
    r"|vecka|week|veckonr|veckonummer|tertial|termin|halvår|(?:brotts|händelse|mät|prov|provtagnings|anmälnings)?(?:datum|dag|dygn)|date|day|"
    r"(?:larm|insats|rapport|incident|registrerings|start|inkommen|anmäl\w*|händelse)[ _-]?(?:datum|dag|tid|tidpunkt)"
    r"|datum (?:och )?(?:tid|klockslag)|datumtid|tidsstämpel|datetime|timestamp|inkom(?:men)?|anmäld|registrerad|rapporterad|årmånad|år\s*/\s*\w+|år och \w+|month name)"
)  # fmt: skip
NOT_PERIOD_HEADING = re.compile(r"födelseår|ålder.*|.*per år")
PARTS: tuple[tuple[re.Pattern[str], str, int], ...] = tuple(
    (re.compile(pattern), part, most)
    for pattern, part, most in (
        (r"\w*månad|manad|month|mån", "month", 12),
        (r"kvartal|quarter|kv", "quarter", 4),
        (r"vecka|veckonr|veckonummer|week", "week", 53),
        (r"tertial", "tertial", 3),
        (r"halvår", "half", 2),
    )
)
"""Heading -> which part of a year its numbers count, and how many there are."""

MEASURE_HEADING = re.compile(
    r"brott|brottstyp(?:er)?|brottskategori|brottsgrupp|brottskod|crime[ _]?type|offen[cs]e(?:[ _]type)?|indikator(?:er|namn)?"
    r"|indicator(?:[ _]?name)?|mått|measure|metric|variabel|variable|nyckeltal(?:s?namn)?|kpi|tabellinnehåll|tabellinnehall"
    r"|contents?(?:code)?|tabelluppgift|uppgift|innehåll|frågeområde|fråga|question|statistik"
)  # fmt: skip
IGNORED_HEADING = re.compile(
    r".*url.*|.*länk.*|link|web(?:site|plats|b)|.*hemsida.*|.*source.*|källa|.*export.*|.*extracted.*|uttag.*|.*uppdatera.*"
    r"|.*updated.*|hämtad.*|skapad.*|created.*|publicera.*|notes?|.*anmärkning.*|anm|kommentar.*|comment.*|fotnot.*|remark.*"
    r"|.*telefon.*|e-?post|e-?mail"
)  # fmt: skip
ID_HEADING = re.compile(
    r"(?:.*[ _-])?id|löpn(?:r|ummer)|radn(?:r|ummer)|rad|#|nr|diarien(?:r|ummer)|dnr|k-?nummer|index|objectid|fid|uuid|guid"
    r"|(?:ärende|händelse|anmälnings?|rapport|akt|incident|insats|larm|uppdrags)[ _-]?(?:nr|nummer)|ärende|k-?nr"
)
COORDINATE_HEADING = re.compile(
    r"lat(?:itude|itud)?|lon(?:g(?:itude|itud)?)?|lng|x|y|[xy][-_ ]?koord(?:inat)?|koord(?:inat)?\w*|north(?:ing)?|east(?:ing)?"
    r"|n(?:ord)?|e|ost|sweref\w*[ _-]?\w*|wgs84\w*|geom(?:etry)?|wkt"
)  # fmt: skip
HOUR_HEADING = re.compile(r"timme|hour|klockslag|klockan|klocktid|kl|tid|larmtid|tidpunkt")
"""A column of its own with the time of day."""

BREAKDOWN_HEADING = re.compile(
    r".*\b(?:kön|sex|gender|ålder(?:sgrupp|sklass)?|age(?:[ _]group)?|huvudman(?:nat?yp)?|ämne(?:n)?|kurs|typ|kategori|grupp|klass"
    r"|hushållstyp|hushåll|metabolite|substans|substance|ämnesgrupp|utbildning\w*|årskurs|åk|bakgrund|födelseland|födelseregion"
    r"|boendeform|upplåtelseform|inriktning|program|insats|åtgärd|orsak|svar(?:salternativ)?|category|group|type|drog|matris"
    r"|yrke|näringsgren|brottsplats|modus|veckodag|utfall|status)\b.*"
)  # fmt: skip
NUMERIC_BREAKDOWN = re.compile(
    r"ålder|age|årskurs|åk|klass|årsklass|timme|hour|(?:brotts|brk|diagnos)[ _-]?kod"
)
VALUE_HEADING = re.compile(
    r"antal|count|value|värde|varde|summa|totalt?|andel|procent|n|mängd|belopp|resultat|result|figure"
)
UNIT_HEADING = re.compile(r"enhet(?:er)?|måttenhet|unit(?:s| of measure)?|sort")
GROUP_TEXT = re.compile(
    r"(?:pojkar|flickor|kvinnor|män|kvinna|man|båda könen|totalt|samtliga|alla|inrikes födda|utrikes födda"
    r"|\d+\s?[-–]\s?\d+.*|\d+\s?\+.*|\d+ år.*)",
    re.IGNORECASE,
)
"""What divides people rather than names a measure."""

WHOLE_YEAR_HEADING = re.compile(
    r"hela året|helår(?:et)?|året|totalt?|summa|total(?:t)? (?:år|året)|år"
)
SO_FAR_HEADING = re.compile(r".*hittills.*|.*ackumulera.*|.*senaste 12.*|.*rullande.*")
LASAR_WORD = re.compile(r"läsår|lasar", _FREE)


TOTAL_HEADING = re.compile(
    r"totalt?|summa|samtliga(?: år)?|total(?:t)? (?:alla|samtliga) år|hela perioden"
)
CHANGE_HEADING = re.compile(r"(?:.* )?(?:förändring|ändring|differens|diff\.?)\b.*")
TWELVE_MONTHS_HEADING = re.compile(
    r"(?:de )?senaste (?:12|tolv) månaderna|rullande (?:12|tolv) månader"
)
SINCE_NEW_YEAR_HEADING = re.compile(
    r"hittills(?: (?:under|i) år(?:et)?| i år)?|ackumulerat(?: (?:under )?året)?"
)


def bare(heading: str) -> str:
    """A heading for comparison: folded, without a leading "#"."""
    return fold(heading.lstrip("# "))


def area_code_heading(name: str) -> AreaHeading | None:
    """What the heading says when it promises codes of areas."""
    return _first(AREA_CODE_HEADINGS, bare(name))


def area_name_heading(name: str) -> AreaHeading | None:
    """What the heading says when it promises names of areas."""
    return _first(AREA_NAME_HEADINGS, bare(name))


def _first(known: tuple[tuple[re.Pattern[str], AreaHeading], ...], name: str) -> AreaHeading | None:
    return next((heading for pattern, heading in known if pattern.fullmatch(name)), None)
