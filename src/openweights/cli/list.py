"""`openweights list`."""

from __future__ import annotations

import click

from openweights.catalogue import models
from openweights.classification import Classification
from openweights.classifier import classify
from openweights.cli.output import print_json, print_table
from openweights.dates import PartialDate
from openweights.errors import InvalidValueError
from openweights.flags import FlagName
from openweights.ladder import Category, Openness
from openweights.model import Model
from openweights.names import name_key
from openweights.registry import find_license
from openweights.report import record_table


def _date(_: click.Context, parameter: click.Parameter, value: str | None) -> PartialDate | None:
    if value is None:
        return None
    try:
        return PartialDate.of(value)
    except InvalidValueError as error:
        raise click.BadParameter(str(error), param=parameter) from None


def _license(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    found = find_license(value)
    if found is None:
        raise click.BadParameter(f"No license is known as {value[:80]!r}.", param=parameter)
    return found.id


@click.command("list")
@click.option("--level", type=click.Choice([level.value for level in Openness]), help="Only models that are certain to be on this level.")
@click.option("--category", type=click.Choice([category.value for category in Category]), help="Only models of this category.")
@click.option("--flag", type=click.Choice([flag.value for flag in FlagName]), help="Only models with this flag.")
@click.option("--license", "license_id", callback=_license, help="Only models whose parameters are under this licence.")
@click.option("--publisher", help="Only models of this publisher.")
@click.option("--family", help="Only models of this family.")
@click.option("--since", callback=_date, help="Only models released on this date (YYYY, YYYY-MM or YYYY-MM-DD) or later.")
@click.option("--until", callback=_date, help="Only models released before this date.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with one object per model.")
def list_command(
    level: str | None,
    category: str | None,
    flag: str | None,
    license_id: str | None,
    publisher: str | None,
    family: str | None,
    since: PartialDate | None,
    until: PartialDate | None,
    *,
    as_json: bool,
) -> None:
    """List the models that are recorded.

    \b
    Examples:
      openweights list --category open-weights --flag user-threshold
      openweights list --family Qwen --since 2025 --json
    """

    def wanted(model: Model, answer: Classification) -> bool:
        return (
            (level is None or answer.level.value == level)
            and (category is None or answer.category.value == category)
            and (flag is None or any(each.name.value == flag for each in answer.flags))
            and (license_id is None or license_id in _parameter_licenses(model))
            and (publisher is None or name_key(publisher) == name_key(model.developer or ""))
            and (family is None or name_key(family) in map(name_key, (model.family or "", *model.groups)))
            and (since is None or (model.released is not None and model.released >= since))
            and (until is None or (model.released is not None and model.released < until))
        )

    found = [(model, answer) for model in models() if wanted(model, answer := classify(model))]
    found.sort(key=lambda pair: (pair[0].developer or "", str(pair[0].released or ""), pair[0].id))
    if as_json:
        print_json([record_table(model, answer) for model, answer in found])
        return
    print_table(
        ("name", "developer", "released", "category", "level"),
        [
            (
                model.name,
                model.developer or "",
                str(model.released or ""),
                answer.category.value,
                answer.level.value if answer.certain else f"{answer.level.value} to {answer.ceiling.value}",
            )
            for model, answer in found
        ],
    )


def _parameter_licenses(model: Model) -> set[str]:
    from openweights.artifact import ArtifactKind

    expressions = [model.license_of(artifact) for artifact in model.artifacts_of(ArtifactKind.MODEL_PARAMETERS)]
    return {license.id for expression in expressions if expression for license in expression.licenses}
