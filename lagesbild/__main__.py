"""The command line: python -m lagesbild COMMAND. Codes: 0 done, 1 input refused, 2 wrong use or setup."""

from __future__ import annotations

import sys

from lagesbild.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
