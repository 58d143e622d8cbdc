"""`openweights check` and `openweights lock`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from attrs import evolve

from openweights.cli.output import BAD_INPUT, NO, print_error
from openweights.cli.scan import FOLDERS_HELP
from openweights.cli.target import found_for
from openweights.errors import OpenWeightsError, PolicyError, RecordError
from openweights.model import Model
from openweights.policy.files import read_policy
from openweights.policy.lock import against_lock, lock, read_lock, write_lock
from openweights.policy.policy import Policy
from openweights.policy.report import Report
from openweights.policy.rules import Rule
from openweights.policy.subject import Subject
from openweights.render.formats import Format, render
from openweights.scan.folders import ModelFolders

#: Where a policy and its lock stand unless told otherwise.
POLICY = "openweights-policy.toml"
LOCK = "openweights.lock"

_FORMATS = [each.value for each in Format]
_FOLDERS = [each.value for each in ModelFolders]


def _outputs(_: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for value in values:
        name, equals, file = value.partition("=")
        if not equals or not file or name not in _FORMATS:
            raise click.BadParameter(f"Write FORMAT=FILE; the formats are {', '.join(_FORMATS)}.", param=parameter)
        pairs.append((name, file))
    return pairs


@click.command("check")
@click.argument("refs_", metavar="[REF]...", nargs=-1)
@click.option("--policy", "policy_file", default=POLICY, metavar="FILE", show_default=True, help="The policy.")
@click.option("--list", "lists", multiple=True, metavar="FILE", help="A file that names a model on each line. Repeatable.")
@click.option("--folders", type=click.Choice(_FOLDERS), default="all", show_default=True, help=FOLDERS_HELP)
@click.option("--cache", is_flag=True, help="Check the models in the local cache of the Hugging Face Hub too.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="How to print the report.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per model: --format json.")
@click.option(
    "--output", "outputs", multiple=True, metavar="FORMAT=FILE", callback=_outputs, help="Write it to a file as well. Repeatable."
)
@click.option("--locked", is_flag=True, help="Also fail on what changed since `openweights lock`.")
@click.option("--lock", "lock_file", default=LOCK, metavar="FILE", show_default=True, help="The lock file.")
@click.option("--today", metavar="DAY", help="The day (YYYY-MM-DD) by which exceptions expire; the day of the machine without it.")
def check_command(
    refs_: tuple[str, ...],
    *,
    policy_file: str,
    lists: tuple[str, ...],
    folders: str,
    cache: bool,
    format_: str,
    as_json: bool,
    outputs: list[tuple[str, str]],
    locked: bool,
    lock_file: str,
    today: str | None,
) -> None:
    """Hold models to a policy: pass, or list what does not, by rule and clause, and how to mend it.

    REF is a name, an alias, a Hub id, or a path. A model file is checked as the model that it describes; a folder, a source file or a
    bill of materials is scanned, and each model found in it is checked at its line. `-` reads REFs from standard input. A comment
    `# openweights: allow <reason>` silences a reference, visibly, unless the policy says `silencing = false`. Exit status: 0 all pass,
    1 something does not, 2 a name is not known or the policy is broken.

    \b
    Examples:
      openweights check . --format github
      openweights check "Llama 3.1" mistralai/Mistral-7B-v0.1 --policy policy.toml
      openweights check --list models.txt --format sarif > openweights.sarif
      openweights check --list models.txt --locked --format github --output html=report.html
    """
    try:
        policy = _policy(policy_file)
        found = found_for(refs_, lists, folders=ModelFolders(folders), cache=cache, but=[lock_file, *(each.file for each in policy.layers)])
        report = policy.check(found.subjects, today=today)
        report = evolve(report, notes=(*report.notes, *found.notes))
        if locked:
            report = against_lock(report, read_lock(lock_file), _models(found.subjects))
        for name, file in outputs:
            _write(file, render(report, name))
        text = render(report, "json" if as_json else format_)
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    click.echo(text, nl=False)
    sys.exit(_status(report))


@click.command("lock")
@click.argument("refs_", metavar="[REF]...", nargs=-1)
@click.option("--policy", "policy_file", default=POLICY, metavar="FILE", show_default=True, help="The policy.")
@click.option("--list", "lists", multiple=True, metavar="FILE", help="A file that names a model on each line. Repeatable.")
@click.option("--folders", type=click.Choice(_FOLDERS), default="all", show_default=True, help=FOLDERS_HELP)
@click.option("--cache", is_flag=True, help="Lock the models in the local cache of the Hugging Face Hub too.")
@click.option("--output", "lock_file", default=LOCK, metavar="FILE", show_default=True, help="The lock file.")
@click.option("--today", metavar="DAY", help="The day (YYYY-MM-DD) by which exceptions expire; the day of the machine without it.")
def lock_command(
    refs_: tuple[str, ...], *, policy_file: str, lists: tuple[str, ...], folders: str, cache: bool, lock_file: str, today: str | None
) -> None:
    """Write down which models are used and what the policy says of them, for `check --locked`.

    REF is as for `check`. What does not pass is locked too, as what it is. Exit status: 0 written, 2 a name is not known.

    \b
    Examples:
      openweights lock .
      openweights lock --list models.txt --policy policy.toml
    """
    try:
        policy = _policy(policy_file)
        found = found_for(refs_, lists, folders=ModelFolders(folders), cache=cache, but=[lock_file, *(each.file for each in policy.layers)])
        report = policy.check(found.subjects, today=today)
        for violation in report.errors:
            if violation.rule is Rule.KNOWN:
                raise RecordError(violation.ref, f"{violation.message} {violation.mend}")
        write_lock(lock(report, _models(found.subjects)), lock_file)
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    count = len({each.ref for each in report.checked if each.silenced is None})
    click.echo(f"{count} models locked in {lock_file}, with the data of {report.data_version}.")


def _status(report: Report) -> int:
    """A name that is not known is bad input, as for every command; it weighs more than a no."""
    if any(each.rule is Rule.KNOWN for each in report.errors):
        return BAD_INPUT
    return 0 if report.passes else NO


def _models(subjects: Iterable[Subject]) -> dict[str, Model]:
    return {subject.ref: subject.model for subject in subjects if subject.model is not None}


def _policy(file: str) -> Policy:
    if not Path(file).exists():
        raise PolicyError(
            file, "There is no such file. Write a policy (`openweights schema policy` has the fields), or name one with --policy FILE."
        )
    return read_policy(file)


def _write(file: str, text: str) -> None:
    try:
        Path(file).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise RecordError(file, f"It cannot be written: {error.strerror}.") from None
