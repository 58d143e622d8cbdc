"""The bundled models by every name: releases, and names that stand for several (rule 2.10)."""

from __future__ import annotations

from functools import cache

from attrs import frozen

from openweights.bundle import bundle
from openweights.convert import LONGEST_NAME, name_key
from openweights.errors import InvalidValueError, UnknownNameError, near_matches, shown
from openweights.model import Model
from openweights.plain import from_plain


@frozen
class Family:
    """A name that stands for several releases, with the releases in order of their release date."""

    #: The name.
    name: str
    #: The releases, oldest first.
    members: tuple[Model, ...]


def get_record(name: str) -> Model | Family:
    """Return the release, or the family of releases, that goes by `name`.

    Args:
        name: A name, alias, Hub id, id, family or group; compared without case, spaces, hyphens and underscores.

    Raises:
        UnknownNameError: If nothing does, with the names that come near.

    Examples:
        >>> get_record("meta-llama/Llama-3.1-8B").name
        'Llama 3.1'
        >>> get_record("Llama").members[0].name
        'LLaMA 1'
    """
    if not isinstance(name, str):
        raise InvalidValueError(f"{shown(name)} is no model.", mend="Give a Model, a name, or a mapping of a model's fields.")
    found = _find(name)
    if found is None:
        near = near_matches(name_key(name[:LONGEST_NAME]), [*bundle().model_names, *bundle().model_families])
        suggestions = dict.fromkeys(record.name for record in map(_find, near) if record)
        raise UnknownNameError("model", name, tuple(suggestions))
    return found


def find_model(name: str) -> Model | None:
    """Return the release that goes by `name`, or nothing; a name that stands for several releases is nothing."""
    model_id = bundle().model_names.get(name_key(name)) if len(name) <= LONGEST_NAME else None
    return None if model_id is None else get_model(model_id)


def models() -> tuple[Model, ...]:
    """Return all bundled models, in the order of their ids."""
    return tuple(get_model(model_id) for model_id in bundle().ids("model"))


@cache
def get_model(model_id: str) -> Model:
    """Return the bundled model with this id.

    Raises:
        UnknownNameError: If there is none.
    """
    table = bundle().model_record(model_id)
    if table is None:
        raise UnknownNameError("model", model_id)
    return from_plain(Model, table)


def _find(name: str) -> Model | Family | None:
    model = find_model(name)
    if model is not None or len(name) > LONGEST_NAME:
        return model
    family = bundle().model_families.get(name_key(name))
    if family is None:
        return None
    title, members = family
    return Family(title, tuple(get_model(member) for member in members))
