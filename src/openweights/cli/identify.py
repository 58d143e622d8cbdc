"""`openweights identify`."""

from __future__ import annotations

import sys

import click

from openweights.cli.output import NOT_KNOWN, console, printable
from openweights.cli.ref import answer_each
from openweights.interop.repository import read_license_text
from openweights.licensetext import IdentifiedText, identify_license
from openweights.report import identified_table


@click.command("identify")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per FILE.")
def identify_command(files: tuple[str, ...], *, as_json: bool) -> None:
    """Say which licences the texts in files are.

    FILE is a licence file; `-` reads names of files from standard input. Line breaks, Markdown, a name filled in and a few changed words do
    not matter. Exit status: 0 all were recognised, 3 one was not, 2 one could not be read.

    \b
    Examples:
      openweights identify LICENSE
      openweights identify models/*/LICENSE* --json
    """
    answers = answer_each(
        files,
        lambda file: (file, identify_license(read_license_text(file))),
        lambda answer: _print(*answer),
        lambda ref, answer: [identified_table(ref, answer[1])],
        as_json=as_json,
    )
    if any(not identified.found for _, identified in answers):
        sys.exit(NOT_KNOWN)


def _print(file: str, identified: IdentifiedText) -> None:
    out = console()
    found = ", ".join(f"{match.license.name} ({match.license.id})" for match in identified.found)
    out.print(f"[bold]{printable(file)}[/bold]  {printable(found) or 'not recognised'}")
    if identified.has_further_text:
        out.print(f"  about {identified.further_words} words belong to none of them: further conditions make another licence")
    for match in () if identified.found else identified.near[:3]:
        out.print(f"  near {printable(match.license.id)}: {match.coverage:.0%} of its text is there")
