"""`openweights schema`."""

from __future__ import annotations

import json

import click

from openweights.license import License
from openweights.model import Model
from openweights.policy.schema import policy_schema
from openweights.schema import json_schema

_SCHEMAS = {"model": lambda: json_schema(Model), "license": lambda: json_schema(License), "policy": policy_schema}


@click.command("schema")
@click.argument("kind", type=click.Choice([*_SCHEMAS]), default="model")
def schema_command(kind: str) -> None:
    """Print the JSON Schema of a record file, of a model or of a licence, or of a policy file.

    \b
    Examples:
      openweights schema > model.schema.json
      openweights schema license > license.schema.json
      openweights schema policy > policy.schema.json
    """
    click.echo(json.dumps(_SCHEMAS[kind](), indent=2))
