"""`openweights compare`."""

from __future__ import annotations

import sys

import click

from openweights.assessor import all_frameworks, compare
from openweights.classifier import classify
from openweights.cli.output import BAD_INPUT, print_error, print_json, print_table
from openweights.cli.ref import model_or_name
from openweights.errors import OpenWeightsError
from openweights.report import comparison_table, error_table


@click.command("compare")
@click.argument("refs_", metavar="REF REF...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per REF.")
def compare_command(refs_: tuple[str, ...], *, as_json: bool) -> None:
    """Set models side by side: the ladder, and what each definition finds.

    \b
    Examples:
      openweights compare "Llama 3" "Mistral 7B" "OLMo 2"
    """
    try:
        models = [model_or_name(ref) for ref in refs_]
        answers = [classify(model) for model in models]
        table = compare(models)
    except OpenWeightsError as error:
        if as_json:
            print_json([error_table(" ".join(refs_), error)])
        else:
            print_error(error)
        sys.exit(BAD_INPUT)
    if as_json:
        print_json([comparison_table(ref, answer, row) for ref, answer, row in zip(refs_, answers, table.values(), strict=False)])
        return
    print_table(
        ("model", "level", *(framework.id for framework in all_frameworks())),
        [(answer.name, answer.level.value, *(each.verdict for each in table[answer.name])) for answer in answers],
    )
