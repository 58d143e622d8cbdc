"""YAML, JSON and TOML as one kind of tree in which every text knows its line and column.

The usual parsers forget where things stand. Here nothing is made of the data but texts, so that a tag, an alias or a date of a stranger
does nothing; a tree has as many nodes as the file has, for an alias is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from openweights.errors import MissingExtraError, OpenWeightsError

#: How deep data may be nested.
DEEPEST = 100


class UnreadableDataError(OpenWeightsError, ValueError):
    """Data that are not in their format, or nested too deeply: they are read line by line instead.

    Attributes:
        problem: What is wrong, as the end of a sentence.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class Text(NamedTuple):
    """A text, number or other single value."""

    #: The value as written, without quotes.
    text: str
    #: Line, from 1, and column in characters, from 1, at which it begins.
    line: int
    column: int
    #: Whether its lines stand in the file as they are, below `line`: a YAML block.
    block: bool = False
    #: By how many spaces the lines of a block are indented.
    indent: int = 0


class Table:
    """Keys and values in order."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[tuple[Text, Node]] = []


class List:
    """Values in order."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[Node] = []


Node = Text | Table | List


class Builder:
    """Puts a tree together from what a reader meets, one after the other."""

    def __init__(self) -> None:
        self.roots: List = List()
        self._open: list[Table | List] = [self.roots]
        self._keys: list[Text | None] = [None]

    def text(self, node: Text) -> None:
        """Take a text: a key, where a table waits for one."""
        if isinstance(self._open[-1], Table) and self._keys[-1] is None:
            self._keys[-1] = node
        else:
            self._put(node)

    def begin(self, node: Table | List) -> None:
        """Open a table or list."""
        if len(self._open) > DEEPEST:
            raise UnreadableDataError(f"nested more than {DEEPEST} levels deep")
        is_key = isinstance(self._open[-1], Table) and self._keys[-1] is None
        if is_key:  # YAML allows a table as a key
            self._keys[-1] = Text("", 0, 0)
        else:
            self._put(node)
        self._open.append(node)
        self._keys.append(None)

    def end(self) -> None:
        """Close what was opened last."""
        if len(self._open) == 1:
            raise UnreadableDataError("closed more often than opened")
        self._open.pop()
        self._keys.pop()

    def _put(self, node: Node) -> None:
        parent = self._open[-1]
        if isinstance(parent, Table):
            key = self._keys[-1]
            if key is not None:
                parent.items.append((key, node))
            self._keys[-1] = None
        else:
            parent.items.append(node)


