"""The commands, one a file. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import argparse
import os
import sys
from types import ModuleType

from lagesbild.commands import (
    backup,
    catalog,
    convert,
    decrypt,
    deliver,
    deliveries,
    demo,
    doctor,
    encrypt,
    inspect_file,
    people,
    query,
    rebuild,
    recall,
    report,
    restore,
    rotate_key,
    signals,
    template,
    watch,
)
from lagesbild.commands.output import fail, print_error
from lagesbild.commands.swedish import SwedishParser

COMMANDS: dict[str, ModuleType] = {
    "inspect": inspect_file,
    "convert": convert,
    "deliver": deliver,
    "deliveries": deliveries,
    "recall": recall,
    "query": query,
    "signals": signals,
    "report": report,
    "catalog": catalog,
    "demo": demo,
    "watch": watch,
    "template": template,
    "backup": backup,
    "restore": restore,
    "rebuild": rebuild,
    "encrypt": encrypt,
    "decrypt": decrypt,
    "rotate-key": rotate_key,
    "doctor": doctor,
    "people": people,
}
DONE, REFUSED, WRONG_USE = 0, 1, 2


def build_parser() -> argparse.ArgumentParser:
    """Every command with its help, without running any."""
    parser = SwedishParser(
        prog="python -m lagesbild",
        description="Lägesbild från kommandoraden.",
        epilog="Slutkod: 0 klart, 1 filen togs inte emot, 2 fel i anropet eller installationen.",
    )
    commands = parser.add_subparsers(dest="command", metavar="KOMMANDO", required=True)
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(command)
    return parser


def main(arguments: list[str]) -> int:
    """Run a command and turn whatever goes wrong into a message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    args = build_parser().parse_args(arguments)
    as_json = bool(getattr(args, "json", False))
    try:
        return int(COMMANDS[args.command].run(args))
    except BrokenPipeError:
        # The reader has what it wanted (| head); say nothing more on a closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print_error("Avbrutet. Ingenting har ändrats.")
        return WRONG_USE
    except Exception as error:
        return fail(error, as_json=as_json)
