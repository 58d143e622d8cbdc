"""`openweights sbom`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from openweights.cli.output import BAD_INPUT, print_error
from openweights.cli.ref import model_or_name, refs
from openweights.errors import OpenWeightsError
from openweights.model import Model
from openweights.sbom.cyclonedx_objects import SpecVersion
from openweights.sbom.cyclonedx_writer import SPEC_VERSIONS, to_cyclonedx
from openweights.sbom.selection import chosen_models
from openweights.sbom.spdx_writer import to_spdx3


@click.command("sbom")
@click.argument("refs_", metavar="REF...", nargs=-1, required=True)
@click.option("--format", "format_", type=click.Choice(["cyclonedx", "spdx"]), default="cyclonedx", show_default=True, help="The format.")
@click.option("--spec-version", type=click.Choice(SPEC_VERSIONS), help="The version of CycloneDX; 1.6 if not given. SPDX is 3.0.1.")
@click.option("-o", "--output", metavar="FILE", help="The file to write; standard output without it.")
def sbom_command(refs_: tuple[str, ...], format_: str, spec_version: SpecVersion | None, output: str | None) -> None:
    """Write a bill of materials that lists models, their data sets, licences and lineage.

    REF is a name, an alias, a Hub id, or the path of a model file; `-` reads REFs from standard input. A REF that is not known, or
    stands for several releases, is an error (exit status 2), and then nothing is written.

    \b
    Examples:
      openweights sbom "Llama 3.1" "OLMo 2" -o models.cdx.json
      openweights sbom gpt-oss-120b --spec-version 1.7
      openweights sbom model.toml --format spdx -o models.spdx.json
    """
    if format_ == "spdx" and spec_version is not None:
        raise click.UsageError("--spec-version is that of CycloneDX; SPDX is written in 3.0.1.")
    models: list[Model] = []
    errors: list[OpenWeightsError] = []
    for ref in refs(refs_):
        try:
            models += chosen_models([model_or_name(ref)])
        except OpenWeightsError as error:
            errors.append(error)
    document = ""
    if not errors:
        try:
            document = to_spdx3(models) if format_ == "spdx" else to_cyclonedx(models, spec_version=spec_version or "1.6")
        except OpenWeightsError as error:
            errors.append(error)
    for each in errors:
        print_error(each)
    if errors:
        sys.exit(BAD_INPUT)
    _write(document, output)


def _write(document: str, output: str | None) -> None:
    if output is None:
        click.echo(document)
        return
    try:
        Path(output).write_text(document + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        print_error(f"{output}: It cannot be written: {error}.")
        sys.exit(BAD_INPUT)
