"""recall: take a delivery back; older figures show again, nothing is deleted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_json
from lagesbild.commands.reading import LOCAL, find_person
from lagesbild.domain.errors import SetupError

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
    from lagesbild.ingest.recall import recall

    with opened_context() as context:
        done = recall(args.delivery_id, store=context.store, archive=context.archive, person=person)
        if done:
            context.settle_protection()
    if not done:
        raise SetupError(
            "KM-005", f"Det finns ingen sparad leverans med nummer {args.delivery_id}.",
            remedy="Se numren med python -m lagesbild deliveries.",
        )  # fmt: skip
    if args.json:
        print_json({"delivery_id": args.delivery_id, "status": "recalled"})
    else:
        print(f"Leverans {args.delivery_id} är återkallad.")
    return 0
