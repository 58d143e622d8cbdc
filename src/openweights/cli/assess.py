"""`openweights assess`."""

from __future__ import annotations

import sys

import click

from openweights.assessment import Assessment
from openweights.assessor import all_frameworks, assess
from openweights.cli.output import NO, NOT_KNOWN, console, print_table, printable
from openweights.cli.ref import answer_each
from openweights.interop.files import assess_file, is_file_name
from openweights.report import assessment_table
from openweights.verdict import Verdict


def _list(context: click.Context, _: click.Parameter, value: object) -> None:
    if not value or context.resilient_parsing:
        return
    print_table(("id", "name", "version", "source"), [(each.id, each.name, each.version, each.url) for each in all_frameworks()])
    context.exit()


@click.command("assess")
@click.argument("refs_", metavar="REF...", nargs=-1, required=True)
@click.option("--framework", "-f", default="all", show_default=True, metavar="F", help="A definition by its id, or all.")
@click.option("--list", "listed", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List them.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per REF and framework.")
def assess_command(refs_: tuple[str, ...], framework: str, *, as_json: bool) -> None:
    """Say what published definitions of openness find, criterion by criterion.

    REF is a name, an alias, a Hub id, or the path of a model file, a MOF YAML or a YAML of the European Open Source AI Index; `-`
    reads REFs from standard input. Exit status with one framework: 0 met, 1 not met, 3 not known; 2 bad input.

    \b
    Examples:
      openweights assess "OLMo 2" --framework osaid
      openweights assess "Llama 3" gpt-oss-120b --json
      openweights assess model.yml -f mof
    """

    def ask(ref: str) -> tuple[Assessment, ...]:
        chosen = None if framework == "all" else framework
        if is_file_name(ref):
            return assess_file(ref, chosen)
        return assess(ref) if chosen is None else (assess(ref, chosen),)

    def show(found: tuple[Assessment, ...]) -> None:
        for each in found:
            _print(each)

    answers = answer_each(refs_, ask, show, lambda ref, found: [assessment_table(ref, each) for each in found], as_json=as_json)
    verdicts = [each.met for found in answers for each in found]
    if framework != "all" and (met := Verdict.all_of(verdicts)) is not Verdict.MET:
        sys.exit(NO if met is Verdict.NOT_MET else NOT_KNOWN)


def _print(assessment: Assessment) -> None:
    out = console()
    score = "".join(f"  {name} {value:g}" for name, value in assessment.score)
    out.print(
        f"[bold]{printable(assessment.name)}[/bold]  {printable(assessment.framework)} {printable(assessment.version)}  "
        f"{printable(assessment.verdict)}{score}"
    )
    print_table(("criterion", "verdict", "reason"), [(each.id, each.verdict.value, each.reason) for each in assessment.criteria])
    for remark in assessment.remarks:
        out.print("  " + printable(remark))
    out.print()
