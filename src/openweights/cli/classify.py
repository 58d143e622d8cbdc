"""`openweights classify`."""

from __future__ import annotations

import click

from openweights.classification import Classification
from openweights.classifier import classify
from openweights.cli.output import console, printable, styled
from openweights.cli.ref import answer_each, model_or_name
from openweights.report import classification_table


@click.command("classify")
@click.argument("refs_", metavar="REF...", nargs=-1, required=True)
@click.option("--as-of", metavar="DAY", help="The day (YYYY-MM-DD) whose terms count; the newest without one.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per REF.")
@click.option("--brief", is_flag=True, help="Print one line per REF.")
def classify_command(refs_: tuple[str, ...], *, as_of: str | None, as_json: bool, brief: bool) -> None:
    """Say where models stand on the ladder of openness, and why.

    REF is a name, an alias, a Hub id, or the path of a model file (.toml, .json, .yaml) or a model card (.md);
    `-` reads REFs from standard input.

    \b
    Examples:
      openweights classify "Llama 3" "OLMo 2" "GPT-5"
      openweights classify meta-llama/Llama-3.1-8B --json
      openweights classify "Falcon 40B" --as-of 2023-05-26
      cat models.txt | openweights classify - --json
    """
    answer_each(
        refs_,
        lambda ref: classify(model_or_name(ref), as_of=as_of),
        lambda answer: _print(answer, brief=brief),
        lambda ref, answer: [classification_table(ref, answer)],
        as_json=as_json,
    )


def _print(answer: Classification, *, brief: bool) -> None:
    out = console()
    sentences = [printable(line) for line in answer.explain().splitlines()]
    level = answer.level.value if answer.certain else f"{answer.level.value} to {answer.ceiling.value}"
    out.print(f"[bold]{printable(answer.name)}[/bold]  {styled(answer.category.value)}  {level}")
    if brief:
        return
    for sentence in sentences:
        out.print("  " + sentence)
    out.print()
