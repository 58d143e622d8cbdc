"""Models that shell commands name: scripts, `RUN` lines, CI jobs, command lines in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from openweights.scan.keys import certainty_of
from openweights.scan.naming import hub_names, mention
from openweights.scan.programs import COMMANDS, OPTIONS, PROGRAMS
from openweights.scan.reference import Certainty, Mention, Status


class Word(NamedTuple):
    """A word of a command, without its quotes."""

    text: str
    line: int
    column: int
    #: The word with its quotes.
    raw: str = ""

    def after(self, offset: int) -> Word:
        """Return the part of the word from `offset`, without a quote that stands there."""
        return Word(self.text[offset:], self.line, self.column + offset + (self.raw[offset : offset + 1] in ("'", '"')))


_ASIDE = frozenset("sudo exec env nohup time command then do else && ! if while until nice uv run poetry pdm hatch conda xargs".split())

_TOKEN = re.compile(
    r"(?P<space>[ \t\r]+|\\\r?\n)|(?P<line>\n)|(?P<here><<-?\s*[\"']?(?P<mark>\w+)[\"']?)|(?P<sign>[;|&()<>]+)"
    r"|(?P<word>(?:\"(?:[^\"\\]|\\.)*\"|'[^']*'|\\.|\$\([^()\n]{0,300}\)|\$\{[^}\n]{0,300}\}|[^\s\"'\\;|&()<>])+)|(?P<rest>.)",
    re.DOTALL,
)
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|\\(.)", re.DOTALL)
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)\+?=(.*)\Z", re.DOTALL)
_EXPANDED = re.compile(r"\$(?:\{([A-Za-z_]\w*)(?::?[-=](.*))?\}|([A-Za-z_]\w*)|\(([A-Za-z_]\w*)\))\Z", re.DOTALL)
_JSON_PAIR = re.compile(r"[\"']([\w.-]+)[\"']\s*:\s*[\"']([^\"'\n]+)[\"']")
_PRETRAINED = re.compile(r"(?:^|,)(?:pretrained|model|peft|base_url_model|tokenizer)=([^,\s]+)")


def find(text: str) -> Iterator[Mention]:
    """Yield the models that a shell script names."""
    values: dict[str, Word] = {}
    for command in commands(text):
        yield from of_command(command, values)
    for line, column, body in heredocs(text):
        yield from of_heredoc(line, column, body)


def commands(text: str, line: int = 1, column: int = 1) -> Iterator[list[Word]]:
    """Yield the commands of a script, word by word; comments, redirections and here-documents are no words.

    Args:
        text: The script.
        line: The line at which it begins.
        column: The column at which its first line begins.
    """
    words: list[Word] = []
    start = 1 - column
    position = 0
    pending: list[str] = []
    while position < len(text):
        if text[position] == "#" and (position == 0 or text[position - 1] in " \t\n;"):
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
            continue
        match = _TOKEN.match(text, position)
        if match is None:  # pragma: no cover - the last alternative takes any character
            break
        raw, kind = match[0], match.lastgroup
        if kind == "mark":
            kind = "here"
        if kind == "word":
            quote = raw[0] in "\"'"
            words.append(Word(_unquoted(raw), line, position - start + 1 + quote, raw))
        elif kind == "here":
            pending.append(match["mark"])
        elif kind == "line" or (kind == "sign" and "<" not in raw and ">" not in raw):
            if words:
                yield words
            words = []
        position = match.end()
        if "\n" in raw:
            line += raw.count("\n")
            start = match.start() + raw.rindex("\n") + 1
        if kind == "line" and pending:
            end = _end_of_documents(text, position, pending)
            body = text[position:end]
            line += body.count("\n")
            if "\n" in body:
                start = position + body.rindex("\n") + 1
            position, pending = end, []
    if words:
        yield words


def _end_of_documents(text: str, position: int, marks: Sequence[str]) -> int:
    """Return where the here-documents with these marks end that begin at a position."""
    for mark in marks:
        end_of = re.compile(rf"^[ \t]*{re.escape(mark)}[ \t]*$", re.MULTILINE).search(text, position)
        position = end_of.end() if end_of else len(text)
    return position


def _unquoted(raw: str) -> str:
    if not any(c in raw for c in "\"'\\"):
        return raw
    return _QUOTED.sub(lambda match: match[1] if match[1] is not None else match[2] if match[2] is not None else match[3], raw)


_HERE = re.compile(r"^(?P<command>[^\n#<]{0,500})<<-?[ \t]*[\"']?(?P<mark>\w+)[\"']?[^\n]*\n", re.MULTILINE)


def heredocs(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, command and body of each here-document."""
    position, line = 0, 1
    while match := _HERE.search(text, position):
        end = _end_of_documents(text, match.end(), [match["mark"]])
        line += text.count("\n", position, match.end())
        yield line, match["command"].strip(), text[match.end() : end].rpartition("\n")[0]
        line += text.count("\n", match.end(), end)
        position = end


