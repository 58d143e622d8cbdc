"""Models that the code of notebooks names. Their lines are told by where they stand in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openweights.scan import python, shell
from openweights.scan.datatree import List, Node, Table, Text, UnreadableDataError, from_json
from openweights.scan.directives import apply
from openweights.scan.reference import Mention

_MAGIC = re.compile(r"^(?P<lead>[ \t]*(?:!|%(?:pip|sx|system|env)\b|%%?(?:bash|sh|shell)\b))")


class _Row(NamedTuple):
    """A line of code, and where it stands."""

    text: str
    #: The number of the cell.
    cell: int
    #: The line of the file, and the column at which the row begins.
    line: int
    column: int


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
    code: list[_Row] = []
    for number, each in enumerate(cells.items, 1):
        kind = _get(each, "cell_type")
        source = _get(each, "source") or _get(each, "input")
        if isinstance(kind, Text) and kind.text == "code" and source is not None:
            rows = list(_rows(number, source))
            first = next((row.text.strip() for row in rows if row.text.strip()), "")
            if re.match(r"%%(?:bash|sh|shell|script)\b", first):
                script = [row._replace(text="") if row.text.lstrip().startswith("%%") else row for row in rows]
                yield from _placed(script, shell.find(_text(script)))
            elif not re.match(r"%%(?!time|capture|timeit|prun|memit)\w", first):
                commands = [row._replace(text=_command(row.text)) for row in rows]
                yield from _placed(commands, shell.find(_text(commands)))
                plain = [row._replace(text=_python(row.text)) for row in rows]
                if _parses(_text(plain)):
                    code += plain
                else:
                    yield from _placed(plain, python.find_in_lines(_text(plain)))
    # A name that one cell gives is used in another, so the cells are read as one text.
    try:
        found = list(python.find(_text(code)))
    except python.UnreadablePythonError:
        found = list(python.find_in_lines(_text(code)))
    yield from _placed(code, found)


def _get(node: Node, key: str) -> Node | None:
    if not isinstance(node, Table):
        return None
    return next((value for name, value in node.items if name.text == key), None)


def _rows(number: int, source: Node) -> Iterator[_Row]:
    """Yield the rows of a cell: a list of strings, mostly a line each, or one string."""
    pieces = (
        [source]
        if isinstance(source, Text)
        else [each for each in source.items if isinstance(each, Text)]
        if isinstance(source, List)
        else []
    )
    for piece in pieces:
        column = piece.column
        rows = piece.text.split("\n")
        for row in rows if rows[-1] or len(rows) == 1 else rows[:-1]:
            yield _Row(row, number, piece.line, column)
            # All rows of one string stand on the same line of the file, with `\n` between them.
            column += len(row) + _escapes(row) + 2


def _escapes(row: str) -> int:
    """Return how many characters JSON adds to a row: escapes of quotes, backslashes and tabs."""
    return sum(c in '"\\\t' for c in row)


def _text(rows: list[_Row]) -> str:
    return "\n".join(row.text for row in rows)


def _command(row: str) -> str:
    """Return the command of a row, in its column; nothing if it is Python."""
    magic = _MAGIC.match(row)
    return " " * len(magic["lead"]) + row[len(magic["lead"]) :] if magic else ""


def _python(row: str) -> str:
    """Return a row as Python: commands and questions to the notebook do nothing there."""
    stripped = row.lstrip()
    lead = row[: len(row) - len(stripped)]
    if stripped.startswith(("!", "%")):
        return lead + "pass"
    return "" if stripped.startswith("?") or (stripped.rstrip().endswith("?") and "#" not in stripped) else row


def _parses(code: str) -> bool:
    try:
        python.parse(code)
    except python.UnreadablePythonError:
        return False
    return True


def _placed(rows: list[_Row], mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield mentions in rows as they stand in the file; comments beside them silence them as in other code."""
    for each in apply(_text(rows), list(mentions), "#"):
        row = rows[each.line - 1]
        before = row.text[: each.column - 1]
        used_on = rows[each.used_on - 1].line if each.used_on else None
        column = row.column + len(before) + _escapes(before)
        yield each._replace(line=row.line, column=column, used_on=used_on, cell=row.cell)
