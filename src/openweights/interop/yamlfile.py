"""YAML from strangers: plain data only, bounded in size, depth and aliases."""

from __future__ import annotations

from collections.abc import Mapping

from openweights.errors import MissingExtraError, RecordError
from openweights.modelfile import as_table, read_text

#: How deep it may be nested, and how often a part may be repeated by an alias.
DEEPEST = 60
MOST_ALIASES = 100


def read_yaml(path: str) -> Mapping[str, object]:
    """Return the table that a YAML file holds.

    Args:
        path: The file.

    Raises:
        RecordError: If the file cannot be read, is too large, not in UTF-8, no YAML, no table, nested too deeply, full of aliases or
            has tags that ask for more than plain data.
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
    try:
        depth = aliases = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            aliases += isinstance(event, yaml.AliasEvent)
            if depth > DEEPEST:
                raise RecordError(file, f"It is nested more than {DEEPEST} levels deep. Is it a record?")
            if aliases > MOST_ALIASES:
                raise RecordError(file, f"It has more than {MOST_ALIASES} aliases. Write the parts out.")
        # The safe loader knows plain data, dates and numbers, and refuses every other tag.
        table: object = yaml.load(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        where = f" (line {error.problem_mark.line + 1}, column {error.problem_mark.column + 1})" if error.problem_mark else ""
        raise RecordError(file, f"{error.problem or 'It is no YAML'}{where}. Correct the syntax.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise RecordError(file, f"It is no YAML: {str(error).splitlines()[0]}. Correct the syntax.") from None
    except RecursionError:
        raise RecordError(file, "It is nested too deeply. Is it a record?") from None
    return as_table(table, file)
