"""`openweights scan`."""

from __future__ import annotations

import click

from openweights.classification import Classification
from openweights.classifier import classify
from openweights.cli.output import console, print_note, printable, styled
from openweights.cli.ref import answer_each
from openweights.report import scan_table
from openweights.scan import Reference, ScanReport, Status, scan

_NO_RECORD = {
    Status.UNKNOWN: "no record goes by this name",
    Status.DYNAMIC: "the name is made when the code runs",
    Status.LOCAL: "a path: which model it holds, the source does not say",
}


@click.command("scan")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per PATH.")
@click.option("--unknown", "only_unknown", is_flag=True, help="Print only what no record was found for.")
def scan_command(paths: tuple[str, ...], *, as_json: bool, only_unknown: bool) -> None:
    """Find the models that the sources under a folder name, and say how open each is.

    Reads Python, notebooks, YAML, TOML, JSON, `.env` files, Dockerfiles, Compose files, shell scripts, Modelfiles and lists of models.
    Leaves out what git ignores. A comment `# openweights: allow <reason>` silences a reference, visibly.

    \b
    Examples:
      openweights scan .
      openweights scan src deploy --json
    """
    answer_each(
        paths,
        scan,
        lambda report: _print(report, only_unknown=only_unknown),
        lambda ref, report: [scan_table(ref, report, _answers(report))],
        as_json=as_json,
    )


def _answers(report: ScanReport) -> dict[str, Classification]:
    """Classify each record or family that is named, once."""
    titles = (each.resolution.title for each in report.references if each.resolution)
    return {title: classify(title) for title in dict.fromkeys(titles) if title}


def _print(report: ScanReport, *, only_unknown: bool) -> None:
    out = console()
    answers = _answers(report)
    for name, references in report.names.items():
        answer = answers.get(name)
        if answer is not None and only_unknown:
            continue
        if answer is None:
            out.print(f"[bold]{printable(name)}[/bold]  {styled('unknown')}  {_NO_RECORD[references[0].status]}")
        else:
            level = answer.level.value if answer.certain else f"{answer.level.value} to {answer.ceiling.value}"
            flags = ", ".join(flag.name.value for flag in answer.flags)
            out.print(f"[bold]{printable(name)}[/bold]  {styled(answer.category.value)}  {level}")
            if flags:
                out.print(f"  flags: {flags}")
        for each in references:
            _print_reference(each)
    silenced = [each for each in report.references if each.silenced is not None]
    if silenced and not only_unknown:
        out.print("[bold]silenced[/bold]")
        for each in silenced:
            _print_reference(each)
    unknown = sum(each.status not in (Status.RELEASE, Status.FAMILY) for each in report.counted)
    out.print(
        f"{report.files} files read, {len(report.counted)} references to {len(report.names)} models, "
        f"{unknown} of them to no record, {len(silenced)} silenced."
    )
    for note in report.notes:
        print_note(f"{note.file}: {note.reason}")


def _print_reference(each: Reference) -> None:
    used = f", used on line {each.used_on}" if each.used_on else ""
    reason = f"  (allowed: {each.silenced})" if each.silenced is not None else ""
    console().print(f"  {printable(f'{each.place}  {each.text}  {each.call}{used}{reason}')}")
