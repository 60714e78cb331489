"""Every remark that intake can make on a file: code, title, text and remedy, in one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lagesbild.domain.errors import Fault

ROWS_SHOWN = 5
"""How many row numbers a message names; ``Fault.rows`` holds them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultKind:
    """One code. IN-0xx stop the delivery, IN-1xx are warnings.

    message  Swedish template: what happened
    remedy   Swedish template: what to do now
    """

    code: str
    title: str
    message: str
    remedy: str


_KINDS = (
    FaultKind(
        code="IN-001",
        title="Tom tabell",
        message="Filen har ingen tabell med data i.",
        remedy="Kontrollera att du valde rätt fil och att tabellen har minst en rad under rubrikerna.",
    ),
    FaultKind(
        code="IN-002",
        title="Personnummer i filen",
        message="Filen innehåller personnummer eller samordningsnummer och tas inte emot. "
        "Ingenting av den har sparats.",
        remedy="Ta bort personuppgifterna hos den som lämnar filen, så att bara antal är kvar, och "
        "lämna en ny fil. Radera den här filen om den inte får finnas kvar hos dig.",
    ),
    FaultKind(
        code="IN-003",
        title="Rubriker saknas",
        message="Tabellen saknar rubrikrad, så det går inte att veta vad kolumnerna betyder.",
        remedy="Skriv en rubrik för varje kolumn i steget där du rättar tolkningen, eller i "
        "mappningsfilen: column_names = [\"Kommun\", \"Antal elever\"].",
    ),
    FaultKind(
        code="IN-004",
        title="Period saknas",
        message="Filen säger inte vilken tid siffrorna gäller.",
        remedy="Lägg till en kolumn med år eller månad, eller skriv perioden i mappningen: "
        "period = \"2024\".",
    ),
    FaultKind(
        code="IN-005",
        title="Okänt mått",
        message="Måttet ”{name}” finns inte bland definitionerna för {source}.",
        remedy="Ge det ett namn i steget där du rättar tolkningen, eller i mappningsfilen: "
        "[[measures]] name = \"{name}\", unit = \"antal\", polarity = \"ambiguous\". "
        "Ska kolumnen inte med, skriv [columns.\"{name}\"] role = \"ignored\".",
    ),
    FaultKind(
        code="IN-006",
        title="Okänt område",
        message="Området ”{name}” går inte att känna igen.",
        remedy="Välj vilket område det är i steget där du rättar tolkningen, eller i mappningsfilen "
        "under [areas]: \"{name}\" = \"2260\", = \"delområde i 2260\" eller = \"ignorera\".",
    ),
    FaultKind(
        code="IN-007",
        title="Område saknas",
        message="Filen säger inte vilket område siffrorna gäller.",
        remedy="Lägg till en kolumn med kommunkod eller kommunnamn, eller skriv i mappningen: "
        "area = \"2260\".",
    ),
    FaultKind(
        code="IN-008",
        title="Text i en sifferkolumn",
        message="{count} där det ska stå tal innehåller text som inte är ett tal och inte ett känt "
        "tecken för saknade uppgifter.",
        remedy="Rätta cellerna i filen. Är det en kolumn som inte ska läsas som tal, ändra vad den är "
        "i steget där du rättar tolkningen.",
    ),
    FaultKind(
        code="IN-009",
        title="Negativt antal",
        message="{count} har ett negativt tal, men måttet är ett antal och kan inte vara mindre än noll.",
        remedy="Rätta talen i filen. Är det en förändring och inte ett antal, ge måttet ett eget namn.",
    ),
    FaultKind(
        code="IN-010",
        title="Period i framtiden",
        message="{count} gäller en tid som inte har börjat än ({period}).",
        remedy="Kontrollera årtalen i filen. Prognoser lämnas inte som utfall.",
    ),
    FaultKind(
        code="IN-011",
        title="Andel utanför 0–100",
        message="{count} har en andel som är mindre än 0 eller större än 100 procent.",
        remedy="Kontrollera att kolumnen verkligen är en andel i procent och att decimaltecknet är rätt.",
    ),
    FaultKind(
        code="IN-012",
        title="Period som inte går att läsa",
        message="{count} har en period som inte går att läsa.",
        remedy="Skriv perioden som 2024, 2024-05, maj 2024, kvartal 2 2024 eller 2023/24.",
    ),
    FaultKind(
        code="IN-013",
        title="Mappningen stämmer inte",
        message="Mappningen stämmer inte: {what}",
        remedy="Rätta mappningsfilen. Vad den får innehålla står i docs/felkoder.md under IN-013.",
    ),
    FaultKind(
        code="IN-014",
        title="Dubbletter",
        message="Filen har {count} med samma område, period, mått och uppdelning.",
        remedy="Ta bort dubbletterna eller lägg till en kolumn som skiljer raderna åt, till exempel "
        "undergrupp.",
    ),
    FaultKind(
        code="IN-015",
        title="Inga tal",
        message="Ingen kolumn i filen har tal som går att läsa.",
        remedy="Kontrollera att du valde rätt fil, eller säg vilken kolumn som har talen i steget där "
        "du rättar tolkningen.",
    ),
    FaultKind(
        code="IN-016",
        title="Okänd källa",
        message="Det finns ingen källa som heter ”{name}”.",
        remedy="Välj en av dessa: {known}.",
    ),
    FaultKind(
        code="IN-017",
        title="Nya mått namnges av någon annan",
        message="Mappningen namnger nya mått, och det får inte rollen {role} göra.",
        remedy="Be samordnaren lämna filen första gången. Sedan är måttet känt.",
    ),
    FaultKind(
        code="IN-018",
        title="Personnummer i namnet",
        message="Filens eller bladets namn innehåller något som ser ut som ett personnummer. Filen tas "
        "inte emot och ingenting av den har sparats.",
        remedy="Byt namn på filen eller bladet och lämna den igen.",
    ),
    FaultKind(
        code="IN-019",
        title="Arkivet går inte att skriva i",
        message="Filen kunde inte läggas i arkivet, så ingenting har sparats.",
        remedy="Kontrollera att det finns plats på disken och att mappen i LAGESBILD_DATA går att "
        "skriva i.",
    ),
    FaultKind(
        code="IN-020",
        title="Områdets kommun är okänd",
        message="Det går inte att se vilken kommun {count} hör till: {names}.",
        remedy="Områdenas koder ska börja med kommunens fyra siffror (2260R001), eller filen ha en kolumn "
        "som heter kommunkod. Kommunens egna områden lämnas under kommunens egen källa.",
    ),
    FaultKind(
        code="IN-021",
        title="Gränser för kommuner eller län",
        message="Filen har gränser för kommuner eller län ({names}). De finns redan i Lägesbild.",
        remedy="Lämna gränser för kommunens delar, till exempel SCB:s RegSO eller DeSO.",
    ),
    FaultKind(
        code="IN-022",
        title="Filen ändrades under tiden",
        message="Filen ändrades medan den lästes, så ingenting har sparats.",
        remedy="Vänta tills filen är färdigskriven och lämna den igen.",
    ),
    FaultKind(
        code="IN-023",
        title="Cellen går inte att rätta",
        message="Cellen går inte att rätta ({cell}).",
        remedy="Ange radnumret i din egen fil, välj kolumnen med siffran och skriv det rätta som ett tal, till "
        "exempel 1 234,5. Lämna fältet tomt om det rätta inte är känt.",
    ),
    FaultKind(
        code="IN-024",
        title="Annan enhet",
        message="Kolumnen anger {said}, men måttet räknas i {unit}.",
        remedy="Lämna kolumnen med rätt enhet, eller ge måttet ett eget namn i steget där du rättar "
        "tolkningen.",
    ),
    FaultKind(
        code="IN-025",
        title="Tal som blivit datum",
        message="{count} har ett datum där det ska stå tal. Kalkylprogram gör om tal som 3,5 till datum.",
        remedy="Gör om kolumnen till text i kalkylprogrammet, skriv in talen igen ur källan och lämna filen "
        "på nytt.",
    ),
    FaultKind(
        code="IN-026",
        title="Personuppgift i en text",
        message="Fältet ”{field}” innehåller {found}. Texten har inte sparats.",
        remedy="Skriv om texten utan uppgifter om enskilda personer.",
    ),
    FaultKind(
        code="IN-027",
        title="Tid utanför perioden",
        message="{count} ligger utanför den tid som listan säger sig gälla ({period}).",
        remedy="Rätta dagarna i filen. Är det perioden som är fel, rätta den i filens titel eller skriv den i "
        "mappningen: period = \"2025\".",
    ),
    FaultKind(
        code="IN-028",
        title="Ingen lista över kommungrupper",
        message="Filen har ingen tabell med en kolumn för kommun och en för kommungrupp.",
        remedy="Skriv rubrikerna Kommun (eller Kommunkod) och Kommungrupp över kolumnerna, som i mallen. Har "
        "filen siffror om kommuner: välj den källa som siffrorna kommer från.",
    ),
    FaultKind(
        code="IN-029",
        title="Okänd kommun",
        message="{count} gäller en kommun som inte finns: {names}.",
        remedy="Rätta kommunens kod (fyra siffror) eller namn i filen och lämna den igen. Är det en kommun som "
        "inte finns längre, ta bort raden.",
    ),
    FaultKind(
        code="IN-030",
        title="Kod och namn är olika kommuner",
        message="{count} har en kommunkod och ett kommunnamn som inte hör ihop: {names}.",
        remedy="Kontrollera att kolumnerna inte har sorterats var för sig, rätta raderna och lämna filen igen.",
    ),
    FaultKind(
        code="IN-031",
        title="Kommun i flera grupper",
        message="{count} står i mer än en grupp: {names}.",
        remedy="Låt varje kommun stå i en grupp. Har filen flera indelningar, lämna en av dem.",
    ),
    FaultKind(
        code="IN-032",
        title="Lista över kommungrupper under en annan källa",
        message="Filen är en lista över vilken kommungrupp kommuner hör till, och inga siffror.",
        remedy="Välj källan ”{name}” och lämna filen igen.",
    ),
    FaultKind(
        code="IN-101",
        title="Delar större än helheten",
        message="{count} har en del som är större än hela talet för samma område och period.",
        remedy="Kontrollera filen. Siffrorna sparas som de står om du går vidare.",
    ),
    FaultKind(
        code="IN-102",
        title="Hopp mot tidigare",
        message="{count} avviker kraftigt från samma områdes tidigare siffror.",
        remedy="Kontrollera att filen gäller rätt mått, område och enhet. Stämmer den, gå vidare.",
    ),
    FaultKind(
        code="IN-103",
        title="Små antal",
        message="{count} är ett antal mellan 1 och {limit} i uppgifter som kommunen själv äger.",
        remedy="Siffrorna visas inte för någon så länge de är så små. Överväg att lämna grövre "
        "uppgifter, och att måttet görs internt.",
    ),
    FaultKind(
        code="IN-104",
        title="Cell som liknar en formel",
        message="{count} börjar med ett tecken som kalkylprogram läser som en formel.",
        remedy="Texten sparas som text och körs aldrig här. Fråga den som gjorde filen om du inte "
        "väntade dig formler.",
    ),
    FaultKind(
        code="IN-106",
        title="Kan vara ett personnummer",
        message="{count} har ett tiosiffrigt tal som kan vara ett personnummer.",
        remedy="Kontrollera cellen. Är det ett personnummer ska filen inte lämnas.",
    ),
    FaultKind(
        code="IN-107",
        title="Nya delområden",
        message="Dessa namn läggs in som delområden i {kommun}: {names}.",
        remedy="Stämmer det inte, säg i steget där du rättar tolkningen vad namnen är.",
    ),
    FaultKind(
        code="IN-108",
        title="Nya indikatorer",
        message="{names} visas från och med nu som {word} med en enkel definition.",
        remedy="Fyll på definitionen under Datakällor när du vet mer.",
    ),
    FaultKind(
        code="IN-109",
        title="Raderna hoppas över",
        message="{count} hör till områden som du har valt att hoppa över.",
        remedy="Ändra svaret i steget där du rättar tolkningen om de ska med.",
    ),
    FaultKind(
        code="IN-110",
        title="Mått från en annan källa",
        message="Dessa mått hör egentligen till en annan källa: {names}.",
        remedy="Kontrollera att du valde rätt källa. Annars är allt i sin ordning.",
    ),
    FaultKind(
        code="IN-111",
        title="Känt fel rättat",
        message="{count} {what} när filen lästes: {reason}",
        remedy="Du behöver inte göra något. Cellen finns kvar som den stod, och rättelsen syns under "
        "Datakällor.",
    ),
    FaultKind(
        code="IN-112",
        title="Hål i tiden",
        message="{periods} saknas mitt i serien ({names}).",
        remedy="Kontrollera att inget fallit bort. Stämmer det, gå vidare: perioden visas som saknad.",
    ),
    FaultKind(
        code="IN-113",
        title="Färre områden än förra gången",
        message="{count} som fanns i det som lämnats förut finns inte i filen: {areas} ({names}).",
        remedy="Kontrollera att filen är hel. De äldre siffrorna finns kvar.",
    ),
    FaultKind(
        code="IN-114",
        title="Delen större än underlaget",
        message="{count} har ett antal som är större än det underlag som det är en andel av.",
        remedy="Kontrollera att kolumnerna inte har bytt plats. Siffrorna sparas som de står om du går "
        "vidare.",
    ),
    FaultKind(
        code="IN-115",
        title="Troligen en annan enhet",
        message="Nästan alla tal i kolumnen är omkring {times} gånger {word} än samma områdens tidigare "
        "tal.",
        remedy="Kontrollera enheten, till exempel kronor och tusental kronor. Stämmer talen, gå vidare.",
    ),
    FaultKind(
        code="IN-116",
        title="Platsen är inte ett känt delområde",
        message="{count} har en plats som inte är ett känt delområde. Händelserna räknas för hela kommunen, och "
        "platsens namn sparas inte.",
        remedy="Skriv delområdet i stället för gatan eller adressen, eller säg i mappningen under [areas] vilket "
        "delområde namnet är.",
    ),
    FaultKind(
        code="IN-117",
        title="Koordinater som inte kan stämma",
        message="{count} har koordinater som inte ligger i Sverige. Händelserna räknas, men utan plats på kartan.",
        remedy="Lämna nord och ost i SWEREF 99 TM, eller latitud och longitud i WGS 84. Kontrollera att inga "
        "siffror har fallit bort.",
    ),
    FaultKind(
        code="IN-118",
        title="Koordinater utanför kommunen",
        message="{count} har koordinater som ligger utanför kommunen. Händelserna räknas, men utan plats på kartan.",
        remedy="Kontrollera koordinaterna, eller om raderna gäller en annan kommun.",
    ),
    FaultKind(
        code="IN-119",
        title="Samma händelse flera gånger",
        message="{count} är helt lika en rad tidigare i filen, med samma nummer. Varje händelse räknas en gång.",
        remedy="Du behöver inte göra något. Är det olika händelser, ge dem egna nummer.",
    ),
    FaultKind(
        code="IN-120",
        title="Rader som är lika",
        message="{count} är helt lika en rad tidigare i filen, med samma klockslag. De räknas som olika händelser.",
        remedy="Kontrollera att filen inte har samma händelse flera gånger. En kolumn med händelsens nummer "
        "gör att dubbletter upptäcks.",
    ),
    FaultKind(
        code="IN-121",
        title="Klockslaget 00:00",
        message="{count} har klockslaget 00:00, många fler än andra timmar. De räknas som händelser utan klockslag.",
        remedy="Du behöver inte göra något. De är med i månader och veckor men inte i veckans timmar.",
    ),
    FaultKind(
        code="IN-122",
        title="Slag som inte räknas för sig",
        message="{count} har ett slag som inte är ett eget mått ({names}). De räknas bland alla händelser.",
        remedy="Ska ett slag följas för sig: ge det ett namn under [[measures]] i mappningen.",
    ),
    FaultKind(
        code="IN-123",
        title="Månad som inte är hel",
        message="Listan ser ut att täcka {days}. Händelserna sparas, men {months} får inget antal.",
        remedy="Lämna hellre hela året hittills varje gång: den nya listan ersätter den gamla för samma tid. "
        "Täcker listan mer än så, skriv det i mappningen: period = \"2025-01-01 - 2025-03-31\".",
    ),
    FaultKind(
        code="IN-124",
        title="Kommuner saknas i listan",
        message="{count} av {known} står inte i någon grupp.",
        remedy="Är listan bara en del går det bra: för de andra gäller den lista som lämnats förut. Annars, lägg "
        "till kommunerna.",
    ),
    FaultKind(
        code="IN-125",
        title="Flera blad med kommungrupper",
        message="Bara bladet ”{used}” läses, det har flest kommuner. Även {names} har kommuner och grupper.",
        remedy="Är det fel blad, lämna en fil där bara det rätta är kvar.",
    ),
    FaultKind(
        code="AR-001",
        title="Avbruten, inte sparad",
        message="{what} avbröts innan den var klar. Ingenting av den är sparat.",
        remedy="Gör om den.",
    ),
    FaultKind(
        code="AR-002",
        title="Avbruten men sparad",
        message="{what} avbröts innan kvittot hann skrivas, men den är sparad i sin helhet{where}.",
        remedy="Du behöver inte göra något.",
    ),
    FaultKind(
        code="AR-003",
        title="Databasen saknar leveranser",
        message="Arkivet har {count} som databasen inte har. Databasen är äldre än arkivet.",
        remedy="Bygg om databasen ur arkivet: python -m lagesbild rebuild.",
    ),
    FaultKind(
        code="AR-004",
        title="Arkivets journal går inte att läsa",
        message="Rad {number} i arkivets journal går inte att läsa.",
        remedy="Lägg tillbaka mappen arkiv från en säkerhetskopia. Ändra aldrig journalen för hand.",
    ),
    FaultKind(
        code="AR-005",
        title="Arkiverad fil saknas eller är ändrad",
        message="Filen till leverans {delivery_id} ({file}) saknas i arkivet eller har ändrats.",
        remedy="Lägg tillbaka mappen arkiv från en säkerhetskopia. Databasen är orörd.",
    ),
    FaultKind(
        code="AR-006",
        title="Leverans som inte går att läsa om",
        message="Leverans {delivery_id} ({file}) blir inte som den var när den läses om: {what}.",
        remedy="Databasen är orörd. Har en källa eller ett mått tagits bort ur data/catalog, lägg "
        "tillbaka det och försök igen.",
    ),
    FaultKind(
        code="XX-001",
        title="Oväntat fel",
        message="Något gick fel i programmet. Ingenting har ändrats.",
        remedy="Försök igen. Hjälper det inte, skicka loggfilen till den som sköter installationen: {log}",
    ),
    FaultKind(
        code="XX-002",
        title="Fel i anropet",
        message="Fel i anropet: {what}.",
        remedy="Se {command} --help.",
    ),
)  # fmt: skip

