"""What the commands share: reading REFs, printing tables and JSON, exit statuses."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from openweights.plain import Plain

#: Exit statuses (design section 8).
NO = 1
BAD_INPUT = 2
NOT_KNOWN = 3


def console() -> Console:
    """Return the console for standard output: colour on a terminal, plain and unwrapped when piped."""
    width = None if sys.stdout.isatty() else max(shutil.get_terminal_size((200, 24)).columns, 200)
    return Console(width=width, highlight=False, soft_wrap=not sys.stdout.isatty())


def printable(text: str) -> str:
    """Return `text` fit for a terminal: control characters escaped, markup inert."""
    return escape("".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text))


def print_json(rows: list[dict[str, Plain]]) -> None:
    """Print a JSON array, one object a row."""
    click.echo(json.dumps(rows, indent=2, ensure_ascii=True))


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: with rules and colour on a terminal, columns only when piped."""
    out = console()
    table = Table(*header, box=None if not out.is_terminal else Table().box, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(styled(cell) for cell in row))
    out.print(table)


_STYLES = {
    "closed": "red",
    "open-weights": "yellow",
    "open-source": "green",
    "met": "green",
    "not-met": "red",
    "prohibited": "red",
    "needs-license": "red",
    "unknown": "yellow",
    "permitted-with-obligations": "green",
    "permitted": "green",
}


def styled(cell: str) -> str:
    """Return a cell, coloured if it is one of the words that have a colour."""
    style = _STYLES.get(cell)
    return f"[{style}]{cell}[/{style}]" if style else printable(cell)


def print_error(message: object) -> None:
    """Print one line of error to standard error."""
    click.echo(f"error: {_line(message)}", err=True)


def print_note(message: object) -> None:
    """Print one line that is no error, and no answer either, to standard error."""
    click.echo(f"note: {_line(message)}", err=True)


def _line(message: object) -> str:
    return "".join(c if c.isprintable() else " " for c in str(message))
