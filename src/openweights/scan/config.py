"""Models that configuration names: YAML, JSON and TOML of whatever program, Compose files, manifests of clusters, CI jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openweights.scan import shell
from openweights.scan.datatree import List, Node, Table, Text, from_json, from_toml, from_yaml
from openweights.scan.keys import SECTIONS, SIBLINGS, certainty_of, names_itself, words_of
from openweights.scan.naming import hub_names, mention
from openweights.scan.reference import Certainty, Mention

#: Keys whose text, or list of words, is a command.
_COMMANDS = frozenset(
    "run command commands args script scripts entrypoint cmd before_script after_script bash inline shell install exec".split()
)
#: Keys whose list holds `NAME=value`.
_ENVIRONMENTS = frozenset("environment env env_vars environment_variables build_args variables".split())
#: Keys that say of the table which they stand in what it is about.
_NAMES = frozenset("name id path repo_id repo identifier string slug repository uri".split())
#: Parents under which a name is that of a model.
_MODELS = re.compile(r"(?:.*_)?(?:models?|llms?|embedder|embeddings?|reranker|chat_model|vlm|tokenizer_model)\Z")
_ASSIGNED = re.compile(r"([A-Za-z_][\w.]*)\s*=\s*(.*)\Z", re.DOTALL)

#: What stands where the model of a test double, a database or a physical thing does.
_ELSEWHERE = frozenset("vehicle vehicles car cars device devices printer printers camera cameras hardware inventory phones sensors".split())


def find_in_yaml(text: str) -> Iterator[Mention]:
    """Return the models that a YAML text names; see `find`.

    Raises:
        UnreadableDataError: If it is no YAML.
        MissingExtraError: If PyYAML is not installed.
    """
    return find(from_yaml(text))


def find_in_json(text: str) -> Iterator[Mention]:
    """Return the models that a JSON text names; see `find`.

    Raises:
        UnreadableDataError: If it is no JSON.
    """
    return find(from_json(text))


def find_in_toml(text: str) -> Iterator[Mention]:
    """Return the models that a TOML text names; see `find`.

    Raises:
        UnreadableDataError: If it is no TOML.
    """
    return find(from_toml(text))


def find(roots: List) -> Iterator[Mention]:
    """Yield the models that data name, in the order in which they stand."""
    stack: list[tuple[Node, str, bool]] = [(roots, "", False)]
    while stack:
        node, parent, about = stack.pop()
        if isinstance(node, Table):
            yield from _table(node, parent, about=about)
            inner = about or _is_about(node)
            children: list[tuple[Node, str, bool]] = []
            for key, value in node.items:
                words = words_of(key.text) if len(key.text) <= 100 else ""
                # Hydra's `defaults` name the configurations to load.
                if isinstance(value, (Table, List)) and words not in _ELSEWHERE and words != "defaults":
                    # A table of tables keeps the name above it: `models: {fast: {name: ...}}`.
                    name = parent if _MODELS.match(parent) and isinstance(value, Table) and not certainty_of(key.text) else words
                    children.append((value, name, inner or bool(SECTIONS.intersection((words, *words.rsplit("_", 1))))))
            stack += reversed(children)
        elif isinstance(node, List):
            stack += [(each, parent.removesuffix("[]") + "[]", about) for each in reversed(node.items) if not isinstance(each, Text)]


def _is_about(table: Table) -> bool:
    keys = {words_of(key.text) for key, _ in table.items if len(key.text) <= 100}
    return len(keys & SIBLINGS) >= 2 or ("provider" in keys and "model" in keys) or ("messages" in keys)


def _table(table: Table, parent: str, *, about: bool) -> Iterator[Mention]:
    keys = {words_of(key.text): value for key, value in table.items if len(key.text) <= 100}
    repo_type = keys.get("repo_type")
    if isinstance(repo_type, Text) and repo_type.text in ("dataset", "space"):
        return
    near = about or bool(SIBLINGS & keys.keys())
    values: dict[str, shell.Word] = {}
    for key, value in table.items:
        words = words_of(key.text) if len(key.text) <= 100 else ""
        if words in _COMMANDS:
            yield from _command(value, values)
        if words in _ENVIRONMENTS and isinstance(value, List):
            yield from _environment(value)
        texts = (
            [value]
            if isinstance(value, Text)
            else [each for each in value.items if isinstance(each, Text)]
            if isinstance(value, List)
            else []
        )
        certainty = _certainty(key.text, words, parent, keys, is_list=isinstance(value, List), near=near)
        for text in texts:
            found = None
            if certainty is not None:
                found = mention(text.line, text.column, text.text, f"{key.text}:", certainty, evidence=near)
            if found:
                yield found
            elif "/" in text.text and len(text.text) < 100_000 and words not in _COMMANDS:
                yield from _addresses(text, key.text)
    yield from _pair(keys)


def _certainty(key: str, words: str, parent: str, keys: dict[str, Node], *, is_list: bool, near: bool) -> Certainty | None:
    """Return how sure a key in a table is to name a model."""
    if names_itself(key, keys):
        return None
    certainty = certainty_of(key)
    if certainty is not None:
        if words == "model" and parent == "models" and not near:
            return Certainty.SPECIFIC  # Compose: `models: {llm: {model: ai/smollm2}}`
        return (
            Certainty.SPECIFIC
            if near and words in ("model", "model_name", "model_id", "models", "model_path") and not is_list
            else certainty
        )
    if words in SIBLINGS or not _MODELS.match(parent.removesuffix("[]")):
        return None
    if words in _NAMES:
        return Certainty.SPECIFIC if near and "type" not in keys else Certainty.GENERIC
    if words in ("default", "fallback", "fallbacks", "primary", "target", "base"):
        return Certainty.SPECIFIC if near else Certainty.GENERIC
    if parent.endswith(("models", "llms")) and not is_list:
        return Certainty.GENERIC  # `models: {fast: gpt-4o-mini}`
    return None


def _pair(keys: dict[str, Node]) -> Iterator[Mention]:
    """Yield the model of `name: MODEL_ID` beside `value: ...`, as manifests of clusters write variables."""
    for name_of, value_of in (("name", "value"), ("key", "value"), ("name", "default_value")):
        name, value = keys.get(name_of), keys.get(value_of)
        if isinstance(name, Text) and isinstance(value, Text):
            certainty = certainty_of(name.text)
            found = mention(value.line, value.column, value.text, f"env {name.text}", certainty) if certainty else None
            if found:
                yield found
            return


def _environment(node: List) -> Iterator[Mention]:
    for each in node.items:
        assigned = _ASSIGNED.match(each.text) if isinstance(each, Text) else None
        if assigned and isinstance(each, Text):
            word = shell.Word(each.text, each.line, each.column, each.text)
            yield from shell.of_command([word], {})


def _command(value: Node, values: dict[str, shell.Word]) -> Iterator[Mention]:
    if isinstance(value, Text):
        for command in shell.commands(value.text):
            yield from shell.of_command([_placed(word, value) for word in command], values)
    elif isinstance(value, List):
        words = [each for each in value.items if isinstance(each, Text)]
        if any(" " in each.text for each in words) and not any(each.text.startswith("-") for each in words):
            for each in words:
                yield from _command(each, values)
        else:
            yield from shell.of_list((shell.Word(each.text, each.line, each.column, each.text) for each in words), values)


def _placed(word: shell.Word, script: Text) -> shell.Word:
    """Return a word of a script that stands inside data with its place in the file."""
    if script.block:
        return word._replace(line=word.line + script.line, column=word.column + script.indent)
    return word._replace(line=word.line + script.line - 1, column=word.column + (script.column - 1 if word.line == 1 else 0))


def _addresses(text: Text, key: str) -> Iterator[Mention]:
    for at, name in hub_names(text.text, files_only=True):
        before = text.text[:at]
        word = _placed(shell.Word(name, before.count("\n") + 1, at - before.rfind("\n")), text)
        yield Mention(word.line, word.column, name, f"{key}: address")
