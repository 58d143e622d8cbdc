"""`openweights list`."""

from __future__ import annotations

import sys

import click

from openweights.census import paradox, stats
from openweights.cli.output import BAD_INPUT, print_error, print_json, print_table
from openweights.errors import OpenWeightsError
from openweights.flags import FlagName
from openweights.ladder import Category, Openness
from openweights.model import Access, Status
from openweights.plain import to_plain
from openweights.selection import Selection
from openweights.tabulation import Row
from openweights.vocabulary import Modality


@click.command("list")
@click.option("--level", type=click.Choice([level.value for level in Openness]), help="Only models that are certain to be on this level.")
@click.option("--category", type=click.Choice([category.value for category in Category]), help="Only models of this category.")
@click.option("--flag", type=click.Choice([flag.value for flag in FlagName]), help="Only models with this flag.")
@click.option("--license", help="Only models whose parameters are under this licence.")
@click.option("--publisher", help="Only models of this publisher.")
@click.option("--family", help="Only models of this family.")
@click.option("--modality", type=click.Choice([each.value for each in Modality]), help="Only models with this modality.")
@click.option("--access", type=click.Choice([each.value for each in Access]), help="Only models that are reached in this way.")
@click.option("--status", type=click.Choice([each.value for each in Status]), help="Only records with this status.")
@click.option("--since", metavar="DATE", help="Only models released on this date (YYYY, YYYY-MM or YYYY-MM-DD) or later.")
@click.option("--until", metavar="DATE", help="Only models released before this date.")
@click.option("--stats", "in_numbers", is_flag=True, help="Print what the data set covers, in numbers.")
@click.option("--claims", "as_claims", is_flag=True, help="Print how many releases each publisher calls open source, and how many are.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per model.")
def list_command(*, in_numbers: bool, as_claims: bool, as_json: bool, **filters: str | None) -> None:
    """List the models that are recorded.

    \b
    Examples:
      openweights list --category open-weights --flag user-threshold
      openweights list --family Qwen --since 2025 --json
      openweights list --stats
    """
    if in_numbers:
        _print_stats(as_json=as_json)
    elif as_claims:
        _print_claims(as_json=as_json)
    else:
        _print_models(filters, as_json=as_json)


def _print_models(filters: dict[str, str | None], *, as_json: bool) -> None:
    try:
        found = list(Selection.of(**filters).found())
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    found.sort(key=lambda row: (str(row["developer"] or ""), str(row["released"] or ""), str(row["id"])))
    if as_json:
        print_json(found)
        return
    columns = ("name", "developer", "released", "category")
    print_table(
        (*columns, "level"),
        [(*(str(row[column] or "") for column in columns), _span(row)) for row in found],
    )


def _print_stats(*, as_json: bool) -> None:
    numbers = stats()
    if as_json:
        print_json([dict(numbers)])
        return
    share = numbers["wanted_names_resolved"] / max(numbers["wanted_names"], 1)
    rows = [(what.replace("_", " "), f"{number:,}") for what, number in numbers.items()]
    print_table(("what", "number"), [*rows, ("wanted names resolved, per cent", f"{share:.1%}")])


def _print_claims(*, as_json: bool) -> None:
    rows = paradox()
    if as_json:
        print_json([table for row in rows if isinstance(table := to_plain(row), dict)])
        return
    print_table(
        ("publisher", "called open source", "are", "are not", "not known"),
        [(row.publisher or "all", *(str(each) for each in (row.claimed, row.met, row.not_met, row.unknown))) for row in rows],
    )


def _span(row: Row) -> str:
    return str(row["level"]) if row["certain"] else f"{row['level']} to {row['ceiling']}"
