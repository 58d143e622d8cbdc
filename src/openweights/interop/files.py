"""A model from a file of any format that the library reads."""

from __future__ import annotations

import os

from openweights.errors import RecordError
from openweights.interop.mof import from_mof
from openweights.interop.osai import read_osai
from openweights.interop.yamlfile import read_yaml
from openweights.model import Model
from openweights.modelfile import read_model

#: How names of model files end.
SUFFIXES = (".toml", ".json", ".yaml", ".yml")


def read_any(path: str | os.PathLike[str]) -> Model:
    """Return the model that a file describes: the library's own TOML or JSON, a MOF YAML or one of the European Open Source AI Index.

    Args:
        path: The file; its name ends in `.toml`, `.json`, `.yaml` or `.yml`.

    Raises:
        RecordError: If the file cannot be read or holds no valid model; the message names file, place and mend.
        MissingExtraError: If it is YAML and PyYAML is not installed.
    """
    file = os.fspath(path)
    if not file.casefold().endswith((".yaml", ".yml")):
        return read_model(file)
    table = read_yaml(file)
    if "release" in table:
        return from_mof(table, file).model
    if "system" in table:
        return read_osai(file).model
    raise RecordError(file, "It has neither a `release` (Model Openness Framework) nor a `system` (European Open Source AI Index).")
