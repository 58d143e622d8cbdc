"""Reads the pages of the documentation: their fenced blocks, and the commands in them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parent.parent.parent

#: Whatever people read that is no part of the code.
PAGES = {str(path.relative_to(ROOT)): path for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])}

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w-]*)(?: title=\"(?P<title>[^\"]+)\")?[^\n`]*\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
_STATUS = re.compile(r"#.*\bexit status (\d)\b")


@frozen
class Block:
    """A fenced block."""

    page: str
    line: int
    language: str
    #: The name of the file that the block is, if it says so.
    title: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@frozen
class Command:
    """A command of a shell block."""

    line: int
    text: str
    #: What it prints; `None` where the page does not show it.
    output: str | None
    #: The exit status that the page tells, beside the command or by `echo $?` after it.
    status: int


def blocks(page: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    text = PAGES[page].read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, line, found["language"], found["title"], textwrap.dedent(found["text"]))


def commands(block: Block) -> list[Command]:
    """Return the commands of a shell block; in `console` those after a `$`, with what they print."""
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        prompt = line.startswith("$ ") or block.language == "sh"
        text = line.removeprefix("$ ").strip()
        if prompt and text and not text.startswith("#"):
            told = _STATUS.search(text)
            found.append(Command(number, re.sub(r"\s+# .*$", "", text), None, int(told[1]) if told else 0))
        elif not prompt:
            last = found.pop()
            if last.text == "echo $?":
                before = found.pop()
                found.append(Command(before.line, before.text, before.output, int(text)))
            else:
                found.append(Command(last.line, last.text, f"{last.output or ''}{line}\n", last.status))
    return found
