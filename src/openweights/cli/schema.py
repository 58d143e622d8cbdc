"""`openweights schema`."""

from __future__ import annotations

import json

import click

from openweights.policy.schema import policy_schema
from openweights.schema import json_schema


@click.command("schema")
@click.argument("kind", type=click.Choice(["model", "policy"]), default="model")
def schema_command(kind: str) -> None:
    """Print the JSON Schema of a model file, or of a policy file.

    \b
    Examples:
      openweights schema > model.schema.json
      openweights schema policy > policy.schema.json
    """
    click.echo(json.dumps(policy_schema() if kind == "policy" else json_schema(), indent=2))
