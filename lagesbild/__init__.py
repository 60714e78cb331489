"""Lägesbild: a municipality's situation picture of crime, from files to decisions."""

__version__ = "0.1.0"
