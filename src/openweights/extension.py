"""A user's own records beside the bundled ones: a folder of TOML files, with the same checks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from openweights.bundle import Table, bundle, exclusively, use
from openweights.checks import license_problems, model_problems
from openweights.compilation import id_of, merged
from openweights.errors import InvalidValueError, OpenWeightsError, RecordError
from openweights.license import License
from openweights.model import Model
from openweights.modelfile import read_table
from openweights.plain import from_plain

#: More files than this in one folder are no folder of records.
MOST_FILES = 10_000


def extend(*folders: str | os.PathLike[str]) -> tuple[str, ...]:
    """Answer from the records in these folders too, from now on; all of them, or none if one breaks the rules.

    A folder holds `models/*.toml` and `licenses/*.toml`, or `*.toml` of models. The records keep to the same checks as the bundled
    ones; their `status` is `own` unless they say otherwise.

    Args:
        *folders: The folders.

    Returns:
        The ids of the models that were added.

    Raises:
        RecordError: If a folder or a file cannot be read, a record breaks a rule, or a name belongs to another record already.
    """
    licenses: dict[str, Table] = {}
    models: dict[str, Table] = {}
    for folder in folders:
        for file, is_license in _files(os.fspath(folder)):
            (licenses if is_license else models)[file] = read_table(file)
    with exclusively():
        before = bundle()
        use(merged(before, licenses, models))
        try:
            _check(licenses, models)
        except BaseException:
            use(before)
            raise
    return tuple(id_of(file, table) for file, table in models.items())


def _check(licenses: dict[str, Table], models: dict[str, Table]) -> None:
    for file, table in [*licenses.items(), *models.items()]:
        for problem in problems_of(table, is_license=file in licenses):
            raise RecordError(file, problem)


def problems_of(table: Table, *, is_license: bool) -> Iterator[str]:
    """Yield what is wrong with a record, a sentence each."""
    try:
        yield from license_problems(from_plain(License, table)) if is_license else model_problems(from_plain(Model, table))
    except InvalidValueError as error:
        yield str(error)
    except RecordError as error:
        yield error.problem
    except OpenWeightsError as error:
        yield str(error)


def _files(folder: str) -> Iterator[tuple[str, bool]]:
    """Yield the record files of a folder, and whether each holds a licence."""
    path = Path(folder)
    if "\0" in folder or not path.is_dir():
        raise RecordError(folder.replace("\0", "\\0"), "It is no folder. Give a folder of record files.")
    licenses, models = sorted(path.glob("licenses/*.toml")), sorted([*path.glob("*.toml"), *path.glob("models/*.toml")])
    if not licenses and not models:
        raise RecordError(folder, "It holds no record. Put `*.toml` of models into it, or the folders `models` and `licenses`.")
    if len(licenses) + len(models) > MOST_FILES:
        raise RecordError(folder, f"It holds more than {MOST_FILES} files. Is it a folder of records?")
    yield from ((str(file), True) for file in licenses)
    yield from ((str(file), False) for file in models)
