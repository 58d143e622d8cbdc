"""`openweights schema`."""

from __future__ import annotations

import json

import click

from openweights.schema import json_schema


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a model file.

    \b
    Example:
      openweights schema > model.schema.json
    """
    click.echo(json.dumps(json_schema(), indent=2))
