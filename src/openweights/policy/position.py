"""On which line of a TOML text a value stands. The parser of the standard library says so only of syntax errors."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import cast

#: How many lines a single value may have until it is given up on: every line of it costs an attempt.
_LONGEST_VALUE = 500


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    r"""Return the line of a TOML text, from 1, on which the statement stands that brings in the value at `path`.

    The first so many lines are a TOML text of their own wherever a statement ends. So the line is found by halving: the shortest
    beginning of the text that parses and has the value ends with its statement.

    Args:
        text: A TOML text that parses.
        path: Keys and positions, outermost first.

    Examples:
        >>> line_of("a = 1\n[b]\nc = [\n  2,\n]\n", ("b", "c"))
        3
    """
    lines = text.split("\n")
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        end, table = _parsed(lines, middle + 1)
        if end is None:
            return None
        if _has(table, path):
            high = middle
        else:
            low = max(end, middle + 1)
    return low + 1 if path and low < len(lines) else None


def _parsed(lines: list[str], count: int) -> tuple[int | None, object]:
    """Return how many lines, from `count` on, are a text of their own, and what it holds."""
    for end in range(count, min(len(lines), count + _LONGEST_VALUE) + 1):
        try:
            return end, tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
    return None, None


def _has(table: object, path: Sequence[str | int]) -> bool:
    for step in path:
        if isinstance(table, Mapping) and step in cast("Mapping[object, object]", table):
            table = cast("Mapping[object, object]", table)[step]
        elif isinstance(table, list) and isinstance(step, int) and step < len(cast("list[object]", table)):
            table = cast("list[object]", table)[step]
        else:
            return False
    return True
