"""HTML for notebooks. All text is escaped here and nowhere else: names and notes come from strangers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_CELL = "text-align:left;vertical-align:top;padding:2px 8px"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return an HTML table.

    Args:
        header: The column titles; may be empty.
        rows: The cells, as plain text.
    """
    head = "".join(f'<th style="{_CELL}">{escape(title)}</th>' for title in header)
    body = "".join("<tr>" + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows)
    return f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"


def card(
    title: str,
    facts: Iterable[tuple[str, str]],
    url: str | None = None,
    rows: Sequence[Sequence[str]] = (),
    header: Sequence[str] = (),
) -> str:
    """Return a titled block: facts as pairs, then, if there are any, rows under a header.

    Args:
        title: The heading, as plain text; a link if `url` is given.
        facts: Name and value of each fact, as plain text.
        url: A web address that was validated as one.
        rows: The cells of a table, as plain text.
        header: The column titles of that table.
    """
    heading = f'<a href="{escape(url)}">{escape(title)}</a>' if url else escape(title)
    details = f"<details><summary>{len(rows)} rows</summary>{table(header, rows)}</details>" if rows else ""
    return f"<div><strong>{heading}</strong>{table((), facts)}{details}</div>"