def of_heredoc(line: int, command: str, body: str) -> Iterator[Mention]:
    """Yield the models of a here-document: Python, if the command runs it; what looks like the body of a request otherwise.

    Args:
        line: The line at which it begins.
        command: The command that takes it.
        body: Its text.
    """
    if re.search(r"(?:^|[\s/])python[\d.]*(?:\s|$)", command):
        yield from _of_python(Word(body, line, 1))
        return
    for offset, row in enumerate(body.splitlines()):
        yield from _json_pairs(Word(row, line + offset, 1))


def of_command(words: Sequence[Word], values: dict[str, Word]) -> Iterator[Mention]:
    """Yield the models that one command names.

    Args:
        words: Its words.
        values: What variables hold so far; what the command assigns is added.
    """
    rest = list(words)
    is_setting = False
    while rest:
        assigned = _ASSIGNED.match(rest[0].text)
        if assigned and not rest[0].text.startswith("-"):
            yield from _assigned(rest.pop(0), assigned, values)
        elif rest[0].text in ("export", "local", "readonly", "declare", "set", "setx", "typeset"):
            is_setting = True
            rest.pop(0)
        elif rest[0].text in _ASIDE or (is_setting and rest[0].text.startswith("-")):
            rest.pop(0)
        else:
            break
    if rest:
        yield from _arguments(rest, values)


def _assigned(word: Word, match: re.Match[str], values: dict[str, Word]) -> Iterator[Mention]:
    value, _, column, _ = word.after(match.start(2))
    expanded = _EXPANDED.match(value)
    if expanded and expanded[2]:
        column += expanded.start(2)
        value = expanded[2]
    held = Word(value.strip("\"'"), word.line, column + (value[:1] in ("'", '"')))
    values[match[1]] = held
    certainty = certainty_of(match[1])
    if certainty is not None:
        found = mention(held.line, held.column, held.text, f"env {match[1]}", certainty)
        if found:
            yield found


def _arguments(words: Sequence[Word], values: dict[str, Word]) -> Iterator[Mention]:
    if len(words) == 1 and len(words[0].text) < 3:
        return
    names = [word.text.rpartition("/")[2] if "/" in word.text and word.text.startswith(("/", ".")) else word.text for word in words]
    taken: set[int] = set()
    if "-c" in names[:4] or "-lc" in names[:4]:
        yield from _code(words, names)
    is_data = any(
        re.fullmatch(r"--repo-type=(?:dataset|space)", name)
        or (name == "--repo-type" and names[at + 1 : at + 2] in (["dataset"], ["space"]))
        for at, name in enumerate(names)
    )
    for at, lead, count in _leads(names):
        if is_data:
            break
        for place in _positional(words, at + len(lead), count):
            taken.add(place)
            yield from _named(words[place], values, " ".join(lead), Certainty.STRONG)
    # An image that starts a server is written with its tag.
    programs = [name for name in (each.partition(":")[0] for each in names) if name in PROGRAMS]
    extra = frozenset(option for name in programs for option in PROGRAMS[name])
    yield from _options(words, values, programs, extra, taken)
    if "clone" in names[:4] or names[0] in ("wget", "curl", "aria2c", "git", "pip", "pip3", "ADD") or "install" in names[:5]:
        for word in words:
            for start, name in hub_names(word.text, files_only=names[0] != "git"):
                yield Mention(word.line, word.column + start, name, f"{names[0]} address")
    for word in words:
        if "{" in word.text and ":" in word.text:
            yield from _json_pairs(word)


def _code(words: Sequence[Word], names: Sequence[str]) -> Iterator[Mention]:
    """Yield the models of code that stands in a word: `sh -c "..."`, `python -c "..."`."""
    at = next(place for place, name in enumerate(names[:4]) if name in ("-c", "-lc"))
    if at == 0 or at + 1 >= len(words):
        return
    code = words[at + 1]
    program = names[at - 1].rpartition("/")[2]
    if program in ("sh", "bash", "zsh"):
        for command in commands(code.text, code.line, code.column):
            yield from of_command(command, {})
    elif program.startswith("python"):
        yield from _of_python(code)


def _of_python(code: Word) -> Iterator[Mention]:
    """Yield the models of Python that stands in a script, in one word or a here-document."""
    from openweights.scan import python  # which reads commands that stand in Python with this module

    try:
        found = list(python.find(code.text))
    except python.UnreadablePythonError:
        found = list(python.find_in_lines(code.text))
    for each in found:
        yield each._replace(line=each.line + code.line - 1, column=each.column + (code.column - 1 if each.line == 1 else 0), used_on=None)


