"""A policy in plain sentences: what it allows, for whom nobody has to read TOML."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import cast

from attrs import fields

from openweights import convert
from openweights.assessor import get_framework
from openweights.flags import FlagName
from openweights.policy.policy import Policy
from openweights.policy.rules import Treatment
from openweights.use import Use
from openweights.verdict import Verdict


def sentences(policy: Policy, *, today: datetime.date | str | None = None) -> Iterator[str]:
    """Yield what a policy allows, a sentence each; then what each policy that it extends does.

    Args:
        policy: The policy.
        today: The day by which exceptions expire; the day of the machine without it.

    Raises:
        InvalidValueError: If the day is none.
    """
    day = datetime.date.today() if today is None else convert.day(today)
    for layer in reversed(policy.layers):
        where = f" ({layer.file})" if layer.file else ""
        if layer is policy:
            yield f"The policy {layer.name}{where} allows a model if all of this holds:"
        else:
            yield f"It extends {layer.name}{where}, whose rules hold too{', and no exception elsewhere lifts them' if layer.final else ''}:"
        if layer.description:
            yield f"  {' '.join(layer.description.split())}"
        yield from (f"- {sentence}" for sentence in _rules(layer))
        for exemption in layer.exceptions:
            until = f"until {exemption.expires}" if exemption.holds_on(day) else f"no longer: it ended on {exemption.expires}"
            spared = _or(exemption.rules, "and")
            yield f"- Exception: {exemption.model} is spared {spared} {until}. {exemption.owner} answers for it: {exemption.reason}"


def _rules(policy: Policy) -> Iterator[str]:
    if policy.level is not None:
        yield f"A model must be at least {policy.level.value}: {policy.level.rule}."
    if policy.category is not None:
        yield f"A model must be at least {policy.category.value}."
    if policy.licenses.allow is not None:
        yield f"Every licence on its parameters, and on those of every base in it, must be {_or(sorted(policy.licenses.allow))}."
    if policy.licenses.deny:
        yield f"None of these licences may stand on it or on a base in it: {', '.join(sorted(policy.licenses.deny))}."
    if policy.flags.allow is not None:
        allowed = _flags(policy.flags.allow)
        yield f"No string may be attached other than {_or(allowed)}." if allowed else "No string may be attached."
    if policy.flags.deny:
        yield f"None of these strings may be attached: {', '.join(_flags(policy.flags.deny))}."
    if policy.publishers.allow is not None:
        yield f"Its publisher must be {_or(policy.publishers.allow)}."
    if policy.publishers.deny:
        yield f"Its publisher may not be {_or(policy.publishers.deny)}."
    for wanted in policy.frameworks:
        framework = get_framework(wanted.id)
        asked = f"must find it to be {_or(wanted.verdicts)}" if wanted.verdicts else "must be met"
        yield f"{framework.name} ({framework.id} {framework.version}) {asked}."
    if policy.use is not None:
        yield f"Its terms must permit this use: {'; '.join(_use(policy.use)) or 'any, of which nothing is said'}."
    if policy.warn_at is not None:
        yield f"A use that has reached {policy.warn_at:.0%} of a limit of the terms is warned of."
    if policy.data is not None:
        yield f"The data must be those of {policy.data}."
    yield from _doubts(policy)


def _doubts(policy: Policy) -> Iterator[str]:
    yield _TREATED[policy.unknown].format("What is not known")
    yield _TREATED[policy.unlisted].format("A model that is not on record")
    if not policy.silencing:
        yield "A reference counts also where a comment or a manifest silences it."


_TREATED = {
    Treatment.FAIL: "{} does not pass.",
    Treatment.WARN: "{} passes with a warning.",
    Treatment.PASS: "{} passes.",
}


def _flags(names: frozenset[FlagName]) -> list[str]:
    return [flag.value for flag in FlagName if flag in names]


def _or(words: Iterable[str], joint: str = "or") -> str:
    *first, last = list(words) or ["nothing"]
    return f"{', '.join(first)} {joint} {last}" if first else last


def _use(use: Use) -> Iterator[str]:
    for each in fields(Use):
        value: object = getattr(use, each.name)
        name = each.name.replace("_", " ")
        if value is None or value is Verdict.UNKNOWN or value == ():
            continue
        if isinstance(value, Verdict):
            yield name if value is Verdict.MET else f"not {name}"
        elif isinstance(value, frozenset):
            items = cast("frozenset[Enum | str]", value)
            words = sorted(str(item.value) if isinstance(item, Enum) else item for item in items)
            yield f"{name}: {', '.join(words) or 'none'}"
        elif isinstance(value, tuple):
            yield f"{name}: {', '.join(f'{pair} {rate:g}' for pair, rate in use.rates)}"
        elif isinstance(value, int):
            yield f"{value:,} {name}"
        else:
            yield f"{name}: {value.value if isinstance(value, Enum) else value}"
