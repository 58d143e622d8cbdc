"""Models that Dockerfiles and Ollama's Modelfiles name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openweights.scan import shell
from openweights.scan.datatree import List, Text, UnreadableDataError, from_json
from openweights.scan.naming import hub_names, mention
from openweights.scan.reference import Certainty, Mention

_INSTRUCTION = re.compile(r"^[ \t]*(?P<onbuild>ONBUILD[ \t]+)?(?P<name>[A-Za-z]+)(?P<space>[ \t]+)", re.IGNORECASE)
_FLAGS = re.compile(r"(?:--[\w-]+(?:=\S+)?[ \t]+)*")
_PAIR = re.compile(r"(?P<key>[A-Za-z_]\w*)[= \t](?P<value>.*)\Z", re.DOTALL)


def find_in_dockerfile(text: str) -> Iterator[Mention]:
    """Yield the models that a Dockerfile names: what it downloads and serves, arguments and environment.

    The images that it is built from are no models.
    """
    values: dict[str, shell.Word] = {}
    for line, instruction, column, body in _instructions(text):
        if instruction in ("ENV", "ARG"):
            nothing: list[shell.Word] = []
            first = next(shell.commands(body, line, column), nothing)
            if instruction == "ENV" and len(first) >= 2 and "=" not in first[0].text:  # the old way: `ENV NAME value`
                old, new = first[0], first[1]
                yield from shell.of_command([shell.Word(f"{old.text}={new.text}", new.line, new.column - len(old.text) - 1)], values)
                continue
            for command in shell.commands(body, line, column):
                yield from shell.of_command(command, values)
        elif instruction in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL"):
            yield from _run(body, line, column, values)
        elif instruction == "ADD":
            for at, name in hub_names(body, files_only=True):
                before = body[:at]
                yield Mention(
                    line + before.count("\n"), column + at if "\n" not in before else at - before.rfind("\n"), name, "ADD address"
                )


def _instructions(text: str) -> Iterator[tuple[int, str, int, str]]:
    """Yield line, name, column of the rest and rest of each instruction, continued lines and here-documents with it."""
    rows = text.split("\n")
    at = 0
    while at < len(rows):
        match = _INSTRUCTION.match(rows[at])
        start = at
        at += 1
        if match is None or rows[start].lstrip().startswith("#"):
            continue
        body = [rows[start][match.end() :]]
        while at < len(rows) and (body[-1].rstrip().endswith("\\") or (body[-1].lstrip().startswith("#") and len(body) > 1)):
            # A comment between continued lines does not end the instruction.
            body.append(rows[at])
            at += 1
        here = re.search(r"<<-?\s*[\"']?(\w+)[\"']?", "\n".join(body))
        if here:
            while at < len(rows) and rows[at].strip() != here[1]:
                body.append(rows[at])
                at += 1
            if at < len(rows):
                body.append(rows[at])
                at += 1
        yield start + 1, match["name"].upper(), match.end() + 1, "\n".join(body)


def _run(body: str, line: int, column: int, values: dict[str, shell.Word]) -> Iterator[Mention]:
    flags = _FLAGS.match(body)
    skip = flags.end() if flags else 0
    rest, column = body[skip:], column + skip
    if rest.startswith("CMD"):
        rest, column = rest[3:], column + 3
    if rest.lstrip().startswith("["):
        try:
            tree = from_json(rest)
        except UnreadableDataError:
            tree = List()
        if tree.items and isinstance(tree.items[0], List):
            words = [each for each in tree.items[0].items if isinstance(each, Text)]
            yield from shell.of_list(
                shell.Word(each.text, each.line + line - 1, each.column + (column - 1 if each.line == 1 else 0), each.text)
                for each in words
            )
            return
    here = re.match(r"<<-?\s*[\"']?(\w+)[\"']?[ \t]*\n", rest)
    if here:  # `RUN <<EOF`: the document is the script
        rest = "\n" + rest[here.end() :].rpartition("\n")[0]
        column = 1
    # A comment between continued lines hides the lines that follow it from a shell, not from Docker.
    rest = re.sub(r"(?m)^[ \t]*#.*$", "\\\\", rest) if not here else rest
    for command in shell.commands(rest, line, column):
        yield from shell.of_command(command, values)
    for number, name, script in shell.heredocs(rest):
        yield from shell.of_heredoc(number + line - 1, name, script)


def find_in_modelfile(text: str) -> Iterator[Mention]:
    """Yield the models that an Ollama Modelfile is made from: `FROM` and `ADAPTER`."""
    block = False
    for number, row in enumerate(text.split("\n"), 1):
        quotes = row.count('"""')
        if block:
            block = quotes % 2 == 0
            continue
        block = quotes % 2 == 1
        match = re.match(r"[ \t]*(FROM|ADAPTER)[ \t]+(\S+)", row, re.IGNORECASE)
        if match:
            found = mention(number, match.start(2) + 1, match[2], match[1].upper(), Certainty.STRONG)
            if found:
                yield found
