"""YAML from strangers: plain data only, bounded in size, depth and aliases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import define

from openweights.errors import MissingExtraError, RecordError, shown
from openweights.modelfile import as_table, read_text

if TYPE_CHECKING:
    import yaml

#: How deep it may be nested, and how often a part may be repeated by an alias.
DEEPEST = 60
MOST_ALIASES = 100

#: How many keys, values, tables and lists it may have, and their ends: it bounds the time. The card of a model with the results of two
#: hundred evaluations has some 40,000.
MOST_PARTS = 100_000


def read_yaml(path: str) -> Mapping[str, object]:
    """Return the table that a YAML file holds.

    Args:
        path: The file.

    Raises:
        RecordError: If the file cannot be read, is too large, not in UTF-8, no YAML, no table, nested too deeply, full of aliases, has
            too many parts, a key twice in one table, or tags that ask for more than plain data.
        MissingExtraError: If PyYAML is not installed.
    """
    return parse_yaml(read_text(path), path)


def parse_yaml(text: str, file: str) -> Mapping[str, object]:
    """Return the table that a YAML text holds; `file` is the name that errors give it.

    Raises:
        RecordError: As for `read_yaml`.
        MissingExtraError: If PyYAML is not installed.
    """
    try:
        import yaml
    except ModuleNotFoundError:
        raise MissingExtraError("Reading YAML", "yaml") from None
    # The loader in C is some twenty times faster, and not in every build of PyYAML. Both know plain data, dates and numbers only.
    loader: type[yaml.SafeLoader | yaml.CSafeLoader] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        _check(yaml.parse(text, Loader=loader), file)
        table: object = yaml.load(text, Loader=loader)  # noqa: S506
    except RecordError:
        raise
    except yaml.MarkedYAMLError as error:
        where = f" (line {error.problem_mark.line + 1}, column {error.problem_mark.column + 1})" if error.problem_mark else ""
        raise RecordError(file, f"{error.problem or 'It is no YAML'}{where}. Correct the syntax.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise RecordError(file, f"It is no YAML: {str(error).splitlines()[0]}. Correct the syntax.") from None
    except RecursionError:
        raise RecordError(file, "It is nested too deeply. Is it a record?") from None
    return as_table(table, file)


@define
class _Open:
    """A part of the text that was opened and not closed: the keys of a table, or none of a list."""

    keys: set[str] | None
    #: Whether a key comes next.
    at_key: bool = True


def _check(events: Iterable[yaml.Event], file: str) -> None:
    """Refuse, while it is read, what is too much, and a key that stands twice: YAML forbids it, and readers differ in which they take."""
    import yaml

    aliases = 0
    stack: list[_Open] = []
    for parts, event in enumerate(events):
        if parts > MOST_PARTS:
            raise RecordError(file, f"It has more than {MOST_PARTS:,} parts. Is it a record?")
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        aliases += isinstance(event, yaml.AliasEvent)
        if aliases > MOST_ALIASES:
            raise RecordError(file, f"It has more than {MOST_ALIASES} aliases. Write the parts out.")
        if stack and stack[-1].keys is not None:
            table = stack[-1]
            if table.at_key and isinstance(event, yaml.ScalarEvent) and event.value != "<<":
                if event.value in stack[-1].keys:
                    where = f" (line {event.start_mark.line + 1})" if event.start_mark else ""
                    raise RecordError(file, f"The key {shown(event.value)} stands twice{where}. Keep one of them.")
                stack[-1].keys.add(event.value)
            table.at_key = not table.at_key
        if isinstance(event, yaml.CollectionStartEvent):
            stack.append(_Open(set() if isinstance(event, yaml.MappingStartEvent) else None))
            if len(stack) > DEEPEST:
                raise RecordError(file, f"It is nested more than {DEEPEST} levels deep. Is it a record?")
