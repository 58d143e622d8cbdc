"""Which records go into a document."""

from __future__ import annotations

from collections.abc import Iterable

from openweights.catalogue import get_record
from openweights.errors import InvalidValueError, shown
from openweights.model import Model


def chosen_models(models: Iterable[Model | str]) -> list[Model]:
    """Return models that are given as records or by name.

    Raises:
        UnknownNameError: If a name is not known.
        InvalidValueError: If a name stands for several releases: a bill of materials lists what is there, not what may be.
    """
    chosen: list[Model] = []
    for given in (models,) if isinstance(models, (str, Model)) else models:
        record = given if isinstance(given, Model) else get_record(given)
        if not isinstance(record, Model):
            names = ", ".join(member.name for member in record.members[:8])
            raise InvalidValueError(
                f"{shown(given)} stands for {len(record.members)} releases.", mend=f"Name the one that is used: {names}, ..."
            )
        chosen.append(record)
    return chosen
