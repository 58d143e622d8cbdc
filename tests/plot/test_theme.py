"""The colours, as people with and without full colour vision see them."""

from __future__ import annotations

import itertools
import math

import pytest

from openweights.ladder import Category, Openness
from openweights.plot.flag_shares import mixed
from openweights.plot.theme import PALETTES, Theme, contrast, linear, luminance
from openweights.verdict import Verdict

#: What an eye without one kind of cone makes of linear red, green and blue.
#: Source: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.0.
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
#: Two colours this far apart in CIELAB are told apart at a glance even when they do not touch; about 2 is just noticeable.
FAR = 15


def lab(color: str, vision: str) -> tuple[float, float, float]:
    seen = [max(0.0, sum(m * c for m, c in zip(row, linear(color), strict=True))) for row in VISION[vision]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, seen, strict=True)) / white for row, white in zip(to_xyz, (0.9505, 1.0, 1.089), strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(first: str, second: str, vision: str) -> float:
    return math.dist(lab(first, vision), lab(second, vision))


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("vision", VISION)
def test_levels_categories_and_findings_are_told_apart(theme: Theme, vision: str) -> None:
    palette = PALETTES[theme]
    for colors in (palette.levels, [palette.of_category(each) for each in Category], palette.verdicts):
        for first, second in itertools.combinations(colors, 2):
            assert distance(first, second, vision) >= FAR, (first, second)


def test_the_measure_would_find_colours_that_look_alike() -> None:
    assert distance("#c1272d", "#4b7f2a", "full") > 80
    assert distance("#a52a2a", "#5c5c1e", "no green") < FAR


@pytest.mark.parametrize("theme", Theme)
def test_text_is_readable_and_marks_are_seen(theme: Theme) -> None:
    palette = PALETTES[theme]
    for ground in (palette.ground, palette.panel):
        assert contrast(palette.ink, ground) >= 7
        assert contrast(palette.muted, ground) >= 4.5
        # WCAG 2.2, 1.4.11, for what must be seen to understand a picture.
        assert all(contrast(palette.of_category(each), ground) >= 3 for each in Category)
    for color in (*palette.levels, *palette.verdicts, *(mixed(palette.shares, step / 50) for step in range(51))):
        assert contrast(palette.text_on(color), color) >= 4.5, color


@pytest.mark.parametrize("theme", Theme)
def test_a_greater_share_is_further_from_the_ground(theme: Theme) -> None:
    palette = PALETTES[theme]
    steps = [luminance(mixed(palette.shares, step / 20)) for step in range(21)]
    assert steps == sorted(steps, reverse=theme is Theme.LIGHT)
    assert mixed(palette.shares, 0) == palette.shares[0]
    assert mixed(palette.shares, 1) == palette.shares[2]


def test_each_finding_and_level_has_its_colour() -> None:
    palette = PALETTES[Theme.LIGHT]
    assert palette.of_verdict(Verdict.NOT_MET) == palette.verdicts[2]
    assert palette.of_level(Openness.FULLY_OPEN) == palette.levels[-1]
