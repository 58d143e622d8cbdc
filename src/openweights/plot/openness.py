"""The map of openness: a field for each pair of steps on the two axes, the releases in it as points, the best known by name."""

# The stubs of matplotlib leave keyword arguments without a type.
# pyright: reportUnknownMemberType=false
from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from attrs import frozen

from openweights.ladder import Category, Completeness, Freedom
from openweights.plot.canvas import SMALL, Canvas
from openweights.plot.picture import Picture
from openweights.plot.tables import MapRow
from openweights.plot.theme import Theme
from openweights.plot.wording import best_known, is_doubtful

#: The page and the fields on it, in points. On the left is the strip of what is not published, which has no terms to speak of.
_WIDTH, _HEIGHT, _LOW = 760.0, 600.0, 420.0
_STRIP, _LEFT, _RIGHT, _BOTTOM, _TOP = 12.0, 96.0, 12.0, 44.0, 84.0
_GAP, _PADDING = 4.0, 6.0
#: A map is low if no field has more releases than this.
_FEW = 6
#: The least width and height of a field: a name and some lines.
_LEAST_WIDTH, _LEAST_HEIGHT = 104.0, 90.0
#: A line of text, a column of names, the room of a point without a name at most and at least, and how many lines of names it makes way for.
_LINE, _NAME, _POINT, _LEAST_POINT, _LINES = 12.5, 92.0, 7.0, 4.8, 4

_COLUMNS = {
    Completeness.NOTHING: "nothing",
    Completeness.PARAMETERS: "parameters",
    Completeness.CODE: "and code",
    Completeness.RECIPE: "and data information",
    Completeness.EVERYTHING: "everything, data too",
}
_NOTHING, _NONE = Completeness.NOTHING, Freedom.NONE
_MARKERS = {Category.CLOSED: "s", Category.OPEN_WEIGHTS: "o", Category.OPEN_SOURCE: "D"}
_WORDS = {Category.CLOSED: "closed", Category.OPEN_WEIGHTS: "open weights", Category.OPEN_SOURCE: "open source (OSAID 1.0)"}


@frozen
class _Field:
    x: float
    y: float
    width: float
    height: float


