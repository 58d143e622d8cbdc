"""`openweights scan`."""

from __future__ import annotations

import click

from openweights.classification import Classification
from openweights.classifier import classify
from openweights.cli.output import console, print_note, printable, styled
from openweights.cli.ref import answer_each
from openweights.report import scan_table
from openweights.scan import ModelFolders, Reference, ScanReport, Status, scan, scan_hub_cache

#: What stands in the place of a PATH for the cache of the Hub.
_CACHE = "cache of the Hub"

_NO_RECORD = {
    Status.UNKNOWN: "no record goes by this name",
    Status.DYNAMIC: "the name is made when the code runs",
    Status.LOCAL: "a path: which model it holds, the source does not say",
}


FOLDERS_HELP = "In which folders to look for models that lie there: all, those that git tracks, none."


@click.command("scan")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--cache", is_flag=True, help="Scan the local cache of the Hugging Face Hub too.")
@click.option("--folders", type=click.Choice([each.value for each in ModelFolders]), default="all", show_default=True, help=FOLDERS_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per PATH.")
@click.option("--unknown", "only_unknown", is_flag=True, help="Print only what no record was found for.")
def scan_command(paths: tuple[str, ...], *, cache: bool, folders: str, as_json: bool, only_unknown: bool) -> None:
    """Find the models that the sources under a folder name and that lie there, and say how open each is.

    Reads Python, notebooks, YAML, TOML, JSON, `.env` files, Dockerfiles, Compose files, shell scripts, Modelfiles, lists of models and
    bills of materials, and leaves out what git ignores. Finds folders that hold a model, also where git ignores them, and says where card,
    licence file, weights and bases contradict each other. A comment `# openweights: allow <reason>` silences a reference, visibly.

    \b
    Examples:
      openweights scan .
      openweights scan src deploy --json
      openweights scan --cache
    """
    if not paths and not cache:
        raise click.UsageError("Give a PATH, or --cache.")
    answer_each(
        [*paths, *([_CACHE] if cache else [])],
        lambda path: scan_hub_cache() if cache and path is _CACHE else scan(path, folders=ModelFolders(folders)),
        lambda report: _print(report, only_unknown=only_unknown),
        lambda ref, report: [scan_table(ref, report, _answers(report))],
        as_json=as_json,
    )


def _answers(report: ScanReport) -> dict[str, Classification]:
    """Classify each record or family that is named, and each model that its place describes, once."""
    answers: dict[str, Classification] = {}
    for name, group in report.names.items():
        first = group[0]
        if first.described is not None:
            answers[name] = classify(first.described)
        elif first.resolution is not None and first.resolution.title is not None:
            answers[name] = classify(first.resolution.title)
    return answers


def _print(report: ScanReport, *, only_unknown: bool) -> None:
    out = console()
    answers = _answers(report)
    for name, references in report.names.items():
        answer = answers.get(name)
        if only_unknown and answer is not None and references[0].described is None:
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
    contradictions = sum(len(each.contradictions) for each in report.references)
    out.print(
        f"{report.files} files read, {len(report.counted)} references to {len(report.names)} models, "
        f"{unknown} of them to no record, {len(silenced)} silenced{f', {contradictions} contradictions' if contradictions else ''}."
    )
    for note in report.notes:
        print_note(f"{note.file}: {note.reason}")


def _print_reference(each: Reference) -> None:
    used = f", used on line {each.used_on}" if each.used_on else ""
    reason = f"  (allowed: {each.silenced})" if each.silenced is not None else ""
    console().print(f"  {printable(f'{each.place}  {each.text}  {each.call}{used}{reason}')}")
    for contradiction in each.contradictions:
        console().print(f"    [red]{contradiction.kind.value}[/red]  {printable(contradiction.reason)}")
