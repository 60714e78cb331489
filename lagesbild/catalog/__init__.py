"""Reads data/catalog into domain objects, and refuses what does not fit."""