#: The words that lead to a model, by the first of them.
_LEADS = {lead[0]: [(each, count) for each, count in COMMANDS.items() if each[0] == lead[0]] for lead in COMMANDS}


def _leads(names: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Yield where words stand that lead to models, the words, and to how many."""
    for at, name in enumerate(names[:12]):
        for lead, count in _LEADS.get(name, ()):
            if count and tuple(names[at : at + len(lead)]) == lead:
                yield at, lead, count


def _positional(words: Sequence[Word], start: int, count: int) -> Iterator[int]:
    at = start
    while at < len(words) and count:
        text = words[at].text
        if text.startswith("-") and text != "-":
            # Which options take a value is not known; those that begin a download's name mostly do, switches stand after it.
            at += 1 if "=" in text or at + 1 >= len(words) or _is_switch(text) else 2
            continue
        yield at
        count -= 1
        at += 1


def _is_switch(option: str) -> bool:
    return option.lstrip("-") in (
        "verbose",
        "quiet",
        "q",
        "v",
        "it",
        "d",
        "insecure",
        "force-download",
        "resume-download",
        "trust-remote-code",
        "y",
    )


def _options(
    words: Sequence[Word], values: dict[str, Word], programs: Sequence[str], extra: frozenset[str], taken: set[int]
) -> Iterator[Mention]:
    for at, word in enumerate(words):
        if at in taken or not word.text.startswith("-"):
            continue
        option, equals, _ = word.text.partition("=")
        if equals:
            target = word.after(len(option) + 1)
        elif at + 1 < len(words):
            target = words[at + 1]
        else:
            continue
        if option in ("-e", "--env", "--build-arg"):
            assigned = _ASSIGNED.match(target.text)
            yield from _assigned(target, assigned, values) if assigned else ()
            continue
        if option in ("--model_args", "--model-args"):
            yield from _evaluated(target, option)
            continue
        certainty = Certainty.STRONG if option in extra else certainty_of(option) if option.startswith("--") else None
        if certainty is None:
            continue
        if programs and option in OPTIONS and programs[0] not in ("lm_eval", "lm-eval"):
            certainty = (
                Certainty.SPECIFIC if programs[0] in ("accelerate", "trl", "whisper", "claude", "gemini", "llm") else Certainty.STRONG
            )
        if not target.text.startswith("-"):
            yield from _named(target, values, f"{programs[0]} {option}" if programs else option, certainty)


def _evaluated(word: Word, option: str) -> Iterator[Mention]:
    """Yield the models of `--model_args pretrained=...,peft=...`."""
    for match in _PRETRAINED.finditer(word.text):
        found = mention(word.line, word.column + match.start(1), match[1], option, Certainty.STRONG)
        if found:
            yield found


def _named(word: Word, values: dict[str, Word], call: str, certainty: Certainty) -> Iterator[Mention]:
    text, line, column = word.text, word.line, word.column
    if "$" in text:
        expanded = _EXPANDED.match(text)
        if expanded and expanded[2]:
            found = mention(line, column + expanded.start(2), expanded[2], call, certainty)
            if found:
                yield found
            return
        held = values.get(expanded[1] or expanded[3] or expanded[4]) if expanded else None
        if held is not None and "$" not in held.text:
            found = mention(held.line, held.column, held.text, call, certainty)
            if found:
                yield found._replace(used_on=line if line != held.line else None)
            return
        if certainty is Certainty.STRONG:
            yield Mention(line, column, text, call, Status.DYNAMIC)
        return
    found = mention(line, column, text, call, certainty)
    if found:
        yield found


def _json_pairs(word: Word) -> Iterator[Mention]:
    """Yield the models in a JSON text that stands inside a word: the body of a request."""
    for match in _JSON_PAIR.finditer(word.text):
        certainty = certainty_of(match[1])
        if certainty is None:
            continue
        before = word.text[: match.start(2)]
        line = word.line + before.count("\n")
        column = match.start(2) - before.rfind("\n") if "\n" in before else word.column + match.start(2)
        found = mention(line, column, match[2], f'"{match[1]}":', certainty, evidence='"messages"' in word.text or '"input"' in word.text)
        if found:
            yield found


def of_list(words: Iterable[Word], values: dict[str, Word] | None = None) -> Iterator[Mention]:
    """Yield the models that a command line names that is written as a list of words."""
    given = list(words)
    if len(given) == 1 or (len(given) >= 3 and given[0].text.rpartition("/")[2] in ("sh", "bash") and given[1].text in ("-c", "-lc")):
        script = given[-1]
        for command in commands(script.text, script.line, script.column):
            yield from of_command(command, {} if values is None else values)
    elif given:
        yield from of_command(given, {} if values is None else values)
