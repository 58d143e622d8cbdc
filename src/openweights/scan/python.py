"""Models that Python code names, read from its syntax tree."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

from openweights.scan import shell
from openweights.scan.calls import CALLS, PACKAGE_PATHS, PACKAGES, Call
from openweights.scan.keys import SIBLINGS, certainty_of, names_itself, words_of
from openweights.scan.naming import hub_names, mention
from openweights.scan.reference import Certainty, Mention, Status
from openweights.scan.values import Scope, Values, dotted

#: Characters of code that is parsed: a tree takes a hundred times the memory of its text.
LONGEST = 1_000_000


class UnreadablePythonError(ValueError):
    """Code that this Python cannot parse: it is read line by line instead.

    Attributes:
        problem: What is wrong, as the end of a sentence.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def find(text: str) -> Iterator[Mention]:
    """Return the models that Python code names.

    Raises:
        UnreadablePythonError: If it cannot be parsed.
    """
    if not _may_name(text):
        return iter(())
    return _Code(text, parse(text)).mentions()


#: Words that mostly stand in code that names a model.
SURE_SIGNS = tuple(
    """pretrained hugg hf.co hf:// hf_ "hf" 'hf' ollama openai openweights: vllm litellm llama whisper spacy transformer timm torch.hub dspy
    keybert anthropic inference ultralytics pydantic_ai crewai _download crossencoder sparseencoder load_lora load_ip_ load_textual
    replicate. fal_client embed flagmodel rerank clip.load open_clip from_single_file repo_id cohere gpt4all mlx_ init_chat bertopic
    mistral langchain llm( modelid generativemodel hfapimodel modelcard trl ctranslate2 from_provider try_to_load""".split()
)
#: A name or key about models before a value: what is left of code that only speaks of models.
_KEYED = re.compile(r"(?:model|llm|checkpoint)s?(?:_\w{0,40})?[\"']?\]?[ \t]*(?:[=,]|:[^=\n]{0,80}[=\"'])")


def _may_name(text: str) -> bool:
    """Whether code has what code that names a model has: parsing it takes much longer than looking."""
    lower = text.lower()
    return any(sign in lower for sign in SURE_SIGNS) or _KEYED.search(lower) is not None


