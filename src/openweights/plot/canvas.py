"""The ground of every picture: one plane in points, a title, texts that are taken as they are, and legends."""

# The stubs of matplotlib leave keyword arguments without a type.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from openweights.plot.picture import Picture
from openweights.plot.theme import Palette, Theme
from openweights.plot.wording import plain

#: Sizes of text, in points.
TITLE, LABEL, SMALL = 13.0, 9.0, 8.0


class Canvas:
    """A picture while it is drawn: places are in points from the lower left corner, so that text and things have one measure."""

    def __init__(
        self, title: str, subtitle: str, *, rows: Sequence[Mapping[str, object]], text: str, theme: Theme, size: tuple[float, float]
    ) -> None:
        self.width: float = size[0]
        self.height: float = size[1]
        self.picture: Picture = Picture(title, rows, text, theme, (self.width / 72, self.height / 72))
        self.palette: Palette = self.picture.palette
        self.axes: Axes = self.picture.add_axes((0, 0, 1, 1), xlim=(0, self.width), ylim=(0, self.height))
        self.axes.set_axis_off()
        self.write(12, self.height - 24, title, size=TITLE, weight="bold")
        self.write(12, self.height - 41, subtitle, color=self.palette.muted)

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = LABEL,
        color: str | None = None,
        align: Literal["left", "center", "right"] = "left",
        weight: Literal["normal", "bold"] = "normal",
        rotation: float = 0,
    ) -> Text:
        """Write words, their middle at the height `y`; names come from strangers, so nothing in them is a formula."""
        return self.axes.text(
            x,
            y,
            plain(words),
            size=size,
            color=color or self.palette.ink,
            ha=align,
            va="center_baseline" if not rotation else "center",
            weight=weight,
            rotation=rotation,
            rotation_mode="anchor" if not rotation else "default",
            parse_math=False,
        )

    def fit(self, written: Text, width: float) -> Text:
        """Cut a text that was written to a width in points, with an ellipsis where something went away."""
        words = written.get_text()
        while self.width_of(written) > width and words:
            words = words[:-1].rstrip()
            written.set_text(f"{words}…")
        return written

    def width_of(self, written: Text) -> float:
        """Return the width of a text in points."""
        return written.get_window_extent().width * 72 / self.picture.dpi

    def box(self, x: float, y: float, width: float, height: float, color: str, *, edge: str | None = None, hatched: bool = False) -> None:
        """Fill a rectangle; hatched, if asked for, in black or white, whichever is seen better."""
        if hatched:
            self.axes.add_patch(Rectangle((x, y), width, height, facecolor=color, linewidth=0))
            ink = (*to_rgb(self.palette.text_on(color)), 0.45)
            self.axes.add_patch(Rectangle((x, y), width, height, fill=False, edgecolor=ink, linewidth=0, hatch="////"))
        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=color, edgecolor=edge or color, linewidth=0.6, fill=not hatched))

    def legend(self, y: float, entries: Sequence[tuple[str, str, bool]], *, x: float = 12) -> None:
        """Write a line of squares with their meanings: colour, words, and whether it is hatched."""
        at = x
        for color, words, hatched in entries:
            self.box(at, y - 4, 9, 8, color, hatched=hatched)
            at += 14 + self.width_of(self.write(at + 14, y, words, size=SMALL)) + 16
