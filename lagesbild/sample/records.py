"""Invented records of Ånge's council, so that the pages of its work can be tried. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from lagesbild.domain.work.inventory import (
    Availability,
    CollectionRound,
    Gap,
    GapKind,
    GroupAnswer,
    Obstacle,
    ObstacleKind,
    Quality,
    Request,
    Talk,
    Underlag,
)
from lagesbild.domain.work.record import Record
from lagesbild.domain.work.register import (
    Activity,
    Agreement,
    Block,
    BlockState,
    Body,
    Council,
    Document,
    DocumentKind,
    Organisation,
    OrganisationKind,
    Promise,
    Seat,
)
from lagesbild.domain.work.written import write_record
from lagesbild.domain.work.year import Happening, HappeningKind, Wheel
from lagesbild.sample.lagesbild_chain import example_lagesbild
from lagesbild.sample.work_chain import example_chain, with_ids
from lagesbild.sample.work_reach import example_reach
from lagesbild.store.connection import Store
from lagesbild.store.records import add_first_records_within, records_version

KOMMUN = "2260"
SAVED_BY = "exempel"


def load_example_records(store: Store, *, today: date) -> None:
    """Write them once, into a store without any record; they give way to the first real one of a kind."""
    if records_version(store):
        return
    records = _with_chain(_with_talk(example_records(today)), today=today)
    with store.transaction() as cursor:
        add_first_records_within(
            cursor, kommun_code=KOMMUN, saved_by=SAVED_BY,
            bodies=[(type(one).KIND, write_record(one)) for one in records],
        )  # fmt: skip


def _with_talk(records: list[Record]) -> list[Record]:
    """The groups' answers belong to the talk, which gets its id from its place."""
    place = next(n for n, one in enumerate(records, start=1) if isinstance(one, Talk))
    talk = f"{Talk.KIND}-{place}"
    return [replace(one, talk_id=talk) if isinstance(one, GroupAnswer) else one for one in records]


def _with_chain(records: list[Record], *, today: date) -> list[Record]:
    """Problems, causes and measures last; they belong to each other by their places too. What is new
    in the example stands at the end, so that the others keep their ids."""
    chain = {**example_chain(today), **example_lagesbild(today), **example_reach(today)}
    ids = {
        name: f"{type(one).KIND}-{place}"
        for place, (name, one) in enumerate(chain.items(), start=len(records) + 1)
    }
    return [*records, *with_ids(chain, ids=ids)]


def example_records(today: date) -> list[Record]:
    """Dates follow the day, so that something is over, something late and something coming."""
    return [
        *_inventory(), *_collecting(today), *_talk(today), *_year(today.year), *_register(today),
    ]  # fmt: skip


def _inventory() -> list[Record]:
    secrecy = Obstacle(
        kind=ObstacleKind.SECRECY, about="Uppgifter om enskilda ärenden får inte lämnas ut",
        legal_ground="OSL 26 kap. 1 §", way_round="Antal per kvartal och område, aldrig enstaka ärenden.",
    )  # fmt: skip
    return [
        Underlag(
            name="Orosanmälningar", source_id="socialtjanst", availability=Availability.HERE,
            quality=Quality.FAIR, quality_reason="Antalet beror också på hur många som anmäler.",
            organisation="Socialförvaltningen", responsible="enhetschef, barn och unga",
            how_often="varje månad", obstacles=(secrecy,),
        ),
        Underlag(
            name="Elevernas trygghet", source_id="skola", availability=Availability.HERE,
            quality=Quality.GOOD, organisation="Barn- och utbildningsförvaltningen",
            responsible="elevhälsochef", how_often="en gång per läsår",
        ),
        Underlag(
            name="Polisens lägesbild", availability=Availability.PARTLY, quality=Quality.GOOD,
            organisation="Polisen", responsible="kommunpolis", how_often="inför varje rådsmöte",
            obstacles=(
                Obstacle(
                    kind=ObstacleKind.SECRECY, about="Pågående arbete redovisas bara muntligt",
                    legal_ground="OSL 18 kap. 1 §", way_round="Skriv ner det som får spridas efter mötet.",
                ),
            ),
        ),
        Underlag(
            name="Väktarnas rapporter", availability=Availability.NONE, organisation="Fastighetsbolaget",
            responsible="förvaltare",
            obstacles=(Obstacle(kind=ObstacleKind.AGREEMENT, about="Avtalet säger inget om rapporter"),),
        ),
        Gap(
            what="Hur äldre upplever tryggheten på landsbygden", who="Pensionärsrådet",
            why="Enkäterna har för få svar utanför tätorten.", plan="Fråga vid vårens dialogmöten.",
        ),
        Gap(what="Någon som kan tolka kartanalyser", kind=GapKind.COMPETENCE, who="Länsstyrelsen"),
    ]  # fmt: skip


