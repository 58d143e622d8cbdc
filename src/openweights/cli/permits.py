"""`openweights permits`."""

from __future__ import annotations

import sys

import click

from openweights.cli.output import BAD_INPUT, NO, NOT_KNOWN, console, print_error, print_json, printable, styled
from openweights.cli.ref import model_or_name
from openweights.convert import record
from openweights.decider import permits
from openweights.decision import Decision
from openweights.errors import InvalidValueError, OpenWeightsError
from openweights.report import decision_table, error_table
from openweights.use import Use
from openweights.verdict import Verdict
from openweights.vocabulary import Channel, Purpose


@click.command("permits")
@click.argument("ref")
@click.option("--commercial/--no-commercial", default=None, help="For commercial ends.")
@click.option("--production/--no-production", default=None, help="In production, not only for testing and development.")
@click.option("--research/--no-research", default=None, help="For research only.")
@click.option("--mau", "monthly_active_users", type=int, metavar="N", help="Monthly active users, on the day that a clause measures.")
@click.option("--revenue", "annual_revenue", metavar="USD", help="Annual revenue: US dollars, or an amount such as 'CNY 1000000'.")
@click.option("--monthly-revenue", metavar="USD", help="Monthly revenue: US dollars, or an amount with its currency.")
@click.option("--headcount", type=int, metavar="N", help="People in the organisation.")
@click.option("--rate", "rates", multiple=True, metavar="USD/CNY=7.1", help="An exchange rate, for limits in another currency.")
@click.option("--territory", "territories", multiple=True, metavar="CC", help="Where it is used: ISO 3166-1 code, EU or EEA. Repeatable.")
@click.option("--established-in", multiple=True, metavar="CC", help="Where the licensee is established. Repeatable.")
@click.option("--redistribute/--no-redistribute", default=None, help="Pass the model on.")
@click.option("--modify/--no-modify", default=None, help="Fine-tune, merge, quantise or change it otherwise.")
@click.option("--host/--no-host", default=None, help="Offer it to others as a service.")
@click.option("--train-on-outputs/--no-train-on-outputs", default=None, help="Train other models with its outputs.")
@click.option("--share-outputs/--no-share-outputs", default=None, help="Show its outputs to others.")
@click.option("--publish-results/--no-publish-results", default=None, help="Publish research about it.")
@click.option("--competitor/--no-competitor", default=None, help="Compete with the steward.")
@click.option("--registered/--no-registered", default=None, help="Registered with the steward.")
@click.option("--channel", type=click.Choice([each.value for each in Channel]), help="The way in to a hosted model.")
@click.option(
    "--purpose", "purposes", multiple=True, type=click.Choice([each.value for each in Purpose]), help="What it is for. Repeatable."
)
@click.option("--no-purpose", is_flag=True, help="None of the purposes that licences name.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object.")
def permits_command(ref: str, *, as_json: bool, no_purpose: bool, rates: tuple[str, ...], **given: object) -> None:
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
        decision = permits(model_or_name(ref), _use(given, rates, no_purpose=no_purpose))
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


def _use(given: dict[str, object], rates: tuple[str, ...], *, no_purpose: bool) -> Use:
    """Return the use that the options describe; an option that was not given says nothing."""
    if no_purpose and given["purposes"]:
        raise InvalidValueError("--purpose and --no-purpose are both given.", mend="Give one of them.")
    said = {name: value for name, value in given.items() if value is not None and value != ()}
    if no_purpose:
        said["purposes"] = ()
    if rates:
        said["rates"] = dict(_rate(each) for each in rates)
    return record(Use, said)


def _rate(text: str) -> tuple[str, float]:
    pair, _, rate = text.partition("=")
    try:
        return pair, float(rate)
    except ValueError:
        raise InvalidValueError(f"{text[:80]!r} is no exchange rate.", mend="Write --rate USD/CNY=7.1.", path=("rates",)) from None


def _print(decision: Decision) -> None:
    out = console()
    reservation = decision.headline.removeprefix(decision.outcome.value)
    out.print(f"[bold]{printable(decision.name)}[/bold]  {styled(decision.outcome.value)}{reservation}")
    for sentence in decision.explain().splitlines()[1:]:
        out.print("  " + printable(sentence))
