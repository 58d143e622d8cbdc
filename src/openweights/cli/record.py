"""`openweights record`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from openweights.cli.output import BAD_INPUT, NO, print_error, print_note
from openweights.errors import OpenWeightsError
from openweights.extension import problems_of
from openweights.interop.files import read_file
from openweights.interop.scaffold import draft
from openweights.modelfile import read_table


@click.group("record")
def record_group() -> None:
    """Draft and check a record of a model or a licence: the files of `data/`, or of a folder of your own."""


@record_group.command("new")
@click.argument("file")
@click.option("--hub-id", metavar="OWNER/NAME", help="The repository on the Hugging Face Hub that the file describes.")
@click.option("-o", "--output", metavar="FILE", help="Where to write; standard output without it. A file that is there is kept.")
def new_command(file: str, *, hub_id: str | None, output: str | None) -> None:
    """Write a first draft of a record from a model card, or from a file of another index.

    FILE is a `README.md` of the Hugging Face Hub, or a YAML file of the Model Openness Tool or of the European Open Source AI Index.

    \b
    Example:
      openweights record new README.md --hub-id acme/acme-7b -o data/models/acme-7b.toml
    """
    try:
        found = read_file(file)
        text = draft(found.model, hub_id=hub_id)
        if output is None:
            click.echo(text, nl=False)
        else:
            with Path(output).open("x", encoding="utf-8") as stream:
                stream.write(text)
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    except OSError as error:
        print_error(f"{output}: It cannot be written: {error.strerror}.")
        sys.exit(BAD_INPUT)
    for each in found.unmapped:
        print_note(f"not carried over: {each}")


@record_group.command("check")
@click.argument("files", nargs=-1, required=True)
def check_command(files: tuple[str, ...]) -> None:
    """Check record files against the rules and the data: exit status 1 if one breaks a rule, 2 if one cannot be read.

    A file in a folder called `licenses` holds a licence, any other a model. A base or a licence that only your own records have is
    found with `--data FOLDER` before the command.

    \b
    Example:
      openweights record check data/models/acme-7b.toml
    """
    status = 0
    for file in files:
        try:
            table = read_table(file)
        except OpenWeightsError as error:
            print_error(error)
            status = BAD_INPUT
            continue
        for problem in problems_of(table, is_license=Path(file).resolve().parent.name == "licenses"):
            click.echo(f"{file}: {problem}")
            status = status or NO
    sys.exit(status)
