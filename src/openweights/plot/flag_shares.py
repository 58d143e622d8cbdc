"""The heat map: publishers by flags, the share of releases that carry the flag as colour and as number."""

from __future__ import annotations

from collections.abc import Sequence

from openweights.plot.canvas import SMALL, Canvas
from openweights.plot.picture import Picture
from openweights.plot.tables import FlagRow
from openweights.plot.theme import Theme
from openweights.plot.wording import restricts

_WIDTH = 760.0
_LEFT, _RIGHT, _BOTTOM, _TOP = 168.0, 56.0, 16.0, 152.0
_LINE = 19.0


def drawn(rows: Sequence[FlagRow], shown: Sequence[FlagRow], text: str, theme: Theme) -> Picture:
    """Return the picture of the rows that are `shown`; all `rows` are its table."""
    publishers = list(dict.fromkeys(row["publisher"] for row in shown))
    flags = list(dict.fromkeys(row["flag"] for row in shown if restricts(row)))
    flags = [flag for flag in flags if any(row["releases"] for row in shown if row["flag"] == flag)]
    height = _TOP + _BOTTOM + _LINE * max(len(publishers), 1)
    canvas = Canvas(
        "Licence flags by publisher",
        "Share of the downloadable releases that carry a restriction, in percent",
        rows=rows,
        text=text,
        theme=theme,
        size=(_WIDTH, height),
    )
    palette = canvas.palette
    step = min((_WIDTH - _LEFT - _RIGHT) / max(len(flags), 1), 40.0)
    top = height - _TOP
    for column, flag in enumerate(flags):
        canvas.write(_LEFT + (column + 0.5) * step - 4, top + 6, flag, size=SMALL, rotation=50).set(rotation_mode="anchor", va="baseline")
    canvas.write(_LEFT - 8, top + 9, "downloadable releases", size=SMALL, align="right", color=palette.muted)
    shares = {(row["publisher"], row["flag"]): row for row in shown}
    for line, publisher in enumerate(publishers):
        y = top - (line + 1) * _LINE
        count = next(row["of"] for row in shown if row["publisher"] == publisher)
        number = canvas.write(_LEFT - 8, y + _LINE / 2, f"{count:,}", size=SMALL, align="right", color=palette.muted)
        room = _LEFT - 24 - canvas.width_of(number)
        canvas.fit(canvas.write(12, y + _LINE / 2, publisher, size=SMALL), room)
        for column, flag in enumerate(flags):
            row = shares[publisher, flag]
            color = mixed(palette.shares, row["share"]) if row["releases"] else palette.panel
            canvas.box(_LEFT + column * step, y, step, _LINE, color, edge=palette.ground)
            if row["releases"]:
                written = f"{100 * row['share']:.0f}"
                canvas.write(
                    _LEFT + (column + 0.5) * step, y + _LINE / 2, written, size=SMALL, align="center", color=palette.text_on(color)
                )
    return canvas.picture


def mixed(scale: tuple[str, str, str], share: float) -> str:
    """Return the colour of a share on a scale of three: the first for 0, the second for a half, the third for the whole."""
    low, high = (scale[0], scale[1]) if share < 0.5 else (scale[1], scale[2])
    part = share * 2 if share < 0.5 else share * 2 - 1
    pairs = ((int(low[at : at + 2], 16), int(high[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first + (second - first) * part):02x}" for first, second in pairs)
