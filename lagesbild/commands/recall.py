"""recall: take a delivery back; older figures show again, nothing is deleted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.commands.reading import LOCAL, find_person
from lagesbild.domain.errors import SetupError

if TYPE_CHECKING:
    from lagesbild.domain.person import Person
    from lagesbild.store.connection import Store

HELP = "Tar tillbaka en leverans. Äldre siffror visas igen och ingenting raderas."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    parser.add_argument("delivery_id", metavar="NUMMER", type=int, help="leveransens nummer")
    parser.add_argument(
        "--as", metavar="PERSON", dest="person", help="roll att göra det som (annars lokal)"
    )
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Exit code 2 when there is no such stored delivery."""
    person = find_person(args.person, default=LOCAL)
    from lagesbild.access.policy import Action, require

    require(person, action=Action.RECALL)
    with opened_context() as context:
        _recall(context.store, delivery_id=args.delivery_id, person=person)
    if args.json:
        print_json({"delivery_id": args.delivery_id, "status": "recalled"})
    else:
        print(f"Leverans {args.delivery_id} är återkallad.")
    return 0


def _recall(store: Store, *, delivery_id: int, person: Person) -> None:
    from lagesbild.store.audit import append_audit
    from lagesbild.store.deliveries import list_deliveries, recall_delivery

    mine = {one.delivery_id for one in list_deliveries(store, kommun_code=person.kommun_code)}
    if delivery_id not in mine or not recall_delivery(store, delivery_id=delivery_id):
        raise SetupError(
            "KM-005", f"Det finns ingen sparad leverans med nummer {delivery_id}.",
            remedy="Se numren med python -m lagesbild deliveries.",
        )  # fmt: skip
    append_audit(store, person=person, action="recall", subject=str(delivery_id))