def drawn(rows: Sequence[MapRow], text: str, theme: Theme, *, most: int | None = None, chosen: Collection[str] | None = None) -> Picture:
    """Return the map.

    Args:
        rows: The releases.
        text: The map in words.
        theme: The ground.
        most: How many releases of a field to name at the most.
        chosen: The ids of those to name; by how well they are known unless given.
    """
    fields: dict[tuple[Completeness, Freedom], list[MapRow]] = {}
    for row in rows:
        fields.setdefault((Completeness(row["completeness"]), Freedom(row["freedom"])), []).append(row)
    canvas = Canvas(
        "The openness map",
        f"{len(rows):,} release{'' if len(rows) == 1 else 's'}: what is published, by what the terms on the parameters allow",
        rows=rows,
        text=text,
        theme=theme,
        size=(_WIDTH, _HEIGHT if max(map(len, fields.values()), default=0) > _FEW else _LOW),
    )
    tall = canvas.height - _BOTTOM - _TOP
    closed = [row for (column, line), here in fields.items() if column is _NOTHING or line is _NONE for row in here]
    columns, lines = [step for step in Completeness if step is not _NOTHING], [step for step in Freedom if step is not _NONE]
    fullest = [max(len(fields.get((column, line), ())) for line in lines) for column in columns]
    strip, *widths = _shared(_WIDTH - _STRIP - _LEFT - _RIGHT, _LEAST_WIDTH, [len(closed) // len(lines), *fullest])
    heights = _shared(tall, _LEAST_HEIGHT, [max(len(fields.get((column, line), ())) for column in columns) for line in lines])
    _legend(canvas)
    _fill(canvas, _Field(_STRIP, _BOTTOM, strip - _GAP, sum(heights) - _GAP), closed, most=most, chosen=chosen)
    canvas.write(_STRIP + (strip - _GAP) / 2, _BOTTOM - 12, _COLUMNS[_NOTHING], size=SMALL, align="center")
    left = x = _STRIP + strip + _LEFT
    for column, width in zip(columns, widths, strict=True):
        canvas.write(x + (width - _GAP) / 2, _BOTTOM - 12, _COLUMNS[column], size=SMALL, align="center")
        y = _BOTTOM
        for line, height in zip(lines, heights, strict=True):
            _fill(canvas, _Field(x, y, width - _GAP, height - _GAP), fields.get((column, line), []), most=most, chosen=chosen)
            if x == left:
                canvas.write(left - 8, y + (height - _GAP) / 2, line.value, size=SMALL, align="right")
            y += height
        x += width
    canvas.write(_STRIP + (_WIDTH - _STRIP - _RIGHT) / 2, 14, "What is published  →", align="center", color=canvas.palette.muted)
    middle = _BOTTOM + tall / 2
    canvas.write(left - _LEFT + 14, middle, "What the terms allow  →", align="center", rotation=90, color=canvas.palette.muted)
    return canvas.picture


def _shared(whole: float, least: float, counts: Sequence[int]) -> list[float]:
    """Share a length among steps: each its least, and the rest by the root of how many releases its fullest field has."""
    rest = whole - least * len(counts)
    roots = [math.sqrt(max(count - 8, 0)) for count in counts]
    total = sum(roots)
    return [least + rest * (root / total if total else 1 / len(counts)) for root in roots]


def _legend(canvas: Canvas) -> None:
    at = 16.0
    y = canvas.height - 62
    for category in Category:
        _points(canvas, [(at, y)], category, ring=False, size=34)
        at += 10 + canvas.width_of(canvas.write(at + 10, y, _WORDS[category], size=SMALL)) + 18
    _points(canvas, [(at, y)], Category.OPEN_WEIGHTS, ring=True, size=34)
    canvas.write(at + 10, y, "ring: facts are missing, may belong further up or to the right", size=SMALL)


def _fill(canvas: Canvas, field: _Field, rows: list[MapRow], *, most: int | None, chosen: Collection[str] | None) -> None:
    """Draw one field: how many there are, those with a name below, then the others as points."""
    canvas.box(field.x, field.y, field.width, field.height, canvas.palette.panel)
    if not rows:
        return
    inner = field.width - 2 * _PADDING
    canvas.write(
        field.x + field.width - _PADDING,
        field.y + field.height - 10,
        f"{len(rows):,}",
        size=SMALL,
        align="right",
        color=canvas.palette.muted,
    )
    ranked = best_known(rows if chosen is None else [row for row in rows if row["id"] in chosen])
    columns = max(1, int(inner // _NAME))
    named, size = _room(field, len(rows), len(ranked) if most is None else min(most, len(ranked)), columns)
    shown = sorted(ranked[:named], key=_order)
    top = field.y + field.height - _PADDING - 4
    lines = math.ceil(named / columns)
    for place, row in enumerate(shown):
        column, line = divmod(place, lines)
        x, y = field.x + _PADDING + 3 + column * inner / columns, top - line * _LINE
        _points(canvas, [(x, y)], Category(row["category"]), ring=is_doubtful(row), size=30)
        # The number in the corner stands at the end of the first line.
        room = inner / columns - 12 - (22 if column == columns - 1 and line == 0 else 0)
        canvas.fit(canvas.write(x + 7, y, row["name"], size=SMALL), room)
    ids = {row["id"] for row in shown}
    _swarm(canvas, field, sorted((row for row in rows if row["id"] not in ids), key=_order), top - max(lines, 1) * _LINE + 4, size)


def _order(row: MapRow) -> tuple[int, bool, str, str]:
    return (-Category(row["category"]).rank, is_doubtful(row), row["released"] or "", row["id"])


def _room(field: _Field, count: int, wanted: int, columns: int) -> tuple[int, float]:
    """Return how many names there is room for beside the points without a name, and how large those can be."""
    inner, whole = field.width - 2 * _PADDING, field.height - 2 * _PADDING

    def fits(named: int, size: float) -> bool:
        left = whole - max(math.ceil(named / columns), 1) * _LINE
        return count == named or (left > 0 and math.ceil((count - named) / int(inner // size)) * size <= left)

    most = min(wanted, columns * int(whole // _LINE))
    few = min(most, columns * _LINES)
    for named, size in [*((named, _POINT) for named in range(most, few - 1, -1)), (few, 6.3), (few, 5.5), (few, _LEAST_POINT)]:
        if fits(named, size):
            return named, size
    size = _LEAST_POINT
    for named in range(few, -1, -1):
        if fits(named, size):
            return named, size
    while not fits(0, size):
        size *= 0.95
    return 0, size


def _swarm(canvas: Canvas, field: _Field, rows: Sequence[MapRow], top: float, size: float) -> None:
    per_line = max(int((field.width - 2 * _PADDING) // size), 1)
    groups: dict[tuple[Category, bool], list[tuple[float, float]]] = {}
    for place, row in enumerate(rows):
        line, column = divmod(place, per_line)
        at = (field.x + _PADDING + (column + 0.5) * size, top - (line + 0.5) * size)
        groups.setdefault((Category(row["category"]), is_doubtful(row)), []).append(at)
    for (category, ring), places in groups.items():
        _points(canvas, places, category, ring=ring, size=(size * 0.6) ** 2)


def _points(canvas: Canvas, places: Sequence[tuple[float, float]], category: Category, *, ring: bool, size: float) -> None:
    color = canvas.palette.of_category(category)
    # A diamond and a square of the same area as a disc look larger.
    area = size * (0.72 if category is not Category.OPEN_WEIGHTS else 1)
    width = min(1.1, math.sqrt(size) / 4)
    if ring:
        area *= 0.8
    canvas.axes.scatter(
        [x for x, _ in places],
        [y for _, y in places],
        s=area,
        marker=_MARKERS[category],
        facecolors="none" if ring else color,
        edgecolors=color,
        linewidths=width,
    )
