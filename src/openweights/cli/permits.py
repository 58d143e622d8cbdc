"""`openweights permits`."""

from __future__ import annotations

import sys

import click

from openweights.cli.output import BAD_INPUT, NO, NOT_KNOWN, console, print_error, print_json, printable, styled
from openweights.cli.ref import model_or_name
from openweights.cli.use import use_of, use_options
from openweights.decider import permits
from openweights.decision import Decision
from openweights.errors import OpenWeightsError
from openweights.report import decision_table, error_table
from openweights.verdict import Verdict


@click.command("permits")
@click.argument("ref")
@use_options
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object.")
def permits_command(ref: str, *, as_json: bool, **given: object) -> None:
    """Say whether a use of a model, or of what is under a licence, is permitted.

    REF is a name, an alias, a Hub id, the path of a model file, or a licence. What is not given is unknown. A number is the number
    on the day that a clause measures. Exit status: 0 yes, 1 no or only with a licence, 3 not known, 2 bad input.

    \b
    Examples:
      openweights permits "Llama 3.1 405B" --commercial --mau 800000000
      openweights permits gemma-3 --commercial --host --territory EU --no-purpose
      openweights permits mit --redistribute --json
    """
    try:
        decision = permits(model_or_name(ref), use_of(given))
    except OpenWeightsError as error:
        if as_json:
            print_json([error_table(ref, error)])
        else:
            print_error(error)
        sys.exit(BAD_INPUT)
    if as_json:
        print_json([decision_table(ref, decision)])
    else:
        _print(decision)
    if decision.outcome.permits is Verdict.NOT_MET:
        sys.exit(NO)
    if decision.outcome.permits is Verdict.UNKNOWN:
        sys.exit(NOT_KNOWN)


def _print(decision: Decision) -> None:
    out = console()
    reservation = decision.headline.removeprefix(decision.outcome.value)
    out.print(f"[bold]{printable(decision.name)}[/bold]  {styled(decision.outcome.value)}{reservation}")
    for sentence in decision.explain().splitlines()[1:]:
        out.print("  " + printable(sentence))
