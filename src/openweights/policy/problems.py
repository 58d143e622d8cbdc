"""Policies checked themselves: rules that contradict each other, can never match or never matter, and exceptions that are over."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from attrs import frozen

from openweights import convert
from openweights.assessor import assess
from openweights.bundle import bundle
from openweights.catalogue import find_model, models
from openweights.decider import permits
from openweights.errors import PolicyError, near_matches, shown
from openweights.flags import INFORMATION, FlagName
from openweights.ladder import Freedom, Openness
from openweights.names import name_key
from openweights.policy.policy import Policy
from openweights.registry import get_license
from openweights.resolution import find
from openweights.verdict import Verdict


@frozen(kw_only=True)
class Problem:
    """Something about a policy that somebody should look at."""

    #: The policy that it is about.
    policy: str
    #: Where it was read.
    file: str | None
    #: The field that it is about, outermost first.
    path: tuple[str | int, ...]
    #: What is wrong and how to mend it.
    text: str
    #: Whether nothing can be relied on until it is mended.
    fatal: bool = False


#: What each level asks of the terms on the parameters.
_FREEDOM = {
    Openness.WEIGHTS_RESTRICTED: Freedom.RESTRICTED,
    Openness.WEIGHTS_UNRESTRICTED: Freedom.OPEN,
    Openness.OPEN_SOURCE: Freedom.OPEN,
    Openness.FULLY_OPEN: Freedom.OPEN,
}


def refuse_contradictions(policy: Policy) -> None:
    """Raise an error if no model could ever pass a policy, because its rules contradict each other.

    Args:
        policy: The policy.

    Raises:
        PolicyError: If they do; it names the rule and where it was read.
    """
    for problem in contradictions(policy):
        raise PolicyError(problem.file or problem.policy, problem.text)


def contradictions(policy: Policy) -> Iterator[Problem]:
    """Yield the rules of a policy, and of those that it extends, that cannot hold together.

    Args:
        policy: The policy.
    """
    layers = policy.layers
    pins = {layer.data: layer for layer in layers if layer.data is not None}
    if len(pins) > 1:
        names = " and ".join(f"{data} ({layer.file or layer.name})" for data, layer in pins.items())
        yield _fatal(policy, ("data",), f"Two versions of the data are asked for: {names}. Pin one.")
    for layer in layers:
        yield from _of_allowed_licenses(policy, layer)
    yield from _of_lists(policy)


def _fatal(layer: Policy, path: tuple[str | int, ...], text: str) -> Problem:
    return Problem(policy=layer.name, file=layer.file, path=path, text=text, fatal=True)


def _of_lists(policy: Policy) -> Iterator[Problem]:
    """Allow lists that leave nothing: the lists of a policy and of those that it extends hold together."""
    lists = [layer.licenses.allow for layer in policy.layers if layer.licenses.allow is not None]
    denied = frozenset(each for layer in policy.layers for each in layer.licenses.deny)
    if lists and not _common(lists) - denied:
        yield _fatal(policy, ("licenses", "allow"), "No licence is left that every list allows and none denies. Allow at least one.")
    allowed = [frozenset(map(name_key, layer.publishers.allow)) for layer in policy.layers if layer.publishers.allow is not None]
    refused = frozenset(name_key(each) for layer in policy.layers for each in layer.publishers.deny)
    if allowed and not _common(allowed) - refused:
        yield _fatal(policy, ("publishers", "allow"), "No publisher is left that every list allows and none denies. Allow at least one.")


def _common(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return sets[0].intersection(*sets[1:])


def _of_allowed_licenses(policy: Policy, layer: Policy) -> Iterator[Problem]:
    allowed = layer.licenses.allow
    if not allowed:
        return
    licenses = [get_license(each) for each in sorted(allowed)]
    for other in policy.layers:
        wanted = _wanted_freedom(other)
        if wanted is not None and all(license.freedom.high < wanted for license in licenses):
            asked = " and ".join(each.value for each in (other.level, other.category) if each is not None)
            yield _fatal(
                layer,
                ("licenses", "allow"),
                f"No licence that is allowed reaches what is asked for ({asked}). Allow another licence, or ask for less.",
            )
        if other.use is not None and all(permits(license, other.use).outcome.permits is Verdict.NOT_MET for license in licenses):
            yield _fatal(
                layer, ("licenses", "allow"), "No licence that is allowed permits the use. Allow another licence, or correct the use."
            )


def _wanted_freedom(policy: Policy) -> Freedom | None:
    wanted = [_FREEDOM.get(policy.level) if policy.level else None]
    if policy.category is not None:
        lowest = next(level for level in Openness if level.category is policy.category)
        wanted.append(_FREEDOM.get(lowest))
    return max((each for each in wanted if each is not None), default=None)


def problems(policy: Policy, *, today: datetime.date | str | None = None) -> tuple[Problem, ...]:
    """Return what somebody should look at in a policy and in those that it extends, contradictions first.

    Args:
        policy: The policy.
        today: The day by which exceptions expire; the day of the machine without it.

    Raises:
        InvalidValueError: If the day is none.

    Examples:
        >>> policy = Policy(name="team", level="open-source", licenses={"deny": ["llama3.1"]})
        >>> [problem.text for problem in problems(policy)]
        ["'LicenseRef-llama3.1' need not be denied: the policy asks for open-source, which no model under it reaches. Remove it."]
    """
    day = datetime.date.today() if today is None else convert.day(today)
    found = list(contradictions(policy))
    for layer in policy.layers:
        found += [
            Problem(policy=layer.name, file=layer.file, path=path, text=text)
            for look in (_rules, _data, _licenses, _flags, _publishers, _frameworks)
            for path, text in look(layer)
        ]
        found += [Problem(policy=layer.name, file=layer.file, path=path, text=text) for path, text in _exceptions(layer, day)]
    return tuple(found)


_Found = tuple[tuple[str | int, ...], str]


def _rules(policy: Policy) -> Iterator[_Found]:
    asked = (policy.level, policy.category, policy.licenses.allow, policy.flags.allow, policy.publishers.allow, policy.use)
    if all(each is None for each in asked) and not (
        policy.licenses.deny or policy.flags.deny or policy.publishers.deny or policy.frameworks or policy.extends
    ):
        yield (), "The policy asks for nothing: every model on record passes. Add a rule."
    if policy.level is not None and policy.category is not None and policy.level.category >= policy.category:
        yield ("category",), f"The category never matters: {policy.level.value} is {policy.level.category.value} already. Remove it."


def _data(policy: Policy) -> Iterator[_Found]:
    if policy.data is not None and policy.data != bundle().version:
        yield ("data",), f"The data of {policy.data} are asked for, and those at hand are of {bundle().version}: no check passes."


def _licenses(policy: Policy) -> Iterator[_Found]:
    wanted = _wanted_freedom(policy)
    for list_, ids in (("allow", policy.licenses.allow or ()), ("deny", policy.licenses.deny)):
        for each in sorted(ids):
            short = wanted is not None and get_license(each).freedom.high < wanted
            asked = policy.level or policy.category
            if short and asked is not None:
                said = "can never be used" if list_ == "allow" else "need not be denied"
                yield (
                    ("licenses", list_),
                    f"{shown(each)} {said}: the policy asks for {asked.value}, which no model under it reaches. Remove it.",
                )


def _flags(policy: Policy) -> Iterator[_Found]:
    """A level that needs open terms leaves no room for a string that the Open Source Definition does not allow."""
    asked = policy.level or policy.category
    if _wanted_freedom(policy) is not Freedom.OPEN or asked is None:
        return
    for list_, names in (("allow", policy.flags.allow or ()), ("deny", policy.flags.deny)):
        for each in sorted(names, key=lambda flag: flag.value):
            if each is not FlagName.GATED and each not in INFORMATION:
                yield (
                    ("flags", list_),
                    f"{shown(each.value)} never matches: the policy asks for {asked.value}, which no model with it reaches. Remove it.",
                )


def _publishers(policy: Policy) -> Iterator[_Found]:
    known = {name_key(model.developer): model.developer for model in models() if model.developer}
    for list_, names in (("allow", policy.publishers.allow or ()), ("deny", policy.publishers.deny)):
        for each in names:
            if name_key(each) not in known:
                near = near_matches(each, known.values())
                mend = f"Did you mean {near[0]!r}?" if near else "Correct it, or leave it for records to come."
                yield ("publishers", list_), f"{shown(each)} never matches: no model on record is of this publisher. {mend}"


def _frameworks(policy: Policy) -> Iterator[_Found]:
    for position, wanted in enumerate(policy.frameworks):
        seen = {assess(model, wanted.id).verdict for model in models()} if wanted.verdicts else set[str]()
        for each in wanted.verdicts:
            if each not in seen:
                near = near_matches(each, seen)
                mend = f"Did you mean {near[0]!r}?" if near else f"Seen are: {', '.join(sorted(seen))}."
                yield (
                    ("frameworks", position, "verdicts"),
                    f"{shown(each)} never matches: {wanted.id} says it of no model on record. {mend}",
                )


def _exceptions(layer: Policy, day: datetime.date) -> Iterator[_Found]:
    reached = [each for each in layer.layers if each is layer or not each.final]
    asked = {rule for each in reached for rule in _asked(each)}
    for position, exemption in enumerate(layer.exceptions):
        place = ("exceptions", position)
        if not exemption.holds_on(day):
            yield (*place, "expires"), f"The exception for {shown(exemption.model)} ended on {exemption.expires}. Renew it or remove it."
        if find(exemption.model) is None and find_model(exemption.model) is None:
            yield (*place, "model"), f"No model is known as {shown(exemption.model)}: the exception matches that spelling only."
        idle = [rule for rule in exemption.rules if not any(each == rule or each.partition(".")[0] == rule for each in asked)]
        if idle:
            yield (*place, "rules"), f"The exception lifts {', '.join(idle)}, which is not asked for. Remove it."


def _asked(policy: Policy) -> Iterator[str]:
    """Yield the ids of the rules that a policy has."""
    given = {
        "known": True,
        "level": policy.level is not None,
        "category": policy.category is not None,
        "licenses.allow": policy.licenses.allow is not None,
        "licenses.deny": bool(policy.licenses.deny),
        "flags.allow": policy.flags.allow is not None,
        "flags.deny": bool(policy.flags.deny),
        "publishers.allow": policy.publishers.allow is not None,
        "publishers.deny": bool(policy.publishers.deny),
        "use": policy.use is not None,
        "use.headroom": policy.warn_at is not None,
        "frameworks": bool(policy.frameworks),
    }
    yield from (rule for rule, is_asked in given.items() if is_asked)
