"""Models that lists and `NAME=value` files name: requirements, lists of models, environments, properties, make."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openweights.resolution import find
from openweights.scan import shell
from openweights.scan.keys import certainty_of
from openweights.scan.naming import hub_names, mention
from openweights.scan.reference import Certainty, Mention

_SPACY = re.compile(r"^\s*(?P<name>[a-z]{2,3}[_-](?:core|ent|dep|sent)[_-]\w+[_-](?:sm|md|lg|trf))\s*(?:[=<>~!@;]|$)")
_PAIR = re.compile(r"^[ \t]*(?:export[ \t]+|set[ \t]+)?(?P<key>[A-Za-z_][\w.-]{0,100})[ \t]*(?::=|\?=|=|:(?=[ \t]))[ \t]*")
#: A few words with a number among them, as names of releases are, and no sentence.
_NAMED = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9][\w.+-]*(?: [\w.+-]+){1,4}(?<![.!?])", re.ASCII)
_LINE = re.compile(r"^\s*(?:-\s+)?[\"']?(?P<name>[A-Za-z0-9][^\s\"'#,]*)")


def find_in_requirements(text: str) -> Iterator[Mention]:
    """Yield the models that a requirements file installs: wheels of spaCy's models, addresses on the Hub."""
    for number, row in _rows(text):
        code = row.partition(" #")[0]
        match = _SPACY.match(code)
        if match:
            yield Mention(number, match.start("name") + 1, match["name"], "requirement")
            continue
        for at, name in hub_names(code, files_only=False):
            yield Mention(number, at + 1, name, "requirement")


def find_in_list(text: str) -> Iterator[Mention]:
    """Yield the models of a list of models, one a line; A name may have blanks if a record goes by it, or a number."""
    for number, row in _rows(text):
        name = row.partition(" #")[0].strip()
        if " " in name and (find(name) is not None or _NAMED.fullmatch(name)):
            yield Mention(number, row.index(name) + 1, name, "list of models")
            continue
        match = _LINE.match(row)
        if match:
            found = mention(number, match.start("name") + 1, match["name"], "list of models", Certainty.SPECIFIC)
            if found:
                yield found


def find_in_pairs(text: str) -> Iterator[Mention]:
    """Yield the models of `NAME=value` lines: `.env`, `.ini`, `.properties`, and any data that could not be read as what they are."""
    for number, row in _rows(text):
        pair = _pair(number, row)
        certainty = certainty_of(pair[0].rpartition(".")[2]) if pair else None
        if pair and certainty is not None:
            found = mention(number, pair[1].column, pair[1].text, f"{pair[0]} =", certainty)
            if found:
                yield found
                continue
        for at, name in hub_names(row, files_only=True):
            yield Mention(number, at + 1, name, "address")


def _pair(number: int, row: str) -> tuple[str, shell.Word] | None:
    """Return the key and the value of a row, without quotes and a comment behind it."""
    match = _PAIR.match(row)
    if match is None:
        return None
    value = row[match.end() :]
    quote = value[:1]
    if quote in ("'", '"') and quote in value[1:]:
        return match["key"], shell.Word(value[1:].partition(quote)[0], number, match.end() + 2)
    for sign in (" #", "\t#", " ;"):
        value = value.partition(sign)[0]
    return match["key"], shell.Word(value.strip(), number, match.end() + 1)


def find_in_makefile(text: str) -> Iterator[Mention]:
    """Yield the models that a makefile names in its variables and commands."""
    values: dict[str, shell.Word] = {}
    for number, row in _rows(text):
        pair = None if row.startswith("\t") else _pair(number, row)
        if pair:
            values[pair[0]] = pair[1]
    yield from (each for each in find_in_pairs(text) if each.call != "address")
    recipes = "\n".join(
        re.sub(r"^\t[@-]?", lambda match: " " * len(match[0]), row) if row.startswith("\t") else "" for _, row in _rows(text)
    )
    for command in shell.commands(recipes):
        yield from shell.of_command(command, values)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.split("\n"), 1):
        row = raw.rstrip("\r")
        if len(row) < 10_000 and not row.lstrip().startswith(("#", ";", "//")):
            yield number, row
