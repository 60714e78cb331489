"""people: who has access, for the one who looks after the installation. Makes the first administrator."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.domain.errors import LagesbildError, SetupError
from lagesbild.domain.person import ROLE_WORDS, Member, Person, Role, same_address

if TYPE_CHECKING:
    from lagesbild.store.connection import Store

HELP = "Visar, lägger till, ändrar och tar bort personer som har tillgång."
ROLES = [role.value for role in Role if role is not Role.PUBLIC]


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    what = parser.add_subparsers(dest="what", metavar="VAD", required=True)
    listing = what.add_parser("list", help="vilka som har tillgång")
    adding = what.add_parser("add", help="ge någon tillgång")
    adding.add_argument("email", metavar="E-POST", help="adressen som personen loggar in med")
    adding.add_argument("--name", metavar="NAMN", required=True)
    adding.add_argument(
        "--role", choices=ROLES, metavar="ROLL", required=True, help=", ".join(ROLES)
    )
    changing = what.add_parser("change", help="ändra någons tillgång")
    changing.add_argument("email", metavar="E-POST", help="personens adress")
    changing.add_argument("--name", metavar="NAMN")
    changing.add_argument("--role", choices=ROLES, metavar="ROLL", help=", ".join(ROLES))
    changing.add_argument(
        "--new-account", action="store_true", help="koppla kontot på nytt vid nästa inloggning"
    )
    for one in (adding, changing):
        one.add_argument("--organisation", metavar="NAMN")
        one.add_argument("--source", metavar="KÄLLA", nargs="+", help="dataleverantörens källor")
        one.add_argument("--from", metavar="DAG", dest="start", help="första dag, ÅÅÅÅ-MM-DD")
        one.add_argument("--until", metavar="DAG", dest="end",
                         help="sista dag, ÅÅÅÅ-MM-DD, eller tills-vidare")  # fmt: skip
    removing = what.add_parser("remove", help="ta bort någons tillgång")
    removing.add_argument("email", metavar="E-POST", help="personens adress")
    for one in (listing, adding, changing, removing):
        one.add_argument("--kommun", metavar="KOD", help="kommunens kod (annars hemkommunen)")
        add_json_flag(one)


def run(args: Namespace) -> int:
    """Exit code 2 when it cannot be done; nothing is then changed."""
    from lagesbild.settings import home_kommun

    kommun = args.kommun or home_kommun()
    person = Person(
        id="kommandorad:administrator", name="Kommandoraden", role=Role.ADMINISTRATOR,
        kommun_code=kommun,
    )  # fmt: skip
    with opened_context() as context:
        if kommun not in context.areas(None):
            raise SetupError(
                "KM-022", f"Det finns ingen kommun med koden {kommun}.", remedy="Ange fyra siffror."
            )
        members = _act(args, store=context.store, person=person)
    _print(members, as_json=args.json)
    return 0


def _act(args: Namespace, *, store: Store, person: Person) -> list[Member]:
    """Do it; returns those whom the command is about."""
    from lagesbild.ingest.personal_data import refuse_person_numbers
    from lagesbild.settings import today
    from lagesbild.workspace.people import people_of, remove_member, save_member

    known = people_of(store, person=person)
    if args.what == "list":
        return known
    if args.what == "remove":
        found = _find(known, email=args.email)
        return [
            remove_member(store, person_id=found.person_id, person=person, today=today())
        ]  # fmt: skip
    member = _new(args, kommun=person.kommun_code or "") if args.what == "add" else None
    member = member or _changed(args, _find(known, email=args.email))
    return [
        save_member(
            store, member=member, person=person, today=today(), check_text=refuse_person_numbers
        )
    ]


def _new(args: Namespace, *, kommun: str) -> Member:
    from lagesbild.settings import today

    return Member(
        name=args.name, organisation=args.organisation or "", email=args.email,
        role=Role(args.role), kommun_code=kommun, starts_on=_day(args.start) or today(),
        sources=tuple(args.source) if args.source else None, ends_on=_last_day(args.end),
    )  # fmt: skip


def _changed(args: Namespace, member: Member) -> Member:
    account = {"issuer": "", "subject": ""} if args.new_account else {}
    return replace(
        member, name=args.name or member.name, role=Role(args.role) if args.role else member.role,
        organisation=member.organisation if args.organisation is None else args.organisation,
        sources=tuple(args.source) if args.source else member.sources,
        starts_on=_day(args.start) or member.starts_on,
        ends_on=_last_day(args.end) if args.end else member.ends_on, **account,
    )  # fmt: skip


def _find(known: list[Member], *, email: str) -> Member:
    wanted = same_address(email)
    found = next((one for one in known if one.email == wanted and not one.is_removed), None)
    if found is None:
        raise LagesbildError(
            "AC-009", "Personen finns inte i registret.",
            remedy="Se sidan Personer, eller kör python -m lagesbild people list.",
        )  # fmt: skip
    return found


def _last_day(text: str | None) -> date | None:
    return None if text == "tills-vidare" else _day(text)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SetupError(
            "KM-021", f"”{text}” är inte ett datum.", remedy="Skriv det som ÅÅÅÅ-MM-DD."
        ) from error


def _print(members: list[Member], *, as_json: bool) -> None:
    if as_json:
        print_json([{**asdict(one), "is_bound": bool(one.subject)} for one in members])
        return
    for one in members:
        ends = f"till {one.ends_on.isoformat()}" if one.ends_on else "tills vidare"
        state = "borttagen" if one.is_removed else ends
        print(f"{one.email}\t{one.name}\t{ROLE_WORDS[one.role]}\t{state}")
    if not members:
        print("Ingen i kommunen är inlagd i registret än.")