FAULT_KINDS: dict[str, FaultKind] = {kind.code: kind for kind in _KINDS}


def make_fault(
    code: str, *, sheet: str | None = None, rows: Iterable[int] = (), column: str | None = None,
    **words: object,
) -> Fault:  # fmt: skip
    """The remark with its place written out.

    words  what the templates of the code ask for
    """
    kind = FAULT_KINDS[code]
    numbers = tuple(sorted({int(row) for row in rows}))
    where = place_in_words(sheet=sheet, rows=numbers, column=column)
    message = kind.message.format(**words)
    return Fault(
        code=code,
        message=f"{message} ({where})" if where else message,
        remedy=kind.remedy.format(**words),
        sheet=sheet,
        row=numbers[0] if numbers else None,
        rows=numbers,
        column=column,
    )


def place_in_words(*, sheet: str | None, rows: tuple[int, ...], column: str | None) -> str:
    """Where something stood, as "blad Elever, rad 14, 15 och 31, kolumn Antal"."""
    parts = [f"blad {sheet}"] if sheet else []
    if rows:
        parts.append("rad " + rows_in_words(rows))
    if column:
        parts.append(f"kolumn {shorten(column)}")
    return ", ".join(parts)


def rows_in_words(rows: tuple[int, ...]) -> str:
    """A handful of row numbers, and a mark when there are more."""
    shown = ", ".join(str(row) for row in rows[:ROWS_SHOWN])
    return shown + (" …" if len(rows) > ROWS_SHOWN else "")


def count_in_words(number: int, *, one: str, many: str) -> str:
    """ "en rad", "12 rader": the number with its noun; thousands kept together by a hard space."""
    return one if number == 1 else f"{number:,} {many}".replace(",", "\u00a0")


def shorten(text: str, *, limit: int = 80) -> str:
    """A heading or a name that fits in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
