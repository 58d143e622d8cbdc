"""`openweights license`."""

from __future__ import annotations

import sys

import click

from openweights.cli.output import BAD_INPUT, console, print_error, print_json, print_table, printable
from openweights.cli.ref import answer_each
from openweights.difference import Difference, diff
from openweights.errors import OpenWeightsError
from openweights.license import License
from openweights.permission import Right
from openweights.registry import statistics
from openweights.report import difference_table, error_table, license_table


@click.command("license")
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--diff", "compared", nargs=2, metavar="A B", help="Show what changed from licence A to licence B, clause by clause.")
@click.option("--stats", is_flag=True, help="Count what is known: ids with a verdict, profiles, Hub ids, names, clauses.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per ID.")
def license_command(ids: tuple[str, ...], compared: tuple[str, str] | None, *, stats: bool, as_json: bool) -> None:
    """Show what licences say, clause by clause.

    ID is an SPDX id, a Hub id, an alias or the address of a text; `-` reads IDs from standard input.

    \b
    Examples:
      openweights license llama3.1
      openweights license apache-2.0 gemma --json
      openweights license --diff llama3 llama3.1
      openweights license --stats
    """
    if (bool(ids), compared is not None, stats).count(True) != 1:
        raise click.UsageError("Give IDs, or --diff A B, or --stats.")
    if stats:
        _print_statistics(as_json=as_json)
    elif compared is not None:
        _compare(*compared, as_json=as_json)
    else:
        answer_each(ids, License.get, _print, lambda ref, found: [license_table(ref, found)], as_json=as_json)


def _print_statistics(*, as_json: bool) -> None:
    figures = statistics()
    if as_json:
        print_json([dict(figures)])
    else:
        print_table(("what", "count"), [(what.replace("_", " "), f"{count:,}") for what, count in figures.items()])


def _compare(before: str, after: str, *, as_json: bool) -> None:
    try:
        difference = diff(before, after)
    except OpenWeightsError as error:
        if as_json:
            print_json([error_table(f"{before} {after}", error)])
        else:
            print_error(error)
        sys.exit(BAD_INPUT)
    if as_json:
        print_json([difference_table(difference)])
    else:
        _print_difference(difference)


def _print_difference(difference: Difference) -> None:
    out = console()
    out.print(f"[bold]{printable(difference.before)} to {printable(difference.after)}[/bold]")
    for each in difference.permissions:
        out.print(f"  {each.right.value}: {each.before.value} to {each.after.value}")
    rows: list[tuple[str, str, str, str]] = []
    for change in difference.changes:
        if change.before is not None:
            word = "removed" if change.after is None else "before"
            rows.append((word, change.kind.value, change.before.section or "", change.before.summary))
        if change.after is not None:
            word = "added" if change.before is None else "after"
            rows.append((word, change.kind.value, change.after.section or "", change.after.summary))
    print_table(("change", "kind", "section", "summary"), rows)


def _print(license: License) -> None:
    out = console()
    out.print(f"[bold]{printable(license.name)}[/bold]  {printable(license.id)}  {license.freedom}")
    if license.url:
        out.print("  " + printable(license.url))
    out.print("  " + ", ".join(f"{right.value}: {license.permits(right).value}" for right in Right))
    for ground in license.grounds[:6]:
        out.print("  because " + printable(ground))
    if license.members:
        out.print("  stands for " + ", ".join(member.id for member in license.members))
    if license.clauses:
        print_table(
            ("section", "effect", "kind", "breaks", "summary"),
            [
                (
                    clause.section or "",
                    clause.effect.value,
                    clause.kind.value,
                    clause.departs_from or "",
                    f"{clause.summary} [{clause.threshold}]" if clause.threshold else clause.summary,
                )
                for clause in license.clauses
            ],
        )
    out.print()
