"""Changes of licence texts that the thresholds of `openweights.licensetext` were not chosen on: what scanners, converters and people do."""

from __future__ import annotations

import html
import random
import re
import textwrap
from collections.abc import Callable

#: What a scanner reads instead.
_LOOKALIKES = {"l": "1", "1": "l", "O": "0", "0": "O", "e": "c", "rn": "m", "m": "rn", "i": "í", "S": "5", "B": "8", ",": ".", ";": ":"}
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_CONFUSED = re.compile("|".join(sorted(map(re.escape, _LOOKALIKES), key=len, reverse=True)))


def scanned(text: str, random: random.Random) -> str:
    """The text as read by a scanner: one sign in 1,500 is another that looks like it."""
    share = 1 / 1_500 * len(text) / max(1, len(_CONFUSED.findall(text)))
    return _CONFUSED.sub(lambda found: _LOOKALIKES[found[0]] if random.random() < share else found[0], text)


def from_html(text: str, random: random.Random) -> str:
    """The text as a page of HTML: paragraphs, entities, spaces that do not break, spans in the middle of sentences."""
    paragraphs = [html.escape(each).replace("“", "&ldquo;").replace("”", "&rdquo;") for each in re.split(r"\n\s*\n", text)]
    dressed = [
        re.sub(r" ", lambda _: "&nbsp;" if random.random() < 0.05 else ' <span class="s1">' if random.random() < 0.02 else " ", each)
        for each in paragraphs
    ]
    return "<!DOCTYPE html><html><head><title>x</title></head><body>" + "".join(f"<p>{each}</p>\n" for each in dressed) + "</body></html>"


def from_pdf(text: str, random: random.Random) -> str:
    """The text as taken from a PDF: short lines, a page number every 45 lines, form feeds, ligatures."""
    lines = [line for paragraph in text.splitlines() for line in (textwrap.wrap(paragraph, random.randint(78, 96)) or [""])]
    pages = [lines[start : start + 45] for start in range(0, len(lines), 45)]
    whole = "\f".join("\n".join([*page, "", f"{number}", ""]) for number, page in enumerate(pages, 1))
    return whole.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ")


def without_headings(text: str, _: random.Random) -> str:
    """The text without its title and its headings: lines of five words at most that stand apart and end no sentence."""
    kept: list[str] = []
    before = ""
    for line in text.splitlines():
        heading = line.strip() and not before.strip() and len(_WORD.findall(line)) <= 5 and line.strip()[-1] not in ".;:,。；：，、"
        if not heading:
            kept.append(line)
        before = line
    return "\n".join(kept)


def as_comment(text: str, _: random.Random) -> str:
    """The text as the comment at the head of a source file, in a narrow column."""
    lines = [line for paragraph in text.splitlines() for line in (textwrap.wrap(paragraph, 66) or [""])]
    return "/*\n" + "\n".join(f" * {line}" for line in lines) + "\n */\n\n#include <stdio.h>\n\nint main(void) { return 0; }\n"


def in_a_notice(text: str, random: random.Random) -> str:
    """The text in a file of notices: a line that introduces it, and three copyright lines of random holders."""
    names = ["".join(random.choices("aeioubdgklmnrst", k=7)).title() for _ in range(3)]
    head = "\n".join(f"Copyright (c) {random.randint(2015, 2026)} {name} Inc. and its affiliates." for name in names)
    return f"{head}\n\nThe weights in this folder are given to you as follows.\n\n{text}\n\nEnd of the notices of {names[0]}.\n"


CHANGES: dict[str, Callable[[str, random.Random], str]] = {
    "scanned": scanned,
    "HTML": from_html,
    "PDF": from_pdf,
    "no headings": without_headings,
    "comment": as_comment,
    "notice": in_a_notice,
}

#: How often each is tried on a text, and where the chance starts: not where the others did.
TRIES = 5
SEED = 70_001
