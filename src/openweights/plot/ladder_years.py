"""The ladder over time: a column a year, the share of each level in it."""

from __future__ import annotations

from collections.abc import Sequence

from openweights.ladder import Openness
from openweights.plot.canvas import SMALL, Canvas
from openweights.plot.picture import Picture
from openweights.plot.tables import LadderRow
from openweights.plot.theme import Theme
from openweights.plot.wording import percent

#: In points: the page, the plane of the columns, and the least height of a part that has its share written on it.
_WIDTH, _HEIGHT = 760.0, 460.0
_LEFT, _RIGHT, _BOTTOM, _TOP = 16.0, 168.0, 44.0, 78.0
_READABLE = 12.0
_SHARE_OF_COLUMN = 0.8


def drawn(rows: Sequence[LadderRow], shown: Sequence[LadderRow], text: str, theme: Theme) -> Picture:
    """Return the picture of the rows that are `shown`; all `rows` are its table."""
    canvas = Canvas(
        "The ladder over time",
        "Share of the releases of each year by level of openness",
        rows=rows,
        text=text,
        theme=theme,
        size=(_WIDTH, _HEIGHT),
    )
    palette = canvas.palette
    if any(row["uncertain"] for row in shown):
        canvas.legend(_HEIGHT - 62, [(palette.muted, "hatched: facts are missing, may stand higher", True)])
    years = list(dict.fromkeys(row["year"] for row in shown))
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(years), 1)
    whole = _HEIGHT - _BOTTOM - _TOP
    for place, year in enumerate(years):
        here = [row for row in shown if row["year"] == year]
        x, y = _LEFT + place * step, _BOTTOM
        for row in here:
            y += _part(canvas, row, x, y, width=step * _SHARE_OF_COLUMN, whole=whole)
        middle = x + step * _SHARE_OF_COLUMN / 2
        canvas.write(middle, _BOTTOM - 13, str(year), align="center", weight="bold")
        canvas.write(middle, _BOTTOM - 27, f"{here[0]['of']:,}", size=SMALL, align="center", color=palette.muted)
    _levels(canvas, whole)
    return canvas.picture


def _part(canvas: Canvas, row: LadderRow, x: float, y: float, *, width: float, whole: float) -> float:
    """Draw one level of one year and return its height: what is certain below, what is not, hatched, above."""
    if not row["releases"]:
        return 0.0
    height = whole * row["share"]
    color = canvas.palette.of_level(Openness(row["level"]))
    doubtful = height * row["uncertain"] / row["releases"]
    canvas.box(x, y, width, height - doubtful, color, edge=canvas.palette.ground)
    if doubtful:
        canvas.box(x, y + height - doubtful, width, doubtful, color, edge=canvas.palette.ground, hatched=True)
    if height >= _READABLE:
        # A plate of the colour keeps the number readable on the hatching.
        written = canvas.write(
            x + width / 2, y + height / 2, percent(row["share"]), size=SMALL, align="center", color=canvas.palette.text_on(color)
        )
        written.set_bbox({"facecolor": color, "edgecolor": "none", "pad": 1.0})
    return height


def _levels(canvas: Canvas, whole: float) -> None:
    """Write the levels beside the columns, highest first, as they are stacked."""
    x = _WIDTH - _RIGHT + 8
    y = _BOTTOM + whole - 10
    category = None
    for level in reversed(Openness):
        if level.category is not category:
            category = level.category
            y -= 4
            canvas.write(x, y, category.value.replace("-", " "), size=SMALL, weight="bold", color=canvas.palette.muted)
            y -= 17
        canvas.legend(y, [(canvas.palette.of_level(level), level.value, False)], x=x)
        y -= 17