def _collecting(today: date) -> list[Record]:
    due = today - timedelta(days=9)
    return [
        CollectionRound(
            name=f"Lägesbilden {today.year + 1}", opens_on=today - timedelta(days=60), due_on=due,
            about="Allt som behövs till nästa lägesbild.",
            requests=(
                Request(
                    what="Orosanmälningar", source_id="socialtjanst",
                    organisation="Socialförvaltningen", responsible="enhetschef, barn och unga",
                ),
                Request(
                    what="Polisens lägesbild", organisation="Polisen", responsible="kommunpolis",
                    received_on=due - timedelta(days=3),
                ),
                Request(
                    what="Ungdomsrådets rapport", source_id="ungdomsrad", organisation="Ungdomsrådet",
                    due_on=today + timedelta(days=10),
                ),
            ),
        )
    ]  # fmt: skip


def _talk(today: date) -> list[Record]:
    return [
        Talk(name="Gruppsamtal om underlag", held_on=today - timedelta(days=80)),
        GroupAnswer(
            group="Skola och fritid", available=("Elevernas trygghet", "Besök på fritidsgården"),
            obstacles=("Sekretess i elevhälsan",), missing=("Uppgifter om skolfrånvaro",),
        ),
        GroupAnswer(
            group="Social omsorg och polis", available=("Orosanmälningar", "elevernas trygghet"),
            obstacles=("Sekretess i pågående ärenden",), missing=("Uppgifter om skolfrånvaro.",),
        ),
    ]  # fmt: skip


def _year(year: int) -> list[Record]:
    council, group = HappeningKind.COUNCIL, HappeningKind.GROUP
    days: tuple[tuple[str, HappeningKind, date, date | None], ...] = (
        ("Möte i rådet, lägesbild", council, date(year, 2, 17), None),
        ("Möte i rådet, åtgärdsplan", council, date(year, 5, 19), None),
        ("Möte i rådet, uppföljning", council, date(year, 9, 15), None),
        ("Möte i rådet, året som gått", council, date(year, 12, 8), None),
        ("Arbetsgruppen", group, date(year, 1, 27), None),
        ("Arbetsgruppen, inför våren", group, date(year, 4, 21), None),
        ("Arbetsgruppen, inför hösten", group, date(year, 8, 25), None),
        ("Arbetsgruppen, inför nästa år", group, date(year, 11, 24), None),
        ("Avloppsvatten, vår", HappeningKind.MEASUREMENT, date(year, 3, 9), date(year, 3, 15)),
        ("Avloppsvatten, höst", HappeningKind.MEASUREMENT, date(year, 10, 5), date(year, 10, 11)),
        ("Kampanjvecka om alkohol", HappeningKind.CAMPAIGN, date(year, 4, 27), date(year, 5, 3)),
        ("Kampanjvecka mot våld", HappeningKind.CAMPAIGN, date(year, 11, 23), date(year, 11, 29)),
        ("Skolavslutningen", HappeningKind.EVENT, date(year, 6, 11), None),
        ("Sommarfesten", HappeningKind.EVENT, date(year, 8, 28), date(year, 8, 30)),
    )
    return [
        *(
            Happening(title=title, kind=kind, starts_on=start, ends_on=end)
            for title, kind, start, end in days
        ),
        Wheel(year=year, owner="Trygghetsrådet"),
    ]