def from_yaml(text: str) -> List:
    """Return the documents of a YAML text.

    Raises:
        UnreadableDataError: If it is no YAML or nested too deeply.
        MissingExtraError: If PyYAML is not installed.
    """
    try:
        import yaml
    except ModuleNotFoundError:
        raise MissingExtraError("Scanning YAML", "scan") from None
    builder = Builder()
    anchors: dict[str, Text] = {}
    rows = text.split("\n")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            if event.start_mark is None:
                continue
            if isinstance(event, yaml.ScalarEvent):
                quoted = event.style in ("'", '"')
                start = event.start_mark
                node = Text(str(event.value), start.line + 1, start.column + 1 + quoted)
                if event.style in ("|", ">"):
                    node = node._replace(block=True, indent=_indent(rows, start.line + 1))
                if event.anchor and len(node.text) < 500:
                    anchors[event.anchor] = node
                builder.text(node)
            elif isinstance(event, yaml.MappingStartEvent):
                builder.begin(Table())
            elif isinstance(event, yaml.SequenceStartEvent):
                builder.begin(List())
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                builder.end()
            elif isinstance(event, yaml.AliasEvent):
                # What a text stands for elsewhere may be the name of a model here; a table that is repeated is read once.
                builder.text(anchors.get(str(event.anchor), Text("", 0, 0)))
    except yaml.MarkedYAMLError as error:
        where = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UnreadableDataError(f"{error.problem or 'not in its format'}{where}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableDataError((str(error).splitlines() or ["not in its format"])[0]) from None
    return builder.roots


def _indent(rows: list[str], line: int) -> int:
    """Return the indentation of the first line from `line`, counted from 0, that is not blank."""
    for row in rows[line : line + 50]:
        if row.strip():
            return len(row) - len(row.lstrip())
    return 0


_JSON = re.compile(
    r'"(?P<string>(?:[^"\\\n]|\\.)*)"|(?P<open>[{\[])|(?P<close>[}\]])|(?P<line>\n)|(?P<note>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)'
    r"|(?P<word>[^\s\"{}\[\],:/]+)|(?P<rest>[\s,:]|.)"
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def unescaped(raw: str) -> str:
    """Return what a JSON or TOML string stands for."""
    if "\\" not in raw:
        return raw
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _SHORT.get(match[2], match[2]), raw)


def from_json(text: str) -> List:
    """Return what a JSON text holds; comments and commas too many, as in settings of editors, are passed over.

    Raises:
        UnreadableDataError: If brackets do not match or are nested too deeply.
    """
    builder = Builder()
    opened: list[str] = []
    line, start, position = 1, 0, 0
    has_comments = "*/" in text
    while match := _JSON.match(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "string":
            builder.text(Text(unescaped(match["string"]), line, match.start() - start + 2))
        elif kind == "word":
            builder.text(Text(match["word"], line, match.start() - start + 1))
        elif kind == "open":
            opened.append(match["open"])
            builder.begin(Table() if match["open"] == "{" else List())
        elif kind == "close":
            if not opened or opened.pop() + match["close"] not in ("{}", "[]"):
                raise UnreadableDataError(f"a bracket that does not match, line {line}")
            builder.end()
        elif kind == "line":
            line, start = line + 1, match.end()
        elif kind == "long" and has_comments:
            end = text.find("*/", position)
            has_comments = end >= 0
            position = end + 2 if has_comments else position
            newlines = text.count("\n", match.end(), position)
            if newlines:
                line, start = line + newlines, text.rindex("\n", 0, position) + 1
    if opened:
        raise UnreadableDataError("a bracket that is never closed")
    return builder.roots


_TOML = re.compile(
    r'(?P<long>"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\')|"(?P<string>(?:[^"\\\n]|\\.)*)"|\'(?P<literal>[^\'\n]*)\''
    r"|(?P<note>#[^\n]*)|(?P<sign>[=\[\]{},\n])|(?P<bare>[A-Za-z0-9_.+:-]+)|(?P<rest>.)",
    re.DOTALL,
)


def from_toml(text: str) -> List:
    """Return what a TOML text holds, one table for each section, under its name.

    Raises:
        UnreadableDataError: If brackets do not match or are nested too deeply.
    """
    document = Table()
    section = document
    roots = List()
    roots.items.append(document)
    tokens = _toml_tokens(text)
    for kind, token in tokens:
        if kind == "\n":
            continue
        if kind == "[":
            names = [each for sign, each in _until_line(tokens) if sign == "text"]
            section = Table()
            if names:
                document.items.append((names[0]._replace(text=".".join(each.text for each in names)), section))
        elif kind == "text":
            key = token
            for sign, part in tokens:
                if sign in ("=", "\n"):
                    break
                if sign == "text":
                    key = part
            else:
                return roots
            if sign == "=":
                value = _toml_value(tokens)
                if value is not None:
                    section.items.append((key, value))
    return roots


Token = tuple[str, Text]


def _until_line(tokens: Iterator[Token]) -> Iterator[Token]:
    for kind, token in tokens:
        if kind == "\n":
            return
        yield kind, token


def _toml_tokens(text: str) -> Iterator[Token]:
    line, start = 1, 0
    for match in _TOML.finditer(text):
        column = match.start() - start + 1
        kind = match.lastgroup
        if kind == "sign":
            yield match["sign"], Text("", line, column)
        elif kind == "bare":
            yield "text", Text(match["bare"], line, column)
        elif kind == "string":
            yield "text", Text(unescaped(match["string"]), line, column + 1)
        elif kind == "literal":
            yield "text", Text(match["literal"], line, column + 1)
        elif kind == "long":
            yield "text", Text(match["long"][3:-3], line, column + 3)
        newlines = match[0].count("\n")
        if newlines:
            line, start = line + newlines, match.start() + match[0].rindex("\n") + 1


def _toml_value(tokens: Iterator[Token]) -> Node | None:
    """Return the value at which the tokens stand; those after it on the line are used up."""
    builder = Builder()
    opened: list[str] = []
    for kind, token in tokens:
        if kind == "text":
            builder.text(token)
        elif kind in "[{":
            opened.append(kind)
            builder.begin(List() if kind == "[" else Table())
        elif kind in "]}":
            if not opened or opened.pop() + kind not in ("[]", "{}"):
                raise UnreadableDataError(f"a bracket that does not match, line {token.line}")
            builder.end()
        elif kind == "\n" and not opened:
            break
    return builder.roots.items[0] if builder.roots.items else None
