"""The options that describe an intended use, shared by the commands that ask for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import click

from openweights.convert import record
from openweights.errors import InvalidValueError
from openweights.use import Use
from openweights.vocabulary import Channel, Purpose

F = TypeVar("F", bound=Callable[..., object])

_OPTIONS = (
    click.option("--commercial/--no-commercial", default=None, help="For commercial ends."),
    click.option("--production/--no-production", default=None, help="In production, not only for testing and development."),
    click.option("--research/--no-research", default=None, help="For research only."),
    click.option("--mau", "monthly_active_users", type=int, metavar="N", help="Monthly active users, on the day that a clause measures."),
    click.option("--revenue", "annual_revenue", metavar="USD", help="Annual revenue: US dollars, or an amount such as 'CNY 1000000'."),
    click.option("--monthly-revenue", metavar="USD", help="Monthly revenue: US dollars, or an amount with its currency."),
    click.option("--headcount", type=int, metavar="N", help="People in the organisation."),
    click.option("--rate", "rates", multiple=True, metavar="USD/CNY=7.1", help="An exchange rate, for limits in another currency."),
    click.option("--territory", "territories", multiple=True, metavar="CC", help="Where it is used: ISO 3166 code, EU or EEA. Repeatable."),
    click.option("--established-in", multiple=True, metavar="CC", help="Where the licensee is established. Repeatable."),
    click.option("--redistribute/--no-redistribute", default=None, help="Pass the model on."),
    click.option("--modify/--no-modify", default=None, help="Fine-tune, merge, quantise or change it otherwise."),
    click.option("--host/--no-host", default=None, help="Offer it to others as a service."),
    click.option("--train-on-outputs/--no-train-on-outputs", default=None, help="Train other models with its outputs."),
    click.option("--share-outputs/--no-share-outputs", default=None, help="Show its outputs to others."),
    click.option("--publish-results/--no-publish-results", default=None, help="Publish research about it."),
    click.option("--competitor/--no-competitor", default=None, help="Compete with the steward."),
    click.option("--registered/--no-registered", default=None, help="Registered with the steward."),
    click.option("--channel", type=click.Choice([each.value for each in Channel]), help="The way in to a hosted model."),
    click.option(
        "--purpose", "purposes", multiple=True, type=click.Choice([each.value for each in Purpose]), help="What it is for. Repeatable."
    ),
    click.option("--no-purpose", is_flag=True, help="None of the purposes that licences name."),
)


def use_options(command: F) -> F:
    """Give a command the options of a use; it hands what it was given to [`use_of`][openweights.cli.use.use_of]."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def use_of(given: dict[str, object]) -> Use:
    """Return the use that the options describe; an option that was not given says nothing.

    Raises:
        InvalidValueError: If two options contradict each other, or a value is malformed.
    """
    said = {name: value for name, value in given.items() if value is not None and value != ()}
    if said.pop("no_purpose", False):
        if "purposes" in said:
            raise InvalidValueError("--purpose and --no-purpose are both given.", mend="Give one of them.")
        said["purposes"] = ()
    rates = said.pop("rates", None)
    if rates is not None:
        said["rates"] = dict(map(_rate, cast("tuple[str, ...]", rates)))
    return record(Use, said)


def _rate(text: str) -> tuple[str, float]:
    pair, _, rate = text.partition("=")
    try:
        return pair, float(rate)
    except ValueError:
        raise InvalidValueError(f"{text[:80]!r} is no exchange rate.", mend="Write --rate USD/CNY=7.1.", path=("rates",)) from None
