"""`openweights schema`."""

from __future__ import annotations

import json

import click

from openweights.license import License
from openweights.model import Model
from openweights.schema import json_schema


@click.command("schema")
@click.argument("kind", type=click.Choice(["model", "license"]), default="model")
def schema_command(kind: str) -> None:
    """Print the JSON Schema of a record file: of a model, or of a licence.

    \b
    Examples:
      openweights schema > model.schema.json
      openweights schema license > license.schema.json
    """
    click.echo(json.dumps(json_schema(License if kind == "license" else Model), indent=2))
