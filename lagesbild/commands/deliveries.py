"""deliveries: what has been delivered."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from lagesbild.commands.opening import opened_context
from lagesbild.commands.output import add_json_flag, print_json

HELP = "Listar det som har lämnats, det nyaste först."


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after the command."""
    add_json_flag(parser)


def run(args: Namespace) -> int:
    """Shared deliveries and those of the home kommun."""
    from lagesbild.settings import home_kommun
    from lagesbild.store.deliveries import list_deliveries

    with opened_context() as context:
        found = list_deliveries(context.store, kommun_code=home_kommun())
    if args.json:
        print_json([asdict(one) for one in found])
        return 0
    if not found:
        print("Ingenting har lämnats ännu.")
    for one in found:
        state = "" if one.status == "stored" else " (återkallad)"
        example = " (exempeldata)" if one.is_example else ""
        held = f"{one.observations_stored} siffror"
        if one.events:
            held += f" och {one.events} händelser"
        elif one.kommuner:
            held = f"kommungrupp för {one.kommuner} kommuner"
        elif not one.observations_stored:
            held = f"gränser för {one.rows_read} områden"
        print(
            f"{one.delivery_id}\t{one.received_at:%Y-%m-%d %H:%M}\t{one.source_id}\t{one.file_name}\t"
            f"{held}{example}{state}"
        )
    return 0
