"""The JSON Schema of the record files, made from the types themselves."""

from __future__ import annotations

import datetime
import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, has

from openweights.dates import PartialDate
from openweights.expression import LicenseExpression
from openweights.model import Model

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DAY = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def json_schema(kind: type = Model) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a file that describes an instance of `kind`.

    What [`to_plain`][openweights.to_plain] writes and [`from_plain`][openweights.from_plain] reads is valid against it.

    Args:
        kind: A type of this library; a model unless told otherwise.

    Examples:
        >>> sorted(json_schema()["required"])
        ['name']
    """
    definitions: dict[str, object] = {}
    body = _table(kind, definitions)
    return {"$schema": _DRAFT, "title": kind.__name__, **body, "$defs": definitions}


def _table(kind: type, definitions: dict[str, object]) -> dict[str, object]:
    hints = get_type_hints(kind)
    known = fields(kind)
    return {
        "type": "object",
        "properties": {each.name: _schema(hints[each.name], definitions) for each in known},
        "required": [each.name for each in known if each.default is NOTHING],
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: dict[str, object]) -> Mapping[str, object]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(each, definitions) for each in get_args(hint)]}
    if origin in (tuple, frozenset):
        return {"type": "array", "items": _schema(get_args(hint)[0], definitions), **({"uniqueItems": True} if origin is frozenset else {})}
    if hint is type(None):
        return {"type": "null"}
    if hint is LicenseExpression:
        return {"anyOf": [{"type": "string", "minLength": 1}, _reference(hint, definitions)]}
    if hint is PartialDate:
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
    if issubclass(hint, Enum):
        return {"enum": [each.value for each in hint]}
    if hint is datetime.date:
        return _DAY
    if has(hint):
        return _reference(hint, definitions)
    return {"type": {str: "string", bool: "boolean", int: "integer", float: "number"}[hint]}


def _reference(kind: type, definitions: dict[str, object]) -> dict[str, object]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _table(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}
