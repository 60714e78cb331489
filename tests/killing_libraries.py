"""What the process that others are forked from has loaded; none of it starts a thread or opens a file."""

import openpyxl  # noqa: F401
import pandas  # noqa: F401
import pyarrow.compute  # noqa: F401

import lagesbild.commands
import lagesbild.ingest.deliver
import lagesbild.ui.context  # noqa: F401
