"""argparse in Swedish: its own words are English and cannot be set one by one."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from lagesbild.ingest.faults import make_fault

WORDS = {
    "usage: ": "användning: ",
    "positional arguments": "argument",
    "options": "val",
    "show this help message and exit": "visa den här hjälpen och avsluta",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fel: %(message)s\n",
    "the following arguments are required: %s": "det här saknas: %s",
    "unrecognized arguments: %s": "okänt: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r finns inte (välj bland %(choices)s)",
    "expected one argument": "ett värde saknas",
    "expected at least one argument": "minst ett värde saknas",
    "invalid %(type)s value: %(value)r": "%(value)r går inte att läsa",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan betyda %(matches)s",
    "ignored explicit argument %r": "%r ska inte stå här",
}


def translate(text: str) -> str:
    """The Swedish words for one of argparse's own texts."""
    return WORDS.get(text, text)


# argparse looks its texts up through this name each time it needs one.
argparse._ = translate  # type: ignore[attr-defined]


class SwedishParser(argparse.ArgumentParser):
    """A parser whose errors go to stderr in Swedish, with code XX-002 and exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        fault = make_fault("XX-002", what=message, command=self.prog)
        print(f"{fault.message} ({fault.code})\n{fault.remedy}", file=sys.stderr)
        raise SystemExit(2)
