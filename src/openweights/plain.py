"""Types to plain data and back: dictionaries, lists, strings and numbers, ready for JSON and TOML.

The types know no format. A value whose type has a short spelling (an enum, a date, a licence expression over registered licences)
becomes that spelling; everything else becomes a table of its fields.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import TypeVar, cast

from attrs import AttrsInstance, fields, has

from openweights.convert import record
from openweights.dates import PartialDate
from openweights.errors import InvalidValueError, shown
from openweights.expression import LicenseExpression
from openweights.model import Model
from openweights.registry import find_license

T = TypeVar("T", bound=AttrsInstance)

#: What plain data consist of.
Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None

#: How deep a mapping may be nested: a base model inside a base model takes three levels.
DEEPEST = 60


def to_plain(value: object) -> Plain:
    """Return `value`, any type of this library, as plain data.

    Enums become slugs, dates ISO 8601, sets sorted lists; no field is left out: what is not known is `None`.

    Args:
        value: An instance of one of the types, or a collection of them.

    Raises:
        InvalidValueError: If there is no plain form for it.

    Examples:
        >>> from openweights import Threshold
        >>> to_plain(Threshold(metric="monthly-active-users", limit=7, comparator=">="))["comparator"]
        '>='
    """
    if isinstance(value, Enum):
        return to_plain(value.value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (PartialDate, datetime.date)):
        return str(value)
    if isinstance(value, LicenseExpression):
        return _expression_to_plain(value)
    if isinstance(value, Mapping):
        return {str(to_plain(key)): to_plain(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, frozenset):
        return sorted((to_plain(item) for item in cast("frozenset[object]", value)), key=str)
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in cast("Sequence[object]", value)]
    kind = type(value)
    if has(kind):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(kind)}
    raise InvalidValueError(f"{shown(value)} has no plain form.", mend="Give a type of this library.")


def _expression_to_plain(expression: LicenseExpression) -> Plain:
    """The text alone where it brings the same licences back; with the licences that the registry does not hold otherwise."""
    if LicenseExpression(expression.text) == expression:
        return expression.text
    return {"text": expression.text, "licenses": [to_plain(each) for each in expression.licenses if find_license(each.id) != each]}


def from_plain(kind: type[T], value: Mapping[str, object]) -> T:
    """Return the instance of `kind` that plain data hold: the inverse of [`to_plain`][openweights.to_plain].

    Args:
        kind: A type of this library, for example `License`.
        value: A table of its fields; fields left out take their default.

    Raises:
        InvalidValueError: If a field is unknown, missing or malformed; the error names its place.

    Examples:
        >>> from openweights import Claim
        >>> from_plain(Claim, {"quote": "open", "category": "open-source", "claimant": "Acme", "source": "https://acme.example"}).claimant
        'Acme'
    """
    check_depth(value)
    return record(kind, value)


def model_from(value: Mapping[str, object]) -> Model:
    """Return the model that a mapping describes; see [`from_plain`][openweights.from_plain]."""
    return from_plain(Model, value)


def check_depth(value: object) -> None:
    """Raise an error if `value` is nested more than 60 levels deep.

    Raises:
        InvalidValueError: If it is.
    """
    if exceeds_depth(value, DEEPEST):
        raise InvalidValueError("The data are nested too deeply.", mend=f"Use at most {DEEPEST} levels.")


def exceeds_depth(value: object, deepest: int) -> bool:
    """Return whether mappings and lists in `value` are nested more than `deepest` levels deep."""
    layer = [value]
    for _ in range(deepest):
        layer = [item for each in layer for item in _inside(each)]
        if not layer:
            return False
    return True


def _inside(value: object) -> Iterator[object]:
    """Yield what a mapping or a list holds."""
    if isinstance(value, Mapping):
        yield from cast("Mapping[object, object]", value).values()
    elif isinstance(value, (list, tuple)):
        yield from cast("Sequence[object]", value)
