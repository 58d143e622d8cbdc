"""`openweights recommend`."""

from __future__ import annotations

import sys

import click

from openweights.cli.output import BAD_INPUT, console, print_error, print_json, printable, styled
from openweights.cli.use import use_of, use_options
from openweights.errors import OpenWeightsError
from openweights.guidance import Need, Recommendation, recommend
from openweights.report import recommendation_table
from openweights.vocabulary import Modality


@click.command("recommend")
@click.option("--need", "needs", multiple=True, type=click.Choice([each.value for each in Need]), help="What matters. Repeatable.")
@click.option("--modality", type=click.Choice([each.value for each in Modality]), help="What the releases must take in or give out.")
@click.option("--limit", type=click.IntRange(0, 1000), default=5, show_default=True, help="Releases to list for each category.")
@use_options
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per category.")
def recommend_command(*, needs: tuple[str, ...], modality: str | None, limit: int, as_json: bool, **given: object) -> None:
    """Say which category of release fits what matters to you, what is given up, and which releases may be used so.

    The options from --commercial on describe the use; releases whose terms do not permit it, or of which that is not known, are left out.

    \b
    Examples:
      openweights recommend --need data-privacy --need commercial-scale --commercial --mau 800000000
      openweights recommend --need transparency --modality speech --json
    """
    try:
        found = recommend(needs, use_of(given), modality=modality, limit=limit)
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    if as_json:
        print_json([recommendation_table(each) for each in found])
        return
    for each in found:
        _print(each)


def _print(recommendation: Recommendation) -> None:
    out = console()
    out.print(f"[bold]{styled(recommendation.category.value)}[/bold]")
    for need, reason in recommendation.reasons:
        out.print(f"  + {need.value}: {printable(reason)}")
    for need, reason in recommendation.given_up:
        out.print(f"  - {need.value}: {printable(reason)}")
    for con in recommendation.cons:
        out.print(f"  given up: {printable(con)}")
    for suggestion in recommendation.models:
        answer = suggestion.classification
        out.print(f"  * {printable(answer.name)}  {answer.level.value}  {styled(suggestion.decision.outcome.value)}")
    if recommendation.more:
        out.print(f"    and {recommendation.more} more")
    out.print()
