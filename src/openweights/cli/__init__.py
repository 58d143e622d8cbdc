"""The command line. Thin: it reads arguments, asks the library and prints."""

from __future__ import annotations

import click

import openweights
from openweights.cli.assess import assess_command
from openweights.cli.check import check_command, lock_command
from openweights.cli.classify import classify_command
from openweights.cli.compare import compare_command
from openweights.cli.license import license_command
from openweights.cli.list import list_command
from openweights.cli.permits import permits_command
from openweights.cli.policy import policy_group
from openweights.cli.schema import schema_command


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done, and yes to a question; 1 no; 2 bad input or usage; 3 not known. Not legal advice.",
)
@click.version_option(openweights.__version__, package_name="openweights-taxonomy")
def cli() -> None:
    """Say how open AI models are, and why.

    \b
    Examples:
      openweights classify "Llama 3" mistralai/Mistral-7B-v0.1
      openweights list --category open-source
      openweights license llama3.1
      openweights permits "Llama 3.1 405B" --commercial --mau 800000000
      openweights check --list models.txt --policy openweights-policy.toml
    """


cli.add_command(classify_command)
cli.add_command(license_command)
cli.add_command(permits_command)
cli.add_command(assess_command)
cli.add_command(compare_command)
cli.add_command(list_command)
cli.add_command(check_command)
cli.add_command(lock_command)
cli.add_command(policy_group)
cli.add_command(schema_command)