def _register(today: date) -> list[Record]:
    return [
        Council(
            led_by="kommunstyrelsens ordförande", reports_to="kommunstyrelsen",
            coordinated_by="samordnaren på kommunledningsförvaltningen",
        ),
        *_members(), *_documents(today), *_agreed(today),
    ]  # fmt: skip


def _members() -> list[Record]:
    parties = (
        ("Kommunstyrelsen", OrganisationKind.KOMMUN, "ordförande", "Alva Påhittad", True),
        ("Polisen", OrganisationKind.POLICE, "lokalpolisområdeschef", "Bertil Påhittad", True),
        ("Räddningstjänsten", OrganisationKind.RESCUE, "stationschef", "Carin Påhittad", False),
        ("Socialförvaltningen", OrganisationKind.KOMMUN, "förvaltningschef", "David Påhittad", True),
    )  # fmt: skip
    seats: list[Record] = [
        Seat(name=name, organisation=party, title=title, is_leading=leads)
        for party, _, title, name, leads in parties
    ]
    seats.append(
        Seat(
            name="Elsa Påhittad",
            organisation="Kommunledningsförvaltningen",
            title="samordnare",
            body=Body.GROUP,
            deputy="Filip Påhittad",
        )
    )
    return [*seats, *(Organisation(name=party, kind=kind) for party, kind, *_ in parties)]


def _documents(today: date) -> list[Record]:
    decided = date(today.year - 1, 6, 12)
    return [
        Document(
            title=f"Lägesbild {decided.year}", kind=DocumentKind.LAGESBILD, decided_on=decided,
            decided_by="Kommunstyrelsen", reference=f"KS {decided.year}/00",
        ),
        Document(
            title=f"Åtgärdsplan {decided.year}", kind=DocumentKind.ACTION_PLAN, decided_on=decided,
            decided_by="Kommunstyrelsen", reference=f"KS {decided.year}/00",
        ),
        Document(
            title="Reglemente för rådet", kind=DocumentKind.RULES, decided_by="Kommunstyrelsen",
            decided_on=date(today.year - 3, 1, 1), valid_until=date(today.year + 1, 1, 1),
            review_on=date(today.year, 12, 1),
        ),
    ]  # fmt: skip


def _agreed(today: date) -> list[Record]:
    start, end = date(today.year - 1, 1, 1), date(today.year + 1, 12, 31)
    return [
        Agreement(
            title="Samverkansöverenskommelse", purpose="Färre brott och större trygghet.",
            areas=("Ungas levnadsvillkor", "Trygghet i tätorten"), parties=("Kommunen", "Polisen"),
            starts_on=start, ends_on=end, review_on=date(today.year + 1, 3, 1),
            blocks=(
                Block(number=1, name="Alkohol och droger", owner="Kommunen", state=BlockState.UNDERWAY),
                Block(number=2, name="Trygg i butik", owner="Polisen", state=BlockState.PAUSED),
                Block(number=3, name="Klotter", owner="Kommunen", state=BlockState.FINE),
            ),
        ),
        Promise(
            title="Vi syns där ungdomar är", place="Ånge tätort", parties=("Kommunen", "Polisen"),
            starts_on=start, ends_on=end,
            activities=(
                Activity(what="Kvällsvandring", owner="Kommunen", planned=12, done=7),
                Activity(what="Fotpatrull i centrum", owner="Polisen", planned=20, done=18),
            ),
        ),
    ]  # fmt: skip
