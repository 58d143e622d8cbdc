"""Models that lists and `NAME=value` files name: requirements, lists of models, environments, properties, make."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openweights.scan import shell
from openweights.scan.keys import certainty_of
from openweights.scan.naming import hub_names, mention
from openweights.scan.reference import Certainty, Mention

_SPACY = re.compile(r"^\s*(?P<name>[a-z]{2,3}[_-](?:core|ent|dep|sent)[_-]\w+[_-](?:sm|md|lg|trf))\s*(?:[=<>~!@;]|$)")
_PAIR = re.compile(
    r"^\s*(?:export\s+|set\s+)?(?P<key>[A-Za-z_][\w.-]*)\s*(?::=|\?=|=|:(?=\s))\s*(?P<quote>[\"']?)(?P<value>[^\"'\n]*?)(?P=quote)\s*(?:\s[#;].*)?$"
)
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
    """Yield the models of a list of models, one a line."""
    for number, row in _rows(text):
        match = _LINE.match(row)
        if match:
            found = mention(number, match.start("name") + 1, match["name"], "list of models", Certainty.SPECIFIC)
            if found:
                yield found


def find_in_pairs(text: str) -> Iterator[Mention]:
    """Yield the models of `NAME=value` lines: `.env`, `.ini`, `.properties`, and any data that could not be read as what they are."""
    for number, row in _rows(text):
        match = _PAIR.match(row)
        certainty = certainty_of(match["key"].rpartition(".")[2]) if match else None
        if match and certainty is not None:
            found = mention(number, match.start("value") + 1, match["value"], f"{match['key']} =", certainty)
            if found:
                yield found
                continue
        for at, name in hub_names(row, files_only=True):
            yield Mention(number, at + 1, name, "address")


def find_in_makefile(text: str) -> Iterator[Mention]:
    """Yield the models that a makefile names in its variables and commands."""
    values: dict[str, shell.Word] = {}
    for number, row in _rows(text):
        match = None if row.startswith("\t") else _PAIR.match(row)
        if match and ":" not in row.partition("=")[0].rstrip(":? "):
            values[match["key"]] = shell.Word(match["value"], number, match.start("value") + 1, match["value"])
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
