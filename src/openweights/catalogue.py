"""The records of models by every name: releases, and names that stand for several (rule 2.10)."""

from __future__ import annotations

from attrs import frozen

from openweights.bundle import bundle, per_bundle
from openweights.errors import UnknownNameError
from openweights.model import Model
from openweights.plain import from_plain
from openweights.resolution import find, resolve


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
        name: A name, alias, Hub id, id, family or group; read as [`resolve`][openweights.resolution.resolve] says.

    Raises:
        UnknownNameError: If nothing does, with the names that come near.

    Examples:
        >>> get_record("meta-llama/Llama-3.1-8B").name
        'Llama 3.1'
        >>> get_record("Llama").members[0].name
        'LLaMA 1'
    """
    found = resolve(name)
    if found.title is None:
        raise UnknownNameError("model", name, found.did_you_mean)
    if found.how == "family":
        return Family(found.title, tuple(get_model(member) for member in found.ids))
    return get_model(found.ids[0])


def find_model(name: str) -> Model | None:
    """Return the release that goes by `name`, or nothing; a name that stands for several releases is nothing."""
    found = find(name)
    return get_model(found.ids[0]) if found is not None and found.how != "family" else None


def models() -> tuple[Model, ...]:
    """Return the models on record, in the order of their ids."""
    return tuple(get_model(model_id) for model_id in bundle().ids("model"))


@per_bundle
def get_model(model_id: str) -> Model:
    """Return the model with this id.

    Raises:
        UnknownNameError: If there is none.
    """
    table = bundle().model_record(model_id)
    if table is None:
        raise UnknownNameError("model", model_id)
    return from_plain(Model, table)
