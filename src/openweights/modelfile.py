"""Records in files: the library's own TOML and JSON."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, cast

from attrs import AttrsInstance

from openweights.errors import InvalidValueError, RecordError
from openweights.model import Model
from openweights.plain import from_plain

T = TypeVar("T", bound=AttrsInstance)

#: Bytes of the largest file that is read; real records have a few thousand.
LARGEST = 2_000_000


def read_model(path: str | os.PathLike[str]) -> Model:
    """Return the model that a file describes.

    Args:
        path: A `.toml` or `.json` file with the fields of a `Model`; its schema is [`json_schema`][openweights.json_schema].

    Raises:
        RecordError: If the file cannot be read or holds no valid model; the message names file, place and mend.
    """
    return read_record(Model, path)


def read_record(kind: type[T], path: str | os.PathLike[str]) -> T:
    """Return the instance of `kind` that a file describes; see [`read_model`][openweights.read_model]."""
    file = os.fspath(path)
    try:
        return from_plain(kind, read_table(file))
    except InvalidValueError as error:
        raise RecordError(file, str(error)) from None


def read_text(file: str) -> str:
    """Return the text of a file from a stranger.

    Raises:
        RecordError: If the file is missing, too large or not in UTF-8.
    """
    try:
        with Path(file).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise RecordError(file, f"It cannot be read: {error.strerror}.") from None
    except ValueError:
        raise RecordError(file, "It cannot be read: the path has a NUL character.") from None
    if len(content) > LARGEST:
        raise RecordError(file, f"It has more than {LARGEST:,} bytes. Is it a record?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(file, f"It is not in UTF-8 (byte {error.start}). Save it as UTF-8.") from None


def read_table(file: str) -> Mapping[str, object]:
    """Return the table that a TOML or JSON file holds.

    Raises:
        RecordError: If the file is missing, too large, not in UTF-8, or no table in its format.
    """
    text = read_text(file)
    try:
        table: object = json.loads(text) if file.casefold().endswith(".json") else tomllib.loads(text)
    except ValueError as error:  # bad syntax, or a number of thousands of digits
        raise RecordError(file, f"{error}. Correct the syntax.") from None
    except RecursionError:
        raise RecordError(file, "It is nested too deeply. Is it a record?") from None
    return as_table(table, file)


def as_table(value: object, file: str) -> Mapping[str, object]:
    """Return `value`, what a file holds, if it is a table.

    Raises:
        RecordError: If it is none.
    """
    if not isinstance(value, dict):
        raise RecordError(file, "It holds no table. Give the fields of the record by name.")
    return cast("dict[str, object]", value)
