"""The JSON Schema of a policy file: that of the type, with the short spellings that a file may use."""

from __future__ import annotations

from typing import cast

from openweights.policy.policy import Policy
from openweights.schema import json_schema

_Table = dict[str, object]


def policy_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a policy file, as `openweights schema policy` prints it.

    Examples:
        >>> policy_schema()["properties"]["extends"]["items"]
        {'type': 'string', 'minLength': 1}
    """
    schema = json_schema(Policy)
    properties = cast("_Table", schema["properties"])
    # In a file it names files; where a policy was read is not for the file to say.
    properties["extends"] = {"type": "array", "items": {"type": "string", "minLength": 1}}
    del properties["file"]
    properties["warn_at"] = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}
    definitions = cast("_Table", schema["$defs"])
    definitions.pop("Policy", None)
    properties["frameworks"] = {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/FrameworkRule"}]}}
    use = cast("_Table", cast("_Table", definitions["Use"])["properties"])
    for name, field in use.items():
        use[name] = _loose(name, cast("_Table", field))
    return _without_nulls(schema)


def _loose(name: str, field: _Table) -> _Table:
    """A yes or no may be written as one, an amount as a number or a text, rates as a table, and one country as a text."""
    if field.get("enum") == ["not-met", "unknown", "met"]:
        return {"anyOf": [{"type": "boolean"}, field]}
    if "revenue" in name:
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}, {"$ref": "#/$defs/Money"}]}
    if name == "rates":
        return {"type": "object", "additionalProperties": {"type": "number", "exclusiveMinimum": 0}}
    if name in ("territories", "established_in"):
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    return field


def _without_nulls(schema: _Table) -> _Table:
    """TOML has no null: what is not given is left out."""

    def cleaned(value: object) -> object:
        if isinstance(value, dict):
            table = {key: cleaned(item) for key, item in cast("_Table", value).items()}
            kinds = table.get("anyOf")
            if isinstance(kinds, list):
                kept = [each for each in cast("list[object]", kinds) if each != {"type": "null"}]
                if len(kept) == 1:
                    del table["anyOf"]
                    return {**table, **cast("_Table", kept[0])}
                table["anyOf"] = kept
            return table
        if isinstance(value, list):
            return [cleaned(item) for item in cast("list[object]", value)]
        return value

    return cast("_Table", cleaned(schema))
