"""A figure of matplotlib that knows its data and says in words what it shows."""

# The stubs of matplotlib leave keyword arguments without a type.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from html import escape
from xml.sax.saxutils import escape as escape_xml

from matplotlib import rc_context
from matplotlib.figure import Figure

from openweights.plot.theme import PALETTES, Palette, Theme


class Picture(Figure):
    """A figure, with the table that it shows and a text for those who do not see it.

    It is a `matplotlib.figure.Figure`: save it with `savefig`, change it through its axes. It belongs to no window and needs none.

    Attributes:
        title: What it shows, in a phrase.
        rows: The data, a row each; `pandas.DataFrame(picture.rows)` makes a frame of them.
        alt: The same in words.
        theme: The ground that it is drawn for.
    """

    def __init__(self, title: str, rows: Sequence[Mapping[str, object]], alt: str, theme: Theme, size: tuple[float, float]) -> None:
        super().__init__(figsize=size, facecolor=PALETTES[theme].ground)
        self.title = title
        self.rows = rows
        self.alt = alt
        self.theme = theme

    @property
    def palette(self) -> Palette:
        """The colours of its theme."""
        return PALETTES[self.theme]

    def svg(self) -> str:
        """Return the picture as SVG, with its title and its text for those who have it read to them; always the same for the same data."""
        drawn = io.StringIO()
        # Text becomes outlines, so that no other font can make labels run into each other; ids do not change from run to run.
        with rc_context({"svg.fonttype": "path", "svg.hashsalt": "openweights"}):
            self.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
        _, _, body = drawn.getvalue().partition("<svg ")
        attributes, _, rest = body.partition(">")
        label = f"<title>{escape_xml(self.title)}</title><desc>{escape_xml(self.alt)}</desc>"
        return f'<svg role="img" {attributes}>{label}{rest}'

    def html(self) -> str:
        """Return the picture as an HTML image that holds its data and its text, for a page of one's own."""
        data = base64.b64encode(self.svg().encode()).decode()
        return f'<img style="max-width:100%;height:auto" alt="{escape(self.alt)}" src="data:image/svg+xml;base64,{data}">'

    def _repr_html_(self) -> str:
        return self.html()
