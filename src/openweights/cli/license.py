"""`openweights license`."""

from __future__ import annotations

import sys

import click

from openweights.cli.output import BAD_INPUT, console, print_error, print_json, print_table, printable, refs
from openweights.errors import OpenWeightsError
from openweights.license import License
from openweights.permission import Right
from openweights.plain import Plain
from openweights.report import error_table, license_table


@click.command("license")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per ID.")
def license_command(ids: tuple[str, ...], *, as_json: bool) -> None:
    """Show what licences say, clause by clause.

    ID is an SPDX id, a Hub id, an alias or the address of a text; `-` reads IDs from standard input.

    \b
    Examples:
      openweights license llama3.1
      openweights license apache-2.0 gemma --json
    """
    rows: list[dict[str, Plain]] = []
    failed = False
    for ref in refs(ids):
        try:
            license = License.get(ref)
        except OpenWeightsError as error:
            failed = True
            if as_json:
                rows.append(error_table(ref, error))
            else:
                print_error(error)
            continue
        if as_json:
            rows.append(license_table(ref, license))
        else:
            _print(license)
    if as_json:
        print_json(rows)
    if failed:
        sys.exit(BAD_INPUT)


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
