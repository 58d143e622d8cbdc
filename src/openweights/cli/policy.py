"""`openweights policy explain` and `openweights policy check`."""

from __future__ import annotations

import sys

import click

from openweights.cli.output import BAD_INPUT, NO, print_error, print_json
from openweights.errors import OpenWeightsError
from openweights.policy.files import line_of_problem, read_policy
from openweights.policy.problems import problems
from openweights.render.visible import log_line


@click.group("policy")
def policy_group() -> None:
    """Explain policies and check them themselves.

    \b
    Examples:
      openweights policy explain openweights-policy.toml
      openweights policy check openweights-policy.toml
    """


@policy_group.command("explain")
@click.argument("file")
@click.option("--today", metavar="DAY", help="The day (YYYY-MM-DD) by which exceptions expire.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object.")
def explain_command(file: str, *, today: str | None, as_json: bool) -> None:
    """Say in plain sentences what a policy allows.

    \b
    Example:
      openweights policy explain examples/policies/permissive-only.toml
    """
    try:
        policy = read_policy(file)
        sentences = policy.explain(today=today).splitlines()
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    if as_json:
        print_json([{"ref": file, "policy": policy.name, "sentences": list(sentences)}])
    else:
        for sentence in sentences:
            click.echo(log_line(sentence))


@policy_group.command("check")
@click.argument("file")
@click.option("--today", metavar="DAY", help="The day (YYYY-MM-DD) by which exceptions expire.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per problem.")
def check_command(file: str, *, today: str | None, as_json: bool) -> None:
    """Look for rules that can never match, exceptions that are over, and the like.

    Exit status: 0 nothing found, 1 something found, 2 the policy is broken.

    \b
    Example:
      openweights policy check openweights-policy.toml
    """
    try:
        found = problems(read_policy(file), today=today)
    except OpenWeightsError as error:
        print_error(error)
        sys.exit(BAD_INPUT)
    places = [(problem, line_of_problem(problem)) for problem in found]
    if as_json:
        print_json(
            [
                {"ref": file, "policy": each.policy, "file": each.file, "line": line, "path": list(each.path), "problem": each.text}
                for each, line in places
            ]
        )
    else:
        for each, line in places:
            place = each.file or each.policy
            click.echo(log_line(f"{place}{f':{line}' if line else ''}: {'.'.join(map(str, each.path))}: {each.text}"))
        click.echo(f"{len(found)} problems found." if found else "No problems found.")
    if found:
        sys.exit(NO)
