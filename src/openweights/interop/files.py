"""A model from a file of any format that the library reads, and what the file itself says of it."""

from __future__ import annotations

import os

from attrs import evolve

from openweights.assessment import Assessment
from openweights.assessor import all_frameworks, get_framework
from openweights.catalogue import find_model
from openweights.errors import RecordError
from openweights.frameworks import osai_index
from openweights.interop.imported import Imported
from openweights.interop.modelcard import from_model_card
from openweights.interop.mof import from_mof
from openweights.interop.osai import OsaiRecord, from_osai
from openweights.interop.yamlfile import read_yaml
from openweights.model import Model
from openweights.modelfile import read_model, read_table

#: How names of model files end.
SUFFIXES = (".toml", ".json", ".yaml", ".yml", ".md")


def read_any(path: str | os.PathLike[str]) -> Model:
    """Return the model that a file describes.

    Args:
        path: The file. The library's own records end in `.toml` or `.json`, files of the Model Openness Framework and of the European
            Open Source AI Index in `.yaml` or `.yml`, model cards of the Hub in `.md`.

    Raises:
        RecordError: If the file cannot be read or holds no valid model; the message names file, place and mend.
        MissingExtraError: If it holds YAML and PyYAML is not installed.
    """
    return read_file(path).model


def read_file(path: str | os.PathLike[str]) -> Imported | OsaiRecord:
    """Return the model that a file describes together with what of the file has no place in it; see `read_any`.

    Args:
        path: The file.

    Raises:
        RecordError: As for `read_any`.
        MissingExtraError: If it holds YAML and PyYAML is not installed.
    """
    file = os.fspath(path)
    if file.casefold().endswith(".md"):
        return from_model_card(path)
    if not file.casefold().endswith((".yaml", ".yml")):
        return Imported(read_model(file))
    table = read_yaml(file)
    if "release" in table:
        return from_mof(table, file)
    if "system" in table:
        return from_osai(table, file)
    raise RecordError(file, "It has neither a `release` (Model Openness Framework) nor a `system` (European Open Source AI Index).")


def assess_file(path: str | os.PathLike[str], framework: str | None = None) -> tuple[Assessment, ...]:
    """Return what definitions say of the model that a file describes; a file of the European index answers for the index itself.

    What of the file has no place in a model stands in the remarks.

    Args:
        path: The file, as for `read_any`.
        framework: The id of one framework; all of them without it.

    Raises:
        RecordError: As for `read_any`.
        UnknownNameError: If the framework is not known.
        MissingExtraError: If it holds YAML and PyYAML is not installed.
    """
    found = read_file(path)
    chosen = all_frameworks() if framework is None else (get_framework(framework),)
    answers = [
        osai_index.assess_dimensions(found.dimensions, name=found.model.name)
        if isinstance(found, OsaiRecord) and each is osai_index.FRAMEWORK
        else each.assess(found.model, find_model)
        for each in chosen
    ]
    remarks = tuple(f"Not mapped: {place.rstrip('.')}." for place in found.unmapped)
    return tuple(evolve(answer, remarks=(*answer.remarks, *remarks)) for answer in answers)


#: Keys at the top of a model file, and hardly of another.
_KEYS = frozenset(
    {"artifacts", "access", "developer", "base_models", "licenses", "service_terms", "hub_ids", "modalities", "release", "system"}
)


def is_meant_as_model(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is meant to describe a model: one of its keys at the top says so, or it cannot be read.

    Args:
        path: A file whose name ends as that of a model file does.

    Raises:
        MissingExtraError: If it holds YAML and PyYAML is not installed.
    """
    file = os.fspath(path)
    if file.casefold().endswith(".md"):
        return True
    try:
        table = read_yaml(file) if file.casefold().endswith((".yaml", ".yml")) else read_table(file)
    except RecordError:
        return True
    return not _KEYS.isdisjoint(table)


def is_file_name(ref: str) -> bool:
    """Return whether `ref` ends as the name of a model file does."""
    return ref.casefold().endswith(SUFFIXES) and len(ref) < 4096
