"""Chance that always falls the same way: one generator per name."""

from __future__ import annotations

import hashlib

import numpy as np

SEED = 20261121


def generator(name: str) -> np.random.Generator:
    """A generator of its own for every measure, so that a new measure changes no other."""
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.default_rng([SEED, int.from_bytes(digest[:8], "big")])


def fixed_normals(keys: tuple[str, ...], *, name: str) -> np.ndarray:
    """One standard normal number per key, the same whatever other keys there are."""
    return np.array([generator(f"{name}/{key}").standard_normal() for key in keys])
