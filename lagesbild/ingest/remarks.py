"""What can be said about a file before anyone asks what its numbers mean: one table of codes.

RD-0xx  the file cannot be read at all: domain.errors.FileRefused
RD-1xx  it can be read, but something was lost or left out on the way
TY-0xx  no table was found in it
TY-1xx  how a table was understood needs a second look
"""

from __future__ import annotations

from collections.abc import Iterable

from lagesbild.domain.errors import Fault, FileRefused
from lagesbild.ingest.faults import FaultKind, place_in_words

_KINDS = (
    FaultKind(
        code="RD-001",
        title="Tom fil",
        message="Filen {file} är tom.",
        remedy="Exportera den på nytt och kontrollera att den har innehåll innan du lämnar den.",
    ),
    FaultKind(
        code="RD-002",
        title="Okänt filformat",
        message="Filen {file} är inte i ett format som går att läsa här.",
        remedy="Spara den som CSV (UTF-8) eller som Excel-arbetsbok (.xlsx) och lämna den igen.",
    ),
    FaultKind(
        code="RD-003",
        title="Inte en textfil",
        message="Filen {file} har innehåll som inte är text.",
        remedy="Filen kan vara skadad eller ha fel filändelse. Hämta den på nytt från källan, eller "
        "spara den som CSV (UTF-8) eller Excel-arbetsbok (.xlsx).",
    ),
    FaultKind(
        code="RD-004",
        title="Lösenordsskyddad arbetsbok",
        message="Arbetsboken {file} är skyddad med lösenord och går inte att öppna.",
        remedy="Öppna den i Excel, ta bort lösenordet (Arkiv, Information, Skydda arbetsbok) och spara "
        "den på nytt.",
    ),
    FaultKind(
        code="RD-005",
        title="Skadad arbetsbok",
        message="Arbetsboken {file} är skadad och går inte att öppna.",
        remedy="Öppna den i Excel, låt Excel reparera den och spara den på nytt som .xlsx.",
    ),
    FaultKind(
        code="RD-006",
        title="Format som inte tas emot",
        message="Filen {file} är {what} och kan inte läsas som en tabell.",
        remedy="Be den som lämnar uppgifterna om tabellen som CSV eller Excel-arbetsbok (.xlsx).",
    ),
    FaultKind(
        code="RD-007",
        title="För stor när den packas upp",
        message="Arbetsboken {file} blir orimligt stor när den packas upp och öppnas därför inte.",
        remedy="Kontrollera var filen kommer ifrån. Är den äkta, spara bara bladet med data som CSV.",
    ),
    FaultKind(
        code="RD-008",
        title="För stor fil",
        message="Filen {file} är större än {limit} MB.",
        remedy="Dela upp den, till exempel ett år per fil.",
    ),
    FaultKind(
        code="RD-009",
        title="PC-Axis-fil som inte går att läsa",
        message="PC-Axis-filen {file} går inte att läsa: {what}.",
        remedy="Hämta filen på nytt från statistikdatabasen, eller hämta samma tabell som CSV eller Excel.",
    ),
    FaultKind(
        code="RD-010",
        title="PC-Axis-fil med fel antal tal",
        message="PC-Axis-filen {file} har {found} tal men ska enligt sin egen beskrivning ha {expected}.",
        remedy="Filen är avhuggen eller ändrad för hand. Hämta den på nytt från statistikdatabasen.",
    ),
    FaultKind(
        code="RD-011",
        title="JSON-fil som inte är en tabell",
        message="JSON-filen {file} är skadad eller har inte statistik i en form som känns igen.",
        remedy="Hämta tabellen som JSON-stat eller CSV. Från Kolada ska det vara värden, inte listan över "
        "nyckeltal.",
    ),
    FaultKind(
        code="RD-012",
        title="För stor tabell",
        message="Filen {file} säger sig ha fler celler än {limit} och öppnas därför inte.",
        remedy="Gör ett mindre urval i källan, till exempel färre år eller bara de egna kommunerna.",
    ),
    FaultKind(
        code="RD-013",
        title="Webbsida utan siffror",
        message="Webbsidan {file} har ingen tabell med siffror.",
        remedy="Spara sidan när tabellen visas, eller hämta tabellen som CSV eller Excel i stället.",
    ),
    FaultKind(
        code="RD-014",
        title="Skadad Parquet-fil",
        message="Parquet-filen {file} är skadad och går inte att öppna.",
        remedy="Skapa den på nytt, eller lämna tabellen som CSV (UTF-8).",
    ),
    FaultKind(
        code="RD-101",
        title="Förstörda bokstäver",
        message="I filen är å, ä och ö förstörda på {count}. Namnen går inte att få tillbaka, men "
        "koderna går att läsa.",
        remedy="Exportera filen på nytt från källan som CSV (UTF-8) om namnen behövs.",
    ),
    FaultKind(
        code="RD-102",
        title="Dubbelkodade bokstäver",
        message="Filens å, ä och ö var kodade två gånger och har rättats vid läsningen.",
        remedy="Kontrollera att namnen ser rätt ut. Exportera annars filen på nytt som CSV (UTF-8).",
    ),
    FaultKind(
        code="RD-103",
        title="Dolt blad",
        message="Bladet {sheet} är dolt i arbetsboken och läses inte.",
        remedy="Visa bladet i Excel och spara på nytt om det ska vara med.",
    ),
    FaultKind(
        code="RD-104",
        title="Formler utan värde",
        message="{count} har en formel utan uträknat värde och läses som tomma.",
        remedy="Öppna arbetsboken i Excel, låt den räkna om och spara den på nytt.",
    ),
    FaultKind(
        code="RD-105",
        title="Citattecken som inte stängs",
        message="Filen har ett citattecken som aldrig stängs. Citattecken läses därför som vanlig text.",
        remedy="Kontrollera att kolumnerna hamnar rätt. Exportera annars filen på nytt.",
    ),
    FaultKind(
        code="RD-106",
        title="Nyckelord saknas i PC-Axis-filen",
        message="PC-Axis-filen saknar {what}. Siffrorna går att läsa ändå.",
        remedy="Kontrollera mått och enhet. Hämta annars filen på nytt från statistikdatabasen.",
    ),
    FaultKind(
        code="RD-107",
        title="Rader i PC-Axis-filen som inte går att läsa",
        message="Delar av filens beskrivning går inte att läsa och har hoppats över. Siffrorna är lästa.",
        remedy="Kontrollera raderna: ett citattecken kan stå fel. En anmärkning kan ha gått förlorad.",
    ),
    FaultKind(
        code="RD-108",
        title="Listor i PC-Axis-filen som inte stämmer",
        message="{what} har inte lika många värden som variabeln och används inte.",
        remedy="Kontrollera att områden och perioder blev rätt. Hämta annars filen på nytt.",
    ),
    FaultKind(
        code="TY-001",
        title="Ingen tabell hittades",
        message="I filen finns ingen tabell med data.",
        remedy="Kontrollera att det är rätt fil, och att tabellen har en rubrikrad och minst en datarad.",
    ),
    FaultKind(
        code="TY-101",
        title="Rubriker saknas",
        message="Tabellen har ingen rubrikrad. Första raden är data och kolumnerna kallas Kolumn 1, "
        "Kolumn 2 och så vidare.",
        remedy="Skriv en rubrik för varje kolumn när du lämnar filen.",
    ),
    FaultKind(
        code="TY-102",
        title="Rader med fel antal fält",
        message="{count} har fler eller färre fält än tabellen.",
        remedy="Kontrollera raderna i filen: ett avgränsningstecken kan saknas eller stå i en text.",
    ),
    FaultKind(
        code="TY-103",
        title="Punkt eller komma kan betyda två saker",
        message="Talen kan läsas både som tusental och som decimaltal. De har lästs som {reading}.",
        remedy="Kontrollera några tal mot källan. Blev det fel, exportera filen utan tusentalsavgränsare.",
    ),
    FaultKind(
        code="TY-104",
        title="Text bland tal",
        message="{count} har en text som varken är ett tal eller ett känt tecken för saknade uppgifter.",
        remedy="Rätta cellerna i filen, eller välj källa så att källans egna tecken känns igen.",
    ),
    FaultKind(
        code="TY-105",
        title="Områden som inte känns igen",
        message="{count} har ett område som inte känns igen på kod eller namn.",
        remedy="Du får säga vilka de är när du lämnar filen.",
    ),
    FaultKind(
        code="TY-106",
        title="Period saknas",
        message="Varken kolumner, rubriker eller titel säger vilken tid siffrorna gäller.",
        remedy="Du får skriva perioden när du lämnar filen.",
    ),
    FaultKind(
        code="TY-107",
        title="Period som inte går att läsa",
        message="{count} har en period som inte går att läsa.",
        remedy="Skriv perioden som 2024, 2024-05, maj 2024, kvartal 2 2024 eller 2023/24.",
    ),
    FaultKind(
        code="TY-108",
        title="Tal som blivit datum",
        message="{count} ser ut som tal som ett kalkylprogram har gjort om till datum.",
        remedy="Hämta filen på nytt från källan och lämna den utan att öppna och spara den i Excel.",
    ),
)  # fmt: skip

READING_KINDS: dict[str, FaultKind] = {kind.code: kind for kind in _KINDS}


def refuse(code: str, *, file: str, **words: object) -> FileRefused:
    """The error to raise when a file cannot be read."""
    kind = READING_KINDS[code]
    return FileRefused(code, kind.message.format(file=file, **words), remedy=kind.remedy)


def remark(
    code: str, *, sheet: str | None = None, rows: Iterable[int] = (), column: str | None = None,
    **words: object,
) -> Fault:  # fmt: skip
    """A remark with its place written out. Words never hold the text of a cell."""
    kind = READING_KINDS[code]
    numbers = tuple(sorted({int(row) for row in rows}))
    told = "{sheet}" in kind.message
    where = place_in_words(sheet=None if told else sheet, rows=numbers, column=column)
    message = kind.message.format(sheet=sheet or "", **words)
    return Fault(
        code=code,
        message=f"{message} ({where})" if where else message,
        remedy=kind.remedy,
        sheet=sheet,
        row=numbers[0] if numbers else None,
        rows=numbers,
        column=column,
    )
