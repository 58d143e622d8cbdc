"""Claims against findings: a bar a publisher, as long as there are releases that somebody calls open source."""

from __future__ import annotations

from collections.abc import Sequence

from openweights.plot.canvas import SMALL, Canvas
from openweights.plot.picture import Picture
from openweights.plot.tables import ClaimRow
from openweights.plot.theme import Theme
from openweights.plot.wording import claimed
from openweights.verdict import Verdict

_WIDTH = 760.0
_LEFT, _RIGHT, _BOTTOM, _TOP = 168.0, 40.0, 16.0, 86.0
_LINE, _BAR = 20.0, 14.0
_WORDS = {Verdict.MET: "open source by the OSAID 1.0", Verdict.UNKNOWN: "not known", Verdict.NOT_MET: "not open source"}


def drawn(rows: Sequence[ClaimRow], shown: Sequence[ClaimRow], text: str, theme: Theme) -> Picture:
    """Return the picture of the rows that are `shown`; all `rows` are its table."""
    publishers = list(dict.fromkeys(row["publisher"] for row in shown))
    height = _TOP + _BOTTOM + _LINE * max(len(publishers), 1)
    total = sum(claimed(rows, finding.value) for finding in _WORDS)
    met, no = claimed(rows, "met"), claimed(rows, "not-met")
    canvas = Canvas(
        "Called open source",
        f"Releases that somebody calls open source: {total:,}, of which {met:,} {'is' if met == 1 else 'are'}, {no:,} certainly not",
        rows=rows,
        text=text,
        theme=theme,
        size=(_WIDTH, height),
    )
    palette = canvas.palette
    canvas.legend(height - 64, [(palette.of_verdict(finding), words, False) for finding, words in _WORDS.items()])
    longest = max((row["claimed"] for row in shown), default=1)
    unit = (_WIDTH - _LEFT - _RIGHT) / longest
    for line, publisher in enumerate(publishers):
        y = height - _TOP - (line + 1) * _LINE + (_LINE - _BAR) / 2
        canvas.fit(canvas.write(12, y + _BAR / 2, publisher, size=SMALL), _LEFT - 24)
        x = _LEFT
        for row in (row for row in shown if row["publisher"] == publisher and row["releases"]):
            color = palette.of_verdict(Verdict(row["finding"]))
            canvas.box(x, y, unit * row["releases"], _BAR, color, edge=palette.ground)
            if unit * row["releases"] >= 14:
                number = f"{row['releases']:,}"
                canvas.write(x + unit * row["releases"] / 2, y + _BAR / 2, number, size=SMALL, align="center", color=palette.text_on(color))
            x += unit * row["releases"]
    return canvas.picture