def parse(text: str) -> ast.Module:
    """Return the syntax tree of code, without the warnings of the compiler.

    Raises:
        UnreadablePythonError: If it cannot be parsed.
    """
    if len(text) > LONGEST:
        raise UnreadablePythonError(f"more than {LONGEST:,} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise UnreadablePythonError(f"{error.msg}, line {error.lineno}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadablePythonError(f"{type(error).__name__}: {error}".rstrip(": ")) from None


def find_in_lines(text: str) -> Iterator[Mention]:
    """Yield the models that code names in a syntax that cannot be parsed: arguments and calls on one line, and constants not followed."""
    for number, row in enumerate(text.split("\n"), 1):
        code = row[:2000].split(" #")[0]
        for match in _ARGUMENT.finditer(code):
            certainty = certainty_of(match["key"])
            if certainty is not None:
                found = mention(number, match.start("value") + 1, match["value"], f"{match['key']}=", certainty, evidence=True)
                if found:
                    yield found
        for match in _CALL.finditer(code):
            if any(call.position == 0 and not call.packages for call in CALLS.get(match["name"], ())):
                found = mention(number, match.start("value") + 1, match["value"], f"{match['name']}()", Certainty.STRONG)
                if found:
                    yield found


_ARGUMENT = re.compile(r"[\"']?(?P<key>\b[A-Za-z_]\w{2,60})[\"']?\s*[=:]\s*[\"'](?P<value>[^\"'\s]{1,200})[\"']")
_CALL = re.compile(r"\b(?P<name>\w{3,60})\(\s*[\"'](?P<value>[^\"'\s]{1,200})[\"']")


class _Code:
    """One file of code: what it imports, and the places that may name a model."""

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.lines = text.split("\n")
        self.values = Values(tree)
        packages = {name.partition(".")[0] for name in self.values.imported}
        self.packages = packages
        self.evidence = not packages.isdisjoint(PACKAGES) or any(
            name == path or name.startswith(path + ".") for name in self.values.imported for path in PACKAGE_PATHS
        )

    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions, the surest first where two say the same place."""
        sure: list[Mention] = []
        others: list[Mention] = []
        for node, scope in self.values.nodes:
            if isinstance(node, ast.Call):
                known = self._call(node, scope)
                if known is None:
                    others += self._other_call(node, scope)
                else:
                    sure += known
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                others += self._assignment(node, scope)
            elif isinstance(node, ast.Dict):
                others += self._dict(node, scope)
            elif isinstance(node, (ast.List, ast.Tuple)):
                others += self._command(node)
            elif isinstance(node, ast.Constant):
                others += self._addresses(node)
            elif isinstance(node, ast.arguments):
                others += self._defaults(node, scope)
        seen: set[tuple[int, int]] = set()
        for each in [*sure, *others]:
            if (each.line, each.column) not in seen:
                seen.add((each.line, each.column))
                yield each

    # Calls that are in the table.

    def _call(self, node: ast.Call, scope: Scope) -> list[Mention] | None:
        name = self.values.full_name(node.func)
        last = name.rpartition(".")[2]
        if name.endswith(_LAYERS):
            return []
        for call in CALLS.get(last, ()):
            if self._matches(call, name):
                break
        else:
            return None
        if _is_no_model(node):
            return []
        argument = _argument(node, call, name)
        if argument is None:
            return None if call.packages or call.position is None else []
        label = f"{_short(node.func)}()"
        return list(self._named(argument, scope, label, call, node)) + [
            each
            for keyword in node.keywords
            if keyword.arg and keyword.value is not argument
            for each in self._keyed(keyword.arg, keyword.value, scope, f"{label[:-1]}{keyword.arg}=)")
        ]

    def _matches(self, call: Call, name: str) -> bool:
        if name != call.name and not name.endswith("." + call.name):
            # `from litellm import completion` makes the name `litellm.completion`; so does a receiver that is not known.
            return False
        if not call.packages:
            return True
        first = name.partition(".")[0]
        return any(first == each.partition(".")[0] or each.partition(".")[0] in self.packages for each in call.packages)

    def _named(self, value: ast.expr, scope: Scope, label: str, call: Call, node: ast.Call) -> Iterator[Mention]:
        literals, others = self.values.of(value, scope)
        for literal in literals:
            found = self._literal(literal, label, call.certainty)
            if found:
                is_inside = node.lineno <= literal.lineno <= (node.end_lineno or node.lineno)
                yield found._replace(used_on=None if is_inside else node.lineno)
        if not literals and call.certainty is Certainty.STRONG:
            # What a class makes is no name, and a call that takes the model itself as well says nothing by taking a variable.
            names = [each for each in others if not _is_made(each) and (call.name_only or isinstance(each, ast.JoinedStr))]
            if names:
                yield Mention(value.lineno, self._column(value), self._source(value), label, Status.DYNAMIC)

    def _literal(self, node: ast.Constant, label: str, certainty: Certainty) -> Mention | None:
        text = str(node.value)
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        column = self._column(node)
        at = line.find(text.strip(), column - 1) if text.strip() else -1
        return mention(node.lineno, at + 1 if at >= 0 else column, text.strip(), label, certainty, evidence=self.evidence)

    def _column(self, node: ast.expr) -> int:
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        if line.isascii() or len(line) > 10_000:  # of such a line no one counts the columns
            return node.col_offset + 1
        return len(line.encode("utf-8")[: node.col_offset].decode("utf-8", "ignore")) + 1

    def _source(self, node: ast.expr) -> str:
        start = self._column(node) - 1
        if node.end_lineno == node.lineno and node.end_col_offset is not None:
            raw = self.lines[node.lineno - 1].encode("utf-8")[node.col_offset : node.end_col_offset]
            return raw.decode("utf-8", "ignore")[:200]
        return self.lines[node.lineno - 1][start : start + 200].strip()

    # Places that may name a model.

    def _other_call(self, node: ast.Call, scope: Scope) -> Iterator[Mention]:
        last = _short(node.func).rpartition(".")[2]
        if _is_no_model(node) or last.startswith("assert_"):
            return
        for keyword in node.keywords:
            if keyword.arg:
                yield from self._keyed(keyword.arg, keyword.value, scope, f"{_short(node.func)}({keyword.arg}=)")
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if last in ("add_argument", "option", "add_option"):
            default = next((keyword.value for keyword in node.keywords if keyword.arg == "default"), None)
            for key in texts:
                if default is not None and key.startswith("--"):
                    yield from self._keyed(key, default, scope, key)
        elif len(node.args) >= 2 and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            # `.get("model", ...)`, `getenv("MODEL", ...)`, `parametrize("model", [...])`
            yield from self._keyed(node.args[0].value, node.args[1], scope, f'{last}("{node.args[0].value}")')
        if last in ("system", "run", "Popen", "check_call", "check_output", "call") and texts and " " in texts[0]:
            first = node.args[0]
            if isinstance(first, ast.Constant) and "\n" not in texts[0]:
                for words in shell.commands(texts[0], first.lineno, self._column(first) + 1):
                    yield from shell.of_command(words, {})

    def _keyed(
        self, key: str, value: ast.expr, scope: Scope, label: str, siblings: Iterable[str] = (), *, follow: bool = False
    ) -> Iterator[Mention]:
        certainty = certainty_of(key)
        if certainty is None:
            return
        parts = [value]
        if isinstance(value, ast.Dict):
            # `MODELS = {"fast": ...}` names models; `"llm": {...}` holds settings with keys of their own.
            parts = list(value.values) if re.search(r"(?:models|llms|map|names|ids)\Z", words_of(key)) else []
        literals = [literal for part in parts for literal in self.values.literals(part, scope, follow=follow)]
        about = any(each in SIBLINGS for each in siblings)
        for literal in literals:
            found = self._literal(literal, label, Certainty.SPECIFIC if about else certainty)
            if found:
                yield found

    def _assignment(self, node: ast.Assign | ast.AnnAssign, scope: Scope) -> Iterator[Mention]:
        if node.value is None:
            return
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                key = str(target.slice.value)
            else:
                key = dotted(target).rpartition(".")[2]
            if key:
                yield from self._keyed(key, node.value, scope, f"{key} =")

    def _dict(self, node: ast.Dict, scope: Scope) -> Iterator[Mention]:
        keys = [each.value if isinstance(each, ast.Constant) and isinstance(each.value, str) else "" for each in node.keys]
        if "repo_type" in keys:
            return
        siblings = {words_of(key) for key in keys if key and len(key) < 100}
        for key, value in zip(keys, node.values, strict=True):
            if key and not names_itself(key, siblings):
                yield from self._keyed(key, value, scope, f'"{key}":', siblings)

    def _defaults(self, node: ast.arguments, scope: Scope) -> Iterator[Mention]:
        positional = [*node.posonlyargs, *node.args]
        pairs = [*zip(positional[len(positional) - len(node.defaults) :], node.defaults, strict=True)]
        pairs += [(argument, default) for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True) if default is not None]
        for argument, default in pairs:
            yield from self._keyed(argument.arg, default, scope, f"{argument.arg}=")

    def _command(self, node: ast.List | ast.Tuple) -> Iterator[Mention]:
        """Yield the models of a command line that is written as a list: `["vllm", "serve", "..."]`."""
        if len(node.elts) < 2 or not isinstance(node.elts[0], ast.Constant) or not isinstance(node.elts[0].value, str):
            return
        words: list[shell.Word] = []
        for each in node.elts:
            text = str(each.value) if isinstance(each, ast.Constant) else "$(x)"
            words.append(shell.Word(text, each.lineno, self._column(each) + 1))
        for found in shell.of_command(words, {}):
            if found.status is not Status.DYNAMIC:
                yield found

    def _addresses(self, node: ast.Constant) -> Iterator[Mention]:
        text = str(node.value)
        for _, name in hub_names(text, files_only=True):
            line = self.lines[node.lineno - 1]
            at = line.find(name, self._column(node) - 1)
            yield Mention(node.lineno, at + 1 if at >= 0 else self._column(node), name, "address")


def _is_no_model(node: ast.Call) -> bool:
    """Whether the call says that it is about a data set or a space."""
    return any(
        keyword.arg == "repo_type" and isinstance(keyword.value, ast.Constant) and keyword.value.value in ("dataset", "space")
        for keyword in node.keywords
    )


def _is_made(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2][:1].isupper()


#: A layer of PyTorch that is made from numbers.
_LAYERS = ("Embedding.from_pretrained", "EmbeddingBag.from_pretrained")


def _argument(node: ast.Call, call: Call, name: str) -> ast.expr | None:
    for keyword in node.keywords:
        if keyword.arg in call.keywords:
            return keyword.value
    position = call.position
    if position is not None and re.search(r"Peft\w*\.from_pretrained\Z", name):
        position = 1  # the first is the base, loaded before
    if position is not None and position < len(node.args) and not any(isinstance(each, ast.Starred) for each in node.args[: position + 1]):
        return node.args[position]
    return None


def _short(node: ast.expr) -> str:
    parts: Sequence[str] = dotted(node).split(".")
    return ".".join(parts[-3:])[:80]
