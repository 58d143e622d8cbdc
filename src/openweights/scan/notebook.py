"""Models that the code of notebooks names. Their lines are told by where they stand in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from openweights.scan import python, shell
from openweights.scan.datatree import List, Node, Table, Text, UnreadableDataError, from_json
from openweights.scan.directives import apply
from openweights.scan.reference import Mention

_MAGIC = re.compile(r"^(?P<lead>[ \t]*(?:!|%(?:pip|sx|system|env)\b|%%?(?:bash|sh|shell)\b))")


class _Cell(NamedTuple):
    number: int
    text: str
    #: For each line of the text, the line of the file and the column at which it begins.
    places: list[tuple[int, int]]


def find(text: str) -> Iterator[Mention]:
    """Yield the models that the code cells of a notebook name; commands after `!` and cells of shell are read as such.

    Raises:
        UnreadableDataError: If it is no notebook.
    """
    roots = from_json(text)
    cells = _get(roots.items[0], "cells") if roots.items else None
    sheets = _get(roots.items[0], "worksheets") if roots.items else None  # the format before 4
    if isinstance(sheets, List) and sheets.items:
        cells = _get(sheets.items[0], "cells")
    if not isinstance(cells, List):
        raise UnreadableDataError("without cells")
    for number, each in enumerate(cells.items, 1):
        kind = _get(each, "cell_type")
        source = _get(each, "source") or _get(each, "input")
        if isinstance(kind, Text) and kind.text == "code" and source is not None:
            yield from _of_cell(_cell(number, source))


def _get(node: Node, key: str) -> Node | None:
    if not isinstance(node, Table):
        return None
    return next((value for name, value in node.items if name.text == key), None)


def _cell(number: int, source: Node) -> _Cell:
    pieces = [source] if isinstance(source, Text) else [each for each in source.items if isinstance(each, Text)] if isinstance(source, List) else []
    places: list[tuple[int, int]] = []
    for piece in pieces:
        rows = piece.text.split("\n")
        # All lines of one string stand on the same line of the file.
        places += [(piece.line, piece.column)] * (len(rows) - 1 if not rows[-1] else len(rows))
    return _Cell(number, "".join(piece.text for piece in pieces), places)


def _of_cell(cell: _Cell) -> Iterator[Mention]:
    for each in apply(cell.text, list(_mentions(cell.text)), "#"):
        line, column = cell.places[min(each.line, len(cell.places)) - 1] if cell.places else (1, 1)
        row = cell.text.split("\n")[each.line - 1]
        escapes = sum(c in '"\\\t' for c in row[: each.column - 1])
        used_on = cell.places[min(each.used_on, len(cell.places)) - 1][0] if each.used_on and cell.places else None
        yield each._replace(line=line, column=column + each.column - 1 + escapes, used_on=used_on, cell=cell.number)


def _mentions(code: str) -> Iterator[Mention]:
    first = code.lstrip().split("\n", 1)[0]
    if re.match(r"%%(?:bash|sh|shell|script)\b", first):
        rows = code.split("\n")
        yield from shell.find("\n".join("" if row.lstrip().startswith("%%") else row for row in rows))
        return
    if re.match(r"%%(?!time|capture|timeit|prun|memit)\w", first):
        return
    rows: list[str] = []
    for number, row in enumerate(code.split("\n"), 1):
        magic = _MAGIC.match(row)
        if magic:
            rest = " " * len(magic["lead"]) + row[len(magic["lead"]) :]
            for command in shell.commands(rest, number):
                yield from shell.of_command(command, {})
            rows.append(re.match(r"[ \t]*", row)[0] + "pass")  # type: ignore[index]
        elif row.lstrip().startswith(("%", "?")) or row.rstrip().endswith("?"):
            rows.append("")
        else:
            rows.append(row)
    plain = "\n".join(rows)
    try:
        yield from python.find(plain)
    except python.UnreadablePythonError:
        yield from python.find_in_lines(plain)
