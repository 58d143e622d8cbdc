"""The colours of the pictures: on light and on dark ground, told apart by colour-blind readers too.

Grey for closed, orange for open weights, blue for open source; within each, lightness tells the levels apart. The difference of hue lies on
the axis from blue to yellow, which those who do not see red or green do see; a test computes how the colours look to them.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from openweights.ladder import Category, Openness
from openweights.verdict import Verdict


class Theme(Enum):
    """On which ground a picture is drawn."""

    LIGHT = "light"
    DARK = "dark"


@frozen(kw_only=True)
class Palette:
    """The colours of a theme, as `#rrggbb`."""

    #: What is drawn upon.
    ground: str
    #: A surface on it.
    panel: str
    #: Text.
    ink: str
    #: Text that says less.
    muted: str
    #: Lines between things.
    line: str
    #: The levels of the ladder, lowest first.
    levels: tuple[str, ...]
    #: A share, from the lowest above nothing to the whole.
    shares: tuple[str, str, str]
    #: A claim that was found to hold, that may hold, and that does not.
    verdicts: tuple[str, str, str]

    def of_level(self, level: Openness) -> str:
        """Return the colour of a level."""
        return self.levels[level.rank]

    def of_category(self, category: Category) -> str:
        """Return the colour of a category: that of the level which stands for it."""
        return self.of_level(
            {Category.CLOSED: Openness.HOSTED, Category.OPEN_WEIGHTS: Openness.WEIGHTS_RESTRICTED}.get(category, Openness.FULLY_OPEN)
        )

    def of_verdict(self, verdict: Verdict) -> str:
        """Return the colour of a claim's verdict."""
        return dict(zip((Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET), self.verdicts, strict=True))[verdict]

    def text_on(self, color: str) -> str:
        """Return black or white, whichever is read better on `color`."""
        return max(("#000000", "#ffffff"), key=lambda text: contrast(text, color))


def contrast(first: str, second: str) -> float:
    """Return the ratio of contrast of two colours.

    Source: Web Content Accessibility Guidelines 2.2, definitions of "contrast ratio" and "relative luminance".

    Examples:
        >>> contrast("#000000", "#ffffff")
        21.0
    """
    low, high = sorted((luminance(first), luminance(second)))
    return round((high + 0.05) / (low + 0.05), 2)


def luminance(color: str) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white)."""
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(color), strict=True))


def linear(color: str) -> tuple[float, float, float]:
    """Return red, green and blue of a colour as amounts of light, from 0 to 1."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


PALETTES = {
    Theme.LIGHT: Palette(
        ground="#ffffff",
        panel="#f3f4f6",
        ink="#1a1c20",
        muted="#565a63",
        line="#c5c9d0",
        levels=("#3f4249", "#747982", "#b4b8bf", "#8f3500", "#cc6a08", "#f7cf6d", "#74b3dd", "#0b4f92"),
        shares=("#dce9f5", "#5b9bd0", "#08396b"),
        verdicts=("#0b4f92", "#b4b8bf", "#cc6a08"),
    ),
    Theme.DARK: Palette(
        ground="#1e2129",
        panel="#282c37",
        ink="#eceef2",
        muted="#a9aeba",
        line="#4a5060",
        levels=("#636874", "#8f95a1", "#c3c8d1", "#b5480f", "#f0913a", "#fbdc8a", "#9ccff7", "#3a86cf"),
        shares=("#2b3f55", "#4f93cb", "#cfe6f9"),
        verdicts=("#3a86cf", "#c3c8d1", "#f0913a"),
    ),
}
