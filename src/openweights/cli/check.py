"""`openweights check` and `openweights lock`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from openweights.cli.output import BAD_INPUT, NO, print_error
from openweights.cli.ref import model_or_name, refs
from openweights.errors import OpenWeightsError, RecordError
from openweights.interop.files import is_file_name
from openweights.model import Model
from openweights.policy.files import read_policy
from openweights.policy.lists import read_list
from openweights.policy.lock import against_lock, lock, read_lock, write_lock
from openweights.policy.report import Report
from openweights.policy.rules import Rule
from openweights.policy.subject import Subject
from openweights.render.formats import Format, render

#: Where a policy and its lock stand unless told otherwise.
POLICY = "openweights-policy.toml"
LOCK = "openweights.lock"

_FORMATS = [each.value for each in Format]


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
    format_: str,
    as_json: bool,
    outputs: list[tuple[str, str]],
    locked: bool,
    lock_file: str,
    today: str | None,
) -> None:
    """Hold models to a policy: pass, or list what does not, by rule and clause, and how to mend it.

    REF is a name, an alias, a Hub id, or the path of a model file; `-` reads REFs from standard input. Exit status: 0 all pass,
    1 something does not, 2 a name is not known or the policy is broken.

    \b
    Examples:
      openweights check "Llama 3.1" mistralai/Mistral-7B-v0.1 --policy policy.toml
      openweights check --list models.txt --format sarif > openweights.sarif
      openweights check --list models.txt --locked --format github --output html=report.html
    """
    try:
        subjects = _subjects(refs_, lists)
        report = read_policy(policy_file).check(subjects, today=today)
        if locked:
            report = against_lock(report, read_lock(lock_file), _models(subjects))
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
@click.option("--output", "lock_file", default=LOCK, metavar="FILE", show_default=True, help="The lock file.")
@click.option("--today", metavar="DAY", help="The day (YYYY-MM-DD) by which exceptions expire; the day of the machine without it.")
def lock_command(refs_: tuple[str, ...], *, policy_file: str, lists: tuple[str, ...], lock_file: str, today: str | None) -> None:
    """Write down which models are used and what the policy says of them, for `check --locked`.

    REF is as for `check`. What does not pass is locked too, as what it is. Exit status: 0 written, 2 a name is not known.

    \b
    Example:
      openweights lock --list models.txt --policy policy.toml
    """
    try:
        subjects = _subjects(refs_, lists)
        report = read_policy(policy_file).check(subjects, today=today)
        for violation in report.errors:
            if violation.rule is Rule.KNOWN:
                raise RecordError(violation.ref, f"{violation.message} {violation.mend}")
        write_lock(lock(report, _models(subjects)), lock_file)
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    click.echo(f"{len(report.checked)} models locked in {lock_file}, with the data of {report.data_version}.")


def _status(report: Report) -> int:
    """A name that is not known is bad input, as for every command; it weighs more than a no."""
    if any(each.rule is Rule.KNOWN for each in report.errors):
        return BAD_INPUT
    return 0 if report.passes else NO


def _subjects(arguments: tuple[str, ...], lists: tuple[str, ...]) -> list[Subject]:
    """Return what is to be checked: the REFs, then what the lists name. What names models in other ways joins here."""
    if not arguments and not lists:
        raise click.UsageError("Give REFs, or --list FILE, or - for standard input.")
    return [_read(subject) for subject in _named(arguments, lists)]


def _named(arguments: tuple[str, ...], lists: tuple[str, ...]) -> Iterator[Subject]:
    yield from (Subject(ref) for ref in refs(arguments))
    for file in lists:
        yield from read_list(file)


def _read(subject: Subject) -> Subject:
    """A REF that ends as the name of a model file does is one."""
    if not is_file_name(subject.ref):
        return subject
    try:
        model = model_or_name(subject.ref)
    except OpenWeightsError as error:
        return Subject(subject.ref, place=subject.place, problem=str(error))
    return Subject(subject.ref, model=model if isinstance(model, Model) else None, place=subject.place)


def _models(subjects: list[Subject]) -> dict[str, Model]:
    return {subject.ref: subject.model for subject in subjects if subject.model is not None}


def _write(file: str, text: str) -> None:
    try:
        Path(file).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise RecordError(file, f"It cannot be written: {error.strerror}.") from None
