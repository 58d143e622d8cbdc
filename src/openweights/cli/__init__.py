"""The command line. Thin: it reads arguments, asks the library and prints."""

from __future__ import annotations

import sys

import click

import openweights
from openweights.cli.assess import assess_command
from openweights.cli.check import check_command, lock_command
from openweights.cli.classify import classify_command
from openweights.cli.compare import compare_command
from openweights.cli.identify import identify_command
from openweights.cli.license import license_command
from openweights.cli.list import list_command
from openweights.cli.output import BAD_INPUT, print_error
from openweights.cli.permits import permits_command
from openweights.cli.policy import policy_group
from openweights.cli.recommend import recommend_command
from openweights.cli.record import record_group
from openweights.cli.sbom import sbom_command
from openweights.cli.scan import scan_command
from openweights.cli.schema import schema_command
from openweights.errors import OpenWeightsError
from openweights.extension import extend


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done, and yes to a question; 1 no; 2 bad input or usage; 3 not known. Not legal advice.",
)
@click.option(
    "--data",
    "folders",
    multiple=True,
    metavar="FOLDER",
    help="A folder of own records, beside the bundled ones. Repeatable; OPENWEIGHTS_DATA names folders likewise.",
)
@click.version_option(openweights.__version__, package_name="openweights-taxonomy")
def cli(folders: tuple[str, ...]) -> None:
    """Say how open AI models are, and why.

    \b
    Examples:
      openweights classify "Llama 3" mistralai/Mistral-7B-v0.1
      openweights list --category open-source
      openweights license llama3.1
      openweights scan .
      openweights permits "Llama 3.1 405B" --commercial --mau 800000000
      openweights check --list models.txt --policy openweights-policy.toml
    """
    if folders:
        try:
            extend(*folders)
        except OpenWeightsError as error:
            print_error(error)
            sys.exit(BAD_INPUT)


cli.add_command(classify_command)
cli.add_command(license_command)
cli.add_command(identify_command)
cli.add_command(permits_command)
cli.add_command(assess_command)
cli.add_command(compare_command)
cli.add_command(list_command)
cli.add_command(recommend_command)
cli.add_command(record_group)
cli.add_command(scan_command)
cli.add_command(sbom_command)
cli.add_command(check_command)
cli.add_command(lock_command)
cli.add_command(policy_group)
cli.add_command(schema_command)
