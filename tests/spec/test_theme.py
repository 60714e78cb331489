"""Colours that everyone can tell apart, in light and dark (WCAG 2.2: 1.4.3, 1.4.11, 1.4.1)."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from lagesbild.charts.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira & Fernandes (2009), severity 1.0, for linear RGB.
COLOUR_BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
SIGHTS = pytest.mark.parametrize("sight", ["full", *COLOUR_BLINDNESS])

TELLABLE = 15.0
"""CIE76 difference between two lines or points; about 2.3 can just be noticed side by side."""


def linear(colour: str) -> np.ndarray:
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    light, dark = sorted((float(weights @ linear(colour)) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, sight: str) -> np.ndarray:
    """CIE L*a*b* (D65) of the colour as this eye sees it."""
    rgb = linear(colour)
    if sight != "full":
        rgb = np.clip(np.array(COLOUR_BLINDNESS[sight]) @ rgb, 0, 1)
    to_xyz = [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ]
    x, y, z = np.array(to_xyz) @ rgb / np.array([0.95047, 1.0, 1.08883])
    fx, fy, fz = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def difference(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(seen(one, sight) - seen(other, sight)))


def test_the_yardsticks_give_known_values() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert seen("#FF0000", "full") == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    assert (
        difference("#FF0000", "#00FF00", "deuteranopia")
        < difference("#FF0000", "#00FF00", "full") / 2
    )


@THEMES
def test_text_can_be_read(theme: Theme) -> None:
    on_page = {"ink": theme.ink, "muted": theme.muted, "own": theme.own, "worse": theme.worse,
               "better": theme.better, "ambiguous": theme.ambiguous}  # fmt: skip
    too_weak = {
        name: round(contrast(colour, ground), 2)
        for name, colour in on_page.items()
        for ground in (theme.page, theme.panel)
        if contrast(colour, ground) < 4.5
    }
    assert not too_weak
    assert contrast(theme.ink, theme.band) >= 4.5
    assert contrast(theme.muted, theme.band) >= 4.5
    assert contrast(theme.example_ink, theme.example_fill) >= 4.5
    assert contrast(theme.page, theme.own) >= 4.5, "numbers inside bars"
    assert contrast(theme.page, theme.muted) >= 4.5, "numbers inside bars"


@THEMES
def test_graphics_can_be_seen(theme: Theme) -> None:
    for name in (
        "own",
        "comparison",
        "band_edge",
        "worse",
        "better",
        "ambiguous",
        "muted",
        "area_line",
    ):
        assert contrast(getattr(theme, name), theme.page) >= 3, name
    assert contrast(theme.ink, theme.suppressed) >= 3, "the cross in a hidden area"
    for colour in theme.classes:
        best = max(contrast(theme.ink, colour), contrast(theme.page, colour))
        assert best >= 3, f"an outline or its ground must stand out from {colour}"


@THEMES
@SIGHTS
def test_meanings_differ_for_every_eye(theme: Theme, sight: str) -> None:
    meanings = (theme.own, theme.comparison, theme.worse, theme.better, theme.ambiguous)
    assert difference(theme.worse, theme.better, sight) >= TELLABLE
    assert difference(theme.own, theme.comparison, sight) >= TELLABLE
    alike = {pair for pair in combinations(meanings, 2) if difference(*pair, sight) < 5}
    assert not alike


@THEMES
@SIGHTS
def test_map_classes_are_steps_of_light_for_every_eye(theme: Theme, sight: str) -> None:
    lightness = [seen(colour, sight)[0] for colour in theme.classes]
    steps = [b - a for a, b in pairwise(lightness)]
    assert all(step < -10 for step in steps) or all(step > 10 for step in steps)
    for colour in theme.classes:
        assert difference(colour, theme.suppressed, sight) >= 10, f"{colour} or hidden?"
        assert difference(colour, theme.missing, sight) >= 7, f"{colour} or missing?"
